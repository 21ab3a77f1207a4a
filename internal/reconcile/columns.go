package reconcile

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/linkage"
)

// block is the records as columns, with the tables they point into.
type block struct {
	cols    linkage.Records
	units   []linkage.Unit
	types   []linkage.Type
	actors  []linkage.Actor
	sources []string
	names   *names
	written map[int32]written // ways of writing actors, by their number
}

type written struct {
	name string // folded
	uses int    // by all sources
	own  int    // by this one
	told bool   // the study's table says who it is
}

// index numbers strings by their sorted order, so that numbers do not depend
// on the order of records.
func index(ss []string) (ids map[string]int32, list []string) {
	ids = make(map[string]int32)
	for _, s := range ss {
		if _, ok := ids[s]; !ok {
			ids[s] = 0
			list = append(list, s)
		}
	}
	slices.Sort(list)
	for i, s := range list {
		ids[s] = int32(i)
	}
	return ids, list
}

// columns writes records as columns, one after the other. Of a record it keeps
// no more than that: a million of them are never held. What it numbers as it
// comes has its last number in [columns.block] only.
type columns struct {
	b      block
	source map[string]int // number of each source, as it came
	last   int            // the source that came last
	units  units
	types  types
	names  names
	teller teller
}

func (c *columns) add(r *Record) {
	if c.last == len(c.b.sources) || c.b.sources[c.last] != r.Key.Source {
		n, ok := c.source[r.Key.Source]
		if !ok {
			if c.source == nil {
				c.source = map[string]int{}
			}
			n = len(c.b.sources)
			c.source[r.Key.Source], c.b.sources = n, append(c.b.sources, r.Key.Source)
		}
		c.last = n
	}
	k := &c.b.cols
	k.Source = append(k.Source, uint8(c.last))
	from, to, prec := span(r.When)
	k.Day, k.End, k.DayPrec = append(k.Day, int32(from)), append(k.End, int32(to)), append(k.DayPrec, prec)
	unit, path := c.units.put(&r.Where)
	lat, lon, prec := point(&r.Where, path)
	k.Unit, k.Lat, k.Lon, k.PlacePrec = append(k.Unit, unit), append(k.Lat, lat), append(k.Lon, lon), append(k.PlacePrec, prec)
	k.Type = append(k.Type, c.types.put(r.Codes))
	k.ActorA, k.ActorB = append(k.ActorA, c.names.put(r.Key.Source, r.ActorA)), append(k.ActorB, c.names.put(r.Key.Source, r.ActorB))
	k.Low, k.Best, k.High = append(k.Low, deaths(r.Deaths.Low)), append(k.Best, deaths(r.Deaths.Best)), append(k.High, deaths(r.Deaths.High))
	c.teller.read(r)
}

// block gives the columns with their last numbers, which do not depend on
// the order of anything. The columns are used up.
func (c *columns) block(v Vocabulary) block {
	b := c.b
	k := &b.cols
	came := b.sources
	b.sources = slices.Sorted(slices.Values(came))
	if !slices.Equal(came, b.sources) {
		var to [256]uint8
		for i, s := range came {
			n, _ := slices.BinarySearch(b.sources, s)
			to[i] = uint8(n)
		}
		for i, x := range k.Source {
			k.Source[i] = to[x]
		}
	}
	renumber := func(to []int32, cols ...[]int32) {
		for _, col := range cols {
			for i, x := range col {
				if x >= 0 {
					col[i] = to[x]
				}
			}
		}
	}
	var to []int32
	b.units, to = c.units.table()
	renumber(to, k.Unit)
	b.types, to = c.types.table()
	renumber(to, k.Type)
	ns := c.names
	b.names, to = &ns, ns.order()
	renumber(to, k.ActorA, k.ActorB)
	b.explain(v)
	k.Outlets, k.Words, k.Numbers = c.teller.outlets.numbered(), c.teller.words.numbered(), c.teller.numbers
	if len(k.Numbers.Start) == 0 {
		k.Numbers.Start = []uint32{0}
	}
	*c = columns{}
	return b
}

// folds keeps what was folded: names recur.
type folds map[string]string

func (f *folds) of(s string) string {
	x, ok := (*f)[s]
	if !ok {
		if *f == nil {
			*f = folds{}
		}
		x = fold(s)
		if len(s) <= 200 {
			(*f)[s] = x
		}
	}
	return x
}

func deaths(n *int) int32 {
	if n == nil || *n < 0 {
		return linkage.Missing
	}
	return int32(min(*n, math.MaxInt32))
}

// span gives first and last day and the kernel's precision. A month given as
// one day is opened to the month, a week to three days either side.
func span(s when.Span) (from, to when.Day, prec uint8) {
	from, to = s.From, s.To
	switch s.Precision {
	case when.Exact, when.Unknown:
		return from, to, linkage.DayExact
	case when.Days:
		if from == to {
			from, to = from-3, to+3
		}
		return from, to, linkage.DayRange
	case when.Week:
		if from == to {
			from, to = from-3, to+3
		}
		return from, to, linkage.DayWeek
	case when.Month:
		if from == to {
			m := when.BucketOf(from, when.Monthly).Span()
			from, to = m.From, m.To
		}
		return from, to, linkage.DayMonth
	}
	if from == to {
		g := when.Yearly
		if s.Precision == when.Quarter {
			g = when.Quarterly
		}
		m := when.BucketOf(from, g).Span()
		from, to = m.From, m.To
	}
	return from, to, linkage.DayYear
}

// point gives fixed-point coordinates and the kernel's precision; 0 for a
// record that has no usable place.
func point(w *place.Where, path [3]string) (lat, lon int32, prec uint8) {
	if w.Point != nil && w.Point.Valid() {
		lat, lon = int32(math.Round(w.Point.Lat*1e5)), int32(math.Round(w.Point.Lon*1e5))
	}
	switch w.Precision {
	case place.Exact:
		prec = linkage.PlaceExact
	case place.Near:
		prec = linkage.PlaceNear
	case place.Second:
		prec = linkage.PlaceSecond
	case place.First:
		prec = linkage.PlaceFirst
	case place.Route:
		prec = linkage.PlaceVague
	case place.Country:
		prec = linkage.PlaceCountry
	}
	// What the names still tell, where the point or the unit's name is missing.
	if prec == 0 || prec <= linkage.PlaceNear && (w.Point == nil || !w.Point.Valid()) {
		prec = linkage.PlaceSecond
	}
	if prec == linkage.PlaceSecond && path[2] == "" {
		prec = linkage.PlaceFirst
	}
	if (prec == linkage.PlaceFirst || prec == linkage.PlaceVague) && path[1] == "" {
		prec = linkage.PlaceCountry
	}
	if prec == linkage.PlaceCountry && path[0] == "" {
		prec = 0
	}
	return lat, lon, prec
}

// units numbers administrative units by their folded path.
type units struct {
	folds folds
	at    map[[3]string]int32 // of each triple of names
	paths [][3]string
}

// generic words that some sources put before a unit's name.
var generic = []string{"region", "cercle", "commune", "departement", "district", "province", "state", "prefecture", "wilaya", "gouvernorat",
	"governorate", "county", "de", "du", "des", "d", "la", "le", "l", "of", "the"}

func unitName(s string, fo *folds) string {
	ws := strings.Fields(fo.of(s))
	for len(ws) > 1 && slices.Contains(generic, ws[0]) {
		ws = ws[1:]
	}
	for len(ws) > 1 && slices.Contains(generic[:12], ws[len(ws)-1]) {
		ws = ws[:len(ws)-1]
	}
	return strings.Join(ws, " ")
}

func unitPath(w [3]string, fo *folds) (path [3]string) {
	c, a, b := unitName(w[0], fo), unitName(w[1], fo), unitName(w[2], fo)
	if c == "" {
		return path
	}
	path[0] = c
	if a != "" {
		path[1] = c + "/" + a
	}
	if b != "" {
		path[2] = c + "/" + a + "/" + b
	}
	return path
}

func named(w *place.Where) [3]string { return [3]string{w.Country, w.Admin1, w.Admin2} }

func (u *units) put(w *place.Where) (id int32, path [3]string) {
	k := named(w)
	id, ok := u.at[k]
	if !ok {
		if u.at == nil {
			u.at = map[[3]string]int32{}
		}
		id = int32(len(u.paths))
		u.at[k], u.paths = id, append(u.paths, unitPath(k, &u.folds))
	}
	return id, u.paths[id]
}

// table gives the units by path, and where among them what was put ended.
func (u *units) table() (list []linkage.Unit, to []int32) {
	var all []string
	for _, path := range u.paths {
		for _, p := range path {
			if p != "" {
				all = append(all, p)
			}
		}
	}
	ids, paths := index(all)
	for _, p := range paths {
		x := linkage.Unit{Level: int8(strings.Count(p, "/")), Up: linkage.Missing}
		for q := p; x.Up < 0; {
			i := strings.LastIndexByte(q, '/')
			if i < 0 {
				break
			}
			q = strings.TrimSuffix(q[:i], "/")
			if id, ok := ids[q]; ok {
				x.Up = id
			}
		}
		list = append(list, x)
	}
	to = make([]int32, len(u.paths))
	for i, path := range u.paths {
		to[i] = linkage.Missing
		for l := 2; l >= 0 && to[i] < 0; l-- {
			if path[l] != "" {
				to[i] = ids[path[l]]
			}
		}
	}
	return list, to
}

// types numbers categories by their path of codes.
type types struct {
	at   map[string]int32
	list []string // paths, as they came
	path []byte
}

func (t *types) put(codes []string) int32 {
	if len(codes) == 0 {
		return linkage.Missing
	}
	t.path = t.path[:0]
	for k, c := range codes {
		if k > 0 {
			t.path = append(t.path, 0)
		}
		t.path = append(t.path, c...)
	}
	id, ok := t.at[string(t.path)]
	if !ok {
		if t.at == nil {
			t.at = map[string]int32{}
		}
		id = int32(len(t.list))
		t.list = append(t.list, string(t.path))
		t.at[t.list[id]] = id
	}
	return id
}

// table gives the types by path, and where among them what was put ended.
func (t *types) table() (list []linkage.Type, to []int32) {
	var parts []string
	for _, p := range t.list {
		for k := range p {
			if p[k] == 0 {
				parts = append(parts, p[:k])
			}
		}
		parts = append(parts, p)
	}
	ids, paths := index(t.list)
	code, _ := index(parts)
	for _, p := range paths {
		x := linkage.Type{Code: [4]int32{-1, -1, -1, -1}}
		cs := strings.Split(p, "\x00")
		for k := 0; k < len(cs) && k < 4; k++ {
			x.Code[k] = code[strings.Join(cs[:k+1], "\x00")]
			x.Depth++
		}
		list = append(list, x)
	}
	to = make([]int32, len(t.list))
	for i, p := range t.list {
		to[i] = ids[p]
	}
	return list, to
}

// lister numbers what stands in lists of records, which it takes one after
// the other.
type lister struct {
	ids   map[string]uint32
	lists linkage.Lists
}

func (l *lister) put(w []byte) {
	id, ok := l.ids[string(w)]
	if !ok {
		if l.ids == nil {
			l.ids = map[string]uint32{}
		}
		id = uint32(len(l.ids))
		l.ids[string(w)] = id
	}
	l.lists.ID = append(l.lists.ID, id)
}

func (l *lister) end() { end(&l.lists) }

// end ends the list of a record.
func end(l *linkage.Lists) {
	if l.Start == nil {
		l.Start = []uint32{0}
	}
	l.Start = append(l.Start, uint32(len(l.ID)))
}

// numbered gives the lists, sorted; the numbers are by the words' own order.
// The lister is used up.
func (l *lister) numbered() linkage.Lists {
	all := slices.Sorted(maps.Keys(l.ids))
	to := make([]uint32, len(all))
	for k, w := range all {
		to[l.ids[w]] = uint32(k)
	}
	out := linkage.Lists{Start: l.lists.Start, ID: l.lists.ID[:0]}
	from := uint32(0)
	for i, end := range out.Start {
		own := l.lists.ID[from:end]
		for j := range own {
			own[j] = to[own[j]]
		}
		slices.Sort(own)
		out.ID, from = append(out.ID, slices.Compact(own)...), end
		out.Start[i] = uint32(len(out.ID))
	}
	if out.Start == nil {
		out.Start = []uint32{0}
	}
	return out
}
