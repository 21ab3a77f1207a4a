package faults

import "testing"

// TestEvents holds what reading incidents must do: deaths that are deaths,
// places that are places, and a finding where either cannot be known.
func TestEvents(t *testing.T) {
	run(t, events)
}

var events = []fault{
	{
		name:  "04-deaths-injured",
		want:  []string{`r\.csv:2: morts: warning A173`, `and 1 more A173, row 3`, `reports/3 .* deaths 0$`, `reports/1 .* deaths –$`},
		never: []string{`deaths [124]\b`},
	},
	{
		name:  "06-deaths-thousands",
		want:  []string{`reports/1 .* deaths 1200$`, `reports/2 .* deaths 1200$`, `reports/4 .* deaths 1200$`, `r\.csv:4: morts: warning A164`},
		never: []string{`deaths (1|12|12000)$`},
	},
	{
		name: "R01-wounded", files: []string{"real/R01-wounded.csv"}, sh: study("R01-wounded.csv"),
		want: []string{`reports/2 .* deaths 1$`, `reports/3 .* deaths 9$`, `reports/5 .* deaths 0$`, `reports/6 .* deaths 1$`, `reports/8 .* deaths 13$`,
			`reports/9 .* deaths .*14.*21`},
		never: []string{`A164`, `A174`, `reports/(1|4|7|10) .* deaths \d`},
	},
	{
		name: "d07-victimes", files: []string{"country/d07-victimes.csv"}, sh: study("d07-victimes.csv"),
		want:  []string{`d07-victimes\.csv:2: victimes: warning A174`},
		never: []string{`deaths 5`},
	},
	{
		name: "d06-double", files: []string{"country/d06-double/registre.xlsx"},
		sh: "$DIRES init x --from registre.xlsx --title T --country Sahrane --lang en; cd x; $DIRES import --lang en; $DIRES reconcile --lang en; $DIRES review --list --lang en\n",
		want: []string{`D748: 4 pairs of rows`, `R411: .* 4 pairs .*\(4 alike`, `192 accounts of incidents, 192 events`, `^4 pairs wait`,
			`reports/193 +reports/38 +one source, the same thing twice`, `A166`},
	},
	{
		name:  "21-multipolygon-part-twice",
		want:  []string{`A156`, `^Alpha +5 +5`, `^Bravo +3 +3`, `^place not attributable +2 +2`},
		never: []string{`^Alpha +0`},
	},
	{
		name: "22-multipolygon-parts-overlap",
		want: []string{`A157`, `^Alpha +5 +5`, `^Bravo +3 +3`, `^place not attributable +2 +2`},
	},
	{name: "24-units-overlap", want: []string{`A159: “Alpha” and “Bravo” overlap`}},
	{name: "25-bowtie", want: []string{`A158`}},
	{
		name: "R05-places", files: []string{"real/R05-reports.csv", "real/R05-regions.geojson", "real/R05-places.csv"},
		sh:   withPlaces("R05-reports.csv", "R05-regions.geojson", "R05-places.csv"),
		want: []string{`A153`, `R412: 1 account without coordinates names 1 place`, `^Nord +3 +3`, `^Sud +1 +1`, `^place not attributable +2 +2`},
	},
	{
		name: "R05-table", files: []string{"real/R05-reports.csv", "real/R05-regions.geojson", "real/R05-places.csv"},
		sh:    withPlaces("R05-reports.csv", "R05-regions.geojson", "R05-places.csv") + "$DIRES --dir w reconcile --places\n",
		want:  []string{`^name,admin1_name,admin2_name,lat,lon,accounts,near,meant$`, `,,,1,.*,$`},
		never: []string{`^Sarel,`, `^Doro,`},
	},
	{
		name: "R06-ocha-names", files: []string{"real/R05-reports.csv", "real/R06-adm1-ocha-old.geojson", "real/R06-localites-ocha.csv"},
		sh:    withPlaces("R05-reports.csv", "R06-adm1-ocha-old.geojson", "R06-localites-ocha.csv"),
		want:  []string{`^Nord +2 +2`, `^Sud +1 +1`},
		never: []string{`A149`, `A232`, `A136`},
	},
	{
		name: "R09-opponents", files: []string{"real/R09-opponents-A.csv", "real/R09-opponents-B.csv"},
		sh:    "$DIRES tool link R09-opponents-A.csv R09-opponents-B.csv --out -\n",
		want:  []string{`^a0,b0,same`, `^a13,b13,same`, `14 links`},
		never: []string{`R408`},
	},
	{name: "31-null-island-mojibake", want: []string{`r\.csv:2: latitude: warning A175`, `A176`}},
}

// withPlaces makes a study of reports with boundaries and a gazetteer.
func withPlaces(reports, regions, towns string) string {
	source := func(id, file, options string) string {
		return "cat > w/studies/s/sources/" + id + ".toml <<'END'\nid = \"" + id + "\"\nname = {en = \"x\", fr = \"x\"}\nclass = \"data-set\"\nreader = \"areas\"\n" +
			"files = [\"places/" + file + "\"]\nversion = \"2031\"\naccessed = \"2031-01-01\"\n[options]\n" + options +
			"\n[licence]\nlevel = \"rows\"\nname = \"CC0\"\nattribution = \"x\"\nEND\n"
	}
	return "$DIRES init s --from " + reports + " --title T --country Orvanie --language fr --fictional --dir w\nmkdir -p w/studies/s/places\ncp " + regions + " " + towns +
		" w/studies/s/places/\n" + source("regions", regions, "level = \"1\"\nvintage = \"2031\"") + source("towns", towns, "") +
		"$DIRES check --dir w\n$DIRES import --dir w\n$DIRES reconcile --dir w\n$DIRES figure profile.incidents-by-area --dir w\n"
}
