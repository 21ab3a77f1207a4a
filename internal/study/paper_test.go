package study

import (
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/source"
)

// The paper on the folder names every key that is read.
func TestThePaperNamesEveryKey(t *testing.T) {
	b, err := os.ReadFile("../../docs/formats/study.md")
	if err != nil {
		t.Fatal(err)
	}
	manifest, sources, ok := strings.Cut(string(b), "## sources")
	if !ok {
		t.Fatal("no chapter on sources")
	}
	for chapter, keys := range map[string][]string{manifest: Keys(Study{}), sources: Keys(source.Source{})} {
		for _, k := range keys {
			if !strings.Contains(chapter, "`"+k+"`") {
				t.Errorf("docs/formats/study.md does not name `%s`", k)
			}
		}
	}
}
