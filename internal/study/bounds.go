package study

import (
	"bytes"

	"github.com/dires/dires/internal/diag"
)

const (
	mostTOML  = 1 << 20 // bytes of a file of settings
	deepest   = 64      // brackets within one another
	mostLines = 50_000
)

var _ = diag.Codes(
	diag.Kind{Code: "C658", Severity: diag.Error, Args: 2}, // larger than settings are
	diag.Kind{Code: "C659", Severity: diag.Error, Args: 1}, // too deep for the decoder
)

// Bounded refuses a file of settings that the decoder should not be given: it
// calls itself once a bracket, and looks through all keys at each. ok is false
// with a finding that says so.
func Bounded(file string, b []byte) (f diag.Finding, ok bool) {
	if len(b) > mostTOML || bytes.Count(b, []byte{'\n'}) > mostLines {
		return diag.New("C658", diag.At{File: file}, mostTOML>>20, mostLines), false
	}
	depth, line := 0, 1
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\n':
			line++
		case '#':
			for i+1 < len(b) && b[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			i, line = text(b, i, line)
		case '[', '{':
			if depth++; depth > deepest {
				return diag.New("C659", diag.At{File: file, Row: line}, deepest), false
			}
		case ']', '}':
			depth = max(0, depth-1)
		case '.': // a.b.c: each part is a table within another
			n := i
			for n < len(b) && b[n] != '\n' && b[n] != '=' && b[n] != ']' && b[n] != '"' {
				n++
			}
			if bytes.Count(b[i:n], []byte{'.'}) > deepest {
				return diag.New("C659", diag.At{File: file, Row: line}, deepest), false
			}
		}
	}
	return f, true
}

// text passes over a text in quotation marks, of one line or of several.
func text(b []byte, i, line int) (int, int) {
	q := b[i]
	if bytes.HasPrefix(b[i:], []byte{q, q, q}) {
		for i += 3; i < len(b) && !bytes.HasPrefix(b[i:], []byte{q, q, q}); i++ {
			if b[i] == '\n' {
				line++
			} else if b[i] == '\\' && q == '"' {
				i++
			}
		}
		return min(i+2, len(b)), line
	}
	for i++; i < len(b) && b[i] != q && b[i] != '\n'; i++ {
		if b[i] == '\\' && q == '"' {
			i++
		}
	}
	if i < len(b) && b[i] == '\n' {
		i--
	}
	return i, line
}
