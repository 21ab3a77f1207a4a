package linkage

import (
	"cmp"
	"slices"
)

// Greedy takes the heaviest edge whose two records are both free, again and
// again; ties go to the lesser A, then the lesser B. The result is stable: no
// pair of records would both rather have each other (no blocking pair).
//
// Shape: edges in any order; at most one edge of a pair. A record may have
// edges to one other source only: for more sources see [Resolve].
// Unit: weights in [Bit]; edges of weight ≤ 0 stay free.
// Errors: none.
// Source: Gale and Shapley 1962, in the symmetric case; events.md §8.
func Greedy(edges []Edge) []Edge {
	e := slices.Clone(edges)
	slices.SortFunc(e, heaviest)
	taken := map[int32]bool{}
	var out []Edge
	for _, x := range e {
		if x.W > 0 && !taken[x.A] && !taken[x.B] {
			taken[x.A], taken[x.B] = true, true
			out = append(out, x)
		}
	}
	return sorted(out)
}

func heaviest(x, y Edge) int {
	if x.W != y.W {
		return int(y.W) - int(x.W)
	}
	if x.A != y.A {
		return int(x.A) - int(y.A)
	}
	return int(x.B) - int(y.B)
}

func sorted(e []Edge) []Edge {
	slices.SortFunc(e, func(x, y Edge) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return e
}

// BlockingPairs counts the edges not chosen that outweigh what both of their
// records got (no partner counts as nothing).
//
// Shape: any edges, and those chosen among them.
// Unit: a count.
// Errors: none.
// Source: Gale and Shapley 1962.
func BlockingPairs(edges, chosen []Edge) int {
	got := map[int32]int32{}
	for _, x := range chosen {
		got[x.A], got[x.B] = x.W, x.W
	}
	n := 0
	for _, x := range edges {
		if x.W > 0 && x.W > got[x.A] && x.W > got[x.B] {
			n++
		}
	}
	return n
}

// Exact finds the assignment of greatest total weight, component by component,
// by successive shortest augmenting paths on the sparse graph. Components of
// more than limit records are left to [Greedy]: their number is returned.
//
// Shape: edges between two sides: no record is A of one edge and B of another.
// Unit: weights in [Bit]; edges of weight ≤ 0 stay free.
// Errors: none; left counts the components too large.
// Source: Kuhn 1955; Jonker and Volgenant 1987, sparse.
func Exact(edges []Edge, limit int) (chosen []Edge, left int) {
	for _, c := range Components(edges) {
		if c.Records > limit {
			chosen = append(chosen, Greedy(c.Edges)...)
			left++
			continue
		}
		chosen = append(chosen, exact(c.Edges)...)
	}
	return sorted(chosen), left
}

// Component is a connected part of the graph of positive edges.
type Component struct {
	Edges   []Edge
	Records int
}

// Components cuts the edges of positive weight into connected parts, in the
// order of their least record.
//
// Shape: any edges.
// Unit: none.
// Errors: none.
// Source: union-find with path halving.
func Components(edges []Edge) []Component {
	up := map[int32]int32{}
	find := func(x int32) int32 {
		for {
			p, ok := up[x]
			if !ok {
				up[x] = x
				return x
			}
			if p == x {
				return x
			}
			if g := up[p]; g != p {
				up[x] = g
			}
			x = p
		}
	}
	for _, e := range edges {
		if e.W > 0 {
			a, b := find(e.A), find(e.B)
			up[max(a, b)] = min(a, b)
		}
	}
	e := make([]Edge, 0, len(edges))
	for _, x := range edges {
		if x.W > 0 {
			e = append(e, x)
		}
	}
	slices.SortFunc(e, func(x, y Edge) int {
		return cmp.Or(cmp.Compare(find(x.A), find(y.A)), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	var out []Component
	for lo := 0; lo < len(e); {
		hi := lo
		rec := map[int32]bool{}
		for ; hi < len(e) && find(e[hi].A) == find(e[lo].A); hi++ {
			rec[e[hi].A], rec[e[hi].B] = true, true
		}
		out = append(out, Component{e[lo:hi], len(rec)})
		lo = hi
	}
	return out
}

// exact solves one component: rows are the A records, each may stay free at
// cost 0. Bellman-Ford paths suit the small sparse components of links.
func exact(edges []Edge) []Edge {
	var rows, cols []int32
	for _, e := range edges {
		rows, cols = append(rows, e.A), append(cols, e.B)
	}
	slices.Sort(rows)
	slices.Sort(cols)
	rows, cols = slices.Compact(rows), slices.Compact(cols)
	row := map[int32]int{}
	colOf := map[int32]int{}
	for i, r := range rows {
		row[r] = i
	}
	for j, c := range cols {
		colOf[c] = j
	}
	adj := make([][]struct{ j, e int }, len(rows))
	for k, e := range edges {
		i := row[e.A]
		adj[i] = append(adj[i], struct{ j, e int }{colOf[e.B], k})
	}
	owner := make([]int, len(cols)) // row of a column
	mine := make([]int, len(rows))  // edge of a row
	for j := range owner {
		owner[j] = -1
	}
	for i := range mine {
		mine[i] = -1
	}
	const inf = int64(1) << 60
	gain := make([]int64, len(cols))
	from := make([]int, len(cols)) // edge by which a column was reached
	for s := range rows {
		// Best gain of a path from s that ends in a free column or frees a row.
		for j := range gain {
			gain[j], from[j] = -inf, -1
		}
		queue := []int{s}
		base := make([]int64, len(rows)) // gain on reaching a row, its own edge given up
		for i := range base {
			base[i] = -inf
		}
		base[s] = 0
		in := make([]bool, len(rows))
		in[s] = true
		for len(queue) > 0 {
			i := queue[0]
			queue, in[i] = queue[1:], false
			for _, x := range adj[i] {
				if x.e == mine[i] {
					continue
				}
				g := base[i] + int64(edges[x.e].W)
				if g > gain[x.j] {
					gain[x.j], from[x.j] = g, x.e
					if o := owner[x.j]; o >= 0 && o != s {
						if b := g - int64(edges[mine[o]].W); b > base[o] {
							base[o] = b
							if !in[o] {
								in[o] = true
								queue = append(queue, o)
							}
						}
					}
				}
			}
		}
		best, end, freed := int64(0), -1, -1
		for j := range gain {
			if owner[j] < 0 && gain[j] > best {
				best, end = gain[j], j
			}
		}
		for i := range rows {
			if i != s && base[i] > best && mine[i] >= 0 {
				best, end, freed = base[i], colOf[edges[mine[i]].B], i
			}
		}
		if end < 0 {
			continue
		}
		if freed >= 0 {
			mine[freed] = -1
		}
		for j := end; ; {
			e := from[j]
			i := row[edges[e].A]
			prev := mine[i]
			mine[i], owner[j] = e, i
			if i == s {
				break
			}
			j = colOf[edges[prev].B]
		}
	}
	var out []Edge
	for _, e := range mine {
		if e >= 0 {
			out = append(out, edges[e])
		}
	}
	return out
}
