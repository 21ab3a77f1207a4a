package agreement

import (
	"errors"
	"math"
)

// ErrTwoCoders is returned where a coefficient for two coders got another number.
var ErrTwoCoders = errors.New("needs two coders, neither more nor fewer")

// ErrIncomplete is returned where every unit must be rated by every coder and
// none, or not all, are.
var ErrIncomplete = errors.New("needs units that every coder rated")

// Kappa is Cohen's coefficient, or a null test of Fleiss's.
type Kappa struct {
	Value, SE        float64
	Null             float64 // standard error if only chance agreed
	Z                float64 // Value / Null
	Observed, Chance float64
	Units            int // units that count
}

// Interval gives Value ± z · SE, cut at 1 and −1: it holds for many units, and
// is too short for few. ok is false without a standard error, or where it is 0:
// then the sample does not say how it varies.
func (k Kappa) Interval(level float64) (low, high float64, ok bool) {
	if !(k.SE > 0) || !(level > 0 && level < 1) {
		return 0, 0, false
	}
	z := math.Sqrt2 * math.Erfinv(level)
	return math.Max(-1, k.Value-z*k.SE), math.Min(1, k.Value+z*k.SE), true
}

// Cohen compares two coders, each with marginals of their own. Linear and
// quadratic weights go by the rank of the categories that occur.
//
// Shape: two coders; units that one of them left out do not count.
// Unit: none; at most 1.
// Errors: ErrTwoCoders, ErrUnpaired, ErrOneCategory, ErrManyCategories.
// Source: Cohen 1960, 1968; standard errors: Fleiss, Cohen & Everitt 1969,
// Psychol. Bull. 72:323–327.
func Cohen(r Ratings, weight Weight) (k Kappa, err error) {
	defer wrap(&err, "compute Cohen's kappa")
	if r.coders != 2 {
		return k, ErrTwoCoders
	}
	return r.cohen(0, 1, weight)
}

func (r *Ratings) cohen(a, b int, weight Weight) (k Kappa, err error) {
	used := make([]bool, len(r.values)) // categories of units that count
	for u := range r.Units() {
		x, y := r.codes[u*r.coders+a], r.codes[u*r.coders+b]
		if x != missing && y != missing {
			used[x], used[y] = true, true
			k.Units++
		}
	}
	if k.Units == 0 {
		return k, ErrUnpaired
	}
	var rank []float64
	at := make([]int, len(used))
	for i, ok := range used {
		if ok {
			at[i] = len(rank)
			rank = append(rank, float64(len(rank)))
		}
	}
	q, n := len(rank), float64(k.Units)
	if q > most {
		return k, ErrManyCategories
	}
	if q < 2 {
		return k, ErrOneCategory
	}
	count := make([][]float64, q)
	for i := range count {
		count[i] = make([]float64, q)
	}
	row, col := make([]float64, q), make([]float64, q)
	for u := range r.Units() {
		x, y := r.codes[u*r.coders+a], r.codes[u*r.coders+b]
		if x != missing && y != missing {
			count[at[x]][at[y]]++
			row[at[x]]++
			col[at[y]]++
		}
	}
	for i := range q {
		row[i] /= n
		col[i] /= n
	}
	w := weight.matrix(rank)
	wr, wc := make([]float64, q), make([]float64, q) // mean weights, by row and by column
	for i := range q {
		for j := range q {
			wr[i] += w[i][j] * col[j]
			wc[j] += w[i][j] * row[i]
			k.Observed += w[i][j] * count[i][j] / n
			k.Chance += w[i][j] * row[i] * col[j]
		}
	}
	po, pe := k.Observed, k.Chance
	if pe >= 1 {
		return k, ErrOneCategory
	}
	k.Value = (po - pe) / (1 - pe)
	var full, null float64
	for i := range q {
		for j := range q {
			x := w[i][j]*(1-pe) - (wr[i]+wc[j])*(1-po)
			full += count[i][j] / n * x * x
			y := w[i][j] - (wr[i] + wc[j])
			null += row[i] * col[j] * y * y
		}
	}
	x := po*pe - 2*pe + po
	k.SE = math.Sqrt(math.Max(0, full-x*x)/n) / ((1 - pe) * (1 - pe))
	k.Null = math.Sqrt(math.Max(0, null-pe*pe)/n) / (1 - pe)
	if k.Null > 0 {
		k.Z = k.Value / k.Null
	}
	return k, nil
}

// Light is the mean of Cohen's kappa over all pairs of coders.
//
// Shape: one number; units that a coder left out do not count for any pair.
// Unit: none; at most 1.
// Errors: ErrIncomplete; ErrOneCategory where a pair used one category only.
// Source: Light 1971, Psychol. Bull. 76:365–377.
func Light(r Ratings) (mean float64, err error) {
	defer wrap(&err, "compute Light's kappa")
	full := r.complete()
	if full.Units() == 0 || r.coders < 2 {
		return 0, ErrIncomplete
	}
	pairs := 0.0
	for a := range r.coders {
		for b := a + 1; b < r.coders; b++ {
			k, err := full.cohen(a, b, Identity)
			if err != nil {
				return 0, err
			}
			mean += k.Value
			pairs++
		}
	}
	return mean / pairs, nil
}

// Complete counts the units that every coder rated, those of Light's kappa.
//
// Shape: one number.
// Unit: units.
// Errors: none.
// Source: Light 1971, Psychol. Bull. 76:365–377: no pair lacks a rating.
func Complete(r Ratings) int { return len(r.complete().codes) / max(1, r.coders) }

func (r *Ratings) complete() Ratings {
	full := *r
	full.codes = nil
	for u := range r.Units() {
		row := r.codes[u*r.coders : (u+1)*r.coders]
		ok := true
		for _, c := range row {
			ok = ok && c != missing
		}
		if ok {
			full.codes = append(full.codes, row...)
		}
	}
	return full
}

// FleissTest is Fleiss's kappa with the standard error under chance alone.
//
// Shape: every unit rated by every coder.
// Unit: none; at most 1.
// Errors: ErrIncomplete where a rating is missing; ErrOneCategory.
// Source: Fleiss, Nee & Landis 1979, Psychol. Bull. 86:974–977.
func FleissTest(r Ratings) (k Kappa, err error) {
	defer wrap(&err, "test Fleiss's kappa")
	full := r.complete()
	if full.Units() != r.Units() || r.Units() == 0 || r.coders < 2 {
		return k, ErrIncomplete
	}
	f, err := Fleiss(r, Identity)
	if err != nil {
		return k, err
	}
	t, err := r.tally(Identity)
	if err != nil {
		return k, err
	}
	var a, b float64
	for _, p := range t.pi {
		a += p * (1 - p)
		b += p * (1 - p) * (1 - 2*p)
	}
	m := float64(r.coders)
	k = Kappa{Value: f.Value, SE: f.SE, Observed: f.Observed, Chance: f.Chance, Units: f.Units}
	k.Null = math.Sqrt(2*(a*a-b)/(float64(f.Units)*m*(m-1))) / a
	k.Z = k.Value / k.Null
	return k, nil
}

// Specific is the agreement on one category.
type Specific struct {
	Category   string
	Agreement  float64 // of pairs with one rating in the category, the share where both are
	Defined    bool    // false where the category never met another rating
	Prevalence float64 // share of the ratings that can be compared
}

// SpecificAgreement says, for each category, how likely a second rating is to
// be in it given that a first one is: for "yes", the positive agreement.
//
// Shape: one entry per category, in the order of Categories.
// Unit: shares, 0 to 1.
// Errors: ErrUnpaired.
// Source: Cicchetti & Feinstein 1990, J. Clin. Epidemiol. 43:551–558; several
// coders: Uebersax 1982.
func SpecificAgreement(r Ratings) (s []Specific, err error) {
	defer wrap(&err, "compute specific agreement")
	same, seen := make([]float64, len(r.values)), make([]float64, len(r.values))
	count, all := make([]float64, len(r.values)), 0.0
	ps, _ := r.patterns(false)
	for _, p := range ps {
		w := float64(p.times)
		for i, c := range p.cat {
			n := float64(p.n[i])
			same[c] += w * n * (n - 1)
			seen[c] += w * n * float64(p.m-1)
			count[c] += w * n
			all += w * n
		}
	}
	if all == 0 {
		return nil, ErrUnpaired
	}
	for c, name := range r.Categories() {
		x := Specific{Category: name, Prevalence: count[c] / all}
		if seen[c] > 0 {
			x.Agreement, x.Defined = same[c]/seen[c], true
		}
		s = append(s, x)
	}
	return s, nil
}
