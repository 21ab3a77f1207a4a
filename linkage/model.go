package linkage

import (
	"fmt"
	"math"
	"slices"
)

const none = math.MaxUint16 // a missing code in a packed record

// rec is a record packed for the scan: 40 bytes, all that most pairs need.
type rec struct {
	lat, lon        int32
	d0, d1          int32
	unit            int32
	id              int32 // its place in the columns
	close, wide     uint16
	actA, actB, typ uint16
	low, best, high uint16
	src, pp, dp     uint8
}

func (r *rec) episode() bool { return r.dp == DayExact && r.d1 > r.d0 }

// level is the level of units at which the record's place is known: 2 second,
// 1 first, 0 country.
func (r *rec) level() int {
	switch {
	case r.pp <= PlaceSecond:
		return 2
	case r.pp <= PlaceVague:
		return 1
	}
	return 0
}

// Model is a block made ready for comparing: packed records, and how rare each
// value is in this block. Build it with [Prepare]; it is then read-only.
type Model struct {
	r       Records
	win     Window
	p       Params
	same    [][]*[Features]int32 // weights by pair of sources
	part    *[Features]int32
	sources int

	recs   []rec  // sorted by cell and day
	cells  []cell // runs of recs with a precise point
	points int    // recs[:points] have one
	step   int32  // height of a cell, 1e-5 degree
	reach  [2]int64
	byID   []int32 // record → its place in recs, made when first needed

	units        []Unit
	types        []Type
	actors       []Actor
	unitRarity   []int32
	typeRarity   []int32
	actorRarity  []int32 // by entity
	deathRarity  [64]int32
	outletRarity []int32
	wordRarity   []int32
	prior        [][]int32
	shares       []int32 // rarity of small counts of precise records
	day0         int32
	density      []int32 // rarity of one day, in Bit, by day − day0
	mute         []bool  // sources that seldom name a second actor
}

// Prepare checks a block and makes it ready for comparing.
//
// Shape: any number of records; units, types and actors are the tables into
// which their columns point.
// Unit: days, kilometres, fixed-point degrees of 1e-5.
// Errors: columns of different length, spans that end before they start,
// indexes outside their table, points off the globe.
// Source: the frequencies are those of the block itself: u of the
// Fellegi-Sunter model is measured, never fitted.
func Prepare(r Records, units []Unit, types []Type, actors []Actor, p Params, w Window) (*Model, error) {
	if err := r.check(units, types, actors); err != nil {
		return nil, err
	}
	if w.Days < 0 || w.Days > 366 || !(w.Km > 0) || w.Km > 2000 {
		return nil, fmt.Errorf("link window: %d days and %g km; 0 to 366 days and more than 0, at most 2000 km", w.Days, w.Km)
	}
	m := &Model{r: r, win: w, p: p, units: units, types: types, actors: actors}
	for _, s := range r.Source {
		m.sources = max(m.sources, int(s)+1)
	}
	m.weights()
	m.frequencies()
	m.pack()
	return m, nil
}

// weights rounds the parameters to integers, once per pair of sources.
func (m *Model) weights() {
	fixed := func(w [Features]float64) *[Features]int32 {
		var f [Features]int32
		for i, x := range w {
			f[i] = int32(math.Round(x * Bit))
		}
		return &f
	}
	all := fixed(m.p.Same)
	m.same = make([][]*[Features]int32, m.sources)
	for a := range m.same {
		m.same[a] = make([]*[Features]int32, m.sources)
		for b := range m.same[a] {
			m.same[a][b] = all
		}
	}
	for _, q := range m.p.Pairs {
		if int(q.A) < m.sources && int(q.B) < m.sources {
			f := fixed(q.Same)
			m.same[q.A][q.B], m.same[q.B][q.A] = f, f
		}
	}
	m.part = fixed(m.p.Part)
}

// rarity is −log2 of a share, smoothed, in Bit.
func rarity(n, of int) int32 {
	return int32(math.Round(math.Log2((float64(of)+2)/(float64(n)+0.5)) * Bit))
}

func (m *Model) frequencies() {
	r, n := &m.r, m.r.Len()
	per := make([]int, m.sources)
	for _, s := range r.Source {
		per[s]++
	}
	second := make([]int, m.sources)
	for i, s := range r.Source {
		if at(r.ActorB, i) >= 0 {
			second[s]++
		}
	}
	m.mute = make([]bool, m.sources)
	for s := range m.mute {
		m.mute[s] = 10*second[s] < per[s]
	}
	m.prior = make([][]int32, m.sources)
	for a := range m.prior {
		m.prior[a] = make([]int32, m.sources)
		for b := range m.prior[a] {
			m.prior[a][b] = -int32(math.Round(math.Log2(float64(max(per[a], per[b], 1))) * Bit))
		}
	}

	// Units: share of the precise records that lie in each.
	uc, fine := make([]int, len(m.units)), 0
	tc, tn := map[[5]int32]int{}, 0
	ent := 0
	for i := range m.actors {
		ent = max(ent, int(m.actors[i].Entity)+1)
	}
	ac, an := make([]int, ent), 0
	var dc [64]int
	dn := 0
	for i := 0; i < n; i++ {
		if u := at(r.Unit, i); u >= 0 && r.PlacePrec[i] >= PlaceExact && r.PlacePrec[i] <= PlaceNear {
			fine++
			for ; u >= 0; u = m.units[u].Up {
				uc[u]++
			}
		}
		if a := at(r.ActorA, i); a >= 0 {
			an++
			ac[m.actors[a].Entity]++
		}
		if a := at(r.ActorB, i); a >= 0 {
			ac[m.actors[a].Entity]++
		}
		if d := at(r.Best, i); d >= 0 {
			dn++
			dc[min(int(d), 63)]++
		}
	}
	m.unitRarity = make([]int32, len(m.units))
	for i, c := range uc {
		m.unitRarity[i] = rarity(c, fine)
	}
	m.actorRarity = make([]int32, ent)
	for i, c := range ac {
		m.actorRarity[i] = rarity(c, an)
	}
	for i, c := range dc {
		m.deathRarity[i] = rarity(c, dn)
	}
	one := make([]int, len(m.types))
	for i := 0; i < n; i++ {
		if t := at(r.Type, i); t >= 0 {
			one[t]++
			tn++
		}
	}
	for t, c := range one {
		k := [5]int32{-1, -1, -1, -1, 0}
		for d := int8(0); d < m.types[t].Depth; d++ {
			k[d] = m.types[t].Code[d]
			k[4] = int32(d)
			tc[k] += c
		}
	}
	m.typeRarity = make([]int32, len(m.types))
	for t, x := range m.types {
		k := [5]int32{-1, -1, -1, -1, int32(x.Depth) - 1}
		copy(k[:x.Depth], x.Code[:x.Depth])
		m.typeRarity[t] = rarity(tc[k], tn)
	}
	m.outletRarity = listRarity(r.Outlets)
	m.wordRarity = listRarity(r.Words)
	m.days()
}

func listRarity(l Lists) []int32 {
	if len(l.ID) == 0 {
		return nil
	}
	c := make([]int, slices.Max(l.ID)+1)
	for _, w := range l.ID {
		c[w]++
	}
	n := 0
	for i := 1; i < len(l.Start); i++ {
		if l.Start[i] > l.Start[i-1] {
			n++
		}
	}
	out := make([]int32, len(c))
	for i, x := range c {
		out[i] = max(0, rarity(x, n))
	}
	return out
}

// days measures how rare one day is: records a day over the 91 days around it.
func (m *Model) days() {
	n := m.r.Len()
	if n == 0 {
		m.density = []int32{0}
		return
	}
	lo, hi := slices.Min(m.r.Day), slices.Max(m.r.End)
	m.day0 = lo
	sum := make([]int32, hi-lo+2)
	for _, d := range m.r.Day {
		sum[d-lo+1]++
	}
	for i := 1; i < len(sum); i++ {
		sum[i] += sum[i-1]
	}
	m.density = make([]int32, hi-lo+1)
	last := int32(len(sum) - 1)
	for d := range m.density {
		a, b := max(int32(d)-45, 0), min(int32(d)+46, last)
		m.density[d] = int32(math.Round(math.Log2(float64(n)*float64(b-a)/(float64(sum[b]-sum[a])+1)) * Bit))
	}
}

// rarityOfDays is how rare it is to fall within so many days around d.
func (m *Model) rarityOfDays(d, days int32) int32 {
	i := min(max(d-m.day0, 0), int32(len(m.density)-1))
	if days <= 1 {
		return m.density[i]
	}
	if int(days) < len(log2of) {
		return max(0, m.density[i]-log2of[days])
	}
	return max(0, m.density[i]-int32(math.Round(math.Log2(float64(days))*Bit)))
}

// log2of is log2 of small integers in Bit.
var log2of = func() (t [400]int32) {
	for i := 1; i < len(t); i++ {
		t[i] = int32(math.Round(math.Log2(float64(i)) * Bit))
	}
	return t
}()

func (m *Model) above(u int32, level int) int32 {
	for u >= 0 && int(m.units[u].Level) > level {
		u = m.units[u].Up
	}
	if u >= 0 && int(m.units[u].Level) != level {
		return Missing
	}
	return u
}

func (m *Model) entity(a uint16) int32 { return m.actors[a].Entity }
func (m *Model) named(a uint16) bool   { return !m.actors[a].Unnamed }

// weight sums the weights of a pair's features, in Bit.
func (m *Model) weight(a, b *rec, part bool, v *vec) int32 {
	m.features(a, b, part, v)
	w := m.same[a.src][b.src]
	if part {
		w = m.part
	}
	return sum(v, w)
}

func sum(v *vec, w *[Features]int32) int32 {
	var s int64
	for i := 0; i < v.n; i++ {
		s += int64(w[v.f[i]]) * int64(v.val[i])
	}
	return int32(s / Bit)
}
