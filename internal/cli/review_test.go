package cli

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/in/gtd"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/term"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie lies in the open ocean; nothing of this happened.
func pairOf(a, b when.Span) (*review, reconcile.Question, *bytes.Buffer) {
	x, y := claim.Key{Source: "acled", ID: "ORV1"}, claim.Key{Source: "gtd", ID: "203103000001"}
	var out bytes.Buffer
	r := &review{app: &app{World: World{Out: &out}, lang: "en"}, claims: map[claim.Key]claim.Claim{
		x: {Key: x, Incident: &claim.Incident{When: a, Type: "Armed clash"}}, y: {Key: y, Incident: &claim.Incident{When: b, Type: "2"}}}}
	return r, reconcile.Question{Link: reconcile.Link{Relation: reconcile.Same, A: x, B: y, Probability: 0.47}}, &out
}

func TestARecordKnownToAMonthIsNotTheLongerEvent(t *testing.T) {
	day, days := when.On(when.Date(2031, 3, 10)), when.Span{From: when.Date(2031, 3, 9), To: when.Date(2031, 3, 12), Precision: when.Exact}
	month := when.BucketOf(when.Date(2031, 3, 1), when.Monthly).Span()
	r, q, _ := pairOf(day, days)
	if part, whole, err := r.whole(q); err != nil || part != q.A || whole != q.B {
		t.Error("an episode of four days contains one of its days:", part, whole, err)
	}
	r, q, out := pairOf(day, month)
	r.keys = &keys{lines: bufio.NewReader(strings.NewReader("?\n1\n"))}
	if part, whole, err := r.whole(q); err != nil || part != q.B || whole != q.A || strings.Count(out.String(), "Which is the whole event?") != 2 {
		t.Error("of a month nobody knows, a person is asked:", part, whole, err, out)
	}
}

func TestARivalIsSaid(t *testing.T) {
	r, q, _ := pairOf(when.Span{}, when.Span{})
	other, third := claim.Key{Source: "acled", ID: "ORV2"}, claim.Key{Source: "ucdp", ID: "7"}
	r.prop.Links = []reconcile.Link{{Relation: reconcile.Same, A: other, B: q.B, Probability: 0.53}, {Relation: reconcile.Same, A: q.A, B: third, Probability: 0.9},
		{Relation: reconcile.PartOf, A: other, B: q.B, Probability: 0.9}, q.Link}
	if got := strings.Join(r.rivals(q), "|"); got != "gtd/203103000001 is linked to acled/ORV2 already (53%)." {
		t.Error(got)
	}
}

func TestWhatASourceCodesIsShownInWords(t *testing.T) {
	acts, found, err := term.ReadCrosswalk("acts.csv", bytes.NewReader(gtd.Acts))
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	r, q, _ := pairOf(when.Span{}, when.Span{})
	p := lang.For(lang.French)
	for k, want := range map[claim.Key]string{q.A: "Armed clash", q.B: "2, Attaque ou combat armé"} {
		if got := typeWords(p, acts, r.claims[k]); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	w := when.Span{From: when.Date(2031, 3, 9), To: when.Date(2031, 3, 15), Precision: when.Week}
	if got := whenWords(p, w); got != "2031-03-09/2031-03-15 (un jour de cette semaine)" {
		t.Error(got)
	}
	w.Precision = when.Exact
	if got := whenWords(p, w); got != "2031-03-09/2031-03-15" {
		t.Error("days that are known are said as they are:", got)
	}
}

func TestNoLineIsWiderThanTheScreen(t *testing.T) {
	r, _, out := pairOf(when.Span{}, when.Span{})
	r.lang = "fr"
	r.say(strings.Repeat("déclaration ", 20))
	r.ask(r.printer().Say("cli.review-keys"))
	for _, l := range strings.Split(out.String(), "\n") {
		if utf8.RuneCountInString(l) > 79 {
			t.Errorf("%d letters: %s", utf8.RuneCountInString(l), l)
		}
	}
}
