package acled

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/intest"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/term"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie lies in the open ocean, and nothing of this happened.
const (
	current = `event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
ORV1,2031-03-10,2031,1,Political violence,Battles,Armed clash,Free Front of Vormark,,2,Military Forces of Orvanie (2028-),Watchmen of Dol; Watchmen of Gast,1,12,,999,Open Ocean,Orvanie,North,Mist,,Vormark,-38.2,-21.4,1,Radio Vormark; Le Phare,Local partner-Other,"On 10 March, a clash. Three dead.",3,,1700000000
ORV2,16 May 2031,2031,2,Political violence,Violence against civilians,Attack,Unidentified Armed Group (Orvanie),,3,Civilians (Orvanie),,7,37,Civilian targeting,999,Open Ocean,Orvanie,North,Mist,,Vormark,-38.2,-21.4,2,Radio Vormark,National,,0,,1700000001
ORV3,2031-06-15,2031,3,Demonstrations,Protests,Peaceful protest,Protesters (Orvanie),,6,,,0,60,,999,Open Ocean,Orvanie,South,,,Southern Orvanie,-40.1,-22.0,3,,National,,0,,1700000002
`
	older = `data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3
9,999,ORV1,1,16-Feb-2019,2019,1,Battles,Armed clash,A,,2,B,,1,12,Open Ocean,Orvanie,North,,,Vormark,-38.2,-21.4,1,Radio Vormark,National,n,1,1600000000,ORV
`
	oldest = `GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES
0,1ORV,1,03/04/2012,2012,1,Battle-No change of territory,A,,2,B,,1,12,Orvanie,North,,,Vormark,-38.2,-21.4,1,Radio Vormark,n,2
`
	deletions = "event_id_cnty,deleted_timestamp\nORV1,1700000100\nORV9,1700000100\n"
)

func all(t testing.TB, text string, opt Options) (cs []claim.Claim, found diag.List, rd *Reader) {
	t.Helper()
	if opt.Source == "" {
		opt.Source = "acled"
	}
	rd, err := Open("export.csv", strings.NewReader(text), opt)
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
	return cs, append(found, rd.Found()...), rd
}

func ExampleOpen() {
	rd, err := Open("2031-orvanie.csv", strings.NewReader(current), Options{Source: "acled"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rd.Schema())
	for c := range rd.Claims() {
		in := c.Incident
		fmt.Println(c.Key, in.When, in.When.Precision, in.Where.Name, in.Where.Precision, in.Type, len(in.Actors), in.Chain, *in.Deaths.Best)
	}
	// Output:
	// 2023
	// acled/ORV1 2031-03-10 day Vormark exact Armed clash 4 [Radio Vormark Le Phare] 3
	// acled/ORV2 2031-05-13/2031-05-19 week Vormark near Attack 2 [Radio Vormark] 0
	// acled/ORV3 2031-06 month Southern Orvanie first-level Peaceful protest 1 [] 0
}

func TestEverySchemaIsRead(t *testing.T) {
	for want, text := range map[Schema]string{Older: older, Oldest: oldest, Current: current} {
		cs, found, rd := all(t, text, Options{})
		if rd.Schema() != want || len(cs) == 0 || found.Worst() > diag.Note {
			t.Errorf("%s: read as %s, %d claims, %v", want, rd.Schema(), len(cs), found)
		}
	}
	cs, _, _ := all(t, oldest, Options{})
	if in := cs[0].Incident; in.Type != "Battle-No change of territory" || in.When != when.On(when.Date(2012, 4, 3)) || *in.Deaths.Best != 2 {
		t.Errorf("%+v", in)
	}
}

func TestAListOfDeletionsTakesEventsOut(t *testing.T) {
	cs, found, rd := all(t, deletions, Options{})
	if rd.Schema() != Deletions || len(cs) > 0 || found.Count()["A311"] != 1 {
		t.Fatal(rd.Schema(), cs, found)
	}
	rd, _ = Open("deleted.csv", strings.NewReader(deletions), Options{Source: "acled"})
	keys := slices.Collect(rd.Deleted())
	if fmt.Sprint(keys) != "[acled/ORV1 acled/ORV9]" {
		t.Error(keys)
	}
	rd, _ = Open("x.csv", strings.NewReader(current), Options{Source: "acled"})
	if n := len(slices.Collect(rd.Deleted())); n != 0 {
		t.Error("an export of events deletes", n)
	}
}

// change replaces one cell of the first row.
func change(text, column, value string) string {
	lines := strings.Split(text, "\n")
	head, cells := strings.Split(lines[0], ","), strings.Split(lines[3], ",") // a row without quotes
	cells[slices.Index(head, column)] = value
	return lines[0] + "\n" + strings.Join(cells, ",") + "\n"
}

func TestWhatIsOddIsFoundAndNothingGuessed(t *testing.T) {
	for _, c := range []struct{ column, value, code string }{
		{"event_id_cnty", "", "A302"}, {"event_date", "", "A304"}, {"event_date", "soon", "A240"}, {"time_precision", "7", "A305"},
		{"geo_precision", "9", "A305"}, {"event_type", "Brawls", "A306"}, {"sub_event_type", "Duel", "A306"}, {"sub_event_type", "", "A312"},
		{"latitude", "140.1", "A307"}, {"year", "1999", "A309"}, {"fatalities", "-3", "A310"}, {"fatalities", "many", "A238"},
	} {
		cs, found, _ := all(t, change(current, c.column, c.value), Options{})
		if found.Count()[diag.Code(c.code)] != 1 {
			t.Errorf("%s=%q: %v, want %s", c.column, c.value, found, c.code)
		}
		if want := c.code != "A302"; want != (len(cs) == 1) {
			t.Errorf("%s=%q: %d claims", c.column, c.value, len(cs))
		}
	}
	if cs, found, _ := all(t, change(current, "latitude", "-170.5"), Options{}); found.Count()["A308"] != 1 || cs[0].Incident.Where.Point != nil {
		t.Error("exchanged coordinates pass", found)
	}
	_, found, _ := all(t, current+strings.Split(current, "\n")[1]+"\n", Options{})
	if found.Count()["A303"] != 1 {
		t.Error("an id twice passes", found)
	}
}

// Of two rows with one id the later timestamp counts, in whatever order they
// stand; without one the first does.
func TestOfTwoRowsWithOneIDTheNewerCounts(t *testing.T) {
	const head = "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,country,location,latitude,longitude,fatalities,timestamp\n"
	stamped := func(at, deaths string) string {
		return "ORV1,2031-01-02,2031,1,Riots,Mob violence,A,Orvanie,Sarel,12.5,3.1," + deaths + "," + at + "\n"
	}
	for _, c := range []struct {
		first, second string
		want          int
		code          diag.Code
	}{{"1700000001", "1700000002", 2, "A316"}, {"1700000002", "1700000001", 1, "A303"}, {"1700000001", "1700000001", 1, "A303"}, {"", "", 1, "A303"}, {"", "1700000001", 2, "A316"}} {
		cs, found, _ := all(t, head+stamped(c.first, "1")+stamped(c.second, "2"), Options{})
		if len(cs) == 0 || found.Count()[c.code] != 1 || *cs[len(cs)-1].Incident.Deaths.Best != c.want {
			t.Errorf("%s, %s: %d claims, %v; want the deaths %d and %s", c.first, c.second, len(cs), found, c.want, c.code)
		}
	}
}

// Types of versions 4 to 7 that later versions have no more are known.
func TestTypesOfOldVersionsAreKnown(t *testing.T) {
	head := "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,COUNTRY,ADMIN1,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES\n"
	for _, typ := range []string{"Non-violent activity by a conflict actor", "Non-violent rebel activity", "Battle-No change of territory", "Battle-Government regains territory",
		"Battle-Non-state actor overtakes territory", "Battle-Rebels overtake territory", "Remote violence", "Riots/Protests", "Strategic development", "Violence against civilians",
		"Headquarters or base established", "Non-violent transfer of territory"} {
		cs, found, _ := all(t, head+"999,1ORV,1,2011-03-01,2011,1,"+typ+",River Band,Orvanie,Nord,Sarel,12.65,3.10,1,P,x,0\n", Options{})
		if found.Count()["A306"] > 0 || len(cs) != 1 || cs[0].Incident.Type != typ {
			t.Errorf("%s: %v", typ, found)
		}
		if acts, _, err := term.ReadCrosswalk("acts.csv", bytes.NewReader(Acts)); err != nil || len(acts.Of("acled", typ)) == 0 {
			t.Errorf("%s stands for no act", typ)
		}
	}
	if _, found, _ := all(t, head+"999,1ORV,1,2011-03-01,2011,1,Invented,River Band,Orvanie,Nord,Sarel,12.65,3.10,1,P,x,0\n", Options{}); found.Count()["A306"] != 1 {
		t.Error("a type that is none passes")
	}
}

func TestAYearOfTwoDigitsIsReadWithTheColumnThatHasFour(t *testing.T) {
	for date, want := range map[string]string{"16-Feb-31": "2031-02-16", "16 February 31": "2031-02-16", "03/04/31": "2031-04-03", "16-Feb-29": "A277", "31": "A240", "2031-02-16": "2031-02-16"} {
		cs, found, _ := all(t, strings.Replace(older, "16-Feb-2019,2019,1", date+",2031,1", 1), Options{})
		wrong := diag.Code("")
		if strings.HasPrefix(want, "A") {
			want, wrong = "", diag.Code(want)
		}
		if got := cs[0].Incident.When.String(); got != want || wrong != "" && found.Count()[wrong] != 1 || wrong == "" && len(found) > 0 {
			t.Errorf("%s: %q, want %q; %v", date, got, want, found)
		}
	}
}

func TestAPointThatLiesAmongTheOthersOnlyIfExchangedIsFound(t *testing.T) {
	head, _, _ := strings.Cut(current, "\n")
	var b strings.Builder
	b.WriteString(head + "\n")
	for i := range 40 {
		lat, lon := fmt.Sprintf("%.2f", -38-float64(i)/20), fmt.Sprintf("%.2f", -21-float64(i)/20)
		if i == 7 {
			lat, lon = lon, lat
		}
		fmt.Fprintf(&b, "ORV%d,2031-06-15,2031,1,Demonstrations,Protests,Peaceful protest,Protesters (Orvanie),,6,,,0,60,,999,Open Ocean,Orvanie,South,,,Vormark,%s,%s,1,,National,,0,,1700000002\n", i, lat, lon)
	}
	cs, found, _ := all(t, b.String(), Options{})
	if fmt.Sprint(found) != "[export.csv:9: latitude: warning A313]" || cs[7].Incident.Where.Point == nil {
		t.Error(found)
	}
}

func TestPrivateFindingsQuoteNothing(t *testing.T) {
	cs, found, _ := all(t, change(current, "sub_event_type", "Secret"), Options{Private: true})
	if len(found) != 1 || strings.Contains(found[0].String(), "Secret") || cs[0].Said.Consent != claim.ConsentInternal {
		t.Error(found, cs)
	}
}

func TestWhatIsNotACLEDIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"empty": {"", "A230"}, "ucdp": {"id,type_of_violence,date_start\n1,1,2031-01-01\n", "A301"}, "gtd": {"eventid,iyear\n1,2\n", "A301"},
		"other": {"name,lat\na,1\n", "A300"}, "half": {"event_id_cnty,event_date,event_type,country\nORV1,2031-01-01,Battles,Orvanie\n", "A300"},
	} {
		_, err := Open("x.csv", strings.NewReader(c.text), Options{Source: "s"})
		if e, ok := fault.Public(err); !ok || e.Code != c.code || !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestTheShippedCrosswalkMapsEveryType(t *testing.T) {
	c, found, err := term.ReadCrosswalk("acts.csv", bytes.NewReader(Acts))
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for typ, subs := range types {
		for _, s := range append(subs, typ) {
			if s == "Headquarters or base established" || s == "Non-violent transfer of territory" {
				continue // sub-types of the same name
			}
			if len(c.Of("acled", s)) != 1 {
				t.Errorf("%q is mapped to %v", s, c.Of("acled", s))
			}
		}
	}
}

func TestPlacesKeepWhatTheSourceWrites(t *testing.T) {
	cs, _, _ := all(t, current, Options{})
	if w := cs[2].Incident.Where; w.Precision != place.First || w.Admin1 != "South" || w.Country != "Orvanie" || w.Point.Lat != -40.1 {
		t.Errorf("%+v", w)
	}
}

func FuzzClaims(f *testing.F) {
	for _, s := range []string{current, older, oldest, deletions} {
		f.Add(s)
	}
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
		for range rd.Deleted() {
		}
	})
}

func TestTheSuiteOfReaders(t *testing.T) {
	intest.Run(t, intest.Subject{
		Open:    intest.Claims(t, func(file string, r io.Reader) (*Reader, error) { return Open(file, r, Options{Source: "acled"}) }),
		Good:    map[string][]byte{"export.csv": []byte(current), "2019.csv": []byte(older), "v7.csv": []byte(oldest)},
		Refused: map[string]intest.Refusal{"ucdp.csv": {Text: "id,type_of_violence,date_start\n1,1,2031-01-01\n", Code: "A301"}},
		Grow: func(n int) io.Reader {
			head, _, _ := strings.Cut(current, "\n")
			return intest.Lines(head+"\n", n, func(i int) string {
				return fmt.Sprintf("ORV%d,2031-06-15,2031,1,Demonstrations,Protests,Peaceful protest,Protesters (Orvanie),,6,,,0,60,,999,Open Ocean,Orvanie,South,,,Southern Orvanie,-40.1,-22.0,3,,National,,0,,1700000002\n", i)
			})
		},
		Name:    "grown.csv",
		PerItem: 120,
		Lines:   true,
	})
}
