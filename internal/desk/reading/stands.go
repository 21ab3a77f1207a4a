package reading

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"

	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// Stands reports whether a file was imported as it is: as the last of its
// series or, where nobody asked for it, as the last of its name (a file of
// another name took its place, and an import of everything does not bring it
// back). entries are those of files that count.
func Stands(ctx context.Context, entries iter.Seq2[store.Entry, error], a About, blob ledger.Hash, named bool) (bool, error) {
	last, again := false, false
	for e, err := range entries {
		if err != nil {
			return false, err
		}
		var b About
		plain, err := e.Open(ctx, "about")
		if err == nil {
			err = json.Unmarshal(plain, &b)
		}
		if err != nil {
			return false, err
		}
		if b.Source != a.Source || b.Series != a.Series {
			continue
		}
		p, _ := e.Part("file")
		last = p.Hash == blob && reflect.DeepEqual(a, b)
		if b.Name == a.Name {
			again = last
		}
	}
	return last || again && !named, nil
}
