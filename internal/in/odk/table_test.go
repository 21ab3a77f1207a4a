package odk

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/xform"
)

// The submissions of the fictional study become a table: what could tell who
// spoke is not in it, an interviewer is a code, a repeat is laid out by what its
// rows are about.
func TestSubmissionsAsTheTableOfASurvey(t *testing.T) {
	b, err := os.ReadFile("../../../demo/studies/orvanie/forms/inquiry.xml")
	if err != nil {
		t.Fatal(err)
	}
	f, err := xform.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	subs, _, err := Read(os.DirFS("../../../demo/studies/orvanie/inbox"), []*xform.Form{f}, Mapping{}, "")
	if err != nil || len(subs) != 4 {
		t.Fatal(len(subs), err)
	}
	head, rows := Table(f, subs, []string{"measure"}, []string{"monitor"})
	at := func(row int, name string) string {
		i := slices.Index(head, name)
		if i < 0 {
			t.Fatalf("no column %s in %v", name, head)
		}
		return rows[row][i]
	}
	for _, c := range []struct {
		row        int
		name, want string
	}{{0, "kind", "women"}, {0, "asked[measure=m1]", "yes"}, {0, "stage[measure=m1]", "design review"}, {0, "asked[measure=m3]", "no"}, {0, "asked[measure=m2]", ""},
		{1, "asked[measure=m2]", "yes"}, {0, "monitor", "c1"}, {1, "monitor", "c2"}, {3, "agrees", "no"}, {3, "kind", ""}} {
		if got := at(c.row, c.name); got != c.want {
			t.Errorf("row %d %s: %q, want %q", c.row, c.name, got, c.want)
		}
	}
	for _, q := range f.Fields {
		if q.Level == xform.Severe && q.Name != "monitor" && slices.ContainsFunc(head, func(h string) bool { return h == q.Name || strings.HasPrefix(h, q.Name+"[") }) {
			t.Errorf("%s could tell who spoke, and is a column", q.Name)
		}
	}
	for _, r := range rows {
		if len(r) != len(head) {
			t.Fatal("a row of another length than the header")
		}
	}
	// Without a key a repeat has no place in a table of one row each; without
	// being asked for, the interviewer is not in it.
	head, _ = Table(f, subs, nil, nil)
	if slices.ContainsFunc(head, func(h string) bool { return strings.Contains(h, "[") || h == "monitor" }) {
		t.Error(head)
	}
}
