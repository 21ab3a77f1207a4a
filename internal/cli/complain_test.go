package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a computer refuses is said in the user's language, and with a remedy.
func TestWhatTheComputerRefusesHasWords(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(file, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code string
		args []string
	}{
		{"E032", []string{"tool", "agree", filepath.Join(dir, "none.csv")}},
		{"E032", []string{"form", "check", filepath.Join(dir, "none.xlsx")}},
		{"E039", []string{"tool", "words", filepath.Join(dir, "nowhere", "none.csv")}},
		{"E034", []string{"tool", "agree", dir}},
		{"E039", []string{"check", "--dir", file}},
		{"E039", []string{"template", "naming", "-o", filepath.Join(dir, "nowhere", "n.xlsx")}},
		{"S354", []string{"serve", "--port", "70000"}},
		{"D720", []string{"serve", "--profile", "everybody"}},
		{"D720", []string{"report", "--profile", "everybody"}},
		{"E003", []string{"publish", "--dir", dir}},
		{"E003", []string{"serve", "--dir", dir}},
	} {
		for _, tag := range []string{"fr", "en"} {
			var out, errs bytes.Buffer
			s := Run(context.Background(), World{Args: append(c.args, "--lang", tag), Out: &out, Err: &errs, Env: func(string) string { return "" }})
			if s == 0 || !strings.Contains(errs.String(), "("+c.code+")") || strings.Contains(errs.String(), "open ") && tag == "fr" {
				t.Errorf("%v: %d %s", c.args, s, errs.String())
			}
		}
	}
	var out bytes.Buffer
	ctx, stop := context.WithCancel(context.Background())
	stop()
	a := &app{World: World{Err: &out}}
	a.complain(plain(ctx.Err()))
	if !strings.Contains(out.String(), "interrupted") {
		t.Error(out.String())
	}
}
