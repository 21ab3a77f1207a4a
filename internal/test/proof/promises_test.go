//go:build linux

package proof

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// says runs the program and looks at its status and for words.
func (p place) says(t *testing.T, want int, words string, args ...string) string {
	t.Helper()
	s, said := p.run(args...)
	if s != want || !strings.Contains(said, words) {
		t.Fatalf("%v: %d, not %d with %q: %s", args, s, want, words, said)
	}
	return said
}

// sql alters the database as whoever reaches it can.
func (p place) sql(t *testing.T, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.root, "private", "dires.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(text, err)
	}
}

func (p place) copied(t *testing.T) place {
	t.Helper()
	q := place{filepath.Join(t.TempDir(), "w"), p.now}
	copyTo(t, p, q)
	return q
}

var rootIn = regexp.MustCompile(`(\d+) entries, nothing altered; root ([0-9a-f]{64})`)

// A root that somebody noted, with the number of entries, goes on fitting while the
// ledger grows, and fits no other ledger.
func TestARootThatWasNotedIsAskedFor(t *testing.T) {
	p := begin(t, filepath.Join(t.TempDir(), "w"))
	p.must(t, "import")
	m := rootIn.FindStringSubmatch(p.must(t, "verify"))
	if m == nil {
		t.Fatal("verify prints no root")
	}
	size, root := m[1], m[2]
	p.must(t, "reconcile")
	p.says(t, 0, "nothing altered", "verify", "--root", root, "--size", size)
	p.says(t, 0, "nothing altered", "verify", "--root", strings.ToUpper(root), "--size", size)
	other := "0" + root[1:]
	if root[0] == '0' {
		other = "1" + root[1:]
	}
	bad, _ := p.run("verify", "--root", other, "--size", size)
	for _, args := range [][]string{{"--root", other, "--size", size}, {"--root", root, "--size", "1"}, {"--root", root, "--size", "99999"}, {"--root", root, "--size", "0"}} {
		p.says(t, bad, "L184", append([]string{"verify"}, args...)...)
	}
	if bad == 0 {
		t.Error("another root ends well")
	}
	for _, args := range [][]string{{"--root", root}, {"--size", size}, {"--root", root[1:], "--size", size}, {"--root", root, "--size", "-1"}} {
		p.says(t, 2, "E045", append([]string{"verify"}, args...)...)
	}
	q := begin(t, filepath.Join(t.TempDir(), "w")) // the same files, another ledger
	q.must(t, "import")
	q.says(t, bad, "L184", "verify", "--root", root, "--size", size)
}

// Nothing is released, and nothing written, where tables are not what was written.
// What is made from the ledger is made again by rebuild, which ends with an error
// because something differed; after it everything is right.
func TestRebuildMendsWhatDiffersAndSaysSo(t *testing.T) {
	base := built(t)
	for _, c := range []struct {
		name, sql string
		release   bool // it is refused
	}{
		{"a number", `UPDATE claims SET body = CAST(replace(CAST(body AS TEXT), '"best":', '"best":9') AS BLOB)`, true},
		{"all claims", `DELETE FROM claims`, true},
		{"an event", `DELETE FROM events WHERE id = (SELECT MIN(id) FROM events)`, true},
		{"all events", `DELETE FROM events`, true},
		{"the sums", `DELETE FROM sums`, true},
		{"a kind", `UPDATE entries SET kind = 'record' WHERE kind = 'release' AND seq = (SELECT MIN(seq) FROM entries WHERE kind = 'release')`, false},
		{"subjects", `DELETE FROM subjects WHERE subject = (SELECT MIN(subject) FROM subjects)`, false},
		{"shreds", `DELETE FROM shreds`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := base.copied(t)
			p.sql(t, c.sql)
			p.says(t, 5, "D730", "verify")
			if c.release {
				p.says(t, 5, "D733", "release", "--profile", "internal")
				p.says(t, 5, "D733", "release", "--dry-run")
			}
			p.says(t, 5, "D732", "rebuild")
			p.says(t, 0, "nothing altered", "verify")
			p.says(t, 0, "identical", "rebuild")
		})
	}
}

// A study whose ledger was struck off a list, or is gone beside its keys, is named.
func TestALedgerThatIsGoneIsNamed(t *testing.T) {
	base := built(t)
	for text, code := range map[string]string{
		`DELETE FROM logs`:    "L175",
		`DELETE FROM studies`: "L175",
		`DELETE FROM entries`: "L111",
		`DELETE FROM entries; DELETE FROM logs; DELETE FROM studies; DELETE FROM heads; DELETE FROM sums; DELETE FROM claims; DELETE FROM events; DELETE FROM subjects; DELETE FROM shreds`: "L183",
	} {
		p := base.copied(t)
		p.sql(t, text)
		if said := p.says(t, 5, code, "verify"); strings.Contains(said, "0 entries, nothing altered") {
			t.Error(text, said)
		}
	}
}

// An older database beside the keys and the head file of today: nobody writes to it,
// and what is lost is given up only by who says so.
func TestLostEntriesAreGivenUpOnlyByWhoSaysSo(t *testing.T) {
	p := begin(t, filepath.Join(t.TempDir(), "w"))
	p.must(t, "import")
	name := filepath.Join(p.root, "private", "dires.db")
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p.must(t, "reconcile")
	if err := os.WriteFile(name, old, 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(name + "-wal")
	_ = os.Remove(name + "-shm")
	p.says(t, 5, "L177", "verify")
	p.says(t, 5, "L176", "import")
	p.says(t, 5, "L176", "release")
	p.says(t, 5, "L176", "rebuild")
	p.says(t, 5, "D732", "rebuild", "--accept-loss")
	p.says(t, 0, "nothing altered", "verify")
	p.must(t, "reconcile")
	p.says(t, 0, "nothing altered", "verify")
}

// A head file that is missing is named by verify, and whoever writes next is told that
// a new one was made.
func TestAMissingHeadFileIsSaidToWhoWrites(t *testing.T) {
	p := begin(t, filepath.Join(t.TempDir(), "w"))
	p.must(t, "import")
	if err := os.Remove(filepath.Join(p.root, "private", "heads", "orvanie.head")); err != nil {
		t.Fatal(err)
	}
	p.says(t, 5, "L178", "verify")
	p.says(t, 0, "L189", "reconcile")
	if said := p.must(t, "verify"); strings.Contains(said, "L1") {
		t.Error(said)
	}
	if said := p.must(t, "import"); strings.Contains(said, "L189") {
		t.Error(said)
	}
}

// disk mounts a disk of its own, and skips the test where nobody may.
func disk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("needs the right to mount a disk: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// Whoever audits with a disk that nothing can be written to can verify, also what a
// killed program left in the write-ahead log; whoever would write is told so.
func TestVerifyOnADiskThatCannotBeWrittenTo(t *testing.T) {
	base := built(t)
	dir := disk(t, "64m")
	p := place{filepath.Join(dir, "w"), base.now}
	copyTo(t, base, p)
	readOnly := func(flag uintptr) {
		t.Helper()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flag, "size=64m"); err != nil {
			t.Fatal(err)
		}
	}
	readOnly(syscall.MS_RDONLY)
	p.says(t, 0, "nothing altered", "verify")
	if s, said := p.run("import"); s == 0 || !code.MatchString(said) {
		t.Error(s, said)
	}
	readOnly(0)
	p.sql(t, `UPDATE claims SET gone = 1 WHERE id = (SELECT MIN(id) FROM claims)`)
	readOnly(syscall.MS_RDONLY)
	p.says(t, 5, "L171", "verify")
}

// A disk that is full is said in words; nothing that was acknowledged is lost, and
// once there is room the same command ends well.
func TestAFullDiskIsSaid(t *testing.T) {
	dir := disk(t, "3m")
	p := begin(t, filepath.Join(dir, "w"))
	p.must(t, "import")
	n, _ := p.entries(t)
	more(t, p, 400)
	if err := os.WriteFile(filepath.Join(dir, "ballast"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "ballast"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // until the disk is full
		_, err = f.Write(make([]byte, 4096))
	}
	_ = f.Close()
	p.says(t, 1, "E035", "import")
	if now, said := p.entries(t); now != n {
		t.Errorf("%d entries, then %d: %s", n, now, said)
	}
	if err := os.Remove(filepath.Join(dir, "ballast")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	p.must(t, "import")
	if now, said := p.entries(t); now != n+401 {
		t.Errorf("%d entries, then %d: %s", n, now, said)
	}
}
