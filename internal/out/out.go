// Package out writes the formats that leave the house: charts and maps as SVG
// (and as EMF for word processors), CSV, JSON, data packages, citations, zip
// archives and documents. One file each, a function per format.
//
// It knows how a format is written, not what may be written: it is handed
// figures that protect has released, and words by lang. Everything is
// deterministic: no clock, no map order, no machine name reaches the bytes.
// For a chart the function you want is [Draw]; for a table [CSV].
package out

import (
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
)

// Frame is what surrounds a chart. Width is in CSS pixels: 340 for a phone,
// 704 for a desk; the height follows from the data.
type Frame struct {
	Printer lang.Printer
	ID      string   // unique on the page; ids inside the SVG start with it
	Title   string   // read aloud and shown on hover; states the finding
	Desc    string   // form, range, extremes, n
	Mark    string   // "FICTION" in every chart of a fictional study; "" for real ones
	Width   float64  // 0 means 704
	Alone   bool     // a file of its own: title and foot are drawn, style is inside
	Foot    []string // source, licence, release; drawn only where Alone
	Areas   []Area   // boundaries for maps
}

// Area is a boundary a map may draw.
type Area struct {
	Code  string
	Name  string
	Level int
	Rings [][]geo.Point
}

func (f Frame) width() float64 {
	if f.Width == 0 {
		return 704
	}
	return f.Width
}
func (f Frame) narrow() bool { return f.width() < 500 }
