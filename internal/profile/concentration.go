package profile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/spatial"
)

const (
	fewestPoints = 50
	discovery    = 0.05 // share of false ones among the squares said to stand out
	mostShown    = 40
	metresPerDeg = 111_320.0
)

// grid lays squares over where incidents were placed.
type grid struct {
	lon0, lat0, kx float64 // lower left corner; metres per degree of longitude
	cell           float64
	cols, rows     int
	inside         []bool
	events         [][]*counted
	points         [][2]float64
	left           int // incidents that cannot be placed, or whose source is not public
}

// concentrations says where reports are denser than chance would have them:
// Getis and Ord's Gi*, judged by its exact distribution, with the rate of false
// discoveries held at 5 %, and the density by a kernel that does not spill over the border. From sources that
// are public already, and places known to 25 km: nothing else enters.
func (p population) concentrations() []figure.Figure {
	g, ok := p.grid()
	if !ok {
		return nil
	}
	fs := []figure.Figure{p.hot(g)}
	if f, ok := p.density(g); ok {
		fs = append(fs, f)
	}
	return fs
}

func (p population) grid() (g grid, ok bool) {
	type spot struct {
		lon, lat float64
		e        *counted
	}
	var spots []spot
	lo, hi := [2]float64{180, 90}, [2]float64{-180, -90}
	for _, e := range p.events {
		w := e.view.Where
		if w.Point == nil || w.Precision != place.Exact && w.Precision != place.Near || !p.contributors(e.Claims).Public {
			g.left++
			continue
		}
		spots = append(spots, spot{w.Point.Lon, w.Point.Lat, e})
		lo[0], lo[1], hi[0], hi[1] = min(lo[0], w.Point.Lon), min(lo[1], w.Point.Lat), max(hi[0], w.Point.Lon), max(hi[1], w.Point.Lat)
	}
	if len(spots) < fewestPoints || hi[0]-lo[0] > 90 {
		return g, false
	}
	g.kx = metresPerDeg * math.Cos((lo[1]+hi[1])/2*math.Pi/180)
	wide, high := (hi[0]-lo[0])*g.kx, (hi[1]-lo[1])*metresPerDeg
	// About four hundred squares, their side a multiple of 5 km; fewer where
	// they would hold fewer than four reports each on average.
	squares := min(400, float64(len(spots))/4)
	g.cell = max(10_000, math.Ceil(math.Sqrt(wide*high/squares)/5000)*5000)
	g.lon0, g.lat0 = lo[0]-g.cell/2/g.kx, lo[1]-g.cell/2/metresPerDeg
	g.cols, g.rows = int(wide/g.cell)+2, int(high/g.cell)+2
	g.inside, g.events = make([]bool, g.cols*g.rows), make([][]*counted, g.cols*g.rows)
	for i := range g.inside {
		pt := g.centre(i)
		g.inside[i] = p.in.Inside == nil || p.in.Inside(pt.Lon, pt.Lat)
	}
	for _, s := range spots {
		x, y := (s.lon-g.lon0)*g.kx, (s.lat-g.lat0)*metresPerDeg
		i := int(y/g.cell)*g.cols + int(x/g.cell)
		g.inside[i] = true // what is reported from it could be
		g.events[i] = append(g.events[i], s.e)
		g.points = append(g.points, [2]float64{x, y})
	}
	return g, true
}

func (g grid) centre(i int) figure.Point {
	x, y := (float64(i%g.cols)+.5)*g.cell, (float64(i/g.cols)+.5)*g.cell
	round := func(v float64) float64 { return math.Round(v*100) / 100 }
	return figure.Point{Lon: round(g.lon0 + x/g.kx), Lat: round(g.lat0 + y/metresPerDeg)}
}

// key and name of a square: its centre, and the place most reported in it.
func (g grid) key(i int) string {
	c := g.centre(i)
	return strconv.FormatFloat(c.Lat, 'f', 2, 64) + "," + strconv.FormatFloat(c.Lon, 'f', 2, 64)
}

func (g grid) name(i int) lang.Text {
	n := map[string]int{}
	best := ""
	for _, e := range g.events[i] {
		if w := e.view.Where.Name; w != "" {
			n[w]++
			if n[w] > n[best] || n[w] == n[best] && w < best {
				best = w
			}
		}
	}
	if best == "" {
		c := g.centre(i)
		return position(c.Lat, c.Lon)
	}
	return say("concentration.around", best)
}

// label is the name of a square, with its centre where others bear it too.
func (g grid) label(i int) lang.Text {
	name := g.name(i)
	for j := range g.events {
		if j != i && len(g.events[j]) > 0 && g.name(j)[lang.English] == name[lang.English] {
			c := g.centre(i)
			return say("concentration.among", name, position(c.Lat, c.Lon))
		}
	}
	return name
}

// position words a point that has no name.
func position(lat, lon float64) lang.Text {
	return say("concentration.at", degrees(lat, "N", "S"), degrees(lon, "E", "O"))
}

// degrees writes a coordinate; west is O in French.
func degrees(v float64, above, below string) lang.Text {
	t := lang.Text{}
	for _, l := range lang.Complete {
		side := above
		if v < 0 {
			side = below
		}
		if side == "O" && l == lang.English {
			side = "W"
		}
		t[l] = lang.For(l).Float(math.Abs(v), 2) + "°" + lang.NoBreak + side
	}
	return t
}

func claimsOf(es []*counted) (cs []claim.Claim) {
	for _, e := range es {
		cs = append(cs, e.Claims...)
	}
	return cs
}

// hot lists the squares that stand out.
func (p population) hot(g grid) figure.Figure {
	at := map[int]int{} // square → its place among those inside
	var squares []int
	for i, in := range g.inside {
		if in {
			at[i] = len(squares)
			squares = append(squares, i)
		}
	}
	x, near := make([]float64, len(squares)), make([][]int, len(squares))
	for j, i := range squares {
		x[j] = math.Log1p(float64(len(g.events[i]))) // so that one square does not decide for its neighbours
		r, c := i/g.cols, i%g.cols
		for dr := -1; dr <= 1; dr++ {
			for dc := -1; dc <= 1; dc++ {
				if n := (r+dr)*g.cols + c + dc; (dr != 0 || dc != 0) && r+dr >= 0 && r+dr < g.rows && c+dc >= 0 && c+dc < g.cols && g.inside[n] {
					near[j] = append(near[j], at[n])
				}
			}
		}
	}
	dim := figure.Dim{ID: "square", Label: say("dim.square")}
	f := p.frame(incidents, "profile.concentrations", figure.Map, dim)
	f.Method, f.Tier = "profile#concentrations", "T1"
	f.Title, f.Question = say("title.profile.concentrations"), say("ask.profile.concentrations")
	f.Caveats = append(f.Caveats, say("caveat.where-reported"), say("caveat.squares", int(g.cell/1000), g.left))
	local, err := spatial.GiStar(x, near)
	if err != nil {
		f.Dims[0].Keys, f.Dims[0].Labels = []string{"none"}, []lang.Text{say("concentration.none")}
		f.Cells = []figure.Cell{figure.Absent(figure.NotEstimable, figure.Trace{Looked: p.sources}, "none").With("note.no-variation")}
		f.Sentence = say("sentence.profile.concentrations-none", len(squares))
		return f
	}
	counts := make([]int, len(x))
	for j, v := range x {
		counts[j] = int(math.Round(100 * v))
	}
	ps, err := spatial.Concentrated(counts, near)
	if err != nil {
		panic(err) // Gi* would have refused
	}
	adjusted := spatial.Adjusted(ps)
	var hot []int
	for j, found := range spatial.Discoveries(ps, discovery) {
		if found && local[j].Z > 0 && x[j] > 0 {
			hot = append(hot, j)
		}
	}
	slices.SortStableFunc(hot, func(a, b int) int { return cmp.Or(cmp.Compare(local[b].Z, local[a].Z), cmp.Compare(a, b)) })
	inside := 0
	for n, j := range hot {
		i := squares[j]
		inside += len(g.events[i])
		if n >= mostShown {
			continue
		}
		cs := claimsOf(g.events[i])
		f.Dims[0].Keys, f.Dims[0].Labels = append(f.Dims[0].Keys, g.key(i)), append(f.Dims[0].Labels, g.label(i))
		f.Cells = append(f.Cells, figure.Count(len(g.events[i]), p.contributors(cs), figure.TraceOf(p.sources, cs...), g.key(i)).
			With("note.gi", fmt.Sprintf("%.1f", local[j].Z), rateOf(adjusted[j])).On(g.centre(i)))
	}
	if len(hot) == 0 {
		f.Dims[0].Keys, f.Dims[0].Labels = []string{"none"}, []lang.Text{say("concentration.none")}
		f.Cells = []figure.Cell{figure.Absent(figure.NotSaid, figure.Trace{Looked: p.sources}, "none").With("note.no-square")}
		f.Sentence = say("sentence.profile.concentrations-none", len(squares))
		return f
	}
	f.Sentence = say("sentence.profile.concentrations", len(squares), len(hot), inside, len(g.points))
	return f
}

func rateOf(q float64) string {
	if q < 0.001 {
		return "< 0.001"
	}
	return fmt.Sprintf("%.3f", q)
}

// density lists the densest squares of the kernel's surface.
func (p population) density(g grid) (figure.Figure, bool) {
	s, err := spatial.Density(g.points, spatial.Window{Cell: g.cell, Cols: g.cols, Rows: g.rows, Inside: g.inside}, g.cell)
	if err != nil {
		return figure.Figure{}, false
	}
	var order []int
	for i := range s.Values {
		if len(g.events[i]) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(s.Values[b], s.Values[a]), cmp.Compare(a, b)) })
	order = order[:min(len(order), mostShown)]
	f := p.frame(incidents, "profile.concentration-density", figure.Map, figure.Dim{ID: "square", Label: say("dim.square")})
	f.Unit, f.Method, f.Tier = "unit.density", "profile#density", "T1"
	f.Title, f.Question = say("title.profile.density"), say("ask.profile.density")
	for _, i := range order {
		cs := claimsOf(g.events[i])
		f.Dims[0].Keys, f.Dims[0].Labels = append(f.Dims[0].Keys, g.key(i)), append(f.Dims[0].Labels, g.label(i))
		v := s.Values[i] * 1e9 // per thousand square kilometres
		f.Cells = append(f.Cells, figure.Est(v, 0, 0, 0, len(g.events[i]), p.contributors(cs), figure.TraceOf(p.sources, cs...), g.key(i)).On(g.centre(i)))
	}
	top := order[0]
	f.Sentence = say("sentence.profile.density", g.name(top), number1(s.Values[top]*1e9), math.Round(s.Values[top]*1e10)/10)
	f.Beside = []string{"profile.concentrations"}
	f.Caveats = append(f.Caveats, say("caveat.where-reported"), say("caveat.kernel", int(g.cell/1000), len(order)))
	return f, true
}

func number1(x float64) lang.Text {
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Float(x, 1)
	}
	return t
}
