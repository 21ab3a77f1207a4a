package survey

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Test is the result of a test. Statistic, NumDF, DenDF and P are those of the
// distribution used; DenDF is 0 for a chi-squared one.
type Test struct {
	Statistic, NumDF, DenDF, P float64
	Estimate, SE               float64 // of the difference tested, where there is one
	N                          int
}

// sound refuses a test of which something is not a number.
func (t Test) sound() (Test, error) {
	if !finite(t.Statistic, t.NumDF, t.DenDF, t.P, t.Estimate, t.SE) {
		return Test{}, fmt.Errorf("test: no variance to judge by: %w", ErrDegenerate)
	}
	return t, nil
}

// table is a cross table's estimated cells, rows fastest.
type table struct {
	rows, cols int
	p, v       []float64 // cells and their covariance
	n, df      int
}

func (s *Sample) table(rows, cols Factor, q Query, totals bool) (table, error) {
	r, c := len(rows.Levels), len(cols.Levels)
	t := table{rows: r, cols: c}
	if len(rows.Codes) != s.n || len(cols.Codes) != s.n {
		panic("survey: a factor needs one code per row")
	}
	if r < 2 || c < 2 {
		return t, fmt.Errorf("test table: fewer than two rows or columns: %w", ErrDegenerate)
	}
	cell := Factor{Codes: make([]int32, s.n), Levels: make([]string, r*c)}
	for i := range cell.Codes {
		if cell.Codes[i] = rows.Codes[i] + int32(r)*cols.Codes[i]; rows.Codes[i] < 0 || cols.Codes[i] < 0 {
			cell.Codes[i] = -1
		}
	}
	stats := Shares(cell)
	for l := range stats {
		stats[l].total = totals
	}
	q.Cov = true
	e, err := s.Estimate(q, stats...)
	if err != nil {
		return t, err
	}
	if e.Groups != 1 {
		panic("survey: a test is of one domain")
	}
	if e.Why[0] != Given {
		return t, fmt.Errorf("test table: %v: %w", e.Why[0], ErrDegenerate)
	}
	t.p, t.v, t.n, t.df = e.Value, e.Cov, e.N[0], e.DF[0]
	for i := range r {
		if t.row(i) == 0 {
			return t, fmt.Errorf("test table: row %q is empty: leave it out: %w", rows.Levels[i], ErrDegenerate)
		}
	}
	for j := range c {
		if t.col(j) == 0 {
			return t, fmt.Errorf("test table: column %q is empty: leave it out: %w", cols.Levels[j], ErrDegenerate)
		}
	}
	return t, nil
}

func (t table) row(i int) (x float64) {
	for j := range t.cols {
		x += t.p[i+t.rows*j]
	}
	return x
}

func (t table) col(j int) (x float64) {
	for i := range t.rows {
		x += t.p[i+t.rows*j]
	}
	return x
}

// Independence tests that the rows and columns of a table are independent, as
// Rao and Scott correct Pearson's X² for the design: statistic F (second
// order, the default), Chisq (first order), saddlepoint, or the Wald tests
// Wald and adjWald. For Chisq and saddlepoint, Statistic is X² itself.
//
// Errors: [ErrDegenerate] for a table with an empty row or column; an unknown
// statistic; as [Sample.Estimate].
//
// Source: J. Rao & A. Scott, Annals of Statistics 12, 1984, pp. 46–60; R's svychisq.
func (s *Sample) Independence(rows, cols Factor, statistic string, q Query) (Test, error) {
	switch statistic {
	case "Wald", "adjWald":
		return s.waldIndependence(rows, cols, statistic == "adjWald", q)
	case "", "F", "Chisq", "saddlepoint":
	default:
		return Test{}, fmt.Errorf("test table: %q is none of F, Chisq, saddlepoint, Wald, adjWald: %w", statistic, ErrDesign)
	}
	t, err := s.table(rows, cols, q, false)
	if err != nil {
		return Test{}, err
	}
	x2 := 0.0
	for j := range t.cols {
		for i := range t.rows {
			want := t.row(i) * t.col(j)
			d := t.p[i+t.rows*j] - want
			x2 += d * d / want
		}
	}
	x2 *= float64(t.n)
	lambda, err := t.effects()
	if err != nil {
		return Test{}, err
	}
	tr, tr2 := 0.0, 0.0
	for _, l := range lambda {
		tr += l
		tr2 += l * l
	}
	k := float64(len(lambda))
	if tr <= 0 {
		return Test{}, fmt.Errorf("test table: the cells have no variance: %w", ErrDegenerate)
	}
	d0 := tr * tr / tr2
	nu := float64(t.df)
	switch statistic {
	case "Chisq":
		return Test{Statistic: x2, NumDF: k, P: chi2Upper(x2/(tr/k), k), N: t.n}.sound()
	case "saddlepoint":
		return Test{Statistic: x2, P: weightedF(x2, lambda, d0*nu), N: t.n}.sound()
	}
	f := x2 / tr
	return Test{Statistic: f, NumDF: d0, DenDF: d0 * nu, P: fUpper(f, d0, d0*nu), N: t.n}.sound()
}

// effects are the eigenvalues of Rao and Scott's generalised design effects.
func (t table) effects() ([]float64, error) {
	r, c := t.rows, t.cols
	cells, k := r*c, (r-1)*(c-1)
	con := mat.NewDense(cells, k, nil) // interaction columns, main effects swept out
	for b := 1; b < c; b++ {
		for a := 1; a < r; a++ {
			for j := range c {
				for i := range r {
					x, y := -1/float64(r), -1/float64(c)
					if i == a {
						x++
					}
					if j == b {
						y++
					}
					con.Set(i+r*j, (a-1)+(r-1)*(b-1), x*y)
				}
			}
		}
	}
	scaled := mat.NewDense(cells, k, nil)
	for i, p := range t.p {
		for j := range k {
			if p != 0 {
				scaled.Set(i, j, con.At(i, j)/p)
			}
		}
	}
	var den, num, tmp mat.Dense
	den.Mul(con.T(), scaled)
	den.Scale(1/float64(t.n), &den)
	tmp.Mul(mat.NewDense(cells, cells, t.v), scaled)
	num.Mul(scaled.T(), &tmp)
	return generalised(&num, &den)
}

// generalised returns the eigenvalues of den⁻¹·num, both symmetric.
func generalised(num, den *mat.Dense) ([]float64, error) {
	k, _ := num.Dims()
	sym := func(m *mat.Dense) *mat.SymDense {
		s := mat.NewSymDense(k, nil)
		for i := range k {
			for j := i; j < k; j++ {
				s.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
			}
		}
		return s
	}
	var ch mat.Cholesky
	if !ch.Factorize(sym(den)) {
		return nil, fmt.Errorf("test table: empty cells leave no contrast: %w", ErrDegenerate)
	}
	var l mat.TriDense
	ch.LTo(&l)
	var a, b mat.Dense
	if err := a.Solve(&l, num); err != nil {
		return nil, fmt.Errorf("test table: %w", ErrDegenerate)
	}
	if err := b.Solve(&l, a.T()); err != nil {
		return nil, fmt.Errorf("test table: %w", ErrDegenerate)
	}
	var eig mat.EigenSym
	if !eig.Factorize(sym(&b), false) {
		return nil, fmt.Errorf("test table: %w", ErrNoConvergence)
	}
	v := eig.Values(nil)
	for i, x := range v {
		v[i] = max(x, 0)
	}
	return v, nil
}

func (s *Sample) waldIndependence(rows, cols Factor, adjusted bool, q Query) (Test, error) {
	t, err := s.table(rows, cols, q, true)
	if err != nil {
		return Test{}, err
	}
	r, c := t.rows, t.cols
	total := 0.0
	for _, x := range t.p {
		total += x
	}
	k := (r - 1) * (c - 1)
	y := make([]float64, 0, k)
	jac := mat.NewDense(k, r*c, nil)
	for b := 1; b < c; b++ {
		for a := 1; a < r; a++ {
			ra, cb := t.row(a), t.col(b)
			for j := range c {
				for i := range r {
					x := ra * cb / (total * total)
					if i == a {
						x -= cb / total
					}
					if j == b {
						x -= ra / total
					}
					if i == a && j == b {
						x++
					}
					jac.Set(len(y), i+r*j, x)
				}
			}
			y = append(y, t.p[a+r*b]-ra*cb/total)
		}
	}
	var jv, v mat.Dense
	jv.Mul(jac, mat.NewDense(r*c, r*c, t.v))
	v.Mul(&jv, jac.T())
	w, err := quadratic(y, &v)
	if err != nil {
		return Test{}, err
	}
	nu, kk := float64(t.df), float64(k)
	w /= kk
	den := nu
	if adjusted {
		den = nu - kk + 1
		if den < 1 {
			return Test{}, fmt.Errorf("test table: more cells than degrees of freedom: %w", ErrDegenerate)
		}
		w *= den / nu
	}
	return Test{Statistic: w, NumDF: kk, DenDF: den, P: fUpper(w, kk, den), N: t.n}.sound()
}

// quadratic is y'V⁻¹y.
func quadratic(y []float64, v mat.Matrix) (float64, error) {
	var x mat.VecDense
	b := mat.NewVecDense(len(y), y)
	if err := x.SolveVec(v, b); err != nil {
		return 0, fmt.Errorf("test: the estimates depend on each other: %w", ErrDegenerate)
	}
	return mat.Dot(b, &x), nil
}

// weightedF is the upper tail at x of Σ λ·χ²₁ over a χ² of df/df, by the
// saddlepoint of Kuonen (Biometrika 86, 1999), as R's pFsum.
func weightedF(x float64, lambda []float64, df float64) float64 {
	tr, tr2 := 0.0, 0.0
	for _, l := range lambda {
		tr += l
		tr2 += l * l
	}
	ndf := tr * tr / tr2
	guess := fUpper(x/tr, ndf, df)
	all := append([]float64{}, lambda...)
	for range int(df) {
		all = append(all, -x/df)
	}
	big := 0.0
	for _, l := range all {
		big = max(big, l)
	}
	lo, hi := math.Inf(-1), math.Inf(1)
	for i := range all {
		all[i] /= big
		if l := all[i]; l < 0 {
			lo = max(lo, 1/(2*l)*0.99999)
		} else if l > 0 {
			hi = min(hi, 1/(2*l)*0.99999)
		}
	}
	slope := func(z float64) (t float64) {
		for _, l := range all {
			t += l / (1 - 2*z*l)
		}
		return t
	}
	z := root(slope, lo, hi, 1e-12)
	if math.Abs(z) < 1e-4 {
		return guess
	}
	k, curve := 0.0, 0.0
	for _, l := range all {
		k -= math.Log(1-2*z*l) / 2
		curve += 2 * l * l / ((1 - 2*z*l) * (1 - 2*z*l))
	}
	w := math.Copysign(math.Sqrt(-2*k), z)
	v := z * math.Sqrt(curve)
	return normalUpper(w + math.Log(v/w)/w)
}

// GoodnessOfFit tests that the levels of f have the
// shares p in the population, by a scaled chi-squared with as many degrees of
// freedom as the design leaves (Satterthwaite). NumDF is these; DenDF the
// scale by which the statistic, on weighted counts, is divided.
//
// Errors: as [Sample.Estimate]; [ErrDesign] if p is not positive. Panics if p
// has not one entry per level.
//
// Source: Rao & Scott 1984; R's svygofchisq.
func (s *Sample) GoodnessOfFit(f Factor, p []float64, q Query) (Test, error) {
	if len(p) != len(f.Levels) || len(p) < 2 {
		panic("survey: a share for each of at least two levels")
	}
	stats := Shares(f)
	for i := range stats {
		stats[i].total = true
	}
	q.Cov = true
	e, err := s.Estimate(q, stats...)
	if err != nil {
		return Test{}, err
	}
	if e.Why[0] != Given {
		return Test{}, fmt.Errorf("test shares: %v: %w", e.Why[0], ErrDegenerate)
	}
	sum, total := 0.0, 0.0
	for i, x := range p {
		if !(x > 0) {
			return Test{}, fmt.Errorf("test shares: share %d is not positive: %w", i+1, ErrDesign)
		}
		sum += x
		total += e.Value[i]
	}
	// the terms (O − E)/√E of X², with E = p·ΣO estimated too: delta method
	k := len(p)
	x2 := 0.0
	jac := mat.NewDense(k, k, nil)
	for i := range k {
		want := total * p[i] / sum
		d := e.Value[i] - want
		x2 += d * d / want
		for j := range k {
			g := -(d/(2*want) + 1) / math.Sqrt(want) * p[i] / sum
			if i == j {
				g += 1 / math.Sqrt(want)
			}
			jac.Set(i, j, g)
		}
	}
	var jv, v mat.Dense
	jv.Mul(jac, mat.NewDense(k, k, e.Cov))
	v.Mul(&jv, jac.T())
	half := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			half.SetSym(i, j, (v.At(i, j)+v.At(j, i))/2)
		}
	}
	return gofTest(e, x2, half)
}
