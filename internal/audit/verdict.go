package audit

import (
	"cmp"
	"slices"
)

// Verdict is what is wrong with one withheld number.
type Verdict string

const (
	Exact      Verdict = "exact"      // a reader knows it
	Narrow     Verdict = "narrow"     // its interval is narrower than the edition's rule asks
	Overstated Verdict = "overstated" // the certificate says what is not so, or less than follows
	Missing    Verdict = "missing"    // the certificate has no line on it
	Open       Verdict = "open"       // the search was given up: nothing is proved
)

// Fault is a withheld number with what is wrong with it.
type Fault struct {
	Found
	Verdict Verdict
	Line    Claim // of the certificate, where Verdict is Overstated
	Width   int64 // that the rule asks
}

// Check audits the editions of one audience, oldest first: what all of them
// together tell, and whether each certificate holds. width is asked of an
// edition without a certificate.
func Check(es []Edition, o Options, width int64) (r Result, wrong []Fault, err error) {
	if r, err = Look(es, o); err != nil {
		return r, nil, err
	}
	wrong = Judge(es, r.Found, width)
	for i := range es {
		w, err := certificate(es[:i+1], o)
		if err != nil {
			return r, nil, err
		}
		wrong = append(wrong, w...)
	}
	order := map[place]int{}
	for i, f := range r.Found {
		order[f.place()] = i
	}
	slices.SortStableFunc(wrong, func(a, b Fault) int { return cmp.Compare(order[a.place()], order[b.place()]) })
	return r, wrong, nil
}

// place names a withheld number as a certificate does.
type place struct{ release, figure, at, field string }

func (f Found) place() place { return place{f.Edition, f.Figure, key(f.At), f.Field} }

// certificate compares the certificate of the last of some editions with what is
// computed: from it alone, or where a line does not fit this, from all of them. A
// line that is not exact may be wider than what can be reached, but not than what
// follows from one declared equation after the other.
func certificate(es []Edition, o Options) (wrong []Fault, err error) {
	last := es[len(es)-1]
	if last.Certificate == nil {
		return nil, nil
	}
	bare := map[string]bool{} // figures that print no number at all: nothing bounds theirs
	for _, f := range last.Figures {
		bare[f.ID] = f.AsOf == "none"
	}
	lines := map[place]Claim{}
	for _, l := range last.Certificate.Cells {
		lines[place{last.Release, l.Figure, key(l.At), l.Field}] = l
	}
	compare := func(es []Edition) (out []Fault, err error) {
		r, err := Look(es, o)
		if err != nil {
			return nil, err
		}
		outer, err := outerOf(es)
		if err != nil {
			return nil, err
		}
		for _, f := range r.Found {
			if f.Edition != last.Release {
				continue
			}
			v := Fault{Found: f, Width: last.Certificate.Width}
			line, named := lines[f.place()]
			switch loose := outer[f.place()]; {
			case !named && f.Field == "value" && !bare[f.Figure]:
				v.Verdict = Missing
			case named && f.Settled && !line.fits(f.Interval), named && !line.Exact && !loose.holds(line):
				v.Verdict, v.Line = Overstated, line
			default:
				continue
			}
			out = append(out, v)
		}
		return out, nil
	}
	if wrong, err = compare(es[len(es)-1:]); err != nil || len(wrong) == 0 || len(es) == 1 {
		return wrong, err
	}
	all, err := compare(es)
	return slices.DeleteFunc(all, func(f Fault) bool {
		return !slices.ContainsFunc(wrong, func(g Fault) bool { return f.place() == g.place() })
	}), err
}

// Judge compares what a reader can tell with the width that the editions
// promise; width is asked of an edition without a certificate. Of a cell "x of n
// asked" n is the group, not the cell's: it is not judged, nor are the low and
// high counts of others, but where the certificate names them.
func Judge(es []Edition, found []Found, width int64) (out []Fault) {
	widths, named, shares := map[string]int64{}, map[place]bool{}, map[[2]string]bool{}
	for _, e := range es {
		widths[e.Release] = width
		if e.Certificate != nil {
			widths[e.Release] = e.Certificate.Width
			for _, l := range e.Certificate.Cells {
				named[place{e.Release, l.Figure, key(l.At), l.Field}] = true
			}
		}
		for _, f := range e.Figures {
			if slices.ContainsFunc(f.Relations, func(r Relation) bool { return r.Kind == "of" }) ||
				slices.ContainsFunc(f.Cells, func(c Cell) bool { return c.Of != nil && *c.Of > 0 }) {
				shares[[2]string{e.Release, f.ID}] = true
			}
		}
	}
	for _, f := range found {
		if !named[f.place()] && (f.Field == "low" || f.Field == "high" || f.Field == "n" && shares[[2]string{f.Edition, f.Figure}]) {
			continue
		}
		v := Fault{Found: f, Width: widths[f.Edition]}
		switch {
		case f.Settled && f.width() == 0:
			v.Verdict = Exact
		case f.Settled && f.width() < v.Width:
			v.Verdict = Narrow
		case !f.Settled && f.width() < v.Width:
			v.Verdict = Open
		default:
			continue
		}
		out = append(out, v)
	}
	return out
}

// fits reports a line of a certificate that agrees with what was computed: an
// exact one is the same interval, another holds it.
func (c Claim) fits(v Interval) bool {
	if c.Exact && (c.Low != v.Low || (c.High == nil) != v.Endless || c.High != nil && *c.High != v.High) {
		return false
	}
	return c.Low <= v.Low && (c.High == nil || !v.Endless && v.High <= *c.High)
}

// holds reports an interval that is as wide as a line or wider. That a number is
// not below nothing may always be said.
func (v Interval) holds(c Claim) bool {
	return (v.Low <= c.Low || c.Low == 0) && (v.Endless || c.High != nil && *c.High <= v.High)
}
