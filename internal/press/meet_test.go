package press

import (
	"testing"

	"github.com/dires/dires/internal/lang"
)

// A table that is long in one language only leaves no dead link in the other.
func TestATablePageInOneLanguageLeadsToTheFigureInTheOther(t *testing.T) {
	r := func(tag lang.Tag, paths ...string) *printing {
		p := &printing{tag: tag}
		for _, s := range paths {
			to := map[lang.Tag]string{lang.French: "../fr/" + s, lang.English: "../en/" + s}
			p.pages = append(p.pages, &page{path: s, other: to, top: `<a href="` + to[lang.English] + `"> <a href="` + to[lang.French] + `">`, home: "names.html"})
		}
		return p
	}
	fr, en := r(lang.French, "index.html", "x-table.html"), r(lang.English, "index.html")
	meet([]*printing{fr, en})
	if got := fr.pages[0].other[lang.English]; got != "../en/index.html" {
		t.Errorf("index: %s", got)
	}
	if got := fr.pages[1]; got.other[lang.English] != "../en/names.html" || got.top != `<a href="../en/names.html"> <a href="../fr/x-table.html">` {
		t.Errorf("table: %s, %s", got.other[lang.English], got.top)
	}
}
