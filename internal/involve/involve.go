// Package involve sets measures beside what is said of civil society's part in
// them: who was asked and who was not, by whose account, what followed, what
// is asked for and promised, what could be offered and what is needed.
//
// It makes no composite index, no rate across kinds of measure, and never
// counts unknown as no. It neither reads nor stores. The function you want is
// [Figures].
package involve

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// Input is the register and what was said, with the study's words for codes.
type Input struct {
	Study    study.Study
	Measures []register.Measure
	Orgs     []register.Org
	Claims   []claim.Claim        // kinds other than this room's are passed over
	Codes    map[string]lang.Text // functions, addressees, areas by code
	Looked   []string             // sources searched; all of the study's where empty
}

// Figures makes every figure the register and the statements allow, in the
// order of the page.
func Figures(in Input) []figure.Figure {
	r := newRoom(in)
	fs := []figure.Figure{r.asked()}
	all := r
	if r = all.searching(claim.KindInvolvement); len(r.measures) > 0 {
		fs = append(fs, r.place(), r.timeline(), r.strip(), r.statements())
		if in.Study.Nature != source.Partial {
			// A register known to be incomplete is counted, never turned into
			// fractions.
			fs = append(fs, r.coverage())
		}
		fs = append(fs, r.claimed(), r.gap())
		if f, ok := r.flags(); ok {
			fs = append(fs, f)
		}
	}
	fs = append(fs, all.searching(claim.KindEffect).effects(), all.searching(claim.KindRecommendation).recommendations(),
		all.searching(claim.KindCommitment).commitments(), all.searching(claim.KindNeed, claim.KindCapacity).needs(),
		all.searching(claim.KindCapacity).capacities())
	if f, ok := r.coOccurrence(); ok {
		fs = append(fs, f)
	}
	for i := range fs {
		fs[i].Nature = in.Study.Nature
		if fs[i].Tier == "" {
			fs[i].Tier = "T1"
		}
		if err := fs[i].Valid(); err != nil {
			panic(err)
		}
	}
	return fs
}

type room struct {
	in       Input
	measures []register.Measure
	looked   []string
	of       map[claim.Kind][]claim.Claim
	at       map[[2]string][]claim.Claim // measure, stage → involvement statements
}

func newRoom(in Input) room {
	r := room{in: in, looked: slices.Clone(in.Looked), of: map[claim.Kind][]claim.Claim{}, at: map[[2]string][]claim.Claim{}}
	r.measures = slices.Clone(in.Measures)
	slices.SortFunc(r.measures, register.Measure.Compare)
	if len(r.looked) == 0 {
		for _, s := range in.Study.Sources {
			if s.Class != source.DataSet { // boundaries and event data state nothing about measures
				r.looked = append(r.looked, s.ID)
			}
		}
	}
	slices.Sort(r.looked)
	cs := slices.Clone(in.Claims)
	slices.SortStableFunc(cs, func(a, b claim.Claim) int {
		return cmp.Or(cmp.Compare(a.Said.On.From, b.Said.On.From), a.Key.Compare(b.Key))
	})
	for _, c := range cs {
		r.of[c.Kind] = append(r.of[c.Kind], c)
		if n := c.Involvement; n != nil {
			k := [2]string{n.Measure, n.Stage}
			r.at[k] = append(r.at[k], c)
		}
	}
	return r
}

// searching is the room with only the sources that state something of the
// kinds as searched: a register of organisations is not searched for effects,
// nor a survey for promises. Where none does, all were.
func (r room) searching(kinds ...claim.Kind) room {
	var ids []string
	for _, k := range kinds {
		for _, c := range r.of[k] {
			ids = append(ids, c.Key.Source)
		}
	}
	if len(ids) == 0 {
		return r
	}
	slices.Sort(ids)
	r.looked = slices.Compact(ids)
	return r
}

func (r room) by(cs []claim.Claim) figure.Contributors {
	return figure.ContributorsOf(cs, r.in.Study.Public)
}

// total is the cell behind a number that a sentence states.
func (r room) total(cs []claim.Claim) figure.Cell {
	return figure.Count(len(cs), r.by(cs), r.trace(cs...))
}

func (r room) trace(cs ...claim.Claim) figure.Trace { return figure.TraceOf(r.looked, cs...) }

// row is the trace of a measure's own row in the register.
func row(looked []string, ms ...register.Measure) figure.Trace {
	cs := make([]claim.Claim, len(ms))
	for i, m := range ms {
		cs[i] = claim.Claim{Key: m.Key, Origin: m.Origin}
	}
	return figure.TraceOf(looked, cs...)
}

// recorded says that measures stand on the public record.
func (r room) recorded(ms ...register.Measure) figure.Contributors {
	by := figure.Contributors{Public: true}
	for _, m := range ms {
		by.Public = by.Public && r.in.Study.Public(m.Key.Source)
	}
	return by
}

func (r room) frame(id string, shape figure.Shape, unit string, dims ...figure.Dim) figure.Figure {
	return figure.Figure{ID: "involve." + id, Shape: shape, Unit: unit, Method: "involve#" + id,
		Question: say("ask.involve." + id), Title: say("title.involve." + id), Dims: dims}
}

// none is the figure of something nobody collected.
func (r room) none(f figure.Figure) figure.Figure {
	f.Dims = []figure.Dim{{ID: "none", Label: say("dim.none"), Keys: []string{"none"}, Labels: []lang.Text{say("why.not-asked")}}}
	f.Cells = []figure.Cell{figure.Absent(figure.NotAsked, figure.Trace{Looked: r.looked}, "none")}
	f.Sentence = say("sentence.involve.none")
	if k := "none." + f.ID; lang.For(lang.English).Has(k) {
		f.Sentence = say(k)
	}
	return f
}

func (r room) measureDim() figure.Dim {
	d := figure.Dim{ID: "measure", Label: say("dim.measure")}
	for _, m := range r.measures {
		d.Keys = append(d.Keys, m.ID)
		d.Labels = append(d.Labels, m.Name)
	}
	return d
}

// dim is a dimension of codes with the prefix under which lang has them; the
// study's own words win.
func (r room) dim(id, prefix string, keys []string) figure.Dim {
	d := figure.Dim{ID: id, Label: say("dim." + id), Keys: keys}
	for _, k := range keys {
		t, ok := r.in.Codes[id+":"+k]
		if !ok {
			t, ok = r.in.Codes[k]
		}
		switch {
		case ok:
			d.Labels = append(d.Labels, t)
		case lang.For(lang.English).Has(prefix + k):
			d.Labels = append(d.Labels, say(prefix+k))
		default:
			d.Labels = append(d.Labels, lang.FrEn(k, k))
		}
	}
	return d
}

// dated is a labelled date, none where it is not known.
func dated(label string, on when.Span) []figure.Detail {
	if !on.Known() {
		return nil
	}
	return []figure.Detail{{Label: label, Text: on.String()}}
}

func say(key string, args ...any) lang.Text { return lang.Every(key, args...) }
