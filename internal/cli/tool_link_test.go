package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
)

func TestWhoeverInterruptsDoesNotWaitForTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	block := make(chan bool)
	err := orInterrupted(ctx, func() error { <-block; return nil })
	if e, ok := fault.Public(err); !ok || e.Code != "R463" || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(block)
	if err := orInterrupted(context.Background(), func() error { return fs.ErrExist }); err != fs.ErrExist {
		t.Error(err)
	}
}

func TestPairsAreWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "p.csv"), filepath.Join(dir, "l.csv")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("p.csv", link); err != nil {
		t.Skip(err)
	}
	var out bytes.Buffer
	if err := writeRows(link, &out, [][]any{{"a", 1}, {"b", nil}}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil || string(b) != "a,1\nb,\n" {
		t.Errorf("%q %v", b, err)
	}
	if x, _ := os.Lstat(link); x.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link has become a file")
	}
	if x, _ := os.Stat(name); x.Mode().Perm() != 0o600 {
		t.Error("who may read it has changed:", x.Mode())
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Error(left, err)
	}
	if err := writeRows(filepath.Join(dir, "p.XLSX"), &out, [][]any{{"a", "b"}, {"x", 0.5}}); err != nil {
		t.Fatal(err)
	}
	if b, err = os.ReadFile(filepath.Join(dir, "p.XLSX")); err != nil {
		t.Fatal(err)
	}
	if gs, err := sheet.Workbook(bytes.NewReader(b)); err != nil || len(gs) != 1 || !slices.Equal(gs[0].Rows[1], []string{"x", "0.5"}) {
		t.Error("what is called a workbook is one:", gs, err)
	}
	if err := writeRows(os.DevNull, &out, [][]any{{"a"}}); err != nil {
		t.Error("a device is written to as it is:", err)
	}
	if err := writeRows("-", &out, [][]any{{"a", "b"}}); err != nil || strings.TrimSpace(out.String()) != "a,b" {
		t.Error(out.String(), err)
	}
}
