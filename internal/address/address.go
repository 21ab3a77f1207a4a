// Package address knows which addresses may be printed as links. Pages, the
// report, DOCX and the check of a study ask the one function:
//
//	to, ok := address.Printable("https://example.org/a")
package address

import (
	"net/url"
	"strings"
)

// Printable gives an address that may be printed as a link: of the web, of a
// mailbox, of a place on the page, or beside it. Everything else (scripts,
// files of the reader's computer, shares of a network, a way out of the
// folder, control characters) is none. Pages, report, DOCX and the check of a
// study ask this one function.
func Printable(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == '\\' || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= '\u0080' && r <= '\u009f' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' {
			return "", false
		}
	}
	u, err := url.Parse(s)
	if s == "" || err != nil || u.User != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "https", "http":
		return s, u.Host != "" && u.Opaque == ""
	case "mailto":
		return s, strings.Contains(u.Opaque, "@")
	case "":
		if u.Host != "" || strings.HasPrefix(u.Path, "/") { // another host, or the root of whatever this stands on
			return "", false
		}
		depth := 0
		for part := range strings.SplitSeq(u.Path, "/") {
			switch part {
			case "..":
				depth--
			case "", ".":
			default:
				depth++
			}
			if depth < 0 || strings.HasPrefix(part, ".") && part != "." && part != ".." {
				return "", false
			}
		}
		return s, true
	}
	return "", false
}
