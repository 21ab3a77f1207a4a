package involve

import (
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
)

// asked counts, by kind, the organisations the study knows and those it asked.
// Who was not asked stands beside who was.
func (r room) asked() figure.Figure {
	f := r.frame("asked", figure.Matrix, "unit.organisations")
	if len(r.in.Orgs) == 0 {
		f = r.none(f)
		if r.by(r.in.Claims).Public { // nothing was told in an interview
			f.Sentence = say("sentence.involve.nobody-asked", len(r.of[claim.KindInvolvement]))
		}
		return f
	}
	at := map[[2]string][]claim.Claim{}
	kinds := map[string]bool{}
	asked := 0
	for _, o := range r.in.Orgs {
		kind, col := o.Kind, "not-asked"
		if kind == "" {
			kind = "no-kind"
		}
		if o.Asked {
			col = "asked"
			asked++
		}
		kinds[kind] = true
		at[[2]string{kind, col}] = append(at[[2]string{kind, col}], claim.Claim{Key: o.Key, Origin: o.Origin})
	}
	cols := figure.Dim{ID: "what", Label: say("dim.what"), Keys: []string{"asked", "not-asked"}}
	for _, k := range cols.Keys {
		cols.Labels = append(cols.Labels, say("asked."+k))
	}
	f.Dims = []figure.Dim{r.dim("orgkind", "orgkind.", sorted(kinds)), cols}
	for _, k := range f.Dims[0].Keys {
		for _, c := range cols.Keys {
			os := at[[2]string{k, c}]
			// Each row is one organisation: it speaks for itself.
			by := figure.Contributors{Speakers: len(os), Monitors: len(os), Orgs: len(os)}
			if len(os) == 0 {
				by = r.by(nil)
			}
			f.Cells = append(f.Cells, figure.Count(len(os), by, figure.TraceOf(r.looked, os...), k, c))
		}
	}
	f.Sentence = say("sentence.involve.asked", len(r.in.Orgs), asked, len(r.in.Orgs)-asked)
	f.Caveats = append(f.Caveats, say("caveat.not-drawn"))
	return f
}

// place counts what authorities, civil society and others claim of civil
// society's part: statements by the rung they claim, over all measures. It
// counts statements, not measures, and is no rate.
func (r room) place() figure.Figure {
	f := r.frame("place", figure.Matrix, "unit.statements")
	cs := r.of[claim.KindInvolvement]
	if len(cs) == 0 {
		return r.none(f)
	}
	rows := figure.Dim{ID: "rung", Label: say("dim.rung")}
	for _, k := range append(slices.Clone(register.Rungs), "unknown") {
		rows.Keys, rows.Labels = append(rows.Keys, k), append(rows.Labels, say("rung."+k))
	}
	cols := r.sides()
	f.Dims = []figure.Dim{rows, cols}
	n := map[string]int{}
	for _, k := range rows.Keys {
		for _, side := range cols.Keys {
			var of []claim.Claim
			for _, c := range r.side(cs, side) {
				if rung(c.Involvement.Claimed) == k {
					of = append(of, c)
				}
			}
			n[k+" "+side] = len(of)
			f.Cells = append(f.Cells, figure.Count(len(of), r.by(of), r.trace(of...), k, side))
		}
	}
	total := func(side string) int { return len(r.side(cs, side)) }
	more := func(side string) (m int) {
		for _, k := range register.Rungs[2:] {
			m += n[k+" "+side]
		}
		return m
	}
	f.Sentence = say("sentence.involve.place", total("civil-society"), n["none civil-society"], n["informed civil-society"], more("civil-society"),
		total("authorities"), more("authorities"))
	f.Caveats = append(f.Caveats, say("caveat.statements-not-measures"))
	return f
}

// sides are the accounts that are set beside each other.
func (r room) sides() figure.Dim {
	return figure.Dim{ID: "side", Label: say("dim.side"), Keys: []string{"authorities", "civil-society", "others"},
		Labels: []lang.Text{say("side.authorities"), say("side.civil-society"), say("side.others")}}
}
