package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// narrative gives what is wrong in a study's texts: a number they state by
// themselves; and once something was imported, a reference that no figure of
// a public release made today would resolve.
func (a *app) narrative(ctx context.Context, id string) (diag.List, error) {
	s, _, err := study.Load(os.DirFS(filepath.Join(a.root(), "studies", id)))
	if err != nil {
		return nil, err
	}
	l := prose.Scan(s.Texts)
	for _, f := range a.cited(ctx, id, s) {
		if f.Code == "P500" || f.Code == "P501" {
			l = append(l, f)
		}
	}
	for i := range l {
		l[i].At.File = id + "/" + l[i].At.File
	}
	l.Sort()
	return l, nil
}

// cited checks references against the figures, where there are any yet.
func (a *app) cited(ctx context.Context, id string, s study.Study) diag.List {
	if _, err := os.Stat(filepath.Join(a.root(), "private", "dires.db")); err != nil {
		return nil
	}
	d, err := desk.Open(ctx, a.root(), desk.Options{Now: a.Now, Version: Version()})
	if err != nil {
		return nil // verify says what is wrong with the store
	}
	defer d.Close()
	m, err := a.figuresFor(ctx, d, id, protect.Public)
	if err != nil || !slices.ContainsFunc(m.Figures, func(f figure.Figure) bool {
		return slices.ContainsFunc(f.Cells, func(c figure.Cell) bool { _, ok := c.Value(); return ok })
	}) {
		return nil
	}
	return prose.Check(s.Texts, func(id string) (figure.Figure, bool) {
		i := slices.IndexFunc(m.Figures, func(f figure.Figure) bool { return f.ID == id })
		if i < 0 {
			return figure.Figure{}, false
		}
		return m.Figures[i], true
	})
}
