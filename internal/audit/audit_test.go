package audit

import (
	"fmt"
	"strings"
	"testing"
)

// edition writes an edition.json: each cell is "key/key=value n of", or
// "key/key=?" for a withheld one.
func edition(t *testing.T, extra string, figures ...string) Edition {
	t.Helper()
	e, err := Read([]byte(fmt.Sprintf(`{"format":2,"release":"r1","profile":"public","figures":[%s]%s}`, strings.Join(figures, ","), extra)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func table(id, more string, dims map[string][]string, order []string, cells ...string) string {
	var ds, cs []string
	for _, d := range order {
		ds = append(ds, fmt.Sprintf(`{"id":%q,"keys":["%s"]}`, d, strings.Join(dims[d], `","`)))
	}
	for _, c := range cells {
		at, v, _ := strings.Cut(c, "=")
		at = `["` + strings.ReplaceAll(at, "/", `","`) + `"]`
		var x, n, of int
		switch got, _ := fmt.Sscan(v, &x, &n, &of); {
		case v == "?":
			cs = append(cs, fmt.Sprintf(`{"at":%s,"n":0,"why":"withheld"}`, at))
		case got == 1:
			cs = append(cs, fmt.Sprintf(`{"at":%s,"value":%d,"n":%d}`, at, x, x))
		default:
			cs = append(cs, fmt.Sprintf(`{"at":%s,"value":%d,"n":%d,"of":%d}`, at, x, n, of))
		}
	}
	return fmt.Sprintf(`{"id":%q,"unit":"u","shape":"table","dims":[%s],"cells":[%s]%s}`, id, strings.Join(ds, ","), strings.Join(cs, ","), more)
}

func value(t *testing.T, r Result, figure, at string) Interval {
	t.Helper()
	for _, f := range r.Found {
		if f.Figure == figure && strings.Join(f.At, "/") == at && f.Field == "value" {
			return f.Interval
		}
	}
	t.Fatalf("%s at %s is not among %v", figure, at, r.Found)
	return Interval{}
}

// 116 and 12 "of 132" leave four.
func TestADenominatorLeavesTheLastCellOfALine(t *testing.T) {
	e := edition(t, "", table("reached", "", map[string][]string{"group": {"all"}, "status": {"answered", "refused", "not-reached"}}, []string{"group", "status"},
		"all/answered=116 132 132", "all/refused=?", "all/not-reached=12 132 132"))
	r, err := Look([]Edition{e}, Options{Guess: true})
	if err != nil {
		t.Fatal(err)
	}
	if v := value(t, r, "reached", "all/refused"); v.Low != 4 || v.width() != 0 {
		t.Error(v)
	}
	if r, _ = Look([]Edition{e}, Options{}); !value(t, r, "reached", "all/refused").Settled {
		t.Error("a bound that was not settled")
	}
}

// Where a figure declares that cells are of those who answered in their group,
// nobody takes two groups to be equally large because one of them prints 5.
func TestADeclaredDenominatorIsNotGuessedForTheGroupBeside(t *testing.T) {
	dims := map[string][]string{"group": {"hills", "coast"}, "answer": {"yes", "no", "answered"}}
	cells := []string{"hills/yes=?", "hills/no=0 5 5", "hills/answered=5", "coast/yes=?", "coast/no=?", "coast/answered=?"}
	for rel, open := range map[string]bool{`,"relations":[{"kind":"of","over":["answer"],"whole":"answered"}]`: true, "": false} {
		e := edition(t, "", table("f", rel, dims, []string{"group", "answer"}, cells...))
		r, err := Look([]Edition{e}, Options{Guess: true})
		if err != nil {
			t.Fatal(err)
		}
		if v := value(t, r, "f", "coast/no"); v.Endless != open {
			t.Errorf("with %q: %v", rel, v)
		}
	}
}

var areas = map[string][]string{"area": {"north", "river", "hills", "coast"}, "word": {"a", "b", "all"}, "all": {"all"}}

// A row of all that other rows add up to is believed where two lines prove it.
func TestALineThatAddsUpWhereItCanBeSeenIsUsedWhereItCannot(t *testing.T) {
	dims := map[string][]string{"area": {"sum", "north", "river", "hills"}, "word": {"a", "b", "c"}}
	e := edition(t, "", table("f", "", dims, []string{"area", "word"},
		"sum/a=9", "north/a=2", "river/a=3", "hills/a=4", "sum/b=12", "north/b=6", "river/b=5", "hills/b=1",
		"sum/c=7", "north/c=0", "river/c=5", "hills/c=?"))
	r, err := Look([]Edition{e}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := value(t, r, "f", "hills/c"); v.Low != 2 || v.width() != 0 {
		t.Error(v, r.Rules)
	}
	one := edition(t, "", table("f", "", dims, []string{"area", "word"},
		"sum/a=9", "north/a=2", "river/a=3", "hills/a=4", "sum/c=7", "north/c=0", "river/c=5", "hills/c=?"))
	if r, _ = Look([]Edition{one}, Options{}); !value(t, r, "f", "hills/c").Endless {
		t.Error("one line alone was taken for a rule")
	}
}

func TestADeclaredRelationIsUsed(t *testing.T) {
	rel := `,"relations":[{"kind":"sum","over":["area"],"total":"all"}],"states":[{"total":"all","value":10}]`
	e := edition(t, `,"certificate":{"width":4,"cells":[{"figure":"f","at":["north"],"field":"value","low":1,"high":6,"exact":true},{"figure":"f","at":["river"],"field":"value","low":1,"high":9}]}`,
		table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"))
	r, err := Look([]Edition{e}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := value(t, r, "f", "north"); v != (Interval{Low: 1, High: 5, Settled: true}) {
		t.Error(v)
	}
	if w := wrong(t, e); len(w) != 2 || w["north"] != Overstated || w["river"] != Overstated {
		t.Error(w) // the line on north says that 6 can be reached, and 5 is the most; that on river says less than is declared
	}
	e.Certificate.Width = 5
	narrow := 0
	for _, w := range Judge([]Edition{e}, r.Found, 0) {
		if w.Verdict == Narrow {
			narrow++
		}
	}
	if narrow != 2 {
		t.Error("of two intervals of width 4,", narrow, "are found narrower than 5")
	}
}

// wrong checks editions and gives what is wrong with the last, by place.
func wrong(t *testing.T, es ...Edition) map[string]Verdict {
	t.Helper()
	_, fs, err := Check(es, Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]Verdict{}
	for _, f := range fs {
		m[strings.Join(f.At, "/")] = f.Verdict
	}
	return m
}

// A certificate that somebody altered is noticed, whatever the line: one that is
// exact, made wider or narrower; one that is not, made wider than what follows
// from one relation after the other; and one that is gone.
func TestAnAlteredCertificateIsNoticed(t *testing.T) {
	rel := `,"relations":[{"kind":"sum","over":["area"],"total":"all"}],"states":[{"total":"all","value":10}]`
	made := func(lines string) Edition {
		return edition(t, `,"certificate":{"width":4,"cells":[`+lines+`]}`, table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"))
	}
	north := `{"figure":"f","at":["north"],"field":"value","low":1,"high":5,"exact":true}`
	river := `{"figure":"f","at":["river"],"field":"value","low":1,"high":5}`
	for _, c := range []struct {
		lines string
		at    string
		want  Verdict
	}{
		{north + "," + river, "", ""},
		{strings.Replace(north, "5", "6", 1) + "," + river, "north", Overstated},
		{strings.Replace(north, "5", "4", 1) + "," + river, "north", Overstated},
		{strings.Replace(north, `"high":5,`, "", 1) + "," + river, "north", Overstated},
		{north + "," + strings.Replace(river, "5", "6", 1), "river", Overstated},
		{north + "," + strings.Replace(river, "5", "4", 1), "river", Overstated},
		{north + "," + strings.Replace(river, `,"high":5`, "", 1), "river", Overstated},
		{north, "river", Missing},
	} {
		w := wrong(t, made(c.lines))
		if c.want == "" && len(w) > 0 || c.want != "" && (len(w) != 1 || w[c.at] != c.want) {
			t.Errorf("%s: %v, not %s at %s", c.lines, w, c.want, c.at)
		}
	}
}

// A certificate speaks of its own edition: that a later one tells more does not
// make it wrong. Of a figure that keeps the numbers of an earlier edition it may
// say what follows from both.
func TestACertificateIsReadWithTheEditionsBefore(t *testing.T) {
	rel := `,"relations":[{"kind":"sum","over":["area"],"total":"all"}],"states":[{"total":"all","value":10}]`
	cert := `,"certificate":{"width":4,"cells":[{"figure":"f","at":["north"],"field":"value","low":1,"high":5,"exact":true},{"figure":"f","at":["river"],"field":"value","low":1,"high":5,"exact":true}]}`
	a := edition(t, cert, table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"))
	b := edition(t, cert, table("f", `,"as_of":"r1","relations":[{"kind":"sum","over":["area"],"total":"all"}]`, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"))
	b.Release = "r2"
	if w := wrong(t, a, b); len(w) > 0 {
		t.Error(w)
	}
	if w := wrong(t, b); len(w) != 2 {
		t.Error("a certificate that rests on an edition before was believed without it", w)
	}
	c := edition(t, "", table("f", "", areas, []string{"area"}, "north=3", "river=3", "hills=4", "coast=0"))
	c.Release = "r3"
	for at, v := range wrong(t, a, c) {
		if v == Overstated {
			t.Errorf("%s: the certificate of an edition was held against a later one", at)
		}
	}
}

// The kinds of relation, each at its place: cover, within, of, another figure.
func TestEveryKindOfRelationBounds(t *testing.T) {
	for _, c := range []struct {
		rel  string
		want Interval
	}{
		{`{"kind":"cover","over":["area"],"figure":"g"}`, Interval{Low: 2, High: 8, Settled: true}},
		{`{"kind":"within","over":["area"],"figure":"g"}`, Interval{Low: 1, High: 8, Settled: true}},
		{`{"kind":"sum","over":["area"],"figure":"g"}`, Interval{Low: 2, High: 2, Settled: true}},
		{`{"kind":"sum","over":["area"],"parts":["north","hills"],"figure":"g"}`, Interval{Low: 4, High: 4, Settled: true}},
		{`{"kind":"sum","over":["area"],"whole":"coast"}`, Interval{Low: 1, High: 0, Endless: true, Settled: true}},
	} {
		f := table("f", `,"relations":[`+c.rel+`]`, areas, []string{"word", "area"}, "a/north=?", "a/river=2", "a/hills=4", "a/coast=0")
		if strings.Contains(c.rel, "whole") {
			f = table("f", `,"relations":[`+c.rel+`]`, areas, []string{"word", "area"}, "a/north=?", "a/river=2", "a/hills=4", "a/coast=?")
		}
		e := edition(t, "", f, strings.Replace(table("g", "", areas, []string{"word"}, "a=8", "b=0"), `"u"`, `"v"`, 1))
		r, err := Look([]Edition{e}, Options{})
		if err != nil {
			t.Fatal(c.rel, err)
		}
		if v := value(t, r, "f", "a/north"); v != c.want {
			t.Errorf("%s leaves %v, not %v", c.rel, v, c.want)
		}
	}
}

func TestWhatCannotBeTrueTogetherIsAnError(t *testing.T) {
	e := edition(t, "", table("f", `,"relations":[{"kind":"sum","over":["area"],"total":"all"}],"states":[{"total":"all","value":3}]`, areas, []string{"area"}, "north=?", "river=9", "hills=4", "coast=0"))
	if _, err := Look([]Edition{e}, Options{}); err == nil {
		t.Error("parts above their whole were taken")
	}
}

// Where nothing of a figure seems to change, what the edition before printed holds.
func TestTheEditionBeforeIsRead(t *testing.T) {
	a := edition(t, "", table("f", "", areas, []string{"area"}, "north=3", "river=9", "hills=4", "coast=6"))
	b := edition(t, "", table("f", "", areas, []string{"area"}, "north=?", "river=9", "hills=4", "coast=6"))
	b.Release = "r2"
	r, err := Look([]Edition{a, b}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := value(t, r, "f", "north"); v.Low != 3 || v.width() != 0 {
		t.Error(v)
	}
}

func TestOnlyAnEditionIsRead(t *testing.T) {
	for _, s := range []string{"", "{}", "[]", `{"format":9,"release":"x","figures":[{}]}`, `{"format":2,"release":"x","figures":[{"id":"f","dims":[],"cells":[{"at":["a"]}]}]}`} {
		if _, err := Read([]byte(s)); err == nil {
			t.Errorf("%q was read as an edition", s)
		}
	}
}

func FuzzReadAndLook(f *testing.F) {
	f.Add([]byte(`{"format":2,"release":"r","figures":[{"id":"f","dims":[{"id":"a","keys":["x","y"]}],"cells":[{"at":["x"],"why":"withheld"},{"at":["y"],"value":2,"n":2}],"relations":[{"kind":"sum","over":["a"],"whole":"x"}]}]}`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		e, err := Read(b)
		if err != nil || len(e.Figures) > 5 {
			return
		}
		n := 1
		for _, g := range e.Figures {
			for _, d := range g.Dims {
				n *= max(1, len(d.Keys))
			}
		}
		if n > 200 {
			return
		}
		_, _ = Look([]Edition{e}, Options{Guess: true})
	})
}

// What nothing is printed of may be nothing: a figure withheld as a whole, what a
// licence withholds, and amounts. Elsewhere a zero is printed.
func TestWhatIsWithheldIsOneAtLeastWhereZerosArePrinted(t *testing.T) {
	rel := `,"relations":[{"kind":"sum","over":["area"],"total":"all"}],"states":[{"total":"all","value":10}]`
	for _, c := range []struct {
		table    string
		low, top int64
	}{
		{table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"), 1, 5},
		{table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=?", "coast=?"), 1, 7},
		{table("f", `,"as_of":"none"`+rel, areas, []string{"area"}, "north=?", "river=?", "hills=?", "coast=?"), 0, 10},
		{strings.Replace(table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"), `["river"],"n":0,"why":"withheld"`, `["river"],"n":0,"why":"licence"`, 1), 1, 6},
		{strings.Replace(table("f", rel, areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"), `"u"`, `"unit.deaths"`, 1), 0, 6},
	} {
		r, err := Look([]Edition{edition(t, "", c.table)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if v := value(t, r, "f", "north"); v.Low != c.low || v.High != c.top {
			t.Errorf("%s leaves %v, not %d to %d", c.table, v, c.low, c.top)
		}
	}
}

// Those who answered, in a table of who was reached, are all who gave an answer
// in another: three groups prove it, the fourth follows.
func TestASliceOfOneTableIsTheMarginOfAnother(t *testing.T) {
	dims := map[string][]string{"group": {"a", "b", "c", "d"}, "status": {"answered", "refused"}, "word": {"x", "y"}}
	reached := table("reached", "", dims, []string{"group", "status"}, "a/answered=9", "a/refused=2", "b/answered=12", "b/refused=1", "c/answered=7", "c/refused=4", "d/answered=8", "d/refused=3")
	words := table("words", "", dims, []string{"group", "word"}, "a/x=6", "a/y=3", "b/x=4", "b/y=8", "c/x=2", "c/y=5", "d/x=7", "d/y=?")
	r, err := Look([]Edition{edition(t, "", reached, words)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := value(t, r, "words", "d/y"); v.Low != 1 || v.width() != 0 {
		t.Error(v, r.Rules)
	}
	against := strings.Replace(reached, `"value":12,"n":12`, `"value":13,"n":13`, 1)
	if r, _ = Look([]Edition{edition(t, "", against, words)}, Options{}); !value(t, r, "words", "d/y").Endless {
		t.Error("a slice that differs in one line was believed")
	}
}

// What a sentence or a picture says of cells is used as well, and what cannot be
// so is an error.
func TestWhatIsToldElsewhereIsUsed(t *testing.T) {
	e := edition(t, "", table("f", "", areas, []string{"area"}, "north=?", "river=?", "hills=4", "coast=0"))
	both := func(v int64) Equation {
		return Equation{Why: "a sentence", Terms: []Term{{0, "f", "north", "value", 1}, {0, "f", "river", "value", 1}, {0, "f", "hills", "value", 1}}, Low: v, High: v, Ends: [2]bool{true, true}}
	}
	r, err := Look([]Edition{e}, Options{Sums: []Equation{both(10)}, Told: []Told{{0, "f", []string{"river"}, "value", 2}}})
	if err != nil || value(t, r, "f", "north") != (Interval{Low: 4, High: 4, Settled: true}) {
		t.Error(r, err)
	}
	if n := len(r.Problem.Asked); n != len(r.Found) || len(r.Problem.Equations) != 2 {
		t.Error(r.Problem)
	}
	for _, o := range []Options{{Sums: []Equation{both(3)}}, {Told: []Told{{0, "f", []string{"hills"}, "value", 5}}}, {Told: []Told{{0, "g", []string{"hills"}, "value", 5}}}, {Told: []Told{{1, "f", []string{"hills"}, "value", 4}}}} {
		if _, err := Look([]Edition{e}, o); err == nil {
			t.Error("taken:", o)
		}
	}
}
