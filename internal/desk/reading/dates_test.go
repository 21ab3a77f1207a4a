package reading

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/when"
)

// FICTION: nothing of this happened.
var dated = map[string]string{ // a table of each reader; * is the year
	"acled":      "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,country,location,latitude,longitude,fatalities\nORV1,*-01-02,*,1,Riots,Mob violence,A,Orvanie,Sarel,12.5,3.1,0\n",
	"gtd":        "eventid,iyear,imonth,iday,country_txt,latitude,longitude,specificity,attacktype1,gname,nkill\n*01020001,*,1,2,Orvanie,12.5,3.1,1,2,X,0\n",
	"monitoring": "id,date,district,act\n1,*-01-02,Sarel,looting\n",
	"reports":    "id,date,place,what\n1,*-01-02,Doro,Theft\n",
	"statements": "id,speaker_class,stated_on,verbatim,subject_type,subject,term\n1,resident,*-01-02,x,event,e1,bandits\n",
	"ucdp":       "id,year,type_of_violence,side_a,side_b,where_prec,latitude,longitude,date_prec,date_start,date_end,best\n1,*,1,A,B,1,12.5,3.5,1,*-01-02,*-01-02,0\n",
}

// Whatever reads a file, a date after the day on which it came in is found, and
// so is one before 1900; the day itself is good.
func TestEveryReaderFindsDatesThatCannotBe(t *testing.T) {
	today := when.Date(2031, 1, 2)
	for _, rd := range readers {
		text, ok := dated[rd.Name]
		if !ok {
			t.Errorf("%s: put a table of this reader into the test", rd.Name)
			continue
		}
		for year, want := range map[string]string{"2031": "", "2032": "A276", "1899": "before"} {
			var found diag.List
			rows, err := rd.Open(About{Name: "f/namings.csv", Source: "s", Options: map[string]string{"kind": "naming"}}, nil, bytes.NewReader([]byte(strings.ReplaceAll(text, "*", year))))
			if err != nil {
				t.Fatal(rd.Name, err)
			}
			n := 0
			for c, l := range rows.Claims() {
				found = append(append(found, l...), Odd(c, About{Name: "f/namings.csv"}, today)...)
				n++
			}
			codes := []string{}
			for _, f := range found {
				codes = append(codes, string(f.Code))
			}
			said := strings.Join(codes, " ")
			old := slices.ContainsFunc(codes, func(c string) bool { return c == "A268" || c == "A278" || c == "A324" })
			if n != 1 || want != "before" && strings.Contains(said, "A276") != (want == "A276") || (want == "before") != old {
				t.Errorf("%s, %s: %d rows, %s", rd.Name, year, n, said)
			}
		}
	}
}

// What lies ahead by its nature is no finding, nor is anything in a study that
// may play at any time.
func TestADateThatIsMeantToLieAheadIsGood(t *testing.T) {
	ahead := when.On(when.Date(2040, 1, 1))
	c := claim.Claim{Key: claim.Key{Source: "s", ID: "1"}, Commitment: &claim.Commitment{Due: ahead}, Said: claim.Said{After: ahead}}
	if found := Odd(c, About{Name: "x.csv"}, when.Date(2031, 1, 1)); len(found) > 0 {
		t.Error(found)
	}
	c = claim.Claim{Key: claim.Key{Source: "s", ID: "1"}, Incident: &claim.Incident{When: ahead}, Origin: claim.Origin{Row: 7}}
	if got := fmt.Sprint(Odd(c, About{Name: "a/x.csv", Private: true}, when.Date(2031, 1, 1))); got != "[x.csv:7: date: warning A276 … 2031-01-01]" {
		t.Error(got)
	}
	if found := Odd(c, About{Name: "x.csv"}, 0); len(found) > 0 {
		t.Error(found)
	}
}
