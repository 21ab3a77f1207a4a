package monitoring

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
)

func read(t testing.TB, text string, opt Options) (cs []claim.Claim, rows int, found diag.List) {
	t.Helper()
	rd, err := Open("reports.csv", strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	for c, f := range rd.Claims() {
		found = append(found, f...)
		if c.Kind == "" {
			continue
		}
		if err := c.Valid(); err != nil {
			t.Fatal(err)
		}
		if c.Kind == claim.KindIncident {
			rows++
		}
		cs = append(cs, c)
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return cs, rows, append(found, rd.Found()...)
}

func ExampleOpen() {
	rd, _ := Open("reports.csv", strings.NewReader("id,date,area,act,names,responses\nr1,2021-03,north,robbery,resident: coupeurs de route | central-authority: terrorisme,police\n"),
		Options{Source: "own-reports", Own: true})
	for c := range rd.Claims() {
		fmt.Println(c.Key, c.Said.Speaker.Class)
	}
	// Output:
	// own-reports/r1/incident civil-society
	// own-reports/r1/naming/1 resident
	// own-reports/r1/naming/2 central-authority
	// own-reports/r1/response/1 civil-society
}

func TestWhatIsOddIsAFindingAndTheRestIsImported(t *testing.T) {
	const head = "id,date,area,place,precision,lat,lon,act,deaths_low,deaths_best,deaths_high,arms,names,heard,consent,reported_on\n"
	for name, c := range map[string]struct {
		row  string
		code diag.Code
		left int
	}{
		"a name without speaker":          {"1,2021,n,p,near,,,robbery,,,,,coupeurs de route,,,", "A425", 1},
		"a class nobody knows":            {"1,2021,n,p,near,,,robbery,,,,,habitan: voleurs,,,", "A425", 1},
		"no date":                         {"1,,n,p,near,,,robbery,,,,,,,,", "A424", 1},
		"nothing at all":                  {"1,,n,,near,,,,,,,,,,,", "A432", 0},
		"reported before it happened":     {"1,2021-05,n,p,near,,,robbery,,,,,,,,2021-03", "A430", 1},
		"deaths out of order":             {"1,2021,n,p,near,,,attack,5,2,1,,,,,", "A426", 1},
		"an unknown precision":            {"1,2021,n,p,about,,,attack,,,,,,,,", "A423", 1},
		"an unknown series of arms":       {"1,2021,n,p,near,,,attack,,,,rockets,,,,", "A427", 1},
		"an unknown consent":              {"1,2021,n,p,near,,,attack,,,,,,,perhaps,", "A429", 1},
		"half a coordinate":               {"1,2021,n,p,near,-28,,attack,,,,,,,,", "A434", 1},
		"how it is known, in other words": {"1,2021,n,p,near,,,attack,,,,,,somehow,,", "A433", 1},
		"less than nobody dead":           {"1,2021,n,p,near,,,attack,-2,,,,,,,", "A238", 1},
	} {
		_, n, found := read(t, head+c.row+"\n", Options{Source: "s"})
		if n != c.left || found.Count()[c.code] == 0 {
			t.Errorf("%s: %d imported, %v", name, n, found)
		}
	}
	if _, n, found := read(t, head+"1,2021,n,p,near,,,attack,,,,,,,,\n1,2022,n,p,near,,,attack,,,,,,,,\n", Options{Source: "s"}); n != 1 || found.Count()["A431"] != 1 {
		t.Error("the same id twice", n, found)
	}
}

func TestAnOwnReportKeepsExactPlacesAndWordsApart(t *testing.T) {
	const text = "id,date,area,district,place,precision,lat,lon,act,told,consent\n1,2021-03-04,north,alba,le puits du bas,exact,-28.123,-22.456,robbery,on m'a dit que,nonsense\n"
	cs, _, found := read(t, text, Options{Source: "own", Own: true})
	c := cs[0]
	notes := c.Incident.Notes
	n := *c.Incident
	n.Notes = "" // the desk seals the notes apart
	c.Incident = &n
	b, err := claim.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	said := string(b)
	for _, f := range found {
		said += strings.Join(f.Args, " ")
	}
	for _, secret := range []string{"puits", "28.123", "22.456", "on m'a dit", "nonsense"} {
		if strings.Contains(said, secret) {
			t.Errorf("%q stands in the claim or in a finding", secret)
		}
	}
	if strings.Count(notes, "\n") != 2 || !strings.Contains(notes, "le puits du bas") || c.Incident.Where.Precision != place.Second || c.Said.Consent != claim.ConsentInternal {
		t.Errorf("%+v %+v", notes, c)
	}
}

func TestASpreadsheetInFrenchIsRead(t *testing.T) {
	cs, n, found := read(t, "Numéro;Quand;Région;Lieu;Acte;Morts au moins;Noms donnés;Ce que les gens ont fait\n7;3 août 2021;Nord;Alba;robbery;1,0;habitant: gens de la nuit|résident: x;left paid\n", Options{Source: "own", Own: true})
	if n != 1 || cs[0].Incident.When.String() != "2021-08-03" || *cs[0].Incident.Deaths.Low != 1 {
		t.Fatalf("%+v %v", cs, found)
	}
	if len(cs) != 5 {
		t.Errorf("%d claims: %v", len(cs), found)
	}
}

func TestTheReportsOfOrvanieAreReadWhole(t *testing.T) {
	for name, opt := range map[string]Options{"reports.csv": {Source: "own-reports", Own: true}, "gazette.csv": {Source: "gazette", Class: source.Media, Consent: claim.PublicRecord}} {
		f, err := os.Open("../../../demo/studies/orvanie/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rd, err := Open(name, f, opt)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for c, found := range rd.Claims() {
			if len(found) > 0 || c.Kind == "" {
				t.Fatalf("%s: %v %+v", name, found, c)
			}
			if c.Kind == claim.KindIncident {
				n++
			}
		}
		if len(rd.Found()) > 0 || n < 150 {
			t.Error(name, n, rd.Found())
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add("id,date,act,names,arms\n1,2021-03,robbery,resident: x,seizure:rifle:3\n", true)
	f.Add("quand;acte;lat;lon\n1;2;3;4\n", false)
	f.Fuzz(func(t *testing.T, text string, own bool) {
		rd, err := Open("x.csv", strings.NewReader(text), Options{Source: "s", Own: own})
		if err != nil {
			return
		}
		for c := range rd.Claims() {
			if c.Kind == "" {
				continue
			}
			if _, err := claim.Encode(c); err != nil {
				t.Fatal(err)
			}
		}
	})
}
