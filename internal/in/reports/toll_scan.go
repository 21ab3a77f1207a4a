package reports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dires/dires/internal/lang"
)

// kind of token
type kind byte

const (
	word    kind = iota
	number       // a whole number in digits
	moment       // a date or a time of day
	sign         // , ; . : + ( ) ≥ ≤ ≈ and so on, in text
	tight        // a hyphen between two words or numbers
	strange      // what no rule understands
)

type token struct {
	kind kind
	text string
	n    int
}

const mostPeople = 10_000_000

var (
	plural   = regexp.MustCompile(`(?i)(\p{L})\((?:e|s|es)\)(?:\(s\)|s)?`)
	pointed  = regexp.MustCompile(`(?i)(\p{L})(?:[·•.]e[·•.]s|[·•.]es|[·•]e|[·•]s)(\W|$)`)
	aMoment  = regexp.MustCompile(`^(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}\s?[hH]\s?(?:\d{2})?|\d{1,2}:\d{2}(?::\d{2})?)`)
	ordinal  = regexp.MustCompile(`^(\d{1,2})(?:er|ère|ere|st|nd|rd|th)\s+(\p{L}+)`)
	digits   = regexp.MustCompile(`^\d{1,3}(?:[ \x{a0}\x{202f}'’.,]\d{3})+(?:[.,]0+)?|^\d+(?:[.,]\d+)?`)
	thousand = regexp.MustCompile(`^\d{1,3}([ \x{a0}\x{202f}'’.,])\d{3}`)
	decimals = regexp.MustCompile(`[.,]0+$`)
)

// scan parts a cell into tokens.
func scan(cell string) (ts []token) {
	s := pointed.ReplaceAllString(plural.ReplaceAllString(strings.TrimSpace(cell), "$1"), "$1$2")
	for s != "" {
		c, size := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsSpace(c) || strings.ContainsRune("'’\"«»“”", c):
			s = s[size:]
		case unicode.IsLetter(c) || unicode.Is(unicode.Mn, c):
			n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
			if n < 0 {
				n = len(s)
			}
			ts = append(ts, token{word, lang.Fold(s[:n]), 0})
			s = s[n:]
		case c >= '0' && c <= '9':
			t, n := figure(s)
			ts, s = append(ts, t), s[n:]
		case strings.ContainsRune("-–—−‑", c):
			t := token{sign, "-", 0}
			if rest := s[size:]; len(ts) > 0 && rest != "" && !strings.HasPrefix(rest, " ") && !strings.HasSuffix(strings.TrimSuffix(cell, s), " ") {
				t = token{tight, "-", 0}
			}
			ts, s = append(ts, t), s[size:]
		default:
			t, n := symbol(s, c, size)
			ts, s = append(ts, t), s[n:]
		}
		if len(ts) > 200 {
			return []token{{strange, "", 0}}
		}
	}
	return merge(ts)
}

func symbol(s string, c rune, size int) (token, int) {
	for _, x := range []struct{ as, is string }{{"<=", "≤"}, {">=", "≥"}, {"<", "≤"}, {">", "≥"}, {"≤", "≤"}, {"≥", "≥"}, {"~", "≈"}, {"≈", "≈"}} {
		if strings.HasPrefix(s, x.as) {
			return token{sign, x.is, 0}, len(x.as)
		}
	}
	switch c {
	case ',', ';', '.', '/', '&', '+', ':', '(', ')', '=', '•':
		return token{sign, string(c), 0}, size
	case '[':
		return token{sign, "(", 0}, size
	case ']':
		return token{sign, ")", 0}, size
	}
	return token{strange, string(c), 0}, size
}

// figure reads what begins with a digit.
func figure(s string) (token, int) {
	ends := func(n int) bool { // no letter or digit goes on
		c, _ := utf8.DecodeRuneInString(s[n:])
		return n == len(s) || !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}
	if m := aMoment.FindString(s); m != "" && ends(len(m)) {
		return token{moment, m, 0}, len(m)
	}
	if m := ordinal.FindStringSubmatch(s); m != nil && months[lang.Fold(m[2])] {
		return token{moment, m[0], 0}, len(m[0])
	}
	m := digits.FindString(s)
	if !ends(len(m)) {
		n := strings.IndexFunc(s, unicode.IsSpace)
		if n < 0 {
			n = len(s)
		}
		return token{strange, s[:n], 0}, n
	}
	n, ok := whole(m)
	if !ok {
		return token{strange, m, 0}, len(m)
	}
	return token{number, m, n}, len(m)
}

// whole is a number of people: no fraction, and no thousands that could be
// decimals. "1,200" can only be thousands; "12,000" could be twelve.
func whole(m string) (int, bool) {
	body, sep := m, ""
	if g := thousand.FindStringSubmatch(m); g != nil && m[0] != '0' {
		sep = g[1]
	}
	exact := false
	if d := decimals.FindString(m); d != "" && d[:1] != sep {
		body, exact = strings.TrimSuffix(m, d), true
	}
	if sep != "" {
		groups := strings.Split(body, sep)
		if !exact && len(groups) == 2 && groups[1] == "000" && (sep == "." || sep == ",") {
			return 0, false
		}
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return 0, false
			}
		}
		body = strings.Join(groups, "")
	}
	n, err := strconv.Atoi(body)
	return n, err == nil && n <= mostPeople
}

// merge puts phrases into one token, and the parts of a date.
func merge(ts []token) (out []token) {
	for i := 0; i < len(ts); {
		if n, to := phrase(ts[i:]); n > 0 {
			t := token{word, to, 0}
			if strings.Contains("≥≤≈", to) {
				t.kind = sign
			}
			if to == "??" {
				t.kind = strange
			}
			out, i = append(out, t), i+n
			continue
		}
		if n := date(ts[i:]); n > 0 {
			out, i = append(out, token{moment, "", 0}), i+n
			continue
		}
		out, i = append(out, ts[i]), i+1
	}
	return out
}

func phrase(ts []token) (n int, to string) {
	if ts[0].kind != word {
		return 0, ""
	}
	for _, p := range phrases[ts[0].text] {
		var got []string
		used := 0
		for used < len(ts) && len(got) < len(p[0]) && (ts[used].kind == word || ts[used].kind == tight) {
			if ts[used].kind == word {
				got = append(got, ts[used].text)
			}
			used++
		}
		if slices.Equal(got, p[0]) {
			return used, p[1][0]
		}
	}
	return 0, ""
}

// alone are months whose words mean other things where no day stands by them.
var alone = set("sept march mars may mar")

// date tells how many tokens are a day, a month and a year in words.
func date(ts []token) int {
	is := func(i int, ok func(token) bool) bool { return i < len(ts) && ok(ts[i]) }
	day := func(t token) bool { return t.kind == number && t.n >= 1 && t.n <= 31 }
	year := func(t token) bool { return t.kind == number && t.n >= 1900 && t.n <= 2100 && len(t.text) == 4 }
	month := func(t token) bool { return t.kind == word && months[t.text] }
	between := func(t token) bool {
		return t.kind == tight || t.kind == word && (t.text == "et" || t.text == "au" || t.text == "and" || t.text == "to" || t.text == "a")
	}
	n := 0
	switch {
	case is(0, day) && is(1, between) && is(2, day) && is(3, month):
		n = 4
	case is(0, day) && is(1, month):
		n = 2
	case is(0, month) && is(1, day) && !is(2, func(t token) bool { return t.kind == word && (fates[t.text] != 0 || people[t.text]) }):
		n = 2
	case is(0, month) && !alone[ts[0].text]:
		n = 1
	case is(0, func(t token) bool {
		return t.kind == word && (t.text == "en" || t.text == "in" || t.text == "depuis" || t.text == "since")
	}) && is(1, year):
		return 2
	}
	if n > 0 && is(n, year) {
		n++
	}
	return n
}
