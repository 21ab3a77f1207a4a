package faults

import "testing"

// TestSheets holds what reading a table must do: every sheet, every row, one
// rule a column, or a sentence that says why not.
func TestSheets(t *testing.T) { run(t, sheets) }

var sheets = []fault{
	{name: "08-month-first-reports", want: []string{`when 2031-08-03`, `when 2031-08-13`, `when 2031-08-25`, `when 2031-12-31`, `when 2031-01-02`, `A255`},
		never: []string{`2031-03-08`, `2031-02-01`}},
	{name: "10-hidden-sheet", want: []string{`3 statements`, `A258.*old`}, never: []string{`VIEUX`}},
	{name: "13-sheets-by-month", want: []string{`9 statements`, `A257.*Janvier, Février, Mars`}},
	{name: "32-formula-without-value", want: []string{`A265`, `form\.xlsx\[survey\]:5:4: relevant: error F629`}, never: []string{`the form is good`, `nodeset="/data/t"`}},
	{name: "33-dot-thousands-estimate", want: []string{`inc +2,130`}, never: []string{`2\.13`}},
	{name: "37-ctrl-c-does-nothing", sh: "python3 -c 'import random\nwith open(\"b.csv\",\"w\") as f:\n f.write(\"a,b\\n\")\n for i in range(4000000): f.write(\"%d,%d\\n\" % (random.random()*1e6, i))'\n" +
		"$DIRES tool agree b.csv --metric nominal --bootstrap 1000 >out 2>&1 & p=$!\nsleep 1; kill -TERM $p; n=0; while kill -0 $p 2>/dev/null && [ $n -lt 40 ]; do sleep 0.1; n=$((n+1)); done; wait $p; echo ended $? after $n",
		want: []string{`ended 130 after (1?\d|2[0-9])$`}},
	{name: "R03", files: []string{"real/R03-own-header.csv"},
		sh: "$DIRES init s --from R03-own-header.csv --title T --country Orvanie --language fr --fictional --dir w >/dev/null 2>&1\n" +
			"for f in w/studies/s/sources/*.toml; do grep -q '^reader = \"reports\"' $f && printf '\\n[options]\\n\"column:nbr_morts\" = \"deaths\"\\n\"column:point\" = \"place\"\\n\"column:no_liste\" = \"id\"\\n' >> $f; done\n" +
			"$DIRES import --dir w; $DIRES reconcile --dir w; $DIRES event --all --dir w",
		want: []string{`deaths 0`, `deaths 9`, `deaths 1\b`, `Haute-Sarel`}, never: []string{`A243`, `deaths 7`}},
	{name: "R14", files: []string{"real/R14-geopoint.csv"}, sh: study("R14-geopoint.csv"), want: []string{`3 statements`}, never: []string{`A165`}},
	{name: "R15", files: []string{"real/R15-kobo-export.csv"}, sh: study("R15-kobo-export.csv"), want: []string{`statement`}, never: []string{`A160`, `A165`, `A167`}},
	{name: "R15-server", files: []string{"real/R15-kobo-export.csv"}, sh: study("R15-kobo-export.csv"),
		want: []string{`1 statements?: 1 new`, `warning A272: One submission`, `A271.*start, end, .*_uuid.*_index`}, never: []string{`A242`, `A243`}},
	{name: "d03-kobo", files: []string{"country/d03-kobo-etiquettes.xlsx", "country/d03-kobo.toml"}, sh: `$DIRES init s --title T --country Sahrane --fictional --dir w >/dev/null 2>&1
mkdir -p w/studies/s/survey; cp d03-kobo.toml w/studies/s/survey/; cp d03-kobo-etiquettes.xlsx w/studies/s/survey/kobo.xlsx
printf 'id = "questionnaire"\nname = {fr = "Q", en = "Q"}\nclass = "resident"\nreader = "survey"\nversion = "2026"\naccessed = "2026-10-01"\ncannot_see = {fr = "x", en = "x"}\n[licence]\nlevel = "rows"\nname = "CC0"\nattribution = "x"\n' > w/studies/s/sources/questionnaire.toml
printf '\n[[questions]]\nid = "quoi"\nkind = "many"\ncolumn = "Quoi ?[]"\nasks = {fr = "Quoi ?", en = "What?"}\n' >> w/studies/s/survey/d03-kobo.toml
$DIRES check --dir w; $DIRES figure perception.kobo-menaces --dir w; $DIRES figure perception.kobo-quoi --dir w
sed -i 's/^column = "Quelles menaces ici ?"/&\nempty = "none"/' w/studies/s/survey/d03-kobo.toml; $DIRES figure perception.kobo-menaces --dir w`,
		want:  []string{`Engin explosif +17 of 47`, `A275.*incidents.*42`, `vol +21 of 29`, `N245.*11 people`, `Engin explosif +17 of 58`},
		never: []string{`together +Engin +\d`, `together +explosif`}},
	{name: "d03-repeat", files: []string{"country/d03-kobo-etiquettes.xlsx"}, sh: study("d03-kobo-etiquettes.xlsx"),
		want: []string{`A274.*incidents.*Enquête Sahrane 2026`, `4[0-9] statements?: 4[0-9] new`, `deaths 2`}, never: []string{`A167`}},
	{name: "R13", files: []string{"real/R13-acled-v5.csv"}, sh: `$DIRES init s --title T --country Orvanie --fictional --dir w >/dev/null 2>&1; cp R13-acled-v5.csv w/studies/s/
printf 'id = "acled"\nname = {fr = "A", en = "A"}\nclass = "data-set"\nreader = "acled"\nfiles = ["R13-acled-v5.csv"]\nversion = "5"\naccessed = "2031-01-01"\n[licence]\nlevel = "aggregates"\nname = "x"\nattribution = "x"\n' > w/studies/s/sources/acled.toml
$DIRES import --dir w; $DIRES reconcile --dir w; $DIRES event --all --dir w`, want: []string{`4 statements`, `acled/3ORV`}, never: []string{`A306`}},
	{name: "dates-that-cannot-be", sh: `printf 'id,date,place,what\n1,03/08/2099,Doro,Theft\n2,03/08/1019,Doro,Theft\n3,03/08/19,Doro,Theft\n4,44562,Doro,Theft\n5,25/08/2019,Doro,Theft\n' > r.csv
$DIRES init s --from r.csv --title T --country Orvanie --dir w >/dev/null 2>&1; $DIRES import --dir w
printf 'record_id,source,date_start,latitude,longitude\n1,A,2099-08-03,12.5,3.5\n2,A,03/25/2019,12.5,3.5\n3,A,03/04/2019,12.5,3.5\n' > a.csv; sed 's/,A,/,B,/' a.csv > b.csv
$DIRES tool link a.csv b.csv --out o.csv; $DIRES tool link a.csv b.csv --out -`,
		want:  []string{`r\.csv:2: date: warning A276`, `r\.csv:3: date: warning A268`, `r\.csv:4: date: warning A277`, `r\.csv:5: date: warning A267`, `a\.csv:2: date_start: warning A276`, `a\.csv: date_start: note A255`, `^A/3,B/3,same`},
		never: []string{`R451`, `A254`, `A276: The date 2099.*\n.*r\.csv`}},
	{name: "35-sav-labels", want: []string{`^v +X +3 `, `^v +b +4 `, `^g +3 `}, never: []string{`^g {10}`, `^v +X +3\.5`}},
	{name: "all-weights-zero", sh: "printf 'y,w\\n1,0\\n2,0\\n' > z.csv; $DIRES tool estimate z.csv mean y --weights w --srs; echo rc=$?", want: []string{`S401`, `rc=[1-9]`}, never: []string{`no answer in this domain`}},
	{name: "xls-named-xlsx", sh: "printf '\\320\\317\\021\\340\\241\\261\\032\\341xxxxxxxxxxxx' > x.xlsx; $DIRES tool agree x.xlsx; $DIRES form check x.xlsx", want: []string{`A249`, `F611`}},
	{name: "within-a-study", files: []string{"country/d04-trois-lignes.csv"}, sh: `for s in a b; do $DIRES init $s --from d04-trois-lignes.csv --title T --country Sahrane --fictional --dir w >/dev/null 2>&1; done
cd w/studies/b; $DIRES import; $DIRES reconcile; cd inbox; $DIRES event --all | tail -3; cd ../..; $DIRES check --study a`,
		want: []string{`import inbox/d04-trois-lignes.csv +3 statements`, `reconcile b`, `^a: it can be used`}, never: []string{`E003`, `E019`, `reconcile a`}},
	{name: "R18", files: []string{"real/R18-portable.por", "real/R18-stata.dta", "real/R18-units.shp"},
		sh:   "for f in R18-portable.por R18-stata.dta R18-units.shp; do $DIRES tool estimate $f mean x; done",
		want: []string{`SPSS \(\.por\)`, `Stata \(\.dta\)`, `shapefile \(\.shp\)`}, never: []string{"has no column"}},
	{name: "troisfeuilles", files: []string{"country/troisfeuilles.xlsx"}, sh: study("troisfeuilles.xlsx"), want: []string{`30 statements`, `A257.*2024, 2025, 2026`}},
	{name: "en-tetes-courants", files: []string{"country/en-tetes-courants.csv"},
		sh:    "$DIRES init s --from en-tetes-courants.csv --title T --country Orvanie --language fr --fictional --dir w; $DIRES import --dir w",
		never: []string{`A242.*“(N°|Num|Date des faits|Commune|Village|Nb de morts|Source de l'information|ID incident|Nature de l'incident)”`}},
	{name: "rows-with-a-cell-too-many", sh: `printf 'id,a,b\n1,x,x\n2,x,y,z\n3,y,y\n' > c.csv; $DIRES tool agree c.csv --metric nominal; echo rc=$?`,
		want: []string{`A248`, `rc=3`}, never: []string{`Krippendorff`}},
	{name: "names-the-file", sh: "printf 'Titre\\n\\ndate;lieu;morts\\n2031;a;1\\n' > f.csv; $DIRES init s --from f.csv --title T --country Orvanie --fictional --dir w; echo rc=$?",
		want: []string{`f\.csv:3: the column what`}},
	{name: "columns", sh: `python3 -c 'print(",".join("c%d"%i for i in range(30000))); print(",".join("1" for i in range(30000)))' > m.csv; $DIRES init s --from m.csv --title T --country Orvanie --fictional --dir w; echo rc=$?`,
		want: []string{`16384 columns|16,384 columns`}},
	{name: "deep-xlsx", sh: `python3 - <<'E'
import zipfile
z=zipfile.ZipFile('d.xlsx','w',zipfile.ZIP_DEFLATED)
z.writestr('xl/workbook.xml','<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
z.writestr('xl/_rels/workbook.xml.rels','<Relationships><Relationship Id="r1" Type="a/worksheet" Target="worksheets/s.xml"/></Relationships>')
z.writestr('xl/worksheets/s.xml','<worksheet><sheetData>'+'<row><c>'*3000000)
E
$DIRES tool agree d.xlsx; echo rc=$?`, want: []string{`does not open`}, never: []string{"panic", "empty"}},
	{name: "deep-toml", sh: `$DIRES init s --title T --country Orvanie --fictional --dir w >/dev/null 2>&1
python3 -c 'print("x="+"["*900000)' >> w/studies/s/study.toml; $DIRES check --dir w; echo rc=$?`, want: []string{`C659`, `rc=[123]`}, never: []string{"goroutine", "panic"}},
}
