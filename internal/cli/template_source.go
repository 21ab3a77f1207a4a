package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/acled"
	"github.com/dires/dires/internal/in/gtd"
)

// sourceFiles are what a study writes into sources/ to use a data set whose
// terms let less out than people think.
var sourceFiles = map[string][]byte{"acled": acled.Source, "gtd": gtd.Source}

func (a *app) sourceFile(kind, out string, b []byte) (err error) {
	if out == "" {
		out = kind + ".toml"
	}
	f, err := fresh(out)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	if a.json {
		a.object(map[string]string{"type": "template", "kind": kind, "file": out})
		return nil
	}
	_, err = fmt.Fprintln(a.Out, a.printer().Say("template.source", out))
	return err
}

// fresh opens a new file; one that exists is not overwritten.
func fresh(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fault.New(fault.Conflict, "A444", name)
	}
	return f, err
}
