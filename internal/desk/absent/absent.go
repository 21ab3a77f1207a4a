// Package absent says of figures that an audience does not get why it does not:
// what they rest on is under embargo, or may not be published.
//
// Without it a figure whose statements are all under embargo would look as if
// nobody had collected anything, and a text that cites it could not be printed
// for that audience. It computes no number. The function you want is [Complete].
package absent

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/perception"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// citation is a figure that a text or a question of the study names, with the
// keys of the cell it names; no keys where it names the figure as a whole.
type citation struct {
	figure string
	keys   []string
}

var (
	braces = regexp.MustCompile(`\{\{\s*(?:fig|show)((?:\s+"[^"]*")+)\s*\}\}`)
	quoted = regexp.MustCompile(`"([^"]*)"`)
)

// cited lists what the study's questions and texts name, each once, in a fixed order.
func cited(s study.Study) (cs []citation) {
	for _, q := range s.Questions {
		for _, id := range q.Figures {
			cs = append(cs, citation{figure: id})
		}
	}
	for _, x := range s.Texts {
		for _, t := range x.Tags() {
			for _, m := range braces.FindAllStringSubmatch(x[t], -1) {
				var args []string
				for _, a := range quoted.FindAllStringSubmatch(m[1], -1) {
					args = append(args, a[1])
				}
				cs = append(cs, citation{figure: args[0], keys: args[1:]})
			}
		}
	}
	slices.SortFunc(cs, func(a, b citation) int {
		if c := strings.Compare(a.figure, b.figure); c != 0 {
			return c
		}
		return slices.Compare(a.keys, b.keys)
	})
	return slices.CompactFunc(cs, func(a, b citation) bool { return a.figure == b.figure && slices.Equal(a.keys, b.keys) })
}

// lacking reports whether a figure that the study cites is missing among those of
// an audience, or says that nothing was collected.
func lacking(s study.Study, mine []figure.Figure) bool {
	for _, c := range cited(s) {
		f, ok := find(mine, c.figure)
		if !ok || empty(f) {
			return true
		}
		if _, ok := f.Cell(resolved(f, c.keys)...); len(c.keys) > 0 && !ok {
			return true
		}
	}
	return slices.ContainsFunc(mine, empty)
}

// Complete gives the figures of an audience with those that it lacks: a figure or
// cell that the study cites and that all statements make, but not those the
// audience may use, stands there without a value, with the reason. A figure that
// says "not collected", although something was, says the reason instead.
// left is what was left out of mine; every makes the figures of all statements, and
// is asked only where something was left out and may be missed.
func Complete(s study.Study, mine []figure.Figure, left Left, every func() []figure.Figure) []figure.Figure {
	if len(left.of) == 0 || !lacking(s, mine) {
		return mine
	}
	all, out := every(), slices.Clone(mine)
	for i, f := range out {
		if whole, ok := find(all, f.ID); ok && empty(f) && !empty(whole) {
			if reason := left.reason(whole); reason != "" {
				out[i] = blank(whole, reason)
			}
		}
	}
	for _, c := range cited(s) {
		whole, ok := find(all, c.figure)
		if !ok {
			continue
		}
		i := slices.IndexFunc(out, func(f figure.Figure) bool { return f.ID == c.figure })
		if i < 0 {
			reason := left.reason(whole)
			if reason == "" {
				continue
			}
			out, i = append(out, blank(whole, reason)), len(out)
		}
		if len(c.keys) == 0 {
			continue
		}
		at := resolved(whole, c.keys)
		x, ok := whole.Cell(at...)
		if _, have := out[i].Cell(at...); !ok || have {
			continue
		}
		reason := left.reason(figure.Figure{Cells: []figure.Cell{x}})
		if reason == "" {
			continue
		}
		out[i] = with(out[i], whole, at, reason)
	}
	return out
}

// blank is a figure of which nothing can be shown but the reason.
func blank(f figure.Figure, why figure.Why) figure.Figure {
	return figure.Figure{ID: f.ID, Shape: figure.Table, Unit: f.Unit, Method: f.Method, Question: f.Question, Title: f.Title, Nature: f.Nature, Tier: f.Tier,
		Dims:     []figure.Dim{{ID: "none", Label: lang.Every("dim.none"), Keys: []string{"none"}, Labels: []lang.Text{lang.Every("why." + string(why))}}},
		Cells:    []figure.Cell{figure.Absent(why, figure.Trace{Looked: f.Sources()}, "none")},
		Sentence: lang.Every("sentence.absent-" + string(why)), Basis: []figure.Cell{}}
}

// with adds the cell at the keys given, without a value. Only what a text of the
// study names itself is added: no other key of the whole figure is told.
func with(f, whole figure.Figure, at []string, why figure.Why) figure.Figure {
	if !slices.EqualFunc(f.Dims, whole.Dims, func(a, b figure.Dim) bool { return a.ID == b.ID }) {
		f.Dims, f.Cells = nil, nil
		for _, d := range whole.Dims {
			f.Dims = append(f.Dims, figure.Dim{ID: d.ID, Label: d.Label})
		}
	}
	f.Dims, f.Cells = slices.Clone(f.Dims), slices.Clone(f.Cells)
	for i, k := range at {
		d := &f.Dims[i]
		if slices.Contains(d.Keys, k) {
			continue
		}
		j := slices.Index(whole.Dims[i].Keys, k)
		d.Keys, d.Labels = append(slices.Clone(d.Keys), k), append(slices.Clone(d.Labels), whole.Dims[i].Labels[j])
	}
	f.Cells = append(f.Cells, figure.Absent(why, figure.Trace{Looked: whole.Sources()}, at...))
	return f
}

// Left is what was left out of the figures of an audience.
type Left struct {
	fewest int // speakers below whom it is not told that they spoke
	of     map[claim.Key]spoken
}

type spoken struct {
	why     figure.Why
	speaker string
}

// NewLeft begins an account of what was left out; of fewer than fewest speakers it
// only says that they are too few.
func NewLeft(fewest int) Left { return Left{fewest, map[claim.Key]spoken{}} }

// Out notes a statement, or a respondent, that was left out, why, and who spoke.
func (l Left) Out(k claim.Key, why figure.Why, speaker string) { l.of[k] = spoken{why, speaker} }

// LeftOut notes each statement that a profile may not use on the day of in, and each
// answer to a survey under embargo.
func LeftOut(cs []claim.Claim, in perception.Input, p protect.Profile) Left {
	l := NewLeft(in.Study.Rules.WithDefaults().MinContributors)
	reasons := map[string]figure.Why{protect.RuleEmbargo: figure.Embargoed, protect.RuleConsent: figure.Withheld}
	for _, c := range cs {
		if why, ok := reasons[protect.LeftOut(in.Study, c, p, in.On)]; ok {
			l.Out(c.Key, why, cmp.Or(c.Said.Speaker.Subject, c.Key.String()))
		}
	}
	in.Reach = string(p)
	for _, k := range perception.UnderEmbargo(in) {
		l.Out(k, figure.Embargoed, k.String())
	}
	return l
}

// reason is why a figure's statements were left out: embargo where all of those
// left out are under one, else that they may not be published; too few where fewer
// people spoke than may be told of; "" where none was left out.
func (l Left) reason(f figure.Figure) figure.Why {
	reasons, speakers := map[figure.Why]bool{}, map[string]bool{}
	for _, c := range f.Cells {
		for _, r := range c.Trace().Refs {
			if x, ok := l.of[r.Claim]; ok {
				reasons[x.why], speakers[x.speaker] = true, true
			}
		}
	}
	switch {
	case len(speakers) == 0:
		return ""
	case len(speakers) < l.fewest:
		return figure.TooFew
	case reasons[figure.Withheld]:
		return figure.Withheld
	}
	return figure.Embargoed
}

// empty reports whether a figure says of every cell that nothing was collected.
func empty(f figure.Figure) bool {
	return !slices.ContainsFunc(f.Cells, func(c figure.Cell) bool { return c.Why() != figure.NotAsked })
}

func find(fs []figure.Figure, id string) (figure.Figure, bool) {
	i := slices.IndexFunc(fs, func(f figure.Figure) bool { return f.ID == id })
	if i < 0 {
		return figure.Figure{}, false
	}
	return fs[i], true
}

// resolved gives keys for what a text names by key or by label.
func resolved(f figure.Figure, named []string) []string {
	if len(named) != len(f.Dims) {
		return named
	}
	keys := slices.Clone(named)
	for i, n := range named {
		for j, labels := range f.Dims[i].Labels {
			for _, t := range labels.Tags() {
				if labels[t] == n && !slices.Contains(f.Dims[i].Keys, n) {
					keys[i] = f.Dims[i].Keys[j]
				}
			}
		}
	}
	return keys
}
