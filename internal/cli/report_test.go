package cli

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/dires/dires/internal/fault"
)

// A browser that fails is named, with what to do; what it said stays private.
func TestABrowserThatCannotPrintIsNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a script stands for the browser")
	}
	dir := t.TempDir()
	browser := filepath.Join(dir, "chromium")
	if err := os.WriteFile(browser, []byte("#!/bin/sh\necho no display >&2\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := printPDF(t.Context(), browser, []byte("<p>"), filepath.Join(dir, "x.pdf"), 0o644)
	e, ok := fault.Public(err)
	if !ok || e.Code != "F605" || e.Args[0] != "chromium" || status(err) != 1 || !errors.Is(err, errAny) {
		t.Error(err)
	}
}
