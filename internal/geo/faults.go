package geo

// patience bounds how many pairs of edges are compared in one ring: a ring made
// to be slow ends there, and its crossings stay unsaid.
const patience = 20_000_000

// Crosses reports whether a ring crosses itself: two of its edges meet within
// both. Rings that touch themselves do not.
func (r Ring) Crosses() bool {
	s := newStrips(Area{Polygon{r}})
	if len(s.edges) == 0 {
		return false
	}
	left := patience
	for k := range len(s.from) - 1 {
		es := s.edges[s.from[k]:s.from[k+1]]
		for i, a := range es {
			for _, b := range es[i+1:] {
				if left--; left < 0 {
					return false
				}
				if cut(a, b) {
					return true
				}
			}
		}
	}
	return false
}

// cut reports whether two edges cross within both.
func cut(a, b edge) bool {
	if max(a.a.Lon, a.b.Lon) < min(b.a.Lon, b.b.Lon) || max(b.a.Lon, b.b.Lon) < min(a.a.Lon, a.b.Lon) || a.b.Lat < b.a.Lat || b.b.Lat < a.a.Lat {
		return false
	}
	return side(a.a, a.b, b.a)*side(a.a, a.b, b.b) < 0 && side(b.a, b.b, a.a)*side(b.a, b.b, a.b) < 0
}

// Lap is two areas with a surface in common, and what share of the smaller one
// it is, about.
type Lap struct {
	A, B  int
	Share float64
}

// Laps finds pairs of areas that overlap by half a hundredth of the smaller one
// or more, by a lattice of points: borders that were drawn twice and cross by
// some metres are none. Few points an area are looked at where there are many.
func Laps(as []Area) (out []Lap) {
	if len(as) < 2 {
		return nil
	}
	x := NewIndex(as)
	n := 8
	for n < 64 && (n+8)*(n+8)*len(as) <= 400_000 {
		n += 8
	}
	type pair struct{ a, b int }
	both, inside := map[pair]int{}, make([]int, len(as))
	var buf []int
	for i, a := range as {
		box, ok := a.Box()
		if !ok {
			continue
		}
		w, h := box.Max.Lon-box.Min.Lon, box.Max.Lat-box.Min.Lat
		for r := range n {
			for c := range n {
				p := Point{box.Min.Lon + (float64(c)+.5)*w/float64(n), box.Min.Lat + (float64(r)+.5)*h/float64(n)}
				if !x.areas[i].holds(p) {
					continue
				}
				inside[i]++
				for _, j := range x.All(buf[:0], p) {
					if j != i {
						both[pair{i, j}]++
					}
				}
			}
		}
	}
	for i := range as {
		for j := i + 1; j < len(as); j++ {
			share := 0.0
			for _, p := range []pair{{i, j}, {j, i}} {
				if k := both[p]; k > 1 {
					share = max(share, float64(k)/float64(inside[p.a]))
				}
			}
			if share >= .005 {
				out = append(out, Lap{i, j, share})
			}
		}
	}
	return out
}
