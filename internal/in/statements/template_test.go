package statements

import (
	"bytes"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Every header of a template is one the reader knows, and knows as that
// column: what a coder types is what is read.
func TestTheHeadersOfATemplateAreRead(t *testing.T) {
	for _, k := range append(Kinds(), KindMeasures, KindOrgs) {
		for _, tag := range lang.Complete {
			cs := Template(k, tag, []string{"m1"})
			var head []string
			for _, c := range cs {
				head = append(head, c.Head)
			}
			var b bytes.Buffer
			w := sheet.NewWriter(&b, sheet.Style{})
			cells := make([]any, len(head))
			for i, h := range head {
				cells[i] = h
			}
			if err := w.Row(cells...); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			tb, err := sheet.Open("x.csv", &b, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			columns := columns(k, nil)
			switch k {
			case KindMeasures:
				columns = measureColumns
			case KindOrgs:
				columns = orgColumns
			}
			if err := tb.Match(columns); err != nil {
				t.Errorf("%s in %s is refused: %v", k, tag, err)
			}
			for range tb.Rows() {
				t.Fatal("an empty template has rows")
			}
			for _, f := range tb.Found() {
				if f.Code != "A279" { // it has no row yet
					t.Errorf("%s in %s: %v", k, tag, f)
				}
			}
		}
	}
}

func TestEachColumnThatIsNeededStandsInTheTemplate(t *testing.T) {
	for k, l := range layouts {
		need := l.needed
		have := 0
		for _, c := range Template(k, lang.English, nil) {
			if c.Need {
				have++
			}
		}
		if have != len(need)+1 { // and who speaks
			t.Errorf("%s: %d columns are marked as needed, want %d", k, have, len(need)+1)
		}
	}
}

func TestEveryCodeOfferedIsRead(t *testing.T) {
	for _, k := range Kinds() {
		for _, c := range Template(k, lang.English, []string{"m1"}) {
			if k != claim.KindInvolvement {
				continue
			}
			for _, code := range c.Choices {
				row := map[string]string{"id": "1", "measure": "m1", "stage": "decision", "rung_claimed": "none", "rung_supported": "none", "speaker_class": "media"}
				row[c.Head] = code
				var head, cells []string
				for h, v := range row {
					head, cells = append(head, h), append(cells, v)
				}
				if cs, found := read(t, "involvement.csv", strings.Join(head, ",")+"\n"+strings.Join(cells, ",")+"\n", Options{Source: "s", Measures: []string{"m1"}}); len(cs) != 1 || len(found) > 0 {
					t.Errorf("%s = %s is not read: %v", c.Head, code, found)
				}
			}
		}
	}
}
