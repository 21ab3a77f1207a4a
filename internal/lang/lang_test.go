package lang

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func ExamplePrinter() {
	for _, t := range []Tag{French, English} {
		p := For(t)
		fmt.Println(strings.ReplaceAll(p.Float(-1234567.891, 1), Narrow, "_"), strings.ReplaceAll(p.Percent(0.4251, 1), Narrow, "_"), p.List([]string{"Gao", "Kidal", "Ménaka"}))
	}
	// Output:
	// −1_234_567,9 42,5_% Gao, Kidal et Ménaka
	// −1,234,567.9 42.5% Gao, Kidal and Ménaka
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	for _, c := range []struct {
		tag  Tag
		n    int
		want string
	}{{French, 0, "0 ligne"}, {French, 1, "1 ligne"}, {French, 2, "2 lignes"}, {English, 0, "0 rows"}, {English, 1, "1 row"}} {
		s := fill(For(c.tag), map[Tag]string{French: "{0} {0|ligne|lignes}", English: "{0} {0|row|rows}"}[c.tag], []any{c.n})
		if s != c.want {
			t.Errorf("%s %d: %q, want %q", c.tag, c.n, s, c.want)
		}
	}
}

func TestZeroMayHaveWordsOfItsOwn(t *testing.T) {
	const s = "{0|rien|une ligne|# lignes}{0||, # seule|, #}"
	for n, want := range []string{"rien", "une ligne, 1 seule", "2 lignes, 2"} {
		if got := fill(For(French), s, []any{n}); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// Who asks what a code says sees a sentence, not its form.
func TestAnOutlineIsASentence(t *testing.T) {
	for _, k := range Keys() {
		for _, tag := range Complete {
			if s := For(tag).Outline(k); regexp.MustCompile(`\{\d`).MatchString(s) {
				t.Errorf("%s: %q", k, s)
			}
		}
	}
	if got := fill(For(English), "{0} {0|row|rows} in {1}", []any{"…", "…"}); got != "… rows in …" {
		t.Error(got)
	}
}

func TestArgumentsAreNotExpandedTwice(t *testing.T) {
	if got := fill(For(English), "a {0} b {1} {9} {x}", []any{"{1}", "z"}); got != "a {1} b z {9} {x}" {
		t.Fatal(got)
	}
}

func TestEveryWordIsCompleteAndTakesTheSameArguments(t *testing.T) {
	arg := regexp.MustCompile(`\{(\d+)`)
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		for _, x := range arg.FindAllStringSubmatch(s, -1) {
			m[x[1]] = true
		}
		return m
	}
	for _, k := range missing(words) {
		t.Errorf("no words: %s", k)
	}
	for _, k := range Keys() {
		x, _ := Lookup(k)
		for _, tag := range Complete[1:] {
			if first, other := set(x[Complete[0]]), set(x[tag]); fmt.Sprint(first) != fmt.Sprint(other) {
				t.Errorf("%s: arguments differ: %s %v, %s %v", k, Complete[0], first, tag, other)
			}
		}
	}
}

// A third file is a third language; what it lacks is named.
func TestAFurtherFileIsAFurtherLanguage(t *testing.T) {
	f := fstest.MapFS{
		"words/en.toml": {Data: []byte("\"language.decimal\" = \".\"\n\"a\" = \"{0} {0|row|rows}\"\n\"b\" = \"sea\"\n")},
		"words/fr.toml": {Data: []byte("\"language.decimal\" = \",\"\n\"a\" = \"{0} {0|ligne|lignes}\"\n\"b\" = \"mer\"\n")},
		"words/bm.toml": {Data: []byte("\"language.decimal\" = \".\"\n\"a\" = \"{0|x|y}\"\n")},
	}
	c := newCatalogue(f)
	if got := fmt.Sprint(c.tags, missing(c)); got != "[fr en bm] [bm: b]" {
		t.Error(got)
	}
	if s, _ := c.say("b", "bm"); s != "sea" {
		t.Error("a word that is missing is said in English:", s)
	}
	if x, ok := c.text("b"); !ok || len(x) != 2 {
		t.Error(x)
	}
	if _, ok := c.say("c", French); ok {
		t.Error("a key nobody entered has words")
	}
}

// The plural rules are CLDR's, whatever the language.
func TestPluralsOfOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		tag  Tag
		n    any
		want bool
	}{{"pt", 0, true}, {"pt", 1, true}, {"pt", 2, false}, {"bm", 1, false}, {French, 1.5, true}, {French, 2.0, false}, {English, 1.5, false}, {English, -1, true},
		{French, 1_000_000, false}, {English, 10_000_000_001, false}} {
		if got := (Printer{c.tag}).one(c.n); got != c.want {
			t.Errorf("%s %v: %v", c.tag, c.n, got)
		}
	}
}

func TestFallbackOfText(t *testing.T) {
	x := Text{"bm": "ji", French: "eau"}
	if s, got := x.In("bm-ML"); s != "ji" || got != "bm" {
		t.Error(s, got)
	}
	if s, got := x.In("ar"); s != "eau" || got != French {
		t.Error(s, got)
	}
	if s, got := (Text{}).In("fr"); s != "" || got != "" {
		t.Error(s, got)
	}
}

func TestNearestName(t *testing.T) {
	for in, want := range map[string]string{"langauges": "languages", "zzz": "", "period": "period"} {
		if got := Nearest(in, []string{"languages", "period", "sources"}); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// missing lists for each language the keys that it lacks and another has.
func missing(c *catalogue) (out []string) {
	all := map[string]bool{}
	for _, t := range c.tags {
		for k := range c.in(t) {
			all[k] = true
		}
	}
	for k := range all {
		for _, t := range c.tags {
			if c.in(t)[k] == "" {
				out = append(out, string(t)+": "+k)
			}
		}
	}
	slices.Sort(out)
	return out
}
