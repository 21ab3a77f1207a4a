package compare

import (
	"errors"
	"slices"
	"strings"

	"github.com/dires/dires/agreement"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

// Coding is what several coders wrote, apart, for the same units in the
// study's own codebook: Codes[u][c] is coder c's for unit u, "" for none.
type Coding struct {
	ID     string // "rungs", of coding/rungs.csv
	Source string // id of the source it is about, for licence and protection
	File   string
	Coders []string // pseudonyms
	Units  []string
	Codes  [][]string
}

// Coders measures how far coders agree, and lists every unit on which they do
// not: the list is what a team works with, the coefficient what it reports.
// Contested names are not coded so: they have no right answer to agree on.
func (r room) coders(k Coding) []figure.Figure {
	ref := func(u int) figure.Ref {
		return figure.Ref{Claim: claim.Key{Source: k.Source, ID: "coding/" + k.ID + "/" + k.Units[u]}, File: k.File, Row: u + 2}
	}
	t := figure.Trace{Looked: []string{k.Source}}
	flat := make([]string, 0, len(k.Units)*len(k.Coders))
	twice := 0
	var apart []int
	for u, row := range k.Codes {
		flat = append(flat, row...)
		given := slices.DeleteFunc(slices.Clone(row), func(s string) bool { return s == "" })
		if len(given) < 2 {
			continue
		}
		twice++
		t.Refs = append(t.Refs, ref(u))
		slices.Sort(given)
		if len(slices.Compact(given)) > 1 {
			apart = append(apart, u)
		}
	}
	slices.SortFunc(t.Refs, func(a, b figure.Ref) int { return a.Claim.Compare(b.Claim) })
	by := figure.Contributors{Speakers: twice, Monitors: len(k.Coders), Orgs: len(k.Coders)}
	keys := []string{"alpha", "percent"}
	dim := figure.Dim{ID: "coefficient", Label: say("dim.coefficient"), Keys: keys, Labels: []lang.Text{say("coefficient.alpha"), say("coefficient.percent")}}
	f := r.frame("compare.coders-"+k.ID, figure.Estimate, "unit.alpha", dim)
	f.Method = "compare#coders"
	f.Title, f.Question = say("title.compare.coders", r.coded(k.ID)), say("ask.compare.coders")
	f.Caveats = []lang.Text{say("caveat.coders"), say("caveat.resampled")}
	x, err := agreement.FromLabels(len(k.Coders), flat)
	var a agreement.Alpha
	var b agreement.Resampled
	if err == nil {
		a, err = agreement.Krippendorff(x, agreement.Nominal)
	}
	if err == nil {
		b, err = agreement.Bootstrap(x, agreement.Nominal, agreement.Plan{Replicates: replicates, Seed: r.in.Study.Seed})
	}
	looked := figure.Trace{Looked: []string{k.Source}}
	switch {
	case twice == 0 || errors.Is(err, agreement.ErrUnpaired):
		f.Cells = append(f.Cells, figure.Absent(figure.NotAsked, looked, "alpha").With("note.coded-once"), figure.Absent(figure.NotAsked, looked, "percent").With("note.coded-once"))
		f.Sentence = say("sentence.compare.coders-none")
		return []figure.Figure{f}
	case errors.Is(err, agreement.ErrOneCategory):
		f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, looked, "alpha").With("note.one-code"))
	case err != nil:
		f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, looked, "alpha").With("note.degenerate"))
	default:
		f.Cells = append(f.Cells, figure.Est(a.Value, min(b.Low, a.Value), max(b.High, a.Value), b.Level, a.Units, by, t, "alpha").With("note.coders", len(k.Coders), a.Units))
	}
	p, err := agreement.Percent(x, agreement.Identity)
	if err != nil {
		f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, looked, "percent").With("note.degenerate"))
	} else {
		f.Cells = append(f.Cells, figure.Est(p.Value, 0, 0, 0, p.Units, by, t, "percent"))
	}
	f.Sentence = say("sentence.compare.coders", len(k.Coders), twice, len(apart))
	if len(apart) == 0 {
		return []figure.Figure{f}
	}
	// Who wrote what, unit by unit.
	units := figure.Dim{ID: "unit", Label: say("dim.unit")}
	cols := figure.Dim{ID: "coder", Label: say("dim.coder"), Keys: k.Coders}
	for _, c := range k.Coders {
		cols.Labels = append(cols.Labels, lang.FrEn(c, c))
	}
	l := r.frame("compare.disagreements-"+k.ID, figure.Sayings, "unit.codes", units, cols)
	l.Method = "compare#coders"
	l.Title, l.Question = say("title.compare.disagreements", r.coded(k.ID)), say("ask.compare.disagreements")
	l.Caveats = []lang.Text{say("caveat.disagreements")}
	for _, u := range apart {
		l.Dims[0].Keys, l.Dims[0].Labels = append(l.Dims[0].Keys, k.Units[u]), append(l.Dims[0].Labels, lang.FrEn(k.Units[u], k.Units[u]))
		for c, coder := range k.Coders {
			at := []string{k.Units[u], coder}
			if k.Codes[u][c] == "" {
				l.Cells = append(l.Cells, figure.Absent(figure.NotSaid, looked, at...))
				continue
			}
			said := []figure.Saying{{Class: "researcher", Term: strings.TrimSpace(k.Codes[u][c]), Says: r.codeText(k.Codes[u][c]), Label: k.Codes[u][c], Source: k.Source, Claim: ref(u).Claim}}
			l.Cells = append(l.Cells, figure.Quote(said, figure.Contributors{Speakers: 1, Monitors: 1, Orgs: 1}, figure.Trace{Looked: []string{k.Source}, Refs: []figure.Ref{ref(u)}}, at...))
		}
	}
	l.Sentence = say("sentence.compare.disagreements", len(apart), twice)
	f.Beside = []string{l.ID}
	return []figure.Figure{f, l}
}

// coded words what was coded: as the study does ("coding:rungs" of its codes),
// as this program does for its own lists, or by the name of the file.
func (r room) coded(id string) lang.Text {
	if t, ok := r.in.Codes["coding:"+id]; ok {
		return t
	}
	if k := "coding." + id; lang.For(lang.English).Has(k) {
		return say(k)
	}
	return say("coding.file", id)
}

// codeText is a code as the study words it, as this program does (a rung), or
// the code.
func (r room) codeText(code string) lang.Text {
	code = strings.TrimSpace(code)
	if t, ok := r.in.Codes[code]; ok {
		return t
	}
	if k := "rung." + code; lang.For(lang.English).Has(k) {
		return say(k)
	}
	return nil
}
