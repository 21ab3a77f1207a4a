package proof

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // what an attacker has as well
)

// attack is one alteration of a workplace.
type attack struct {
	what     string
	harmless string // why it can change no number, page, key or proof; then verify may say what it likes
	numbers  bool   // it alters what numbers are computed from: release must refuse as well
}

// target is a workplace that is altered and put back, again and again.
type target struct {
	place
	t     *testing.T
	rng   *rand.Rand
	files map[string][]byte
	names []string
	holds string // hash of what the database holds
}

func aim(t *testing.T, p place, seed uint64) *target {
	t.Helper()
	g := &target{place: p, t: t, rng: rand.New(rand.NewPCG(seed, 11)), files: p.files(t, "private", "public")}
	delete(g.files, "private/dires.db-shm")
	g.names = slices.Sorted(maps.Keys(g.files))
	g.holds, _ = g.content()
	return g
}

// restore puts every file back as it was.
func (g *target) restore(some ...string) {
	g.t.Helper()
	_ = os.Remove(filepath.Join(g.root, "private", "dires.db-shm"))
	if len(some) == 0 {
		now := g.place.files(g.t, "private", "public")
		for name := range now {
			if _, ok := g.files[name]; !ok {
				_ = os.Remove(filepath.Join(g.root, name))
			}
		}
		for name, b := range g.files {
			if was, ok := now[name]; !ok || !bytes.Equal(was, b) {
				g.put(name, b)
			}
		}
		return
	}
	for _, name := range append(some, "private/dires.db-wal") {
		if b, ok := g.files[name]; ok {
			g.put(name, b)
		} else if err := os.Remove(filepath.Join(g.root, name)); err != nil && !os.IsNotExist(err) {
			g.t.Fatal(err)
		}
	}
}

func (g *target) put(name string, b []byte) {
	g.t.Helper()
	name = filepath.Join(g.root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		g.t.Fatal(err)
	}
}

func (g *target) open() *sql.DB {
	g.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(g.root, "private", "dires.db"))
	if err != nil {
		g.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// content is a hash of every row of every table; an error says that they cannot all
// be read any more.
func (g *target) content() (string, error) {
	if _, err := os.Stat(filepath.Join(g.root, "private", "dires.db")); err != nil {
		return "", err // opening would make one
	}
	db := g.open()
	defer db.Close()
	h := sha256.New()
	for _, table := range tables {
		for _, text := range []string{"SELECT * FROM " + table, "SELECT COUNT(*) FROM " + table} {
			rows, err := db.Query(text)
			if err != nil {
				return "", err
			}
			cols, err := rows.Columns()
			if err != nil {
				return "", err
			}
			vals := make([]any, len(cols))
			for i := range vals {
				vals[i] = new(any)
			}
			var all []string
			for rows.Next() {
				if err := rows.Scan(vals...); err != nil {
					return "", err
				}
				s := table
				for _, v := range vals {
					s += fmt.Sprintf(" %T:%v", *v.(*any), *v.(*any))
				}
				all = append(all, s)
			}
			if err := rows.Err(); err != nil {
				return "", err
			}
			slices.Sort(all)
			fmt.Fprintln(h, all)
		}
	}
	var sound, version string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		return "", fmt.Errorf("%s %w", sound, err)
	}
	err := db.QueryRow("PRAGMA user_version").Scan(&version)
	return fmt.Sprintf("%x %s", h.Sum(nil), version), err
}

var tables = []string{"claims", "events", "notes", "subjects", "shreds", "entries", "logs", "studies", "checkpoints", "sums", "heads"}

// a row of a table, by one statement of SQL.
func (g *target) row() attack {
	g.t.Helper()
	db := g.open()
	defer db.Close()
	var table string
	var cols []string
	n := 0
	for n == 0 { // a table may be empty
		table = tables[g.rng.IntN(len(tables))]
		if g.rng.IntN(3) == 0 {
			table = tables[g.rng.IntN(4)] // what numbers come from, and keys
		}
		cols, n = g.columns(db, table)
	}
	where := g.pick(db, table, n)
	a := attack{numbers: slices.Contains([]string{"claims", "events", "notes"}, table)}
	switch k := g.rng.IntN(8); {
	case k == 0:
		a.what = "DELETE FROM " + table + where
	case k == 1:
		a.what = "DELETE FROM " + table
	case k == 2: // a row twice, under another key
		a.what = "INSERT INTO " + table + " SELECT " + strings.Join(g.twin(table, cols), ", ") + " FROM " + table + where
		if table == "studies" || table == "heads" || table == "sums" {
			a.harmless = "of a study that has no entries"
		}
	default:
		c := cols[g.rng.IntN(len(cols))]
		a.what = "UPDATE " + table + " SET " + c + " = " + g.other(c) + where
		if table == "shreds" && c == "done" {
			a.harmless = "the next who opens the folder to write destroys the keys once more"
		}
	}
	r, err := db.Exec(a.what)
	if err != nil { // a rule of the table forbids it
		a.harmless = err.Error()
		return a
	}
	if k, err := r.RowsAffected(); err != nil || k == 0 {
		g.t.Fatal(a.what, k, err)
	}
	return a
}

func (g *target) columns(db *sql.DB, table string) (cols []string, n int) {
	g.t.Helper()
	rows, err := db.Query("SELECT name FROM pragma_table_info('" + table + "')")
	if err != nil {
		g.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			g.t.Fatal(err)
		}
		cols = append(cols, c)
	}
	rows.Close()
	if err := db.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
		g.t.Fatal(table, err)
	}
	return cols, n
}

// pick names one row by its whole key.
func (g *target) pick(db *sql.DB, table string, n int) string {
	g.t.Helper()
	key := map[string]string{"claims": "study = %q AND source = %q AND id = %q", "events": "study = %q AND id = %q", "notes": "study = %q AND k = %q",
		"subjects": "study = %q AND subject = %q AND seq = %q", "shreds": "study = %q AND subject = %q", "entries": "study = %q AND seq = %q", "logs": "study = %q AND log = %q",
		"studies": "study = %q", "checkpoints": "study = %q AND size = %q", "sums": "study = %q AND tab = %q", "heads": "study = %q"}[table]
	names := regexp.MustCompile(`[a-z]+ =`).FindAllString(key, -1)
	vals := make([]any, len(names))
	into := make([]any, len(names))
	for i, c := range names {
		names[i] = "CAST(" + strings.TrimSuffix(c, " =") + " AS TEXT)"
		into[i] = &vals[i]
	}
	if err := db.QueryRow(fmt.Sprintf("SELECT %s FROM %s LIMIT 1 OFFSET %d", strings.Join(names, ", "), table, g.rng.IntN(n))).Scan(into...); err != nil {
		g.t.Fatal(table, err)
	}
	for i, v := range vals {
		vals[i] = strings.ReplaceAll(fmt.Sprint(v), "'", "''")
	}
	return " WHERE " + fmt.Sprintf(strings.ReplaceAll(key, "%q", "'%s'"), vals...)
}

// other is another value of a column.
func (g *target) other(c string) string {
	at := 1 + g.rng.IntN(400)
	change := []string{
		// a number is one more, of other values one byte is another
		"CASE typeof(%[1]s) WHEN 'integer' THEN %[1]s + 1 WHEN 'null' THEN 1 WHEN 'text' THEN substr(%[1]s, 1, length(%[1]s) - 1) || CASE substr(%[1]s, -1) WHEN 'a' THEN 'b' ELSE 'a' END" +
			" ELSE CAST(substr(%[1]s, 1, %[2]d %% (length(%[1]s) + 1)) || x'2a2a' || substr(%[1]s, %[2]d %% (length(%[1]s) + 1) + 2) AS BLOB) END",
		"CASE typeof(%[1]s) WHEN 'integer' THEN %[1]s * 1000000007 + 17 WHEN 'null' THEN 0 WHEN 'text' THEN %[1]s || 'x' ELSE CAST(substr(%[1]s, 1, length(%[1]s) / 2) || x'00' AS BLOB) END",
		"CASE typeof(%[1]s) WHEN 'integer' THEN -1 - %[1]s WHEN 'null' THEN 2 WHEN 'text' THEN 'x' || substr(%[1]s, 2) || 'y' ELSE CAST(%[1]s || x'00' AS BLOB) END",
	}
	return fmt.Sprintf(change[g.rng.IntN(len(change))], c, at)
}

// twin are the columns of a second row: all alike but the last of its key.
func (g *target) twin(table string, cols []string) []string {
	last := map[string]string{"claims": "id", "events": "id", "notes": "k", "subjects": "seq", "shreds": "subject", "entries": "seq", "logs": "log", "studies": "study",
		"checkpoints": "size", "sums": "tab", "heads": "study"}[table]
	out := slices.Clone(cols)
	for i, c := range cols {
		switch {
		case c != last && !(c == "name" && (table == "logs" || table == "studies")):
		case slices.Contains([]string{"seq", "log", "study", "size"}, c):
			out[i] = c + " + 1000"
		default:
			out[i] = c + " || 'z'"
		}
	}
	return out
}

// a file below private/ or public/: a bit, its end, its place.
func (g *target) file() (a attack, touched []string) {
	g.t.Helper()
	name := g.someFile()
	b := bytes.Clone(g.files[name])
	was := b
	gone := false
	what := g.rng.IntN(7)
	if len(b) == 0 {
		what = 3
	}
	switch what {
	case 0, 1, 2:
		at, bit := g.rng.IntN(len(b)), g.rng.IntN(8)
		b[at] ^= 1 << bit
		a.what = fmt.Sprintf("%s: bit %d of byte %d", name, bit, at)
		a.harmless = g.harmlessBit(name, was, b, at)
	case 3:
		b = append(b, 0)
		a.what = name + ": longer"
		a.harmless = g.harmlessEnd(name, was, b)
	case 4:
		b = b[:g.rng.IntN(len(b))]
		a.what = fmt.Sprintf("%s: cut to %d bytes", name, len(b))
	case 5:
		gone = true
		a.what = name + ": gone"
		if strings.HasPrefix(name, "private/custody/") && strings.HasSuffix(name, ".html") {
			a.harmless = "a page that its custodian took home"
		}
	case 6:
		from := g.someFile()
		for bytes.Equal(g.files[from], b) {
			from = g.names[g.rng.IntN(len(g.names))]
		}
		b = g.files[from]
		a.what = name + ": is " + from
	}
	if gone {
		if err := os.Remove(filepath.Join(g.root, name)); err != nil {
			g.t.Fatal(err)
		}
	} else {
		g.put(name, b)
	}
	return a, []string{name}
}

// someFile takes a file of each kind of file as often as of any other.
func (g *target) someFile() string {
	kinds := [][]string{}
	for _, of := range []string{`^private/dires\.db$`, `^private/dires\.db-wal$`, `^private/keys/`, `^private/heads/`, `^private/blobs/`, `^private/custody/`, `^private/print/.*html$`,
		`^private/print/`, `^public/[^/]*$`, `^public/.*\.html$`, `^public/.*\.br$`, `^public/.*\.gz$`, `/latest/`, `manifest\.json$|SHA256SUMS$|edition\.json$|\.zip$`, `^public/.*/data/`} {
		re := regexp.MustCompile(of)
		var some []string
		for _, n := range g.names {
			if re.MatchString(n) && (len(g.files[n]) > 0 || !strings.HasSuffix(n, "-wal")) {
				some = append(some, n)
			}
		}
		if len(some) > 0 {
			kinds = append(kinds, some)
		}
	}
	k := kinds[g.rng.IntN(len(kinds))]
	return k[g.rng.IntN(len(k))]
}

// harmlessBit says why a bit of a file is nobody's.
func (g *target) harmlessBit(name string, was, b []byte, at int) string {
	if strings.HasSuffix(name, ".subjects") && destroyed(was, at) {
		return "of a key that was destroyed"
	}
	return g.harmlessEnd(name, was, b)
}

func (g *target) harmlessEnd(name string, was, b []byte) string {
	switch {
	case strings.HasSuffix(name, ".subjects") && len(b) > len(was):
		return "a torn end of the key file belongs to no entry and is cut off by the next who writes"
	case strings.HasPrefix(name, "private/keys/") && bytes.EqualFold(bytes.TrimSpace(was), bytes.TrimSpace(b)) && !strings.HasSuffix(name, "office.key"):
		return "hexadecimal digits and ages are the same in capitals, and blanks beside them are none of the key"
	}
	return ""
}

// destroyed reports whether a byte of a key file is in the key of a record that was
// destroyed, or in its sum: docs/formats/ledger.md, "The key file".
func destroyed(b []byte, at int) bool {
	for off := 0; off+4 <= len(b); {
		n, m := int(b[off+1]), int(binary.BigEndian.Uint16(b[off+2:]))
		end := off + 4 + n + m + 4
		if at < end {
			return b[off] == 0 && at >= off
		}
		off = end
	}
	return false
}

// a file that nobody printed.
func (g *target) stranger() (attack, []string) {
	dirs := map[string]bool{}
	for _, n := range g.names {
		if strings.HasPrefix(n, "public/") || strings.HasPrefix(n, "private/print/") {
			dirs[filepath.Dir(n)] = true
		}
	}
	all := slices.Sorted(maps.Keys(dirs))
	name := all[g.rng.IntN(len(all))] + "/" + []string{"index.htm", "x.html", "a.csv", ".hidden", "new/index.html"}[g.rng.IntN(5)]
	g.put(name, []byte("FICTION"))
	return attack{what: name + ": came"}, []string{name}
}

var code = regexp.MustCompile(`\b[A-Z][0-9]{3}\b`)

// try alters, asks, and puts back.
func (g *target) try(i int) (a attack, escaped string) {
	g.t.Helper()
	var touched []string
	switch k := g.rng.IntN(10); {
	case k < 4:
		a, touched = g.row(), []string{"private/dires.db"}
	case k == 4:
		a, touched = g.stranger()
	default:
		a, touched = g.file()
	}
	if a.harmless == "" && strings.HasPrefix(touched[0], "private/dires.db") {
		if now, err := g.content(); err == nil && now == g.holds {
			a.harmless = "every row is as it was"
		}
	}
	status, said := g.run("verify")
	switch {
	case status == 0 && strings.HasPrefix(touched[0], "private/custody/") && strings.Contains(said, "L165"): // a warning: an older program may have written the page
	case status == 0 && strings.HasSuffix(touched[0], ".custody") && strings.Contains(said, "L139"): // a warning: the recipient is taken from the ledger
	case strings.Contains(said, "panic"), status == 0 && a.harmless == "":
		escaped = said
	case status != 0 && !code.MatchString(said):
		escaped = "no code: " + said
	}
	if escaped == "" && a.harmless == "" && a.numbers && i%4 == 0 {
		if status, said := g.run("release", "--profile", "internal"); status == 0 {
			escaped = "released: " + said
		}
		touched = nil
	}
	g.restore(touched...)
	return a, escaped
}

// Whatever is altered below private/ or public/ of a workplace is named by verify, if
// it could change a number, a page, a key or a proof; and nothing is released from
// altered tables. What could not is counted with its reason.
func TestVerifyNamesWhatWasAltered(t *testing.T) {
	p := built(t)
	g := aim(t, p, 2026)
	n := rounds(20, 240, 1700)
	harmless, missed := map[string]int{}, 0
	for i := range n {
		a, escaped := g.try(i)
		if escaped != "" {
			missed++
			t.Errorf("%d: %s\n%s", i, a.what, firstLines(escaped))
		}
		if a.harmless != "" {
			harmless[a.harmless]++
		}
	}
	if s, said := p.run("verify"); s != 0 {
		t.Fatal("the workplace was not put back:", said)
	}
	t.Logf("%d alterations, %d not named, and these can alter nothing: %v", n, missed, harmless)
}

func firstLines(s string) string {
	lines := strings.SplitN(s, "\n", 6)
	return strings.Join(lines[:min(5, len(lines))], "\n")
}

// What a killed program left in the write-ahead log counts as the database does: a
// bit of it, or its end, is named, unless every row is as it was.
func TestVerifyNamesAnAlteredLogOfWrites(t *testing.T) {
	p := built(t)
	before := filepath.Join(p.root, "private", "dires.db")
	holder, err := sql.Open("sqlite", "file:"+before)
	if err != nil {
		t.Fatal(err)
	}
	holder.SetMaxOpenConns(1)
	var n int
	if err := holder.QueryRow("SELECT COUNT(*) FROM entries").Scan(&n); err != nil { // while this is open the log stays
		t.Fatal(err)
	}
	p.write(t, "studies/orvanie/data/gazette.csv", "id,date,place,admin1,what,deaths\ng1,2031-01-01,Sable,north,raid (FICTION),11\n")
	p.must(t, "import")
	db, err := os.ReadFile(before)
	if err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(before + "-wal")
	if err != nil || len(wal) < 1<<12 {
		t.Fatal(len(wal), err)
	}
	if err := holder.Close(); err != nil {
		t.Fatal(err)
	}
	g := aim(t, p, 2027)
	g.files["private/dires.db"], g.files["private/dires.db-wal"] = db, wal
	g.restore()
	if s, said := p.run("verify"); s != 0 {
		t.Fatal(said)
	}
	// The content is read from a copy: whoever reads it here would empty the log.
	copied := &target{place: place{filepath.Join(t.TempDir(), "w"), p.now}, t: t}
	content := func(wal []byte) (string, error) {
		copied.put("private/dires.db", db)
		copied.put("private/dires.db-wal", wal)
		_ = os.Remove(filepath.Join(copied.root, "private", "dires.db-shm"))
		return copied.content()
	}
	whole, err := content(wal)
	if err != nil {
		t.Fatal(err)
	}
	same, named := 0, 0
	for i := range rounds(6, 60, 300) {
		b, what := bytes.Clone(wal), ""
		switch at := g.rng.IntN(len(b)); i % 3 {
		case 0:
			b, what = b[:at], fmt.Sprintf("cut to %d of %d bytes", at, len(wal))
		case 1:
			b[at] ^= 1 << g.rng.IntN(8)
			what = fmt.Sprintf("byte %d of %d", at, len(wal))
		case 2:
			b, what = b[:len(b)-1-g.rng.IntN(4200)], "lost its end"
		}
		g.put("private/dires.db-wal", b)
		s, said := p.run("verify")
		if now, err := content(b); err == nil && now == whole {
			same++
		} else if s == 0 {
			t.Errorf("%d: %s: %s", i, what, said)
		} else {
			named++
		}
		g.restore("private/dires.db")
	}
	t.Logf("%d named, %d left every row as it was", named, same)
	if named == 0 {
		t.Fatal("nothing was altered")
	}
}
