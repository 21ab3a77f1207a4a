package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/sheet"
)

// readTaxonomies reads tables in meltt's form, and finds those in which what
// the records say does not stand.
func (f *linkFlags) readTaxonomies(sets [][]reconcile.Record, found *diag.List) (out []reconcile.Taxonomy, err error) {
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
		t, err := f.readTaxonomy(field, name, found)
		if err != nil {
			return nil, err
		}
		if lack, all := unclassified(t, sets); f.compat == "" && lack > 0 { // meltt wants all of them, and says so itself
			found.Add("R456", diag.At{File: filepath.Base(name), Field: field}, lack, all, field)
		}
		out = append(out, t)
	}
	return out, nil
}

// unclassified counts the records whose type or actor a taxonomy does not
// have, of those that name one.
func unclassified(t reconcile.Taxonomy, sets [][]reconcile.Record) (lack, all int) {
	for _, rs := range sets {
		for _, r := range rs {
			says := map[string]string{"type": r.Type, "actor_a": r.ActorA, "actor_b": r.ActorB}[t.Field]
			if says == "" {
				continue
			}
			all++
			if _, ok := t.Of[[2]string{r.Key.Source, says}]; !ok {
				lack++
			}
		}
	}
	return lack, all
}

func (f *linkFlags) readTaxonomy(field, name string, found *diag.List) (t reconcile.Taxonomy, err error) {
	defer fault.Wrap(&err, "read taxonomy %s", filepath.Base(name))
	file, err := os.Open(name)
	if err != nil {
		return t, err
	}
	defer file.Close()
	tab, err := sheet.Open(filepath.Base(name), file, sheet.Options{Sheet: f.taxonomySheet, All: true, Columns: []sheet.Column{{Name: "data.source", Need: true}, {Name: "base.categories", Need: true}}})
	if err != nil {
		return t, err
	}
	t = reconcile.Taxonomy{Field: field, Of: map[[2]string][]string{}}
	if len(tab.Head) < 3 || lang.Fold(tab.Head[0]) != lang.Fold("data.source") || lang.Fold(tab.Head[1]) != lang.Fold("base.categories") {
		return t, fault.New(fault.Invalid, "R457", filepath.Base(name), strings.Join(tab.Head[:min(3, len(tab.Head))], ", "))
	}
	for row := range tab.Drain(found) {
		c := row.Cells()
		for len(c) < len(tab.Head) {
			c = append(c, "")
		}
		t.Of[[2]string{c[0], c[1]}] = c[2:len(tab.Head)]
	}
	return t, tab.Err()
}
