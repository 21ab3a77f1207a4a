package reports

import (
	"strings"
	"testing"
)

// The gate counts organisations and monitors: one name in two spellings is one.
func TestWhoTookAReportDownIsCountedOnce(t *testing.T) {
	cs, found := all(t, "r.csv", "date;lieu;faits;qui le dit;organisation;moniteur\n2031;Tomé;x;radio;Réseau Sarel;M-1\n"+
		"2031;Tomé;y;radio;RESEAU  SAREL;m 1\n2031;Tomé;z;radio;Autre;M-2\n2031;Tomé;u;radio;NA;\n")
	var orgs, monitors []string
	for _, c := range cs {
		orgs, monitors = append(orgs, c.Said.Speaker.Org), append(monitors, c.Said.Speaker.Monitor)
	}
	if got := strings.Join(orgs, "|") + " " + strings.Join(monitors, "|"); got != "Réseau Sarel|Réseau Sarel|Autre| M-1|M-1|M-2|" {
		t.Error(got, found)
	}
}

// A column of casualties is read where there is none of deaths, and told as
// unread where there is one.
func TestAColumnOfDeathsComesBeforeOneOfVictims(t *testing.T) {
	cs, found := all(t, "r.csv", "date;lieu;faits;qui le dit;victimes;morts\n2031;Tomé;x;radio;7;0\n")
	if *cs[0].Incident.Deaths.Best != 0 || found.Count()["A242"] != 1 || found.Count()["A174"] != 0 {
		t.Error(found)
	}
}
