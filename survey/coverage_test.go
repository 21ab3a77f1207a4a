package survey

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var long = flag.Bool("long", false, "run the coverage simulation at length")

// orvania is a finite population of the fictional country Orvanie: people in
// areas in strata, with an answer, a number, a sex.
type orvania struct {
	name                 string
	strata, areas, adult int     // of the population: areas per stratum, adults per area
	drawA, drawI         int     // drawn: areas per stratum, adults per area
	share, icc           float64 // of the answer; spread between areas
	people               [][][]adult
}

type adult struct {
	answer, number, other float64
	sex                   int32
}

var orvanias = []orvania{
	{name: "8 regions, 10 of 60 areas, 8 of 40 adults", strata: 8, areas: 60, adult: 40, drawA: 10, drawI: 8, share: 0.3, icc: 0.08},
	{name: "4 regions, 15 of 40 areas, 12 of 30 adults", strata: 4, areas: 40, adult: 30, drawA: 15, drawI: 12, share: 0.5, icc: 0.08},
	{name: "5 regions, 20 of 50 areas, 6 of 25 adults", strata: 5, areas: 50, adult: 25, drawA: 20, drawI: 6, share: 0.2, icc: 0.08},
}

func (o *orvania) populate(rng *rand.Rand) {
	for h := range o.strata {
		var areas [][]adult
		for range o.areas {
			e := rng.NormFloat64()
			p := min(max(o.share+o.icc*e+0.03*float64(h), 0.02), 0.98)
			people := make([]adult, o.adult)
			for i := range people {
				a := adult{sex: int32(rng.IntN(2)), other: 20 + 3*rng.NormFloat64()}
				if rng.Float64() < p+0.1*float64(a.sex) {
					a.answer = 1
				}
				a.number = 10 + 2*e + float64(h) + 3*float64(a.sex) + 0.2*a.other + 4*rng.ExpFloat64()
				people[i] = a
			}
			areas = append(areas, people)
		}
		o.people = append(o.people, areas)
	}
}

// sampled is one sample of it.
type sampled struct {
	d                     Design
	answer, number, other []float64
	sex                   Factor
}

func (o *orvania) draw(rng *rand.Rand) sampled {
	s := sampled{sex: Factor{Levels: []string{"F", "M"}}}
	s.d.Clusters, s.d.FPC = make([]Factor, 2), make([][]float64, 2)
	for h, areas := range o.people {
		for _, u := range rng.Perm(o.areas)[:o.drawA] {
			for _, i := range rng.Perm(o.adult)[:o.drawI] {
				s.d.Strata.Codes = append(s.d.Strata.Codes, int32(h))
				s.d.Clusters[0].Codes = append(s.d.Clusters[0].Codes, int32(u))
				s.d.Clusters[1].Codes = append(s.d.Clusters[1].Codes, int32(i))
				s.d.FPC[0] = append(s.d.FPC[0], float64(o.areas))
				s.d.FPC[1] = append(s.d.FPC[1], float64(o.adult))
				a := areas[u][i]
				s.answer, s.number, s.other = append(s.answer, a.answer), append(s.number, a.number), append(s.other, a.other)
				s.sex.Codes = append(s.sex.Codes, a.sex)
			}
		}
	}
	return s
}

// census gives what the sample estimates: the truths.
func (o *orvania) census(t *testing.T) (all sampled, whole *Sample) {
	for _, areas := range o.people {
		for _, people := range areas {
			for _, a := range people {
				all.answer, all.number, all.other = append(all.answer, a.answer), append(all.number, a.number), append(all.other, a.other)
				all.sex.Codes = append(all.sex.Codes, a.sex)
			}
		}
	}
	all.sex.Levels = []string{"F", "M"}
	whole, err := New(Design{Rows: len(all.answer)})
	check(t, err)
	return all, whole
}

// what computes every interval of one sample; it is used for the truths too.
func what(t *testing.T, s *Sample, x sampled, sexes []float64, replicates int, rng *rand.Rand) map[string][3]float64 {
	out := map[string][3]float64{}
	put := func(name string, v, lo, hi float64) { out[name] = [3]float64{v, lo, hi} }
	for _, m := range []Method{Logit, Beta, Wilson} {
		sh, err := s.Shares(x.answer, m, 0.95, Query{})
		check(t, err)
		put("share, "+string(m), sh[0].Value, sh[0].Lo, sh[0].Hi)
	}
	e, err := s.Estimate(Query{}, Mean(x.number), Total(x.answer), Ratio(x.number, x.other))
	check(t, err)
	for a, name := range []string{"mean", "total", "ratio"} {
		lo, hi, _ := e.Interval(a, 0.95)
		put(name, e.Value[a], lo, hi)
	}
	e, err = s.Estimate(Query{By: x.sex, Cov: true}, Mean(x.number))
	check(t, err)
	lo, hi, _ := e.Interval(0, 0.95)
	put("mean of women", e.Value[0], lo, hi)
	c, err := e.Difference(0, 1)
	check(t, err)
	lo, hi, _ = c.Interval(0.95)
	put("women − men", c.Value, lo, hi)
	q, err := s.Quantiles(x.number, []float64{0.5}, QuantileOptions{}, Query{})
	check(t, err)
	put("median", q[0][0].Value, q[0][0].Lo, q[0][0].Hi)
	fit, err := s.Regress(x.number, append([][]float64{ones(s.n), x.other}, Dummies(x.sex)...), Gaussian, Query{})
	check(t, err)
	lo, hi = fit.Interval(1, 0.95)
	put("slope", fit.Coef[1], lo, hi)
	p, err := s.Poststratify(x.sex, sexes)
	check(t, err)
	e, err = p.Estimate(Query{}, Mean(x.number))
	check(t, err)
	lo, hi, _ = e.Interval(0, 0.95)
	put("mean, post-stratified", e.Value[0], lo, hi)
	if replicates > 0 {
		j, err := s.Jackknife(false)
		check(t, err)
		b, err := s.Bootstrap(replicates, rng)
		check(t, err)
		for name, r := range map[string]*Sample{"mean, jackknife": j, "mean, bootstrap": b} {
			e, err := r.Estimate(Query{}, Mean(x.number))
			check(t, err)
			lo, hi, _ := e.Interval(0, 0.95)
			put(name, e.Value[0], lo, hi)
		}
	}
	return out
}

// TestIntervalsCover draws samples by designs like the study's and counts how
// often 95 % intervals hold the truth. With -args -long it prints the table of
// docs/method/survey.md.
func TestIntervalsCover(t *testing.T) {
	draws, least, most, replicates := 500, 0.92, 0.98, 0
	if *long {
		draws, least, most, replicates = 10000, 0.93, 0.97, 100
	}
	table := map[string][]string{}
	for _, o := range orvanias {
		rng := rand.New(rand.NewPCG(20261124, uint64(o.areas)))
		o.populate(rng)
		all, whole := o.census(t)
		sexes := make([]float64, 2)
		for _, c := range all.sex.Codes {
			sexes[c]++
		}
		truth := what(t, whole, all, sexes, 0, nil)
		truth["mean, jackknife"], truth["mean, bootstrap"] = truth["mean"], truth["mean"]
		hits := map[string]int{}
		for range draws {
			x := o.draw(rng)
			s, err := New(x.d)
			check(t, err)
			for name, v := range what(t, s, x, sexes, replicates, rng) {
				if hits[name] += 0; v[1] <= truth[name][0] && truth[name][0] <= v[2] {
					hits[name]++
				}
			}
		}
		for name, n := range hits {
			c := float64(n) / float64(draws)
			table[name] = append(table[name], fmt.Sprintf("%.1f %%", 100*c))
			if c < least || c > most {
				t.Errorf("%s: 95 %% intervals of %s cover %.1f %%", o.name, name, 100*c)
			}
		}
	}
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Logf("| %s | %s |", name, strings.Join(table[name], " | "))
	}
}

// Replicates leave no stage out: for a total, the jackknife equals
// linearisation exactly, and the bootstrap does on average.
func TestReplicatesKnowEveryStage(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	o := orvania{strata: 3, areas: 10, adult: 12, drawA: 7, drawI: 4, share: 0.3, icc: 0.08}
	o.populate(rng)
	x := o.draw(rng)
	s, err := New(x.d)
	check(t, err)
	total := func(s *Sample) float64 {
		e, err := s.Estimate(Query{}, Total(x.number))
		check(t, err)
		return e.SE[0]
	}
	j, err := s.Jackknife(false)
	check(t, err)
	near(t, "jackknife", []float64{total(s)}, []float64{total(j)}, 1e-12)
	b, err := s.Bootstrap(20000, rng)
	check(t, err)
	near(t, "bootstrap", []float64{total(s)}, []float64{total(b)}, 0.02)
	for r := range b.rep.count() {
		for _, w := range b.rep.column(b, r, make([]float64, b.n)) {
			if w < -1e-9 {
				t.Fatal("a replicate weight is negative")
			}
		}
	}
}
