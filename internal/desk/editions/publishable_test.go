package editions

import (
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// A public edition of a real study names whom to write to and where it stands; a
// fictional one, and those of other audiences, need neither.
func TestAPublicEditionHasAContactAndAnAddress(t *testing.T) {
	write := lang.FrEn("courriel", "mail")
	for _, c := range []struct {
		name    string
		nature  source.Nature
		contact lang.Text
		base    string
		p       protect.Profile
		want    string
	}{
		{"all there", source.Real, write, "https://example.org/", protect.Public, ""},
		{"handed out", source.Real, write, "offline", protect.Public, ""},
		{"no contact", source.Real, nil, "offline", protect.Public, "D758"},
		{"no address", source.Partial, write, "", protect.Public, "D759"},
		{"fiction", source.Fictional, nil, "", protect.Public, ""},
		{"partners", source.Real, nil, "", protect.Partners, ""},
	} {
		st := study.Study{ID: "s", Nature: c.nature, Languages: []lang.Tag{"fr"}, Contact: c.contact, Sources: []source.Source{{ID: "press",
			Protection: source.Protection{Public: true}, Licence: source.Licence{Level: source.Rows}}}}
		f := figure.Figure{ID: "profile.x", Shape: figure.Table, Unit: "unit.incidents", Nature: c.nature, Dims: []figure.Dim{{ID: "a", Keys: []string{"a"}, Labels: []lang.Text{write}}},
			Cells: []figure.Cell{figure.Count(7, figure.Contributors{Public: true}, figure.Trace{Looked: []string{"press"}}, "a")}}
		res, err := protect.Release(protect.Input{Study: st, Figures: []figure.Figure{f}, Profile: c.p, Date: "2026-01-01", Release: "r"})
		if err != nil {
			t.Fatal(c.name, err)
		}
		got := ""
		if err := Publishable(st, c.p, c.base, res.Edition); err != nil {
			x, _ := fault.Public(err)
			got = x.Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
