package statements

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

var update = flag.Bool("update", false, "write the table of columns into docs/formats/statements.md")

const paper = "../../../docs/formats/statements.md"

// tables writes every column of every kind with its headers.
func tables() string {
	var b strings.Builder
	row := func(name string, also []string, need bool) {
		mark := ""
		if need {
			mark = "needed"
		}
		also = slices.DeleteFunc(slices.Clone(also), func(h string) bool { return lang.Fold(h) == lang.Fold(name) })
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, strings.Join(also, ", "), mark)
	}
	head := func(title string) {
		fmt.Fprintf(&b, "\n### %s\n\n| column | other headers | |\n|---|---|---|\n", title)
	}
	head("Every statement")
	var names []string
	for n := range said {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		row(n, said[n], n == "class")
	}
	for _, k := range Kinds() {
		head(string(k))
		all := columnsOf(k)
		names = names[:0]
		for n := range all {
			if _, common := said[n]; (!common || slices.Contains(layouts[k].needed, n)) && !strings.HasSuffix(n, "_fr") && !strings.HasSuffix(n, "_en") {
				names = append(names, n)
			}
		}
		slices.Sort(names)
		for _, n := range names {
			row(n, all[n], slices.Contains(layouts[k].needed, n))
		}
	}
	for _, x := range []struct {
		title string
		of    []string
	}{{"measures", nil}, {"organisations", nil}} {
		head(x.title)
		cs := measureColumns
		if x.title == "organisations" {
			cs = orgColumns
		}
		for _, c := range cs {
			row(c.Name, c.Also, c.Need)
		}
	}
	return b.String()
}

// The paper lists the columns that are read, and no others.
func TestThePaperListsEveryColumn(t *testing.T) {
	b, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	text, _, ok := strings.Cut(string(b), "\n## Columns\n")
	if !ok {
		t.Fatal("the paper has no section Columns")
	}
	want := text + "\n## Columns\n" + tables()
	if *update {
		if err := os.WriteFile(paper, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(b) != want {
		t.Error("the columns in docs/formats/statements.md are not those that are read: go test ./internal/in/statements -run Paper -update")
	}
}
