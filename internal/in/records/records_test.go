package records

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
)

// FICTION: Orvanie lies in the open ocean; nothing here happened.
const head = "record_id,source,date_start,date_end,latitude,longitude,place,country\n"

func ExampleRead() {
	rows, found, err := Read(strings.NewReader(head+"O1,orv,2031-03-10,,-21.4,-38.2,Zorvane,Orvanie\n"), "orv.csv")
	fmt.Println(rows[0].Key, rows[0].When, rows[0].Where.Point.Lat, found, err)
	// Output: orv/O1 2031-03-10 -21.4 [] <nil>
}

func TestOddRowsAreFoundAndNothingIsDroppedSilently(t *testing.T) {
	for _, c := range []struct {
		row  string
		code diag.Code
		kept bool
	}{
		{",orv,2031-03-10,,-21.4,-38.2,Z,O", "R430", false},
		{"O1,orv,someday,,-21.4,-38.2,Z,O", "R432", false},
		{"O1,orv,2031-03-10,2031-03-01,-21.4,-38.2,Z,O", "R433", false},
		{"O1,orv,2031-03-10,,138.2,-21.4,Z,O", "R434", true},
		{"O1,orv,2031-03-10,,north,-21.4,Z,O", "R434", true},
		{"O1,orv,2031-03-10,,-21.4,-38.2,Z,O,more", "R440", true},
	} {
		rows, found, err := Read(strings.NewReader(head+c.row+"\n"), "orv.csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := found.Count()[c.code]; !ok || (len(rows) == 1) != c.kept {
			t.Errorf("%s: %d rows, %v", c.row, len(rows), found)
		}
		for _, f := range found {
			if f.At.Row != 2 || f.At.File != "orv.csv" {
				t.Errorf("%s: %v stands nowhere", c.row, f)
			}
		}
	}
	twice := "O1,orv,2031-03-10,,-21.4,-38.2,Z,O\n"
	if rows, found, err := Read(strings.NewReader(head+twice+twice), "orv.csv"); err != nil || len(rows) != 1 || found.Count()["R431"] != 1 {
		t.Error(len(rows), found, err)
	}
	for _, text := range []string{"", "a,b\n1,2\n", "\x00\x01"} {
		if _, _, err := Read(strings.NewReader(text), "x.csv"); err == nil {
			t.Errorf("%q was taken for a file of records", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "O1,orv,2031-03-10,,-21.4,-38.2,Z,O\n"))
	f.Add([]byte("record_id;source\n\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, _, err := Read(bytes.NewReader(b), "x.csv")
		if err != nil && len(rows) > 0 {
			t.Error("rows of a file that was refused")
		}
		again, _, _ := Read(bytes.NewReader(b), "x.csv")
		if len(again) != len(rows) {
			t.Error("read twice, and not the same")
		}
	})
}
