package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/involve"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/perception"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/profile"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// Made is what the rooms made of what a study holds.
type Made struct {
	Study    study.Study
	Figures  []figure.Figure
	Findings diag.List
	Left     map[string]int // statements left out for the profile, by rule
	Outlines []protect.Outline
	hash     string
}

// Figures computes every figure of a study from the statements that may be
// used for a profile on a day. protect.Internal uses all of them.
func (d *Desk) Figures(ctx context.Context, id string, p protect.Profile, on when.Day) (m Made, err error) {
	defer fault.Wrap(&err, "compute figures of %s", id)
	f, found, err := d.open(id)
	if err != nil {
		return m, err
	}
	m = Made{Study: f.study, hash: f.hash}
	if found.Worst() == diag.Error {
		m.Findings = found
		return m, fault.Findings
	}
	var cs []claim.Claim
	for c, err := range d.db.Claims(ctx, id) {
		if err != nil {
			return m, err
		}
		cs = append(cs, c)
	}
	var es []event.Event
	for e, err := range d.db.Events(ctx, id) {
		if err != nil {
			return m, err
		}
		es = append(es, e)
	}
	cs, m.Left = protect.Admit(f.study, cs, p, on)
	pl, _, err := f.places() // what is odd in them, Check says
	if err != nil {
		return m, err
	}
	m.Outlines = pl.outlines
	ls, err := d.linkings(ctx, f, cs)
	if err != nil {
		return m, err
	}
	m.Figures, found = f.figures(cs, admitted(es, cs), ls, pl)
	m.Figures = append(m.Figures, perception.Figures(perception.Input{Study: f.study, Answers: f.surveys, Reach: string(p), On: on})...)
	m.Findings = append(m.Findings, found...)
	return m, ctx.Err()
}

// admitted gives each event its claims, without those that were not admitted;
// an event none of whose claims was is left out.
func admitted(es []event.Event, cs []claim.Claim) []event.Event {
	byKey := make(map[claim.Key]int, len(cs))
	for i, c := range cs {
		byKey[c.Key] = i
	}
	out := make([]event.Event, 0, len(es))
	for _, e := range es {
		ms := e.Members
		e.Members, e.Claims = make([]event.Member, 0, len(ms)), make([]claim.Claim, 0, len(ms))
		for _, m := range ms {
			if i, ok := byKey[m.Claim]; ok {
				e.Members, e.Claims = append(e.Members, m), append(e.Claims, cs[i])
			}
		}
		if len(e.Members) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// figures calls the rooms in the order of the study's questions: who was asked
// first, incidents last.
func (f *folder) figures(cs []claim.Claim, es []event.Event, ls []compare.Linking, pl places) (fs []figure.Figure, found diag.List) {
	has := func(kinds ...claim.Kind) bool {
		return slices.ContainsFunc(cs, func(c claim.Claim) bool { return slices.Contains(kinds, c.Kind) })
	}
	if len(f.measures) > 0 || f.asks("involve.") || has(claim.KindInvolvement, claim.KindEffect, claim.KindRecommendation, claim.KindCommitment, claim.KindCapacity, claim.KindNeed) {
		fs = append(fs, involve.Figures(involve.Input{Study: f.study, Measures: f.measures, Orgs: f.orgs, Claims: cs, Codes: f.codes})...)
	}
	if f.asks("compare.") || len(f.codings) > 0 || has(claim.KindNaming, claim.KindResponse, claim.KindCoping) {
		fs = append(fs, compare.Figures(compare.Input{Study: f.study, Claims: cs, Subjects: f.subjects, Labels: f.names, Terms: f.spoken, Codes: f.codes, Linkings: ls, Coding: f.codings})...)
	}
	if len(es) > 0 || has(claim.KindDeaths) || f.asks("profile.") {
		in := profile.Input{Study: f.study, Events: es, Deaths: ofKind(cs, claim.KindDeaths), Types: f.typesFacet(es)}
		in.Areas, in.AreaOf = pl.areas(es)
		in.Families = profile.ByFamily(f.families, f.actsOf)
		in.Borders, in.BorderOf = profile.ByBorder(pl.tree, place.Code(f.home()), f.country)
		in.Towns, in.Words = pl.cities(), ofKind(cs, claim.KindVerbatim)
		more, l := profile.Figures(in)
		fs, found = append(fs, more...), append(found, l...)
	}
	return fs, found
}

// asks reports whether a question of the study names a figure of a room, by
// the prefix of its id: such a room says what was not collected yet.
func (f *folder) asks(room string) bool {
	return slices.ContainsFunc(f.study.Questions, func(q study.Question) bool {
		return slices.ContainsFunc(q.Figures, func(id string) bool { return strings.HasPrefix(id, room) })
	})
}

func ofKind(cs []claim.Claim, k claim.Kind) []claim.Claim {
	var out []claim.Claim
	for _, c := range cs {
		if c.Kind == k {
			out = append(out, c)
		}
	}
	return out
}

// typesFacet sorts events by the study's own types; a zero facet where the
// study has no crosswalk.
func (f *folder) typesFacet(es []event.Event) profile.Facet {
	if len(f.types.Scheme) == 0 {
		return profile.Facet{}
	}
	dim := figure.Dim{ID: "type", Label: say("dim.type")}
	for _, l := range f.types.Scheme {
		dim.Keys, dim.Labels = append(dim.Keys, l.Code), append(dim.Labels, l.Text)
	}
	return profile.Facet{Dim: dim, Rest: profile.Unmapped, Of: func(e event.Event) []string {
		return f.actsOf(e)
	}}
}

// actsOf gives the types of the study that an event is of: a report may name
// several acts at once, parted by spaces.
func (f *folder) actsOf(e event.Event) (ts []string) {
	v := e.At()
	if ts = f.types.Of(v.Source, v.Type); len(ts) > 0 {
		return ts
	}
	for _, code := range strings.Fields(v.Type) {
		for _, t := range f.types.Of(v.Source, code) {
			if !slices.Contains(ts, t) {
				ts = append(ts, t)
			}
		}
	}
	return ts
}

// home is the code of the study's own country among its boundaries.
func (f *folder) home() string { return cmp.Or(f.study.Country, f.study.ID) }

// country is how a country is called, in the study's words where it has any.
func (f *folder) country(u place.Unit) lang.Text {
	if t, ok := f.codes["country:"+string(u.Code)]; ok {
		return t
	}
	return lang.FrEn(u.Name, u.Name)
}
