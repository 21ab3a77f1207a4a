// Package compare sets accounts side by side: who calls it what, which
// response went with the name, and how people coped.
//
// It knows no majority label and no true one. It gives no interval for a
// population where there is no sample; that of a coefficient of agreement says
// how much hangs on which subjects were collected. Where a class of speakers is silent it is not counted as
// disagreeing. The function you want is [Figures].
package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// Input is what was said, with the words of the study for cases and names.
type Input struct {
	Study    study.Study
	Claims   []claim.Claim        // namings, responses, coping; other kinds are passed over
	Subjects map[string]lang.Text // "case:c3" → its neutral description
	Labels   map[string]lang.Text // code of a name → how it is shown
	Terms    map[string]string    // a name as people say it, folded → its code, for what nobody coded
	Codes    map[string]lang.Text // responses and ways of coping by code, or "response:none" where two lists share one
	Linkings []Linking            // events at several thresholds, to see what of an agreement is the linker's
	Coding   []Coding             // what coders wrote apart
}

// Figures makes every figure the statements allow. A study without namings
// gets the first with one cell that says "not yet collected".
func Figures(in Input) []figure.Figure {
	r := newRoom(in)
	fs := []figure.Figure{r.cases()}
	if len(r.namings) > 0 || len(r.passedOn) == 0 {
		fs = append(fs, r.names())
	}
	if f, ok := r.reported(); ok {
		fs = append(fs, f)
	}
	if f, ok := r.within(); ok {
		fs = append(fs, f)
	}
	if f, ok := r.pairs(); ok {
		fs = append(fs, f)
	}
	fs = append(fs, r.agreement()...)
	if f, ok := r.linked(); ok {
		fs = append(fs, f)
	}
	fs = append(fs, r.responses())
	fs = append(fs, r.coping()...)
	fs = append(fs, r.voices()...)
	for _, k := range in.Coding {
		fs = append(fs, r.coders(k)...)
	}
	for i := range fs {
		fs[i].Nature = in.Study.Nature
		fs[i].Tier = "T1"
		if err := fs[i].Valid(); err != nil {
			panic(err)
		}
	}
	return fs
}

type room struct {
	in       Input
	namings  []claim.Claim // of cases, actors, measures and stories that several may speak of
	passedOn []claim.Claim // of single incidents, as a report passes them on
	sources  []string
	classes  []source.Class // that speak, in the order of the list
	subjects []string
}

func newRoom(in Input) room {
	r := room{in: in}
	seen := map[source.Class]bool{}
	subj := map[string]bool{}
	src := map[string]bool{}
	for _, c := range in.Claims {
		switch c.Kind {
		case claim.KindNaming, claim.KindResponse, claim.KindCoping, claim.KindVerbatim:
			src[c.Key.Source] = true
		}
		if c.Naming == nil {
			continue
		}
		if c.Naming.Subject.Kind == "event" {
			r.passedOn = append(r.passedOn, c)
			continue
		}
		r.namings = append(r.namings, c)
		seen[c.Said.Speaker.Class] = true
		subj[SubjectID(c.Naming.Subject)] = true
	}
	slices.SortStableFunc(r.namings, func(a, b claim.Claim) int {
		return cmp.Or(cmp.Compare(a.Said.On.From, b.Said.On.From), a.Key.Compare(b.Key))
	})
	for _, k := range source.Classes {
		if seen[k] {
			r.classes = append(r.classes, k)
		}
	}
	r.subjects, r.sources = slices.Sorted(maps.Keys(subj)), slices.Sorted(maps.Keys(src))
	if len(r.sources) == 0 {
		for _, s := range in.Study.Sources {
			r.sources = append(r.sources, s.ID)
		}
		slices.Sort(r.sources)
	}
	return r
}

// SubjectID is the key of a subject in figures: "case:c3".
func SubjectID(s claim.Subject) string { return s.Kind + ":" + s.ID }

func (r room) subjectDim() figure.Dim {
	d := figure.Dim{ID: "case", Label: say("dim.case"), Keys: r.subjects}
	for _, k := range r.subjects {
		l, ok := r.in.Subjects[k]
		if !ok {
			_, id, _ := strings.Cut(k, ":")
			l = lang.FrEn(id, id)
		}
		d.Labels = append(d.Labels, l)
	}
	return d
}

func classDim(cs []source.Class) figure.Dim {
	d := figure.Dim{ID: "class", Label: say("dim.class")}
	for _, c := range cs {
		d.Keys = append(d.Keys, string(c))
		d.Labels = append(d.Labels, say("class."+string(c)))
	}
	return d
}

// label is what names are counted by: the code somebody gave, the one the
// study's list of names has for the words, or the words themselves.
func (r room) label(n claim.Naming) string {
	return cmp.Or(n.Label, r.in.Terms[lang.Fold(n.Term)], strings.ToLower(strings.TrimSpace(n.Term)))
}

func (r room) labelText(code string) lang.Text {
	if t, ok := r.in.Labels[code]; ok {
		return t
	}
	return lang.FrEn(code, code)
}

func (r room) frame(id string, shape figure.Shape, unit string, dims ...figure.Dim) figure.Figure {
	f := figure.Figure{ID: id, Shape: shape, Unit: unit, Method: "compare#" + strings.TrimPrefix(id, "compare."),
		Question: say("ask." + id), Title: say("title." + id), Dims: dims}
	f.Caveats = append(f.Caveats, say("caveat.silence"), say("caveat.no-true-name"))
	return f
}

// cases puts each case in a row and quotes, class by class, what it is called.
func (r room) cases() figure.Figure {
	if len(r.namings) == 0 {
		f := r.frame("compare.cases", figure.Sayings, "unit.namings", figure.Dim{ID: "case", Label: say("dim.case"),
			Keys: []string{"none"}, Labels: []lang.Text{say("why.not-asked")}})
		f.Cells = []figure.Cell{figure.Absent(figure.NotAsked, figure.Trace{Looked: r.sources}, "none")}
		f.Sentence = say("sentence.compare.none")
		return f
	}
	f := r.frame("compare.cases", figure.Sayings, "unit.namings", r.subjectDim(), classDim(r.classes))
	two := 0
	for _, s := range r.subjects {
		spoke := 0
		for _, k := range r.classes {
			var cs []claim.Claim
			for _, c := range r.namings {
				if SubjectID(c.Naming.Subject) == s && c.Said.Speaker.Class == k {
					cs = append(cs, c)
				}
			}
			if len(cs) == 0 {
				f.Cells = append(f.Cells, figure.Absent(figure.NotSaid, figure.Trace{Looked: r.sources}, s, string(k)))
				continue
			}
			spoke++
			var ss []figure.Saying
			for _, c := range cs {
				ss = append(ss, r.saying(c))
			}
			f.Cells = append(f.Cells, figure.Quote(ss, r.by(cs), figure.TraceOf(r.sources, cs...), s, string(k)))
		}
		if spoke > 1 {
			two++
		}
	}
	f.Sentence = say("sentence.compare.cases", len(r.namings), len(r.subjects), two)
	return f.Names("compare.namings", r.total(r.namings)).Rests(r.total(r.namings))
}

func (r room) saying(c claim.Claim) figure.Saying {
	s := figure.SayingOf(c)
	s.Term, s.Label = c.Naming.Term, r.label(*c.Naming)
	if c.Naming.Doubted {
		s.Flags = append(s.Flags, "flag.doubted")
	}
	return s
}

// total is the cell behind a number that a sentence states.
func (r room) total(cs []claim.Claim) figure.Cell {
	return figure.Count(len(cs), r.by(cs), figure.TraceOf(r.sources, cs...))
}

func (r room) by(cs []claim.Claim) figure.Contributors {
	return figure.ContributorsOf(cs, r.in.Study.Public)
}

// say fills a catalogue sentence in every complete language.
func say(key string, args ...any) lang.Text { return lang.Every(key, args...) }
