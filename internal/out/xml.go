package out

import "strings"

// XML drops the characters that no XML document may hold, and the bytes that are
// no character: a name with one of them would make a whole chart or report
// unreadable.
func XML(s string) string {
	s = strings.ToValidUTF8(s, "")
	ok := func(r rune) bool {
		return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000
	}
	if strings.IndexFunc(s, func(r rune) bool { return !ok(r) }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if ok(r) {
			return r
		}
		return -1
	}, s)
}
