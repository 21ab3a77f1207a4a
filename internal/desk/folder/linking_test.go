package folder_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/place"
)

const towns = "name,admin1_name,lat,lon\nSarel,Nord,1,1\nSarel,Sud,-5,1\nDoro,Nord,1.1,1.1\nDoro,Nord,1.2,1.2\nMatel,Nord,1.3,1.3\n"

// withTowns opens a study with a gazetteer, and gives the places of accounts.
func withTowns(t *testing.T, files map[string]string, accounts ...place.Where) (found, table string, got []place.Where) {
	t.Helper()
	for name := range files {
		if strings.HasPrefix(name, "places/") {
			id := strings.TrimSuffix(strings.TrimPrefix(name, "places/"), ".csv")
			files["sources/"+id+".toml"] = "id = \"" + id + "\"\nname = {en = \"FICTION\"}\nclass = \"data-set\"\nreader = \"areas\"\nfiles = [\"" + name + "\"]\ncannot_see = {en = \"x\"}\nlicence = {level = \"rows\"}\n"
		}
	}
	f, l, err := folder.Open(orvanie(files), "orvanie", []string{"areas"}, answers.Options{})
	if err != nil || len(l) > 0 {
		t.Fatal(l, err)
	}
	p, missed, err := f.Linking()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range accounts {
		got = append(got, p.Place("s", w))
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(missed.Table(f.Places.Towns)); err != nil {
		t.Fatal(err)
	}
	for _, x := range missed.Found() {
		found += fmt.Sprint(x.Code, x.Args)
	}
	return found, b.String(), got
}

// A name that several places bear stands in the table, each of them in a line;
// where all lie in one unit, or the row says which unit, nothing is asked.
func TestAmbiguousNamesStandInTheTableToFillIn(t *testing.T) {
	name := func(n, admin1 string) place.Where { return place.Where{Name: n, Admin1: admin1} }
	accounts := []place.Where{name("Sarel", ""), name("SAREL", ""), name("Sarel", "Sud"), name("Doro", ""), name("Mattel", ""), name("Matel", "")}
	found, table, got := withTowns(t, map[string]string{"places/towns.csv": towns}, accounts...)
	if found != "R412[1 1]R413[2 1]" {
		t.Errorf("found %s", found)
	}
	want := "name,admin1_name,admin2_name,lat,lon,accounts,near,meant\nMattel,,,,,1,Matel,\nSarel,Sud,,-5,1,2,,\nSarel,Nord,,1,1,2,,\n"
	if table != want {
		t.Errorf("the table is\n%s", table)
	}
	if got[0].Point != nil || got[2].Point == nil || got[2].Point.Lat != -5 || got[3].Admin1 == "" {
		t.Errorf("%+v", got)
	}
	// filled in, it is a gazetteer: the one that is meant is taken, a line left empty does no harm
	filled := strings.Replace(table, "Sarel,Nord,,1,1,2,,\n", "Sarel,Nord,,1,1,2,,oui\n", 1)
	found, table, got = withTowns(t, map[string]string{"places/towns.csv": towns, "places/filled.csv": filled}, accounts...)
	if found != "R412[1 1]" || strings.Contains(table, "Sarel,") || got[0].Point == nil || got[0].Point.Lat != 1 || got[2].Point.Lat != -5 {
		t.Errorf("filled in: %s\n%s%+v", found, table, got)
	}
	if !slices.Equal(strings.Split(strings.TrimSpace(table), "\n")[1:], []string{"Mattel,,,,,1,Matel,"}) {
		t.Errorf("what nobody filled in: %s", table)
	}
}
