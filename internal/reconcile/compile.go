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
	written map[int32]written // ways of writing actors, by their number
}

type written struct {
	name string // folded
	uses int    // by all sources
	own  int    // by this one
}

// index numbers strings by their sorted order, so that numbers do not depend
// on the order of records.
func index(ss []string) (ids map[string]int32, list []string) {
	list = slices.Clone(ss)
	slices.Sort(list)
	list = slices.Compact(list)
	ids = make(map[string]int32, len(list))
	for i, s := range list {
		ids[s] = int32(i)
	}
	return ids, list
}

// compile writes records, which are in canonical order, as columns.
func compile(rs []Record, v Vocabulary) block {
	var b block
	n := len(rs)
	var names []string
	for _, r := range rs {
		names = append(names, r.Key.Source)
	}
	src, sources := index(names)
	b.sources = sources
	c := &b.cols
	units := newUnits(rs)
	b.units = units.list
	types := newTypes(rs)
	b.types = types.list
	actors := newActors(rs, v)
	b.actors, b.written = actors.list, actors.written
	var outlets, texts [][]string
	var counts [][]uint32
	for _, r := range rs {
		c.Source = append(c.Source, uint8(src[r.Key.Source]))
		from, to, prec := span(r.When)
		c.Day, c.End, c.DayPrec = append(c.Day, int32(from)), append(c.End, int32(to)), append(c.DayPrec, prec)
		lat, lon, pp := point(r.Where)
		c.Lat, c.Lon, c.PlacePrec = append(c.Lat, lat), append(c.Lon, lon), append(c.PlacePrec, pp)
		c.Unit = append(c.Unit, units.of(r.Where))
		c.Type = append(c.Type, types.of(r))
		c.ActorA = append(c.ActorA, actors.of(r.Key.Source, r.ActorA))
		c.ActorB = append(c.ActorB, actors.of(r.Key.Source, r.ActorB))
		c.Low, c.Best, c.High = append(c.Low, deaths(r.Deaths.Low)), append(c.Best, deaths(r.Deaths.Best)), append(c.High, deaths(r.Deaths.High))
		outlets = append(outlets, r.Outlets)
		w, k := words(r)
		texts, counts = append(texts, w), append(counts, k)
	}
	c.Outlets, c.Words = lists(outlets), lists(texts)
	c.Numbers = numbers(counts, n)
	return b
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
func point(w place.Where) (lat, lon int32, prec uint8) {
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
	path := unitPath(w)
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
}

// generic words that some sources put before a unit's name.
var generic = []string{"region", "cercle", "commune", "departement", "district", "province", "state", "prefecture", "wilaya", "gouvernorat",
	"governorate", "county", "de", "du", "des", "d", "la", "le", "l", "of", "the"}

func unitName(s string) string {
	ws := strings.Fields(fold(s))
	for len(ws) > 1 && slices.Contains(generic, ws[0]) {
		ws = ws[1:]
	}
	for len(ws) > 1 && slices.Contains(generic[:12], ws[len(ws)-1]) {
		ws = ws[:len(ws)-1]
	}
	return strings.Join(ws, " ")
}

func unitPath(w place.Where) (path [3]string) {
	c, a, b := unitName(w.Country), unitName(w.Admin1), unitName(w.Admin2)
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

func newUnits(rs []Record) *units {
	var all []string
	for _, r := range rs {
		for _, p := range unitPath(r.Where) {
			if p != "" {
				all = append(all, p)
			}
		}
	}
	u := &units{}
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
	return u
}

func (u *units) of(w place.Where) int32 {
	p := unitPath(w)
	for l := 2; l >= 0; l-- {
		if id, ok := u.ids[p[l]]; ok && p[l] != "" {
			return id
		}
	}
	return link.Missing
}

// types numbers categories by their path of codes.
type types struct {
	ids  map[string]int32
	list []link.Type
}

func newTypes(rs []Record) *types {
	var paths, parts []string
	for _, r := range rs {
		if len(r.Codes) == 0 {
			continue
		}
		paths = append(paths, strings.Join(r.Codes, "\x00"))
		for k := range r.Codes {
			parts = append(parts, strings.Join(r.Codes[:k+1], "\x00"))
		}
	}
	t := &types{}
	var list []string
	t.ids, list = index(paths)
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
	return t
}

func (t *types) of(r Record) int32 {
	if len(r.Codes) == 0 {
		return link.Missing
	}
	return t.ids[strings.Join(r.Codes, "\x00")]
}

func lists(rows [][]string) link.Lists {
	var all []string
	for _, r := range rows {
		for _, s := range r {
			all = append(all, fold(s))
		}
	}
	ids, _ := index(all)
	l := link.Lists{Start: []uint32{0}}
	for _, r := range rows {
		var own []uint32
		for _, s := range r {
			own = append(own, uint32(ids[fold(s)]))
		}
		slices.Sort(own)
		l.ID = append(l.ID, slices.Compact(own)...)
		l.Start = append(l.Start, uint32(len(l.ID)))
	}
	return l
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
