// Package place knows administrative units with their dates of validity, a
// gazetteer, and the ladder by which a place is made coarser. It does not know
// what happened anywhere.
package place

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/geo"
)

// Code identifies a unit within a vintage: a P-code, or "name:Basse-Kotto"
// for a unit known only by a source's own name.
type Code string

// Precision says what a coordinate stands for.
type Precision uint8

const (
	Unknown Precision = iota
	Exact             // the village or town itself
	Near              // within about 25 km of it
	Second            // a second-level unit; the coordinate is its centroid
	First             // a first-level unit
	Route             // a line or a vague area
	Country
	Abroad // international waters or airspace
)

var precisions = [...]string{"unknown", "exact", "near", "second-level", "first-level", "route", "country", "abroad"}

func (p Precision) String() string { return precisions[p] }

// MarshalText writes the precision's name.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (p *Precision) UnmarshalText(b []byte) error {
	i := slices.Index(precisions[:], string(b))
	if i < 0 {
		return fmt.Errorf("parse precision: %q is none of %s", b, strings.Join(precisions[:], ", "))
	}
	*p = Precision(i)
	return nil
}

// Where is a place as a claim gives it: what the source wrote, and no more.
type Where struct {
	Point     *geo.Point `json:"point,omitempty"`
	Precision Precision  `json:"precision"`
	Name      string     `json:"name,omitempty"`
	Admin1    string     `json:"admin1,omitempty"` // as the source writes it
	Admin2    string     `json:"admin2,omitempty"`
	Country   string     `json:"country,omitempty"`
}
