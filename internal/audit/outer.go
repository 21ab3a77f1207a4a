package audit

// rounds is how often all equations are gone through.
const rounds = 200

// outerOf gives for each withheld number the bounds that follow from declared
// relations, one equation after the other until nothing is gained: the widest
// that a certificate may state.
func outerOf(es []Edition) (map[place]Interval, error) {
	s := newSystem(es)
	for e, ed := range es {
		for _, f := range ed.Figures {
			if err := s.declared(e, f); err != nil {
				return nil, err
			}
		}
	}
	asked, who := s.withheld()
	for range rounds {
		gained := false
		for _, e := range s.eqs {
			for i, t := range e.terms {
				gained = s.narrow(e, i, t) || gained
			}
		}
		if !gained {
			break
		}
	}
	out := map[place]Interval{}
	for i, x := range asked {
		l := s.limits[x]
		out[who[i].place()] = Interval{Low: l.lo, High: l.hi, Endless: l.hi == none, Settled: true}
	}
	return out, nil
}

// narrow bounds one number of an equation by the others.
func (s *system) narrow(e equation, but int, t term) (gained bool) {
	lo, hi := e.lo, e.hi // of coef·number: what the others leave
	for j, o := range e.terms {
		if j == but {
			continue
		}
		a, b := s.limits[o.of].lo, s.limits[o.of].hi
		if o.coef < 0 {
			a, b = b, a
		}
		lo, hi = plus(lo, -o.coef, b, -none), plus(hi, -o.coef, a, none)
	}
	if t.coef < 0 {
		lo, hi = -hi, -lo
	}
	c := abs(t.coef)
	l := &s.limits[t.of]
	if lo != -none && lo != none && ceil(lo, c) > l.lo {
		l.lo, gained = ceil(lo, c), true
	}
	if hi != none && hi != -none && floor(hi, c) < l.hi {
		l.hi, gained = floor(hi, c), true
	}
	return gained
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func ceil(a, b int64) int64 { return -floor(-a, b) }
