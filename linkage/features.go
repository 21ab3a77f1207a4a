package linkage

import "math"

// A feature is one way in which two records agree or differ. Its weight is a
// log-likelihood ratio. A class feature is there or not; a measure feature
// carries how rare the agreed value is, in bits.
type feature = uint8

// The terms by which a link explains itself.
const (
	TermPrior = iota
	TermTime
	TermPlace
	TermType
	TermActorA
	TermActorB
	TermDeaths
	TermOutlet
	TermText
	Terms
)

// Features of a pair. The order is part of the format of Params: append only.
const (
	fBias    feature = 0
	gPrior   feature = 1 // −log2 of the larger source: how unlikely any given pair is
	fDay     feature = 2 // +0 … +6: days between two exact days
	gDay     feature = 9
	fSpan    feature = 10 // +0 … +3: days between spans of which one is uncertain
	gSpan    feature = 14
	fEpisode feature = 15 // +0 … +8: 3·|starts apart| + |ends apart|, each at most 2
	gEpisode feature = 24
	fInside  feature = 25 // +0 … +2: a day inside an episode, one off, two or more off
	gInside  feature = 28
	fExact   feature = 29 // +0 … +8: distance bands, both exact
	fNear    feature = 38 // +0 … +8: distance bands, one of them near
	gClose   feature = 47 // rarity of the spot, for the close bands
	gWide    feature = 48 // rarity of the surroundings, for the far bands
	fSame    feature = 49 // +0 … +2: same country, first-level, second-level unit
	fOther   feature = 52 // +0 … +2: another one
	gUnit    feature = 55 // +0 … +2: rarity of the unit
	fEqual   feature = 58 // +0 … +3: types equal to depth 1 … 4
	fApart   feature = 62 // +0 … +3: types that agree to depth 0 … 3 of more
	gType    feature = 66
	fActorA  feature = 67 // +0 … +7: see actorClass
	gActorA  feature = 75
	fActorB  feature = 76
	gActorB  feature = 84
	fCrossed feature = 85 // actors agree with sides exchanged
	gCrossed feature = 86
	fDeaths  feature = 87 // +0 … +7: see deathClass
	gDeaths  feature = 95
	fOutlet  feature = 96 // +0 shared, +1 not shared
	gOutlet  feature = 98
	fText    feature = 99 // both have notes
	gText    feature = 100
	fNumber  feature = 101 // +0 … +3: counted things that agree 1, ≥ 2; differ 1, ≥ 2
	fLoneB   feature = 105 // one names a second actor, the other none
	fBoth    feature = 106 // +0 … +3: same spot, day and named actor; … see pairs of terms
	Features         = 110
)

// termOf gives the term to which a feature belongs.
func termOf(f feature) int {
	switch {
	case f < fDay:
		return TermPrior
	case f < fExact:
		return TermTime
	case f < fEqual:
		return TermPlace
	case f < fActorA:
		return TermType
	case f < fActorB:
		return TermActorA
	case f < fDeaths:
		return TermActorB
	case f < fOutlet:
		return TermDeaths
	case f < fText:
		return TermOutlet
	case f < fLoneB:
		return TermText
	case f == fLoneB:
		return TermActorB
	}
	return TermPrior
}

// vec is the sparse list of a pair's features.
type vec struct {
	n   int
	f   [28]feature
	val [28]int32 // Bit for a class feature
}

func (v *vec) class(f feature) { v.f[v.n], v.val[v.n] = f, Bit; v.n++ }
func (v *vec) measure(f feature, x int32) {
	v.f[v.n], v.val[v.n] = f, x
	v.n++
}

// bands are upper limits of distance in units of 1e-5 degree of a great
// circle: 0.3, 1, 2, 3.5, 5, 8, 15, 25 km and beyond.
var bands = [8]float64{0.3, 1, 2, 3.5, 5, 8, 15, 25}

// closeBands is how many bands count as the same spot.
const closeBands = 5

// features lists what a pair shows. part asks for the comparison of a day (a)
// with an episode (b); otherwise it is the same whichever record comes first.
func (m *Model) features(a, b *rec, part bool, v *vec) {
	v.n = 0
	v.class(fBias)
	v.measure(gPrior, m.prior[a.src][b.src])
	m.timeFeatures(a, b, part, v)
	m.placeFeatures(a, b, v)
	m.typeFeatures(a, b, v)
	m.actorFeatures(a, b, v)
	m.deathFeatures(a, b, part, v)
	m.listFeatures(a, b, v)
}

func (m *Model) timeFeatures(a, b *rec, part bool, v *vec) {
	if part {
		gap := max(0, b.d0-a.d1, a.d0-b.d1)
		v.class(fInside + feature(min(gap, 2)))
		v.measure(gInside, m.rarityOfDays(a.d0, b.d1-b.d0+3))
		return
	}
	if a.episode() && b.episode() {
		v.class(fEpisode + feature(3*min(2, abs(a.d0-b.d0))+min(2, abs(a.d1-b.d1))))
		v.measure(gEpisode, m.rarityOfDays(min(a.d0, b.d0), 1))
		return
	}
	if a.dp == DayExact && b.dp == DayExact {
		gap := max(0, b.d0-a.d1, a.d0-b.d1)
		v.class(fDay + feature(min(gap, 6)))
		v.measure(gDay, m.rarityOfDays(min(a.d0, b.d0), 1))
		return
	}
	gap := max(0, b.d0-a.d1, a.d0-b.d1)
	long := max(a.d1-a.d0, b.d1-b.d0) + 1
	v.class(fSpan + feature(min(gap, 3)))
	v.measure(gSpan, m.rarityOfDays((max(a.d0, b.d0)+min(a.d1, b.d1))/2, long))
}

func (m *Model) placeFeatures(a, b *rec, v *vec) {
	if a.pp <= PlaceNear && b.pp <= PlaceNear {
		k := m.band(a, b)
		f := fExact
		if a.pp+b.pp != 2*PlaceExact {
			f = fNear
		}
		v.class(f + feature(k))
		if k < closeBands {
			v.measure(gClose, (int32(a.close)+int32(b.close))/2)
		} else {
			v.measure(gWide, (int32(a.wide)+int32(b.wide))/2)
		}
		return
	}
	lev := min(a.level(), b.level())
	ua, ub := m.above(a.unit, lev), m.above(b.unit, lev)
	switch {
	case ua < 0 || ub < 0:
	case ua == ub:
		v.class(fSame + feature(lev))
		v.measure(gUnit+feature(lev), m.unitRarity[ua])
	default:
		v.class(fOther + feature(lev))
	}
}

func (m *Model) typeFeatures(a, b *rec, v *vec) {
	if a.typ == none || b.typ == none {
		return
	}
	x, y := m.types[a.typ], m.types[b.typ]
	n := min(x.Depth, y.Depth)
	c := int8(0)
	for c < n && x.Code[c] == y.Code[c] {
		c++
	}
	if n == 0 {
		return
	}
	t := a.typ
	if y.Depth < x.Depth {
		t = b.typ
	}
	if c == n {
		v.class(fEqual + feature(n-1))
		v.measure(gType, m.typeRarity[t])
		return
	}
	v.class(fApart + feature(c))
}

// Classes of two actors.
const (
	actSame = iota
	actBothUnnamed
	actUnnamed      // one unnamed, groups compatible
	actUnnamedOther // one unnamed, groups not compatible
	actFamily
	actKind
	actBroad
	actOther
	actSilent feature = 255 // nothing can be said
)

func actorClass(x, y *Actor) feature {
	switch {
	case x.Unnamed && y.Unnamed:
		return actBothUnnamed
	case x.Entity == y.Entity:
		return actSame
	case x.Foreign || y.Foreign:
		return actSilent
	case x.Unnamed || y.Unnamed:
		if x.Broad == y.Broad || x.Broad < 0 || y.Broad < 0 {
			return actUnnamed
		}
		return actUnnamedOther
	case x.Family >= 0 && x.Family == y.Family:
		return actFamily
	case x.Kind >= 0 && x.Kind == y.Kind:
		return actKind
	case x.Broad >= 0 && x.Broad == y.Broad:
		return actBroad
	}
	return actOther
}

func (m *Model) actorFeatures(a, b *rec, v *vec) {
	ca, cb := feature(actSilent), feature(actSilent)
	if a.actA != none && b.actA != none {
		ca = actorClass(&m.actors[a.actA], &m.actors[b.actA])
	}
	if a.actB != none && b.actB != none {
		cb = actorClass(&m.actors[a.actB], &m.actors[b.actB])
	}
	// Some sources name the sides in the other order.
	if ca > actUnnamed && ca != actSilent && cb > actUnnamed {
		x := a.actB != none && m.named(a.actB) && m.entity(a.actB) == m.entity(b.actA)
		y := b.actB != none && m.named(b.actB) && m.entity(b.actB) == m.entity(a.actA)
		if x || y {
			v.class(fCrossed)
			r := int32(math.MaxInt32)
			if x {
				r = m.actorRarity[m.entity(b.actA)]
			}
			if y {
				r = min(r, m.actorRarity[m.entity(a.actA)])
			}
			v.measure(gCrossed, r)
			return
		}
	}
	if ca != actSilent {
		v.class(fActorA + ca)
		if ca == actSame {
			v.measure(gActorA, m.actorRarity[m.entity(a.actA)])
		}
	}
	if cb != actSilent {
		v.class(fActorB + cb)
		if cb == actSame {
			v.measure(gActorB, m.actorRarity[m.entity(a.actB)])
		}
	} else if a.actB == none && b.actB != none && !m.mute[a.src] || b.actB == none && a.actB != none && !m.mute[b.src] {
		v.class(fLoneB)
	}
}

// Classes of two death tolls.
const (
	deadNone    = iota // both zero
	deadEqual          // equal, 1 to 3
	deadEqualHi        // equal, 4 and more
	deadOverlap        // intervals overlap
	deadOne            // one apart
	deadClose          // within 40 %
	deadFar
	deadZero // one says none, the other two or more
)

func (m *Model) deathFeatures(a, b *rec, part bool, v *vec) {
	x, y := int32(a.best), int32(b.best)
	if x == none || y == none {
		return
	}
	if part { // a day cannot have more dead than the whole
		switch {
		case y == 0 && x == 0:
			v.class(fDeaths + deadNone)
		case x <= y:
			v.class(fDeaths + deadOverlap)
		case int32(a.low) <= int32(b.high):
			v.class(fDeaths + deadOne)
		default:
			v.class(fDeaths + deadFar)
		}
		return
	}
	lo, hi := min(x, y), max(x, y)
	switch {
	case x == y && x == 0:
		v.class(fDeaths + deadNone)
		v.measure(gDeaths, m.deathRarity[0])
	case x == y && x < 4:
		v.class(fDeaths + deadEqual)
		v.measure(gDeaths, m.deathRarity[x])
	case x == y:
		v.class(fDeaths + deadEqualHi)
		v.measure(gDeaths, m.deathRarity[min(x, int32(len(m.deathRarity)-1))])
	case lo == 0 && hi >= 2:
		v.class(fDeaths + deadZero)
	case hi-lo == 1:
		v.class(fDeaths + deadOne)
	case int32(a.low) <= int32(b.high) && int32(b.low) <= int32(a.high):
		v.class(fDeaths + deadOverlap)
	case 5*(hi-lo) <= 2*hi:
		v.class(fDeaths + deadClose)
	default:
		v.class(fDeaths + deadFar)
	}
}

func (m *Model) listFeatures(a, b *rec, v *vec) {
	r := &m.r
	if x, y := r.Outlets.of(a.id), r.Outlets.of(b.id); len(x) > 0 && len(y) > 0 {
		if n, s := shared(x, y, m.outletRarity); n > 0 {
			v.class(fOutlet)
			v.measure(gOutlet, s)
		} else {
			v.class(fOutlet + 1)
		}
	}
	if x, y := r.Words.of(a.id), r.Words.of(b.id); len(x) > 0 && len(y) > 0 {
		v.class(fText)
		_, s := shared(x, y, m.wordRarity)
		v.measure(gText, min(s, 40*Bit))
	}
	x, y := r.Numbers.of(a.id), r.Numbers.of(b.id)
	if len(x) == 0 || len(y) == 0 {
		return
	}
	same, differ := 0, 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch p, q := x[i]>>16, y[j]>>16; {
		case p < q:
			i++
		case p > q:
			j++
		default:
			if x[i] == y[j] {
				same++
			} else {
				differ++
			}
			i, j = i+1, j+1
		}
	}
	if same > 0 {
		v.class(fNumber + feature(min(same, 2)-1))
	}
	if differ > 0 {
		v.class(fNumber + 2 + feature(min(differ, 2)-1))
	}
}

// shared counts the common ids of two sorted lists and sums their rarity.
func shared(x, y []uint32, rarity []int32) (n int, sum int32) {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n++
			if int(x[i]) < len(rarity) {
				sum += rarity[x[i]]
			}
			i, j = i+1, j+1
		}
	}
	return n, sum
}

func abs[T ~int32 | ~int64 | ~int](x T) T {
	if x < 0 {
		return -x
	}
	return x
}
