package answer

import (
	"slices"
	"strings"
)

// between parts the choices of a question that takes several: their labels may
// hold blanks, commas and bars.
const between = "\x1f"

// Ticks writes the choices that somebody made as one cell; none were made is an
// answer too, and no empty cell.
func Ticks(codes []string) string { return strings.Join(codes, between) + between }

// Ticked reads the choices of a cell: what [Ticks] wrote, or codes with blanks
// between, as forms write them.
func Ticked(cell string) []string {
	if s, ok := strings.CutSuffix(cell, between); ok {
		if s == "" {
			return nil
		}
		return strings.Split(s, between)
	}
	return strings.Fields(cell)
}

// Gives reports whether a cell holds one of some answers to q.
func (q Question) Gives(cell string, codes []string) bool {
	if q.Kind != "many" {
		return slices.Contains(codes, cell)
	}
	return slices.ContainsFunc(Ticked(cell), func(c string) bool { return slices.Contains(codes, c) })
}

// plain is a cell as the list of missing codes has it: one choice made of many
// is that choice.
func plain(cell string) string {
	if strings.HasSuffix(cell, between) {
		if c := Ticked(cell); len(c) == 1 {
			return c[0]
		}
	}
	return cell
}
