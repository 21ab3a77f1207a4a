package sheet

import (
	"regexp"
	"strings"

	"github.com/dires/dires/internal/geo"
)

// Degrees is a latitude or longitude: 16.271, "16,271" (of degrees there are no
// thousands), 12°39'N, 12° 39' 30,5" O. ok is false for none, with a finding
// where the cell is not empty.
func (r *Row) Degrees(col string) (f float64, ok bool) {
	s := r.Text(col)
	if s == "" {
		return 0, false
	}
	if f, ok = Degrees(s); !ok || r.kind(r.t.col[col]) == boolCell {
		r.Find("A239", col, r.quote(s))
		return 0, false
	}
	return f, true
}

// Degrees reads degrees as people write them: see [Row.Degrees].
func Degrees(s string) (f float64, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 60 {
		return 0, false
	}
	sign, sides := 1.0, 0
	s = strings.Map(func(c rune) rune {
		switch c {
		case 'S', 's', 'W', 'w', 'O', 'o':
			sign = -1
			sides++
			return -1
		case 'N', 'n', 'E', 'e':
			sides++
			return -1
		case '°', 'º', '˚', '\'', '’', '′', '"', '”', '″', '“', '\u00a0', '\u202f':
			return ' '
		case '−':
			return '-'
		case ',':
			return '.'
		}
		return c
	}, s)
	parts := strings.Fields(s)
	if len(parts) == 0 || len(parts) > 3 || sides > 1 || len(parts) > 1 && strings.HasPrefix(parts[0], "-") && sides > 0 {
		return 0, false
	}
	unit := 1.0
	for i, p := range parts {
		x, is := Number(p)
		if !is || i > 0 && (x < 0 || x >= 60) || i+1 < len(parts) && strings.IndexByte(p, '.') >= 0 || sides == 1 && x < 0 {
			return 0, false
		}
		if i > 0 && strings.HasPrefix(parts[0], "-") {
			x = -x
		}
		f += x * unit
		unit /= 60
	}
	return sign * f, true
}

var (
	geopoint = regexp.MustCompile(`^([+\-−]?\d{1,3}(?:\.\d+)?) ([+\-−]?\d{1,3}(?:\.\d+)?)(?: ([+\-−]?\d+(?:\.\d+)?)(?: (\d+(?:\.\d+)?))?)?$`)
	sexages  = regexp.MustCompile(`(?i)^\(?\s*([^,;/]*?[NS]|[NS][^,;/NSEWO]*)\s*[,;/]?\s*([^,;/]*?[EWO]|[EWO][^,;/]*)\s*\)?$`)
)

// Geopoint reads a point as ODK and Kobo write it, "12.65 3.1 0 4.9": latitude,
// longitude, altitude, accuracy in metres, of which the last two may lack; and
// degrees and minutes with their sides, "12°39'N 3°06'E". Accuracy is 0 where
// nothing tells it.
func Geopoint(s string) (p geo.Point, accuracy float64, ok bool) {
	s = strings.TrimSpace(s)
	if m := geopoint.FindStringSubmatch(s); m != nil && (m[3] != "" || strings.Contains(m[1]+m[2], ".")) {
		lat, ok1 := Degrees(m[1])
		lon, ok2 := Degrees(m[2])
		if m[4] != "" {
			accuracy, _ = Number(m[4])
		}
		p = geo.Point{Lat: lat, Lon: lon}
		return p, accuracy, ok1 && ok2 && p.Valid()
	}
	if !strings.ContainsAny(s, "0123456789") {
		return p, 0, false
	}
	if m := sexages.FindStringSubmatch(s); m != nil {
		lat, ok1 := Degrees(m[1])
		lon, ok2 := Degrees(m[2])
		p = geo.Point{Lat: lat, Lon: lon}
		return p, 0, ok1 && ok2 && p.Valid()
	}
	return p, 0, false
}
