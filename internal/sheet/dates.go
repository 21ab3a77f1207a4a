package sheet

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

var errDate = errors.New("parse date: not a date as 2015-08-03, 03/08/2015 or 3 août 2015")

var months = map[string]time.Month{}

var _ = func() bool {
	for i, names := range [...]string{
		"janvier janv jan january", "fevrier fevr fev february feb", "mars mar march", "avril avr april apr", "mai may",
		"juin jun june", "juillet juil jul july", "aout aou august aug", "septembre sept sep september",
		"octobre oct october", "novembre nov november", "decembre dec december"} {
		for _, n := range strings.Fields(names) {
			months[n] = time.Month(i + 1)
		}
	}
	return true
}()

// ParseSpan reads a date as people write it, at the precision they give: all
// that when.Parse reads; the day before the month, "03/08/2015", "3.8.2015";
// months in words, "3 août 2015", "1er août 2015", "August 2015",
// "16-Feb-2021"; "08/2015"; and two dates joined by "au", "to", "à", "–" or
// " - ". A year of two digits is refused: nobody knows its century.
func ParseSpan(s string) (when.Span, error) { return parseSpan(s, false) }

// parseSpan is ParseSpan, with the month before the day where monthFirst is set.
func parseSpan(s string, monthFirst bool) (when.Span, error) {
	one := func(s string) (when.Span, error) { return one(s, monthFirst) }
	s = strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " "))
	if x, err := when.Parse(s); err == nil {
		return x, sane(x)
	}
	if len(s) > 80 {
		return when.Span{}, errDate
	}
	for _, sep := range []string{" au ", " to ", " à ", " – ", "–", " - ", ".."} {
		a, b, ok := strings.Cut(s, sep)
		if !ok {
			continue
		}
		a = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(a), "du "), "from ")
		to, err := one(b)
		if err != nil {
			return when.Span{}, errDate
		}
		from, err := one(a)
		if err != nil {
			// "du 3 au 5 août 2015": the first lacks what the second has
			f := strings.Fields(b)
			for k := 1; k < len(f) && err != nil; k++ {
				from, err = one(a + " " + strings.Join(f[k:], " "))
			}
		}
		if err != nil || to.To < from.From {
			return when.Span{}, errDate
		}
		return when.Span{From: from.From, To: to.To, Precision: when.ByLength(from.From, to.To)}, nil
	}
	return one(s)
}

func one(s string, monthFirst bool) (when.Span, error) {
	s = strings.TrimSpace(s)
	if x, err := when.Parse(s); err == nil {
		return x, sane(x)
	}
	if i := strings.IndexByte(s, ':'); i > 8 { // a time behind the date
		if j := strings.LastIndexAny(s[:i], " T"); j > 0 {
			s = s[:j]
			if x, err := when.Parse(s); err == nil {
				return x, sane(x)
			}
		}
	}
	f := strings.Fields(lang.Fold(s))
	if len(f) > 0 { // "1er", "3rd"; weekdays in front
		if n := strings.TrimRight(f[0], "erndsth"); n != "" && digits(n) {
			f[0] = n
		} else if len(f) == 4 {
			f = f[1:]
		}
	}
	var y, m, d int
	switch {
	case len(f) == 3 && digits(f[0]) && digits(f[1]) && digits(f[2]):
		y, m, d = atoi(f[2]), atoi(f[1]), atoi(f[0])
		if len(f[0]) == 4 {
			y, d = d, y
		} else if monthFirst {
			m, d = d, m
		}
		if len(f[0]) != 4 && len(f[2]) != 4 {
			return when.Span{}, errDate
		}
	case len(f) == 2 && digits(f[0]) && digits(f[1]) && len(f[1]) == 4 && len(f[0]) <= 2:
		y, m = atoi(f[1]), atoi(f[0])
	case len(f) == 3 && digits(f[0]) && len(f[2]) == 4 && digits(f[2]):
		y, m, d = atoi(f[2]), int(months[f[1]]), atoi(f[0])
		if d == 0 {
			return when.Span{}, errDate
		}
	case len(f) == 3 && digits(f[1]) && len(f[2]) == 4 && digits(f[2]): // August 3, 2015
		y, m, d = atoi(f[2]), int(months[f[0]]), atoi(f[1])
		if d == 0 {
			return when.Span{}, errDate
		}
	case len(f) == 2 && len(f[1]) == 4 && digits(f[1]):
		y, m = atoi(f[1]), int(months[f[0]])
	}
	if m < 1 || m > 12 || y < 1000 || y > 2999 {
		return when.Span{}, errDate
	}
	if d == 0 && len(f) == 2 {
		return when.BucketOf(when.Date(y, time.Month(m), 1), when.Monthly).Span(), nil
	}
	day := when.Date(y, time.Month(m), d)
	if gy, gm, gd := day.Civil(); gy != y || int(gm) != m || gd != d {
		return when.Span{}, errDate
	}
	return when.On(day), nil
}

// twoDigits reports whether a date would be read if its year had four digits.
func twoDigits(s string) bool {
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	if len(s)-i != 2 || i == 0 || strings.IndexByte(s, ':') >= 0 {
		return false
	}
	full := s[:i] + "20" + s[i:]
	_, err := parseSpan(full, false)
	_, err2 := parseSpan(full, true)
	return err == nil || err2 == nil
}

// sane refuses years that are typing errors.
func sane(x when.Span) error {
	if y, _, _ := x.From.Civil(); y < 1000 || y > 2999 {
		return errDate
	}
	return nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 4
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }
