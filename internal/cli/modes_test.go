//go:build linux

package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/test/need"
)

// TestWatched is what the tests below watch from outside: a study from its
// first file to its ceremony. Alone it does nothing.
func TestWatched(t *testing.T) {
	root := os.Getenv("DIRES_WATCHED")
	if root == "" {
		t.Skip("it is run by TestWhatIsPrivateIsSoFromItsFirstByte")
	}
	ps := grove(t, root, 1)
	t.Chdir(filepath.Dir(root)) // custodians' keys have no business in a workplace
	for _, n := range []string{"amadou", "awa", "fanta"} {
		cheapKey(t, ".", n, "CANARY phrase of "+n)
	}
	run := func(in string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		w := World{Args: append(args, "--dir", root), In: strings.NewReader(in), Out: &out, Err: &out, Asks: in != "",
			Env: func(string) string { return "" }, Now: func() time.Time { return time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC) }}
		if s := Run(context.Background(), w); s != 0 {
			t.Fatalf("%v: %d %s", args, s, out.String())
		}
	}
	run("", "import")
	for _, p := range []string{"internal", "partners"} {
		run("", "release", "--profile", p)
		run("", "publish", "--profile", p)
		run("", "report", "--profile", p)
	}
	run("CANARY long phrase\nCANARY long phrase\n", "key", "new", "bintou")
	run("yes\n", "key", "ceremony", "amadou.dires-public", "awa.dires-public", "fanta.dires-public")
	run("CANARY phrase of awa\nCANARY phrase of fanta\n", "key", "drill", "awa.dires-key", "fanta.dires-key")
	if err := os.WriteFile("phrases", []byte("CANARY phrase of awa\nCANARY phrase of fanta\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := ps[len(ps)-1]
	run("", "key", "open", own.source+"/"+own.rows[0]["id"], "awa.dires-key", "fanta.dires-key", "--passphrase-file", "phrases", "--why", "test", "--out", filepath.Join(root, "private", "opened"))
	run("", "withdraw", ps[0].source+"/"+ps[0].rows[0]["id"], "--yes")
}

var (
	created = regexp.MustCompile(`(?:openat|open)\([^"]*"([^"]+)", [A-Z_|]*O_CREAT[A-Z_|]*, 0([0-7]+)\)`)
	mkdired = regexp.MustCompile(`(?:mkdirat|mkdir)\([^"]*"([^"]+)", 0([0-7]+)\)`)
	written = regexp.MustCompile(`p?write[v64]*\(\d+<([^>]*)>, (.*)`)
)

// Every file and folder below private/ is its owner's alone in the call that
// makes it, whatever the umask; no later call tightens it. No secret key of
// anybody is written anywhere but into the folder of keys: least of all into a
// temporary file.
func TestWhatIsPrivateIsSoFromItsFirstByte(t *testing.T) {
	if os.Getenv("DIRES_LONG") != "1" {
		t.Skip("DIRES_LONG=1 watches every file a study makes")
	}
	strace := need.Program(t, "strace")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root, tmp, log := filepath.Join(dir, "w"), filepath.Join(dir, "tmp"), filepath.Join(dir, "log")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("sh", "-c", `umask 000; exec "$@"`, "sh", strace, "-f", "-y", "-qq", "--seccomp-bpf", "-s", "65536", "-o", log,
		"-e", "trace=open,openat,mkdir,mkdirat,write,pwrite64,writev", "-e", "signal=none", os.Args[0], "-test.run=^TestWatched$", "-test.v")
	c.Env = append(os.Environ(), "DIRES_WATCHED="+root, "TMPDIR="+tmp)
	if out, err := c.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS: TestWatched")) {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	private, made, secrets := filepath.Join(root, "private")+"/", 0, 0
	first := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if w := written.FindStringSubmatch(line); w != nil && strings.Contains(w[2], "AGE-SECRET-KEY") {
			secrets++
			if !strings.HasPrefix(w[1], private+"keys/") {
				t.Errorf("a secret key is written into %s", strings.TrimPrefix(w[1], dir))
			}
		}
		for _, re := range []*regexp.Regexp{created, mkdired} {
			m := re.FindStringSubmatch(line)
			if m == nil || !strings.HasPrefix(m[1]+"/", private) {
				continue
			}
			made++
			if m[1] == private+"dires.db" && first[m[1]] { // SQLite asks for it; it is there
				continue
			}
			first[m[1]] = true
			if mode, err := strconv.ParseUint(m[2], 8, 32); err != nil || mode&0o077 != 0 {
				t.Errorf("%s is made with mode %s", strings.TrimPrefix(m[1], root), m[2])
			}
		}
	}
	if made < 50 || secrets == 0 {
		t.Errorf("only %d files and %d secret keys were seen", made, secrets)
	}
	_ = filepath.WalkDir(private, func(p string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if i, err := e.Info(); err == nil && i.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", strings.TrimPrefix(p, root), i.Mode().Perm())
		}
		return nil
	})
	if left, _ := filepath.Glob(filepath.Join(tmp, "dires*")); len(left) > 0 {
		t.Error("left in the temporary folder:", left)
	}
}
