package place

import "github.com/dires/dires/internal/when"

// NamedCode is the code of a unit known only by a source's own name for it.
func NamedCode(name string) Code { return Code("name:" + name) }

// Coarsen climbs the ladder of place, second level, first level, country to
// the rung asked for, and drops what is finer: the point, the place's name,
// the names of lower units. A place that is coarser already stays as coarse as
// it is, and one whose unit on the rung has no name goes on to the next that
// has one: it never makes a place finer. [Tree.Locate] names units first.
func Coarsen(w Where, to Precision) Where {
	if to < Second {
		return w
	}
	out := Where{Admin1: w.Admin1, Admin2: w.Admin2, Country: w.Country, Precision: max(w.Precision, to)}
	if w.Precision == Unknown {
		out.Precision = Unknown
	}
	if to > Second {
		out.Admin2 = ""
	}
	if to > First {
		out.Admin1 = ""
	}
	if out.Precision == Second && out.Admin2 == "" {
		out.Precision = First
	}
	if out.Precision == First && out.Admin1 == "" {
		out.Precision = Country
	}
	return out
}

// Locate names the units in which a place lies, by its point and the tree,
// where the source names none or names them otherwise. The source's own names
// stay; what is added are empty ones. It does not touch a place too coarse for
// its point to say so.
func (t *Tree) Locate(w Where, on when.Span) Where {
	if w.Admin1 == "" {
		if u, ok := t.AreaOf(w, LevelFirst, on); ok {
			w.Admin1 = u.Name
		}
	}
	if w.Admin2 == "" {
		if u, ok := t.AreaOf(w, LevelSecond, on); ok {
			w.Admin2 = u.Name
		}
	}
	if w.Country == "" {
		if u, ok := t.AreaOf(w, LevelCountry, on); ok {
			w.Country = u.Name
		}
	}
	return w
}

// tells reports whether a coordinate of this precision says in which unit of
// the level a place lies.
func tells(p Precision, level int) bool {
	switch p {
	case Exact, Near, Second:
		return level <= LevelSecond
	case First:
		return level <= LevelFirst
	case Country:
		return level == LevelCountry
	}
	return false
}

// AreaOf gives the unit of a level in which a place lies: by its point, where
// the point is precise enough to say so; else by the names the source gives.
// ok is false where neither tells: a route across regions is in none of them.
func (t *Tree) AreaOf(w Where, level int, on when.Span) (u Unit, ok bool) {
	if t == nil || len(t.level[level]) == 0 {
		return Unit{}, false
	}
	if w.Point != nil && tells(w.Precision, level) {
		if u, ok := t.At(level, *w.Point, on); ok {
			return u, true
		}
	}
	name := [...]string{w.Country, w.Admin1, w.Admin2}
	if level < 0 || level >= len(name) || name[level] == "" {
		return Unit{}, false
	}
	us := t.Find(level, name[level], on)
	if len(us) > 1 && level == LevelSecond && w.Admin1 != "" {
		us = within(t, us, LevelFirst, w.Admin1, on)
	}
	if len(us) > 1 {
		us = lastVintage(us)
	}
	if len(us) == 1 {
		return us[0], true
	}
	return Unit{}, false
}

// within keeps the units that lie below one of that name.
func within(t *Tree, us []Unit, level int, name string, on when.Span) (out []Unit) {
	for _, u := range us {
		if up, ok := t.Up(u.Code, level, on); ok && FoldUnit(up.Name) == FoldUnit(name) {
			out = append(out, u)
		}
	}
	return out
}

// lastVintage keeps, of units that are one in several vintages, the last.
func lastVintage(us []Unit) []Unit {
	last := us[0]
	for _, u := range us[1:] {
		if u.Code != last.Code {
			return us
		}
		if u.Vintage >= last.Vintage {
			last = u
		}
	}
	return []Unit{last}
}
