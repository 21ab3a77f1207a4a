package faults

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDesk holds what happens to what came in: it comes once, it can be taken
// back, a corrected file takes the place of the one before, and no figure
// rests on what is no more.
func TestDesk(t *testing.T) {
	run(t, desks)
}

// begin makes a study of two rows in w, whose source may be used for anything.
const begin = `printf 'id;date;place;what happened;who says so;deaths;consent\n1;03/08/2025;Doro;A theft;resident;2;public\n2;04/08/2025;Doro;An attack;resident;5;public\n' > v1.csv
$DIRES init x --from v1.csv --title T --country Orvanie --language en --fictional --dir w >/dev/null 2>&1
cd w; D="$DIRES"; inbox=studies/x/inbox; src=studies/x/sources/reports.toml
deaths() { $D figure profile.deaths-by-year 2>&1 | grep '^2025'; }
`

var desks = []fault{
	{
		name: "a corrected file under a new name",
		sh: begin + `$D import >/dev/null 2>&1; grep -v '^2;' ../v1.csv > $inbox/v2.csv
sed -i 's/v1.csv/v2.csv/' $src; $D import; echo "deaths: $(deaths)"; $D rebuild`,
		want: []string{`1 withdrawn`, `deaths: 2025 +2 `, `D716`, `identical`},
	},
	{
		name: "a file that the list names no more",
		sh: begin + `printf 'id;date;place;what happened;who says so;deaths;consent\n3;05/08/2025;Doro;A theft;resident;7;public\n' > $inbox/b.csv
sed -i 's/\["inbox\/v1.csv"\]/["inbox\/v1.csv", "inbox\/b.csv"]/' $src; $D import >/dev/null 2>&1; echo "both: $(deaths)"
grep -v '^2;' ../v1.csv > $inbox/v2.csv; sed -i 's/v1.csv/v2.csv/' $src; $D import >/dev/null 2>&1; echo "corrected: $(deaths)"
sed -i 's/"inbox\/v2.csv", //' $src; $D import >/dev/null 2>&1;  echo "alone: $(deaths)"; $D rebuild`,
		want: []string{`both: 2025 +14 `, `corrected: 2025 +9 `, `identical`},
	},
	{
		name: "another reader, and told in public",
		sh: begin + `$D import >/dev/null 2>&1; sed -i 's/own_reports = true/public = true/' $src; $D import >/dev/null 2>&1; echo "public: $(deaths)"
sed -i 's/public = true/own_reports = true/' $src; $D import >/dev/null 2>&1; echo "own: $(deaths)"; $D rebuild; $D verify`,
		want: []string{`public: 2025 +7 `, `own: 2025 +7 `, `identical`, `nothing altered`},
	},
	{
		name: "an import taken back",
		sh: begin + `$D import >/dev/null 2>&1; sed 's/;5;/;50;/' ../v1.csv > $inbox/v1.csv; $D import >/dev/null 2>&1; echo "wrong: $(deaths)"
$D import --undo; echo "back: $(deaths)"; $D import; echo "still: $(deaths)"; $D import $inbox/v1.csv >/dev/null 2>&1; echo "named: $(deaths)"; $D rebuild; $D verify
$D import --undo >/dev/null; $D import --undo >/dev/null; $D import --undo; echo rc=$?`,
		want: []string{`wrong: 2025 +52 `, `taken back`, `back: 2025 +7 `, `D714`, `still: 2025 +7 `, `named: 2025 +52 `, `identical`, `nothing altered`, `D715`, `rc=1`},
	},
	{
		name: "a source taken back",
		sh: begin + `$D import >/dev/null 2>&1; $D source remove reports; echo "gone: $(deaths)"; $D import; $D source remove reports; echo rc=$?
$D import $inbox/v1.csv >/dev/null 2>&1; echo "named: $(deaths)"; $D rebuild; $D verify; rm $src; $D import`,
		want:  []string{`1 import is taken back`, `gone: $`, `D714`, `D715`, `rc=1`, `named: 2025 +7 `, `identical`, `nothing altered`},
		never: []string{`gone: 2025 +[1-9]`},
	},
	{
		name: "no figure rests on events that are no more",
		sh: begin + `$D import >/dev/null 2>&1; echo "first: $(deaths)"; sed 's/;5;/;50;/' ../v1.csv > $inbox/v1.csv; $D import >/dev/null 2>&1
$D release --profile internal >/dev/null 2>&1; echo "second: $(deaths)"; $D event --all; $D reconcile`,
		want: []string{`first: 2025 +7 `, `second: 2025 +52 `, `unchanged, 2 events`},
	},
	{
		name: "another office",
		sh: begin + `$D import >/dev/null 2>&1; sed -i 's/office = "main"/office = "gao"/' dires.toml
for v in rebuild verify import figure; do $D $v; echo "$v rc=$?"; done; sed -i 's/office = "gao"/office = "main"/' dires.toml; $D verify; echo "back: $(deaths)"`,
		want: []string{`D718`, `rebuild rc=2`, `verify rc=2`, `import rc=2`, `figure rc=2`, `nothing altered`, `back: 2025 +7 `},
	},
	{
		name: "a dry run seals nothing", files: []string{"country/d04-trois-lignes.csv"},
		sh: `$DIRES init x --from d04-trois-lignes.csv --title T --country Sahrane --fictional --dir w >/dev/null 2>&1; cd w
echo dry; $DIRES import --dry-run; echo wet; $DIRES import`,
		want:  []string{`(?s)wet.*D704.*D705`},
		never: []string{`(?s)D70[45].*\nwet`},
	},
	{
		name:  "03-figure-public-not-gated",
		want:  []string{`What the edition`},
		never: []string{`^East +1 `, `^South +10 `},
	},
	{
		name:  "38-words-rows-not-shown",
		want:  []string{`(?s)verbatims-1.*^2  .*\n.*76 12 34 56.*^3  .*\n.*66 98 76 54.*^4  .*\n.*79 00 11 22.*3 rows with words.*3 cleared by mistake.*rc=3`, `(?s)verbatims-2.*^2  .*\n.*76 12 34 56.*1 row with words.*1 cleared by mistake.*rc=3`, `error A4`},
		never: []string{`rc=0`},
	},
	{
		name: "R19-range-trace", files: []string{"real/R19-range-trace.csv"},
		sh: `$DIRES init x --from R19-range-trace.csv --title T --country Orvanie --fictional --dir w >/dev/null 2>&1; cd w
$DIRES import >/dev/null 2>&1; $DIRES trace profile.deaths-by-year; printf 'a;b\n' > a.csv; $DIRES release 2>&1; echo "release rc=$?"`,
		want: []string{`14 to 21 deaths`, `at least [56] deaths`, `D719`, `release rc=4`},
	},
	{
		name: "R04-many-findings", files: []string{"real/R04-many-findings.csv"},
		sh:    `$DIRES init x --from R04-many-findings.csv --title T --country Orvanie --fictional --dir w >/dev/null 2>&1; cd w; $DIRES import --dry-run`,
		want:  []string{`and 1,199 more A16[78]`, `champ_inconnu`},
		never: []string{`and 33[0-9] more`},
	},
}

// Three processes that import the same rows at once enter each of them once.
func TestImportsAtTheSameTime(t *testing.T) {
	const rows, programs = 600, 3
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("id;date;place;what happened;who says so;deaths;consent\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d;%02d/08/2025;Doro;A theft;resident;1;public\n", i+1, i%28+1)
	}
	if err := os.WriteFile(filepath.Join(dir, "r.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	dires := func(args ...string) *exec.Cmd {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		c := exec.Command(self, args...)
		c.Dir, c.Env = dir, append(os.Environ(), asProgram+"=1", "DIRES_LANG=en")
		return c
	}
	for _, public := range []bool{false, true} {
		w := fmt.Sprintf("w%v", public)
		if out, err := dires("init", "x", "--from", "r.csv", "--title", "T", "--country", "Orvanie", "--fictional", "--dir", w).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
		entries := rows + 1 // a record a row, and that an import was
		if public {
			src := filepath.Join(dir, w, "studies/x/sources/reports.toml")
			s, err := os.ReadFile(src)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(src, []byte(strings.Replace(string(s), "own_reports = true", "public = true", 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			entries = 2 // the file, and that an import was
		}
		var all [programs]*exec.Cmd
		var said [programs]strings.Builder
		for i := range all {
			all[i] = dires("import", "--dir", w)
			all[i].Stderr, all[i].Stdout = &said[i], &said[i]
			if err := all[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		fresh := 0
		for i, c := range all {
			if err := c.Wait(); err != nil {
				t.Errorf("program %d: %v: %s", i, err, said[i].String())
			}
			if strings.Contains(said[i].String(), fmt.Sprintf("%d new", rows)) {
				fresh++
			}
		}
		if fresh != 1 {
			t.Errorf("public=%v: %d of %d programs say that the rows are new: %s", public, fresh, programs, said[0].String())
		}
		out, err := dires("verify", "--dir", w).CombinedOutput()
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("%d entries, nothing altered", entries)) {
			t.Errorf("public=%v: %d entries expected: %v: %s", public, entries, err, out)
		}
	}
}
