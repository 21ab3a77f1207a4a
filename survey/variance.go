package survey

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// influence is what the rows add to each estimate: z[a][i] is row i's
// linearised, weighted value for statistic a in its own domain dom[i], and
// zero for every other domain. Column a*groups+d is statistic a in domain d.
type influence struct {
	dom    []int32 // -1: in no domain; nil: all rows in the one domain
	groups int
	z      [][]float64
	lazy   []linear // instead of z, where each row is visited once
}

func (f influence) columns() int { return f.groups * max(len(f.z), len(f.lazy)) }

// once reports whether the variance visits each row once and no more, so that
// its linearised value need not be kept.
func (s *Sample) once(columns, groups int) bool {
	return len(s.cal) == 0 && len(s.stages) == 1 && s.stages[0].unit != nil &&
		(groups == 1 || s.widest()*columns <= roomy)
}

// roomy is how many accumulators are kept at once.
const roomy = 8 << 20

// variance returns the variance of every column, or with full their
// covariance matrix, row by row.
func (s *Sample) variance(f influence, full bool) ([]float64, error) {
	if len(s.cal) > 0 {
		return s.calibrated(f, full)
	}
	k := f.columns()
	if wide := s.widest() * len(f.z); !full && wide > 0 && wide*f.groups > roomy && f.groups > 1 {
		return s.inParts(f, max(1, roomy/wide))
	}
	v := make([]float64, k)
	if full {
		v = make([]float64, k*k)
	}
	for i := range s.stages {
		if err := s.add(v, i, f, full); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// widest is the largest number of accumulators a column needs at any stage.
func (s *Sample) widest() int {
	m := 0
	for _, g := range s.stages {
		if m = max(m, g.strata); g.unit != nil {
			m = max(m, g.units)
		}
	}
	return m
}

// inParts takes a few domains at a time.
func (s *Sample) inParts(f influence, few int) ([]float64, error) {
	v := make([]float64, f.columns())
	dom := make([]int32, s.n)
	for lo := 0; lo < f.groups; lo += few {
		hi := min(lo+few, f.groups)
		for i, d := range f.dom {
			dom[i] = -1
			if int(d) >= lo && int(d) < hi {
				dom[i] = d - int32(lo)
			}
		}
		part, err := s.variance(influence{dom: dom, groups: hi - lo, z: f.z}, false)
		if err != nil {
			return nil, err
		}
		for a := range f.z {
			copy(v[a*f.groups+lo:], part[a*(hi-lo):(a+1)*(hi-lo)])
		}
	}
	return v, nil
}

// rule says, per stratum and column, what is subtracted from a unit's total
// and by what its square is multiplied.
type rule struct {
	k              int
	centre, factor []float64 // strata × k; factor is a square root
	blow           []float64 // per column: strata / (strata − lonely) under Average
}

// add adds what stage i contributes.
func (s *Sample) add(v []float64, i int, f influence, full bool) error {
	g := &s.stages[i]
	k := f.columns()
	var total []float64 // units × k
	sum := make([]float64, g.strata*k)
	if g.unit != nil {
		total = make([]float64, g.units*k)
		for a, z := range f.z {
			gather(total, z, f.dom, g.unit, k, a*f.groups)
		}
		if f.lazy != nil {
			s.gatherOnce(total, f, g.unit)
		}
		for u := range g.units {
			row := sum[int(g.in(int32(u)))*k:]
			for c, t := range total[u*k : u*k+k] {
				row[c] += t
			}
		}
	} else {
		for a, z := range f.z {
			gather(sum, z, f.dom, g.stratum, k, a*f.groups)
		}
	}
	r, err := s.rule(i, f, sum)
	if err != nil {
		return err
	}
	part := make([]float64, len(v))
	if g.unit != nil {
		g.squares(part, total, r, full)
	} else {
		g.rowSquares(part, f, sum, r, full)
	}
	for c := range v {
		b := 1.0
		if r.blow != nil {
			if full {
				b = math.Sqrt(r.blow[c/k] * r.blow[c%k])
			} else {
				b = r.blow[c]
			}
		}
		v[c] += b * part[c]
	}
	return nil
}

// gather adds z into the accumulators of each row's place (its unit or
// stratum) and domain.
func gather(acc, z []float64, dom, at []int32, k, off int) {
	switch {
	case dom == nil && at == nil:
		for _, x := range z {
			acc[off] += x
		}
	case dom == nil:
		for i, x := range z {
			acc[int(at[i])*k+off] += x
		}
	case at == nil:
		for i, x := range z {
			if d := dom[i]; d >= 0 {
				acc[off+int(d)] += x
			}
		}
	default:
		at = at[:len(z)]
		dom = dom[:len(z)]
		for i, x := range z {
			if d := dom[i]; d >= 0 {
				acc[int(at[i])*k+off+int(d)] += x
			}
		}
	}
}

// gatherOnce adds the linearised values of all statistics, row by row.
func (s *Sample) gatherOnce(acc []float64, f influence, unit []int32) {
	k := f.columns()
	for i, w := range s.w {
		d := 0
		if f.dom != nil {
			d = int(f.dom[i])
		}
		if d < 0 || w == 0 {
			continue
		}
		at := int(unit[i])*k + d
		for a := range f.lazy {
			acc[at] += f.lazy[a].row(i, d, w)
			at += f.groups
		}
	}
}

// rule settles centres and factors, and what becomes of lonely units.
func (s *Sample) rule(i int, f influence, sum []float64) (rule, error) {
	g := &s.stages[i]
	k := f.columns()
	r := rule{k: k, centre: sum, factor: make([]float64, len(sum))}
	inDom := s.inDom && i == 0 && (s.lonely == Adjust || s.lonely == Average)
	var there []int32 // units of a stratum in a domain
	if g.single || inDom {
		there = g.present(f.dom, f.groups, nil)
	}
	if g.single && s.lonely == Fail {
		e := &LonelyError{Stage: i + 1}
		for h, n := range g.size {
			if n == 1 && g.scale[h] > 0 && slices.Max(there[h*f.groups:(h+1)*f.groups]) > 0 {
				e.Strata = append(e.Strata, s.stratumName(i, h))
			}
		}
		if e.Strata != nil {
			return r, e
		}
	}
	var grand []float64
	if there != nil && s.lonely == Adjust {
		grand = make([]float64, k)
		for h := range g.strata {
			for c := range k {
				grand[c] += sum[h*k+c]
			}
		}
		for c := range grand {
			grand[c] /= float64(g.units)
		}
	}
	var strata, lone []float64
	if there != nil && s.lonely == Average {
		strata, lone = make([]float64, k), make([]float64, k)
	}
	for h, n := range g.size {
		if n == 0 {
			continue
		}
		usual := math.Sqrt(g.scale[h] * float64(n) / float64(max(n-1, 1)))
		for c := range k {
			at := h*k + c
			here := int32(n)
			if there != nil {
				here = there[h*f.groups+c%f.groups]
			}
			lonely := n == 1 || inDom && here == 1
			if strata != nil && here > 0 {
				strata[c]++
				if lonely {
					lone[c]++
				}
			}
			switch {
			case g.scale[h] == 0:
			case !lonely:
				r.factor[at] = usual
				r.centre[at] = sum[at] / float64(n)
			case s.lonely == Adjust && here > 0:
				r.factor[at] = usual
				r.centre[at] = grand[c]
			}
		}
	}
	if strata != nil {
		r.blow = make([]float64, k)
		for c := range r.blow {
			r.blow[c] = 1
			if lone[c] > 0 && strata[c] > lone[c] {
				r.blow[c] = strata[c] / (strata[c] - lone[c])
			}
		}
	}
	return r, nil
}

// squares sums the products of centred unit totals.
func (g *stage) squares(v, total []float64, r rule, full bool) {
	k := r.k
	b := make([]float64, k)
	for u := range g.units {
		h := int(g.in(int32(u))) * k
		centre, factor := r.centre[h:h+k], r.factor[h:h+k]
		for c, t := range total[u*k : u*k+k] {
			b[c] = factor[c] * (t - centre[c])
		}
		if !full {
			for c, x := range b {
				v[c] += x * x
			}
			continue
		}
		for c, x := range b {
			if x != 0 {
				row := v[c*k : c*k+k]
				for e, y := range b {
					row[e] += x * y
				}
			}
		}
	}
}

// rowSquares does the same where each row is a unit: a row has a value in one
// domain and zero in all others, which are never visited one by one.
func (g *stage) rowSquares(v []float64, f influence, sum []float64, r rule, full bool) {
	k, stats := r.k, len(f.z)
	in := make([]int, g.strata*f.groups)
	plain := make([]float64, len(sum)) // Σ (z − centre) over the rows in the domain
	for i := range f.z[0] {
		d := 0
		if f.dom != nil {
			if d = int(f.dom[i]); d < 0 {
				continue
			}
		}
		h := int(g.in(int32(i)))
		in[h*f.groups+d]++
		for a := range stats {
			ca := a*f.groups + d
			x := r.factor[h*k+ca] * (f.z[a][i] - r.centre[h*k+ca])
			plain[h*k+ca] += x
			if !full {
				v[ca] += x * x
				continue
			}
			for e := range stats {
				ce := e*f.groups + d
				v[ca*k+ce] += x * r.factor[h*k+ce] * (f.z[e][i] - r.centre[h*k+ce])
			}
		}
	}
	for h, n := range g.size {
		for c := range k {
			m := r.factor[h*k+c] * r.centre[h*k+c]
			d := c % f.groups
			out := float64(n - in[h*f.groups+d])
			if !full {
				v[c] += out * m * m
				continue
			}
			for e := range k {
				me := r.factor[h*k+e] * r.centre[h*k+e]
				if e%f.groups == d {
					v[c*k+e] += out * m * me
					continue
				}
				// rows of d, rows of the other domain, rows of neither
				ne := in[h*f.groups+e%f.groups]
				v[c*k+e] += -plain[h*k+c]*me - plain[h*k+e]*m + float64(n-in[h*f.groups+d]-ne)*m*me
			}
		}
	}
}

// present counts, per stratum and domain, the units with a row of the domain
// whose weight is not zero (with w nil: any row).
func (g *stage) present(dom []int32, groups int, w []float64) []int32 {
	n := make([]int32, g.strata*groups)
	rows := len(dom)
	if dom == nil {
		rows = len(g.unit)
		if g.unit == nil {
			rows = g.units
		}
	}
	seen := []uint64(nil)
	if g.unit != nil {
		seen = make([]uint64, (g.units*groups+63)/64)
	}
	for i := range rows {
		d := 0
		if dom != nil {
			if d = int(dom[i]); d < 0 {
				continue
			}
		}
		if w != nil && w[i] == 0 {
			continue
		}
		if g.unit == nil {
			n[int(g.in(int32(i)))*groups+d]++
			continue
		}
		bit := int(g.unit[i])*groups + d
		seen[bit>>6] |= 1 << (bit & 63)
	}
	for at, word := range seen {
		for ; word != 0; word &= word - 1 {
			bit := at<<6 + bits.TrailingZeros64(word)
			n[int(g.in(int32(bit/groups)))*groups+bit%groups]++
		}
	}
	return n
}

// stratumName says which stratum of stage i is meant, for a message.
func (s *Sample) stratumName(i, h int) string {
	if i == 0 {
		if h < len(s.names.Levels) {
			return s.names.Levels[h]
		}
		return fmt.Sprintf("stratum %d", h+1)
	}
	g := &s.stages[i-1]
	for row := range s.n {
		if int(g.of(row)) == h {
			return fmt.Sprintf("the stage-%d unit of row %d", i, row+1)
		}
	}
	return fmt.Sprintf("unit %d", h+1)
}
