package attack

import (
	"fmt"
	"slices"
)

// cell is a cell as the attacker of printed matter sees it: where it stands,
// and whether a number was read there. The set is what it truly rests on,
// public rows taken out; the attacker knows it only of cells that were read.
type cell struct {
	figure, at string
	set        []string
	read       bool
}

// pencil finds held cells that a reader with a pencil gets without algebra: the
// parts of a printed total, of which what is left over is as much as there are
// parts withheld, so that each is one. A part that is withheld is not nothing:
// nothing is printed as 0.
func pencil(cells []cell) (found []string) {
	id := map[string]int{}
	sets := make([][]int, len(cells))
	byFigure, hides := map[string][]int{}, map[string]bool{}
	for i, c := range cells {
		for _, k := range c.set {
			if _, ok := id[k]; !ok {
				id[k] = len(id)
			}
			sets[i] = append(sets[i], id[k])
		}
		byFigure[c.figure] = append(byFigure[c.figure], i)
		hides[c.figure] = hides[c.figure] || !c.read
	}
	mark, seen := make([]int, len(id)), map[string]bool{}
	for i, total := range cells {
		if !total.read {
			continue
		}
		for name, parts := range byFigure {
			if !hides[name] {
				continue
			}
			clear(mark)
			for _, k := range sets[i] {
				mark[k] = 1 // in the total; 2: in a part of it too
			}
			var hidden []int
			rest, covered, fits := len(sets[i]), 0, true
			for _, p := range parts {
				inside, again := 0, false
				for _, k := range sets[p] {
					if mark[k] > 0 {
						inside++
					}
					again = again || mark[k] == 2
				}
				if inside == 0 || p == i {
					continue
				}
				if inside < len(sets[p]) || again { // reaches beyond the total, or two parts share a statement
					fits = false
					break
				}
				for _, k := range sets[p] {
					mark[k] = 2
				}
				covered += inside
				if cells[p].read {
					rest -= inside
				} else {
					hidden = append(hidden, p)
				}
			}
			if !fits || covered != len(sets[i]) || len(hidden) == 0 || rest != len(hidden) {
				continue
			}
			for _, h := range hidden {
				if k := fmt.Sprintf("one statement in %s at %s, from %s at %s", name, cells[h].at, total.figure, total.at); !seen[k] {
					seen[k] = true
					found = append(found, k)
				}
			}
		}
	}
	slices.Sort(found)
	return found
}
