package sav

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charsetOf finds UTF-8 or an encoding of single bytes by any name a file may
// give it ("UTF-8", "windows-1252", "CP1252", "ISO_8859-1"); ok is false for
// another. What is not valid UTF-8 in a file that says so is Windows-1252.
func charsetOf(name string) (decode func([]byte) string, ok bool) {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	want := fold(name)
	switch {
	case want == "utf8", want == "usascii", strings.HasPrefix(want, "ansix34"):
		latin, _ := charsetOf("windows-1252")
		return func(b []byte) string {
			// IBM's library labels what it is handed by the machine's locale.
			if b = whole(b); utf8.Valid(b) {
				return string(b)
			}
			return latin(b)
		}, true
	case want == "latin1":
		want = "iso88591"
	case strings.HasPrefix(want, "cp125"):
		want = "windows" + want[2:]
	case strings.HasPrefix(want, "cp"), strings.HasPrefix(want, "ibm"):
		want = "ibmcodepage" + strings.TrimPrefix(strings.TrimPrefix(want, "cp"), "ibm")
	}
	for _, e := range charmap.All {
		c, is := e.(*charmap.Charmap)
		if !is || fold(c.String()) != want {
			continue
		}
		return func(b []byte) string {
			var s strings.Builder
			for _, x := range b {
				s.WriteRune(c.DecodeByte(x))
			}
			return s.String()
		}, true
	}
	return nil, false
}

// whole drops the beginning of a letter that the width of a variable cut off.
func whole(b []byte) []byte {
	for k := 1; k <= 3 && k <= len(b); k++ {
		if c := b[len(b)-k]; utf8.RuneStart(c) {
			if c >= 0xc0 && !utf8.FullRune(b[len(b)-k:]) && utf8.Valid(b[:len(b)-k]) && len(b) > 7 {
				return b[:len(b)-k]
			}
			return b
		}
	}
	return b
}
