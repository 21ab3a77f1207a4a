package profile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/series"
	"github.com/dires/dires/spatial"
)

// reported is one incident of one source. FICTION: all of it.
func reported(src, id, typ string, day when.Day, lon, lat float64) event.Event {
	c := claim.Claim{Key: claim.Key{Source: src, ID: id}, Kind: claim.KindIncident,
		Incident: &claim.Incident{Type: typ, When: when.On(day), Where: place.Where{Point: &geo.Point{Lon: lon, Lat: lat}, Precision: place.Exact}}}
	return event.Event{ID: c.Key.String(), Members: []event.Member{{Claim: c.Key, Relation: event.Same, Probability: 1}}, Claims: []claim.Claim{c}}
}

func kinds() Facet {
	return Facet{Dim: figure.Dim{ID: "family", Label: lang.FrEn("famille", "family"), Keys: []string{"a", "b"}, Labels: []lang.Text{lang.FrEn("A", "A"), lang.FrEn("B", "B")}},
		Rest: Unmapped, Of: func(e event.Event) []string { return []string{e.Claims[0].Incident.Type} }}
}

func studyOf(public ...string) study.Study {
	s := study.Study{Nature: source.Fictional}
	for _, id := range public {
		s.Sources = append(s.Sources, source.Source{ID: id, Name: lang.FrEn(id, id), Protection: source.Protection{Public: true}})
	}
	return s
}

// fiveYears has reports of two kinds a month over five years in "wire"; from the
// 37th month b comes more often. "blog" sees a only.
func fiveYears(more int) (es []event.Event) {
	rng := rand.New(rand.NewPCG(2, 3))
	n := 0
	for m := range 60 {
		day := when.Date(2015, time.Month(1+m), 5)
		put := func(src, typ string, k int) {
			for range k {
				n++
				es = append(es, reported(src, fmt.Sprint("r", n), typ, day, 3+rng.Float64()*5, 4+rng.Float64()*5))
			}
		}
		put("wire", "a", 2+rng.IntN(3))
		k := 2 + rng.IntN(3)
		if m >= 36 {
			k += more
		}
		put("wire", "b", k)
		put("blog", "a", 3)
	}
	return es
}

func named(t *testing.T, in Input) map[string]figure.Figure {
	t.Helper()
	fs, _ := Figures(in)
	m := map[string]figure.Figure{}
	for _, f := range fs {
		m[f.ID] = f
	}
	return m
}

func TestATrendIsFollowedWithinASourceThatSeesBoth(t *testing.T) {
	fs := named(t, Input{Study: studyOf("wire", "blog"), Events: fiveYears(12), Families: kinds()})
	f, ok := fs["profile.trend-wire"]
	if !ok {
		t.Fatal("no trend")
	}
	if _, ok := fs["profile.trend-blog"]; ok {
		t.Error("a source that sees one kind has a trend")
	}
	if _, ok := fs["profile.breaks-wire"]; ok {
		t.Error("breaks were looked for without having been registered")
	}
	sum := 0.0
	for _, c := range f.Cells {
		v, _ := c.Value()
		sum += v
		for _, r := range c.Trace().Refs {
			if r.Claim.Source != "wire" {
				t.Fatal("another source entered", r)
			}
		}
	}
	want := 0
	for _, e := range fiveYears(12) {
		if e.Claims[0].Key.Source == "wire" {
			want++
		}
	}
	if int(sum) != want || len(f.Dims[0].Keys) != 20 || f.Tier != "T1" {
		t.Error(sum, want, len(f.Dims[0].Keys), f.Tier)
	}
	if s := f.Sentence[lang.English]; !strings.HasPrefix(s, "In wire, incidents reported a year, from the beginning to the end: B, from ") || !strings.Contains(s, "not facts") {
		t.Error(s)
	}
}

func TestARegisteredBreakIsRankedAmongAllOthers(t *testing.T) {
	in := Input{Study: studyOf("wire", "blog"), Events: fiveYears(12), Families: kinds()}
	in.Study.Registered = []study.Analysis{{ID: BreakAt + "2018-01", On: "2014-01-01"}, {ID: BreakAt + "2015-03", On: "2014-01-01"}, {ID: BreakAt + "soon", On: "2014-01-01"}}
	f, ok := named(t, in)["profile.breaks-wire"]
	if !ok {
		t.Fatal("no breaks")
	}
	counts := make([]float64, 60)
	for _, e := range in.Events {
		if c := e.Claims[0]; c.Key.Source == "wire" && c.Incident.Type == "b" {
			counts[when.BucketOf(c.Incident.When.From, when.Monthly).N-2015*12]++
		}
	}
	want, err := series.Placebo(series.LogCounts(counts), 36, margin)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := f.Cell("2018-01", "b")
	v, _ := c.Value()
	_, args := c.Note()
	if v != math.Exp(want.Step) || args[0] != "1" || args[1] != fmt.Sprint(want.Dates) {
		t.Error(v, math.Exp(want.Step), args, want)
	}
	for at, note := range map[string]string{"2015-03": "note.short-series", "soon": "note.no-month"} {
		c, _ := f.Cell(at, "b")
		if n, _ := c.Note(); n != note {
			t.Errorf("%s: %s, want %s", at, n, note)
		}
	}
}

// clustered has n reports at random over a square, and k more near one corner.
func clustered(src string, n, k int) (es []event.Event) {
	rng := rand.New(rand.NewPCG(4, 5))
	for i := range n {
		es = append(es, reported(src, fmt.Sprint("u", i), "a", when.Date(2016, 1, 1+i%300), rng.Float64()*6, rng.Float64()*6))
	}
	for i := range k {
		es = append(es, reported(src, fmt.Sprint("c", i), "a", when.Date(2016, 1, 1+i%300), 1+rng.Float64()*1.8, 1+rng.Float64()*1.8))
	}
	return es
}

func TestConcentrationsStandOutOrDoNot(t *testing.T) {
	f := named(t, Input{Study: studyOf("wire"), Events: clustered("wire", 300, 400)})["profile.concentrations"]
	if len(f.Cells) == 0 || len(f.Cells) > 25 {
		t.Fatal(len(f.Cells))
	}
	for _, c := range f.Cells {
		p, ok := c.Point()
		if v, has := c.Value(); !ok || !has || v == 0 || math.Abs(p.Lon-1.9) > 1.7 || math.Abs(p.Lat-1.9) > 1.7 {
			t.Error("a square far from the corner stands out", c.At(), v, p)
		}
	}
	// The rate of false discoveries is held: reports at random show none.
	if f := named(t, Input{Study: studyOf("wire"), Events: clustered("wire", 400, 0)})["profile.concentrations"]; len(f.Cells) != 1 {
		t.Error("reports at random are concentrated", f.Sentence)
	}
}

// Own reports, and places known too roughly, never enter a concentration.
func TestConcentrationsAreOfPublicSourcesOnly(t *testing.T) {
	fs := named(t, Input{Study: studyOf("wire"), Events: clustered("own", 300, 150)})
	for id := range fs {
		if strings.HasPrefix(id, "profile.concentration") {
			t.Error(id, "was made of a source that is not public")
		}
	}
	es := clustered("wire", 300, 150)
	for i := range es {
		es[i].Claims[0].Incident.Where.Precision = place.First
	}
	if _, ok := named(t, Input{Study: studyOf("wire"), Events: es})["profile.concentrations"]; ok {
		t.Error("centroids of regions were taken for places")
	}
}

// The surface holds every incident that was placed, and is the kernel's.
func TestDensityIsTheKernels(t *testing.T) {
	in := Input{Study: studyOf("wire"), Events: clustered("wire", 300, 150), Inside: func(lon, lat float64) bool { return lon > -1 && lat > -1 }}
	p := newPopulation(in)
	g, ok := p.grid()
	if !ok || len(g.points) != 450 {
		t.Fatal(ok, len(g.points))
	}
	s, err := spatial.Density(g.points, spatial.Window{Cell: g.cell, Cols: g.cols, Rows: g.rows, Inside: g.inside}, g.cell)
	if err != nil {
		t.Fatal(err)
	}
	sum, most := 0.0, 0.0
	for _, v := range s.Values {
		sum += v * g.cell * g.cell
		most = max(most, v)
	}
	f := named(t, in)["profile.concentration-density"]
	v, _ := f.Cells[0].Value()
	if math.Abs(sum-450) > 1e-6 || math.Abs(v-most*1e9) > 1e-9 {
		t.Error(sum, v, most*1e9)
	}
}
