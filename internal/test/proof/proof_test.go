// Package proof attacks a workplace from outside, knowing only its files: what is
// altered anywhere below private/ and public/ is to be named by `dires verify`, and
// what was acknowledged is to be there after a kill at any moment. The test binary
// is the program itself, run anew or in this process.
package proof

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/dires/dires/internal/cli"
	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/seal"
)

// FICTION: Orvanie is no country, and nobody said any of this.

// asProgram makes the test binary the program; it holds what the clock says.
const asProgram = "DIRES_PROOF_CLOCK"

func TestMain(m *testing.M) {
	clock := os.Getenv(asProgram)
	if clock == "" {
		status := m.Run()
		if toRemove != "" {
			_ = os.RemoveAll(toRemove)
		}
		os.Exit(status)
	}
	at, err := time.Parse(time.RFC3339, clock)
	if err != nil {
		panic(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, cli.World{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: func() time.Time { return at }}))
}

var day = time.Date(2033, 3, 1, 9, 0, 0, 0, time.UTC)

// long reports whether the longer proofs are asked for.
func long() bool { return os.Getenv("DIRES_LONG") == "1" }

// rounds is how many are done: few, those of CI, or those of DIRES_LONG=1.
func rounds(few, ci, all int) int {
	switch {
	case long():
		return all
	case os.Getenv("DIRES_REQUIRE_ALL") == "1":
		return ci
	}
	return few
}

// place is a workplace and the day on which somebody works there.
type place struct {
	root string
	now  time.Time
}

// run runs the program in this process.
func (p place) run(args ...string) (status int, said string) {
	var out bytes.Buffer
	w := cli.World{Args: append(args, "--dir", p.root, "--lang", "en"), In: strings.NewReader(""), Out: &out, Err: &out,
		Env: func(string) string { return "" }, Now: func() time.Time { return p.now }}
	status = cli.Run(context.Background(), w)
	return status, out.String()
}

// must runs the program and ends the test where it does not end well.
func (p place) must(t *testing.T, args ...string) string {
	t.Helper()
	s, said := p.run(args...)
	if s != 0 {
		t.Fatalf("%v: %d %s", args, s, said)
	}
	return said
}

// write writes a file of the workplace, and the folders above it.
func (p place) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(p.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// begin writes the folder of a study: reports that monitors collected, a table that
// anybody may read, and what people called things. Nothing is imported yet.
func begin(t *testing.T, root string) place {
	t.Helper()
	p := place{root, day}
	p.write(t, "dires.toml", "")
	p.write(t, "studies/orvanie/study.toml", "id = \"orvanie\"\nnature = \"fictional\"\nlanguages = [\"en\", \"fr\"]\ntitle = {en = \"FICTION\", fr = \"FICTION\"}\ncountry_name = {en = \"Orvanie\", fr = \"Orvanie\"}\n")
	source := func(id, class, reader, more string) {
		p.write(t, "studies/orvanie/sources/"+id+".toml", fmt.Sprintf("id = %q\nname = {en = \"FICTION\", fr = \"FICTION\"}\nclass = %q\nreader = %q\ncannot_see = {en = \"FICTION\", fr = \"FICTION\"}\nlicence = {level = \"derived\", name = \"FICTION\"}\n%s\n",
			id, class, reader, more))
	}
	source("own", "civil-society", "reports", "files = [\"inbox/own.csv\"]\nprotection = {own_reports = true}")
	source("gazette", "media", "reports", "files = [\"data/gazette.csv\"]\nprotection = {public = true}")
	source("record", "central-authority", "statements", "files = [\"register/measures.csv\"]\nprotection = {public = true}")
	source("interviews", "resident", "statements", "files = [\"inbox/namings.csv\"]")
	p.write(t, "studies/orvanie/register/measures.csv", "id,name_en,kind\nm1,FICTION act,law\n")
	var own, gazette strings.Builder
	own.WriteString("id,date,place,admin1,what,who,monitor,deaths,consent\n")
	gazette.WriteString("id,date,place,admin1,what,deaths\n")
	for i := range 48 {
		month := 1 + i%12
		fmt.Fprintf(&own, "%d,2031-%02d-%02d,Sable,north,raid (FICTION),trader %d,monitor %d,%d,public\n", i+1, month, 1+i%28, i, i%9, i%4)
		if i%3 == 0 {
			fmt.Fprintf(&gazette, "g%d,2031-%02d-%02d,Sable,north,raid (FICTION),%d\n", i+1, month, 1+i%28, i%4)
		}
	}
	p.write(t, "studies/orvanie/inbox/own.csv", own.String())
	p.write(t, "studies/orvanie/data/gazette.csv", gazette.String())
	var namings strings.Builder
	namings.WriteString("id,class,who,on,subject_type,subject,term,consent\n")
	for i := range 24 {
		fmt.Fprintf(&namings, "n%d,resident,person %d,2031-02-03,case,raids,brigands (FICTION),public\n", i, i)
	}
	p.write(t, "studies/orvanie/inbox/namings.csv", namings.String())
	return p
}

var (
	once  sync.Once
	first place
)

// built is a copy of the workplace that [build] makes, which is made once.
func built(t *testing.T) place {
	t.Helper()
	once.Do(func() {
		dir, err := os.MkdirTemp("", "dires-proof-")
		if err != nil {
			t.Fatal(err)
		}
		toRemove = dir
		first = build(t, filepath.Join(dir, "w"))
	})
	p := place{filepath.Join(t.TempDir(), "w"), first.now}
	if err := os.CopyFS(p.root, os.DirFS(first.root)); err != nil {
		t.Fatal(err)
	}
	return p
}

var toRemove string

// build makes a workplace with some of everything in it: entries of each kind,
// blobs, keys, a ceremony's files, withdrawals, editions of two audiences, pages.
func build(t *testing.T, root string) place {
	t.Helper()
	p := begin(t, root)
	p.must(t, "import")
	p.must(t, "reconcile")
	edit := func() {
		p.must(t, "release", "--profile", "internal")
		p.must(t, "release")
		p.must(t, "publish", "--profile", "internal")
		p.must(t, "publish")
	}
	edit()
	p.must(t, append([]string{"key", "ceremony", "--yes", "--need", "2"}, p.custodians(t)...)...)
	p.must(t, "withdraw", "own/5", "--yes")
	p.must(t, "withdraw", "interviews/n3", "--yes")
	p.write(t, "studies/orvanie/data/gazette.csv", "id,date,place,admin1,what,deaths\ng1,2031-01-01,Sable,north,raid (FICTION),9\n")
	p.now = p.now.AddDate(0, 4, 0)
	p.must(t, "import")
	p.must(t, "reconcile")
	edit()
	return p
}

// custodians writes the public files of three custodians and gives their names.
func (p place) custodians(t *testing.T) (names []string) {
	t.Helper()
	for _, n := range []string{"amadou", "awa", "fanta"} {
		to, _, err := seal.NewCustody()
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), n+custody.PublicFile)
		if err := os.WriteFile(name, custody.Member{Name: n, Recipient: to.String()}.Public(), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// files are the regular files below some folders of a workplace, by path.
func (p place) files(t *testing.T, below ...string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, b := range below {
		err := filepath.WalkDir(filepath.Join(p.root, b), func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			rel, err := filepath.Rel(p.root, name)
			if err == nil {
				all[filepath.ToSlash(rel)], err = os.ReadFile(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
