package absent

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/study"
)

// FICTION: all of it.

func key(i int) claim.Key { return claim.Key{Source: "talks", ID: fmt.Sprint(i)} }

// counted is a figure with a cell at each key, resting on as many statements.
func counted(id string, at map[string]int) figure.Figure {
	f := figure.Figure{ID: id, Title: lang.FrEn("titre", "title"), Dims: []figure.Dim{{ID: "name"}}}
	n := 0
	for _, k := range []string{"x", "y", "z"} {
		if at[k] == 0 {
			continue
		}
		var t figure.Trace
		t.Looked = []string{"talks"}
		for range at[k] {
			t.Refs = append(t.Refs, figure.Ref{Claim: key(n)})
			n++
		}
		f.Dims[0].Keys, f.Dims[0].Labels = append(f.Dims[0].Keys, k), append(f.Dims[0].Labels, lang.FrEn("fr "+k, "en "+k))
		f.Cells = append(f.Cells, figure.Count(at[k], figure.Contributors{}, t, k))
	}
	return f
}

// none is the figure of an analysis that found nothing.
func none(id string) figure.Figure {
	return figure.Figure{ID: id, Dims: []figure.Dim{{ID: "none", Keys: []string{"none"}, Labels: []lang.Text{nil}}},
		Cells: []figure.Cell{figure.Absent(figure.NotAsked, figure.Trace{Looked: []string{"talks"}}, "none")}}
}

// these gives figures when asked.
func these(fs ...figure.Figure) func() []figure.Figure {
	return func() []figure.Figure { return fs }
}

func out(n int, why figure.Why) Left {
	l := NewLeft(5)
	for i := range n {
		l.Out(key(i), why, fmt.Sprint("speaker ", i))
	}
	return l
}

// What was collected and may not be shown is not called uncollected: under embargo,
// withheld, or, below five speakers, too few. What nobody collected stays so.
func TestWhatWasLeftOutIsNotCalledUncollected(t *testing.T) {
	for _, c := range []struct {
		name string
		all  figure.Figure
		left Left
		want figure.Why
	}{
		{"five under embargo", counted("f", map[string]int{"x": 5}), out(5, figure.Embargoed), figure.Embargoed},
		{"four under embargo", counted("f", map[string]int{"x": 4}), out(4, figure.Embargoed), figure.TooFew},
		{"six without consent", counted("f", map[string]int{"x": 6}), out(6, figure.Withheld), figure.Withheld},
		{"nothing left out", counted("f", map[string]int{"x": 6}), out(0, figure.Withheld), figure.NotAsked},
		{"nothing collected", none("f"), out(5, figure.Embargoed), figure.NotAsked},
	} {
		fs := Complete(study.Study{}, []figure.Figure{none("f")}, c.left, these(c.all))
		if len(fs) != 1 || len(fs[0].Cells) != 1 || fs[0].Cells[0].Why() != c.want {
			t.Errorf("%s: %+v", c.name, fs)
		}
	}
}

// A figure or a cell that a text cites stands there for every audience; of the rest
// of a figure that is left out nothing is told.
func TestATextServesEveryAudience(t *testing.T) {
	all := []figure.Figure{counted("f", map[string]int{"x": 6, "y": 7}), counted("g", map[string]int{"z": 6})}
	mine := []figure.Figure{counted("f", map[string]int{"x": 6})}
	st := study.Study{Questions: []study.Question{{Figures: []string{"g", "nobody-makes"}}},
		Texts: map[string]lang.Text{"report": {lang.French: `A {{fig "f" "y"}} et {{ fig "f" "en x" }}, {{show "g"}}`, lang.English: `{{fig "g" "z"}}`}}}
	if !lacking(st, mine) || lacking(study.Study{}, mine) {
		t.Error("needed")
	}
	l := NewLeft(5)
	for i := range 13 {
		l.Out(key(i), figure.Embargoed, fmt.Sprint(i))
	}
	unasked := func() []figure.Figure { t.Error("all figures were made for nothing"); return nil }
	Complete(st, mine, NewLeft(5), unasked)
	Complete(study.Study{}, mine, l, unasked)
	fs := Complete(st, mine, l, these(all...))
	if len(fs) != 2 || fs[0].Valid() != nil || fs[1].Valid() != nil {
		t.Fatal(fs)
	}
	if c, ok := fs[0].Cell("y"); !ok || c.Why() != figure.Embargoed {
		t.Error("f y:", ok, c.Why())
	}
	if c, _ := fs[0].Cell("x"); c.N() != 6 {
		t.Error("what may be shown changed", c.N())
	}
	if c, ok := fs[1].Cell("z"); !ok || c.Why() != figure.Embargoed || len(fs[1].Dims[0].Keys) != 1 {
		t.Error("g z:", ok, c.Why(), fs[1].Dims)
	}
	if _, ok := find(fs, "nobody-makes"); ok {
		t.Error("a figure that nobody makes was made up")
	}
}
