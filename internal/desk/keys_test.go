package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/seal"
)

func present(by ...seal.Custodian) custody.Present { return custody.Present{Keys: by} }

// kept holds a ceremony of two of three for the study.
func kept(t *testing.T, d *desk.Desk) (by []seal.Custodian) {
	t.Helper()
	var ms []custody.Member
	for _, n := range []string{"a", "b", "c"} {
		to, c, err := seal.NewCustody()
		if err != nil {
			t.Fatal(err)
		}
		ms, by = append(ms, custody.Member{Name: n, Recipient: to.String()}), append(by, c)
	}
	if _, _, err := d.Custody("orvanie").Ceremony(ctx, 2, ms); err != nil {
		t.Fatal(err)
	}
	return by
}

// What a submission said is given back as it came, byte for byte: of the person
// named, under each source, and of nobody else. Who withdrew is gone.
func TestASubmissionIsUnsealedAsItCame(t *testing.T) {
	_, d := surveyed(t)
	take(t, d)
	if l, err := d.CustodyState(ctx, "orvanie"); err != nil || len(l) != 1 || l[0].Code != "D705" {
		t.Error(l, err)
	}
	by := kept(t, d)
	if l, err := d.CustodyState(ctx, "orvanie"); err != nil || len(l) != 1 || l[0].Code != custody.NotProven {
		t.Error(l, err)
	}
	want := respondents()[5]
	for _, named := range []string{"people/" + want.id, "people/" + want.code} {
		files, found, err := d.Unseal(ctx, "orvanie", []string{named}, present(by[:2]...), "test")
		if err != nil || len(found) > 0 || len(files) != 1 || !strings.HasSuffix(files[0].Name, "-1.xml") {
			t.Fatal(files, found, err)
		}
		if got := string(files[0].Data.Reveal()); got != want.xml() {
			t.Error(got)
		}
		if s := fmt.Sprintf("%v %+v", files, files); strings.Contains(s, "CANARY") {
			t.Error("what was unsealed is printed:", s)
		}
	}
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: want.id}, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if files, _, err := d.Unseal(ctx, "orvanie", []string{"people/" + want.id}, present(by...), "test"); refusal(err) != "D745" || files != nil {
		t.Error(files, err)
	}
	same(t, d)
}

// A row of own reports is given back with what the desk does not keep; what is
// public was never sealed.
func TestARowIsUnsealedWithItsWords(t *testing.T) {
	secret := "id,date,place,what,who,monitor,deaths,consent\n1,2031-01-02,Sable,CANARY-WORDS,CANARY-INFORMANT,CANARY-MONITOR,1,public\n"
	_, d := office(t, map[string]string{"sources/own.toml": own, "inbox/own.csv": secret, "sources/gazette.toml": gazette, "data/gazette.csv": rows})
	by := kept(t, d) // before the first import: the identity was never here
	take(t, d)
	files, _, err := d.Unseal(ctx, "orvanie", []string{"own/1"}, present(by[1:]...), "test")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for _, word := range []string{"CANARY-WORDS", "CANARY-MONITOR"} {
		if !strings.Contains(string(files[0].Data.Reveal()), word) {
			t.Errorf("%s is not given back: %s", word, files[0].Data.Reveal())
		}
	}
	for named, code := range map[string]string{"gazette/1": "D746", "own/9": "D745", "nobody": "L144"} {
		if _, _, err := d.Unseal(ctx, "orvanie", []string{"own/1", named}, present(by...), "test"); refusal(err) != code {
			t.Errorf("%s: %v", named, err)
		}
	}
}
