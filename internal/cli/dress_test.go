package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dires/dires/internal/lang"
)

func everyVerb(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, x := range c.Commands() {
		everyVerb(x, do)
	}
}

// A verb or flag whose words are missing, in either language, fails here or in
// lang; so do words of a verb or flag that is no more.
func TestEveryVerbAndFlagHasItsWordsAndNoneIsLeftOver(t *testing.T) {
	used := map[string]bool{}
	everyVerb(newRoot(&app{}), func(c *cobra.Command) {
		key := helpKey(c)
		if x, ok := lang.Lookup(key); !ok || x[lang.French] == x[lang.English] {
			t.Errorf("%s: enter %q with French and English in internal/lang/words/*.toml", c.CommandPath(), key)
		}
		used[key], used[key+".long"], used[key+".use"] = true, true, true
		if c.Short != "" || c.Long != "" || strings.Contains(c.Use, " ") {
			t.Errorf("%s: its words stand in the code; they belong in internal/lang", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			k := flagKey(c, f.Name, lang.For(lang.French))
			used[k] = true
			if _, ok := lang.Lookup(k); !ok {
				t.Errorf("%s: the flag --%s has no words: enter %q in internal/lang/words/*.toml", c.CommandPath(), f.Name, helpKey(c)+" --"+f.Name)
			}
			if f.Usage != "" {
				t.Errorf("%s --%s: its words stand in the code; they belong in internal/lang", c.CommandPath(), f.Name)
			}
		})
	})
	general := []string{"title", "made", "other", "usage", "verbs", "verbs-first", "verbs-more", "flags", "every", "any-verb", "any-flags", "default", "status", "more", "example"}
	for _, k := range lang.Keys() {
		rest, ok := strings.CutPrefix(k, "help.")
		if ok = ok || strings.HasPrefix(k, "help --"); ok && !used[k] && !slices.Contains(general, rest) &&
			!strings.HasPrefix(rest, "type.") && !strings.HasPrefix(rest, "status.") {
			t.Errorf("%s: no verb or flag has these words", k)
		}
	}
}

func TestHelpComesInTheLanguageAskedFor(t *testing.T) {
	help := func(env string, args ...string) string {
		var out, errs bytes.Buffer
		if s := Run(context.Background(), World{Args: args, Out: &out, Err: &errs, Env: func(k string) string {
			if k == "DIRES_LANG" {
				return env
			}
			return ""
		}}); s != 0 {
			t.Fatalf("%v: %d %s", args, s, errs.String())
		}
		return out.String()
	}
	for _, c := range []struct {
		env  string
		args []string
		says string
	}{
		{"", []string{"--help"}, "Usage:\n  dires VERB [flags]"},
		{"", []string{"--lang", "fr"}, "Usage :\n  dires VERBE [options]"},
		{"fr", nil, "commencer sa propre étude"},
		{"fr", []string{"help", "init"}, "--from FICHIER"},
		{"fr", []string{"init", "--help", "--lang=en"}, "--from FILE"},
		{"", []string{"init", "-h", "--lang", "fr"}, "Init fait le dossier"},
		{"", []string{"tool", "agree", "--help", "--lang", "fr"}, "(par défaut : krippendorff)"},
		{"fr", []string{"help", "form"}, "dires form VERBE"},
		{"fr", []string{"help", "tool", "estimate"}, "mean|total|prop"},
	} {
		if s := help(c.env, c.args...); !strings.Contains(strings.Join(strings.Fields(s), " "), strings.Join(strings.Fields(c.says), " ")) {
			t.Errorf("%s %v: no %q in\n%s", c.env, c.args, c.says, s)
		}
	}
	root := newRoot(&app{})
	everyVerb(root, func(c *cobra.Command) {
		fr := help("fr", append(strings.Fields(strings.TrimPrefix(c.CommandPath(), "dires")), "--help")...)
		for i, line := range strings.Split(fr, "\n") {
			if strings.Contains(line, "⟨") || utf8.RuneCountInString(line) > 120 {
				t.Errorf("%s, line %d: %s", c.CommandPath(), i+1, line)
			}
		}
		for _, w := range []string{"Usage:", "Flags:", "(default", "[flags]", "Every verb", "help for"} {
			if strings.Contains(fr, w) {
				t.Errorf("%s: %q in\n%s", c.CommandPath(), w, fr)
			}
		}
	})
}

func TestAWrongFlagIsExplainedInTheLanguageAskedFor(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"init x --frm a.csv --lang fr", "dires init n'a pas l'option --frm ; vouliez-vous dire --from ? (E026)"},
		{"init x --frm a.csv", "dires init has no flag --frm; did you mean --from? (E026)"},
		{"version --nonsense", "dires version has no flag --nonsense; dires version --help lists its flags (E027)"},
		{"version -z --lang fr", "dires version n'a pas l'option -z"},
		{"init x --lang fr --from", "l'option --from attend une valeur"},
		{"serve --port soon --lang=fr", "« soon » ne va pas pour --port"},
		{"version --nonsense --json", ""},
		{"version --lang de", "\"de\" is no language"},
	} {
		var out, errs bytes.Buffer
		s := Run(context.Background(), World{Args: strings.Fields(c.args), Out: &out, Err: &errs, Env: func(string) string { return "" }})
		if c.says == "" {
			c.says = out.String()
			if !strings.Contains(c.says, `"code":"E027"`) || errs.Len() > 0 {
				t.Errorf("%s: no object: %s%s", c.args, c.says, errs.String())
			}
			continue
		}
		if s != 2 || !strings.Contains(errs.String(), c.says) {
			t.Errorf("%s: %d %s", c.args, s, errs.String())
		}
	}
}

func TestFrenchPunctuationStaysWithItsWord(t *testing.T) {
	if got := wrap("un mot : « oui » ; et puis non ?", 9, 0); !slices.Equal(got, []string{"un mot :", "« oui » ;", "et puis", "non ?"}) {
		t.Errorf("%q", got)
	}
}
