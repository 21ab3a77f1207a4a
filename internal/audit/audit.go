package audit

import (
	"fmt"
	"slices"
	"strings"
)

// Options say how hard the reader tries.
type Options struct {
	// Guess makes the reader believe a rule that the words of a table suggest,
	// and not only one that printed cells prove.
	Guess bool
	// Trust, where it is set, says of each equation found whether it holds: who
	// knows the numbers keeps a reader from believing a rule that is not so.
	Trust func(Equation) bool
	// Told are numbers the reader has from elsewhere: sentences, pictures, another
	// edition's files. Sums are equations from there, over whole numbers of cells.
	Told []Told
	Sums []Equation

	// Enough is a width: of a number that two whole solutions show to be as open,
	// no more is asked. Its interval is then what was attained, and is not settled.
	Enough int64
}

// Told is a number of a cell known from elsewhere.
type Told struct {
	Edition int // which of the editions
	Figure  string
	At      []string
	Field   string
	Value   int64
}

// Equation is a rule that was found, at one place: numbers with coefficients
// whose sum lies between Low and High.
type Equation struct {
	Why   string
	Terms []Term
	Low   int64
	High  int64
	Ends  [2]bool // whether there is a low, a high end
}

// Term is a number of a cell with its coefficient.
type Term struct {
	Edition int
	Figure  string
	At      string // keys joined by NUL
	Field   string
	Coef    int64
}

// Found is what a reader can tell of one withheld number.
type Found struct {
	Edition string
	Figure  string
	At      []string
	Field   string
	Interval
}

// Result is what an audit found out.
type Result struct {
	Found     []Found
	Equations int      // used
	Rules     []string // that were not declared, and were found
	Problem   Problem  // what was solved
}

// Problem is the system behind a result, for another solver: numbers with what
// is known of each, and equations. Asked has the number of each line of Found.
type Problem struct {
	Numbers   []Bound
	Equations []Row
	Asked     []int
}

// Bound is a lower and an upper end, nil where there is none.
type Bound [2]*int64

// Row is an equation: a sum of numbers with coefficients, with its bounds.
type Row struct {
	Of    []int
	Coef  []int64
	Bound Bound
}

// Look works out what the editions of one audience, oldest first, tell of each
// number that they withhold. An error means that what is printed does not fit
// together.
func Look(es []Edition, o Options) (r Result, err error) {
	s := newSystem(es)
	for e, ed := range es {
		for _, f := range ed.Figures {
			if err := s.declared(e, f); err != nil {
				return r, err
			}
		}
		for _, p := range s.suspect(e) {
			if err := s.believe(p, o, &r); err != nil {
				return r, err
			}
		}
	}
	for e := 1; e < len(es); e++ {
		for _, p := range s.unchanged(e) {
			if err := s.believe(p, o, &r); err != nil {
				return r, err
			}
		}
	}
	if err := s.told(o); err != nil {
		return r, err
	}
	r.Equations = len(s.eqs)
	asked, who := s.withheld()
	r.Problem = s.problem(asked)
	got, err := bounds(s.limits, s.eqs, asked, o.Enough)
	if err != nil {
		return r, err
	}
	for i, x := range asked {
		f := who[i]
		f.Interval = got[x]
		r.Found = append(r.Found, f)
	}
	return r, nil
}

// told adds what the reader has from elsewhere.
func (s *system) told(o Options) error {
	sums := slices.Clone(o.Sums)
	for _, t := range o.Told {
		sums = append(sums, Equation{Why: "told", Terms: []Term{{t.Edition, t.Figure, key(t.At), t.Field, 1}}, Low: t.Value, High: t.Value, Ends: [2]bool{true, true}})
	}
	for _, q := range sums {
		var x sum
		for _, t := range q.Terms {
			if t.Edition < 0 || t.Edition >= len(s.editions) {
				return fmt.Errorf("%s: no such edition", q.Why)
			}
			fs := s.editions[t.Edition].Figures
			i := slices.IndexFunc(fs, func(f Figure) bool { return f.ID == t.Figure })
			if i < 0 || !s.add(&x, t.Edition, fs[i], strings.Split(t.At, "\x00"), t.Field, t.Coef) {
				return fmt.Errorf("%s: %s has no such cell", q.Why, t.Figure)
			}
		}
		l := limits{-none, none}
		if q.Ends[0] {
			l.lo = q.Low
		}
		if q.Ends[1] {
			l.hi = q.High
		}
		if err := s.hold(x, l, q.Why); err != nil {
			return err
		}
	}
	return nil
}

// problem writes the system down, without guesses.
func (s *system) problem(asked []int) (p Problem) {
	end := func(v int64) *int64 {
		if v == none || v == -none {
			return nil
		}
		return &v
	}
	for _, l := range s.limits {
		p.Numbers = append(p.Numbers, Bound{end(l.lo), end(l.hi)})
	}
	for _, e := range s.eqs {
		if e.guessed {
			continue
		}
		r := Row{Bound: Bound{end(e.lo), end(e.hi)}}
		for _, t := range e.terms {
			r.Of, r.Coef = append(r.Of, t.of), append(r.Coef, t.coef)
		}
		p.Equations = append(p.Equations, r)
	}
	p.Asked = slices.Clone(asked)
	return p
}

// believe adds the equations of a suspicion that is proved, or guessed where
// the reader guesses.
func (s *system) believe(p suspicion, o Options, r *Result) error {
	if len(p.guesses) == 0 {
		return nil
	}
	proof, against := p.judge(s)
	if o.Trust == nil && against || proof < p.needs && !(p.obvious && (o.Guess || p.needs == 0)) {
		return nil
	}
	if o.Trust != nil && slices.ContainsFunc(p.guesses, func(g guess) bool { return !o.Trust(g.equation(p.why)) }) {
		return nil // false somewhere: no rule, though it may hold elsewhere by chance
	}
	used := false
	for _, g := range p.guesses {
		if len(g.x.of) == 0 {
			continue
		}
		if err := s.hold(g.x, g.limits, p.why, o.Trust == nil && proof < p.needs); err != nil {
			return err
		}
		used = true
	}
	if used {
		r.Rules = append(r.Rules, p.why)
	}
	return nil
}

func (g guess) equation(why string) Equation {
	e := Equation{Why: why, Low: g.lo, High: g.hi, Ends: [2]bool{g.lo != -none, g.hi != none}}
	for i, n := range g.x.of {
		e.Terms = append(e.Terms, Term{n.edition, n.figure, n.at, n.field, g.x.coef[i]})
	}
	if e.Ends[0] {
		e.Low -= g.x.known
	}
	if e.Ends[1] {
		e.High -= g.x.known
	}
	return e
}

// unchanged suspects that a figure all of whose printed numbers are those of
// the edition before is that edition's. One that has no number printed in both
// does not say so.
func (s *system) unchanged(e int) (out []suspicion) {
	for _, f := range s.editions[e].Figures {
		for _, g := range s.editions[e-1].Figures {
			if f.ID != g.ID || f.AsOf == "none" || g.AsOf == "none" || !f.counts() || !g.counts() {
				continue
			}
			for _, x := range fields {
				p := s.copies(e, e-1, f, g, x)
				p.why, p.needs, p.obvious = fmt.Sprintf("%s: the %s is that of the edition before", f.ID, x), 1, false
				if _, against := p.judge(s); !against {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// withheld lists the numbers that editions withhold and an equation speaks of.
func (s *system) withheld() (asked []int, who []Found) {
	for e, ed := range s.editions {
		for _, f := range ed.Figures {
			if !f.counts() {
				continue
			}
			for _, c := range f.Cells {
				if c.Why != "withheld" {
					continue
				}
				for _, x := range fields {
					if !f.magnitude() && (x == "low" || x == "high") {
						continue
					}
					n := s.number(e, f, true, key(c.At), x)
					asked = append(asked, s.unknown(n, s.prior(f, c, x)))
					who = append(who, Found{Edition: ed.Release, Figure: f.ID, At: slices.Clone(c.At), Field: x})
				}
			}
		}
	}
	return asked, who
}
