package cli

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// FICTION: Orvanie is no country, and nobody said any of this.

// valid are cells that a reader would refuse a canary in, or that are codes by
// their shape.
var valid = map[string]string{"class": "resident", "consent": "internal", "cleared": "no", "on": "2031-02-03", "release_after": "2031-03", "when": "2031-02", "due": "2032",
	"directness": "direct", "fiction": "FICTION", "subject_type": "case", "documented": "no", "listed": "public", "measure": "m1", "measures": "m1", "stage": "D",
	"rung_claimed": "2", "rung_supported": "u", "organisations_n": "1", "regions_n": "1", "women_n": "0", "youth_n": "0", "prevented": "no", "declined": "no",
	"token": "no", "doubted": "no", "state": "kept", "triad": "prevention", "date": "2031-02-03", "deaths": "0", "deaths_low": "0", "deaths_high": "1", "latitude": "1.5",
	"longitude": "2.5", "civilians": "0", "injured": "0", "taken": "0", "toll": "", "coordinates": "", "said_on": "2031-02-03",
	"lat": "1.5", "lon": "2.5", "precision": "exact", "deaths_best": "0", "sources": "2", "heard": "direct", "language": "en", "reported_on": "2031-02-04"}

// inClear are the columns whose cells the desk works with, as docs/threats.md
// says: codes, places, whom it accuses, the names given. All others are sealed.
var inClear = []string{"id", "area", "where", "admin1", "admin2", "country", "place", "subject", "term", "label", "response", "coping", "function", "addressee",
	"direction", "theme", "languages", "answers", "type", "perpetrator", "target"}

// alsoClear are such columns of one kind: who agreed to be listed, and the codes
// of a monitor's row.
var alsoClear = []string{"capacity.org", "watched.district", "watched.act", "watched.actor_a", "watched.actor_b", "watched.names",
	"watched.responses", "watched.arms"}

// planted is one file of canaries.
type planted struct {
	source, kind string
	rows         []map[string]string // column → cell
}

var canary = regexp.MustCompile(`CNRY[0-9]{6}`)

// plant makes rows of canaries for columns.
func (p *planted) plant(next *int, n int, columns []string) string {
	var b strings.Builder
	b.WriteString(strings.Join(columns, ",") + "\n")
	for range n {
		row, cells := map[string]string{}, []string{}
		for _, c := range columns {
			v, ok := valid[c]
			if !ok {
				*next++
				v = fmt.Sprintf("CNRY%06d", *next)
			}
			switch c {
			case "history", "follow_up":
				v = "2031-05: kept: " + v
			case "for", "against":
				v = "hoop:yes: " + v
			case "names":
				v = "resident: " + v
			case "arms":
				v = "seizure:" + v + ":3"
			}
			row[c] = v
			cells = append(cells, v)
		}
		p.rows = append(p.rows, row)
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.String()
}

// fileOf is what a file of a kind of statement is called.
func fileOf(kind string) string {
	switch {
	case kind == "capacity":
		return "capacities.csv"
	case kind == "coping" || kind == "involvement":
		return kind + ".csv"
	}
	return kind + "s.csv"
}

// columnsOfPaper reads which columns each kind of statement has from the paper
// that lists them for people.
func columnsOfPaper(t *testing.T) map[string][]string {
	t.Helper()
	b, err := os.ReadFile("../../docs/formats/statements.md")
	if err != nil {
		t.Fatal(err)
	}
	all, kind := map[string][]string{}, ""
	for line := range strings.Lines(string(b)) {
		if k, ok := strings.CutPrefix(line, "### "); ok {
			kind = strings.TrimSpace(k)
		} else if strings.HasPrefix(line, "| `") && kind != "" {
			all[kind] = append(all[kind], strings.Split(line, "`")[1])
		}
	}
	return all
}

// grove is a workplace with canaries in every column of every table of own
// material.
func grove(t *testing.T, root string, rows int) (ps []planted) {
	t.Helper()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	source := func(id, class, reader, more string) {
		put("studies/orvanie/sources/"+id+".toml", fmt.Sprintf("id = %q\nname = {en = \"FICTION\"}\nclass = %q\nreader = %q\ncannot_see = {en = \"FICTION\"}\nlicence = {level = \"derived\", name = \"FICTION\"}\n%s\n",
			id, class, reader, more))
	}
	put("dires.toml", "")
	put("studies/orvanie/study.toml", "id = \"orvanie\"\nnature = \"fictional\"\nlanguages = [\"en\"]\ntitle = {en = \"FICTION\"}\ncountry_name = {en = \"Orvanie\"}\n")
	source("record", "central-authority", "statements", "files = [\"register/measures.csv\"]\nprotection = {public = true}")
	put("studies/orvanie/register/measures.csv", "id,name_en,kind\nm1,FICTION act,law\n")
	next, paper := 0, columnsOfPaper(t)
	var kinds, files []string
	for k := range paper {
		if k != "Every statement" && k != "measures" && k != "organisations" {
			kinds = append(kinds, k)
		}
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		var cols []string
		for _, c := range append(slices.Clone(paper["Every statement"]), paper[k]...) {
			if c == "fiction" || slices.Contains(cols, c) {
				continue
			}
			cols = append(cols, c)
		}
		for _, c := range []string{"note", "speaker", "document", "forum"} { // and how the pages say it
			cols = append(cols, c+"_en")
		}
		p := planted{source: "interviews", kind: k}
		file := "inbox/" + fileOf(k)
		put("studies/orvanie/"+file, p.plant(&next, rows, cols))
		files, ps = append(files, fmt.Sprintf("%q", file)), append(ps, p)
	}
	source("interviews", "resident", "statements", "files = ["+strings.Join(files, ", ")+"]")
	own := planted{source: "own", kind: "incident"}
	put("studies/orvanie/inbox/own.csv", own.plant(&next, rows*4, []string{"id", "date", "place", "admin1", "admin2", "country", "what", "who", "monitor", "deaths", "type", "document",
		"perpetrator", "target", "consent", "telephone"}))
	source("own", "civil-society", "reports", "files = [\"inbox/own.csv\"]\nprotection = {own_reports = true}")
	watch := planted{source: "watch", kind: "watched"}
	put("studies/orvanie/inbox/watch.csv", watch.plant(&next, rows*2, columnsOfMonitoring(t)))
	source("watch", "civil-society", "monitoring", "files = [\"inbox/watch.csv\"]\nprotection = {own_reports = true}")
	return append(ps, own, watch)
}

// columnsOfMonitoring reads the columns of the monitoring table from its paper.
func columnsOfMonitoring(t *testing.T) (all []string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/formats/monitoring.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		for i, c := range strings.Split(first, "`") {
			if strings.HasPrefix(line, "| `") && i%2 == 1 && c != "fiction" && !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	if len(all) < 30 {
		t.Fatal("the paper names only", all)
	}
	return append(all, "telephone")
}

// standingIn gives the canaries that stand in the files below a folder, and where.
func standingIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	at := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		for _, c := range canary.FindAll(b, -1) {
			at[string(c)] = p
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return at
}

// What was told in confidence stands outside its sealed parts only as far as the
// list says, in no file, page or message; and not at all once the person withdrew.
func TestCanariesStayUnderSeal(t *testing.T) {
	rows := 2
	if os.Getenv("DIRES_LONG") == "1" {
		rows = 40
	}
	root := filepath.Join(t.TempDir(), "w")
	ps := grove(t, root, rows)
	run := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		w := World{Args: append(args, "--dir", root), In: strings.NewReader(""), Out: &out, Err: &errs,
			Env: func(string) string { return "" }, Now: func() time.Time { return time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC) }}
		if s := Run(context.Background(), w); s != 0 {
			t.Fatalf("%v: %d %s", args, s, errs.String())
		}
		return out.String() + errs.String()
	}
	sealed, open := map[string]string{}, map[string]string{}
	for _, p := range ps {
		for _, r := range p.rows {
			for column, cell := range r {
				clear := slices.Contains(inClear, column) || slices.Contains(alsoClear, p.kind+"."+column)
				if c := canary.FindString(cell); c != "" && clear && p.kind+"."+column != "watched.place" { // an exact place is put aside
					open[c] = p.kind + "." + column
				} else if c != "" {
					sealed[c] = p.kind + "." + column
				}
			}
		}
	}
	if len(sealed)+len(open) < 400 {
		t.Fatal("only", len(sealed), "sealed and", len(open), "open canaries")
	}
	said := ""
	edit := func() {
		for _, p := range []string{"internal", "partners", "public"} {
			said += run("release", "--profile", p) + run("publish", "--profile", p) + run("report", "--profile", p)
		}
	}
	said += run("import") + run("reconcile")
	edit()
	look := func(when string) {
		t.Helper()
		wrong := map[string]bool{}
		for _, c := range canary.FindAllString(said, -1) {
			if sealed[c] != "" {
				wrong[sealed[c]+" in a message"] = true
			}
		}
		for _, dir := range []string{"private", "public", "reports"} {
			for c, at := range standingIn(t, filepath.Join(root, dir)) {
				if sealed[c] != "" {
					wrong[sealed[c]+" in "+strings.TrimPrefix(at, root)] = true
				}
			}
		}
		for w := range wrong {
			t.Errorf("%s: %s", when, w)
		}
	}
	look("before")
	if n := len(standingIn(t, filepath.Join(root, "private"))); n == 0 {
		t.Fatal("nothing was imported")
	}
	var gone []string // every canary of those who withdraw
	for _, p := range ps {
		r := p.rows[0]
		for _, cell := range r {
			gone = append(gone, canary.FindAllString(cell, -1)...)
		}
		out := run("withdraw", p.source+"/"+r["id"], "--yes")
		if again := run("withdraw", p.source+"/"+r["id"], "--yes"); !strings.Contains(again, "withdrawn on 2033-01-01") {
			t.Errorf("asked again: %s", again)
		}
		if p.kind == ps[0].kind && (!strings.Contains(out, "2033-01-01") || !strings.Contains(out, "private/print/internal") || !strings.Contains(out, "inbox/"+fileOf(p.kind))) {
			t.Errorf("it does not say what it took: %s", out)
		}
	}
	left := standingIn(t, filepath.Join(root, "private"))
	for _, c := range gone {
		if at := left[c]; at != "" {
			t.Errorf("%s%s of who withdrew stands in %s", open[c], sealed[c], strings.TrimPrefix(at, root))
		}
	}
	edit() // and nothing of it comes back
	look("after")
	left = standingIn(t, filepath.Join(root, "private"))
	for _, c := range gone {
		if at := left[c]; at != "" {
			t.Errorf("after another release, %s%s of who withdrew stands in %s", open[c], sealed[c], strings.TrimPrefix(at, root))
		}
	}
	if out := run("verify"); strings.Contains(out, "error") {
		t.Error(out)
	}
}
