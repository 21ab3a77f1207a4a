package audit

// Verdict is what is wrong with one withheld number.
type Verdict string

const (
	Exact      Verdict = "exact"      // a reader knows it
	Narrow     Verdict = "narrow"     // its interval is narrower than the edition's rule asks
	Overstated Verdict = "overstated" // the certificate says what is not so
	Open       Verdict = "open"       // the search was given up: nothing is proved
)

// Fault is a withheld number with what is wrong with it.
type Fault struct {
	Found
	Verdict Verdict
	Line    Claim // of the certificate, where Verdict is Overstated
	Width   int64 // that the rule asks
}

// Judge compares what a reader can tell with what the editions promise: width
// is asked of an edition without a certificate. Of a cell "x of n asked" n is
// the group, not the cell's: it is not judged, nor are the low and high counts
// of others, but where the certificate names them.
func Judge(es []Edition, found []Found, width int64) (out []Fault) {
	type place struct{ release, figure, at, field string }
	lines, widths, shares := map[place]Claim{}, map[string]int64{}, map[[2]string]bool{}
	for _, e := range es {
		widths[e.Release] = width
		if e.Certificate != nil {
			widths[e.Release] = e.Certificate.Width
			for _, l := range e.Certificate.Cells {
				lines[place{e.Release, l.Figure, key(l.At), l.Field}] = l
			}
		}
		for _, f := range e.Figures {
			for _, c := range f.Cells {
				if c.Of != nil && *c.Of > 0 {
					shares[[2]string{e.Release, f.ID}] = true
				}
			}
		}
	}
	for _, f := range found {
		at := place{f.Edition, f.Figure, key(f.At), f.Field}
		line, named := lines[at]
		delete(lines, at)
		if !named && (f.Field == "low" || f.Field == "high" || f.Field == "n" && shares[[2]string{f.Edition, f.Figure}]) {
			continue
		}
		v := Fault{Found: f, Width: widths[f.Edition], Line: line}
		switch {
		case f.Settled && f.width() == 0:
			v.Verdict = Exact
		case f.Settled && f.width() < v.Width:
			v.Verdict = Narrow
		case named && f.Settled && !line.fits(f.Interval):
			v.Verdict = Overstated
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
