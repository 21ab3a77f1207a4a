package folder_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/sheet"
)

// A coding may be a workbook; where several sheets could be meant the study
// says which.
func TestACodingMayBeAWorkbook(t *testing.T) {
	b := sheet.NewBook()
	for i, coders := range [][]string{{"a", "b"}, {"a", "b", "c"}} {
		if err := b.Sheet(fmt.Sprint("Feuille ", i+1), append([]string{"unit", "source"}, coders...)...); err != nil {
			t.Fatal(err)
		}
		b.Row("u1", "limits", "x", "x", "y")
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	fsys := orvanie(map[string]string{"coding/mots.xlsx": out.String()})
	_, _, err := folder.Open(fsys, "orvanie", []string{"areas"}, answers.Options{})
	if e, ok := fault.Public(err); !ok || e.Code != "A259" {
		t.Errorf("two sheets that could be meant: %v", err)
	}
	fsys["study.toml"].Data = append(fsys["study.toml"].Data, "[sheets]\n\"coding/mots.xlsx\" = \"Feuille 2\"\n"...)
	f, found, err := folder.Open(fsys, "orvanie", []string{"areas"}, answers.Options{})
	if err != nil || len(found) > 0 || len(f.Codings) != 1 || f.Codings[0].ID != "mots" || len(f.Codings[0].Coders) != 3 {
		t.Errorf("%v %v", found, err)
	}
}
