package reading

import (
	"path"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/when"
)

// Odd reports dates of a claim that cannot be: what had not happened when it
// came in, and what happened before 1900, which a typing error or a day number
// makes of a year. It keeps them as they are said. today is when it came in;
// 0 asks for nothing: a study of fiction may play at any time.
func Odd(c claim.Claim, a About, today when.Day) (found diag.List) {
	if today == 0 || c.Key.ID == "" {
		return nil
	}
	at := diag.At{File: path.Base(a.Name), Row: c.Origin.Row, Field: "date"}
	for _, s := range spans(c) {
		y, _, _ := s.From.Civil()
		said := s.String()
		if a.Private {
			said = "…"
		}
		switch {
		case !s.Known():
		case s.From > today:
			found.Add("A276", at, said, today.String())
			return found
		case y < 1900:
			found.Add("A278", at, said)
			return found
		}
	}
	return found
}

// spans are the days on which something happened or was said; an embargo and
// the day by which something is due lie ahead.
func spans(c claim.Claim) (out []when.Span) {
	out = append(out, c.Said.On)
	switch {
	case c.Incident != nil:
		out = append(out, c.Incident.When)
	case c.Deaths != nil:
		out = append(out, c.Deaths.When)
	case c.Response != nil:
		out = append(out, c.Response.When)
	case c.Coping != nil:
		out = append(out, c.Coping.When)
	case c.Need != nil:
		out = append(out, c.Need.When)
	}
	return out
}
