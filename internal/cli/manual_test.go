package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

var update = flag.Bool("update", false, "write docs/cli.md, docs/cli.fr.md and docs/codes.md")

func TestTheManualIsThatOfTheProgram(t *testing.T) {
	for tag, name := range map[lang.Tag]string{lang.English: "../../docs/cli.md", lang.French: "../../docs/cli.fr.md"} {
		if *update {
			if err := os.WriteFile(name, []byte(Manual(tag)), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(name)
		if err != nil || string(b) != Manual(tag) {
			t.Errorf("%s is not what the program says (%v): go test ./internal/cli -run Manual -update", name, err)
		}
		for _, v := range newRoot(&app{}).Commands() {
			if !strings.Contains(string(b), "## "+v.CommandPath()) {
				t.Errorf("%s: no chapter for %s", name, v.CommandPath())
			}
		}
	}
}

func TestTheManualNamesEveryCode(t *testing.T) {
	const name = "../../docs/codes.md"
	if *update {
		if err := os.WriteFile(name, []byte(Codes()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil || string(b) != Codes() {
		t.Errorf("docs/codes.md is not what the program says (%v): go test ./internal/cli -run Manual -update", err)
	}
	for _, k := range diag.All() {
		if !strings.Contains(string(b), "| "+string(k.Code)+" |") {
			t.Errorf("%s is registered and has no words", k.Code)
		}
	}
}

func TestEachKindOfFailureHasItsStatus(t *testing.T) {
	for want, err := range map[int]error{0: nil, 1: fault.NotFound, 2: fault.Invalid, 3: fault.Findings, 4: fault.Refused,
		5: fault.Broken, 10: fault.NoPlace, 11: fault.Busy, 130: plain(context.Canceled)} {
		if err != nil {
			err = fmt.Errorf("do x: %w", err)
		}
		if got := status(err); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
	if status(errors.New("x")) != 1 {
		t.Error("any other failure")
	}
}

func TestTheLanguageComesFromTheFlagThenTheVariablesThenTheComputerThenEnglish(t *testing.T) {
	for _, c := range []struct {
		flag, own, env, computer string
		want                     lang.Tag
	}{{"", "", "", "", "en"}, {"", "", "fr_ML.UTF-8", "", "fr"}, {"en", "fr", "fr_FR", "", "en"}, {"fr", "", "C.UTF-8", "", "fr"}, {"", "", "C", "fr-ML", "en"},
		{"", "fr", "en_GB", "", "fr"}, {"", "en", "fr_ML", "", "en"}, {"", "", "", "fr-ML", "fr"}} {
		a := &app{lang: c.flag, World: World{Locale: c.computer, Env: func(k string) string {
			return map[string]string{"LANG": c.env, "DIRES_LANG": c.own}[k]
		}}}
		if got := a.tag(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestAPrivateCauseIsNotShown(t *testing.T) {
	var e bytes.Buffer
	a := &app{World: World{Err: &e}}
	a.complain(&fault.Error{Kind: fault.NotFound, Code: "E010", Args: []any{"study.toml"}, Cause: errors.New("/home/aminata/x")})
	if s := e.String(); strings.Contains(s, "aminata") || !strings.Contains(s, "study.toml") {
		t.Error(s)
	}
}

// A command that a how-to gives is one that the program takes: its verb and
// its flags exist, and it has as many names as the verb wants.
func TestHowtosGiveCommandsThatExist(t *testing.T) {
	names, err := filepath.Glob("../../docs/howto/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	n := 0
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^    dires ([a-z].*)$`).FindAllSubmatch(b, -1) {
			line := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(string(m[1]), "x")
			root := newRoot(&app{})
			c, rest, err := root.Find(strings.Fields(line))
			if err == nil {
				err = c.ParseFlags(rest)
			}
			if err == nil {
				err = c.ValidateArgs(c.Flags().Args())
			}
			if n++; err != nil || c == root {
				t.Errorf("%s: dires %s: %v", filepath.Base(name), m[1], err)
			}
		}
	}
	if n < 30 {
		t.Errorf("%d commands found", n)
	}
}

// A flag that a how-to names is one that the program has.
func TestHowtosNameFlagsThatExist(t *testing.T) {
	names, err := filepath.Glob("../../docs/howto/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	manual := Manual(lang.English)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, flag := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(string(b), -1) {
			if !regexp.MustCompile(regexp.QuoteMeta(flag) + `\b`).MatchString(manual) {
				t.Errorf("%s names %s, which is in no verb", name, flag)
			}
		}
	}
}
