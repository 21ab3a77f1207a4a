package statements

import (
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/in/intest"
)

func open(file string, r io.Reader) (*Reader, error) {
	return Open(file, r, Options{Source: "orvanie-notes", Consent: claim.ConsentPublic})
}

func TestReaderSuite(t *testing.T) {
	needs, err := os.ReadFile("testdata/besoins.csv")
	if err != nil {
		t.Fatal(err)
	}
	intest.Run(t, intest.Subject{
		Open: intest.Claims(t, open),
		Good: map[string][]byte{
			"besoins.csv":     needs,
			"namings.csv":     []byte("id,speaker_class,stated_on,subject,term,directness\n1,local authority,2031-05,c3,coupeurs de route,direct\n2,media,soon,c3,bandits,maybe\n2,media,2031,c3,bandits,\n3,,2031,c3,bandits,\n,media,2031,c4,bandits,\n"),
			"involvement.csv": []byte("id;classe;mesure;étape;échelon déclaré;échelon étayé\n1;média;m;D;2;u\n2;média;m;Z;2;u\n3;média;m;D;beaucoup;u\n"),
		},
		Name: "namings.csv", PerItem: 120,
		Grow: func(n int) io.Reader {
			return intest.Lines("id,speaker_class,subject,term\n", n, func(i int) string { return fmt.Sprintf("%d,media,c1,bandits\n", i) })
		},
	})
}
