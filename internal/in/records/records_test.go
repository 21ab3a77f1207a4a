package records

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie lies in the open ocean; nothing of this happened.
const head = "record_id,source,date_start,date_end,date_prec,latitude,longitude,place_prec,place,admin1,admin2,country,type,type_l1,type_l2,type_l3,type_l4,actor_a,actor_b,deaths_low,deaths_best,deaths_high,notes,upstream_source\n"

func ExampleRead() {
	rows, found, err := Read(strings.NewReader(head+
		"B1,B,2031-03-10,,1,-38.2,-21.4,1,Vormark,North,Mist,Orvanie,Ambush,1112,111,11,1,Free Front,,3,4,5,,Radio Vormark; Le Phare\n"+
		"B2,B,2031-04-01,2031-04-30,4,-38.4,-21.9,3,,North,Mist,Orvanie,Battle,1110,111,11,1,,,,,,,\n"), "b.csv", "", 0)
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
		{"date_prec", "x", "R436", true}, {"deaths_best", "-2", "R437", true}, {"deaths_low", "7", "R442", true}, {"place", "Pr\xe9vane", "A233", true},
		{"place", "PrÃ©vane", "R441", true}, {"date_start", "02/03/2031", "A254", true}, {"source", "", "R453", true},
		{"deaths_best", "4.5", "R437", true}, {"longitude", "NaN", "R434", true}, {"longitude", "1e400", "R434", true},
	} {
		rows, found, err := Read(strings.NewReader(head+row(c.column, c.value)), "b.csv", "", 0)
		if err != nil || len(found) != 1 || found[0].Code != c.code || found[0].At.Row != 2 && c.code != "A254" && c.code != "R453" || (len(rows) == 1) != c.kept {
			t.Errorf("%s=%q: %v, %d rows, %v; want %s", c.column, c.value, found, len(rows), err, c.code)
		}
	}
	_, found, _ := Read(strings.NewReader(head+row("", "")+row("", "")+row("record_id", "B2")+strings.Replace(row("record_id", "B3"), ",B,", ",C,", 1)+"B4,B,2031-03-10\n"), "b.csv", "", 0)
	if got := fmt.Sprint(found.Count()); got != "map[A235:1 R431:1 R438:1]" {
		t.Error(got)
	}
}

// The order of day and month is settled by the whole column, or by the other
// column of dates; what cannot be a date says why.
func TestDaysAndMonthsAreSettledByTheColumn(t *testing.T) {
	dated := func(days ...string) string {
		b := strings.Builder{}
		for i, d := range days {
			from, to, _ := strings.Cut(d, "~")
			r := strings.Replace(row("record_id", fmt.Sprint("B", i)), "2031-03-10,2031-03-10", from+","+to, 1)
			b.WriteString(r)
		}
		return head + b.String()
	}
	for name, c := range map[string]struct {
		days       []string
		want, code string
	}{
		"month first, proved later":       {[]string{"03/08/2031", "03/25/2031"}, "2031-03-08 2031-03-25", "A255"},
		"month first, proved by date_end": {[]string{"03/08/2031~03/25/2031"}, "2031-03-08/2031-03-25", "A255 A255"},
		"day first, proved":               {[]string{"03/08/2031", "25/08/2031"}, "2031-08-03 2031-08-25", ""},
		"both orders":                     {[]string{"03/08/2031", "25/08/2031", "08/25/2031"}, "2031-08-25 2031-08-25", "A253 R432"},
		"two digits":                      {[]string{"03/08/31"}, "", "A277 R432"},
		"a day number":                    {[]string{"47939"}, "", "A267 R432"},
		"before 1900":                     {[]string{"1031-03-08"}, "", "A268 R432"},
		"after today":                     {[]string{"2031-12-31", "2032-01-01"}, "2031-12-31 2032-01-01", "A276"},
	} {
		rows, found, err := Read(strings.NewReader(dated(c.days...)), "b.csv", "", when.Date(2031, 12, 31))
		var got, codes []string
		for _, r := range rows {
			got = append(got, r.When.String())
		}
		for _, f := range found {
			codes = append(codes, string(f.Code))
		}
		slices.Sort(codes)
		if err != nil || strings.Join(got, " ") != c.want || strings.Join(codes, " ") != c.code {
			t.Errorf("%s: %v %v %v, want %s, %s", name, got, codes, err, c.want, c.code)
		}
	}
}

func TestATableSavedAgainIsReadTheSame(t *testing.T) {
	plain := head + row("", "") + row("record_id", "B2")
	want, _, err := Read(strings.NewReader(plain), "b.csv", "", 0)
	if err != nil || len(want) != 2 {
		t.Fatal(want, err)
	}
	utf16 := append([]byte{0xff, 0xfe}, func() (b []byte) {
		for _, c := range plain {
			b = append(b, byte(c), byte(c>>8))
		}
		return b
	}()...)
	book := sheet.NewBook()
	if err := book.Sheet("Records", strings.Split(strings.TrimSpace(head), ",")...); err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSpace(plain), "\n")[1:] {
		var cells []any
		for i, c := range strings.Split(l, ",") {
			if f, ok := sheet.Number(c); ok {
				cells = append(cells, f)
			} else if d, err := when.ParseDay(c); err == nil && i == 2 {
				cells = append(cells, d)
			} else {
				cells = append(cells, c)
			}
		}
		if err := book.Row(cells...); err != nil {
			t.Fatal(err)
		}
	}
	var xlsx strings.Builder
	if _, err := book.WriteTo(&xlsx); err != nil {
		t.Fatal(err)
	}
	semi := strings.ReplaceAll(strings.ReplaceAll(plain, ",", ";"), ".", ",")
	for name, text := range map[string]string{"mark": "\ufeff" + plain, "semicolons and decimal commas": semi, "tabs": strings.ReplaceAll(plain, ",", "\t"),
		"utf-16": string(utf16), "cr lf": strings.ReplaceAll(plain, "\n", "\r\n"), "cr": strings.ReplaceAll(plain, "\n", "\r"), "capitals": strings.ToUpper(head) + plain[len(head):],
		"days first": strings.ReplaceAll(plain, "2031-03-10", "10.03.2031"), "floats": strings.ReplaceAll(plain, ",4,5,", ",4.0,5.0,"), "workbook": xlsx.String()} {
		got, found, err := Read(strings.NewReader(text), "b.csv", "", 0)
		if name == "days first" {
			if len(found) != 2 || found[0].Code != "A254" || found[1].Code != "A254" {
				t.Error(name, found)
			}
		} else if len(found) > 0 {
			t.Error(name, found)
		}
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v\n%s", name, err, d)
		}
	}
}

func TestAPointAtZeroIsNoPoint(t *testing.T) {
	rows, found, err := Read(strings.NewReader(head+strings.Replace(row("", ""), "-38.2,-21.4", "0,0.0", 1)), "b.csv", "", 0)
	if err != nil || len(found) != 1 || found[0].Code != "R452" || rows[0].Where.Point != nil || rows[0].Where.Precision != place.Second {
		t.Error(rows, found, err)
	}
}

func TestAFileExchangedThroughoutIsFoundBesideAnother(t *testing.T) {
	read := func(name, lat, lon string) []Row {
		var b strings.Builder
		for i := range 30 {
			b.WriteString(fmt.Sprintf("%s%d,%s,2031-03-10,%s%d,%s%d\n", name, i, name, lat, i, lon, i))
		}
		rows, found, err := Read(strings.NewReader("record_id,source,date_start,latitude,longitude\n"+b.String()), name, "", 0)
		if err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
		return rows
	}
	a, b, c, swapped := read("A", "-38.0", "-21.0"), read("B", "-38.1", "-21.1"), read("C", "-37.9", "-21.2"), read("S", "-21.0", "-38.0")
	if found := Exchanged([][]Row{a, b, c}); len(found) > 0 {
		t.Error(found)
	}
	if found := Exchanged([][]Row{a, swapped, b, c}); fmt.Sprint(found) != "[S: warning R454 30 30]" {
		t.Error(found)
	}
	if found := Exchanged([][]Row{a, swapped}); len(found) != 2 {
		t.Error("of two files nobody knows which", found)
	}
}

func TestAFileWithoutRowsSaysSo(t *testing.T) {
	if rows, found, err := Read(strings.NewReader(head), "b.csv", "", 0); err != nil || len(rows) > 0 || found.Count()["A279"] != 1 {
		t.Error(rows, found, err)
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
	rows, found, err := Read(strings.NewReader(b.String()), "b.csv", "", 0)
	if err != nil || len(rows) != 40 || fmt.Sprint(found) != "[b.csv:9: latitude: warning R435]" {
		t.Error(len(rows), found, err)
	}
}

func TestNamesStandInForAMissingPoint(t *testing.T) {
	rows, _, err := Read(strings.NewReader(head+row("latitude", "")), "b.csv", "", 0)
	if err != nil || rows[0].Where.Precision != place.Second || rows[0].Where.Point != nil || rows[0].When.Precision != when.Exact {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestAFileOfAnotherFormatIsRefused(t *testing.T) {
	_, _, err := Read(strings.NewReader("event_id_cnty,event_date\nORV1,2031-01-01\n"), "acled.csv", "", 0)
	if e, ok := fault.Public(err); !ok || e.Code != "R443" || !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for _, s := range []string{"", "record_id,record_id,source\n", "%PDF-1.4\n", "{\"a\": 1}"} {
		if _, _, err := Read(strings.NewReader(s), "x.csv", "", 0); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head + row("", ""))
	f.Add(head + "\"B1,B,2031-03-10\n")
	f.Add("\ufeff" + head + row("notes", "\"\"\"a, b\"\"\""))
	f.Fuzz(func(t *testing.T, s string) {
		rows, found, err := Read(strings.NewReader(s), "x.csv", "", 0)
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
