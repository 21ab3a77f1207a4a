package sav

import (
	"math"
	"strconv"
	"time"
)

// epoch is the day from which SPSS counts the seconds of its dates, 14 October
// 1582, in seconds from 1970.
const epoch = -12219379200

// As says how a table shows values; the zero As does for most.
type As struct {
	Labels bool // a value that has a label is written as its label
	Raw    bool // values declared missing are written like others
}

// AppendCell appends the i-th variable as a table shows it: a number with as
// few digits as it needs, a date as an ISO date, a text; nothing where it is
// missing.
func (r *Row) AppendCell(b []byte, i int, as As) []byte {
	v := &r.f.Vars[i]
	if v.Text() {
		s, ok := r.Text(i)
		if !ok && !as.Raw {
			return b
		}
		if as.Labels {
			for _, l := range v.Labels {
				if l.Text == s {
					s = l.Label
					break
				}
			}
		}
		return append(b, s...)
	}
	x, ok := r.Num(i)
	if as.Raw {
		x, ok = r.Raw(i)
	}
	if !ok {
		return b
	}
	if as.Labels {
		if s, ok := v.LabelOf(x); ok {
			return append(b, s...)
		}
	}
	return v.Format.Append(b, x)
}

// Append appends a number as a table shows it: a date or a time where the
// format says so.
func (f Format) Append(b []byte, x float64) []byte {
	dated := f.day() || f.moment()
	if math.Abs(x) > 1e12 && (dated || f.clock()) {
		dated, f = false, Format{}
	}
	switch {
	case dated:
		t := time.Unix(int64(math.Floor(x))+epoch, 0).UTC()
		if f.moment() {
			return t.AppendFormat(b, "2006-01-02T15:04:05")
		}
		return t.AppendFormat(b, "2006-01-02")
	case f.clock() && x >= 0 && x < 86400:
		return time.Unix(int64(x), 0).UTC().AppendFormat(b, "15:04:05")
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.AppendInt(b, int64(x), 10)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}
