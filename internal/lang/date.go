package lang

import (
	"strconv"
	"strings"

	"github.com/dires/dires/internal/when"
)

// Date writes an ISO date or span as people do: « 1ᵉʳ août 2015 », "August
// 2015"; what it cannot read it leaves as it is.
func (p Printer) Date(iso string) string {
	s, err := when.Parse(iso)
	if err != nil || !s.Known() {
		return iso
	}
	if from, to, ok := strings.Cut(iso, "/"); ok {
		return p.Date(from) + "–" + p.Date(to)
	}
	months := strings.Fields(p.Say("press.months"))
	y, m, d := s.From.Civil()
	switch strings.Count(iso, "-") {
	case 0:
		return iso
	case 1:
		if _, q, ok := strings.Cut(iso, "-Q"); ok {
			n, _ := strconv.Atoi(q)
			return p.Say("press.quarter", n, strconv.Itoa(y))
		}
		if strings.ContainsAny(iso, "T") {
			return iso
		}
		return months[m-1] + " " + strconv.Itoa(y)
	}
	day := strconv.Itoa(d)
	if d == 1 {
		day = p.rule("first-of-month")
	}
	return day + " " + months[m-1] + " " + strconv.Itoa(y)
}

// Dated is a date in every complete language.
func Dated(iso string) Text {
	t := Text{}
	for _, l := range Complete {
		t[l] = For(l).Date(iso)
	}
	return t
}
