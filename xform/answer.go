package xform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// Answer is what stands in one field of one submission.
type Answer struct {
	Field *Field
	Path  string // with the number of each repeat: "/data/who[2]/age"
	Row   []int  // the numbers of the repeats around it, outermost first, from 1
	Value Value
}

// Value is an answer. Raw is what the phone wrote; the rest is filled by type,
// and OK says whether Raw is of that type.
type Value struct {
	Raw    string
	OK     bool
	Int    int64     // Int
	Float  float64   // Int, Decimal
	Many   []string  // Select, Rank: names of the choices in order
	Points []float64 // GeoPoint, GeoTrace, GeoShape: latitude, longitude (degrees), altitude, accuracy (m) of each point
}

// Empty reports whether nothing was answered.
func (v Value) Empty() bool { return strings.TrimSpace(v.Raw) == "" }

// Answers reads every field of a submission, in its order. A field the form
// does not know and a value that is not of its type are findings; findings
// name fields, never what somebody answered.
func (f *Form) Answers(x Instance) (as []Answer, found finding.List) {
	if x.Root == nil {
		return nil, nil
	}
	at := finding.At{File: x.ID()}
	var walk func(n *Node, path, shown string, row []int)
	walk = func(n *Node, path, shown string, row []int) {
		count := map[string]int{}
		for _, k := range n.Kids {
			p := path + "/" + k.Name
			fd := f.byPath[p]
			if fd == nil {
				p = path + "/" + k.Local()
				fd = f.byPath[p]
			}
			s := shown + "/" + k.Local()
			r := row
			if fd == nil {
				if k.Local() != "meta" && !strings.Contains(p, "/meta/") {
					a := at
					a.Field = p
					found.Add("F595", a, p)
				}
				if len(k.Kids) == 0 {
					continue
				}
			}
			if fd != nil && fd.Type == Repeat {
				if k.Attr("jr:template") != "" || hasAttr(k, "jr:template") {
					continue
				}
				count[p]++
				s += "[" + strconv.Itoa(count[p]) + "]"
				r = append(row[:len(row):len(row)], count[p])
			}
			if len(k.Kids) > 0 || fd != nil && fd.Type.Section() {
				walk(k, p, s, r)
				continue
			}
			v := Parse(fd.Type, k.Text)
			if !v.OK && !v.Empty() {
				a := at
				a.Field = p
				found.Add("F596", a, p, fd.Type)
			}
			as = append(as, Answer{fd, s, r, v})
		}
	}
	walk(x.Root, "/"+f.Root, "/"+f.Root, nil)
	return as, found
}

func hasAttr(n *Node, name string) bool {
	for _, a := range n.Attrs {
		if a.Name == name {
			return true
		}
	}
	return false
}

// Parse reads a value of a type.
func Parse(t Type, raw string) Value {
	v := Value{Raw: raw}
	s := strings.TrimSpace(raw)
	if s == "" {
		return v
	}
	var err error
	switch t {
	case Int:
		v.Int, err = strconv.ParseInt(s, 10, 64)
		v.Float, v.OK = float64(v.Int), err == nil
	case Decimal:
		v.Float, err = strconv.ParseFloat(s, 64)
		v.OK = err == nil && !strings.ContainsAny(s, "nNiIxX_")
	case Boolean:
		v.OK = s == "true" || s == "false" || s == "0" || s == "1"
	case Date:
		v.OK = isDate(s)
	case Time:
		v.OK = isTime(s)
	case DateTime:
		d, tm, ok := strings.Cut(s, "T")
		v.OK = ok && isDate(d) && isTime(tm)
	case Select, Rank:
		v.Many, v.OK = strings.Fields(s), true
	case GeoPoint, GeoTrace, GeoShape:
		v.Points, v.OK = points(s)
		v.OK = v.OK && (t != GeoPoint || len(v.Points) == 4)
	default:
		v.OK = true
	}
	return v
}

func digitsOf(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func isDate(s string) bool {
	if len(s) < 10 || !digitsOf(s[:4]) || s[4] != '-' || !digitsOf(s[5:7]) || s[7] != '-' || !digitsOf(s[8:10]) || len(s) > 16 {
		return false
	}
	var y, m, d int
	fmt.Sscanf(s[:10], "%d-%d-%d", &y, &m, &d)
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if m < 1 || m > 12 {
		return false
	}
	n := days[m-1]
	if m == 2 && (y%4 == 0 && y%100 != 0 || y%400 == 0) {
		n = 29
	}
	return d >= 1 && d <= n
}

func isTime(s string) bool {
	return len(s) >= 5 && digitsOf(s[:2]) && s[2] == ':' && digitsOf(s[3:5]) && s[:2] < "24" && s[3:5] < "60"
}

// points reads "lat lon alt acc; lat lon alt acc; …".
func points(s string) (ps []float64, ok bool) {
	for part := range strings.SplitSeq(strings.TrimRight(strings.TrimSpace(s), "; "), ";") {
		fs := strings.Fields(part)
		if len(fs) < 2 || len(fs) > 4 {
			return nil, false
		}
		var p [4]float64
		for i, x := range fs {
			v, err := strconv.ParseFloat(x, 64)
			if err != nil || v != v || v > 1e9 || v < -1e9 {
				return nil, false
			}
			p[i] = v
		}
		if p[0] < -90 || p[0] > 90 || p[1] < -180 || p[1] > 180 {
			return nil, false
		}
		ps = append(ps, p[:]...)
	}
	return ps, true
}
