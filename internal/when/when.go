// Package when knows dates as people report them: a day, "August 2015", "some
// time that year"; spans between two days; and the calendar buckets by which
// figures are counted.
//
// It knows no clock: now is an argument everywhere. The type you want is
// [Span].
package when

import (
	"fmt"
	"strings"
	"time"
)

// Day is a civil date, counted in days from 1970-01-01. The zero Day is that
// date; an unknown date is a zero [Span], which has no precision.
type Day int32

// Date gives the day of a proleptic Gregorian date; out-of-range months and
// days are normalised as time.Date does.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Of gives the UTC day of t.
func Of(t time.Time) Day { u := t.UTC(); return Date(u.Year(), u.Month(), u.Day()) }

// Civil gives year, month and day of the month.
func (d Day) Civil() (year int, month time.Month, day int) {
	return time.Unix(int64(d)*86400, 0).UTC().Date()
}

// String is the ISO date, "2015-08-03".
func (d Day) String() string {
	y, m, n := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), n)
}

// ParseDay reads an ISO date, with or without a time after it.
func ParseDay(s string) (Day, error) {
	s = strings.TrimSpace(s)
	if len(s) < 10 || (len(s) > 10 && s[10] != ' ' && s[10] != 'T') {
		return 0, fmt.Errorf("parse day: not a date as 2015-08-03")
	}
	t, err := time.Parse("2006-01-02", s[:10])
	if err != nil {
		return 0, fmt.Errorf("parse day: not a date as 2015-08-03")
	}
	return Of(t), nil
}

// Precision says how exactly a date is known.
type Precision uint8

const (
	Unknown Precision = iota
	Exact             // the day
	Days              // a range of two to six days
	Week
	Month
	Quarter
	Year
	Longer // more than a year
)

var precisions = [...]string{"unknown", "day", "days", "week", "month", "quarter", "year", "longer"}

func (p Precision) String() string { return precisions[p] }

// MarshalText writes the precision's name.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (p *Precision) UnmarshalText(b []byte) error {
	for i, s := range precisions {
		if s == string(b) {
			*p = Precision(i)
			return nil
		}
	}
	return fmt.Errorf("parse precision: %q is none of %s", b, strings.Join(precisions[:], ", "))
}

// MarshalText writes the ISO date.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads an ISO date.
func (d *Day) UnmarshalText(b []byte) (err error) { *d, err = ParseDay(string(b)); return err }

// Span is the time within which something happened, both ends included, and
// how exactly that is known. The zero Span is an unknown date.
type Span struct {
	From      Day       `json:"from"`
	To        Day       `json:"to"`
	Precision Precision `json:"precision"`
}

// On is the span of one exactly known day.
func On(d Day) Span { return Span{d, d, Exact} }

// Known reports whether there is a date at all.
func (s Span) Known() bool { return s.Precision != Unknown }

// Days is the number of days, 0 for an unknown date.
func (s Span) Days() int {
	if !s.Known() {
		return 0
	}
	return int(s.To-s.From) + 1
}

// Overlaps reports whether both spans share a day.
func (s Span) Overlaps(t Span) bool {
	return s.Known() && t.Known() && s.From <= t.To && t.From <= s.To
}

// ByLength is the precision that a range of so many days deserves.
func ByLength(from, to Day) Precision {
	switch n := to - from + 1; {
	case n <= 1:
		return Exact
	case n < 7:
		return Days
	case n == 7:
		return Week
	case n <= 31:
		return Month
	case n <= 92:
		return Quarter
	case n <= 366:
		return Year
	default:
		return Longer
	}
}

// Parse reads "2015", "2015-08", "2015-T3" or "2015-Q3", "2015-08-03", or two
// of them joined by "/" or "..".
func Parse(s string) (Span, error) {
	s = strings.TrimSpace(s)
	for _, sep := range []string{"..", "/"} {
		if a, b, ok := strings.Cut(s, sep); ok {
			x, err := Parse(a)
			if err != nil {
				return Span{}, err
			}
			y, err := Parse(b)
			if err != nil {
				return Span{}, err
			}
			if y.To < x.From {
				return Span{}, fmt.Errorf("parse span: it ends before it starts")
			}
			return Span{x.From, y.To, ByLength(x.From, y.To)}, nil
		}
	}
	var y, m, q int
	switch {
	case len(s) >= 10:
		d, err := ParseDay(s)
		if err != nil {
			return Span{}, err
		}
		return On(d), nil
	case len(s) == 7 && (s[5] == 'Q' || s[5] == 'T'):
		if n, _ := fmt.Sscanf(strings.Replace(s, "T", "Q", 1), "%4d-Q%1d", &y, &q); n == 2 && q >= 1 && q <= 4 {
			return BucketOf(Date(y, time.Month(3*q-2), 1), Quarterly).Span(), nil
		}
	case len(s) == 7:
		if n, _ := fmt.Sscanf(s, "%4d-%2d", &y, &m); n == 2 && m >= 1 && m <= 12 {
			return BucketOf(Date(y, time.Month(m), 1), Monthly).Span(), nil
		}
	case len(s) == 4:
		if n, _ := fmt.Sscanf(s, "%4d", &y); n == 1 && y > 0 {
			return BucketOf(Date(y, 1, 1), Yearly).Span(), nil
		}
	}
	return Span{}, fmt.Errorf("parse span: not a date as 2015, 2015-08, 2015-Q3 or 2015-08-03")
}

// String is the shortest form that Parse reads back.
func (s Span) String() string {
	if !s.Known() {
		return ""
	}
	for _, g := range []Grain{Yearly, Quarterly, Monthly} {
		if b := BucketOf(s.From, g); b.Span().From == s.From && b.Span().To == s.To {
			return b.String()
		}
	}
	if s.From == s.To {
		return s.From.String()
	}
	return s.From.String() + "/" + s.To.String()
}

// Grain is the width of a calendar bucket.
type Grain uint8

const (
	Yearly Grain = iota
	Quarterly
	Monthly
)

// Bucket is one calendar year, quarter or month.
type Bucket struct {
	Grain Grain
	N     int // years, quarters or months since year 0
}

// BucketOf gives the bucket in which d falls.
func BucketOf(d Day, g Grain) Bucket {
	y, m, _ := d.Civil()
	switch g {
	case Quarterly:
		return Bucket{g, y*4 + (int(m)-1)/3}
	case Monthly:
		return Bucket{g, y*12 + int(m) - 1}
	default:
		return Bucket{g, y}
	}
}

// Span gives the first and last day of the bucket.
func (b Bucket) Span() Span {
	switch b.Grain {
	case Quarterly:
		y, q := b.N/4, b.N%4
		return Span{Date(y, time.Month(3*q+1), 1), Date(y, time.Month(3*q+4), 1) - 1, Quarter}
	case Monthly:
		y, m := b.N/12, b.N%12
		return Span{Date(y, time.Month(m+1), 1), Date(y, time.Month(m+2), 1) - 1, Month}
	default:
		return Span{Date(b.N, 1, 1), Date(b.N+1, 1, 1) - 1, Year}
	}
}

// Next is the bucket after b.
func (b Bucket) Next() Bucket { b.N++; return b }

// String is "2015", "2015-Q3" or "2015-08".
func (b Bucket) String() string {
	switch b.Grain {
	case Quarterly:
		return fmt.Sprintf("%04d-Q%d", b.N/4, b.N%4+1)
	case Monthly:
		return fmt.Sprintf("%04d-%02d", b.N/12, b.N%12+1)
	default:
		return fmt.Sprintf("%04d", b.N)
	}
}

// Holds reports whether the whole span lies in the bucket; a span that crosses
// its edge is imprecise for counting by this grain.
func (b Bucket) Holds(s Span) bool {
	c := b.Span()
	return s.Known() && c.From <= s.From && s.To <= c.To
}
