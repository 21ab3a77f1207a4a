// Package linkage knows how records of the same incidents, kept by several
// sources, are found out: which pairs are worth comparing, how much each
// agreement weighs, and which links and groups follow.
//
// It does not know where records come from, what their names mean or who
// decided what: columns of integers go in, edges and groups come out. It reads
// no clock, draws no chance and gives the same answer for any order of its
// input. The function you want is [Block], then [Resolve]:
//
//	m, err := linkage.Prepare(recs, units, types, actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
//	edges := m.Block()
//	res := m.Resolve(edges, linkage.Constraints{})
//
// Weights are log-likelihood ratios in base 2, kept as integers of 1/1024 bit
// ([Bit]), so that sums do not depend on their order.
package linkage

import (
	"fmt"
	"math"
)

// Bit is one bit of weight; weights are integers of 1/1024 bit.
const Bit = 1024

// Missing marks an unknown value in the int32 columns.
const Missing = -1

// Precision of time, as the columns code it.
const (
	DayExact = 1 // one day; with End later than Day: an episode of so many days
	DayRange = 2 // a few days, during which it happened
	DayWeek  = 3
	DayMonth = 4
	DayYear  = 5
)

// Precision of place, as the columns code it.
const (
	PlaceExact   = 1
	PlaceNear    = 2 // within about 25 km
	PlaceSecond  = 3 // point of the second-level unit
	PlaceFirst   = 4 // point of the first-level unit
	PlaceVague   = 5 // route or vague area: treated as first-level
	PlaceCountry = 6
)

// Records is a block of records, column by column. All columns have the same
// length; the zero value of an optional column (nil) is "unknown everywhere".
type Records struct {
	Source    []uint8 // 0, 1, 2 …
	Day, End  []int32 // first and last day of the span
	DayPrec   []uint8 // DayExact … DayYear
	Lat, Lon  []int32 // fixed point, 1e-5 degree
	PlacePrec []uint8 // PlaceExact … PlaceCountry; 0: no place at all
	Unit      []int32 // finest unit known, index into Units; Missing
	Type      []int32 // index into Types; Missing
	ActorA    []int32 // index into Actors; Missing
	ActorB    []int32
	Low       []int32 // deaths; Missing
	Best      []int32
	High      []int32
	Outlets   Lists // upstream sources
	Words     Lists // words of the notes
	Numbers   Lists // counted things in the notes: thing<<16 | count
}

// Len is the number of records.
func (r Records) Len() int { return len(r.Day) }

// Lists is one sorted list of ids per record; the zero Lists is empty.
type Lists struct {
	Start []uint32 // Len()+1 offsets into ID
	ID    []uint32
}

func (l Lists) of(i int32) []uint32 {
	if len(l.Start) == 0 {
		return nil
	}
	return l.ID[l.Start[i]:l.Start[i+1]]
}

// Unit is an administrative unit: level 0 country, 1, 2; Up is the unit above,
// Missing for a country.
type Unit struct {
	Level int8
	Up    int32
}

// Type is a category in the common taxonomy: Code[0] its broadest level, then
// finer ones, Depth of them known.
type Type struct {
	Code  [4]int32
	Depth int8
}

// Actor is one way of writing an actor. Entity is who is meant (two spellings
// share it); Family, Kind and Broad are ever wider groups, Missing if unknown.
type Actor struct {
	Entity, Family, Kind, Broad int32
	Unnamed                     bool // "unidentified armed group", "civilians unknown"
	Foreign                     bool // a name in a convention the other sources do not share: another name tells nothing
}

// Window is how far apart two precise records may be and still be compared,
// beyond what their stated precision allows.
type Window struct {
	Days int
	Km   float64
}

// check reports the first way in which the block is not one.
func (r Records) check(units []Unit, types []Type, actors []Actor) error {
	n := r.Len()
	for _, c := range []struct {
		name string
		n    int
		opt  bool
	}{{"Source", len(r.Source), false}, {"End", len(r.End), false}, {"DayPrec", len(r.DayPrec), false},
		{"Lat", len(r.Lat), false}, {"Lon", len(r.Lon), false}, {"PlacePrec", len(r.PlacePrec), false},
		{"Unit", len(r.Unit), true}, {"Type", len(r.Type), true}, {"ActorA", len(r.ActorA), true}, {"ActorB", len(r.ActorB), true},
		{"Low", len(r.Low), true}, {"Best", len(r.Best), true}, {"High", len(r.High), true}} {
		if c.n != n && !(c.opt && c.n == 0) {
			return fmt.Errorf("link block: column %s has %d values, Day has %d", c.name, c.n, n)
		}
	}
	if n >= math.MaxInt32 {
		return fmt.Errorf("link block: %d records in one block; cut it into tiles", n)
	}
	if len(types) > 4096 || len(actors) > 1<<16-2 {
		return fmt.Errorf("link block: %d types and %d actors; at most 4096 and 65534", len(types), len(actors))
	}
	for i := 0; i < n; i++ {
		switch {
		case r.End[i] < r.Day[i]:
			return fmt.Errorf("link block: record %d ends before it starts", i)
		case r.PlacePrec[i] > PlaceCountry || r.DayPrec[i] < DayExact || r.DayPrec[i] > DayYear:
			return fmt.Errorf("link block: record %d has a precision that is none", i)
		case at(r.Unit, i) >= int32(len(units)) || at(r.Type, i) >= int32(len(types)) ||
			at(r.ActorA, i) >= int32(len(actors)) || at(r.ActorB, i) >= int32(len(actors)):
			return fmt.Errorf("link block: record %d names a unit, type or actor that is not in its table", i)
		case r.Lat[i] < -90e5 || r.Lat[i] > 90e5 || r.Lon[i] < -180e5 || r.Lon[i] > 180e5:
			return fmt.Errorf("link block: record %d lies off the globe", i)
		}
	}
	return nil
}

func at(c []int32, i int) int32 {
	if len(c) == 0 {
		return Missing
	}
	return c[i]
}
