package xform

import (
	"unicode"
	"unicode/utf8"
)

// otherScript checks a name that holds more than ASCII: letters and digits of
// any script, combining marks.
func otherScript(n []byte) bool {
	first := true
	for len(n) > 0 {
		r, w := utf8.DecodeRune(n)
		n = n[w:]
		if r < 0x80 {
			first = false
			continue
		}
		if r > 0xffff || !unicode.In(r, unicode.L, unicode.Nl) && (first || !unicode.In(r, unicode.Nd, unicode.Mc, unicode.Me, unicode.Mn)) {
			return false
		}
		first = false
	}
	return true
}
