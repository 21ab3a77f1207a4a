package involve

import (
	"maps"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
)

// timeline lists measures with their dated events, restrictions on civil
// society among them. Contested dates stand side by side.
func (r room) timeline() figure.Figure {
	f := r.frame("timeline", figure.Timeline, "unit.measures", r.measureDim())
	restrict := 0
	for _, m := range r.measures {
		var ss []figure.Saying
		item := func(kind, on, doc string, in lang.Text) {
			s := figure.Saying{Class: "", Term: kind, Label: m.Kind, On: on, Document: doc, DocumentIn: in, Confidence: m.Confidence,
				Source: m.Key.Source, Claim: m.Key, Quotable: true}
			if m.Restricts() {
				s.Flags = []string{"flag.restriction"}
			}
			s.Says = say("event." + kind)
			if figure.ToCheck(m.Confidence) {
				s.Flags = append(s.Flags, "flag.to-check")
			}
			if m.Note != "" && len(ss) == 0 {
				s.Details = []figure.Detail{{Label: "detail.note", Text: m.Note, Gloss: m.NoteIn}}
			}
			ss = append(ss, s)
		}
		if m.Start.Known() {
			item("start", m.Start.String(), m.Source, m.SourceIn)
		}
		for _, e := range m.Events {
			item(e.Kind, e.On.String(), e.Document, e.DocumentIn)
		}
		if m.End.Known() {
			item("end", m.End.String(), m.Source, m.SourceIn)
		}
		if m.Restricts() {
			restrict++
		}
		t := row(r.looked, m)
		if len(ss) == 0 {
			f.Cells = append(f.Cells, figure.Absent(figure.NotSaid, t, m.ID).With("note.no-date"))
			continue
		}
		f.Cells = append(f.Cells, figure.Quote(ss, r.recorded(m), t, m.ID))
	}
	f.Sentence = say("sentence.involve.timeline", len(r.measures), restrict)
	f.Caveats = append(f.Caveats, say("caveat.inclusion"))
	return f
}

// strip shows measures × stages: the highest supported rung, hatched where
// nobody can say, blank where nothing was collected. Every statement stands in
// its cell, with breadth and flags beside the rung and never in it.
func (r room) strip() figure.Figure {
	stages := r.dim("stage", "stage.", register.Stages)
	f := r.frame("strip", figure.Strip, "unit.rung", r.measureDim(), stages)
	with, unclear := 0, 0
	total := 0
	for _, m := range r.measures {
		spoken := false
		for _, st := range register.Stages {
			cs := r.at[[2]string{m.ID, st}]
			total += len(cs)
			if len(cs) == 0 {
				why := figure.NotAsked
				if m.Occurred[st] == "no" {
					why = figure.NoStage
				}
				f.Cells = append(f.Cells, figure.Absent(why, figure.Trace{Looked: r.looked}, m.ID, st))
				continue
			}
			spoken = true
			best, ss := claim.Unclear, []figure.Saying(nil)
			for _, c := range cs {
				best = max(best, c.Involvement.Supported)
				ss = append(ss, saying(c))
			}
			if best == claim.Unclear {
				unclear++
				f.Cells = append(f.Cells, figure.Absent(figure.Unknown, r.trace(cs...), m.ID, st).With("note.rung-unknown").Said(ss))
				continue
			}
			f.Cells = append(f.Cells, figure.Graded(best, ss, r.by(cs), r.trace(cs...), m.ID, st))
		}
		if spoken {
			with++
		}
	}
	f.Sentence = say("sentence.involve.strip", len(r.measures), with, len(r.measures)-with, total)
	f.Caveats = append(f.Caveats, say("caveat.unknown-is-not-none"), say("caveat.same-test"))
	return f
}

// saying shows an involvement statement: claimed and supported rung apart.
func saying(c claim.Claim) figure.Saying {
	n := c.Involvement
	s := figure.SayingOf(c)
	s.Term, s.Label = rung(n.Claimed), rung(n.Supported)
	s.Says = say("involve.rungs", say("rung."+s.Term), say("rung."+s.Label))
	s.Details = breadth(c)
	if n.Prevented {
		s.Flags = append(s.Flags, "flag.prevented")
	}
	if n.Declined {
		s.Flags = append(s.Flags, "flag.declined")
	}
	if n.Token {
		s.Flags = append(s.Flags, "flag.token")
	}
	s.Details = append(s.Details, figure.DetailOf(c, "detail.evidence", "evidence", n.Evidence)...)
	s.Details = append(s.Details, figure.DetailOf(c, "detail.note", "note", "")...)
	return s
}

func rung(n int) string {
	if n < 0 || n >= len(register.Rungs) {
		return "unknown"
	}
	return register.Rungs[n]
}

// breadth says how many took part: the numbers, or the words where no number
// was given. It stands beside the rung and is never folded into it.
func breadth(c claim.Claim) (ds []figure.Detail) {
	n := c.Involvement.Breadth
	for _, b := range []struct {
		key string
		n   *int
	}{{"breadth.organisations", n.Organisations}, {"breadth.regions", n.Regions}, {"breadth.women-led", n.WomenLed}, {"breadth.youth-led", n.YouthLed}} {
		if b.n != nil {
			ds = append(ds, figure.Detail{Label: b.key, Text: strconv.Itoa(*b.n)})
		}
	}
	if len(ds) == 0 {
		return figure.DetailOf(c, "detail.breadth", "breadth", n.Said)
	}
	return ds
}

// statements counts, by kind of measure, how many measures anything at all was
// said of: counts, no rate.
func (r room) statements() figure.Figure {
	kinds := r.kinds()
	cols := figure.Dim{ID: "what", Label: say("dim.what"), Keys: []string{"measures", "with-statement"},
		Labels: []lang.Text{say("involve.measures"), say("involve.with-statement")}}
	f := r.frame("statements", figure.Table, "unit.measures", r.dim("kind", "kind.", kinds), cols)
	for _, k := range kinds {
		var ms, spoken []register.Measure
		var cs []claim.Claim
		for _, m := range r.measures {
			if m.Kind != k {
				continue
			}
			ms = append(ms, m)
			n := len(cs)
			for _, st := range register.Stages {
				cs = append(cs, r.at[[2]string{m.ID, st}]...)
			}
			if len(cs) > n {
				spoken = append(spoken, m)
			}
		}
		f.Cells = append(f.Cells, figure.Count(len(ms), r.recorded(ms...), row(r.looked, ms...), k, "measures"),
			figure.Count(len(spoken), r.by(cs), r.trace(cs...), k, "with-statement"))
	}
	n := 0
	for _, cs := range r.at {
		n += len(cs)
	}
	f.Sentence = say("sentence.involve.statements", n, len(r.measures))
	f.Caveats = append(f.Caveats, say("caveat.inclusion"))
	return f
}

func (r room) kinds() []string {
	var ks []string
	for _, k := range register.Kinds {
		if slices.ContainsFunc(r.measures, func(m register.Measure) bool { return m.Kind == k }) {
			ks = append(ks, k)
		}
	}
	return ks
}

// coverage is the fraction of measures of a kind at which a stage was reached
// with at least consultation supported: x of n with bounds that count unknown
// once as no and once as yes. It is never pooled over kinds.
func (r room) coverage() figure.Figure {
	const least = 2 // consulted
	kinds := slices.DeleteFunc(r.kinds(), func(k string) bool { return register.Measure{Kind: k}.Restricts() })
	var most struct {
		n, low, high int
		kind, stage  lang.Text
	}
	f := r.frame("coverage", figure.Matrix, "unit.measures", r.dim("kind", "kind.", kinds), r.dim("stage", "stage.", register.Stages))
	if len(kinds) == 0 {
		return r.none(f)
	}
	for _, k := range kinds {
		for _, st := range register.Stages {
			low, high, n, unknown := 0, 0, 0, 0
			var ms []register.Measure
			var cs []claim.Claim
			for _, m := range r.measures {
				if m.Kind != k || m.Occurred[st] == "no" {
					continue
				}
				if m.Occurred[st] != "yes" {
					unknown++
					continue
				}
				n++
				ms = append(ms, m)
				best := claim.Unclear
				for _, c := range r.at[[2]string{m.ID, st}] {
					best = max(best, c.Involvement.Supported)
					cs = append(cs, c)
				}
				switch {
				case best >= least:
					low, high = low+1, high+1
				case best == claim.Unclear:
					high++
				}
			}
			switch {
			case n == 0 && unknown > 0: // nobody has said whether it took place: no measure to count, and not none
				f.Cells = append(f.Cells, figure.Absent(figure.Unknown, figure.Trace{Looked: r.looked}, k, st).With("note.stages-unknown", unknown))
				continue
			case n == 0:
				f.Cells = append(f.Cells, figure.Absent(figure.NoStage, figure.Trace{Looked: r.looked}, k, st))
				continue
			}
			if n > most.n || n == most.n && high-low < most.high-most.low {
				most.n, most.low, most.high, most.kind, most.stage = n, low, high, say("kind."+k), say("stage."+st)
			}
			t := row(r.looked, ms...)
			t.Refs = append(t.Refs, r.trace(cs...).Refs...)
			by := r.recorded(ms...)
			by.Public = by.Public && r.by(cs).Public
			c := figure.Fraction(low, high, n, by, t, k, st)
			if unknown > 0 {
				c = c.With("note.stages-unknown", unknown)
			}
			f.Cells = append(f.Cells, c)
		}
	}
	f.Sentence = say("sentence.involve.coverage", most.kind, most.stage, most.n, most.low, most.high)
	if most.low == most.high {
		f.Sentence = say("sentence.involve.coverage-known", most.kind, most.stage, most.n, most.low)
	}
	if most.n == 0 {
		f.Sentence = say("sentence.involve.no-stage")
	}
	f.Caveats = append(f.Caveats, say("caveat.bounds-unknown"), say("caveat.inclusion"), say("caveat.no-restriction"))
	return f
}

// sides are the two accounts that are set beside each other.
var authorities = []source.Class{source.CentralAuthority, source.LocalAuthority, source.Forces}

// anyStage is the stage of a statement about a measure as a whole: "nobody
// asked us", at any stage. It stands in no cell of the strip.
const anyStage = "any"

// claimed quotes what authorities, civil society and others each claim, by
// measure and stage, on the claimed rung only.
func (r room) claimed() figure.Figure {
	cases := figure.Dim{ID: "case", Label: say("dim.measure-stage")}
	cols := r.sides()
	f := r.frame("claimed", figure.Sayings, "unit.statements")
	n := 0
	for _, m := range r.measures {
		for _, st := range append(slices.Clone(register.Stages), anyStage) {
			cs := r.at[[2]string{m.ID, st}]
			if len(cs) == 0 {
				continue
			}
			n += len(cs)
			k := m.ID + ":" + st
			cases.Keys = append(cases.Keys, k)
			cases.Labels = append(cases.Labels, say("involve.measure-stage", m.Name, say("stage."+st)))
			for _, side := range cols.Keys {
				mine := r.side(cs, side)
				if len(mine) == 0 {
					f.Cells = append(f.Cells, figure.Absent(figure.NotSaid, figure.Trace{Looked: r.looked}, k, side))
					continue
				}
				var ss []figure.Saying
				for _, c := range mine {
					ss = append(ss, saying(c))
				}
				f.Cells = append(f.Cells, figure.Quote(ss, r.by(mine), r.trace(mine...), k, side))
			}
		}
	}
	if n == 0 {
		return r.none(f)
	}
	f.Dims = []figure.Dim{cases, cols}
	f.Sentence = say("sentence.involve.claimed", n, len(cases.Keys))
	f.Caveats = append(f.Caveats, say("caveat.silence"))
	return f
}

func (r room) side(cs []claim.Claim, side string) (out []claim.Claim) {
	for _, c := range cs {
		s := "others"
		switch k := c.Said.Speaker.Class; {
		case slices.Contains(authorities, k):
			s = "authorities"
		case k == source.CivilSociety:
			s = "civil-society"
		}
		if s == side {
			out = append(out, c)
		}
	}
	return out
}

// gap counts, over measures and stages, where authorities and civil society
// both speak, and whose claimed rung is the higher one. No test.
func (r room) gap() figure.Figure {
	d := figure.Dim{ID: "gap", Label: say("dim.gap")}
	at := map[string][]claim.Claim{}
	count := map[string]int{}
	for _, k := range []string{"same", "authorities-more", "civil-society-more", "only-authorities", "only-civil-society"} {
		d.Keys = append(d.Keys, k)
		d.Labels = append(d.Labels, say("gap."+k))
	}
	for _, m := range r.measures {
		for _, st := range register.Stages {
			cs := r.at[[2]string{m.ID, st}]
			a, c := highest(r.side(cs, "authorities")), highest(r.side(cs, "civil-society"))
			var k string
			switch {
			case a == claim.Unclear && c == claim.Unclear:
				continue
			case c == claim.Unclear:
				k = "only-authorities"
			case a == claim.Unclear:
				k = "only-civil-society"
			case a == c:
				k = "same"
			case a > c:
				k = "authorities-more"
			default:
				k = "civil-society-more"
			}
			count[k]++
			at[k] = append(at[k], append(r.side(cs, "authorities"), r.side(cs, "civil-society")...)...)
		}
	}
	f := r.frame("gap", figure.Table, "unit.measure-stages", d)
	for _, k := range d.Keys {
		f.Cells = append(f.Cells, figure.Count(count[k], r.by(at[k]), r.trace(at[k]...), k))
	}
	if count["same"]+count["authorities-more"]+count["civil-society-more"] == 0 {
		f.Sentence = say("sentence.involve.no-gap", count["only-authorities"], count["only-civil-society"])
		f.Caveats = append(f.Caveats, say("caveat.silence"))
		return f
	}
	f.Sentence = say("sentence.involve.gap", count["same"]+count["authorities-more"]+count["civil-society-more"], count["same"], count["authorities-more"], count["civil-society-more"])
	f.Caveats = append(f.Caveats, say("caveat.silence"))
	return f
}

// highest is the highest claimed rung, Unclear if none is claimed.
func highest(cs []claim.Claim) int {
	h := claim.Unclear
	for _, c := range cs {
		h = max(h, c.Involvement.Claimed)
	}
	return h
}

// flags counts prevented, declined and token, by who states it.
func (r room) flags() (figure.Figure, bool) {
	at := map[[2]string][]claim.Claim{}
	classes := map[string]bool{}
	n := 0
	for _, c := range r.of[claim.KindInvolvement] {
		v := c.Involvement
		for k, on := range map[string]bool{"prevented": v.Prevented, "declined": v.Declined, "token": v.Token} {
			if on {
				n++
				cl := string(c.Said.Speaker.Class)
				classes[cl] = true
				at[[2]string{k, cl}] = append(at[[2]string{k, cl}], c)
			}
		}
	}
	if n == 0 {
		return figure.Figure{}, false
	}
	rows := r.dim("flag", "flag.", []string{"prevented", "declined", "token"})
	cols := r.dim("class", "class.", slices.Sorted(maps.Keys(classes)))
	f := r.frame("flags", figure.Matrix, "unit.statements", rows, cols)
	for _, k := range rows.Keys {
		for _, c := range cols.Keys {
			cs := at[[2]string{k, c}]
			f.Cells = append(f.Cells, figure.Count(len(cs), r.by(cs), r.trace(cs...), k, c))
		}
	}
	f.Sentence = say("sentence.involve.flags", n)
	return f.Adds(figure.AddUp("involve.flags", figure.OfCounts, "flag", "class")), true
}
