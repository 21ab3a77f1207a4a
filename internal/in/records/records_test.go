package records

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie lies in the open ocean; nothing of this happened.
const head = "record_id,source,date_start,date_end,date_prec,latitude,longitude,place_prec,place,admin1,admin2,country,type,type_l1,type_l2,type_l3,type_l4,actor_a,actor_b,deaths_low,deaths_best,deaths_high,notes,upstream_source\n"

func ExampleRead() {
	rows, found, err := Read(strings.NewReader(head+
		"B1,B,2031-03-10,,1,-38.2,-21.4,1,Vormark,North,Mist,Orvanie,Ambush,1112,111,11,1,Free Front,,3,4,5,,Radio Vormark; Le Phare\n"+
		"B2,B,2031-04-01,2031-04-30,4,-38.4,-21.9,3,,North,Mist,Orvanie,Battle,1110,111,11,1,,,,,,,\n"), "b.csv")
	for _, r := range rows {
		fmt.Println(r.Key, r.When, r.Where.Precision, r.Codes, r.Outlets, r.Deaths.Best != nil)
	}
	fmt.Println(found, err)
	// Output:
	// B/B1 2031-03-10 exact [1 11 111 1112] [Radio Vormark Le Phare] true
	// B/B2 2031-04 second-level [1 11 111] [] false
	// [] <nil>
}

// row is a good row with one cell changed.
func row(column, value string) string {
	cells := strings.Split("B1,B,2031-03-10,2031-03-10,1,-38.2,-21.4,1,Vormark,North,Mist,Orvanie,Ambush,1112,111,11,1,Free Front,,3,4,5,,Radio Vormark", ",")
	for i, h := range strings.Split(strings.TrimSpace(head), ",") {
		if h == column {
			cells[i] = value
		}
	}
	return strings.Join(cells, ",") + "\n"
}

func TestWhatIsOddIsFoundAndNothingIsDroppedSilently(t *testing.T) {
	for _, c := range []struct {
		column, value string
		code          diag.Code
		kept          bool
	}{
		{"record_id", "", "R430", false}, {"date_start", "soon", "R432", false}, {"date_end", "2031-03-01", "R433", false}, {"date_end", "later", "R432", false},
		{"latitude", "98.1", "R434", true}, {"longitude", "-181", "R434", true}, {"latitude", "north", "R434", true}, {"place_prec", "9", "R436", true},
		{"date_prec", "x", "R436", true}, {"deaths_best", "-2", "R437", true}, {"deaths_low", "7", "R442", true}, {"place", "Pr\xe9vane", "R439", true},
		{"place", "PrÃ©vane", "R441", true},
	} {
		rows, found, err := Read(strings.NewReader(head+row(c.column, c.value)), "b.csv")
		if err != nil || len(found) != 1 || found[0].Code != c.code || found[0].At.Row != 2 || (len(rows) == 1) != c.kept {
			t.Errorf("%s=%q: %v, %d rows, %v; want %s", c.column, c.value, found, len(rows), err, c.code)
		}
	}
	_, found, _ := Read(strings.NewReader(head+row("", "")+row("", "")+row("record_id", "B2")+strings.Replace(row("record_id", "B3"), ",B,", ",C,", 1)+"B4,B,2031-03-10\n"), "b.csv")
	if got := fmt.Sprint(found.Count()); got != "map[R431:1 R438:1 R440:1]" {
		t.Error(got)
	}
}

func TestExchangedCoordinatesAreFound(t *testing.T) {
	var b strings.Builder
	b.WriteString(head)
	for i := range 40 {
		r := row("record_id", fmt.Sprintf("B%d", i))
		if i == 7 {
			r = strings.Replace(r, "-38.2,-21.4", "-21.4,-38.2", 1)
		} else {
			r = strings.Replace(r, "-38.2,-21.4", fmt.Sprintf("%.2f,%.2f", -38-float64(i)/40, -21-float64(i)/40), 1)
		}
		b.WriteString(r)
	}
	rows, found, err := Read(strings.NewReader(b.String()), "b.csv")
	if err != nil || len(rows) != 40 || fmt.Sprint(found) != "[b.csv:9: latitude: warning R435]" {
		t.Error(len(rows), found, err)
	}
}

func TestNamesStandInForAMissingPoint(t *testing.T) {
	rows, _, err := Read(strings.NewReader(head+row("latitude", "")), "b.csv")
	if err != nil || rows[0].Where.Precision != place.Second || rows[0].Where.Point != nil || rows[0].When.Precision != when.Exact {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestAFileOfAnotherFormatIsRefused(t *testing.T) {
	_, _, err := Read(strings.NewReader("event_id_cnty,event_date\nORV1,2031-01-01\n"), "acled.csv")
	if e, ok := fault.Public(err); !ok || e.Code != "R443" || !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for _, s := range []string{"", "record_id,record_id,source\n"} {
		if _, _, err := Read(strings.NewReader(s), "x.csv"); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head + row("", ""))
	f.Add(head + "\"B1,B,2031-03-10\n")
	f.Add("\ufeff" + head + row("notes", "\"\"\"a, b\"\"\""))
	f.Fuzz(func(t *testing.T, s string) {
		rows, found, err := Read(strings.NewReader(s), "x.csv")
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, r := range rows {
			if r.Key.ID == "" || seen[r.Key.ID] || r.When.To < r.When.From {
				t.Fatal(r)
			}
			seen[r.Key.ID] = true
			if p := r.Where.Point; p != nil && !p.Valid() {
				t.Fatal(p)
			}
		}
		for _, x := range found {
			if x.At.File != "x.csv" {
				t.Fatal(x)
			}
		}
	})
}
