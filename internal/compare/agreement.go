package compare

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/dires/dires/agreement"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

const (
	fewest     = 5    // subjects on which two speak, for a coefficient
	replicates = 1000 // of its interval
)

// rated is one speaker's name for one subject.
type rated struct {
	unit, cluster, label string
	c                    claim.Claim
}

// ratings gives each speaker's latest name for each subject, in the order of
// subjects and speakers; unit says which subject, cluster what it hangs
// together with. later counts the earlier names that were left aside.
func (r room) ratings(cs []claim.Claim, unit func(claim.Claim) (id, cluster string)) (rs []rated, earlier int) {
	type who struct{ unit, speaker string }
	at := map[who]int{}
	for _, c := range cs { // by date already
		u, k := unit(c)
		if u == "" {
			continue
		}
		w := who{u, speaker(c)}
		x := rated{u, k, r.label(*c.Naming), c}
		if i, ok := at[w]; ok {
			rs[i] = x
			earlier++
			continue
		}
		at[w] = len(rs)
		rs = append(rs, x)
	}
	slices.SortStableFunc(rs, func(a, b rated) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(speaker(a.c), speaker(b.c)))
	})
	return rs, earlier
}

// alpha is Krippendorff's alpha of names, with an interval by resampling
// subjects (or what they hang together in). It speaks of agreement among those
// who spoke; it says nothing about which name is right.
func (r room) alpha(rs []rated, at ...string) figure.Cell {
	var units [][]rated
	for _, x := range rs {
		if n := len(units); n > 0 && units[n-1][0].unit == x.unit {
			units[n-1] = append(units[n-1], x)
		} else {
			units = append(units, []rated{x})
		}
	}
	units = slices.DeleteFunc(units, func(u []rated) bool { return len(u) < 2 })
	none := figure.Trace{Looked: r.sources}
	if len(units) < fewest {
		return figure.Absent(figure.TooFew, none, at...).With("note.few-subjects", fewest)
	}
	most := 0
	for _, u := range units {
		most = max(most, len(u))
	}
	labels := make([]string, 0, len(units)*most)
	clusters := make([]int, 0, len(units))
	seen := map[string]int{}
	var cs []claim.Claim
	pairs, same := 0.0, 0.0
	for _, u := range units {
		for i := range most {
			if i < len(u) {
				labels = append(labels, u[i].label)
				cs = append(cs, u[i].c)
			} else {
				labels = append(labels, "")
			}
		}
		for i := range u {
			for j := range i {
				pairs++
				if u[i].label == u[j].label {
					same++
				}
			}
		}
		if _, ok := seen[u[0].cluster]; !ok {
			seen[u[0].cluster] = len(seen)
		}
		clusters = append(clusters, seen[u[0].cluster])
	}
	x, err := agreement.FromLabels(most, labels)
	var a agreement.Alpha
	if err == nil {
		a, err = agreement.Krippendorff(x, agreement.Nominal)
	}
	var b agreement.Resampled
	if err == nil {
		b, err = agreement.Bootstrap(x, agreement.Nominal, agreement.Plan{Replicates: replicates, Seed: r.in.Study.Seed, Clusters: clusters})
	}
	switch {
	case errors.Is(err, agreement.ErrOneCategory):
		return figure.Absent(figure.NotEstimable, none, at...).With("note.one-name")
	case errors.Is(err, agreement.ErrFewClusters):
		return figure.Absent(figure.NotEstimable, none, at...).With("note.one-cluster")
	case err != nil:
		return figure.Absent(figure.NotEstimable, none, at...).With("note.degenerate")
	}
	return figure.Est(a.Value, min(b.Low, a.Value), max(b.High, a.Value), b.Level, a.Units, r.by(cs), figure.TraceOf(r.sources, cs...), at...).
		With("note.agreement", len(cs), int(100*same/pairs+.5), b.Drawn)
}

// bySubject hangs nothing together: each subject is its own.
func bySubject(c claim.Claim) (string, string) {
	s := SubjectID(c.Naming.Subject)
	return s, s
}

// agreement measures how far those who speak of the same thing give it the
// same name: among all, by kind of subject, by the area of those who speak, by
// year; and beside it within each group of speakers.
func (r room) agreement() []figure.Figure {
	dim := figure.Dim{ID: "slice", Label: say("dim.slice")}
	f := r.frame("compare.agreement", figure.Estimate, "unit.alpha", dim)
	w := r.frame("compare.agreement-within", figure.Estimate, "unit.alpha", classDim(r.classes))
	put := func(key string, label lang.Text, cs []claim.Claim) {
		rs, _ := r.ratings(cs, bySubject)
		f.Dims[0].Keys, f.Dims[0].Labels = append(f.Dims[0].Keys, key), append(f.Dims[0].Labels, label)
		f.Cells = append(f.Cells, r.alpha(rs, key))
	}
	put("all", say("slice.all"), r.namings)
	kinds, areas, years := map[string][]claim.Claim{}, map[string][]claim.Claim{}, map[string][]claim.Claim{}
	for _, c := range r.namings {
		kinds[c.Naming.Subject.Kind] = append(kinds[c.Naming.Subject.Kind], c)
		if a := c.Said.Speaker.Area; a != "" {
			areas[a] = append(areas[a], c)
		}
		if on := c.Said.On; on.Known() {
			y, _, _ := on.From.Civil()
			if z, _, _ := on.To.Civil(); y == z {
				years[strconv.Itoa(y)] = append(years[strconv.Itoa(y)], c)
			}
		}
	}
	if len(kinds) > 1 {
		for _, k := range slices.Sorted(maps.Keys(kinds)) {
			l := lang.FrEn(k, k)
			if lang.For(lang.English).Has("slice.kind." + k) {
				l = say("slice.kind." + k)
			}
			put("kind:"+k, l, kinds[k])
		}
	}
	for _, a := range slices.Sorted(maps.Keys(areas)) {
		l, ok := r.in.Codes["area:"+a]
		if !ok {
			if l, ok = r.in.Codes[a]; !ok {
				l = lang.FrEn(a, a)
			}
		}
		put("area:"+a, say("slice.area", l), areas[a])
	}
	for _, y := range slices.Sorted(maps.Keys(years)) {
		put("year:"+y, lang.FrEn(y, y), years[y])
	}
	any := false
	for _, k := range r.classes {
		var cs []claim.Claim
		for _, c := range r.namings {
			if c.Said.Speaker.Class == k {
				cs = append(cs, c)
			}
		}
		rs, _ := r.ratings(cs, bySubject)
		c := r.alpha(rs, string(k))
		_, ok := c.Value()
		any = any || ok
		w.Cells = append(w.Cells, c)
	}
	all := f.Cells[0]
	v, ok := all.Value()
	if !ok && !any {
		return nil
	}
	_, earlier := r.ratings(r.namings, bySubject)
	f.Sentence = say("sentence.compare.agreement-none")
	if ok {
		lo, hi, _ := all.Range()
		_, args := all.Note()
		f.Sentence = say("sentence.compare.agreement", all.N(), args[1], coefficient(v), coefficient(lo), coefficient(hi))
	}
	w.Sentence = say("sentence.compare.agreement-within")
	f.Beside, w.Beside = []string{"compare.agreement-within", "compare.within"}, []string{"compare.agreement"}
	for _, g := range []*figure.Figure{&f, &w} {
		g.Method = "compare#agreement"
		g.Caveats = append(g.Caveats, say("caveat.agreement"), say("caveat.resampled"))
		if earlier > 0 {
			g.Caveats = append(g.Caveats, say("caveat.latest-name"))
		}
	}
	return []figure.Figure{f, w}
}

func coefficient(x float64) lang.Text {
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Float(x, 2)
	}
	return t
}

// Linking is what the program holds to be the same events when it links
// records from one probability on.
type Linking struct {
	Threshold float64
	Events    []event.Event
}

// linked measures agreement on names of incidents that several sources record,
// for each threshold from which records are linked: how much of the agreement
// is the linker's. A name the linker itself used to bring records together is
// left out, since they agree on it by construction.
func (r room) linked() (figure.Figure, bool) {
	if len(r.in.Linkings) == 0 || len(r.passedOn) == 0 {
		return figure.Figure{}, false
	}
	used := map[string]bool{}
	for _, l := range r.in.Linkings {
		for _, e := range l.Events {
			for _, c := range e.Claims {
				if c.Incident == nil {
					continue
				}
				used[lang.Fold(c.Incident.Type)] = true
				for _, a := range c.Incident.Actors {
					used[lang.Fold(a.Name)] = true
				}
			}
		}
	}
	delete(used, "")
	var free []claim.Claim
	for _, c := range r.passedOn {
		if !used[lang.Fold(c.Naming.Term)] && !used[lang.Fold(c.Naming.Label)] {
			free = append(free, c)
		}
	}
	dim := figure.Dim{ID: "threshold", Label: say("dim.threshold")}
	f := r.frame("compare.agreement-linked", figure.Estimate, "unit.alpha", dim)
	f.Method = "compare#agreement-linked"
	low, high, n := 0.0, 0.0, 0
	for _, l := range slices.SortedFunc(slices.Values(r.in.Linkings), func(a, b Linking) int { return cmp.Compare(a.Threshold, b.Threshold) }) {
		at := map[string]event.Event{}
		for _, e := range l.Events {
			for _, m := range e.Members {
				if m.Relation == event.Same {
					at[m.Claim.String()] = e
				}
			}
		}
		key := fmt.Sprintf("%.2f", l.Threshold)
		f.Dims[0].Keys = append(f.Dims[0].Keys, key)
		f.Dims[0].Labels = append(f.Dims[0].Labels, coefficient(l.Threshold))
		rs, _ := r.ratings(free, func(c claim.Claim) (string, string) {
			e, ok := at[c.Naming.Subject.ID]
			if !ok {
				return "", ""
			}
			v := e.At()
			y, m, _ := v.When.From.Civil()
			return e.ID, fmt.Sprint(v.Where.Admin1, y, m) // what one region saw in one month hangs together
		})
		if len(free) == 0 {
			f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, figure.Trace{Looked: r.sources}, key).With("note.linker-used"))
			continue
		}
		c := r.alpha(between(rs), key)
		if v, ok := c.Value(); ok {
			if n == 0 {
				low, high = v, v
			}
			low, high, n = min(low, v), max(high, v), n+1
		}
		f.Cells = append(f.Cells, c)
	}
	if n == 0 {
		f.Sentence = say("sentence.compare.linked-none")
	} else {
		f.Sentence = say("sentence.compare.linked", len(r.in.Linkings), coefficient(low), coefficient(high))
	}
	if n := len(r.passedOn) - len(free); n > 0 {
		f.Caveats = append(f.Caveats, say("caveat.linked", n))
	}
	f.Caveats = append(f.Caveats, say("caveat.resampled"))
	return f, true
}

// between keeps the subjects of which two sources speak: what one report
// passes on twice is no agreement between sources.
func between(rs []rated) []rated {
	first, several := map[string]string{}, map[string]bool{}
	for _, x := range rs {
		if s, ok := first[x.unit]; ok && s != x.c.Key.Source {
			several[x.unit] = true
		} else if !ok {
			first[x.unit] = x.c.Key.Source
		}
	}
	return slices.DeleteFunc(slices.Clone(rs), func(x rated) bool { return !several[x.unit] })
}
