package cli

import (
	"errors"
	"fmt"
	"io"
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
	"github.com/dires/dires/internal/num/link"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/sheet"
)

// linkFlags are what dires tool link was asked.
type linkFlags struct {
	a          *app
	days       int
	km         float64
	compat     string
	taxonomies []string
	out        string
	explain    bool
	threshold  float64
	full       bool // ids recur over the files: records are named source/id
}

func newToolLink(a *app) *cobra.Command {
	f := linkFlags{a: a}
	c := &cobra.Command{
		Use:  "link",
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args) },
	}
	d := reconcile.Defaults()
	fl := c.Flags()
	fl.IntVar(&f.days, "window-days", d.Window.Days, "")
	fl.Float64Var(&f.km, "window-km", d.Window.Km, "")
	fl.StringVar(&f.compat, "compat", "", "")
	fl.StringArrayVar(&f.taxonomies, "taxonomy", nil, "")
	fl.StringVarP(&f.out, "out", "o", "", "")
	fl.BoolVar(&f.explain, "explain", false, "")
	fl.Float64Var(&f.threshold, "threshold", d.Link.Threshold, "")
	return c
}

func (f *linkFlags) run(names []string) (err error) {
	defer fault.Wrap(&err, "link %d files", len(names))
	switch {
	case f.out == "":
		return fault.New(fault.Invalid, "R446", "--out PAIRS.csv")
	case f.compat != "" && f.compat != "meltt":
		return fault.New(fault.Invalid, "S354", f.compat, "--compat", "meltt")
	case f.days < 0 || f.days > 366:
		return fault.New(fault.Invalid, "S354", f.days, "--window-days", "0 … 366")
	case !(f.km > 0 && f.km <= 2000):
		return fault.New(fault.Invalid, "S354", f.km, "--window-km", "0.1 … 2000")
	case !(f.threshold > 0 && f.threshold < 1):
		return fault.New(fault.Invalid, "S354", f.threshold, "--threshold", "0.01 … 0.99")
	}
	sets, found, err := readSets(names)
	if err != nil {
		return err
	}
	taxa, err := f.readTaxonomies()
	if err != nil {
		return err
	}
	if id, twice := recurs(sets); twice {
		f.full = true
		found.Add("R450", diag.At{}, id)
	}
	var rows [][]any
	say := map[string]any{"type": "summary", "files": len(names), "records": total(sets)}
	if f.compat == "meltt" {
		res, err := reconcile.Meltt(sets, taxa, f.days, f.km)
		if err != nil {
			return meltError(res, err)
		}
		rows = append(rows, []any{"record_id_1", "record_id_2", "relation", "probability", "weight"})
		for _, l := range res.Links {
			rows = append(rows, []any{f.name(l.A), f.name(l.B), relation(l.Relation), nil, round(l.Weight, 6)})
		}
		say["links"] = len(res.Links)
	} else {
		prop, err := f.propose(sets, taxa)
		if err != nil {
			return err
		}
		found = append(found, prop.Found...)
		rows = f.table(&prop)
		q := prop.Quality
		say["links"], say["events"], say["run"] = len(prop.Links), len(prop.Events), prop.Run.ID()
		say["false"], say["missed"] = []float64{round(q.False, 4), round(q.FalseLow, 4), round(q.FalseHigh, 4)}, []float64{round(q.Missed, 4), round(q.MissLow, 4), round(q.MissHigh, 4)}
		defer func() {
			if err == nil || errors.Is(err, fault.Findings) {
				f.quality(q, len(prop.Links))
			}
		}()
	}
	if err := writeRows(f.out, f.a.Out, rows); err != nil {
		return err
	}
	f.a.findings(found)
	if f.a.json && f.out != "-" {
		f.a.object(say)
	}
	if found.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// quality says on standard error what the links are worth.
func (f *linkFlags) quality(q reconcile.Quality, links int) {
	if f.a.json {
		return
	}
	p := f.a.printer()
	per := func(x float64) string { return p.Percent(x, 1) }
	fmt.Fprintln(f.a.Err, p.Say("cli.link-done", links, per(q.False), per(q.FalseLow), per(q.FalseHigh), per(q.Missed), per(q.MissLow), per(q.MissHigh)))
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

var _ = diag.Codes(diag.Kind{Code: "R450", Severity: diag.Note, Args: 1}) // one id in two files

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
func readSets(names []string) (sets [][]reconcile.Record, found diag.List, err error) {
	from := map[string]string{}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, nil, err
		}
		base := filepath.Base(name)
		rows, fs, err := records.Read(file, base)
		file.Close()
		if err != nil {
			return nil, nil, err
		}
		found = append(found, fs...)
		var rs []reconcile.Record
		for _, x := range rows {
			if first, ok := from[x.Key.Source]; ok && first != base {
				return nil, nil, fault.New(fault.Invalid, "R444", first, base, x.Key.Source)
			}
			from[x.Key.Source] = base
			rs = append(rs, reconcile.Record(x))
		}
		sets = append(sets, rs)
	}
	return sets, found, nil
}

func (f *linkFlags) propose(sets [][]reconcile.Record, taxa []reconcile.Taxonomy) (reconcile.Proposal, error) {
	p := reconcile.Defaults()
	p.Window = link.Window{Days: f.days, Km: f.km}
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
		for _, t := range link.TermNames {
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
	cells := make([]any, len(link.TermNames)+1)
	var words []string
	for _, t := range ts {
		cells[slices.Index(link.TermNames[:], t.Name)] = round(t.Bits, 2)
		if w := reasonWords(f.a.printer(), t); w != "" {
			words = append(words, w)
		}
	}
	cells[len(cells)-1] = strings.Join(words, "; ")
	return cells
}

// readTaxonomies reads tables in meltt's form.
func (f *linkFlags) readTaxonomies() (out []reconcile.Taxonomy, err error) {
	for _, arg := range f.taxonomies {
		field, name, named := strings.Cut(arg, "=")
		if !named {
			name = arg
			switch base := filepath.Base(name); {
			case strings.HasPrefix(base, "event"):
				field = "type"
			case strings.HasPrefix(base, "actor"):
				field = "actor_a"
			case strings.HasPrefix(base, "prec"):
				field = "place_prec"
			default:
				return nil, fault.New(fault.Invalid, "R445", base)
			}
		}
		if !slices.Contains(reconcile.TaxonomyFields, field) {
			return nil, fault.New(fault.Invalid, "S354", field, "--taxonomy", strings.Join(reconcile.TaxonomyFields, "=…, ")+"=…")
		}
		t, err := readTaxonomy(field, name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func readTaxonomy(field, name string) (t reconcile.Taxonomy, err error) {
	defer fault.Wrap(&err, "read taxonomy %s", filepath.Base(name))
	file, err := os.Open(name)
	if err != nil {
		return t, err
	}
	defer file.Close()
	tab, err := sheet.Open(filepath.Base(name), file, sheet.Options{})
	if err != nil {
		return t, err
	}
	t = reconcile.Taxonomy{Field: field, Of: map[[2]string][]string{}}
	if len(tab.Head) < 3 {
		return t, fault.New(fault.Invalid, "R445", filepath.Base(name))
	}
	for row := range tab.Rows() {
		c := row.Cells()
		for len(c) < len(tab.Head) {
			c = append(c, "")
		}
		t.Of[[2]string{c[0], c[1]}] = c[2:len(tab.Head)]
	}
	return t, tab.Err()
}

// meltError says which category stands in no taxonomy.
func meltError(res reconcile.Compat, err error) error {
	if len(res.Unknown) > 0 {
		return fault.New(fault.Invalid, "R447", len(res.Unknown), res.Unknown[0][1], res.Unknown[0][0])
	}
	return err
}

// writeRows writes a table to a file, whole or not at all, or to standard output.
func writeRows(name string, out io.Writer, rows [][]any) (err error) {
	if name == "-" {
		return writeCSV(out, rows)
	}
	defer fault.Wrap(&err, "write %s", filepath.Base(name))
	tmp, err := os.CreateTemp(filepath.Dir(name), ".dires-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if err := errors.Join(writeCSV(tmp, rows), tmp.Chmod(0o644), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

func writeCSV(w io.Writer, rows [][]any) error {
	s := sheet.NewWriter(w, sheet.Style{})
	for _, r := range rows {
		if err := s.Row(r...); err != nil {
			return err
		}
	}
	return s.Flush()
}
