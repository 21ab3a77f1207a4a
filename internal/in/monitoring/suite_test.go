package monitoring

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/dires/dires/internal/in/intest"
)

func TestReaderSuite(t *testing.T) {
	own, err := os.ReadFile("../../../demo/studies/orvanie/data/reports.csv")
	if err != nil {
		t.Fatal(err)
	}
	own = bytes.Join(bytes.SplitAfter(own, []byte("\n"))[:12], nil)
	open := func(file string, r io.Reader) (*Reader, error) {
		return Open(file, r, Options{Source: "own-reports", Own: true})
	}
	intest.Run(t, intest.Subject{
		Open: intest.Claims(t, open),
		Good: map[string][]byte{
			"reports.csv": own,
			"table.csv":   []byte("numéro;quand;région;acte;morts au moins;noms\n1;3 août 2021;Nord;robbery;1,0;habitant: x | y\n2;;Nord;;;\n1;2021;Nord;robbery;;\n3;bientôt;Nord;attack;-1;\n"),
		},
		Name: "reports.csv", PerItem: 160,
		Grow: func(n int) io.Reader {
			return intest.Lines("id,date,area,act\n", n, func(i int) string { return fmt.Sprintf("%d,2021-03-04,north,robbery\n", i) })
		},
	})
}
