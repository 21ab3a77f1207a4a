package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/desk/absent"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/internal/inside"
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
	who      map[string]protect.Standing
}

// Figures computes every figure of a study from all statements, for those who
// work on it. What another audience may see is an edition, see [Desk.Release]:
// nothing else gives figures for one.
func (d *Desk) Figures(ctx context.Context, id string, on when.Day) (Made, error) {
	return d.figures(ctx, id, protect.Internal, on)
}

func init() {
	inside.Uncut = func(ctx context.Context, d any, id string, p protect.Profile, on when.Day) (protect.Input, error) {
		m, err := d.(*Desk).figures(ctx, id, p, on)
		return protect.Input{Study: m.Study, Figures: m.Figures, Outlines: m.Outlines, Profile: p, Who: m.who}, err
	}
}

// figures computes them from the statements that may be used for a profile on
// a day.
func (d *Desk) figures(ctx context.Context, id string, p protect.Profile, on when.Day) (m Made, err error) {
	defer fault.Wrap(&err, "compute figures of %s", id)
	f, found, err := d.openWhole(ctx, id)
	if err != nil {
		return m, err
	}
	m = Made{Study: f.Study, hash: f.Hash}
	if found.Worst() == diag.Error {
		m.Findings = found
		return m, fault.Findings
	}
	if err := d.fresh(ctx, id); err != nil {
		return m, err
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
	for _, x := range found {
		if slices.Contains([]diag.Code{"N220", "N229", "N239"}, x.Code) { // of a survey whose answers are not there, or not all
			m.Findings = append(m.Findings, x)
		}
	}
	m.who = f.Standing(cs, on)
	every := cs
	cs, m.Left = protect.Admit(f.Study, cs, p, on)
	m.Outlines = f.Places.Outlines
	ls, err := d.linkings(ctx, f, cs)
	if err != nil {
		return m, err
	}
	m.Figures, found = figures(f, cs, event.Among(es, cs), ls)
	m.Figures = append(m.Figures, perception.Figures(perception.Input{Study: f.Study, Answers: f.Surveys, Reach: string(p), On: on})...)
	told := perception.Input{Study: f.Study, Answers: f.Surveys, Reach: string(protect.Internal), On: on}
	m.Figures = absent.Complete(f.Study, m.Figures, absent.LeftOut(every, told, p), func() []figure.Figure {
		all, _ := figures(f, every, event.Among(es, every), nil)
		return append(all, perception.Figures(told)...)
	})
	m.Findings = append(m.Findings, found...)
	return m, ctx.Err()
}

// figures calls the rooms in the order of the study's questions: who was asked
// first, incidents last.
func figures(f *folder.Folder, cs []claim.Claim, es []event.Event, ls []compare.Linking) (fs []figure.Figure, found diag.List) {
	has := func(kinds ...claim.Kind) bool {
		return slices.ContainsFunc(cs, func(c claim.Claim) bool { return slices.Contains(kinds, c.Kind) })
	}
	if len(f.Measures) > 0 || asks(f, "involve.") || has(claim.KindInvolvement, claim.KindEffect, claim.KindRecommendation, claim.KindCommitment, claim.KindCapacity, claim.KindNeed) {
		fs = append(fs, involve.Figures(involve.Input{Study: f.Study, Measures: f.Measures, Orgs: f.Orgs, Claims: cs, Codes: f.Codes})...)
	}
	if asks(f, "compare.") || len(f.Codings) > 0 || has(claim.KindNaming, claim.KindResponse, claim.KindCoping) {
		fs = append(fs, compare.Figures(compare.Input{Study: f.Study, Claims: cs, Subjects: f.Subjects, Labels: f.Names, Terms: f.Spoken, Codes: f.Codes, Linkings: ls, Coding: f.Codings})...)
	}
	if len(es) > 0 || has(claim.KindDeaths) || asks(f, "profile.") {
		in := profile.Input{Study: f.Study, Events: es, Deaths: ofKind(cs, claim.KindDeaths), Types: typesFacet(f)}
		in.Areas, in.AreaOf = f.Places.Areas(es)
		in.Families = profile.ByFamily(f.Families, func(e event.Event) []string { return actsOf(f, e) })
		in.Borders, in.BorderOf = profile.ByBorder(f.Places.Tree, place.Code(home(f)), func(u place.Unit) lang.Text { return country(f, u) })
		in.Towns, in.Words = f.Places.Cities(), ofKind(cs, claim.KindVerbatim)
		in.Inside = f.Places.Inside()
		more, l := profile.Figures(in)
		fs, found = append(fs, more...), append(found, l...)
	}
	return fs, found
}

// asks reports whether a question of the study names a figure of a room, by
// the prefix of its id: such a room says what was not collected yet.
func asks(f *folder.Folder, room string) bool {
	return slices.ContainsFunc(f.Study.Questions, func(q study.Question) bool {
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
func typesFacet(f *folder.Folder) profile.Facet {
	if len(f.Types.Scheme) == 0 {
		return profile.Facet{}
	}
	dim := figure.Dim{ID: "type", Label: lang.Every("dim.type")}
	for _, l := range f.Types.Scheme {
		dim.Keys, dim.Labels = append(dim.Keys, l.Code), append(dim.Labels, l.Text)
	}
	return profile.Facet{Dim: dim, Rest: profile.Unmapped, Of: func(e event.Event) []string {
		return actsOf(f, e)
	}}
}

// actsOf gives the types of the study that an event is of: a report may name
// several acts at once, parted by spaces.
func actsOf(f *folder.Folder, e event.Event) (ts []string) {
	v := e.At()
	if ts = f.Types.Of(v.Source, v.Type); len(ts) > 0 {
		return ts
	}
	for _, code := range strings.Fields(v.Type) {
		for _, t := range f.Types.Of(v.Source, code) {
			if !slices.Contains(ts, t) {
				ts = append(ts, t)
			}
		}
	}
	return ts
}

// home is the code of the study's own country among its boundaries.
func home(f *folder.Folder) string { return cmp.Or(f.Study.Country, f.Study.ID) }

// country is how a country is called, in the study's words where it has any.
func country(f *folder.Folder, u place.Unit) lang.Text {
	if t, ok := f.Codes["country:"+string(u.Code)]; ok {
		return t
	}
	return lang.FrEn(u.Name, u.Name)
}
