package finding

import (
	"slices"
	"strings"
)

// Nearest finds the candidate closest to s by edit distance, for "did you
// mean …"; "" if none is close (more than a third of the letters differ).
func Nearest(s string, candidates []string) string {
	best, at := "", 1<<30
	cs := slices.Clone(candidates)
	slices.Sort(cs)
	for _, c := range cs {
		if d := distance(strings.ToLower(s), strings.ToLower(c)); d < at {
			best, at = c, d
		}
	}
	if at > max(1, len([]rune(s))/3) {
		return ""
	}
	return best
}

// Apart is how many letters part two spellings: inserted, left out, changed or
// exchanged with a neighbour.
func Apart(a, b string) int { return distance(a, b) }

// distance is the optimal string alignment distance of a and b in runes.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return 1 << 20 // no name is that long; not worth the square
	}
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			c := 1
			if x[i-1] == y[j-1] {
				c = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+c)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}
