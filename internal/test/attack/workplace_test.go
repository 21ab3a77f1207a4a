package attack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/desktest"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// printing is what one audience has: the files of its editions, as printed, by
// their names below the folder of the edition.
type printing struct {
	audience protect.Profile
	files    []map[string][]byte // of each edition
	truth    []protect.Input     // for the score only
}

// office is a workplace on its way through two editions.
type office struct {
	t    *testing.T
	d    *desk.Desk
	root string
	id   string
	day  time.Time
}

func newOffice(t *testing.T, id string, files fs.FS) *office {
	t.Helper()
	o := &office{t: t, id: id, root: filepath.Join(t.TempDir(), "w"), day: day}
	must(t, workplace.SetUp(o.root))
	if _, _, err := workplace.Unpack(o.root, id, files); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.d, err = desk.Open(context.Background(), o.root, desk.Options{Now: func() time.Time { return o.day }, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.d.Close() })
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// take imports what waits and reconciles.
func (o *office) take() {
	o.t.Helper()
	ctx := context.Background()
	waiting, found, err := o.d.Waiting(ctx, o.id, desk.ImportOptions{})
	if err != nil {
		o.t.Fatal(err, found)
	}
	for _, f := range waiting {
		if _, err := o.d.Import(ctx, o.id, f, false, nil); err != nil && !errors.Is(err, fs.ErrNotExist) && !strings.Contains(err.Error(), "D703") {
			o.t.Fatal(err)
		}
	}
	if _, err := o.d.Reconcile(ctx, o.id); err != nil {
		o.t.Fatal(err)
	}
}

// release makes the next edition of each audience and prints it; one that
// waits is printed again. whole prints every page, else only the edition is read.
func (o *office) release(ps []*printing, whole bool) {
	o.t.Helper()
	ctx := context.Background()
	for _, p := range ps {
		in := desktest.Uncut(o.t, o.d, o.id, p.audience, when.Of(o.day))
		r, err := o.d.Release(ctx, o.id, p.audience, false)
		if err != nil && strings.Contains(err.Error(), "D719") {
			continue // nothing may leave: there is nothing to read
		}
		if err != nil {
			o.t.Fatal(err, r.Findings)
		}
		if r.Stands {
			continue
		}
		b, err := r.Edition.Encode()
		must(o.t, err)
		files := map[string][]byte{"edition.json": b}
		if whole {
			dir := o.t.TempDir()
			_, err = press.Write(ctx, []protect.Edition{r.Edition}, dir, press.Options{})
			must(o.t, err)
			files = readFolder(o.t, filepath.Join(dir, o.id, r.ID))
			must(o.t, os.RemoveAll(dir))
			for _, format := range []string{"html", "docx"} {
				hs, _, err := press.Handouts(r.Edition, format, "")
				must(o.t, err)
				for _, h := range hs {
					if files["report/"+h.Name] = h.Data; format == "docx" {
						must(o.t, unzip("report/"+h.Name, h.Data, files))
					}
				}
			}
			if string(files["edition.json"]) != string(b) {
				o.t.Fatal("the edition that is printed is not the edition that was made")
			}
		}
		p.files, p.truth = append(p.files, files), append(p.truth, in)
	}
}

// readFolder reads every file below a folder, archives opened.
func readFolder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".br", ".gz":
		case ".docx":
			return unzip(filepath.ToSlash(rel), b, files)
		default:
			files[filepath.ToSlash(rel)] = b
		}
		return nil
	}))
	return files
}

// tinyPrinted takes a small study through two editions, every other one for
// partners as well. Between them somebody takes back all they told, one report
// comes in, and the gazette has more.
func tinyPrinted(t *testing.T, seed uint64, whole bool) []*printing {
	t.Helper()
	s := newTiny(seed)
	name := fmt.Sprintf("small%d", seed)
	s.folder(t)
	s.files["study.toml"].Data = []byte(strings.Replace(string(s.files["study.toml"].Data), `id = "orvanie"`, `id = "`+name+`"`, 1))
	o := newOffice(t, name, s.files)
	ps := []*printing{{audience: protect.Public}}
	if seed%2 == 1 {
		ps = append(ps, &printing{audience: protect.Partners})
	}
	o.take()
	o.release(ps, whole)
	gone := pick(s.r, s.reports)
	key := claim.Key{Source: "own-reports", ID: gone[0] + "/incident"}
	if _, err := o.d.Withdraw(context.Background(), name, key, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	s.forget(gone[16])
	s.report()
	s.toGazette(1 + s.r.IntN(4))
	if s.r.IntN(3) == 0 {
		s.inquire(1)
	}
	s.write()
	for _, f := range []string{"data/reports.csv", "data/gazette.csv", "survey/inquiry-answers.csv"} {
		must(t, os.WriteFile(filepath.Join(workplace.Folder(o.root, name), f), s.files[f].Data, 0o600))
	}
	o.day = o.day.AddDate(0, 4, 0)
	o.take()
	o.release(ps, whole)
	return ps
}
