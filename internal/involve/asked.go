package involve

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

// effects lists what is said to have followed, each with mechanism, evidence
// for and against as process-tracing tests, and the rival explanation. Tier 4:
// qualitative.
func (r room) effects() figure.Figure {
	f := r.frame("effects", figure.Items, "unit.statements")
	f.Tier = "T4"
	cs := r.of[claim.KindEffect]
	if len(cs) == 0 {
		return r.none(f)
	}
	at := map[string][]claim.Claim{}
	for _, c := range cs {
		at[c.Effect.Measure] = append(at[c.Effect.Measure], c)
	}
	d := r.dim("measure", "", slices.Sorted(maps.Keys(at)))
	for i, k := range d.Keys {
		for _, m := range r.measures {
			if m.ID == k {
				d.Labels[i] = m.Name
			}
		}
	}
	f.Dims = []figure.Dim{d}
	rival, tests := 0, 0
	for _, k := range d.Keys {
		var ss []figure.Saying
		for _, c := range at[k] {
			e := c.Effect
			s := figure.SayingOf(c)
			s.Term, s.Says, s.Free = e.Effect, c.Said.Gloss["effect"], true
			s.Details = append(figure.DetailOf(c, "detail.cause", "cause", e.Cause), figure.DetailOf(c, "detail.mechanism", "mechanism", e.Mechanism)...)
			s.Details = append(s.Details, tested("for", e.For)...)
			s.Details = append(s.Details, tested("against", e.Against)...)
			s.Details = append(s.Details, figure.DetailOf(c, "detail.rival", "rival", e.Rival)...)
			tests += len(e.For) + len(e.Against)
			if e.Rival != "" {
				rival++
			}
			ss = append(ss, s)
		}
		f.Cells = append(f.Cells, figure.Quote(ss, r.by(at[k]), r.trace(at[k]...), k))
	}
	f.Sentence = say("sentence.involve.effects", len(cs), rival, tests)
	f.Caveats = append(f.Caveats, say("caveat.effects"))
	return f
}

// tested lists process-tracing tests on one side of an effect statement.
func tested(side string, ts []claim.Test) (ds []figure.Detail) {
	for _, t := range ts {
		ds = append(ds, figure.Detail{Label: "test." + t.Kind + "." + t.Passed + "." + side, Text: t.Evidence, Gloss: t.Gloss})
	}
	return ds
}

// recommendations lists what is asked for, by whom it is asked of.
func (r room) recommendations() figure.Figure {
	f := r.frame("recommendations", figure.Items, "unit.recommendations")
	cs := r.of[claim.KindRecommendation]
	if len(cs) == 0 {
		return r.none(f)
	}
	at := map[string][]claim.Claim{}
	for _, c := range cs {
		at[c.Recommendation.Addressee] = append(at[c.Recommendation.Addressee], c)
	}
	f.Dims = []figure.Dim{r.dim("addressee", "addressee.", slices.Sorted(maps.Keys(at)))}
	for _, k := range f.Dims[0].Keys {
		var ss []figure.Saying
		for _, c := range at[k] {
			s := figure.SayingOf(c)
			s.Term, s.Says, s.Free = c.Recommendation.Text, c.Said.Gloss["text"], true
			if t := c.Recommendation.Triad; t != "" {
				s.Flags = append(s.Flags, "triad."+t)
			}
			for _, st := range c.Recommendation.FollowUp {
				s.Details = append(s.Details, dated("state."+st.State, st.On)...)
			}
			ss = append(ss, s)
		}
		f.Cells = append(f.Cells, figure.Quote(ss, r.by(at[k]), r.trace(at[k]...), k))
	}
	f.Sentence = say("sentence.involve.recommendations", len(cs), counted(f.Dims[0], func(k string) int { return len(at[k]) }))
	return f
}

// counted joins the labels of a dimension with their counts, the largest
// first: "government (3), parliament (2) and media (1)".
func counted(d figure.Dim, n func(key string) int) lang.Text {
	at := make([]int, len(d.Keys))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(i, j int) int { return cmp.Compare(n(d.Keys[j]), n(d.Keys[i])) })
	return listed(d, at, n)
}

// inTurn joins them in the order of the dimension.
func inTurn(d figure.Dim, n func(key string) int) lang.Text {
	at := make([]int, len(d.Keys))
	for i := range at {
		at[i] = i
	}
	return listed(d, at, n)
}

func listed(d figure.Dim, at []int, n func(key string) int) lang.Text {
	x := lang.Text{}
	for _, t := range lang.Complete {
		p := lang.For(t)
		var parts []string
		for _, i := range at {
			if c := n(d.Keys[i]); c > 0 {
				l, _ := d.Labels[i].In(t)
				parts = append(parts, l+" ("+p.Int(c)+")")
			}
		}
		x[t] = p.List(parts)
	}
	return x
}

// states of a commitment, in the order they are shown.
var states = []string{"announced", "under-way", "kept", "partly-kept", "not-kept", "unknown"}

// commitments lists promises by their state.
func (r room) commitments() figure.Figure {
	f := r.frame("commitments", figure.Items, "unit.commitments")
	cs := r.of[claim.KindCommitment]
	if len(cs) == 0 {
		return r.none(f)
	}
	at := map[string][]claim.Claim{}
	for _, c := range cs {
		k := c.Commitment.State
		if !slices.Contains(states, k) {
			k = "unknown"
		}
		at[k] = append(at[k], c)
	}
	f.Dims = []figure.Dim{r.dim("state", "state.", states)}
	for _, k := range states {
		if len(at[k]) == 0 {
			f.Cells = append(f.Cells, figure.Count(0, r.by(nil), r.trace(), k))
			continue
		}
		var ss []figure.Saying
		for _, c := range at[k] {
			s := figure.SayingOf(c)
			s.Term, s.Says, s.Free = c.Commitment.Text, c.Said.Gloss["text"], true
			s.Details = append(figure.DetailOf(c, "detail.by", "by", c.Commitment.By), dated("detail.due", c.Commitment.Due)...)
			for _, st := range c.Commitment.History {
				s.Details = append(s.Details, dated("state."+st.State, st.On)...)
			}
			ss = append(ss, s)
		}
		f.Cells = append(f.Cells, figure.Quote(ss, r.by(at[k]), r.trace(at[k]...), k))
	}
	f.Sentence = say("sentence.involve.commitments", len(cs), counted(f.Dims[0], func(k string) int { return len(at[k]) }))
	return f
}

// cellOf is function × area.
type cellOf struct{ function, area string }

// matches sorts capacities by cell, once per organisation, and needs by cell.
func (r room) matches() (documented, declared, needs map[cellOf][]claim.Claim) {
	documented, declared, needs = map[cellOf][]claim.Claim{}, map[cellOf][]claim.Claim{}, map[cellOf][]claim.Claim{}
	seen := map[string]bool{}
	for _, pass := range []bool{true, false} { // documented first: it outranks a declaration
		for _, c := range r.of[claim.KindCapacity] {
			p := c.Capacity
			k := p.Org + "\x00" + p.Function + "\x00" + p.Area
			if p.Documented != pass || seen[k] {
				continue
			}
			seen[k] = true
			if pass {
				documented[cellOf{p.Function, p.Area}] = append(documented[cellOf{p.Function, p.Area}], c)
			} else {
				declared[cellOf{p.Function, p.Area}] = append(declared[cellOf{p.Function, p.Area}], c)
			}
		}
	}
	for _, c := range r.of[claim.KindNeed] {
		needs[cellOf{c.Need.Function, c.Need.Area}] = append(needs[cellOf{c.Need.Function, c.Need.Area}], c)
	}
	return documented, declared, needs
}

// Match is the printed table of rules by which a need meets a capacity. It is
// a table, never a product and never one score.
func Match(documented, declared int) string {
	switch {
	case documented >= 2:
		return "met-by-several"
	case documented == 1:
		return "met-by-one"
	case declared > 0:
		return "declared-only"
	default:
		return "unmet"
	}
}

// needs sets what people say is lacking beside what organisations can do,
// function by area: the number of statements of need, and by which rule it
// meets a capacity.
func (r room) needs() figure.Figure {
	f := r.frame("needs", figure.Matrix, "unit.statements-of-need")
	doc, dec, needs := r.matches()
	if len(needs) == 0 {
		return r.none(f)
	}
	fn, ar := map[string]bool{}, map[string]bool{}
	for k := range needs {
		fn[k.function], ar[k.area] = true, true
	}
	rows, cols := r.dim("function", "function.", slices.Sorted(maps.Keys(fn))), r.dim("area", "", slices.Sorted(maps.Keys(ar)))
	f.Dims = []figure.Dim{rows, cols}
	count := map[string]int{}
	for _, a := range rows.Keys {
		for _, b := range cols.Keys {
			k := cellOf{a, b}
			cs := needs[k]
			if len(cs) == 0 {
				f.Cells = append(f.Cells, figure.Count(0, r.by(nil), r.trace(), a, b))
				continue
			}
			rule := Match(len(doc[k]), len(dec[k]))
			count[rule]++
			f.Cells = append(f.Cells, figure.Count(len(cs), r.by(cs), r.trace(cs...), a, b).With("match."+rule))
		}
	}
	f.Sentence = say("sentence.involve.needs", count["met-by-several"]+count["met-by-one"], count["declared-only"], count["unmet"])
	f.Caveats = append(f.Caveats, say("caveat.match-rules"))
	f = f.Adds(figure.AddUp("involve.needs", figure.OfCounts, "function", "area"))
	return f.Rests(r.total(r.of[claim.KindNeed]), r.total(r.of[claim.KindCapacity]))
}

// capacities counts organisations by function and whether their capacity is
// documented or declared: no organisation × place.
func (r room) capacities() figure.Figure {
	f := r.frame("capacities", figure.Matrix, "unit.organisations")
	cs := r.of[claim.KindCapacity]
	if len(cs) == 0 {
		return r.none(f)
	}
	cols := r.dim("evidence", "evidence.", []string{"documented", "declared"})
	at := map[[2]string][]claim.Claim{}
	orgs := map[[2]string]map[string]bool{}
	fn := map[string]bool{}
	for _, c := range cs {
		e := "declared"
		if c.Capacity.Documented {
			e = "documented"
		}
		k := [2]string{c.Capacity.Function, e}
		if orgs[k] == nil {
			orgs[k] = map[string]bool{}
		}
		orgs[k][cmp.Or(c.Capacity.Org, c.Key.String())] = true
		at[k] = append(at[k], c)
		fn[c.Capacity.Function] = true
	}
	rows := r.dim("function", "function.", slices.Sorted(maps.Keys(fn)))
	f.Dims = []figure.Dim{rows, cols}
	for _, a := range rows.Keys {
		for _, e := range cols.Keys {
			k := [2]string{a, e}
			f.Cells = append(f.Cells, figure.Count(len(orgs[k]), r.by(at[k]), r.trace(at[k]...), a, e))
		}
	}
	all, documented := map[string]bool{}, map[string]bool{}
	var proved []claim.Claim
	for _, c := range cs {
		o := cmp.Or(c.Capacity.Org, c.Key.String())
		all[o] = true
		if c.Capacity.Documented {
			documented[o] = true
			proved = append(proved, c)
		}
	}
	f.Sentence = say("sentence.involve.capacities", len(all), len(rows.Keys), len(documented))
	f.Caveats = append(f.Caveats, say("caveat.no-org-place"))
	one := figure.Count(len(all), r.by(cs), r.trace(cs...))
	two := figure.Count(len(documented), r.by(proved), r.trace(proved...))
	// An organisation may have several functions: together they cover all there are.
	f = f.Adds(figure.Relation{Kind: figure.Cover, Over: []string{rows.ID, cols.ID}, Total: "involve.capable", Fields: figure.OfCounts})
	return f.Names("involve.capable", one).Names("involve.capable-documented", two).Rests(one, two)
}
