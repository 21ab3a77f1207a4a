package compare

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

// names counts who uses which name for what several speak of.
func (r room) names() figure.Figure {
	f := r.namesBy("compare.names-by-class", r.namings)
	f.Beside = []string{"compare.within"}
	f.Sentence = say("sentence.compare.names", len(r.namings), len(f.Dims[0].Keys), len(f.Dims[1].Keys))
	if len(r.namings) == 0 {
		return r.none(f)
	}
	return f.Adds(figure.AddUp("compare.namings", figure.OfCounts, "name", "class")).
		Names("compare.namings", r.total(r.namings)).Rests(r.total(r.namings))
}

// reported counts the names that reports of single incidents pass on: by whom
// they are said to be used. These are names heard of, not names heard.
func (r room) reported() (figure.Figure, bool) {
	if len(r.passedOn) == 0 {
		return figure.Figure{}, false
	}
	f := r.namesBy("compare.names-reported", r.passedOn)
	f.Sentence = say("sentence.compare.reported", len(r.passedOn))
	f.Caveats = append(f.Caveats, say("caveat.passed-on"))
	return f.Adds(figure.AddUp("compare.passed-on", figure.OfCounts, "name", "class")).
		Names("compare.passed-on", r.total(r.passedOn)).Rests(r.total(r.passedOn)), true
}

// namesBy is labels × classes, by code: were names in order of how often they are
// given, a withheld row would lie between those printed above and below it.
func (r room) namesBy(id string, cs []claim.Claim) figure.Figure {
	count := map[string]map[source.Class][]claim.Claim{}
	classes := map[source.Class]bool{}
	for _, c := range cs {
		l := r.label(*c.Naming)
		if count[l] == nil {
			count[l] = map[source.Class][]claim.Claim{}
		}
		k := c.Said.Speaker.Class
		count[l][k] = append(count[l][k], c)
		classes[k] = true
	}
	d := figure.Dim{ID: "name", Label: say("dim.name"), Keys: slices.Sorted(maps.Keys(count))}
	for _, k := range d.Keys {
		d.Labels = append(d.Labels, r.labelText(k))
	}
	ks := inOrder(classes)
	f := r.frame(id, figure.Matrix, "unit.namings", d, classDim(ks))
	for _, l := range d.Keys {
		for _, k := range ks {
			at := count[l][k]
			f.Cells = append(f.Cells, figure.Count(len(at), r.by(at), figure.TraceOf(r.sources, at...), l, string(k)))
		}
	}
	return f
}

// inOrder lists classes in the order of the one list.
func inOrder(set map[source.Class]bool) (ks []source.Class) {
	for _, k := range source.Classes {
		if set[k] {
			ks = append(ks, k)
		}
	}
	return ks
}

// none is the figure of something nobody collected.
func (r room) none(f figure.Figure) figure.Figure {
	f.Dims = []figure.Dim{{ID: "none", Label: say("dim.none"), Keys: []string{"none"}, Labels: []lang.Text{say("why.not-asked")}}}
	f.Cells = []figure.Cell{figure.Absent(figure.NotAsked, figure.Trace{Looked: r.sources}, "none")}
	f.Sentence = say("sentence.involve.none")
	if k := "none." + f.ID; lang.For(lang.English).Has(k) {
		f.Sentence = say(k)
	}
	f.Caveats = nil
	return f
}

// used maps subject → the names a class used for it, with the statements.
func (r room) used(k source.Class) map[string]map[string][]claim.Claim {
	m := map[string]map[string][]claim.Claim{}
	for _, c := range r.namings {
		if c.Said.Speaker.Class != k {
			continue
		}
		s := SubjectID(c.Naming.Subject)
		if m[s] == nil {
			m[s] = map[string][]claim.Claim{}
		}
		m[s][r.label(*c.Naming)] = append(m[s][r.label(*c.Naming)], c)
	}
	return m
}

// within is the spread inside each group, printed before any gap between
// groups: of the cases on which two or more speakers of the class speak, how
// many have more than one name.
func (r room) within() (figure.Figure, bool) {
	f := r.frame("compare.within", figure.Table, "unit.cases", classDim(r.classes))
	var most struct {
		n, x int
		of   lang.Text
		cell figure.Cell
	}
	for _, k := range r.classes {
		var cs []claim.Claim
		n, x := 0, 0
		used := r.used(k)
		for _, s := range slices.Sorted(maps.Keys(used)) {
			speakers := map[string]bool{}
			var here []claim.Claim
			for _, l := range slices.Sorted(maps.Keys(used[s])) {
				for _, c := range used[s][l] {
					speakers[speaker(c)] = true
					here = append(here, c)
				}
			}
			if len(speakers) < 2 {
				continue
			}
			n++
			if len(used[s]) > 1 {
				x++
			}
			cs = append(cs, here...)
		}
		if n == 0 {
			f.Cells = append(f.Cells, figure.Absent(figure.TooFew, figure.Trace{Looked: r.sources}, string(k)).With("note.one-speaker"))
			continue
		}
		c := figure.Share(x, n, r.by(cs), figure.TraceOf(r.sources, cs...), string(k))
		if n > most.n {
			most.n, most.x, most.of, most.cell = n, x, say("class."+string(k)), c
		}
		f.Cells = append(f.Cells, c)
	}
	if most.n > 0 {
		f.Sentence = say("sentence.compare.within", most.of, most.n, most.x)
		f = f.Rests(most.cell)
	}
	return f, most.n > 0
}

func speaker(c claim.Claim) string {
	return cmp.Or(c.Said.Speaker.Subject, c.Said.Speaker.Name, c.Key.String())
}

// pairs counts, for each two classes, the cases on which both speak and, of
// these, those in which some name is used by both.
func (r room) pairs() (figure.Figure, bool) {
	d := figure.Dim{ID: "pair", Label: say("dim.pair")}
	cols := figure.Dim{ID: "what", Label: say("dim.what"), Keys: []string{"both-speak", "same-name"},
		Labels: []lang.Text{say("pair.both-speak"), say("pair.same-name")}}
	f := r.frame("compare.pairs", figure.Table, "unit.cases", d, cols)
	var best struct {
		n, x  int
		a, b  lang.Text
		cells []figure.Cell
	}
	for i, a := range r.classes {
		for _, b := range r.classes[i+1:] {
			ua, ub := r.used(a), r.used(b)
			var cs []claim.Claim
			n, x := 0, 0
			for _, s := range slices.Sorted(maps.Keys(ua)) {
				if ub[s] == nil {
					continue
				}
				n++
				same := false
				for _, l := range slices.Sorted(maps.Keys(ua[s])) {
					same = same || ub[s][l] != nil
					cs = append(cs, ua[s][l]...)
				}
				for _, l := range slices.Sorted(maps.Keys(ub[s])) {
					cs = append(cs, ub[s][l]...)
				}
				if same {
					x++
				}
			}
			if n == 0 {
				continue
			}
			k := string(a) + "+" + string(b)
			la, lb := say("class."+string(a)), say("class."+string(b))
			f.Dims[0].Keys = append(f.Dims[0].Keys, k)
			f.Dims[0].Labels = append(f.Dims[0].Labels, say("pair.of", la, lb))
			by, t := r.by(cs), figure.TraceOf(r.sources, cs...)
			two := []figure.Cell{figure.Share(n, len(r.subjects), by, t, k, "both-speak"), figure.Share(x, n, by, t, k, "same-name")}
			f.Cells = append(f.Cells, two...)
			if n > best.n {
				best.n, best.x, best.a, best.b, best.cells = n, x, la, lb, two
			}
		}
	}
	if best.n > 0 {
		f.Sentence = say("sentence.compare.pairs", best.a, best.b, best.n, len(r.subjects), best.x)
		f = f.Rests(best.cells...)
	}
	f.Beside = []string{"compare.within"}
	f = f.Adds(figure.Relation{Kind: figure.OfThem, Over: []string{"what"}, Parts: []string{"same-name"}, Whole: "both-speak"})
	return f, len(f.Cells) > 0
}

// responses counts which response is said to have gone with which name.
func (r room) responses() figure.Figure {
	labels, kinds := map[string]bool{}, map[string]bool{}
	at := map[[2]string][]claim.Claim{}
	total := 0
	for _, c := range r.in.Claims {
		if c.Response == nil {
			continue
		}
		total++
		l := c.Response.Label
		if l == "" {
			l = "name-not-said"
		}
		labels[l], kinds[c.Response.Response] = true, true
		k := [2]string{l, c.Response.Response}
		at[k] = append(at[k], c)
	}
	if total == 0 {
		return r.none(r.frame("compare.responses", figure.Matrix, "unit.statements"))
	}
	rows := figure.Dim{ID: "name", Label: say("dim.name"), Keys: slices.Sorted(maps.Keys(labels))}
	for _, k := range rows.Keys {
		if k == "name-not-said" {
			rows.Labels = append(rows.Labels, say("name.not-said"))
		} else {
			rows.Labels = append(rows.Labels, r.labelText(k))
		}
	}
	cols := r.codes("response", kinds)
	f := r.frame("compare.responses", figure.Matrix, "unit.statements", rows, cols)
	for _, l := range rows.Keys {
		for _, k := range cols.Keys {
			cs := at[[2]string{l, k}]
			f.Cells = append(f.Cells, figure.Count(len(cs), r.by(cs), figure.TraceOf(r.sources, cs...), l, k))
		}
	}
	var all, named []claim.Claim
	for _, l := range rows.Keys {
		for _, k := range cols.Keys {
			all = append(all, at[[2]string{l, k}]...)
			if l != "name-not-said" {
				named = append(named, at[[2]string{l, k}]...)
			}
		}
	}
	f.Sentence = say("sentence.compare.responses", total, len(named))
	f.Caveats = append(f.Caveats, say("caveat.response-name"))
	said := slices.DeleteFunc(slices.Clone(rows.Keys), func(k string) bool { return k == "name-not-said" })
	return f.Adds(figure.AddUp("compare.responses", figure.OfCounts, "name", "response"),
		figure.Relation{Kind: figure.Sum, Over: []string{"name"}, Parts: said, Total: "compare.responses-named-by", Fields: figure.OfCounts}).
		Names("compare.responses", r.total(all)).Names("compare.responses-named", r.total(named)).Rests(r.total(all), r.total(named))
}

func (r room) codes(id string, set map[string]bool) figure.Dim {
	d := figure.Dim{ID: id, Label: say("dim." + id), Keys: slices.Sorted(maps.Keys(set))}
	for _, k := range d.Keys {
		t, ok := r.in.Codes[id+":"+k]
		if !ok {
			t, ok = r.in.Codes[k]
		}
		if !ok && lang.For(lang.English).Has(id+"."+k) {
			t, ok = say(id+"."+k), true
		}
		if !ok {
			t = lang.FrEn(k, k)
		}
		d.Labels = append(d.Labels, t)
	}
	return d
}

// coping counts what people had to do themselves, by who says so, and quotes
// it.
func (r room) coping() []figure.Figure {
	kinds := map[string]bool{}
	classes := map[source.Class]bool{}
	at := map[string][]claim.Claim{}
	total := 0
	for _, c := range r.in.Claims {
		if c.Coping == nil {
			continue
		}
		total++
		kinds[c.Coping.Coping] = true
		classes[c.Said.Speaker.Class] = true
		at[c.Coping.Coping] = append(at[c.Coping.Coping], c)
	}
	if total == 0 {
		return []figure.Figure{r.none(r.frame("compare.coping", figure.Matrix, "unit.statements"))}
	}
	ks := inOrder(classes)
	rows := r.codes("coping", kinds)
	f := r.frame("compare.coping", figure.Matrix, "unit.statements", rows, classDim(ks))
	q := r.frame("compare.coping-said", figure.Items, "unit.statements", rows)
	for _, c := range rows.Keys {
		var said []figure.Saying
		for _, k := range ks {
			var cs []claim.Claim
			for _, x := range at[c] {
				if x.Said.Speaker.Class == k {
					cs = append(cs, x)
				}
			}
			f.Cells = append(f.Cells, figure.Count(len(cs), r.by(cs), figure.TraceOf(r.sources, cs...), c, string(k)))
		}
		cs := slices.Clone(at[c])
		slices.SortStableFunc(cs, func(a, b claim.Claim) int {
			return cmp.Or(cmp.Compare(a.Said.On.From, b.Said.On.From), a.Key.Compare(b.Key))
		})
		for _, x := range cs {
			if x.Said.Verbatim != "" {
				said = append(said, figure.SayingOf(x))
			}
		}
		q.Cells = append(q.Cells, figure.Quote(said, r.by(cs), figure.TraceOf(r.sources, cs...), c))
	}
	var all []claim.Claim
	for _, c := range rows.Keys {
		all = append(all, at[c]...)
	}
	f.Sentence = say("sentence.compare.coping", total, len(rows.Keys))
	q.Sentence = say("sentence.compare.coping-said")
	f = f.Adds(figure.AddUp("compare.coping", figure.OfCounts, "coping", "class")).Names("compare.coping", r.total(all))
	return []figure.Figure{f.Rests(r.total(all)), q.Rests()}
}
