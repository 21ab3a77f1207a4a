package out

import (
	"math"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

// Value words the value of a cell in a table or beside a bar: "1,234",
// "42.5%", "3 of 12"; for an absent cell the reason, "withheld".
func Value(p lang.Printer, unit string, c figure.Cell) string {
	v, ok := c.Value()
	switch {
	case !ok:
		return p.Say("why." + string(c.Why()))
	case unit == "unit.rung" && v >= 0 && int(v) < len(rungs):
		return p.Say("rung." + rungs[int(v)])
	case len(c.Sayings()) > 0:
		return p.Say("press.statements", len(c.Sayings()))
	case c.Of() > 0:
		if lo, hi, s := c.Range(); s == figure.Bounds && hi > lo {
			return p.Say("press.between-of-n", int(lo), int(hi), c.Of())
		}
		return p.Say("press.x-of-n", int(math.Round(v)), c.Of())
	}
	return Number(p, unit, v)
}

// rungs are the words of a strip's grades, from nobody to deciding.
var rungs = [...]string{"none", "informed", "consulted", "involved", "collaborated", "decides"}

// Number words a number of a unit: shares as percentages, whole numbers
// without decimals, others with one.
func Number(p lang.Printer, unit string, v float64) string {
	switch {
	case unit == "unit.share":
		return p.Percent(v, 1)
	case unit == "unit.points", unit == "unit.difference":
		return signed(p, unit, v)
	case v == math.Trunc(v):
		return p.Float(v, 0)
	case math.Abs(v) < 1:
		return p.Float(v, 2)
	}
	return p.Float(v, 1)
}

// signed words a difference with its sign: points of a share, or a number.
func signed(p lang.Printer, unit string, v float64) string {
	d := 1
	if unit == "unit.points" {
		v *= 100
	} else if math.Abs(v) < 1 {
		d = 2
	}
	s := p.Float(v, d)
	if v > 0 && s != p.Float(0, d) {
		s = "+" + s
	}
	return s
}

// Spread words the bounds or the interval of a cell, "" if it has none.
func Spread(p lang.Printer, unit string, c figure.Cell) string {
	low, high, s := c.Range()
	if s == figure.NoSpread || c.Of() > 0 {
		return ""
	}
	if unit == "unit.points" || unit == "unit.difference" {
		return p.Say("out.to", Number(p, unit, low), Number(p, unit, high))
	}
	return Number(p, unit, low) + "–" + Number(p, unit, high)
}

// Unit words a unit, "" for one without a word.
func Unit(p lang.Printer, unit string) string {
	if unit == "" || !p.Has(unit) {
		return ""
	}
	return p.Say(unit)
}

// label is the word for a key of a dimension.
func label(p lang.Printer, d figure.Dim, key string) string {
	for i, k := range d.Keys {
		if k == key && i < len(d.Labels) {
			if s, _ := d.Labels[i].In(p.Tag); s != "" {
				return s
			}
		}
	}
	return key
}

// Label words a key of a dimension in the printer's language; a key without a
// label stands for itself.
func Label(p lang.Printer, d figure.Dim, key string) string { return label(p, d, key) }
