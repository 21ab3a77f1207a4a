package linkage

import (
	"cmp"
	"math"
	"slices"
)

// MelttRecord is a record as the R package meltt sees it.
type MelttRecord struct {
	Start, End int32   // days
	Lat, Lon   float64 // degrees
	// Levels has, for each taxonomy, the categories from finest to broadest.
	// Numbers stand for names and need only be equal where names are.
	Levels [][]int32
}

// MelttRef names a record: the source in the order of the call, and its row.
type MelttRef struct{ Set, Row int }

// MelttKind is the kind of a comparison.
type MelttKind string

// The four comparisons of each stage, in meltt's order.
const (
	MelttEvent    MelttKind = "event"
	MelttEpisode  MelttKind = "episode"
	MelttEpisode1 MelttKind = "episode1_event2"
	MelttEpisode2 MelttKind = "episode2_event1"
)

// MelttPair is a pair that meltt compares with success. Penalty runs from 0,
// the best, to 1.
type MelttPair struct {
	Stage    int // number of the source that is added, from 2
	Kind     MelttKind
	A, B     MelttRef
	Penalty  float64
	Selected bool
}

// MelttRow is a surviving record with those merged into it.
type MelttRow struct {
	Kind    MelttKind
	Members []MelttRef
}

// MelttResult is all that meltt finds.
type MelttResult struct {
	Pairs []MelttPair
	Rows  []MelttRow
	Flags []MelttPair // events (B) that may be part of an episode (A)
	Cut   int         // rows that lost a record by a slip of meltt's (four sources and more)
}

// Meltt does what the R package meltt 0.4.3 does, its selection step and its
// slips included, so that results can be compared with published ones. For
// results to use, see [Model.Resolve]: here the first free candidate in scan
// order is taken whatever its penalty, the order of sources and rows matters,
// and flags are not links.
//
// Shape: one slice of records per source, in the order of the call and of the
// rows; every record with the same number of taxonomies.
// Unit: days; kilometres by 111.111 a degree; penalties 0 to 1.
// Errors: none; with fewer than two sources there is nothing to find.
// Source: meltt 0.4.3 (Donnay, Dunford, McGrath, Backer and Cunningham 2019)
// as its output shows; events.md §6.1.
func Meltt(sets [][]MelttRecord, days int32, km float64) MelttResult {
	var out MelttResult
	if len(sets) < 2 {
		return out
	}
	byDay := func(set int) []melttRec {
		rs := make([]melttRec, len(sets[set]))
		for i := range sets[set] {
			rs[i] = melttRec{&sets[set][i], MelttRef{set, i}}
		}
		slices.SortStableFunc(rs, func(a, b melttRec) int { return cmp.Compare(a.Start, b.Start) })
		return rs
	}
	only := func(rs []melttRec, events bool) []melttRec {
		var o []melttRec
		for _, r := range rs {
			if (r.Start == r.End) == events {
				o = append(o, r)
			}
		}
		return o
	}
	kept := byDay(0)
	for st := 1; st < len(sets); st++ {
		fresh := byDay(st)
		gone := map[MelttRef]bool{}
		add := func(kind MelttKind, ps []MelttPair) {
			for i := range ps {
				ps[i].Stage, ps[i].Kind = st+1, kind
			}
			out.Pairs = append(out.Pairs, ps...)
		}
		for _, kind := range []MelttKind{MelttEvent, MelttEpisode} {
			ps := melttScan(only(kept, kind == MelttEvent), only(fresh, kind == MelttEvent), days, km, false)
			melttSelect(ps, false)
			for _, p := range ps {
				if p.Selected {
					gone[p.B] = true
				}
			}
			add(kind, ps)
		}
		fresh = slices.DeleteFunc(fresh, func(r melttRec) bool { return gone[r.ref] })
		for _, x := range []struct {
			kind  MelttKind
			whole []melttRec
			days  []melttRec
		}{{MelttEpisode1, kept, fresh}, {MelttEpisode2, fresh, kept}} {
			ps := melttScan(only(x.whole, false), only(x.days, true), days, km, true)
			melttSelect(ps, true)
			add(x.kind, ps)
		}
		kept = append(slices.Clone(kept), fresh...)
		slices.SortStableFunc(kept, func(a, b melttRec) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ref.Set, b.ref.Set), cmp.Compare(a.ref.Row, b.ref.Row))
		})
	}
	out.rows()
	return out
}

type melttRec struct {
	*MelttRecord
	ref MelttRef
}

// melttScan lists the candidates: each record of the left, in order, against
// those of the right, first backwards, then forwards.
func melttScan(left, right []melttRec, days int32, km float64, flags bool) []MelttPair {
	type side struct {
		melttRec
		right bool
	}
	both := make([]side, 0, len(left)+len(right))
	for _, r := range left {
		both = append(both, side{r, false})
	}
	for _, r := range right {
		both = append(both, side{r, true})
	}
	slices.SortStableFunc(both, func(a, b side) int { return cmp.Compare(a.Start, b.Start) })
	var out []MelttPair
	for i, x := range both {
		if x.right {
			continue
		}
		for _, step := range []int{-1, 1} {
			for j := i + step; j >= 0 && j < len(both); j += step {
				y := both[j]
				if !y.right {
					continue
				}
				var ahead int32
				var ok bool
				switch {
				case step < 0:
					ahead = x.Start - y.Start
					ok = ahead <= days
				default:
					ahead = y.Start - x.Start
					ok = y.End-x.End <= days
				}
				if !flags {
					ok = abs(x.Start-y.Start) <= days && abs(x.End-y.End) <= days
				}
				if ok && melttKm(x.Lat, x.Lon, y.Lat, y.Lon) <= km {
					if p, agree := melttPenalty(x.Levels, y.Levels); agree {
						out = append(out, MelttPair{A: x.ref, B: y.ref, Penalty: p})
					}
				}
				if ahead > days {
					break
				}
			}
		}
	}
	return out
}

func melttKm(la1, lo1, la2, lo2 float64) float64 {
	const rad = math.Pi / 180
	a, b, l := la1*rad, la2*rad, lo1*rad-lo2*rad
	d := math.Hypot(math.Cos(b)*math.Sin(l), math.Cos(a)*math.Sin(b)-math.Sin(a)*math.Cos(b)*math.Cos(l))
	return math.Atan2(d, math.Sin(a)*math.Sin(b)+math.Cos(a)*math.Cos(b)*math.Cos(l)) / rad * 111.111
}

func melttPenalty(x, y [][]int32) (p float64, agree bool) {
	for t, u := range x {
		v, at := y[t], -1
		for l := range u {
			if u[l] == v[l] {
				at = l
				break
			}
		}
		if at < 0 {
			return 0, false
		}
		p += float64(at) / float64(max(1, len(u)-1))
	}
	return p / float64(max(1, len(x))), true
}

// melttSelect takes the first candidate whose right side is free, and with
// many unset whose left side is free too. The penalty plays no part.
func melttSelect(ps []MelttPair, many bool) {
	left, right := map[MelttRef]bool{}, map[MelttRef]bool{}
	for i, p := range ps {
		if !right[p.B] && (many || !left[p.A]) {
			ps[i].Selected, left[p.A], right[p.B] = true, true, true
		}
	}
}

// rows collects each surviving record with what was merged into it. A slip of
// meltt's is kept: with four sources and more, a row first made after the first
// stage of its kind that had matches, itself after stage 2, loses its newest
// record.
func (m *MelttResult) rows() {
	type key struct {
		kind MelttKind
		ref  MelttRef
	}
	first := map[MelttKind]int{}
	at := map[key]int{}
	for _, p := range m.Pairs {
		if !p.Selected {
			continue
		}
		if p.Kind != MelttEvent && p.Kind != MelttEpisode {
			m.Flags = append(m.Flags, p)
			continue
		}
		if _, ok := first[p.Kind]; !ok {
			first[p.Kind] = p.Stage
		}
		k := key{p.Kind, p.A}
		i, ok := at[k]
		if !ok {
			i = len(m.Rows)
			at[k] = i
			m.Rows = append(m.Rows, MelttRow{p.Kind, []MelttRef{p.A}})
			if p.Stage > first[p.Kind] && first[p.Kind] > 2 {
				m.Cut++
				continue
			}
		}
		m.Rows[i].Members = append(m.Rows[i].Members, p.B)
	}
}
