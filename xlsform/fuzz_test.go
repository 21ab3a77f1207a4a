package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/xform"
)

func corpus(f *testing.F) {
	for _, n := range []string{"report", "inquiry"} {
		for _, x := range []string{".md", ".xlsx"} {
			b, err := os.ReadFile(templates + n + x)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(x, b)
		}
	}
	f.Add(".csv", []byte("survey\n,type,name,label\n,text,a,\"A ${a}\"\nchoices\n,list_name,name\n"))
	f.Add(".md", []byte("| survey |\n| | type | name | label | parameters |\n| | range | a | A | start=1 end=0.5 step=1/3 |\n| | begin repeat | r | |\n| | select_one ${a} or_other | b | B | randomize=true |"))
}

// FuzzConvert: any bytes give a form, findings or an error, and a form that
// was made can be read.
func FuzzConvert(f *testing.F) {
	corpus(f)
	f.Fuzz(func(t *testing.T, ext string, b []byte) {
		if ext != ".md" && ext != ".csv" && ext != ".xlsx" {
			return
		}
		w, err := Open("f"+ext, b)
		if err != nil {
			return
		}
		r := Check(w, Options{})
		if r.XForm != nil {
			if _, err := xform.Read(r.XForm); err != nil {
				t.Fatalf("%v\n%s", err, r.XForm)
			}
		}
	})
}

// zipped makes a workbook whose first sheet is the given XML.
func zipped(sheet string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, s := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="survey" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>`,
		"xl/s.xml":                   sheet,
	} {
		w, _ := z.Create(n)
		w.Write([]byte(s))
	}
	z.Close()
	return b.Bytes()
}

func TestAMegabyteOfAnythingStaysWithinItsMemory(t *testing.T) {
	head := "| survey |\n| | type | name | label | relevant | calculation |\n"
	var many, deep, chain, refs strings.Builder
	many.WriteString(head)
	deep.WriteString(head)
	chain.WriteString(head)
	refs.WriteString(head)
	for i := 0; many.Len() < 1<<20; i++ {
		fmt.Fprintf(&many, "| | text | q%d | Q ${q%d} | ${q0} | |\n", i, i/2)
	}
	for i := 0; deep.Len() < 1<<19; i++ {
		fmt.Fprintf(&deep, "| | begin repeat | r%d | R | | |\n", i)
	}
	for i := 0; chain.Len() < 1<<20; i++ {
		fmt.Fprintf(&chain, "| | calculate | c%d | | | ${c%d} + 1 |\n", i, i+1)
	}
	for i := 0; refs.Len() < 1<<20; i++ {
		fmt.Fprintf(&refs, "| | note | n%d | N %s | | |\n", i, strings.Repeat("${nobdoy} ", 100))
	}
	for name, in := range map[string]struct {
		file string
		b    []byte
	}{
		"many":     {"a.md", []byte(many.String())},
		"deep":     {"a.md", []byte(deep.String())},
		"chain":    {"a.md", []byte(chain.String())},
		"refs":     {"a.md", []byte(refs.String())},
		"bars":     {"a.md", []byte("| survey |\n" + strings.Repeat("|", 1<<20))},
		"commas":   {"a.csv", []byte("survey\n" + strings.Repeat(",x", 1<<19))},
		"far cell": {"a.xlsx", zipped(`<worksheet><sheetData>` + strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1<<14) + `</sheetData></worksheet>`)},
		"bomb":     {"a.xlsx", zipped(strings.Repeat(" ", 200<<20))},
		"rows":     {"a.xlsx", zipped(`<worksheet><sheetData><row r="1048576"><c><v>1</v></c></row></sheetData></worksheet>`)},
	} {
		t.Run(name, func(t *testing.T) {
			// What is allocated in all bounds what is held at once, and the work done; seconds
			// are for the reader, since other work may share the cores.
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begin := time.Now()
			if w, err := Open(in.file, in.b); err == nil {
				Check(w, Options{})
			}
			d := time.Since(begin)
			runtime.ReadMemStats(&after)
			all := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB allocated", d.Round(time.Millisecond), all)
			if all > 256 {
				t.Errorf("%d MB", all)
			}
		})
	}
}
