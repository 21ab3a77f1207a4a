package protect

import (
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sdc"
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
	diag.Kind{Code: "P416", Severity: diag.Note, Args: 1},    // a figure keeps its former numbers
	diag.Kind{Code: "P417", Severity: diag.Warning, Args: 2}, // the threshold is lower than at the last release
	diag.Kind{Code: "P418", Severity: diag.Warning, Args: 1}, // a figure prints nothing, for a number of it could be told
	diag.Kind{Code: "P420", Severity: diag.Warning, Args: 1}, // earlier editions tell a withheld number
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
	RuleDominance     = "rule.dominance"

	// RulePeople is what an edition says of cells held by the contributors or by
	// differencing alike, see [told].
	RulePeople = "rule.people"
)

// told is the rule as an edition gives it. Which cells are few and which were
// held beside them stays inside: of two held cells that add up to six, one of
// which has five or more, the other would be known.
func told(rule string) string {
	if rule == RuleContributors || rule == RuleDifferencing || rule == RuleDominance {
		return RulePeople
	}
	return rule
}

// hiddenShape marks figures of withheld cells among what a release keeps.
const hiddenShape = "withheld"

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

	// Last is the newest edition of the audience, nil for the first. Where too
	// few people stand behind what changed in a figure, its numbers are kept.
	Last *Edition

	// Who says who stands behind the statement with a key. What it does not know,
	// a withdrawn one above all, counts as one and the same person's.
	Who map[string]Standing

	// Rows says who stood in files of rows that are out.
	Rows []RowsOut
}

// Printed is a figure as an earlier release printed it: only the cells that
// had a value, traces uncut. It stays in the private folder.
type Printed struct {
	Release string          `json:"release"`
	Figures []figure.Figure `json:"figures"`

	// Hidden are the cells withheld, with what they rest on alone.
	Hidden []figure.Figure `json:"hidden,omitempty"`

	// Held are the keys of the cells withheld, by figure.
	Held map[string][][]string `json:"held,omitempty"`

	// Meant are the cells of figures that keep other numbers, with what they rest
	// on alone. Named are the numbers stated by name, Stated those of sentences.
	Meant  []figure.Figure `json:"meant,omitempty"`
	Named  []figure.Figure `json:"named,omitempty"`
	Stated []figure.Figure `json:"stated,omitempty"`

	Words  map[string][]Worded `json:"words,omitempty"`  // what figures of words showed
	Hushed []string            `json:"hushed,omitempty"` // named numbers that were withheld
	Known  *Known              `json:"known,omitempty"`  // what a reader can calculate with
	Rests  []string            `json:"rests,omitempty"`  // all statements behind the figures that nobody can look up
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
	if in.Last != nil {
		g.lowered()
	}
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

	past   []map[string]*then    // what earlier releases printed, by figure
	frozen map[int]figure.Figure // figures that keep the numbers of an earlier release
	blank  map[int]bool          // figures that print nothing: a number of theirs could be told
	fixed  map[cellAt]bool       // cells that an earlier release printed as they are
	silent bool                  // no cell of what several accounts are about prints how many these are
	nought map[cellAt]bool       // a 0 that prints neither what it rests on nor of how many it is
	book   *book                 // nil for an internal edition
	rows   []row                 // every cell as a set of statements
	vecs   [][]int               // the same, as vectors
	order  []int                 // of the rows: who is printed first
	hidden hidden
}

// cellAt names a cell by figure and position.
type cellAt struct{ f, c int }

// judge decides cell by cell, then holds back more until nothing that is held
// follows from what is printed. Where a number could be told whatever else of
// its figure is withheld, the figure prints nothing, and all is judged anew.
func (g *gate) judge() map[cellAt]string {
	if g.in.Profile == Internal {
		return map[cellAt]string{}
	}
	g.quote()
	g.freeze()
	g.blank = map[int]bool{}
	for {
		held := g.alone()
		g.book = g.relate()
		primary := maps.Clone(held)
		narrow := g.spread(held)
		if len(narrow) == 0 {
			g.book.giveBack(held, primary, &g.hidden)
			narrow = g.spread(held)
		}
		if !g.blanks(narrow) {
			g.gave()
			return held
		}
	}
}

// gave says of which figures earlier editions tell a withheld number, with what
// everybody can look up by now.
func (g *gate) gave() {
	some := map[string]bool{}
	for x, gone := range g.book.gave {
		if i := g.book.figureOf(x); gone && i >= 0 {
			some[g.in.Figures[i].ID] = true
		}
	}
	for _, id := range slices.Sorted(keys(some)) {
		g.finds.Add("P420", diag.At{Field: id}, id)
	}
}

// blanks takes figures out that hold a number that could be told, and reports
// whether there were any; then those that tell it. They keep their former
// numbers, or print none. Where nothing of this release is left that tells it, a
// reader knows nothing new of it.
func (g *gate) blanks(narrow []int32) bool {
	out := map[int]bool{}
	for _, x := range narrow {
		if i := g.book.figureOf(x); i >= 0 && !g.unprinted(i) {
			out[i] = true
			continue
		}
		for _, j := range g.book.tellers(x) {
			out[j] = true
		}
	}
	for _, i := range slices.Sorted(keys(out)) {
		id := g.in.Figures[i].ID
		if old := g.former(g.in.Figures[i]); old.AsOf != withheldWhole {
			g.frozen[i] = old
			g.finds.Add("P416", diag.At{Field: id}, id)
			continue
		}
		g.blank[i] = true
		g.finds.Add("P418", diag.At{Field: id}, id)
	}
	return len(out) > 0
}

// alone holds each cell that must not be printed whatever else is.
func (g *gate) alone() map[cellAt]string {
	held := map[cellAt]string{}
	g.nought, g.rows, g.order = map[cellAt]bool{}, nil, nil
	g.hidden = hidden{named: map[string]bool{}, whole: map[int32]bool{}}
	for i, f := range g.in.Figures {
		if g.keeps(i) {
			continue
		}
		for j, c := range f.Cells {
			at := cellAt{i, j}
			if _, ok := c.Value(); !ok {
				continue
			}
			if r := g.rule(f, c); r != "" && !(people(r) && g.zero(at)) {
				held[at] = r
			} else if g.blank[i] || !g.fixed[at] && !words(f) && g.stays(f, c) {
				held[at] = RuleContributors
			} else if r != "" {
				g.nought[at] = true
			}
		}
		for k, c := range f.Basis {
			// A number in a sentence is a total: no place, no quotation.
			if r := g.rule(figure.Figure{ID: f.ID, Shape: figure.Table}, c); r != "" {
				held[cellAt{i, len(f.Cells) + k}] = r
			}
		}
	}
	g.silent = slices.ContainsFunc(slices.Collect(maps.Keys(held)), func(at cellAt) bool {
		return people(held[at]) && counts(g.in.Figures[at.f])
	})
	return held
}

// spread holds back more until nothing held follows from what is printed, and
// gives the numbers that stay too narrow all the same.
func (g *gate) spread(held map[cellAt]string) (narrow []int32) {
	for n := -1; n != len(held)+len(g.nought); {
		n = len(held) + len(g.nought)
		g.against(held)
		narrow = g.book.conceal(held, &g.hidden)
		for _, x := range narrow {
			if i := g.book.figureOf(x); i >= 0 && !g.unprinted(i) {
				g.whole(i, held)
			}
		}
	}
	return narrow
}

// unprinted reports a figure of which this release prints no number of its own.
func (g *gate) unprinted(i int) bool { return g.keeps(i) || g.blank[i] }

// amounts reports a figure of sums: deaths, money, whatever its cells weigh.
func amounts(f figure.Figure) bool {
	return f.Unit == "unit.deaths" || slices.ContainsFunc(f.Cells, func(c figure.Cell) bool { return c.Weights() != nil })
}

// zero reports a count of nothing. It is printed as 0, for it names nobody;
// that nothing is withheld which is 0 is what bounds a withheld count below.
func (g *gate) zero(at cellAt) bool {
	f := g.in.Figures[at.f]
	if at.c >= len(f.Cells) || amounts(f) || f.Shape == figure.Estimate || words(f) {
		return false
	}
	v, ok := f.Cells[at.c].Value()
	return ok && v == 0
}

// hold withholds one more cell; of a 0, all but the 0.
func (g *gate) hold(at cellAt, held map[cellAt]string) {
	if g.zero(at) {
		g.nought[at] = true
	} else {
		held[at] = RuleDifferencing
	}
}

// counts reports a figure of things that several accounts may be about, with
// how many accounts there are.
func counts(f figure.Figure) bool {
	return slices.ContainsFunc(f.Relations, func(r figure.Relation) bool { return slices.Contains(r.Fields, "n") })
}

// keep prints a figure as the last edition did.
func (g *gate) keep(e *edition, private *Printed, i int) {
	f := g.frozen[i]
	e.Figures = append(e.Figures, f)
	whole := figure.Figure{ID: f.ID}
	for _, p := range g.in.Before {
		if k := slices.IndexFunc(p.Figures, func(x figure.Figure) bool { return x.ID == f.ID }); k >= 0 {
			whole, private.Held[f.ID] = p.Figures[k], p.Held[f.ID]
		}
	}
	private.Figures = append(private.Figures, whole)
	if !words(f) {
		meant := figure.Figure{ID: f.ID}
		for _, c := range g.in.Figures[i].Cells {
			meant.Cells = append(meant.Cells, g.behind(c, c.At()...))
		}
		private.Meant = append(private.Meant, meant)
	} else {
		for _, p := range g.in.Before {
			private.Words[f.ID] = p.Words[f.ID]
		}
	}
	last := g.in.Last
	if last == nil || f.AsOf == withheldWhole {
		e.Licences = append(e.Licences, Licensed{Figure: f.ID})
		e.Held = append(e.Held, Held{Figure: f.ID, Rule: RulePeople, Cells: len(f.Cells)})
		return
	}
	e.Licences = append(e.Licences, last.Licence(f.ID))
	for _, h := range last.e.Held {
		if h.Figure == f.ID {
			e.Held = append(e.Held, h)
		}
	}
}

// lowered says that the threshold fell since the last edition: cells that were
// withheld then may now be printed.
func (g *gate) lowered() {
	was := gate{in: Input{Profile: g.in.Profile}, rules: g.in.Last.Study().Rules.WithDefaults()}
	if a, b := was.threshold(), g.threshold(); b < a {
		g.finds.Add("P417", diag.At{File: "study.toml"}, a, b)
	}
}

// keeps reports a figure that keeps the numbers of an earlier release.
func (g *gate) keeps(i int) bool { _, ok := g.frozen[i]; return ok }

// whole holds every number of a figure back: the last resort where a held one
// stays too narrow.
func (g *gate) whole(i int, held map[cellAt]string) {
	for j, c := range g.in.Figures[i].Cells {
		at := cellAt{i, j}
		if _, no := held[at]; !no && len(c.Trace().Refs) > 0 && !g.fixed[at] && !g.book.spent(at) {
			if _, ok := c.Value(); ok {
				g.hold(at, held)
			}
		}
	}
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
	by, k := c.By(), g.threshold()
	if by.Speakers < k || by.Monitors < k || by.Orgs < k {
		return RuleContributors
	}
	if slices.ContainsFunc(c.Weights(), g.dominated) {
		return RuleDominance
	}
	return ""
}

// dominated reports what contributors add to a sum of amounts of which few made
// up too much, or one could tell another's by subtracting their own.
func (g *gate) dominated(w []float64) bool {
	r := g.rules.WithDefaults()
	return len(w) > 0 && (sdc.Dominated(w, r.DominanceN, float64(r.DominanceK)/100) || sdc.PPercent(w, g.closeTo()))
}

// closeTo is within which share an amount counts as known.
func (g *gate) closeTo() float64 { return float64(g.rules.WithDefaults().PPercent) / 100 }

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

// hushed reports whether a named number that the sentence (-1) or a caveat of
// a figure states may not be printed.
func (g *gate) hushed(f figure.Figure, in int) bool {
	return slices.ContainsFunc(f.Named, func(n figure.Named) bool {
		return g.hidden.named[n.Total] && (in < 0 && n.Said || in >= 0 && n.In == in)
	})
}

// state writes down what a reader may work out of a figure: the relations that
// hold, and the named numbers that it prints. Caveats with others go.
func (g *gate) state(i int, f *figure.Figure) (stated figure.Figure) {
	f.Relations, f.States = nil, nil
	named := f.Named
	f.Named = nil
	stated.ID = f.ID
	if g.book == nil {
		return stated
	}
	f.Relations = g.book.kept[i]
	var caveats []lang.Text
	for k, c := range f.Caveats {
		if !g.hushed(figure.Figure{Named: named}, k) {
			caveats = append(caveats, c)
		}
	}
	f.Caveats = caveats
	for _, n := range named {
		if g.hidden.named[n.Total] || n.Said && n.In < 0 && f.Sentence == nil || !n.Said && n.In < 0 {
			continue
		}
		stated.Cells = append(stated.Cells, g.behind(n.Cell, n.Total))
		for _, field := range []string{"value", "low", "high"} {
			v, ok := fieldOf(n.Cell, field)
			if _, _, spread := n.Cell.Range(); !ok || field != "value" && spread == figure.NoSpread {
				continue
			}
			x := figure.State{Total: n.Total, Value: v}
			if field != "value" {
				x.Field = field
			}
			f.States = append(f.States, x)
		}
	}
	return stated
}

// behind is a cell without its value: what it rests on that nobody can look up.
func (g *gate) behind(c figure.Cell, at ...string) figure.Cell {
	var t figure.Trace
	secret := g.secret(c)
	for _, r := range c.Trace().Refs {
		if _, ok := slices.BinarySearch(secret, r.Claim.String()); ok {
			t.Refs = append(t.Refs, figure.Ref{Claim: r.Claim})
		}
	}
	return figure.Absent(figure.Withheld, t, at...)
}

func hasDim(f figure.Figure, id string) bool {
	return slices.ContainsFunc(f.Dims, func(d figure.Dim) bool { return d.ID == id })
}

// fill makes the edition from what is not held.
func (g *gate) fill(held map[cellAt]string) Result {
	e := edition{Format: Format, Release: g.in.Release, Date: g.in.Date, Profile: g.in.Profile, Pins: g.in.Pins,
		Study: g.in.Study, Outlines: g.outlines(), Changes: slices.Clone(g.in.Changes)}
	private := Printed{Release: g.in.Release, Held: map[string][][]string{}, Words: map[string][]Worded{}}
	for i, f := range g.in.Figures {
		if g.keeps(i) {
			g.keep(&e, &private, i)
			continue
		}
		if words(f) {
			for _, c := range f.Cells {
				private.Words[f.ID] = append(private.Words[f.ID], g.worded(f, c))
			}
		}
		whole := f
		whole.Cells, whole.Caveats = nil, slices.Clone(f.Caveats)
		shown := figure.Figure{} // what is printed, traces uncut
		hidden := figure.Figure{ID: f.ID, Unit: f.Unit, Shape: hiddenShape}
		count := map[string]int{}
		cells := make([]figure.Cell, 0, len(f.Cells))
		printed, bare := 0, false
		for j, c := range f.Cells {
			if r, ok := held[cellAt{i, j}]; ok {
				why := figure.Withheld
				if r == RuleLicence || r == RuleAggregate {
					why = figure.Licence
				}
				r = told(r)
				cells = append(cells, figure.Absent(why, figure.Trace{}, c.At()...).With(r))
				count[r]++
				private.Held[f.ID] = append(private.Held[f.ID], c.At())
				if why == figure.Withheld && !words(f) {
					hidden.Cells = append(hidden.Cells, figure.Absent(why, figure.Trace{Refs: c.Trace().Refs}, c.At()...))
				}
				continue
			}
			if _, ok := c.Value(); ok {
				if !words(f) {
					whole.Cells = append(whole.Cells, c)
				}
				printed++
			}
			cut, silent := g.cut(c)
			if g.silent && counts(f) || g.nought[cellAt{i, j}] || g.book != nil && g.book.bare(cellAt{i, j}, held, &g.hidden) {
				cut, bare = cut.Bare(), bare || c.Of() > 0
			}
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
		if (len(count) > 0 || bare) && !g.stands(i, held) || bare && shares(f.Basis) || g.hushed(f, -1) {
			// A sentence speaks of the whole: where cells are held it would
			// give them away or no longer be true.
			f.Sentence = nil
		} else {
			whole.Cells = append(whole.Cells, f.Basis...)
			stated := figure.Figure{ID: f.ID}
			for _, c := range f.Basis {
				stated.Cells = append(stated.Cells, g.behind(c))
			}
			private.Stated = append(private.Stated, stated)
		}
		f.Cells, f.Basis, whole.Basis = cells, nil, nil
		private.Named = append(private.Named, g.state(i, &f))
		licensed := Licensed{Figure: f.ID, Licence: l, Sources: ids}
		if g.blank[i] { // how many cells had been empty is not said either
			f = g.silenced(g.in.Figures[i])
			licensed, count = Licensed{Figure: f.ID}, map[string]int{RulePeople: len(f.Cells)}
		}
		e.Figures = append(e.Figures, f)
		e.Licences = append(e.Licences, licensed)
		for _, r := range slices.Sorted(keys(count)) {
			e.Held = append(e.Held, Held{Figure: f.ID, Rule: r, Cells: count[r]})
		}
		private.Figures = append(private.Figures, whole)
		if len(hidden.Cells) > 0 {
			private.Hidden = append(private.Hidden, hidden)
		}
	}
	private.Rests = g.rests()
	if g.book != nil {
		e.Certificate = g.book.certify(held, &g.hidden)
		private.Known = g.book.known(held, &g.hidden)
		private.Hushed = slices.Sorted(keys(g.hidden.named))
		all := figure.Figure{}
		for _, total := range slices.Sorted(keys(g.book.named)) {
			all.Cells = append(all.Cells, g.behind(g.book.named[total].cell, total))
		}
		private.Named = append(private.Named, all)
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
