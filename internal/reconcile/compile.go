package reconcile

import (
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/num/link"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// block is the records as columns, with the tables they point into.
type block struct {
	cols    link.Records
	units   []link.Unit
	types   []link.Type
	actors  []link.Actor
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

// compile writes records, which are in canonical order, as columns.
func compile(rs []Record, v Vocabulary) block {
	var b block
	n := len(rs)
	seen := map[string]bool{}
	for _, r := range rs {
		if !seen[r.Key.Source] {
			seen[r.Key.Source] = true
			b.sources = append(b.sources, r.Key.Source)
		}
	}
	slices.Sort(b.sources)
	src := map[string]uint8{}
	for i, s := range b.sources {
		src[s] = uint8(i)
	}
	fo := folds{}
	c := &b.cols
	units := newUnits(rs, fo)
	b.units = units.list
	types := newTypes(rs)
	b.types = types.list
	b.names = newNames(rs, fo)
	c.ActorA, c.ActorB = b.names.a, b.names.b
	b.explain(v)
	c.Source, c.DayPrec, c.PlacePrec = make([]uint8, n), make([]uint8, n), make([]uint8, n)
	for _, col := range []*[]int32{&c.Day, &c.End, &c.Lat, &c.Lon, &c.Unit, &c.Type, &c.Low, &c.Best, &c.High} {
		*col = make([]int32, n)
	}
	outlets, texts, counts := newLists(n), newLists(n), make([][]uint32, n)
	for i, r := range rs {
		c.Source[i] = src[r.Key.Source]
		from, to, prec := span(r.When)
		c.Day[i], c.End[i], c.DayPrec[i] = int32(from), int32(to), prec
		u := units.of(r.Where)
		c.Unit[i] = u.id
		c.Lat[i], c.Lon[i], c.PlacePrec[i] = point(r.Where, u.path)
		c.Type[i] = types.of[i]
		c.Low[i], c.Best[i], c.High[i] = deaths(r.Deaths.Low), deaths(r.Deaths.Best), deaths(r.Deaths.High)
		for _, o := range r.Outlets {
			outlets.put(i, fo.of(o))
		}
		ws, k := words(r, fo)
		for _, w := range ws {
			texts.put(i, w)
		}
		counts[i] = k
	}
	c.Outlets, c.Words = outlets.lists(), texts.lists()
	c.Numbers = numbers(counts, n)
	return b
}

// folds keeps what was folded: names recur.
type folds map[string]string

func (f folds) of(s string) string {
	x, ok := f[s]
	if !ok {
		x = fold(s)
		if len(s) <= 200 {
			f[s] = x
		}
	}
	return x
}

func deaths(n *int) int32 {
	if n == nil || *n < 0 {
		return link.Missing
	}
	return int32(min(*n, math.MaxInt32))
}

// span gives first and last day and the kernel's precision. A month given as
// one day is opened to the month, a week to three days either side.
func span(s when.Span) (from, to when.Day, prec uint8) {
	from, to = s.From, s.To
	switch s.Precision {
	case when.Exact, when.Unknown:
		return from, to, link.DayExact
	case when.Days:
		if from == to {
			from, to = from-3, to+3
		}
		return from, to, link.DayRange
	case when.Week:
		if from == to {
			from, to = from-3, to+3
		}
		return from, to, link.DayWeek
	case when.Month:
		if from == to {
			m := when.BucketOf(from, when.Monthly).Span()
			from, to = m.From, m.To
		}
		return from, to, link.DayMonth
	}
	if from == to {
		g := when.Yearly
		if s.Precision == when.Quarter {
			g = when.Quarterly
		}
		m := when.BucketOf(from, g).Span()
		from, to = m.From, m.To
	}
	return from, to, link.DayYear
}

// point gives fixed-point coordinates and the kernel's precision; 0 for a
// record that has no usable place.
func point(w place.Where, path [3]string) (lat, lon int32, prec uint8) {
	if w.Point != nil && w.Point.Valid() {
		lat, lon = int32(math.Round(w.Point.Lat*1e5)), int32(math.Round(w.Point.Lon*1e5))
	}
	switch w.Precision {
	case place.Exact:
		prec = link.PlaceExact
	case place.Near:
		prec = link.PlaceNear
	case place.Second:
		prec = link.PlaceSecond
	case place.First:
		prec = link.PlaceFirst
	case place.Route:
		prec = link.PlaceVague
	case place.Country:
		prec = link.PlaceCountry
	}
	// What the names still tell, where the point or the unit's name is missing.
	if prec == 0 || prec <= link.PlaceNear && (w.Point == nil || !w.Point.Valid()) {
		prec = link.PlaceSecond
	}
	if prec == link.PlaceSecond && path[2] == "" {
		prec = link.PlaceFirst
	}
	if (prec == link.PlaceFirst || prec == link.PlaceVague) && path[1] == "" {
		prec = link.PlaceCountry
	}
	if prec == link.PlaceCountry && path[0] == "" {
		prec = 0
	}
	return lat, lon, prec
}

// units numbers administrative units by their folded path.
type units struct {
	ids  map[string]int32
	list []link.Unit
	at   map[[3]string]unitOf // of each triple of names
}

type unitOf struct {
	id   int32
	path [3]string
}

// generic words that some sources put before a unit's name.
var generic = []string{"region", "cercle", "commune", "departement", "district", "province", "state", "prefecture", "wilaya", "gouvernorat",
	"governorate", "county", "de", "du", "des", "d", "la", "le", "l", "of", "the"}

func unitName(s string, fo folds) string {
	ws := strings.Fields(fo.of(s))
	for len(ws) > 1 && slices.Contains(generic, ws[0]) {
		ws = ws[1:]
	}
	for len(ws) > 1 && slices.Contains(generic[:12], ws[len(ws)-1]) {
		ws = ws[:len(ws)-1]
	}
	return strings.Join(ws, " ")
}

func unitPath(w [3]string, fo folds) (path [3]string) {
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

func named(w place.Where) [3]string { return [3]string{w.Country, w.Admin1, w.Admin2} }

func newUnits(rs []Record, fo folds) *units {
	at := map[[3]string]unitOf{}
	var all []string
	for _, r := range rs {
		k := named(r.Where)
		if _, ok := at[k]; ok {
			continue
		}
		x := unitOf{link.Missing, unitPath(k, fo)}
		at[k] = x
		for _, p := range x.path {
			if p != "" {
				all = append(all, p)
			}
		}
	}
	u := &units{at: at}
	var list []string
	u.ids, list = index(all)
	for _, p := range list {
		x := link.Unit{Level: int8(strings.Count(p, "/")), Up: link.Missing}
		for q := p; x.Up < 0; {
			i := strings.LastIndexByte(q, '/')
			if i < 0 {
				break
			}
			q = strings.TrimSuffix(q[:i], "/")
			if id, ok := u.ids[q]; ok {
				x.Up = id
			}
		}
		u.list = append(u.list, x)
	}
	for k, x := range at {
		for l := 2; l >= 0 && x.id < 0; l-- {
			if id, ok := u.ids[x.path[l]]; ok && x.path[l] != "" {
				x.id = id
			}
		}
		at[k] = x
	}
	return u
}

func (u *units) of(w place.Where) unitOf { return u.at[named(w)] }

// types numbers categories by their path of codes.
type types struct {
	list []link.Type
	of   []int32 // of each record
}

func newTypes(rs []Record) *types {
	var paths, parts []string
	own := make([]string, len(rs))
	for i, r := range rs {
		if len(r.Codes) == 0 {
			continue
		}
		own[i] = strings.Join(r.Codes, "\x00")
		paths = append(paths, own[i])
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	for _, p := range paths {
		for k := range p {
			if p[k] == 0 {
				parts = append(parts, p[:k])
			}
		}
		parts = append(parts, p)
	}
	ids, list := index(paths)
	t := &types{}
	code, _ := index(parts)
	for _, p := range list {
		x := link.Type{Code: [4]int32{-1, -1, -1, -1}}
		cs := strings.Split(p, "\x00")
		for k := 0; k < len(cs) && k < 4; k++ {
			x.Code[k] = code[strings.Join(cs[:k+1], "\x00")]
			x.Depth++
		}
		t.list = append(t.list, x)
	}
	t.of = make([]int32, len(rs))
	for i, p := range own {
		t.of[i] = link.Missing
		if len(rs[i].Codes) > 0 {
			t.of[i] = ids[p]
		}
	}
	return t
}

// lister numbers what stands in lists of records.
type lister struct {
	ids  map[string]uint32
	rows [][]uint32
}

func newLists(n int) *lister { return &lister{map[string]uint32{}, make([][]uint32, n)} }

func (l *lister) put(i int, s string) {
	id, ok := l.ids[s]
	if !ok {
		id = uint32(len(l.ids))
		l.ids[s] = id
	}
	l.rows[i] = append(l.rows[i], id)
}

// lists gives the lists, sorted; the numbers are by the words' own order.
func (l *lister) lists() link.Lists {
	words := make([]string, len(l.ids))
	for w, id := range l.ids {
		words[id] = w
	}
	order := slices.Clone(words)
	slices.Sort(order)
	at := make([]uint32, len(words))
	for k, w := range order {
		at[l.ids[w]] = uint32(k)
	}
	out := link.Lists{Start: make([]uint32, 1, len(l.rows)+1)}
	for _, own := range l.rows {
		for i := range own {
			own[i] = at[own[i]]
		}
		slices.Sort(own)
		out.ID = append(out.ID, slices.Compact(own)...)
		out.Start = append(out.Start, uint32(len(out.ID)))
	}
	return out
}

// numbers keeps one count of each thing.
func numbers(rows [][]uint32, n int) link.Lists {
	l := link.Lists{Start: make([]uint32, 1, n+1)}
	for _, r := range rows {
		slices.Sort(r)
		r = slices.CompactFunc(r, func(a, b uint32) bool { return a>>16 == b>>16 })
		l.ID = append(l.ID, r...)
		l.Start = append(l.Start, uint32(len(l.ID)))
	}
	return l
}
