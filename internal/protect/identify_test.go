package protect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
)

func ExampleIdentifying() {
	const said = "Mon voisin Tamar Orvel m'a appelé au +999 20 11 22 33, le 3 août, près de Haute-Pierre."
	for _, s := range Identifying(said) {
		fmt.Println(s.Kind, "—", said[s.From:s.To])
	}
	// Output:
	// name — Tamar
	// name — Orvel
	// phone — +999 20 11 22 33
	// date — 3 août
	// place — Haute-Pierre
}

func TestDetailsAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"appelez le 76 12 34 56":                   DetailPhone,
		"my number is 0099-20-111-222":             DetailPhone,
		"écrivez à tamar@exemple.invalid":          DetailEmail,
		"c'était à 28,1234 ; 22,5678":              DetailPoint,
		"the well lies at 28°07' south":            DetailPoint,
		"le 12/03/2021 ils sont venus":             DetailDate,
		"ils sont venus vers 4 h 30":               DetailDate,
		"on the 3rd of it, August 14, they came":   DetailDate,
		"c'est le colonel Orvel qui a parlé":       DetailName,
		"j'ai vu Mme Tamar pleurer":                DetailName,
		"au village de Basse-Sarel il n'y a rien":  DetailPlace,
		"we walked to Deux-Ponts in the night":     DetailPlace,
		"le chef du village a payé":                DetailRole,
		"the teacher of our school left":           DetailRole,
		"une voiture AB 1234 M":                    DetailNumber,
		"l'union des marchands a fermé ses portes": DetailKnown,
	} {
		if !slices.ContainsFunc(Identifying(text, "Union des marchands"), func(s Span) bool { return s.Kind == want }) {
			t.Errorf("%q: no %s found in %v", text, want, Identifying(text))
		}
	}
	for _, text := range []string{"", "On ne sort plus après la prière du soir.", "Nous avons payé. Eux aussi. « Rien » a été dit.", "They came twice; we paid 500 both times."} {
		if s := Identifying(text); len(s) > 0 {
			t.Errorf("%q: %v", text, s)
		}
	}
}

func TestWordsWithATelephoneNumberAreNeverPrintedWhoeverClearedThem(t *testing.T) {
	words := []string{"On ne sort plus.", "Appelez-moi au 76 12 34 56.", "It was at 28.1234, 22.5678."}
	var ss []figure.Saying
	cs := claims("interviews", 1, 2, 3)
	for i, w := range words {
		cs[i].Kind, cs[i].Said = claim.KindVerbatim, claim.Said{Verbatim: w, Consent: claim.ConsentQuote, Cleared: true}
		ss = append(ss, figure.SayingOf(cs[i]))
	}
	f := fig("f", []figure.Dim{dim("theme", "x")}, figure.Quote(ss, figure.Contributors{}, figure.TraceOf(nil, cs...), "x"))
	f.Shape = figure.Items
	s := orvanie()
	s.Sources = append(s.Sources, source.Source{ID: "interviews", Licence: source.Licence{Level: source.Derived}})
	r, err := Release(Input{Study: s, Figures: []figure.Figure{f}, Release: "r", Date: "2026-11-24", Profile: Public})
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Edition.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range words {
		if got := strings.Contains(string(b), w); got != (i == 0) {
			t.Errorf("%q printed: %v", w, got)
		}
	}
	if r.Findings.Count()["P415"] != 1 {
		t.Error("nobody is told:", r.Findings)
	}
}

func FuzzIdentifying(f *testing.F) {
	f.Add("Mme Tamar, 76 12 34 56, à Haute-Pierre", "Haute-Pierre")
	f.Fuzz(func(t *testing.T, text, known string) {
		at := 0
		for _, s := range Identifying(text, known) {
			if s.From < at || s.To <= s.From || s.To > len(text) {
				t.Fatal(s, "in", len(text))
			}
			at = s.To
		}
	})
}
