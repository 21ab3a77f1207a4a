package lang

import "strings"

// DecodedTwice reports whether a text looks like UTF-8 that was read as
// Windows-1252 ("TimbÃ©dra"), or has the mark of a letter that was lost.
func DecodedTwice(s string) bool {
	before := rune(0)
	for _, c := range s {
		if c == '\uFFFD' {
			return true
		}
		if (before == 'Ã' || before == 'Â') && (c >= 0x80 && c <= 0xbf || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", c)) {
			return true
		}
		if before == 'â' && c == '€' {
			return true
		}
		before = c
	}
	return false
}
