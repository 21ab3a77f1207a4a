package cli

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/linkage"
)

// linkFlags are what dires tool link was asked.
type linkFlags struct {
	a             *app
	days          int
	km            float64
	compat        string
	taxonomies    []string
	out           string
	explain       bool
	sheet         string
	taxonomySheet string
	threshold     float64
	full          bool // ids recur over the files: records are named source/id
}

func newToolLink(a *app) *cobra.Command {
	f := linkFlags{a: a}
	c := &cobra.Command{
		Use:  "link",
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			for _, x := range []string{"explain", "threshold"} {
				if f.compat != "" && c.Flags().Changed(x) {
					return fault.New(fault.Invalid, "R458", "--"+x, "--compat")
				}
			}
			return f.run(c.Context(), args)
		},
	}
	d := reconcile.Defaults()
	fl := c.Flags()
	fl.IntVar(&f.days, "window-days", d.Window.Days, "")
	fl.Float64Var(&f.km, "window-km", d.Window.Km, "")
	fl.StringVar(&f.compat, "compat", "", "")
	fl.StringVar(&f.sheet, "sheet", "", "")
	fl.StringVar(&f.taxonomySheet, "taxonomy-sheet", "", "")
	fl.StringArrayVar(&f.taxonomies, "taxonomy", nil, "")
	fl.StringVarP(&f.out, "out", "o", "", "")
	fl.BoolVar(&f.explain, "explain", false, "")
	fl.Float64Var(&f.threshold, "threshold", d.Link.Threshold, "")
	return c
}

func (f *linkFlags) run(ctx context.Context, names []string) (err error) {
	defer fault.Wrap(&err, "link %d files", len(names))
	if err := f.check(names); err != nil {
		return err
	}
	var got linked
	if err := orInterrupted(ctx, func() (err error) { got, err = f.work(names); return err }); err != nil {
		return err
	}
	if err := writeRows(f.out, f.a.Out, got.rows); err != nil {
		return err
	}
	f.a.some(got.found)
	if f.a.json {
		f.a.object(got.say)
	} else {
		fmt.Fprintln(f.a.Err, got.says)
	}
	if got.found.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// linked is what linking gives: the rows of PAIRS, what is odd, and what is
// said of the whole, in words and as an object.
type linked struct {
	rows  [][]any
	found diag.List
	says  string
	say   map[string]any
}

// work reads and links; it writes nothing.
func (f *linkFlags) work(names []string) (got linked, err error) {
	sets, found, err := f.readSets(names)
	if err != nil {
		return got, err
	}
	taxa, err := f.readTaxonomies(sets, &found)
	if err != nil {
		return got, err
	}
	if id, twice := recurs(sets); twice {
		f.full = true
		found.Add("R450", diag.At{}, id)
	}
	got.say = map[string]any{"type": "summary", "files": len(names), "records": total(sets)}
	link := f.links
	if f.compat == "meltt" {
		link = f.meltt
	}
	err = link(sets, taxa, &got)
	got.found = append(found, got.found...)
	return got, err
}

// check refuses what cannot be meant, before anything is read.
func (f *linkFlags) check(names []string) error {
	switch {
	case f.out == "":
		return fault.New(fault.Invalid, "R446", "--out PAIRS.csv")
	case f.compat != "" && f.compat != "meltt":
		return fault.New(fault.Invalid, "S354", f.compat, "--compat", "meltt")
	case f.compat != "" && len(f.taxonomies) == 0:
		return fault.New(fault.Invalid, "R459")
	case f.a.json && f.out == "-":
		return fault.New(fault.Invalid, "R458", "--json", "--out -")
	case f.days < 0 || f.days > 366:
		return fault.New(fault.Invalid, "S354", f.days, "--window-days", "0 … 366")
	case !(f.km > 0 && f.km <= 2000):
		return fault.New(fault.Invalid, "S354", f.km, "--window-km", "0.1 … 2000")
	case !(f.threshold > 0 && f.threshold < 1):
		return fault.New(fault.Invalid, "S354", f.threshold, "--threshold", "0.01 … 0.99")
	}
	read := slices.Clone(names)
	for _, t := range f.taxonomies {
		if _, name, named := strings.Cut(t, "="); named {
			t = name
		}
		read = append(read, t)
	}
	return writable(f.out, read)
}

// meltt links as meltt does.
func (f *linkFlags) meltt(sets [][]reconcile.Record, taxa []reconcile.Taxonomy, got *linked) error {
	res, err := reconcile.Meltt(sets, taxa, f.days, f.km)
	if err != nil {
		return meltError(res, err)
	}
	got.rows = append(got.rows, []any{"record_id_1", "record_id_2", "relation", "probability", "weight"})
	same := 0
	for _, l := range res.Links {
		got.rows = append(got.rows, []any{f.name(l.A), f.name(l.B), relation(l.Relation), nil, round(l.Weight, 6)})
		if l.Relation == reconcile.Same {
			same++
		}
	}
	got.say["links"] = len(res.Links)
	got.says = f.a.printer().Say("cli.link-compat", len(res.Links), same, len(res.Links)-same)
	return nil
}

// links links by what the records weigh together.
func (f *linkFlags) links(sets [][]reconcile.Record, taxa []reconcile.Taxonomy, got *linked) error {
	prop, err := f.propose(sets, taxa)
	if err != nil {
		return err
	}
	q, p := prop.Quality, f.a.printer()
	got.rows, got.found = f.table(&prop), prop.Found
	got.say["links"], got.say["events"], got.say["run"] = len(prop.Links), len(prop.Events), prop.Run.ID()
	got.say["false"] = []float64{round(q.False, 4), round(q.FalseLow, 4), round(q.FalseHigh, 4)}
	got.say["missed"] = []float64{round(q.Missed, 4), round(q.MissLow, 4), round(q.MissHigh, 4)}
	per := func(x float64) string { return p.Percent(x, 1) }
	got.says = p.Say("cli.link-none")
	if len(prop.Links) > 0 {
		got.says = p.Say("cli.link-done", len(prop.Links), per(q.False), per(q.FalseLow), per(q.FalseHigh), per(q.Missed), per(q.MissLow), per(q.MissHigh))
	}
	return nil
}

// name is how PAIRS names a record.
func (f *linkFlags) name(k claim.Key) string {
	if f.full {
		return k.String()
	}
	return k.ID
}

// recurs finds an id that stands in two files.
func recurs(sets [][]reconcile.Record) (id string, twice bool) {
	in := map[string]int{}
	for i, rs := range sets {
		for _, r := range rs {
			if k, ok := in[r.Key.ID]; ok && k != i {
				return r.Key.ID, true
			}
			in[r.Key.ID] = i
		}
	}
	return "", false
}

var _ = diag.Codes(
	diag.Kind{Code: "R450", Severity: diag.Note, Args: 1},    // one id in two files
	diag.Kind{Code: "R456", Severity: diag.Warning, Args: 3}, // a taxonomy that classifies few of the records
)

func total(sets [][]reconcile.Record) (n int) {
	for _, s := range sets {
		n += len(s)
	}
	return n
}

func round(x float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(x*p) / p
}

// relation is the word of the record format.
func relation(r reconcile.Relation) string { return strings.ReplaceAll(string(r), "-", "_") }

// readSets reads one file a source.
func (f *linkFlags) readSets(names []string) (sets [][]reconcile.Record, found diag.List, err error) {
	from := map[string]int{}
	var read [][]records.Row
	for i, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, nil, err
		}
		rows, fs, err := records.Read(file, filepath.Base(name), f.sheet, when.Of(f.a.Now()))
		file.Close()
		if e, ok := fault.Public(err); ok && !f.a.json && !slices.Contains(e.Args, any(filepath.Base(name))) { // of several files, which
			return nil, nil, fault.New(e.Kind, "R465", name, f.a.printer().Say(e.Code, e.Args...), e.Code)
		}
		if err != nil {
			return nil, nil, err
		}
		found = append(found, fs...)
		rs := make([]reconcile.Record, len(rows))
		for k, x := range rows {
			if first, ok := from[x.Key.Source]; ok && first != i {
				return nil, nil, fault.New(fault.Invalid, "R444", names[first], name, x.Key.Source)
			}
			from[x.Key.Source] = i
			rs[k] = reconcile.Record(x)
		}
		read, sets = append(read, rows), append(sets, rs)
	}
	return sets, append(found, records.Exchanged(read)...), nil
}

func (f *linkFlags) propose(sets [][]reconcile.Record, taxa []reconcile.Taxonomy) (reconcile.Proposal, error) {
	p := reconcile.Defaults()
	p.Window = linkage.Window{Days: f.days, Km: f.km}
	p.Link.Threshold = f.threshold
	rs := slices.Concat(sets...)
	for _, t := range taxa {
		switch t.Field {
		case "type":
			for i := range rs {
				if len(rs[i].Codes) == 0 {
					c := slices.Clone(t.Of[[2]string{rs[i].Key.Source, rs[i].Type}])
					slices.Reverse(c)
					rs[i].Codes = c
				}
			}
		case "actor_a", "actor_b":
			p.Vocabulary.Actors = append(p.Vocabulary.Actors, actorNames(t)...)
		}
	}
	return reconcile.Propose(rs, nil, p)
}

// actorNames reads a taxonomy of actors as who is meant by which name.
func actorNames(t reconcile.Taxonomy) (out []reconcile.ActorName) {
	keys := make([][2]string, 0, len(t.Of))
	for k := range t.Of {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		l := append(slices.Clone(t.Of[k]), "", "", "", "")
		out = append(out, reconcile.ActorName{Source: k[0], Name: k[1], Entity: l[0], Family: l[1], Kind: l[2], Broad: l[3]})
	}
	return out
}

// table is the proposal as rows; with --explain, a column a term and one of
// reasons in words.
func (f *linkFlags) table(prop *reconcile.Proposal) [][]any {
	head := []any{"record_id_1", "record_id_2", "relation", "probability", "weight"}
	if f.explain {
		for _, t := range linkage.TermNames {
			head = append(head, strings.ReplaceAll(t, "-", "_"))
		}
		head = append(head, "reasons")
	}
	rows := [][]any{head}
	for _, l := range prop.Links {
		row := []any{f.name(l.A), f.name(l.B), relation(l.Relation), round(l.Probability, 4), round(l.Weight, 3)}
		if f.explain {
			row = append(row, f.reasons(prop.Explain(l))...)
		}
		rows = append(rows, row)
	}
	return rows
}

func (f *linkFlags) reasons(ts []reconcile.Term) []any {
	cells := make([]any, len(linkage.TermNames)+1)
	var words []string
	for _, t := range ts {
		cells[slices.Index(linkage.TermNames[:], t.Name)] = round(t.Bits, 2)
		if w := reasonWords(f.a.printer(), t); w != "" {
			words = append(words, w)
		}
	}
	cells[len(cells)-1] = strings.Join(words, "; ")
	return cells
}

// meltError says which category stands in no taxonomy.
func meltError(res reconcile.Compat, err error) error {
	if len(res.Unknown) > 0 {
		kinds := map[any]bool{}
		for _, u := range res.Unknown {
			kinds[u] = true
		}
		return fault.New(fault.Invalid, "R447", len(kinds), res.Unknown[0][1], res.Unknown[0][0])
	}
	return err
}
