package xform

import (
	"maps"
	"slices"
	"strings"
)

// Texts is the same text in several languages, by BCP 47 tag ("fr", "en", "bm").
// A form of one language that does not name it has the tag "und".
type Texts map[string]string

// In gives the text in a language; where it is missing in the language without
// its region, then English, then French, then the first language by tag. It is
// empty only where there is no text at all.
func (x Texts) In(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	base, _, _ = strings.Cut(base, "_")
	for _, t := range []string{tag, base, "en", "fr"} {
		if x[t] != "" {
			return x[t]
		}
	}
	for _, t := range slices.Sorted(maps.Keys(x)) {
		if x[t] != "" {
			return x[t]
		}
	}
	return ""
}

// Tag is the tag of a form's language: "fr" for "Français (fr)". English and
// French are also known by their names; any other name is its own tag.
func Tag(language string) string {
	if i := strings.LastIndexByte(language, '('); i >= 0 && strings.HasSuffix(language, ")") {
		return strings.TrimSpace(language[i+1 : len(language)-1])
	}
	switch l := strings.ToLower(language); l {
	case "english", "anglais":
		return "en"
	case "french", "français", "francais":
		return "fr"
	default:
		return l
	}
}
