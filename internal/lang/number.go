package lang

import (
	"math"
	"strconv"
	"strings"
)

// The spaces French typography wants: a narrow no-break space between groups
// of three and before ; ! ? %, a no-break space before : and inside « ».
const (
	Narrow  = "\u202f"
	NoBreak = "\u00a0"
)

// Int writes a whole number with grouped thousands: 12,345; French 12 345
// from five digits on is customary, but four digits are grouped too, so that
// columns align.
func (p Printer) Int(n int) string {
	s := strconv.Itoa(n)
	neg := strings.HasPrefix(s, "-")
	s = group(strings.TrimPrefix(s, "-"), p.rule("group"))
	if neg {
		return "\u2212" + s
	}
	return s
}

// Float writes f with the given decimals, rounding half to even once here;
// decimals < 0 writes as few as needed. It is the one place floats are
// rounded for people.
func (p Printer) Float(f float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(f), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	s = group(whole, p.rule("group"))
	if frac != "" {
		s += p.rule("decimal") + frac
	}
	if f < 0 && strings.Trim(whole+frac, "0") != "" {
		return "\u2212" + s
	}
	return s
}

// Percent writes a share (0.123) as a percentage with the given decimals.
func (p Printer) Percent(share float64, decimals int) string {
	return strings.Replace(p.rule("percent"), "{0}", p.Float(100*share, decimals), 1)
}

// Range writes low–high with the language's numbers.
func (p Printer) Range(low, high float64, decimals int) string {
	return p.Float(low, decimals) + "\u2013" + p.Float(high, decimals)
}

// Quote puts s between the language's quotation marks.
func (p Printer) Quote(s string) string {
	return strings.Replace(p.rule("quote"), "{0}", s, 1)
}

// Bytes writes a size: 432 kB, 432 ko.
func (p Printer) Bytes(n int64) string {
	units := strings.Fields(p.rule("bytes"))
	f, i := float64(n), 0
	for f >= 1000 && i < len(units)-1 {
		f, i = f/1000, i+1
	}
	d := 0
	if i > 0 && f < 10 {
		d = 1
	}
	return p.Float(f, d) + NoBreak + units[i]
}

func group(digits, sep string) string {
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	lead := len(digits) % 3
	b.WriteString(digits[:lead])
	for i := lead; i < len(digits); i += 3 {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}
