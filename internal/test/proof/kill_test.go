//go:build unix

package proof

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dires/dires/internal/test/need"
)

// deed is a verb that is killed: in a workplace where what it needs was done, and is
// to be done again afterwards, to the same end.
type deed struct {
	name    string
	before  func(*testing.T, place)          // what makes it needed; nil where the workplace is ready
	args    func(*testing.T, place) []string // of the verb
	is      func(*testing.T, place) bool     // whether it was done, of a workplace that verifies
	refused string                           // a code by which doing it again may say that it was done already
}

func verb(args ...string) func(*testing.T, place) []string {
	return func(*testing.T, place) []string { return args }
}

var entriesIn = regexp.MustCompile(`([0-9,]+) (?:entries|entry), nothing altered`)

// entries is how many entries verify counts; -1 where it is not content.
func (p place) entries(t *testing.T) (n int, said string) {
	t.Helper()
	s, said := p.run("verify")
	m := entriesIn.FindStringSubmatch(said)
	if s != 0 || m == nil {
		return -1, said
	}
	if _, err := fmt.Sscan(strings.ReplaceAll(m[1], ",", ""), &n); err != nil {
		t.Fatal(err)
	}
	return n, said
}

var deeds = []deed{
	{name: "import", before: func(t *testing.T, p place) { more(t, p, 60) }, args: verb("import"), is: rises},
	{name: "import of a corrected file", before: func(t *testing.T, p place) { correct(t, p) }, args: verb("import"), is: rises},
	{name: "import --undo", args: verb("import", "--undo"), is: rises},
	{name: "source remove", args: verb("source", "remove", "gazette"), is: rises, refused: "D715"},
	{name: "reconcile", before: func(t *testing.T, p place) { more(t, p, 20); p.must(t, "import") }, args: verb("reconcile"), is: rises},
	{name: "release", before: func(t *testing.T, p place) { more(t, p, 20); p.must(t, "import"); p.must(t, "reconcile") },
		args: verb("release", "--profile", "internal"), is: rises},
	{name: "publish", before: func(t *testing.T, p place) { _ = os.RemoveAll(filepath.Join(p.root, "private", "print")) }, args: verb("publish", "--profile", "internal")},
	{name: "withdraw", args: verb("withdraw", "own/7", "--yes"), is: rises},
	{name: "ceremony", args: func(t *testing.T, p place) []string {
		return append([]string{"key", "ceremony", "--yes", "--need", "2"}, p.custodians(t)...)
	}, is: rises},
	{name: "rebuild", args: verb("rebuild")},
}

func rises(*testing.T, place) bool { return true }

// more adds reports of the coalition's own to the file that holds them.
func more(t *testing.T, p place, n int) {
	t.Helper()
	name := "studies/orvanie/inbox/own.csv"
	b, err := os.ReadFile(filepath.Join(p.root, name))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		b = fmt.Appendf(b, "m%d,2031-04-%02d,Sable,north,raid (FICTION),trader m%d,monitor %d,%d,public\n", i, 1+i%28, i, i%9, i%4)
	}
	p.write(t, name, string(b))
}

func correct(t *testing.T, p place) {
	t.Helper()
	p.write(t, "studies/orvanie/data/gazette.csv", "id,date,place,admin1,what,deaths\ng1,2031-01-01,Sable,north,raid (FICTION),8\ng2,2031-01-02,Sable,north,raid (FICTION),1\n")
}

// child starts the program as a process of its own.
func (p place) child(args ...string) (*exec.Cmd, *bytes.Buffer) {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	c := exec.Command(exe, append(args, "--dir", p.root, "--lang", "en")...)
	c.Env = append(os.Environ(), asProgram+"="+p.now.Format(time.RFC3339))
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return c, &out
}

// left are the files that nothing but a kill leaves: half written copies, and keys
// under another name.
func (p place) left(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(p.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if strings.Contains(base, ".tmp") || strings.HasPrefix(base, "tmp-") || strings.HasSuffix(base, "~") || strings.Contains(base, ".new") || strings.HasPrefix(base, ".dires") {
			names = append(names, strings.TrimPrefix(name, p.root))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Whatever verb is killed, at whatever moment: what was acknowledged before is there,
// verify is content or names what is to be done, the verb done again ends well and to
// the same end as if nothing had happened, and no key or half written file is left.
func TestAKilledVerbLosesNothing(t *testing.T) {
	strace := need.Program(t, "strace")
	base := built(t)
	rng := rand.New(rand.NewPCG(20261201, 5))
	n := rounds(4, 60, 300)
	killed, done, half := 0, 0, map[string]int{}
	type plan struct {
		p         place
		args      []string
		n         int // entries before
		takes     time.Duration
		full      int    // entries after, undisturbed
		was, will string // what a figure says before and after
	}
	plans := make([]*plan, len(deeds))
	prepare := func(i int) *plan {
		t.Helper()
		if plans[i] != nil {
			return plans[i]
		}
		d := deeds[i]
		x := &plan{p: place{filepath.Join(t.TempDir(), "w"), base.now}}
		copyTo(t, base, x.p)
		if d.before != nil {
			d.before(t, x.p)
		}
		x.args = d.args(t, x.p)
		x.n, _ = x.p.entries(t)
		x.was = figures(t, x.p)
		whole := place{filepath.Join(t.TempDir(), "w"), base.now}
		copyTo(t, x.p, whole)
		c, out := whole.child(x.args...)
		at := time.Now()
		if err := c.Run(); err != nil {
			t.Fatalf("%s: %v %s", d.name, err, out)
		}
		x.takes = time.Since(at)
		var said string
		if x.full, said = whole.entries(t); x.full < 0 || d.is != nil && x.full <= x.n {
			t.Fatalf("%s did nothing: %d entries, then %d %s", d.name, x.n, x.full, said)
		}
		x.will = figures(t, whole)
		plans[i] = x
		return x
	}
	for round := range n {
		i := round % len(deeds)
		d, x := deeds[i], prepare(i)
		p := place{filepath.Join(t.TempDir(), "w"), base.now}
		copyTo(t, x.p, p)
		c, out := p.child(x.args...)
		wait := time.Duration(rng.Int64N(int64(x.takes)))
		at := ""
		if round%3 == 2 { // inside a call by which something becomes durable
			at = []string{"fsync,fdatasync", "pwrite64", "unlinkat,linkat,renameat,renameat2", "openat"}[rng.IntN(4)]
			most := 24
			if at == "openat" {
				most = 200
			}
			c.Args = append([]string{strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace=" + at,
				"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", at, 1+rng.IntN(most)), c.Path}, c.Args[1:]...)
			c.Path, wait = strace, time.Minute
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		var err error
		select {
		case err = <-ended:
		case <-time.After(wait):
			_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
			err = <-ended
		}
		if err == nil {
			done++
		} else {
			killed++
		}
		what := fmt.Sprintf("%d: %s killed after %s of %s, or at %s (%v)", round, d.name, wait, x.takes, at, err)
		now, said := p.entries(t)
		switch {
		case now < 0 && !code.MatchString(said):
			t.Errorf("%s: verify names nothing: %s", what, said)
		case now < 0:
			half[d.name+" "+strings.Join(code.FindAllString(said, 2), " ")]++
		case now < x.n:
			t.Errorf("%s: of %d entries %d are there", what, x.n, now)
		case err == nil && now != x.full:
			t.Errorf("%s: acknowledged, and %d entries of %d are there", what, now, x.full)
		}
		if got := figures(t, p); got != x.will && (got != x.was || err == nil) {
			t.Errorf("%s: half of it is there: %s", what, got)
		}
		if err != nil { // whoever does it again gets it done
			if len(p.left(t)) > 0 {
				time.Sleep(250 * time.Millisecond) // a file just begun may be another's
			}
			if s, again := p.run(x.args...); s != 0 && (d.refused == "" || !strings.Contains(again, d.refused)) {
				t.Errorf("%s: again: %d %s\nbefore: %s", what, s, firstLines(again), out)
			}
			if s, said := p.run("verify"); s != 0 {
				t.Errorf("%s: done again, verify says %s", what, firstLines(said))
			}
		}
		if got := figures(t, p); got != x.will && d.name != "import --undo" { // which takes back one more
			t.Errorf("%s: done again, it says %s, undisturbed %s", what, got, x.will)
		}
		if round%4 == 0 {
			if s, said := p.run("rebuild"); s != 0 || !strings.Contains(said, "identical") {
				t.Errorf("%s: rebuilt: %s", what, said)
			}
		}
		if l := p.left(t); len(l) > 0 {
			t.Errorf("%s: left behind: %v", what, l)
		}
		if d.name == "ceremony" {
			if _, err := os.Stat(filepath.Join(p.root, "private", "keys", "orvanie.custody-identity")); err == nil {
				t.Errorf("%s: the identity lies on the machine", what)
			}
		}
		if err := os.RemoveAll(p.root); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d killed, %d had ended; verify named before it was done again: %v", killed, done, half)
	if killed < n/2 {
		t.Error("hardly any was killed")
	}
}

// figures is what two figures say of the claims and the events.
func figures(t *testing.T, p place) string {
	t.Helper()
	return p.must(t, "figure", "profile.incidents-by-year") + p.must(t, "figure", "profile.deaths-by-year")
}

func copyTo(t *testing.T, from, to place) {
	t.Helper()
	if err := os.CopyFS(to.root, os.DirFS(from.root)); err != nil {
		t.Fatal(err)
	}
}
