package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

// The words of the program: one file a language, named by its tag.
//
//go:embed words/*.toml
var wordFiles embed.FS

// words is the catalogue of the program.
var words = newCatalogue(wordFiles)

// A catalogue holds the words of each language that has a file words/<tag>.toml.
// A file is read when its language is first asked for.
type catalogue struct {
	tags []Tag // French, English, then the others by tag
	read map[Tag]func() map[string]string
}

// newCatalogue finds the languages of f. It panics when a file is not a table of
// strings, which the tests of this package find first.
func newCatalogue(f fs.FS) *catalogue {
	names, err := fs.Glob(f, "words/*.toml")
	if err != nil {
		panic(fmt.Sprintf("lang: %v", err))
	}
	c := &catalogue{read: map[Tag]func() map[string]string{}}
	for _, n := range names {
		t := Tag(strings.TrimSuffix(path.Base(n), ".toml"))
		c.tags = append(c.tags, t)
		c.read[t] = sync.OnceValue(func() map[string]string {
			m, err := readWords(f, n)
			if err != nil {
				panic(fmt.Sprintf("lang: %v", err))
			}
			return m
		})
	}
	slices.SortFunc(c.tags, func(a, b Tag) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	return c
}

// rank puts French first and English second.
func rank(t Tag) int {
	if i := slices.Index([]Tag{French, English}, t); i >= 0 {
		return i
	}
	return 2
}

// readWords reads one file: a flat table of strings.
func readWords(f fs.FS, name string) (map[string]string, error) {
	var m map[string]string
	if _, err := toml.DecodeFS(f, name, &m); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return m, nil
}

// in gives the words of a language; nil where it has no file.
func (c *catalogue) in(t Tag) map[string]string {
	if read := c.read[t]; read != nil {
		return read()
	}
	return nil
}

// say gives the words of key in t, else in English. French and English have every
// key, which a test holds: what one lacks is not looked for in the other's file.
func (c *catalogue) say(key string, t Tag) (string, bool) {
	s := c.in(t)[key]
	if s == "" && rank(t) == 2 {
		s = c.in(English)[key]
	}
	return s, s != ""
}

// text gives the words of key in every language that has them.
func (c *catalogue) text(key string) (Text, bool) {
	x := Text{}
	for _, t := range c.tags {
		if s, ok := c.in(t)[key]; ok {
			x[t] = s
		}
	}
	return x, len(x) > 0
}

// Keys lists every key of the catalogue, sorted.
func Keys() []string {
	all := map[string]bool{}
	for _, t := range words.tags {
		for k := range words.in(t) {
			all[k] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Lookup gives the catalogue's text of a key.
func Lookup(key string) (Text, bool) { return words.text(key) }
