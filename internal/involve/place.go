package involve

import (
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
)

// asked counts the organisations the study knows and those it asked.
// Who was not asked stands beside who was.
func (r room) asked() figure.Figure {
	f := r.frame("asked", figure.Table, "unit.organisations")
	if len(r.in.Orgs) == 0 {
		f = r.none(f)
		if r.by(r.in.Claims).Public { // nothing was told in an interview
			f.Sentence = say("sentence.involve.nobody-asked", len(r.of[claim.KindInvolvement]))
		}
		return f
	}
	at, registers := map[string][]claim.Claim{}, []string{}
	for _, o := range r.in.Orgs {
		k := "not-asked"
		if o.Asked {
			k = "asked"
		}
		at[k] = append(at[k], claim.Claim{Key: o.Key, Origin: o.Origin})
		if !slices.Contains(registers, o.Key.Source) {
			registers = append(registers, o.Key.Source)
		}
	}
	d := figure.Dim{ID: "what", Label: say("dim.what"), Keys: []string{"asked", "not-asked"}}
	for _, k := range d.Keys {
		d.Labels = append(d.Labels, say("asked."+k))
		n := len(at[k]) // each row is one organisation: it stands for itself
		by := figure.Contributors{Speakers: n, Monitors: n, Orgs: n, Public: n == 0}
		f.Cells = append(f.Cells, figure.Count(n, by, figure.TraceOf(registers, at[k]...), k))
	}
	f.Dims = []figure.Dim{d}
	asked := len(at["asked"])
	f.Sentence = say("sentence.involve.asked", len(r.in.Orgs), asked, len(r.in.Orgs)-asked)
	f.Caveats = append(f.Caveats, say("caveat.not-drawn"))
	all := figure.Contributors{Speakers: len(r.in.Orgs), Monitors: len(r.in.Orgs), Orgs: len(r.in.Orgs)}
	c := figure.Count(len(r.in.Orgs), all, figure.TraceOf(registers, append(slices.Clone(at["asked"]), at["not-asked"]...)...))
	return f.Adds(figure.AddUp("involve.organisations", figure.OfCounts, "what")).Names("involve.organisations", c).Rests(f.Cells...)
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
	said := func(side string) (int, lang.Text) {
		m := len(r.side(cs, side))
		if m == 0 {
			return 0, say("involve.no-statement")
		}
		return m, inTurn(rows, func(k string) int { return n[k+" "+side] })
	}
	c, ours := said("civil-society")
	a, theirs := said("authorities")
	f.Sentence = say("sentence.involve.place", c, ours, a, theirs)
	f.Caveats = append(f.Caveats, say("caveat.statements-not-measures"))
	f = f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{"rung"}, Total: "involve.place", Fields: figure.OfCounts})
	return f
}

// sides are the accounts that are set beside each other.
func (r room) sides() figure.Dim {
	return figure.Dim{ID: "side", Label: say("dim.side"), Keys: []string{"authorities", "civil-society", "others"},
		Labels: []lang.Text{say("side.authorities"), say("side.civil-society"), say("side.others")}}
}
