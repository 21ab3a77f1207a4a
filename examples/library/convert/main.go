// Convert makes the XForm of a spreadsheet form, says what is odd about the
// form, and lists its questions.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
	"github.com/dires/dires/xlsform"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: convert FORM.xlsx")
	}
	b, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	w, err := xlsform.Open(os.Args[1], b)
	if err != nil {
		log.Fatal(err) // not a form at all: says why
	}
	r := xlsform.Check(w, xlsform.Options{})
	for _, f := range r.Found {
		fmt.Println(f.At, f.Severity, f.Sentence())
	}
	if r.Found.Worst() == finding.Error {
		os.Exit(1)
	}
	f, err := xform.Read(r.XForm)
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range f.Fields {
		if q.Asked && !q.Type.Section() {
			fmt.Println(q.Path, q.Type, q.Label.In("en"))
		}
	}
	fmt.Printf("%s: %d fields, %d bytes of XForm\n", r.ID, len(f.Fields), len(r.XForm))
}
