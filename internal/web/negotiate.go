package web

import (
	"strconv"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// weights reads a header such as "br;q=0.8, gzip": each name, lower case, with
// its weight. What cannot be read has the weight 0.
func weights(header string) map[string]float64 {
	m := map[string]float64{}
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		q := 1.0
		if v, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(params), " ", ""), "q="); ok {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil || !(f >= 0 && f <= 1) {
				f = 0
			}
			q = f
		}
		if old, ok := m[name]; !ok || q > old {
			m[name] = q
		}
	}
	return m
}

// accepts reports whether an Accept-Encoding header allows a coding.
func accepts(header, coding string) bool {
	w := weights(header)
	if q, ok := w[coding]; ok {
		return q > 0
	}
	return w["*"] > 0
}

// prefers is the complete language an Accept-Language header likes best,
// French when it likes none more.
func prefers(header string) lang.Tag {
	best, at := lang.French, 0.0
	for _, t := range lang.Complete {
		for name, q := range weights(header) {
			if lang.Tag(name).Base() == t && q > at {
				best, at = t, q
			}
		}
	}
	return best
}
