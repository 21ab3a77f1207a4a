package place

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Levels of units: a country, its regions, their districts …
const (
	LevelCountry = 0
	LevelFirst   = 1
	LevelSecond  = 2
)

// Unit is one administrative unit in one vintage of a set of boundaries.
// Units of one code in two vintages are two units.
type Unit struct {
	Code    Code      `json:"code"`
	Name    string    `json:"name"`
	Also    []string  `json:"also,omitempty"` // other names and spellings
	Level   int       `json:"level"`          // 0 country, 1 region …
	Parent  Code      `json:"parent,omitempty"`
	Country string    `json:"country,omitempty"` // as the file has it: "MLI"
	Vintage string    `json:"vintage,omitempty"` // of the set: "2017"
	Valid   when.Span `json:"valid"`             // when the unit existed; unknown: always
	Source  string    `json:"source,omitempty"`
	Area    geo.Area  `json:"-"`
}

// Tree is a set of units with their parents, their validity and an index of
// their areas. It is made once and not altered; the zero Tree has no units.
type Tree struct {
	units []Unit
	code  map[Code][]int
	name  map[string][]int // folded name → units
	level map[int][]int
	index map[int]*geo.Index
}

// NewTree takes units in any order. Units that repeat code, vintage and
// validity are kept once.
func NewTree(units []Unit) *Tree {
	t := &Tree{code: map[Code][]int{}, name: map[string][]int{}, level: map[int][]int{}, index: map[int]*geo.Index{}}
	units = slices.Clone(units)
	slices.SortStableFunc(units, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Vintage, b.Vintage), cmp.Compare(a.Valid.From, b.Valid.From))
	})
	t.units = slices.CompactFunc(units, func(a, b Unit) bool {
		return a.Level == b.Level && a.Code == b.Code && a.Vintage == b.Vintage && a.Valid == b.Valid
	})
	areas := map[int][]geo.Area{}
	for i, u := range t.units {
		t.code[u.Code] = append(t.code[u.Code], i)
		for _, n := range append([]string{u.Name, string(u.Code)}, u.Also...) { // some sources write codes
			if f := FoldUnit(n); f != "" && !slices.Contains(t.name[f], i) {
				t.name[f] = append(t.name[f], i)
			}
		}
		t.level[u.Level] = append(t.level[u.Level], i)
		areas[u.Level] = append(areas[u.Level], u.Area)
	}
	for l, as := range areas {
		t.index[l] = geo.NewIndex(as)
	}
	return t
}

// Units gives every unit, by level and code.
func (t *Tree) Units() []Unit {
	if t == nil {
		return nil
	}
	return slices.Clone(t.units)
}

// Level gives the units of a level valid on a day; the zero Day's span is
// unknown, so pass [Any] for all of them.
func (t *Tree) Level(level int, on when.Span) (out []Unit) {
	if t == nil {
		return nil
	}
	for _, i := range t.level[level] {
		if t.units[i].valid(on) {
			out = append(out, t.units[i])
		}
	}
	return out
}

// Any is the span to ask with where validity does not matter.
var Any when.Span

// valid reports whether a unit existed on any day of the span; an unknown date
// leaves every unit possible.
func (u Unit) valid(on when.Span) bool {
	return !on.Known() || !u.Valid.Known() || u.Valid.Overlaps(on)
}

// Unit gives the unit of a code, valid at the time; of several the last
// vintage.
func (t *Tree) Unit(c Code, on when.Span) (Unit, bool) {
	if t == nil {
		return Unit{}, false
	}
	is := t.code[c]
	for k := len(is) - 1; k >= 0; k-- {
		if u := t.units[is[k]]; u.valid(on) {
			return u, true
		}
	}
	return Unit{}, false
}

// At gives the unit of a level that holds the point, valid at the time.
func (t *Tree) At(level int, p geo.Point, on when.Span) (Unit, bool) {
	if t == nil || t.index[level] == nil {
		return Unit{}, false
	}
	var buf [8]int
	for _, k := range t.index[level].All(buf[:0], p) {
		if u := t.units[t.level[level][k]]; u.valid(on) {
			return u, true
		}
	}
	return Unit{}, false
}

// Border is a unit and how far its border is from a point.
type Border struct {
	Unit   Unit
	M      float64
	Inside bool
}

// Borders gives the units of a level whose border is at most limit metres from
// p, and the one p lies in, the nearest first.
func (t *Tree) Borders(level int, p geo.Point, limit float64, on when.Span) (out []Border) {
	if t == nil || t.index[level] == nil {
		return nil
	}
	for _, n := range t.index[level].Within(p, limit) {
		if u := t.units[t.level[level][n.Area]]; u.valid(on) {
			out = append(out, Border{u, n.M, n.Inside})
		}
	}
	return out
}

// Up gives the unit above c at a level: its parent, its parent's parent …
func (t *Tree) Up(c Code, level int, on when.Span) (Unit, bool) {
	for range 16 { // a parent that is its own child ends here
		u, ok := t.Unit(c, on)
		if !ok || u.Level < level {
			return Unit{}, false
		}
		if u.Level == level {
			return u, true
		}
		c = u.Parent
	}
	return Unit{}, false
}

// Find gives the units of a level that bear a name, however it is spelt:
// "Gao", "gao region", "Région de Gao" are one.
func (t *Tree) Find(level int, name string, on when.Span) (out []Unit) {
	if t == nil {
		return nil
	}
	for _, i := range t.name[FoldUnit(name)] {
		if u := t.units[i]; u.Level == level && u.valid(on) {
			out = append(out, u)
		}
	}
	return out
}

// unitWords are words for a unit or a place, not parts of its name.
var unitWords = map[string]bool{"region": true, "cercle": true, "province": true, "prefecture": true, "district": true, "commune": true,
	"department": true, "departement": true, "governorate": true, "gouvernorat": true, "state": true, "county": true, "wilaya": true,
	"municipality": true, "village": true, "ville": true, "localite": true, "locality": true, "hameau": true, "hamlet": true, "bourg": true, "town": true, "city": true, "sous": true, "sub": true, "of": true, "de": true, "du": true, "la": true, "le": true, "des": true, "the": true, "d": true, "l": true}

// FoldUnit writes a unit's name so that its spellings become equal: accents,
// case, hyphens and words like "région de", "cercle" or "village de" do not count. A name
// that consists of such words alone keeps them.
func FoldUnit(name string) string {
	f := strings.Fields(lang.Fold(name))
	out := make([]string, 0, len(f))
	for _, w := range f {
		if !unitWords[w] {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		out = f
	}
	return strings.Join(out, " ")
}
