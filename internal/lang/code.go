package lang

import (
	"slices"
	"strings"
)

// Code finds the code that s means: the code itself, or its label in any language
// of the program ("prefix.code" of the catalogue). Accents, case, hyphens and the
// endings of French gender and number do not count: "Consultés" is "consulted".
// ok is false where none, or more than one, is meant.
func Code(prefix, s string, codes []string) (code string, ok bool) {
	f := Fold(s)
	if f == "" {
		return "", false
	}
	for _, c := range codes {
		if Fold(c) == f {
			return c, true
		}
	}
	found := 0
	for _, c := range codes {
		label, _ := Lookup(prefix + "." + c)
		for _, t := range Complete {
			if l := Fold(label[t]); l == f || t == French && slices.Contains(inflected(l), f) {
				code, found = c, found+1
				break
			}
		}
	}
	return code, found == 1
}

// inflected gives the forms of a French word by gender and number: « consultée » for
// consulté, consultés, consultées. A label of several words has one form.
func inflected(w string) []string {
	stem, ends := strings.CutSuffix(w, "e")
	switch {
	case strings.Contains(w, " ") || w == "":
		return []string{w}
	case ends:
		return []string{w, w + "s", stem, stem + "s"}
	}
	return []string{w, w + "s", w + "e", w + "es"}
}
