package figure

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

func example() Figure {
	c := claim.Claim{Key: claim.Key{Source: "orvanie-reports", ID: "r1"}, Origin: claim.Origin{File: "r.csv", Row: 2}}
	t := TraceOf([]string{"orvanie-reports"}, c)
	return Figure{ID: "profile.deaths", Shape: Series, Nature: source.Fictional,
		Dims:  []Dim{{ID: "period", Keys: []string{"2019", "2020"}, Labels: []lang.Text{lang.FrEn("2019", "2019"), lang.FrEn("2020", "2020")}}},
		Cells: []Cell{Between(1, 2, 4, Contributors{Speakers: 1}, t, "2019"), Absent(NotAsked, Trace{}, "2020").With("note.one-psu", 3)}}
}

func ExampleFigure() {
	f := example()
	c, _ := f.Cell("2019")
	v, _ := c.Value()
	lo, hi, s := c.Range()
	fmt.Println(v, lo, hi, s, c.Trace().Refs[0].Row)
	c, _ = f.Cell("2020")
	_, ok := c.Value()
	fmt.Println(ok, c.Why())
	// Output:
	// 2 1 4 bounds 2
	// false not-asked
}

func TestAFigureSurvivesItsJSON(t *testing.T) {
	f := example()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var g Figure
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(f, g, cmp.AllowUnexported(Cell{})); d != "" {
		t.Fatal(d)
	}
	if err := g.Valid(); err != nil {
		t.Fatal(err)
	}
}

func TestNoNumberWithoutItsTrace(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("a count without a trace was made")
		}
	}()
	Count(3, Contributors{}, Trace{})
}

func TestABadFigureIsFound(t *testing.T) {
	f := example()
	f.Cells = append(f.Cells, f.Cells[0])
	if f.Valid() == nil {
		t.Error("two cells at one place")
	}
	f = example()
	f.Dims[0].Keys = []string{"2019"}
	if f.Valid() == nil {
		t.Error("keys without labels")
	}
	if (Figure{Dims: []Dim{}, Cells: []Cell{{}}}).Valid() == nil {
		t.Error("neither value nor reason")
	}
}
