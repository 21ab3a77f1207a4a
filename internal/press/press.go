// Package press prints editions: a static site in every complete language,
// with the data behind each figure, that opens from a disk as well as from a
// server and needs no script.
//
// It knows pages and files. It does not know where figures come from, and has
// no key to the archive: it sees only what protect has released. The function
// you want is [Write].
package press

import (
	"context"
	"fmt"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
)

// Options say how to print. The zero value is the default.
type Options struct {
	Base     string                // absolute address of the site, for citations; "" prints none
	Recalled []Recall              // every recall so far, of all studies
	Progress func(done, total int) // called as pages are printed; may be nil
}

// Recall says that a release was taken back: what was printed cannot be
// recalled from readers' disks, so the notice is printed instead.
type Recall struct {
	Study, Release string
	On             string // ISO date
	Why            lang.Text
}

// Report is what one printing made.
type Report struct {
	Pages    int       // HTML pages, all languages
	Files    int       // files of the releases written, compressed siblings included
	Bytes    int64     // of those files
	Kept     []string  // "study/release" that stood already and was identical
	Wrote    []string  // "study/release" printed now
	Weights  []Weight  // of every page written, heaviest first
	Findings diag.List // texts that cite what no figure holds, missing translations
}

// Weight is what one page costs a reader on the wire.
type Weight struct {
	Path  string // below the public folder, with slashes
	Class string // "reading", "index" or "table"
	Raw   int
	Br    int
	Gz    int
}

// Write prints the editions below dir, which is the public folder: each into
// <study>/<release>/<lang>/, never altering a release that stands there. It
// then renews <study>/latest/, releases.html and the catalogue of all studies
// found below dir. An edition whose release stands there with other content
// is refused (fault.Conflict). With findings of severity error nothing is
// written.
func Write(ctx context.Context, eds []protect.Edition, dir string, o Options) (Report, error) {
	return Report{}, fmt.Errorf("print: not yet")
}
