package gtd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/intest"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/term"
)

// FICTION: Orvanie lies in the open ocean, and nothing of this happened.
const orvanie = `eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,region_txt,provstate,city,latitude,longitude,specificity,vicinity,location,summary,crit1,crit2,crit3,doubtterr,alternative,alternative_txt,attacktype1,attacktype1_txt,targtype1_txt,gname,gname2,guncertain1,nkill,nkillter,nwound,nhostkid,scite1
203103100001,2031,3,10,,0,,999,Orvanie,99,Open Ocean,North,Vormark,-38.2,-21.4,1,0,,A post was attacked.,1,1,1,0,,.,2,Armed Assault,Military,Free Front of Vormark,,0,3,1,2,,"""Post attacked in north,"" Le Phare, March 11, 2031."
203105000001,2031,5,0,"May, 2031",0,,999,Orvanie,99,Open Ocean,North,Unknown,-38.4,-21.9,3,0,,,1,1,1,1,1,Insurgency/Guerilla Action,6,Hostage Taking (Kidnapping),Private Citizens,Unknown,,0,,,,-99,
203106150001,2031,6,15,,1,6/18/2031,999,Orvanie,99,Open Ocean,South,,,,5,0,,,1,1,1,-9,,.,3,Bombing/Explosion,Business,Free Front of Dol,Watchmen,1,0,0,-99,4,
`

func all(t testing.TB, name string, r io.Reader, opt Options) (cs []claim.Claim, found diag.List) {
	t.Helper()
	if opt.Source == "" {
		opt.Source = "gtd"
	}
	rd, err := Open(name, r, opt)
	if err != nil {
		t.Fatal(err)
	}
	for c, f := range rd.Claims() {
		found = append(found, f...)
		if c.Kind != "" {
			if err := c.Valid(); err != nil {
				t.Fatal(err)
			}
			cs = append(cs, c)
		}
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return cs, append(found, rd.Found()...)
}

func ExampleOpen() {
	rd, err := Open("gtd.csv", strings.NewReader(orvanie), Options{Source: "gtd"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range rd.Claims() {
		switch in := c.Incident; c.Kind {
		case claim.KindIncident:
			fmt.Println(c.Key, in.When, in.Where.Precision, in.Type, in.Actors[0].Name, in.Actors[0].Certainty, in.Chain)
		case claim.KindNaming:
			fmt.Println(c.Key, c.Naming.Subject.ID, c.Naming.Term, c.Naming.Doubted)
		}
	}
	// Output:
	// gtd/203103100001 2031-03-10 exact 2 Free Front of Vormark stated [Le Phare]
	// gtd/203105000001 2031-05 second-level 6 Unknown unknown []
	// gtd/203105000001/doubt gtd/203105000001 terrorism true
	// gtd/203105000001/alternative gtd/203105000001 Insurgency/Guerilla Action false
	// gtd/203106150001 2031-06-15/2031-06-18 country 3 Free Front of Dol presumed []
}

func TestTheWorkbookSaysWhatTheCSVSays(t *testing.T) {
	want, _ := all(t, "gtd.csv", strings.NewReader(orvanie), Options{})
	tab, err := sheet.Open("x.csv", strings.NewReader(orvanie), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := sheet.NewBook()
	if err := b.Sheet("Data", tab.Head...); err != nil {
		t.Fatal(err)
	}
	for r := range tab.Rows() {
		var cells []any
		for _, c := range r.Cells() {
			if f, ok := sheet.Number(c); ok {
				cells = append(cells, f)
			} else {
				cells = append(cells, c)
			}
		}
		if err := b.Row(cells...); err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	got, found := all(t, "gtd.xlsx", &buf, Options{})
	if len(found) > 0 {
		t.Error(found)
	}
	for i := range got {
		got[i].Origin, want[i].Origin = claim.Origin{}, claim.Origin{}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func change(column, value string) string {
	lines := strings.Split(orvanie, "\n")
	head, cells := strings.Split(lines[0], ","), strings.Split(lines[3], ",")
	cells[slices.Index(head, column)] = value
	return lines[0] + "\n" + strings.Join(cells, ",") + "\n"
}

func TestWhatIsOddIsFoundAndNothingGuessed(t *testing.T) {
	for _, c := range []struct{ column, value, code string }{
		{"eventid", "", "A322"}, {"eventid", "2.03106E+11", "A332"}, {"iyear", "", "A324"}, {"imonth", "13", "A324"}, {"iday", "31", "A324"},
		{"attacktype1", "12", "A325"}, {"resolution", "1/1/2031", "A326"}, {"nkill", "-4", "A330"}, {"nkillter", "9", "A331"}, {"eventid", "203001010001", "A329"},
		{"specificity", "8", "A325"},
	} {
		_, found := all(t, "x.csv", strings.NewReader(change(c.column, c.value)), Options{})
		if found.Count()[diag.Code(c.code)] != 1 {
			t.Errorf("%s=%q: %v, want %s", c.column, c.value, found, c.code)
		}
	}
	lines := strings.SplitAfter(orvanie, "\n")
	for value, code := range map[string]diag.Code{"141.5": "A327", "-95.2": "A328"} {
		cs, found := all(t, "x.csv", strings.NewReader(lines[0]+strings.Replace(lines[1], "-38.2", value, 1)), Options{})
		if found.Count()[code] != 1 || cs[0].Incident.Where.Point != nil || cs[0].Incident.Where.Precision != place.Exact {
			t.Error(value, found)
		}
	}
	if _, found := all(t, "x.csv", strings.NewReader(orvanie+lines[1]), Options{}); found.Count()["A323"] != 1 {
		t.Error("an id twice passes", found)
	}
}

func TestAPointThatLiesAmongTheOthersOnlyIfExchangedIsFound(t *testing.T) {
	lines := strings.SplitAfter(orvanie, "\n")
	var b strings.Builder
	b.WriteString(lines[0])
	for i := range 40 {
		lat, lon := fmt.Sprintf("%.2f", -38-float64(i)/20), fmt.Sprintf("%.2f", -21-float64(i)/20)
		if i == 7 {
			lat, lon = lon, lat
		}
		b.WriteString(strings.Replace(fmt.Sprintf("20310310%04d", i)+lines[1][12:], "-38.2,-21.4", lat+","+lon, 1))
	}
	cs, found := all(t, "gtd.csv", strings.NewReader(b.String()), Options{})
	if fmt.Sprint(found) != "[gtd.csv:9: latitude: warning A333]" || cs[7].Incident.Where.Point == nil {
		t.Error(found)
	}
}

func TestWhatTheSourceDoesNotKnowStaysUnknown(t *testing.T) {
	for _, c := range []struct{ column, value, when string }{{"iday", "0", "2031-06"}, {"imonth", "0", "2031"}, {"iday", "15", "2031-06-15/2031-06-18"}} {
		cs, _ := all(t, "x.csv", strings.NewReader(change(c.column, c.value)), Options{})
		if got := cs[0].Incident.When.String(); got != c.when {
			t.Errorf("%s=%s: %s, want %s", c.column, c.value, got, c.when)
		}
	}
	for value, want := range map[string]string{"": "–", ".": "–", "-99": "–", "0": "0", "3": "3"} {
		cs, found := all(t, "x.csv", strings.NewReader(change("nkill", value)), Options{})
		got := "–"
		if n := cs[0].Incident.Deaths.Best; n != nil {
			got = fmt.Sprint(*n)
		}
		if got != want || len(found) > 0 {
			t.Errorf("nkill %q: %s, want %s; %v", value, got, want, found)
		}
	}
}

func TestWhatIsNotGTDIsRefused(t *testing.T) {
	for text, code := range map[string]string{"event_id_cnty,event_date\nORV1,2031-01-01\n": "A321", "id,type_of_violence\n1,2\n": "A321", "a,b\n1,2\n": "A320", "": "A230"} {
		_, err := Open("x.csv", strings.NewReader(text), Options{Source: "s"})
		if e, ok := fault.Public(err); !ok || e.Code != code || !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

func TestTheShippedCrosswalkMapsEveryType(t *testing.T) {
	c, found, err := term.ReadCrosswalk("acts.csv", bytes.NewReader(Acts))
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for i := range 9 {
		if len(c.Of("gtd", fmt.Sprint(i+1))) != 1 {
			t.Error(i + 1)
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add(orvanie)
	f.Add(change("resolution", "June 2031"))
	f.Fuzz(func(t *testing.T, s string) {
		rd, err := Open("x.csv", strings.NewReader(s), Options{Source: "s"})
		if err != nil {
			return
		}
		for c := range rd.Claims() {
			if c.Kind != "" && c.Valid() != nil {
				t.Fatal(c)
			}
		}
	})
}

func TestTheSuiteOfReaders(t *testing.T) {
	intest.Run(t, intest.Subject{
		Open:    intest.Claims(t, func(file string, r io.Reader) (*Reader, error) { return Open(file, r, Options{Source: "gtd"}) }),
		Good:    map[string][]byte{"gtd.csv": []byte(orvanie)},
		Refused: map[string]intest.Refusal{"acled.csv": {Text: "event_id_cnty,event_date\nORV1,2031-01-01\n", Code: "A321"}},
		Grow: func(n int) io.Reader {
			lines := strings.SplitAfter(orvanie, "\n")
			return intest.Lines(lines[0], n, func(i int) string { return fmt.Sprintf("2031061%05d", i) + lines[3][12:] })
		},
		Name:    "grown.csv",
		PerItem: 120,
		Lines:   true,
	})
}
