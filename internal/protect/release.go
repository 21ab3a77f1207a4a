package protect

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// Codes P400–P449.
var _ = diag.Codes(
	diag.Kind{Code: "P410", Severity: diag.Error, Args: 1},   // a figure of another nature
	diag.Kind{Code: "P411", Severity: diag.Error, Args: 1},   // licences that cannot be combined
	diag.Kind{Code: "P412", Severity: diag.Error, Args: 2},   // a source the study does not know
	diag.Kind{Code: "P413", Severity: diag.Warning, Args: 1}, // nothing of a figure may leave
	diag.Kind{Code: "P415", Severity: diag.Warning, Args: 2}, // cleared words that hold a telephone number or a point
	diag.Kind{Code: "P414", Severity: diag.Warning, Args: 1}, // a source has no licence level
)

// The rules by which cells are held, as keys of lang.
const (
	RuleLicence       = "rule.licence"
	RuleAggregate     = "rule.aggregate"
	RuleContributors  = "rule.min-contributors"
	RuleGrain         = "rule.grain"
	RuleConcentration = "rule.concentration"
	RuleOrgPlace      = "rule.org-place"
	RuleDifferencing  = "rule.differencing"
	RuleWords         = "rule.words"

	// RulePeople is what an edition says of cells held by the contributors or by
	// differencing alike, see [told].
	RulePeople = "rule.people"
)

// told is the rule as an edition gives it. Which cells are few and which were
// held beside them stays inside: of two held cells that add up to six, one of
// which has five or more, the other would be known.
func told(rule string) string {
	if rule == RuleContributors || rule == RuleDifferencing {
		return RulePeople
	}
	return rule
}

// minRows is how many rows of a source that allows only aggregates a cell
// must add up: fewer would hand out the row.
const minRows = 3

// Input is everything a release is made of. Figures are complete, with whole
// traces; the gate cuts them.
type Input struct {
	Study    study.Study
	Figures  []figure.Figure
	Outlines []Outline
	Release  string
	Date     string
	Profile  Profile
	Pins     Pins
	Changes  []string

	// Before holds what earlier releases printed, cell by cell, with whole
	// traces: what cannot be recalled is part of what a reader can subtract.
	Before []Printed
}

// Printed is a figure as an earlier release printed it: only the cells that
// had a value, traces uncut. It stays in the private folder.
type Printed struct {
	Release string          `json:"release"`
	Figures []figure.Figure `json:"figures"`
}

// Result is a release with what stays behind.
type Result struct {
	Edition  Edition
	Private  Printed // what was printed, uncut: keep it for the next release
	Findings diag.List
}

// Release holds back what must not leave, cuts every trace, computes the
// licence of each figure and fills an edition. It refuses (fault.Refused) to
// mix natures, to combine licences that exclude each other, and to print a
// source it does not know; the findings say which figure. The input is not
// altered.
func Release(in Input) (Result, error) {
	g := gate{in: in, rules: in.Study.Rules.WithDefaults(), sources: map[string]source.Source{}}
	for _, s := range in.Study.Sources {
		g.sources[s.ID] = s
		if s.Licence.Level == source.None && in.Profile != Internal {
			g.finds.Add("P414", diag.At{File: s.File}, s.ID)
		}
	}
	for _, f := range in.Figures {
		if f.Nature != in.Study.Nature {
			g.finds.Add("P410", diag.At{Field: f.ID}, f.ID)
		}
		for _, id := range f.Sources() {
			if _, ok := g.sources[id]; !ok {
				g.finds.Add("P412", diag.At{Field: f.ID}, f.ID, id)
			}
		}
	}
	if g.finds.Worst() == diag.Error {
		g.finds.Sort()
		return Result{Findings: g.finds}, fault.New(fault.Refused, "P403", len(g.finds))
	}

	held := g.judge()
	out := g.fill(held)
	if g.finds.Worst() == diag.Error {
		g.finds.Sort()
		return Result{Findings: g.finds}, fault.New(fault.Refused, "P403", len(g.finds))
	}
	g.finds.Sort()
	out.Findings = g.finds
	return out, nil
}

type gate struct {
	in      Input
	rules   study.Rules
	sources map[string]source.Source
	finds   diag.List
	quoted  map[string]bool // statements printed one by one, with consent
	hard    int             // sayings of a figure that were cleared and hold what nobody may clear
}

// cellAt names a cell by figure and position.
type cellAt struct{ f, c int }

// judge decides cell by cell, then holds back more until nothing that is held
// follows from what is printed.
func (g *gate) judge() map[cellAt]string {
	held := map[cellAt]string{}
	if g.in.Profile == Internal {
		return held
	}
	for i, f := range g.in.Figures {
		for j, c := range f.Cells {
			if _, ok := c.Value(); !ok {
				continue
			}
			if r := g.rule(f, c); r != "" {
				held[cellAt{i, j}] = r
			}
		}
		for k, c := range f.Basis {
			// A number in a sentence is a total: no place, no quotation.
			if r := g.rule(figure.Figure{ID: f.ID, Shape: figure.Table}, c); r != "" {
				held[cellAt{i, len(f.Cells) + k}] = r
			}
		}
	}
	g.against(held)
	return held
}

// rule names the first rule that holds a cell back by itself, "" for none.
func (g *gate) rule(f figure.Figure, c figure.Cell) string {
	t := c.Trace()
	rows := map[string]int{}
	for _, r := range t.Refs {
		rows[r.Claim.Source]++
	}
	public := c.By().Public
	for _, id := range slices.Sorted(slices.Values(t.Sources())) {
		s := g.sources[id]
		switch {
		case s.Licence.Level == source.None:
			return RuleLicence
		case s.Licence.Level == source.Aggregates && rows[id] > 0 && rows[id] < minRows:
			if s.Protection.OwnReports || !s.Protection.Public {
				return RuleContributors // that there are one or two is already too much
			}
			return RuleAggregate
		case s.Licence.Level <= source.Derived && f.Shape == figure.Map && hasDim(f, "place"):
			return RuleLicence // a place is a row
		}
		if s.Protection.OwnReports && rows[id] > 0 {
			public = false
		}
	}
	if len(t.Refs) == 0 || public {
		return ""
	}
	if strings.HasPrefix(f.ID, "profile.concentration") {
		return RuleConcentration
	}
	if hasDim(f, "place") || hasDim(f, "month") || hasDim(f, "day") {
		return RuleGrain
	}
	if words(f) {
		return g.saying(c)
	}
	if hasDim(f, "org") && hasDim(f, "area") && !g.rules.ListOrgPlaces && g.in.Profile == Public {
		return RuleOrgPlace
	}
	by, k := c.By(), g.rules.MinContributors
	if g.in.Profile == Partners {
		k = min(k, 3)
	}
	if by.Speakers < k || by.Monitors < k || by.Orgs < k {
		return RuleContributors
	}
	return ""
}

// saying holds a quoted cell whose statements may not be quoted at all. The
// words themselves are cut in [gate.words].
func (g *gate) saying(c figure.Cell) string {
	for _, s := range c.Sayings() {
		if s.Quotable {
			return ""
		}
	}
	return RuleContributors
}

// stands reports whether each number of a figure's sentence may be printed.
func (g *gate) stands(i int, held map[cellAt]string) bool {
	f := g.in.Figures[i]
	for k := range f.Basis {
		if _, h := held[cellAt{i, len(f.Cells) + k}]; h {
			return false
		}
	}
	return f.Basis != nil
}

func hasDim(f figure.Figure, id string) bool {
	return slices.ContainsFunc(f.Dims, func(d figure.Dim) bool { return d.ID == id })
}

// fill makes the edition from what is not held.
func (g *gate) fill(held map[cellAt]string) Result {
	e := edition{Format: Format, Release: g.in.Release, Date: g.in.Date, Profile: g.in.Profile, Pins: g.in.Pins,
		Study: g.in.Study, Outlines: g.outlines(), Changes: slices.Clone(g.in.Changes)}
	private := Printed{Release: g.in.Release}
	for i, f := range g.in.Figures {
		whole := f
		whole.Cells, whole.Caveats = nil, slices.Clone(f.Caveats)
		shown := figure.Figure{} // what is printed, traces uncut
		count := map[string]int{}
		cells := make([]figure.Cell, 0, len(f.Cells))
		printed := 0
		for j, c := range f.Cells {
			if r, ok := held[cellAt{i, j}]; ok {
				why := figure.Withheld
				if r == RuleLicence || r == RuleAggregate {
					why = figure.Licence
				}
				r = told(r)
				cells = append(cells, figure.Absent(why, figure.Trace{}, c.At()...).With(r))
				count[r]++
				continue
			}
			if _, ok := c.Value(); ok {
				if !words(f) {
					whole.Cells = append(whole.Cells, c)
				}
				printed++
			}
			cut, silent := g.cut(c)
			if silent > 0 {
				count[RuleWords] += silent
			}
			cells = append(cells, cut)
			shown.Cells = append(shown.Cells, c)
		}
		if g.hard > 0 {
			g.finds.Add("P415", diag.At{Field: f.ID}, f.ID, g.hard)
			g.hard = 0
		}
		var ls []source.Licence
		ids := shown.Counted()
		for _, id := range ids {
			ls = append(ls, g.sources[id].Licence)
		}
		l, ok := source.Combine(ls...)
		if !ok {
			g.finds.Add("P411", diag.At{Field: f.ID}, f.ID)
		}
		if printed == 0 && len(f.Cells) > 0 && len(count) > 0 {
			g.finds.Add("P413", diag.At{Field: f.ID}, f.ID)
		}
		if len(count) > 0 && !g.stands(i, held) {
			// A sentence speaks of the whole: where cells are held it would
			// give them away or no longer be true.
			f.Sentence = nil
		} else {
			whole.Cells = append(whole.Cells, f.Basis...)
		}
		f.Cells, f.Basis, whole.Basis = cells, nil, nil
		e.Figures = append(e.Figures, f)
		e.Licences = append(e.Licences, Licensed{Figure: f.ID, Licence: l, Sources: ids})
		for _, r := range slices.Sorted(keys(count)) {
			e.Held = append(e.Held, Held{Figure: f.ID, Rule: r, Cells: count[r]})
		}
		private.Figures = append(private.Figures, whole)
	}
	return Result{Edition: Edition{e}, Private: private}
}

// outlines keeps the boundaries whose source lets worked forms out: a
// simplified boundary is one.
func (g *gate) outlines() []Outline {
	return slices.DeleteFunc(slices.Clone(g.in.Outlines), func(o Outline) bool {
		return g.in.Profile != Internal && g.sources[o.Source].Licence.Level < source.Derived
	})
}

func keys[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
