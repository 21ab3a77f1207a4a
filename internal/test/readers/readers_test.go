// Package readers holds every reader of a table to one rule: what is odd about
// a row or a header, whatever its columns mean, is said, and no row whose cells
// have shifted is read.
package readers

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/cli"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/in/acled"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/areas"
	"github.com/dires/dires/internal/in/gtd"
	"github.com/dires/dires/internal/in/monitoring"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/in/reports"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/in/ucdp"
	"github.com/dires/dires/internal/term"
)

// reader is one reader of tables: a table that it takes, and how to read it.
type reader struct {
	at   string // the function that opens the table, as package.function
	head string // of the table
	row  string // its rows: # stands for their number, * for a text
	dup  string // a header that means the same as one of head
	read func(t *testing.T, table []byte) diag.List
}

// free are the places that open a table and are no readers of rows, each with
// the reason.
var free = map[string]string{
	"in/answers.dictionary": "the dictionary of an SPSS file: it has no rows of text",
	"cli.readSav":           "an SPSS file: it has no rows of text",
	"in/answers.asked":      "the header of the design's table, which frame reads",
	"in/statements.Words":   "the words alone; of the table the reader of statements speaks",
	"in/statements.Orgs":    "as Measures, which stands below",
	"xlsform.openCSV":       "several sheets in one file: rows of any length; xlsform checks each cell by its header",
	"xlsform.itemsets":      "what the program wrote itself is read once to see that it can be",
}

// claims drains a reader of claims.
func claims(t *testing.T, rd interface {
	Claims() iter.Seq2[claim.Claim, diag.List]
	Found() diag.List
	Err() error
}, err error) (found diag.List) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range rd.Claims() {
		found = append(found, l...)
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return append(found, rd.Found()...)
}

// said runs a verb of the command line beside a table, and gives the findings
// that it prints, as far as their codes go.
func said(t *testing.T, files map[string]string, args ...string) (found diag.List) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "DIR", dir)
	}
	var out bytes.Buffer
	cli.Run(context.Background(), cli.World{Args: args, In: strings.NewReader(""), Out: io.Discard, Err: &out, Env: func(string) string { return "" }, Locale: "en", Now: time.Now})
	for _, code := range codes {
		for _, severity := range []diag.Severity{diag.Note, diag.Warning, diag.Error} {
			if strings.Contains(out.String(), severity.String()+" "+string(code)+":") {
				found = append(found, diag.Finding{Code: code, Severity: severity})
			}
		}
	}
	return found
}

const survey = `id = "p"
kind = "sample"
source = "s"
file = "answers.csv"
title = {en = "S"}
people = {en = "adults"}
frame = {en = "areas"}
chosen = {en = "draw"}
exclusions = {en = "camps"}
mode = "web"
dates = "2031"
[design]
weights = "w"
strata = ["area"]
[[groups]]
id = "area"
asks = {en = "area"}
[[questions]]
id = "safe"
asks = {en = "Safe?"}
`

// load reads a study's surveys.
func load(t *testing.T, toml string, files map[string]string) diag.List {
	t.Helper()
	fsys := fstest.MapFS{"survey/p.toml": {Data: []byte(toml)}}
	for n, s := range files {
		fsys["survey/"+n] = &fstest.MapFile{Data: []byte(s)}
	}
	_, found, err := answers.Load(fsys, answers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const people = "area,w,safe,k\nn,1,yes,a\nn,2,no,b\ns,1,yes,c\ns,1,no,d\n"

const record = "record_id,source,date_start,latitude,longitude,actor_a\n#,A,2031-01-0#,12.5,3.#,*"

var readers = []reader{
	{at: "in/acled.Open", dup: "notes",
		head: "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp",
		row:  "ORV#,2031-01-0#,2031,1,,Riots,,*,,,,,,,,999,,Orvanie,Nord,,,Sarel,12.5,3.#,1,P,,x,0,,170000000#",
		read: func(t *testing.T, b []byte) diag.List {
			rd, err := acled.Open("t.csv", bytes.NewReader(b), acled.Options{Source: "s"})
			return claims(t, rd, err)
		}},
	{at: "in/gtd.Open", dup: "summary",
		head: "eventid,iyear,imonth,iday,approxdate,extended,country,country_txt,region,region_txt,provstate,city,latitude,longitude,specificity,vicinity,crit1,crit2,crit3,doubtterr,attacktype1,attacktype1_txt,targtype1,targtype1_txt,gname,nkill,nwound,summary,success,suicide,weaptype1,weaptype1_txt,dbsource",
		row:  "20310101000#,2031,1,#,,0,1,Orvanie,1,Nord,Nord,*,12.5,3.#,1,0,1,1,1,0,2,Armed Assault,14,Private,X,0,0,s,1,0,5,Firearms,P",
		read: func(t *testing.T, b []byte) diag.List {
			rd, err := gtd.Open("t.csv", bytes.NewReader(b), gtd.Options{Source: "s"})
			return claims(t, rd, err)
		}},
	{at: "in/ucdp.Open", dup: "year",
		head: "id,year,type_of_violence,side_a,side_b,where_description,where_prec,latitude,longitude,date_prec,date_start,date_end,best,low,high",
		row:  "#,2023,1,A,B,*,1,12.#,3.5,1,2023-01-0#,2023-01-0#,0,0,0",
		read: func(t *testing.T, b []byte) diag.List {
			rd, err := ucdp.Open("ged.csv", bytes.NewReader(b), ucdp.Options{Source: "s"})
			return claims(t, rd, err)
		}},
	{at: "in/reports.Open", head: "id,date,place,what,who", row: "#,2031-01-0#,*,Theft,resident", dup: "lieu", read: func(t *testing.T, b []byte) diag.List {
		rd, err := reports.Open("t.csv", bytes.NewReader(b), reports.Options{Source: "s"})
		return claims(t, rd, err)
	}},
	{at: "in/monitoring.Open", head: "id,date,district,act,told", row: "#,2031-01-0#,Sarel,looting,*", dup: "cercle", read: func(t *testing.T, b []byte) diag.List {
		rd, err := monitoring.Open("t.csv", bytes.NewReader(b), monitoring.Options{Source: "s"})
		return claims(t, rd, err)
	}},
	{at: "in/statements.Open", head: "id,speaker_class,stated_on,verbatim,subject_type,subject,term", row: "#,resident,2031-01-0#,*,event,e1,bandits", dup: "paroles", read: func(t *testing.T, b []byte) diag.List {
		rd, err := statements.Open("namings.csv", bytes.NewReader(b), statements.Options{Source: "s", Kind: claim.KindNaming})
		return claims(t, rd, err)
	}},
	{at: "in/statements.Measures", head: "id,name_fr,name_en,kind,start", row: "m#,*,Act,law,2031", dup: "identifiant", read: func(t *testing.T, b []byte) diag.List {
		_, found, err := statements.Measures("measures.csv", bytes.NewReader(b), "s", "", nil)
		return must(t, found, err)
	}},
	{at: "in/statements.Layouts", head: "file,header,column", row: "namings.csv,*#,verbatim", dup: "fichier", read: func(t *testing.T, b []byte) diag.List {
		_, found, err := statements.Layouts(fstest.MapFS{statements.Mapping: {Data: b}})
		return must(t, found, err)
	}},
	{at: "in/areas.OpenTowns", head: "name,lat,lon,admin1", row: "*#,12.#,3.#,Nord", dup: "latitude", read: func(t *testing.T, b []byte) (found diag.List) {
		ts, err := areas.OpenTowns("t.csv", bytes.NewReader(b), areas.Options{Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range ts.Towns() {
			found = append(found, l...)
		}
		return append(found, must(t, ts.Found(), ts.Err())...)
	}},
	{at: "in/odk.ReadMapping", head: "form,claim,kind,each,target,from,value,map", row: "f,c#,incident,,what,*,,", dup: "form", read: func(t *testing.T, b []byte) diag.List {
		_, found, err := odk.ReadMapping("mapping.csv", bytes.NewReader(b))
		if err != nil && !bytes.Contains(b, []byte(`"old"`)) { // a quotation mark that is not closed is refused
			t.Fatal(err)
		}
		if err != nil {
			found.Add("A236", diag.At{File: "mapping.csv"})
		}
		return found
	}},
	{at: "in/records.Read", head: head(record), row: body(record), dup: "record_id", read: func(t *testing.T, b []byte) diag.List {
		_, found, err := records.Read(bytes.NewReader(b), "t.csv", "", 0)
		return must(t, found, err)
	}},
	{at: "term.rows", head: "code,label_fr,label_en", row: "c#,*,Raid", dup: "code", read: func(t *testing.T, b []byte) diag.List {
		_, found, err := term.ReadWords("t.csv", bytes.NewReader(b))
		return must(t, found, err)
	}},
	{at: "desk/folder.coding", head: "unit,source,c1,c2,note", row: "u#,s,a,b,*", dup: "c1", read: func(t *testing.T, b []byte) diag.List {
		fsys := os.DirFS(filepath.Join("..", "..", "..", "demo", "studies", "orvanie"))
		fsys = over{fsys, "coding/own.csv", b}
		_, found, err := folder.Open(fsys, "orvanie", []string{"areas", "survey", "odk", "reports", "statements", "monitoring", "ucdp", "acled", "gtd"}, answers.Options{})
		return must(t, found, err)
	}},
	{at: "in/answers.table", head: "area,w,safe", row: "n,#,*", dup: "safe", read: func(t *testing.T, b []byte) diag.List {
		return load(t, survey, map[string]string{"answers.csv": string(b)})
	}},
	{at: "in/answers.frame", head: "k,w,area,note", row: "#,1,n,*", dup: "w", read: func(t *testing.T, b []byte) diag.List {
		toml := strings.Replace(survey, "strata = [\"area\"]", "strata = [\"area\"]\nfile = \"frame.csv\"\nkey = [\"k\"]", 1)
		return load(t, toml, map[string]string{"answers.csv": "k,safe,area\n1,yes,n\n2,no,n\n3,yes,n\n", "frame.csv": string(b)})
	}},
	{at: "in/answers.quota", head: "area,planned,note", row: "n#,1,*", dup: "planned", read: func(t *testing.T, b []byte) diag.List {
		i, j := strings.Index(survey, "[design]"), strings.Index(survey, "[[groups]]")
		toml := strings.Replace(survey[:i], "sample", "inquiry", 1) + "[quota]\nfile = \"quota.csv\"\nby = [\"area\"]\n" + survey[j:]
		return load(t, toml, map[string]string{"answers.csv": people, "quota.csv": string(b)})
	}},
	{at: "cli.readColumns", head: "area,w,inc", row: "*,1,#", dup: "inc", read: func(t *testing.T, b []byte) diag.List {
		return said(t, map[string]string{"a.csv": string(b)}, "tool", "estimate", "DIR/a.csv", "mean", "inc")
	}},
	{at: "cli.readMarginFiles", head: "area,sex,total", row: "*#,x,10", dup: "total", read: func(t *testing.T, b []byte) diag.List {
		return said(t, map[string]string{"a.csv": people, "m.csv": string(b)}, "tool", "estimate", "DIR/a.csv", "mean", "w", "--poststratify", "DIR/m.csv")
	}},
	{at: "cli.readTaxonomy", head: "data.source,base.categories,l1", row: "A,*#,x", dup: "l1", read: func(t *testing.T, b []byte) diag.List {
		a := strings.NewReplacer("#", "1", "*", "x").Replace(record) + "\n"
		return said(t, map[string]string{"a.csv": a, "b.csv": strings.ReplaceAll(a, ",A,", ",B,"), "event.csv": string(b)},
			"tool", "link", "DIR/a.csv", "DIR/b.csv", "--taxonomy", "DIR/event.csv", "--out", "DIR/o.csv")
	}},
}

func head(s string) string { h, _, _ := strings.Cut(s, "\n"); return h }
func body(s string) string { _, b, _ := strings.Cut(s, "\n"); return b }

func must(t *testing.T, found diag.List, err error) diag.List {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// over is a folder with one more file.
type over struct {
	fs.FS
	name string
	b    []byte
}

func (o over) Open(name string) (fs.File, error) {
	if name == o.name {
		return fstest.MapFS{name: {Data: o.b}}.Open(name)
	}
	return o.FS.Open(name)
}

func (o over) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(o.FS, pattern)
	if pattern == "coding/*.csv" {
		names = []string{o.name}
	}
	return names, err
}

var codes = []diag.Code{"A233", "A234", "A235", "A236", "A243", "A248"}

// rowsOf writes a table of four rows; texts stand in place of the star.
func (r reader) rowsOf(texts ...string) []string {
	out := []string{r.head}
	for i := range 4 {
		text := "x"
		if i < len(texts) {
			text = texts[i]
		}
		out = append(out, strings.NewReplacer("#", string(rune('1'+i)), "*", text).Replace(r.row))
	}
	return out
}

func TestEveryReaderSaysWhatIsOddAboutItsTable(t *testing.T) {
	join := func(rows []string) []byte { return []byte(strings.Join(rows, "\n") + "\n") }
	for _, r := range readers {
		t.Run(r.at, func(t *testing.T) {
			for _, f := range r.read(t, join(r.rowsOf())) {
				if slices.Contains(codes, f.Code) {
					t.Errorf("a table with nothing odd about it: %v", f)
				}
			}
			short, long := r.rowsOf(), r.rowsOf()
			short[2] = short[2][:strings.LastIndexByte(short[2], ',')]
			long[2] += ",one more"
			twice := r.rowsOf()
			twice[0] += "," + r.dup
			for i := range twice[1:] {
				twice[i+1] += ",1"
			}
			for code, table := range map[diag.Code][]byte{
				"A233": join(r.rowsOf("x", "caf\xe9")), "A234": join(r.rowsOf("café", "caf\xe9")), "A235": join(short),
				"A236": join(r.rowsOf("x", `"the "old" one"`)), "A243": join(twice), "A248": join(long),
			} {
				found := r.read(t, table)
				i := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Code == code })
				if i < 0 {
					t.Errorf("%s is not said: %v", code, found)
				} else if code == "A248" && found[i].Severity != diag.Error {
					t.Errorf("A248 is %v, no error", found[i].Severity)
				}
			}
		})
	}
}

// opening are the functions by which a table is opened.
var opening = map[string][]string{"sheet": {"Open", "OpenSav", "NewScanner", "Workbook"}, "csv": {"NewReader"}}

// TestEveryReaderIsInTheList finds each function that opens a table: it stands
// among the readers above, or is free, with a reason.
func TestEveryReaderIsInTheList(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	seen := map[string]bool{}
	look := func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(p))
		rel = strings.TrimPrefix(filepath.ToSlash(rel), "internal/")
		if err != nil || rel == "sheet" {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			return err
		}
		for _, x := range f.Decls {
			fn, ok := x.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if pkg, ok := s.X.(*ast.Ident); ok && slices.Contains(opening[pkg.Name], s.Sel.Name) {
						seen[rel+"."+fn.Name.Name] = true
					}
				}
				return true
			})
		}
		return nil
	}
	for _, dir := range []string{"internal", "xlsform", "xform"} { // the libraries read tables too
		if err := filepath.WalkDir(filepath.Join(root, dir), look); err != nil {
			t.Fatal(err)
		}
	}
	for at := range seen {
		listed := slices.ContainsFunc(readers, func(r reader) bool { return r.at == at })
		if _, ok := free[at]; !ok && !listed {
			t.Errorf("%s opens a table: put it among the readers of this test, or say why it is free", at)
		}
	}
	for _, r := range readers {
		if !seen[r.at] {
			t.Errorf("%s opens no table any more: take it out of this test", r.at)
		}
	}
	for at := range free {
		if !seen[at] {
			t.Errorf("%s opens no table any more: it need not be free", at)
		}
	}
}
