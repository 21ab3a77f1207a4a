package desk_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
)

// Until its embargo ends a figure says that it is under embargo, not that nothing
// was collected, and a text that cites it is printed for every audience. The day it
// ends, the number stands there. FICTION: all of it.
func TestUnderEmbargoIsNotUncollected(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,date,place,what,who,class,monitor,organisation,deaths,consent\n")
	for i := range 12 {
		fmt.Fprintf(&b, "%d,2033-02-%02d,Sable,FICTION raid,p%d,resident,m%d,o%d,1,public\n", i, 1+i, i, i, i)
	}
	text := "FICTION: {{fig \"profile.incidents-by-year\" \"2033\"}}.\n"
	root, d := office(t, map[string]string{"sources/own.toml": own, "inbox/own.csv": b.String(), "text/en/when.md": text,
		"sources/gazette.toml": gazette, "data/gazette.csv": rows})
	f := filepath.Join(workplace.Folder(root, "orvanie"), "study.toml")
	write(t, f, manifest+"\n[[questions]]\nid = \"when\"\nasks = {en = \"FICTION?\"}\nfigures = [\"profile.incidents-by-year\"]\ntext = \"when\"\n")
	take(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  time.Time
		why  figure.Why
		want float64
	}{
		{time.Date(2033, 6, 28, 12, 0, 0, 0, time.UTC), figure.Embargoed, 0}, // the quarter ended 89 days before
		{time.Date(2033, 6, 29, 12, 0, 0, 0, time.UTC), "", 12},              // 90 days before
	} {
		d, err := desk.Open(ctx, root, desk.Options{Now: func() time.Time { return c.day }, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := d.Release(ctx, "orvanie", protect.Public, false)
		if err != nil {
			t.Fatal(c.day, err)
		}
		var got figure.Figure
		for _, f := range r.Edition.Figures() {
			if f.ID == "profile.incidents-by-year" {
				got = f
			}
		}
		x, ok := got.Cell("2033")
		if v, _ := x.Value(); !ok || x.Why() != c.why || v != c.want {
			t.Errorf("%s: %v %q %v (stands %v, %d wait) in %+v", c.day, ok, x.Why(), v, r.Stands, r.Waits, got)
		}
		if _, err := press.Write(ctx, []protect.Edition{r.Edition}, t.TempDir(), press.Options{}); err != nil {
			t.Errorf("%s: the pages are not printed: %v", c.day, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
