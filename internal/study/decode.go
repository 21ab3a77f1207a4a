package study

import "github.com/dires/dires/internal/diag"

// Decode fills v, a pointer to a struct, from a TOML file of the study's
// folder as strictly as the manifest is read: a key that v does not know is a
// finding with its line and the nearest known name. ok is false for a file
// that cannot be read at all.
func Decode(file string, b []byte, v any) (found diag.List, ok bool) {
	ok = decode(file, b, v, &found)
	return found, ok
}

// Where is the line on which a key of a TOML file is first given.
func Where(file string, b []byte, key ...string) diag.At { return atKey(file, b, key...) }
