package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
)

// writable refuses a file to write that is one of those that are read, or that
// lies in no folder.
func writable(out string, names []string) error {
	if out == "-" {
		return nil
	}
	to, err := os.Stat(out)
	switch {
	case err == nil && to.IsDir():
		return fault.New(fault.Invalid, "R460", out)
	case err == nil:
		for _, n := range names {
			if from, err := os.Stat(n); err == nil && os.SameFile(from, to) {
				return fault.New(fault.Invalid, "R461", out)
			}
		}
	case errors.Is(err, fs.ErrNotExist):
		if dir, err := os.Stat(filepath.Dir(out)); err != nil || !dir.IsDir() {
			return fault.New(fault.Invalid, "R462", filepath.Dir(out))
		}
	}
	return nil
}

// writeRows writes a table to a file, whole or not at all, or to standard
// output, a pipe, a device: what is no file is written to as it is.
func writeRows(name string, out io.Writer, rows [][]any) (err error) {
	if name == "-" {
		return writeCSV(out, rows)
	}
	defer fault.Wrap(&err, "write %s", filepath.Base(name))
	mode := fs.FileMode(0o644)
	if x, err := os.Stat(name); err == nil {
		if !x.Mode().IsRegular() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			return errors.Join(writeCSV(f, rows), f.Close())
		}
		mode = x.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil { // a link stays a link
			return err
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".dires-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	write := writeCSV
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		write = writeBook
	}
	if err := errors.Join(write(tmp, rows), tmp.Chmod(mode), tmp.Close()); err != nil {
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

func writeBook(w io.Writer, rows [][]any) error {
	head := make([]string, len(rows[0]))
	for i, h := range rows[0] {
		head[i] = fmt.Sprint(h)
	}
	b := sheet.NewBook()
	if err := b.Sheet("pairs", head...); err != nil {
		return err
	}
	for _, r := range rows[1:] {
		if err := b.Row(r...); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}

// orInterrupted does long work that knows no context and writes nothing, and
// lets go of it when the person does.
func orInterrupted(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fault.New(context.Canceled, "R463")
	}
}
