package custody

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// NotAsEntered is said of a file of a ceremony's folder that is not the one in
// the ledger: custodians take the folder's files home.
const NotAsEntered diag.Code = "L164" // study, file

var _ = diag.Codes(diag.Kind{Code: NotAsEntered, Severity: diag.Error, Args: 2})

// PageDiffers is said of a custodian's page that is not what this program writes of
// the ceremony: an older one may have written it.
const PageDiffers diag.Code = "L165" // study, file

var _ = diag.Codes(diag.Kind{Code: PageDiffers, Severity: diag.Warning, Args: 2})

// VerifyFiles compares the folders of the ceremonies with what the ledger has. One
// that is not there at all was moved to a safe place; the ledger has its files.
func (k Keeper) VerifyFiles(ctx context.Context) (found diag.List, err error) {
	defer fault.Wrap(&err, "compare nested files of %s", k.Study)
	h, err := k.Held(ctx)
	if err != nil {
		return nil, nil // what is wrong with the entries, Verify says
	}
	for _, s := range h.Sets {
		name := fmt.Sprintf("%s-%d", k.Study, s.Epoch)
		about, err := json.MarshalIndent(s.Set, "", "  ")
		if err != nil {
			return nil, err
		}
		want := map[string][]byte{"set.json": append(about, '\n')}
		for _, p := range s.entry.Parts {
			if strings.HasSuffix(p.Name, LayerFile) {
				if want[p.Name], err = s.entry.Open(ctx, p.Name); err != nil {
					return found, nil // the same
				}
			}
		}
		dir := os.DirFS(k.DB.CustodyFolder())
		if _, err := fs.Stat(dir, name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		for i, m := range s.Custodians {
			file := path.Join(name, m.Name+PageEnd)
			if got, err := fs.ReadFile(dir, file); err == nil && !isPage(got, k.Study, s.Set, i+1) {
				found.Add(PageDiffers, diag.At{File: file}, k.Study, path.Join("private/custody", file))
			}
		}
		for file, b := range want {
			if got, err := fs.ReadFile(dir, path.Join(name, file)); err != nil || !bytes.Equal(got, b) {
				found.Add(NotAsEntered, diag.At{File: path.Join(name, file)}, k.Study, path.Join("private/custody", name, file))
			}
		}
	}
	found.Sort()
	return found, nil
}

// PageEnd is how the name of a custodian's page ends.
const PageEnd = ".html"

// isPage reports whether a page is the one of a custodian, in either language.
func isPage(b []byte, study string, s Set, number int) bool {
	for _, tag := range []lang.Tag{lang.French, lang.English} {
		if want, err := SetPage(lang.For(tag), study, s, number); err == nil && bytes.Equal(b, want) {
			return true
		}
	}
	return false
}
