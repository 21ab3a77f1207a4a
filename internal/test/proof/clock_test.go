package proof

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An embargo ends by the clock alone. A clock that jumps is said before one rests on
// it: nothing is released by one that is far ahead, whatever was entered meanwhile,
// until somebody says that it is right. One that is behind lifts nothing, and is said.
func TestAClockThatJumpsIsSaid(t *testing.T) {
	p := begin(t, filepath.Join(t.TempDir(), "w"))
	p.must(t, "import")
	last := p.now
	at := func(now time.Time, want int, says string, args ...string) {
		t.Helper()
		q := place{p.root, now}
		s, said := q.run(args...)
		if s != want || says != "" && !strings.Contains(said, says) || says == "" && strings.Contains(said, "D749") || says == "" && strings.Contains(said, "D75") {
			t.Fatalf("%s %v: %d, not %d with %q: %s", now.Format(time.DateOnly), args, s, want, says, said)
		}
	}
	const days = 24 * time.Hour
	at(last, 0, "", "release")
	at(last.Add(-time.Minute), 0, "", "release") // two computers are never quite together
	at(last.Add(-2*time.Hour), 0, "D749", "release")
	at(last.Add(-60*365*days), 0, "D749", "release", "--dry-run")
	at(last.Add(-60*365*days), 0, "D749", "publish")
	at(last.Add(400*days), 0, "", "release", "--dry-run")
	far := last.Add(400*days + time.Second)
	at(far, 4, "D750", "release")
	at(far, 4, "D750", "release", "--dry-run")
	at(far, 4, "D750", "release", "--profile", "partners")
	at(far, 0, "D751", "publish")

	// What is entered by a wrong clock does not make it right.
	p.write(t, "studies/orvanie/data/gazette.csv", "id,date,place,admin1,what,deaths\ng1,2031-01-01,Sable,north,raid (FICTION),9\n")
	at(far, 0, "", "import")
	at(far, 4, "D750", "release")
	// Nor does it make the right one wrong.
	at(last.Add(days), 0, "", "release")

	at(far, 0, "", "release", "--clock-is-right")
	at(far.Add(days), 0, "", "release")
	at(last, 0, "D749", "release", "--profile", "internal")
	at(last, 0, "", "verify")
	// A clock that was vouched for and was wrong all the same is taken back in the same way.
	at(last, 0, "", "release", "--clock-is-right")
	at(last.Add(days), 0, "", "release")
	at(last.Add(days), 0, "", "verify")
}
