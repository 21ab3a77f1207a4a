package form

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
)

// report is the XForm that the library's own tests read.
func report(t *testing.T) string {
	b, err := os.ReadFile("../../xform/testdata/report.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func read(t *testing.T, s string) *xform.Form {
	f, err := Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheDictionarySpeaksTheLanguageAsked(t *testing.T) {
	f := read(t, report(t))
	head, rows := Dictionary(f, lang.For("en"), "English (en)")
	if len(head) != len(rows[0]) || rows[0][4] != "Where?" || rows[1][6] != "theft = Theft" || rows[0][7] != "yes" {
		t.Errorf("%q\n%q", head, rows[:2])
	}
}

func TestThePreviewEscapesAndTranslates(t *testing.T) {
	f := read(t, strings.Replace(report(t), "Age</label>", "&lt;b&gt;Age</label>", 1))
	var b bytes.Buffer
	if err := Preview(&b, f, "Français (fr)"); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	for _, want := range []string{"Où ?", "Vol", "&lt;b&gt;Age", `lang="fr"`, "plusieurs réponses"} {
		if !strings.Contains(s, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	if strings.Count(s, "<section>") != strings.Count(s, "</section>") || strings.Contains(s, "⟨") {
		t.Error(s)
	}
}

// A list of thousands of choices under thousands of questions is written once.
func TestALongListIsInTheDictionaryOnce(t *testing.T) {
	var fields, controls, items strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&fields, "<q%d/>", i)
		fmt.Fprintf(&controls, `<select1 ref="/d/q%d"><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>`, i)
		fmt.Fprintf(&items, `<item><name>n%d</name><label>L</label></item>`, i)
	}
	f := read(t, `<h:html xmlns:h="h"><h:head><model><instance><d id="x">`+fields.String()+`</d></instance><instance id="l"><root>`+items.String()+
		`</root></instance></model></h:head><h:body>`+controls.String()+`</h:body></h:html>`)
	_, rows := Dictionary(f, lang.For("fr"), "")
	if n := strings.Count(rows[0][6], "; "); n != mostChoices {
		t.Errorf("%d choices, want %d", n, mostChoices)
	}
	for _, r := range rows[1:] {
		if r[6] != "= /d/q0" {
			t.Fatalf("%s: %.60q", r[0], r[6])
		}
	}
}

// The library's plain sentence is the one the program says in English, so that
// the two never tell an author different things.
func TestTheLibrarySaysWhatTheProgramSays(t *testing.T) {
	for _, k := range finding.Kinds() {
		args, plain := []any{"a", "b", "c"}[:k.Args], []string{"a", "b", "c"}[:k.Args]
		got := finding.Finding{Code: k.Code, Args: plain}.Sentence()
		if want := lang.For("en").Say(string(k.Code), args...); got != want {
			t.Errorf("%s: the library says\n%s\nand the program\n%s", k.Code, got, want)
		}
		if x, ok := diag.Known(diag.Code(k.Code)); !ok || x.Args != k.Args || x.Severity.String() != k.Severity.String() {
			t.Errorf("%s: %v and %v", k.Code, x, k)
		}
	}
}

// A file that is no form is refused with a code that has words.
func TestARefusalHasACode(t *testing.T) {
	for code, name := range map[string]string{"F610": "a.xlsx", "F611": "a.xls", "F612": "a.docx", "F613": "a.md"} {
		_, _, err := Check("folder/"+name, []byte("a letter"))
		if e, ok := fault.Public(err); !ok || e.Code != code || !errors.Is(err, fault.Invalid) || e.Args[0] != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := XForm("a.csv", []byte(",x\n"))
	if e, ok := fault.Public(err); !ok || e.Code != "F613" {
		t.Errorf("a table without a sheet: %v", err)
	}
	_, _, err = Check("a.md", make([]byte, 64<<20+1))
	if e, ok := fault.Public(err); !ok || e.Code != "F614" || fmt.Sprint(e.Args) != "[a.md 64]" {
		t.Errorf("a file over the limit: %v", err)
	}
	for _, s := range []string{"", "x", "<a/>"} {
		if _, err := Read([]byte(s)); !errors.Is(err, fault.Invalid) {
			t.Errorf("form %q: %v", s, err)
		}
	}
	if _, err := ParseInstance([]byte("<a>t<b/></a>")); !errors.Is(err, fault.Invalid) {
		t.Errorf("submission: %v", err)
	}
}
