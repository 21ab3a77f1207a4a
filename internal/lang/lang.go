// Package lang knows languages: text in several of them, how each writes
// numbers and dates, and the words of every code and label the program shows.
//
// It does not know what a finding or a figure is: it turns a key and arguments
// into a sentence. The type you want is [Printer]:
//
//	p := lang.For("fr")
//	p.Say("A104", "N/A") // « N/A » n'est pas un nombre …
package lang

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/dires/dires/xform/finding"
)

// Tag is a language as BCP 47 writes it: "fr", "en", "bm", "ar".
type Tag string

// The languages in which every word of the program is complete.
const (
	French  Tag = "fr"
	English Tag = "en"
)

// Complete lists the languages of the interface: each that has a file
// words/<tag>.toml, French first, English second.
var Complete = words.tags

// Base is the language without region or script: "fr" for "fr-ML".
func (t Tag) Base() Tag {
	s, _, _ := strings.Cut(strings.ToLower(string(t)), "-")
	s, _, _ = strings.Cut(s, "_")
	return Tag(s)
}

// RightToLeft reports whether the language is written from the right.
func (t Tag) RightToLeft() bool {
	return slices.Contains([]Tag{"ar", "he", "fa", "ur", "nqo"}, t.Base())
}

// Text is the same text in several languages.
type Text map[Tag]string

// In gives the text in t; where it is missing in English, then French, then
// the first language by tag. got is the language given, "" for no text.
func (x Text) In(t Tag) (s string, got Tag) {
	for _, c := range []Tag{t, t.Base(), English, French} {
		if s, ok := x[c]; ok && s != "" {
			return s, c
		}
	}
	for _, c := range x.Tags() {
		if x[c] != "" {
			return x[c], c
		}
	}
	return "", ""
}

// Tags lists the languages of x, sorted.
func (x Text) Tags() []Tag {
	ts := make([]Tag, 0, len(x))
	for t := range x {
		ts = append(ts, t)
	}
	slices.Sort(ts)
	return ts
}

// FrEn is a text in the two complete languages.
func FrEn(fr, en string) Text { return Text{French: fr, English: en} }

// Size is a number of bytes as an argument.
type Size int64

// Printer writes in one language.
type Printer struct{ Tag Tag }

// For returns the printer of the best complete language for t: the language
// itself, without its region where only that has words, else English.
func For(t Tag) Printer {
	for _, c := range []Tag{t, t.Base()} {
		if slices.Contains(Complete, c) {
			return Printer{c}
		}
	}
	return Printer{English}
}

// Say fills the catalogue's sentence of key with args: {0} is the first
// argument, {1} the second; {0|one|many} chooses by the number in argument 0, and
// {0|none|one|many} has words of its own for zero, where # writes the number.
// A key nobody entered is returned in angle brackets, so that a test sees it.
func (p Printer) Say(key string, args ...any) string {
	s, ok := words.say(key, p.Tag)
	if !ok {
		return "⟨" + key + "⟩"
	}
	return fill(p, s, args)
}

// Outline is the sentence of key where nothing is known of its arguments: an
// ellipsis stands for each.
func (p Printer) Outline(key string) string {
	blanks := make([]any, 16)
	for i := range blanks {
		blanks[i] = "…"
	}
	return p.Say(key, blanks...)
}

// Has reports whether the catalogue has the key.
func (p Printer) Has(key string) bool { _, ok := words.say(key, p.Tag); return ok }

// rule gives what the language's file says of how it writes.
func (p Printer) rule(name string) string {
	s, _ := words.say("language."+name, p.Tag)
	return s
}

// fill replaces {n}, {n|one|many} and {n|none|one|many} in one pass; anything
// else in braces is left as it is.
func fill(p Printer, s string, args []any) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], '}')
		if j < 0 {
			break
		}
		b.WriteString(s[:i])
		field := s[i+1 : i+j]
		name, forms, plural := strings.Cut(field, "|")
		var n int
		if _, err := fmt.Sscanf(name, "%d", &n); err != nil || n < 0 || n >= len(args) {
			b.WriteString(s[i : i+j+1])
		} else if plural {
			b.WriteString(p.form(forms, args[n]))
		} else {
			b.WriteString(p.arg(args[n]))
		}
		s = s[i+j+1:]
	}
	b.WriteString(s)
	return b.String()
}

// form chooses among one|many or none|one|many by the count a.
func (p Printer) form(forms string, a any) string {
	one, many, _ := strings.Cut(forms, "|")
	if next, last, three := strings.Cut(many, "|"); three {
		none := one
		one, many = strings.ReplaceAll(next, "#", p.arg(a)), strings.ReplaceAll(last, "#", p.arg(a))
		if fmt.Sprint(a) == "0" {
			return none
		}
	}
	if p.one(a) {
		return one
	}
	return many
}

// one says whether a count takes the singular, by the plural rules of CLDR: 0 and 1
// in French, 1 in English.
func (p Printer) one(a any) bool {
	var f float64
	if _, err := fmt.Sscanf(fmt.Sprint(a), "%g", &f); err != nil {
		return false
	}
	f = math.Abs(f)
	digits := strconv.FormatFloat(f, 'f', -1, 64)
	whole, frac, _ := strings.Cut(digits, ".")
	i, _ := strconv.Atoi(whole[max(0, len(whole)-9):])
	if len(whole) > 9 {
		i += 1_000_000_000 // the rules look at the last digits only
	}
	t, _ := strconv.Atoi(frac[:min(9, len(frac))])
	form := plural.Cardinal.MatchPlural(language.Make(string(p.Tag)), i, len(frac), len(frac), t, t)
	return form == plural.One
}

func (p Printer) arg(a any) string {
	switch v := a.(type) {
	case int:
		return p.Int(v)
	case float64:
		return p.Float(v, -1)
	case Size:
		return p.Bytes(int64(v))
	case Text:
		s, _ := v.In(p.Tag)
		return s
	default:
		return fmt.Sprint(a)
	}
}

// List joins items as prose: "a, b and c", « a, b et c ».
func (p Printer) List(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return strings.Join(items[:n-1], ", ") + p.rule("and") + items[n-1]
	}
}

// Nearest finds the candidate closest to s by edit distance, for "did you
// mean …"; "" if none is close (more than a third of the letters differ).
func Nearest(s string, candidates []string) string { return finding.Nearest(s, candidates) }

// Apart is how many letters part two spellings: inserted, left out, changed or
// exchanged with a neighbour.
func Apart(a, b string) int { return finding.Apart(a, b) }

// Every fills the catalogue's sentence of key in every complete language;
// arguments that are Text are filled in each language's own words.
func Every(key string, args ...any) Text {
	x := Text{}
	for _, t := range Complete {
		x[t] = For(t).Say(key, args...)
	}
	return x
}
