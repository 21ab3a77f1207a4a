package reconcile

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/linkage"
)

// Double is a pair of records of one source that look like one incident
// written twice: the same day and place, and nothing against it in type,
// actors and deaths. No program merges it: a person decides.
type Double struct {
	A, B   claim.Key // A before B
	Exact  bool      // alike in every column that is compared, notes included
	ia, ib int32
}

// spot is what the columns of the kernel do not keep and two rows of one
// source are compared by: place and type as written, and the whole notes.
// Zero is empty.
type spot struct{ name, typ, notes uint64 }

var spotSeed = maphash.MakeSeed() // only whether two are equal is ever used

func (f *folds) hash(s string) uint64 {
	if s == "" {
		return 0
	}
	if s = f.of(s); s == "" {
		return 0
	}
	return max(1, maphash.String(spotSeed, s))
}

func (c *columns) spot(r *Record) spot {
	s := spot{name: c.units.folds.hash(r.Where.Name), typ: c.units.folds.hash(r.Type)}
	if r.Notes != "" {
		s.notes = max(1, maphash.String(spotSeed, r.Notes))
	}
	return s
}

// Doubles gives the records that look as if their source had written one
// incident twice, without linking anything: what an import can say of one file.
func Doubles(records []Record) []Double {
	var prop Proposal
	in := prop.intake(records)
	in.sort()
	spots := in.spots
	b := in.block(Vocabulary{})
	return doubles(b, spots, in.keys)
}

// crowd is how many records of a day and place are compared each with each.
// Of more, each is compared with those next to it in order of type and actors:
// a lot of rows that stand twice shows all the same.
const crowd = 64

// doubles compares the records of each source that have one day and one place:
// one name, or one point to about a kilometre. Work grows with the records.
func doubles(b block, spots []spot, keys []claim.Key) (out []Double) {
	type key struct {
		h uint64
		i int32
	}
	k := &b.cols
	met := map[[2]int32]bool{}
	ks := make([]key, 0, len(spots))
	for _, by := range []func(i int) (uint64, bool){
		func(i int) (uint64, bool) { return spots[i].name, spots[i].name != 0 },
		func(i int) (uint64, bool) {
			lat, lon := uint64(uint32(k.Lat[i]/1000)), uint64(uint32(k.Lon[i]/1000))
			return lat<<32 | lon, (k.PlacePrec[i] == linkage.PlaceExact || k.PlacePrec[i] == linkage.PlaceNear) && (k.Lat[i] != 0 || k.Lon[i] != 0)
		},
	} {
		ks = ks[:0]
		for i := range spots {
			h, ok := by(i)
			if !ok || k.DayPrec[i] != linkage.DayExact {
				continue
			}
			h ^= (uint64(uint32(k.Day[i])) ^ uint64(k.Source[i])<<40 ^ uint64(uint32(k.End[i]-k.Day[i]))<<48) * 0x9e3779b97f4a7c15
			ks = append(ks, key{h * 0xbf58476d1ce4e5b9, int32(i)})
		}
		slices.SortFunc(ks, func(a, b key) int {
			if a.h != b.h {
				return cmp.Compare(a.h, b.h)
			}
			return cmp.Compare(a.i, b.i)
		})
		for from := 0; from < len(ks); {
			to := from + 1
			for to < len(ks) && ks[to].h == ks[from].h {
				to++
			}
			near := to - from
			if near > crowd {
				slices.SortFunc(ks[from:to], func(x, y key) int {
					return cmp.Or(cmp.Compare(spots[x.i].typ, spots[y.i].typ), cmp.Compare(k.ActorA[x.i], k.ActorA[y.i]), cmp.Compare(k.ActorB[x.i], k.ActorB[y.i]),
						cmp.Compare(k.Best[x.i], k.Best[y.i]), cmp.Compare(x.i, y.i))
				})
				near = 4
			}
			for x := from; x < to; x++ {
				for y := x + 1; y < min(to, x+near); y++ {
					i, j := min(ks[x].i, ks[y].i), max(ks[x].i, ks[y].i)
					if met[[2]int32{i, j}] {
						continue
					}
					if ok, exact := b.twice(spots, i, j); ok {
						met[[2]int32{i, j}] = true
						out = append(out, Double{A: keys[i], B: keys[j], Exact: exact, ia: i, ib: j})
					}
				}
			}
			from = to
		}
	}
	slices.SortFunc(out, func(x, y Double) int { return cmp.Or(cmp.Compare(x.ia, y.ia), cmp.Compare(x.ib, y.ib)) })
	return out
}

// twice says whether two records of one source look like one incident written
// twice, and whether they are alike in everything.
func (b *block) twice(spots []spot, i, j int32) (is, exact bool) {
	k := &b.cols
	s, t := spots[i], spots[j]
	if k.Source[i] != k.Source[j] || k.Day[i] != k.Day[j] || k.End[i] != k.End[j] ||
		k.DayPrec[i] != k.DayPrec[j] || !b.onePlace(spots, i, j) {
		return false, false
	}
	same := func(x, y int32) bool { return x == y || x >= 0 && y >= 0 && b.actors[x].Entity == b.actors[y].Entity }
	exact = s == t && k.Lat[i] == k.Lat[j] && k.Lon[i] == k.Lon[j] && k.Unit[i] == k.Unit[j] && same(k.ActorA[i], k.ActorA[j]) &&
		same(k.ActorB[i], k.ActorB[j]) && k.Low[i] == k.Low[j] && k.Best[i] == k.Best[j] && k.High[i] == k.High[j]
	if exact {
		return true, true
	}
	words := b.shared(i, j)
	if s.notes != 0 && s.notes == t.notes {
		words = 1
	}
	speaks := 0 // for one incident
	switch {
	case s.typ == 0 || t.typ == 0:
	case s.typ == t.typ || k.Type[i] >= 0 && k.Type[i] == k.Type[j]:
		speaks++
	case words < 0.5:
		return false, false // another act
	default:
		speaks--
	}
	for _, side := range [2][2]int32{{k.ActorA[i], k.ActorA[j]}, {k.ActorB[i], k.ActorB[j]}} {
		switch x, y := side[0], side[1]; {
		case x < 0 || y < 0:
		case same(x, y):
			speaks++
		case b.actors[x].Unnamed || b.actors[y].Unnamed:
		default:
			speaks--
		}
	}
	switch x, y := k.Best[i], k.Best[j]; {
	case x < 0 || y < 0 || x == y && x == 0:
	case x == y:
		speaks++
	default:
		speaks--
	}
	switch {
	case words >= 0.5:
		speaks += 2
	case words >= 0 && words < 0.2:
		speaks--
	}
	return speaks >= 1, false
}

// onePlace says whether two records that share a name or a cell are at one
// place: points within about two kilometres, or one name in one unit.
func (b *block) onePlace(spots []spot, i, j int32) bool {
	k := &b.cols
	pointed := func(r int32) bool {
		return (k.PlacePrec[r] == linkage.PlaceExact || k.PlacePrec[r] == linkage.PlaceNear) && (k.Lat[r] != 0 || k.Lon[r] != 0)
	}
	if pointed(i) && pointed(j) {
		dy := float64(k.Lat[i] - k.Lat[j])
		dx := float64(k.Lon[i]-k.Lon[j]) * math.Cos(float64(k.Lat[i])/1e5*math.Pi/180)
		return math.Hypot(dx, dy) <= 2000 // 1e-5 degrees
	}
	if spots[i].name == 0 || spots[i].name != spots[j].name {
		return false
	}
	under := func(x, y int32) bool { // y is x or above it
		for ; x >= 0; x = b.units[x].Up {
			if x == y {
				return true
			}
		}
		return false
	}
	x, y := k.Unit[i], k.Unit[j]
	return x < 0 || y < 0 || under(x, y) || under(y, x)
}

// shared is the share of words that two notes have in common, of those of the
// shorter one; −1 where one has none.
func (b *block) shared(i, j int32) float64 {
	w := &b.cols.Words
	x, y := w.ID[w.Start[i]:w.Start[i+1]], w.ID[w.Start[j]:w.Start[j+1]]
	if len(x) == 0 || len(y) == 0 {
		return -1
	}
	n := 0
	for a, c := 0, 0; a < len(x) && c < len(y); {
		switch {
		case x[a] == y[c]:
			n, a, c = n+1, a+1, c+1
		case x[a] < y[c]:
			a++
		default:
			c++
		}
	}
	return float64(n) / float64(min(len(x), len(y)))
}

// undecided keeps the doubles that people have not decided about, one by one
// or by what they said of others.
func (prop *Proposal) undecided(ds []Double) {
	n := map[string][2]int{}
	var sources []string
	for _, d := range ds {
		if prop.decided[[2]int32{d.ia, d.ib}] || prop.forced[[2]int32{d.ia, d.ib}] || prop.forced[[2]int32{d.ib, d.ia}] ||
			prop.res.Group[d.ia] == prop.res.Group[d.ib] {
			continue
		}
		prop.Twice = append(prop.Twice, d)
		x, known := n[d.A.Source]
		if !known {
			sources = append(sources, d.A.Source)
		}
		x[0]++
		if d.Exact {
			x[1]++
		}
		n[d.A.Source] = x
	}
	slices.Sort(sources)
	for _, s := range sources {
		prop.Found.Add("R411", diag.At{}, s, n[s][0], n[s][1])
	}
}
