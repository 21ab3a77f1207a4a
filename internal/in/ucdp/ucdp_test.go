package ucdp

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

const carFile = "../../../demo/studies/central-african-republic/data/ged231-central-african-republic.csv"

func read(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// all reads a whole file: its claims, and its findings by code.
func all(t testing.TB, name string, b []byte) (cs []claim.Claim, found diag.List) {
	t.Helper()
	rd, err := Open(name, bytes.NewReader(b), Options{Source: "ucdp-ged"})
	if err != nil {
		t.Fatal(err)
	}
	for c, f := range rd.Claims() {
		found = append(found, f...)
		if c.Kind != "" {
			cs = append(cs, c)
		}
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return cs, append(found, rd.Found()...)
}

// What the reference counts in the file of the demonstration is what is read.
func TestTheCentralAfricanRowsAreReadWhole(t *testing.T) {
	cs, found := all(t, "ged231.csv", read(t, carFile))
	best, first, noName := 0, 0, 0
	prec := map[place.Precision]int{}
	date := map[when.Precision]int{}
	for _, c := range cs {
		if err := c.Valid(); err != nil {
			t.Fatal(err)
		}
		best += *c.Incident.Deaths.Best
		prec[c.Incident.Where.Precision]++
		date[c.Incident.When.Precision]++
		if c.Incident.Where.Admin1 == "" {
			noName++
		}
		if c.Incident.Clarity == 1 {
			first++
		}
	}
	got := fmt.Sprint(len(cs), best, first, noName, prec, found.Count())
	want := "1848 14948 1647 42 map[exact:1214 near:374 second-level:149 first-level:54 route:28 country:29] map[A112:20]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if date[when.Exact] != 1367 || date[when.Days] != 251 || date[when.Week] != 24 {
		t.Error(date)
	}
}

func ExampleOpen() {
	rd, err := Open("GEDEvent_v23_1.csv", strings.NewReader(orvanie), Options{Source: "orvanie-events"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rd.Kind(), rd.Version())
	for c, found := range rd.Claims() {
		if c.Kind == "" {
			fmt.Println("left out:", found)
			continue
		}
		in := c.Incident
		fmt.Println(c.Key, in.When, in.Where.Admin1, in.Where.Precision, *in.Deaths.Low, *in.Deaths.Best, *in.Deaths.High, found.Count())
	}
	// Output:
	// incident 23.1
	// orvanie-events/1 2019-03-04/2019-03-06 Sarel near 2 4 9 map[]
	// orvanie-events/2 2019-04-01 Tomé exact 3 2 2 map[A112:1]
	// left out: [GEDEvent_v23_1.csv:4: id: error A107 2]
}

// FICTION: Orvanie is no country, and nothing of this happened.
const orvanie = `id,type_of_violence,side_a,side_b,where_prec,adm_1,latitude,longitude,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,` +
	`relid,year,active_year,code_status,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_b_dset_id,side_b_new_id,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_coordinates,where_description,adm_2,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,gwnoa,gwnob
1,1,Government of Orvanie,Front of the Hills,2,Sarel,1.5,2.5,2,2019-03-04,2019-03-06,1,2,1,0,4,9,2,ORV-1,2019,1,Clear,9,9,Orvanie: hills,8,8,Government of Orvanie - Front,7,7,6,6,2,"a;b","Courrier d'Orvanie;Radio Sarel;Radio Sarel",2019-03-07,"Three days, three villages",police,Basse,,,POINT (2.5 1.5),132126,Orvanie,0,None,1,,
2,2,Group A,Group B,1,Tomé,1.25,2.25,1,2019-04-01 00:00:00.000,2019-04-01 00:00:00.000,1,1,0,0,2,2,3,ORV-2,2019,TRUE,Clear,9,9,Orvanie: hills,8,8,A - B,7,7,6,6,-1,,,,,,,,,POINT (2.25 1.25),131405,Orvanie,0,None,1,,
2,2,Group A,Group B,1,Tomé,1.25,2.25,1,2019-04-01,2019-04-01,1,1,0,0,2,2,2,ORV-2,2019,TRUE,Clear,9,9,Orvanie: hills,8,8,A - B,7,7,6,6,-1,,,,,,,,,POINT (2.25 1.25),131405,Orvanie,0,None,1,,
`

func TestWhatIsNotUCDPIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"empty":  {"", "A230"},
		"blank":  {"\n\n \n", "A230"},
		"pdf":    {"%PDF-1.7\n%âãÏÓ\n1 0 obj", "A231"},
		"page":   {"<!DOCTYPE html><html><body>404 Not Found</body></html>", "A231"},
		"json":   {`{"error":"rate limit"}`, "A231"},
		"book":   {"PK\x03\x04 and so on", "A101"},
		"acled":  {"event_id_cnty,event_date,latitude,longitude\nORV1,2020-01-01,1,2\n", "A102"},
		"gtd":    {"eventid,iyear,imonth,iday\n202001010001,2020,1,1\n", "A102"},
		"other":  {"name,lat,lon\nSarel,1,2\n", "A100"},
		"words":  {"This file was moved.\n", "A100"},
		"header": {strings.SplitN(orvanie, ",side_a,", 2)[0] + "\n", "A100"},
	} {
		_, err := Open("x.csv", strings.NewReader(c.text), Options{Source: "s"})
		e, ok := fault.Public(err)
		if !ok || e.Code != c.code || !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestLocationYearsAreDeathsAndNoIncidents(t *testing.T) {
	cs, found := all(t, "west_africa.csv", []byte("fid,longitude,latitude,year,deaths_a,deaths_b,deaths_civilians,deaths_unknown,deaths_total\n"+
		"1,8.85657,5.80696,2018,0,3,0,0,3\n2,-4.509095,5.688622,2020,0,0,3,0,3\n3,-4.5090950,5.688622,2020,0,0,3,0,3\n4,,5,2020,0,0,0,0,1\n"))
	if len(cs) != 2 || fmt.Sprint(found.Count()) != "map[A107:1 A118:1]" {
		t.Fatal(len(cs), found)
	}
	c := cs[0]
	if c.Kind != claim.KindDeaths || c.Key.ID != "8.85657,5.80696,2018" || *c.Deaths.Deaths.Best != 3 || c.Deaths.When.String() != "2018" {
		t.Errorf("%+v", c)
	}
}

func TestVersionIsWhatTheNameSays(t *testing.T) {
	for name, want := range map[string]string{"GEDEvent_v24_1.csv": "24.1", "GEDEvent_v24_0_3.csv": "24.0.3", "ged231-car.csv": "23.1",
		"ged241_myanmar.csv": "24.1", "GEDEvent_v25_01_25_12.csv": "25.01.25", "x.csv": "", "aged2.csv": ""} {
		if got := versionOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A download that broke off would make tombstones of everything behind it.
func TestAFileThatBreaksOffIsRefusedAsAWhole(t *testing.T) {
	b := read(t, carFile)
	b = b[:len(b)/2]
	b = append(b[:bytes.LastIndexByte(b, '\n')+1:len(b)], "36210,0,2009,1,Clear,1,314"...)
	rd, err := Open("ged231.csv", bytes.NewReader(b), Options{Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for range rd.Claims() {
	}
	if e, ok := fault.Public(rd.Err()); !ok || e.Code != "A122" {
		t.Error(rd.Err())
	}
	whole := bytes.TrimRight(read(t, carFile), "\r\n") // only the last line end is missing
	if cs, _ := all(t, "ged231.csv", whole); len(cs) != 1848 {
		t.Error(len(cs))
	}
}

// What the reference counts in the files of the design, where they are at hand.
func TestTheFilesOfTheDesign(t *testing.T) {
	for name, want := range map[string]string{
		"ged231_random_1000.csv": "1000 9561 map[exact:475 near:232 second-level:140 first-level:105 route:35 country:12 abroad:1] low-best-high 13, no number of sources 326, provisional 0",
		"ged241_myanmar.csv":     "7374 28721 map[exact:1319 near:1347 second-level:459 first-level:712 route:3182 country:352 abroad:3] low-best-high 10, no number of sources 2108, provisional 0",
	} {
		b, err := os.ReadFile("../../../../shared/data/ucdp/" + name)
		if err != nil {
			t.Log("not here:", name)
			continue
		}
		cs, found := all(t, name, b)
		best, none := 0, 0
		prec := map[place.Precision]int{}
		for _, c := range cs {
			best += *c.Incident.Deaths.Best
			prec[c.Incident.Where.Precision]++
			if c.Incident.Reports == nil {
				none++
			}
		}
		n := found.Count()
		got := fmt.Sprintf("%d %d %v low-best-high %d, no number of sources %d, provisional %d", len(cs), best, prec, n["A112"], none, n["A115"])
		if got != want || len(n) != 1 {
			t.Errorf("%s:\ngot  %s %v\nwant %s", name, got, n, want)
		}
	}
}
