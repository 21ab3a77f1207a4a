package xform

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	wholeNumber = regexp.MustCompile(`^[+-]?[0-9]+$`)
	realNumber  = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	clock       = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})(:([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$`)
)

// Holds reports whether a phone reads s as a value of the type: what it does
// not read as a default it drops in silence. Types that hold any text hold s.
func Holds(t Type, s string) bool {
	switch t {
	case Int:
		_, err := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 32)
		return err == nil && wholeNumber.MatchString(s)
	case Decimal:
		return realNumber.MatchString(s)
	case Date:
		return holdsDate(s)
	case Time:
		return holdsTime(s)
	case DateTime:
		d, h, ok := strings.Cut(s, "T")
		return holdsDate(d) && (!ok || holdsTime(h))
	case GeoPoint:
		return holdsPoint(s)
	case GeoTrace, GeoShape:
		for p := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(s), ";"), ";") {
			if !holdsPoint(strings.TrimSpace(p)) {
				return false
			}
		}
	}
	return true
}

func holdsDate(s string) bool {
	_, err := time.Parse("2006-1-2", s)
	return err == nil
}

func holdsTime(s string) bool {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi(m[2])
	sec, _ := strconv.Atoi(m[4])
	return h < 24 && min < 60 && sec < 60
}

// holdsPoint: latitude and longitude in degrees, then altitude and accuracy if
// there are any.
func holdsPoint(s string) bool {
	fs := strings.Fields(s)
	if len(fs) < 2 || len(fs) > 4 {
		return false
	}
	for i, f := range fs {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil || !realNumber.MatchString(f) || i == 0 && (x < -90 || x > 90) || i == 1 && (x < -180 || x > 180) {
			return false
		}
	}
	return true
}
