package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/in/intest"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie is no country, and nothing of this happened.
const french = `date;lieu;ce qui s'est passé;qui le dit;morts
03/08/2031;Basse-Sarel;Un car arrêté sur la piste, trois voyageurs dépouillés;un habitant;0
2031-08;Tomé;Échange de tirs au marché;mairie;12 morts dont 9 civils
12 août 2031;1,25; 2,5;Deux motos volées;radio;aucun
`

const english = `Date,Latitude,Longitude,What happened,Who says so,Deaths
2031-08-03,1.25,2.5,"Bus stopped on the track, three travellers robbed",resident,0
2031-08-04,"1,5","2,75",Shots at the market,local authority,2-3
2031-08-04,1.5,2.75,Shots at the market,Amadou of Tomé,at least 5
`

func open(file string, r io.Reader) (*Reader, error) {
	return Open(file, r, Options{Source: "orvanie-reports", Class: source.CivilSociety, Private: true})
}

func all(t testing.TB, name, text string) (cs []claim.Claim, found diag.List) {
	t.Helper()
	rd, err := open(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for c, f := range rd.Claims() {
		if found = append(found, f...); c.Kind != "" {
			cs = append(cs, c)
		}
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return cs, append(found, rd.Found()...)
}

func ExampleOpen() {
	text := "date;lieu;ce qui s'est passé;qui le dit;morts\n" +
		"03/08/2031;Basse-Sarel;Un car arrêté sur la piste;habitant;0\n" +
		"2031-08;Tomé;Tirs au marché;mairie;12 morts dont 9 civils\n" +
		"12 août 2031;1,25 N 2,5 E;Deux motos volées;Radio Sarel;au moins 1\n"
	rd, err := Open("rapports.csv", strings.NewReader(text), Options{Source: "orvanie-reports", Class: source.CivilSociety, Private: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for c, found := range rd.Claims() {
		in := c.Incident
		fmt.Println(in.When, in.Where.Precision, in.Where.Name, c.Said.Speaker.Class, show(in.Deaths.Low), show(in.Deaths.Best), in.Deaths.Side, found)
	}
	// Output:
	// 2031-08-03 unknown Basse-Sarel resident – 0 map[] []
	// 2031-08 unknown Tomé local-authority – 12 map[civilians:9] []
	// 2031-08-12 exact  civil-society 1 – map[] [rapports.csv:4: qui le dit: note A163 …]
}

func show(n *int) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprint(*n)
}

// book gives a table of text cells as a workbook, with dates and numbers as a
// spreadsheet keeps them.
func book(t testing.TB, rows [][]any) []byte {
	t.Helper()
	b := sheet.NewBook()
	head := make([]string, len(rows[0]))
	for i, c := range rows[0] {
		head[i] = fmt.Sprint(c)
	}
	if err := b.Sheet("rapports", head...); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if err := b.Row(r...); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var workbook = [][]any{
	{"Date", "Lieu", "Région", "Ce qui s'est passé", "Qui le dit", "Décès", "id"},
	{"2031-08-03", "Basse-Sarel", "Sarel", "Un car arrêté", "habitant", 0, "a1"},
	{"04/08/2031", "Tomé", "Tomé", "Tirs au marché", "mairie", 12, "a2"},
	{"août 2031", "", "Tomé", "Un troupeau emmené", "", "", ""},
}

func TestReaderSuite(t *testing.T) {
	intest.Run(t, intest.Subject{
		Open: intest.Claims(t, open),
		Good: map[string][]byte{
			"rapports.csv": []byte(french), "reports.csv": []byte(english), "rapports.xlsx": book(t, workbook),
			"bad.csv": []byte("date,place,what,deaths,latitude,longitude,consent,who\n,,,,,,,\nx,y,z,-3,99,200,maybe,\n,,w,plusieurs,,,,\n2031,a,b,dix,,,,c\n2031,a,b,11,,,,c\n"),
		},
		Refused: map[string]intest.Refusal{
			"no place": {Text: "date,what\n2031,x\n", Code: "A160"}, "no date": {Text: "place,what\nx,y\n", Code: "A232"},
		},
		Name: "reports.csv", PerItem: 120,
		Grow: func(n int) io.Reader {
			return intest.Lines("date,place,what,who,deaths\n", n, func(i int) string { return fmt.Sprintf("2031-08-03,Place %d,something,resident,1\n", i) })
		},
	})
	intest.Run(t, intest.Subject{Open: intest.Claims(t, open), Good: map[string][]byte{"reports.csv": []byte(english)}, Lines: true})
}

func TestDeathsAsPeopleWriteThem(t *testing.T) {
	for cell, want := range map[string]string{
		"12": "– 12 –", "0": "– 0 –", "12,0": "– 12 –", "1 200": "– 1200 –", "2-3": "2 – 3", "2 à 3": "2 – 3", "entre 2 et 3": "2 – 3",
		"au moins 5": "5 – –", "at least 5": "5 – –", "5+": "5 – –", "au plus 4": "– – 4", "environ 10": "– 10 –", "3 morts": "– 3 –", "un 3": "– 3 –",
		"aucun": "– 0 –", "none": "– 0 –", "": "– – –", "ND": "– – –", "plusieurs": "– – –", "dix": "– 10 –", "-3": "A164", "1.5": "A164", "entre": "A164",
	} {
		cs, found := all(t, "r.csv", "date,place,what,who,deaths\n2031,Tomé,x,radio,\""+cell+"\"\n")
		d := cs[0].Incident.Deaths
		got := show(d.Low) + " " + show(d.Best) + " " + show(d.High)
		for _, f := range found {
			if f.Code == "A164" {
				got = "A164"
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
}

func TestPlacesAsPeopleWriteThem(t *testing.T) {
	for cell, want := range map[string]string{
		"12.65, -8.0": "12.65 -8", "12,65; -8,0": "12.65 -8", "12,65;-8,0": "12.65 -8", "12.65 -8.0": "12.65 -8", "(12.65, -8.0)": "12.65 -8", "12,65°N 8,0°O": "12.65 -8",
		"12.65,-8.0": "12.65 -8", "Tomé": "Tomé", "km 12, 8": "km 12, 8", "12 8": "12 8", "99.5, 8.5": "99.5, 8.5",
	} {
		cs, _ := all(t, "r.csv", "date\tplace\twhat\n2031\t"+cell+"\tx\n")
		w := cs[0].Incident.Where
		got := w.Name
		if w.Point != nil {
			got = fmt.Sprint(w.Point.Lat, w.Point.Lon)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
}

// A corrected number of deaths is a revision of the report, not another.
func TestExchangedCoordinatesAreFoundAmongTheOthers(t *testing.T) {
	var b strings.Builder
	b.WriteString("date;latitude;longitude;ce qui s'est passé;qui le dit\n")
	for i := range 30 {
		lat, lon := fmt.Sprintf("16,2%02d", i), fmt.Sprintf("-0,0%02d", i) // three decimals: no thousands
		if i == 11 {
			lat, lon = lon, lat
		}
		fmt.Fprintf(&b, "2031-08-%02d;%s;%s;Fait %d;habitant\n", 1+i%28, lat, lon, i)
	}
	cs, found := all(t, "r.csv", b.String())
	n := found.Count()
	if len(cs) != 30 || n["A340"] != 1 || n["A165"] != 0 || cs[0].Incident.Where.Point.Lat != 16.2 {
		t.Error(len(cs), found)
	}
	for _, f := range found {
		if f.Code == "A340" && (f.At.Row != 13 || strings.Contains(f.String(), "16")) {
			t.Error("the row, and no coordinate:", f)
		}
	}
}

func TestCorrectionsKeepTheKey(t *testing.T) {
	a, _ := all(t, "r.csv", "date,place,what,who,deaths\n2031,Tomé,Tirs au marché,radio,3\n")
	b, _ := all(t, "s.csv", "What;WHO;deaths;Place;Date;Notes internes\ntirs au marche;Radio;4;TOME;2031;\n")
	if a[0].Key != b[0].Key || *b[0].Incident.Deaths.Best != 4 {
		t.Error(a[0].Key, b[0].Key)
	}
}

func TestDeclaredKeyColumns(t *testing.T) {
	text := "date,village,what,who\n2031,Tomé,x,radio\n2031,Sarel,x,radio\n2031,TOME,y,radio\n"
	rd, err := Open("r.csv", strings.NewReader(text), Options{Source: "s", Key: []string{"date", "village"}})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c, f := range rd.Claims() {
		if c.Kind != "" {
			n++
		} else if f[0].Code != "A166" {
			t.Error(f)
		}
	}
	if n != 2 {
		t.Error(n)
	}
	if _, err := Open("r.csv", strings.NewReader(text), Options{Source: "s", Key: []string{"dorf"}}); err == nil || !strings.Contains(err.Error(), "A172") {
		t.Error(err)
	}
}

func TestAStudysOwnHeaders(t *testing.T) {
	text := "Jour de l'événement;Hameau;Récit;Source\n2031-08-03;Tomé;Tirs;carnet 7\n"
	rd, err := Open("r.csv", strings.NewReader(text), Options{Source: "s", Columns: map[string]string{
		"jour de l'evenement": "date", "Hameau": "place", "Récit": "what", "source": "document"}})
	if err != nil {
		t.Fatal(err)
	}
	for c := range rd.Claims() {
		if in := c.Incident; in.When.String() != "2031-08-03" || in.Where.Name != "Tomé" || in.Notes != "Tirs" || c.Said.Document != "carnet 7" || c.Said.Speaker.Subject != "" {
			t.Errorf("%+v %+v", in, c.Said)
		}
	}
}

func TestNoNameOfASpeakerIsKeptFromOwnReports(t *testing.T) {
	cs, found := all(t, "r.csv", english)
	if len(cs) != 3 {
		t.Fatal(len(cs), found)
	}
	b, _ := claim.Encode(cs[2])
	if strings.Contains(string(b), "Amadou") || strings.Contains(fmt.Sprint(found), "Amadou") {
		t.Errorf("%s %v", b, found)
	}
	if s := cs[2].Said.Speaker; s.Subject == "" || s.Class != source.CivilSociety {
		t.Errorf("%+v", s)
	}
	if cs[0].Incident.When != when.On(when.Date(2031, 8, 3)) || cs[1].Incident.Where.Point.Lon != 2.75 {
		t.Errorf("%+v", cs[0].Incident)
	}
}

func TestCertaintyIsSplitFromTheName(t *testing.T) {
	cs, _ := all(t, "r.csv", "date,lieu,faits,auteurs présumés\n2031,x,y,présumés bandits; hommes armés non identifiés;ND|Front des Collines\n")
	var got []string
	for _, a := range cs[0].Incident.Actors {
		got = append(got, a.Certainty)
	}
	if fmt.Sprint(got) != "[presumed unknown unknown stated]" {
		t.Error(cs[0].Incident.Actors)
	}
}

func FuzzClaims(f *testing.F) {
	intest.Fuzz(f, "r.csv", func(t testing.TB) func(string, io.Reader) (intest.Opened, error) { return intest.Claims(t, open) },
		[]byte(french), []byte(english))
}
