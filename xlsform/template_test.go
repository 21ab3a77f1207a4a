package xlsform

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
)

const templates = "../demo/studies/orvanie/forms/"

// workbook writes the sheets as the XLSX that a coordinator opens.
func (w Workbook) xlsx() ([]byte, error) {
	b := sheet.NewBook()
	for _, s := range w.Sheets {
		if err := b.Sheet(s.Name, s.Rows[0]...); err != nil {
			return nil, err
		}
		for _, r := range s.Rows[1:] {
			cells := make([]any, len(r))
			for i, v := range r {
				cells[i] = v
			}
			if err := b.Row(cells...); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	_, err := b.WriteTo(&out)
	return out.Bytes(), err
}

func TestTheTwoFormsOfOrvanieAreGoodInEveryDress(t *testing.T) {
	for _, name := range []string{"report", "inquiry"} {
		md, err := os.ReadFile(templates + name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		w, err := Open(name+".md", md)
		if err != nil {
			t.Fatal(err)
		}
		r := Check(w, Options{})
		for _, f := range r.Found {
			if f.Severity > finding.Note {
				t.Errorf("%s: %s", f, f.Sentence())
			}
		}
		if *update {
			x, err := w.xlsx()
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(templates+name+".xlsx", x, 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(templates+name+".xml", r.XForm, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(templates + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		x, err := Open(name+".xlsx", b)
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(x, Options{}).XForm; !bytes.Equal(got, r.XForm) {
			t.Errorf("%s.xlsx is not what %s.md says; go test -run Orvanie -update", name, name)
		}
		old, _ := os.ReadFile(templates + name + ".xml")
		if !bytes.Equal(old, r.XForm) {
			t.Errorf("%s.xml is not what %s.md makes; go test -run Orvanie -update", name, name)
		}
		f, err := xform.Read(r.XForm)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.Title, "FICTION") || len(f.Languages) != 2 {
			t.Errorf("%q in %q", f.Title, f.Languages)
		}
		for _, q := range f.Fields {
			if q.Asked && q.Type != xform.Repeat && (q.Label["fr"] == "" || q.Label["en"] == "") {
				t.Errorf("%s lacks a language: %v", q.Path, q.Label)
			}
			if q.Type == xform.GeoPoint || q.Type == xform.GeoTrace || q.Type == xform.GeoShape {
				t.Errorf("%s asks for a position", q.Path)
			}
			for _, no := range []string{"ethni", " tribu", " tribe", "trust", "confiance", "soutien", "support for", "milice", "militia", "itinéraire ?", "route?"} {
				for _, s := range q.Label {
					if strings.Contains(strings.ToLower(s), no) {
						t.Errorf("%s asks about %q", q.Path, no)
					}
				}
			}
		}
	}
}

func TestAFormIsTheSameBytesEachTime(t *testing.T) {
	paths, _ := filepath.Glob(templates + "*.md")
	if len(paths) == 0 {
		t.Fatal("no templates")
	}
	for _, p := range paths {
		b, _ := os.ReadFile(p)
		w, _ := Open(p, b)
		first := Convert(w, Options{}).XForm
		for range 5 {
			if !bytes.Equal(first, Convert(w, Options{}).XForm) {
				t.Fatalf("%s: two conversions differ", p)
			}
		}
	}
}

func TestCellsOfAWorkbookReadAsAnAuthorSeesThem(t *testing.T) {
	b := sheet.NewBook()
	if err := b.Sheet("survey", "type", "name", "label", "default"); err != nil {
		t.Fatal(err)
	}
	for _, r := range [][]any{{"integer", "a", "A\u00a0b  c", 7}, {"decimal", "b", " B ", 2.5}, {"text", "c", "l'“été”", true}, {}, {"text", "d", "D", "=1+1"}} {
		if err := b.Row(r...); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	w, err := Open("a.xlsx", out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r := Convert(w, Options{})
	for _, want := range []string{"<a>7</a>", "<b>2.5</b>", "<c>TRUE</c>", "<label>A b c</label>", `<label>l'"été"</label>`} {
		if !strings.Contains(string(r.XForm), want) {
			t.Errorf("no %s in\n%s\n%v", want, r.XForm, r.Found)
		}
	}
	if !dateFormat("yyyy-mm-dd") || dateFormat(`0.00"days"`) || column([]byte("AB12")) != 27 {
		t.Error("dates and columns")
	}
	if s := cell("42430.5", "", true, nil, time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)); s != "2016-03-01 12:00:00" {
		t.Error(s)
	}
}

func TestASurveySavedAloneAsCSVIsAForm(t *testing.T) {
	w, err := Open("a.csv", []byte("\ufefftype,name,label\ninteger,a,A\n,,\ntext,b,B\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := Convert(w, Options{}); r.XForm == nil || !strings.Contains(string(r.XForm), "/data/b") {
		t.Errorf("%v", r.Found)
	}
}

func TestOuiMeansYes(t *testing.T) {
	w, _ := Open("a.csv", []byte("type,name,label,required,relevant\ntext,a,A,oui,\ntext,b,B,non,${a} != ''\n"))
	r := Check(w, Options{})
	if s := string(r.XForm); !strings.Contains(s, `required="true()"`) || !strings.Contains(s, `required="false()"`) {
		t.Errorf("%s %v", s, r.Found)
	}
}
