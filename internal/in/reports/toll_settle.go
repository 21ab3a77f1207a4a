package reports

// settle makes one toll of the clauses; false is that they do not agree, or
// leave open what is counted.
func (p *parser) settle(bare fate, t *toll) bool {
	var main []clause
	for i, c := range p.done {
		if c.under && p.part(c, p.done[:i], t) {
			continue
		}
		if c.under && c.fate == 0 {
			return false
		}
		if c.best != nil && *c.best == 0 && c.group != "" && !anybody[c.group] {
			return false // no civilian died; others may have
		}
		main = append(main, c)
	}
	if len(main) == 0 {
		return false
	}
	by := map[fate][]clause{}
	for _, c := range main {
		if c.fate == 0 && !p.bare(c) {
			return false
		}
		by[c.fate] = append(by[c.fate], c)
	}
	none := by[unsaidFate]
	if len(by[victims]) == 1 && by[victims][0].zero { // no victim is no dead
		by[dead] = append(by[dead], by[victims]...)
		delete(by, victims)
	}
	if vs := by[victims]; len(vs) > 0 {
		t.only = len(by[dead]) == 0 && vs[0].best != nil
		if len(vs) > 1 || len(none) > 0 {
			return false
		}
	}
	if len(none) > 0 && !p.assume(none, by, bare, t) {
		return false
	}
	for f, cs := range by {
		if f == unsaidFate || f == victims {
			continue
		}
		c, ok := together(cs)
		if !ok {
			return false
		}
		t.of[f] = c
		if f == dead {
			for _, c := range cs {
				if civilian[c.group] && c.best != nil && t.civilians == nil {
					t.civilians = c.best
				}
			}
		}
	}
	return true
}

// part takes a count that is part of the one before it: "12 morts dont 9
// civils", "9 morts (6 gardes, 3 assaillants)". It reports whether it is one.
func (p *parser) part(c clause, before []clause, t *toll) bool {
	for i := len(before) - 1; i >= 0; i-- {
		of := before[i]
		if of.under {
			continue
		}
		switch {
		case c.fate == 0 && c.group == "" && !(c.extra || of.fate != 0 && (c.word == "un" || c.word == "une" || c.word == "one")):
			return false // a number in brackets of which nothing is said
		case c.fate != 0 && c.fate != of.fate:
			return false
		case c.best != nil && of.best != nil && *c.best > *of.best:
			return false
		}
		if civilian[c.group] && c.best != nil && (of.fate == dead || of.fate == 0) {
			t.civilians = c.best
		}
		return true
	}
	return false
}

// bare reports whether a count without a fate may be one of the column's: a
// number alone, or a number of people.
func (p *parser) bare(c clause) bool {
	if c.zero {
		switch c.word {
		case "pas", "sans", "ni", "nor":
			return false
		}
		return c.group == "" && !c.extra && !p.headings && !p.moments
	}
	if c.group == "" {
		return !c.extra && !p.moments
	}
	return !p.moments
}

// assume gives counts without a fate the column's. They must not be able to be
// of another fate that the cell names.
func (p *parser) assume(none []clause, by map[fate][]clause, bare fate, t *toll) bool {
	named := len(by) > 1
	if bare == unsaidFate {
		zero := len(none) == 1 && none[0].zero
		if zero && !named {
			by[dead] = none
			delete(by, unsaidFate)
			return true
		}
		t.only = true
		return !named
	}
	for _, c := range none {
		if c.group != "" && named {
			// "10 personnes dont 3 tuées": the ten are those concerned
			if len(none) == 1 && anybody[c.group] && c.best != nil && len(by[bare]) > 0 && sum(by) <= *c.best {
				return true
			}
			return false
		}
	}
	if len(none) > 1 && none[0].group == "" && none[0].best != nil || len(by[bare]) > 0 {
		return false
	}
	by[bare] = append(by[bare], none...)
	return true
}

func sum(by map[fate][]clause) (n int) {
	for f, cs := range by {
		for _, c := range cs {
			if f != unsaidFate && c.best != nil {
				n += *c.best
			}
		}
	}
	return n
}

// together makes one count of several of one fate: bounds of one number, one
// number said twice, or the sum over different kinds of people.
func together(cs []clause) (counted, bool) {
	out := cs[0].counted
	groups := map[string]bool{cs[0].group: true}
	for _, c := range cs[1:] {
		switch {
		case out.best == nil && out.high == nil && out.low != nil && c.high != nil && c.low == nil && c.best == nil && c.group == "":
			out.high = c.high
		case out.best != nil && c.best != nil && c.group != "" && !anybody[c.group] && !groups[c.group] && !groups[""]:
			n := *out.best + *c.best
			out.best = &n
		case out.best != nil && c.best != nil && *out.best == *c.best && c.zero:
		default:
			return out, false
		}
		groups[c.group] = true
	}
	return out, true
}
