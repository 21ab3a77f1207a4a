package reconcile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/test/need"
)

func taxa(t testing.TB, root string, names ...string) (out []Taxonomy) {
	field := map[string]string{"event_tax": "type", "actor_tax": "actor_a", "prec_tax": "place_prec"}
	for _, n := range names {
		x := Taxonomy{Field: field[n], Of: map[[2]string][]string{}}
		for _, r := range table(t, filepath.Join(root, "taxonomy", n+".csv")) {
			x.Of[[2]string{r["data.source"], r["base.categories"]}] = []string{r["level1"], r["level2"], r["level3"], r["level4"]}
		}
		out = append(out, x)
	}
	return out
}

// sets reads a case in file order, source by source.
func sets(t testing.TB, dir string) (out [][]Record) {
	t.Helper()
	for _, s := range []string{"A", "B", "C", "D"} {
		f, err := os.Open(filepath.Join(dir, s+".csv"))
		if err != nil {
			continue
		}
		rows, _, err := records.Read(f, s+".csv", "", 0)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		var rs []Record
		for _, x := range rows {
			rs = append(rs, Record(x))
		}
		out = append(out, rs)
	}
	return out
}

func TestCompatEqualsMelttPairForPairOnAllItsRuns(t *testing.T) {
	root := need.Shared(t, "data/oracle/linkage")
	files, err := filepath.Glob(filepath.Join(root, "meltt", "*", "candidates_*.csv"))
	if err != nil || len(files) != 29 {
		t.Fatalf("%d runs, %v", len(files), err)
	}
	total := 0
	for _, f := range files {
		name := filepath.Base(filepath.Dir(f))
		tag := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "candidates_"), ".csv")
		var km float64
		if _, err := fmt.Sscanf(tag, "%fkm", &km); err != nil {
			t.Fatal(err)
		}
		s := sets(t, filepath.Join(root, "cases", name))
		if strings.HasSuffix(tag, "_reversed") {
			slices.Reverse(s)
		}
		tx := []string{"event_tax", "actor_tax"}
		if name == "both30" {
			tx = append(tx, "prec_tax")
		}
		got, err := Meltt(s, taxa(t, root, tx...), 1, km)
		if err != nil {
			t.Fatal(err)
		}
		var mine, theirs []string
		for _, p := range got.Pairs {
			mine = append(mine, fmt.Sprintf("%d %s %s %s %.9f %t", p.Stage, p.Kind, p.A.ID, p.B.ID, p.Score, p.Selected))
		}
		for _, r := range table(t, f) {
			var x float64
			fmt.Sscan(r["score"], &x)
			theirs = append(theirs, fmt.Sprintf("%s %s %s %s %.9f %t", r["stage"], r["kind"], r["record_id_1"], r["record_id_2"], x, r["selected"] == "1"))
		}
		if d := cmp.Diff(theirs, mine); d != "" {
			t.Errorf("%s %s: candidates differ (-meltt +dires)\n%s", name, tag, d)
		}
		total += len(mine)
		var rows, want []string
		for _, ks := range got.Rows {
			rows = append(rows, ids(ks))
		}
		for _, r := range table(t, strings.Replace(f, "candidates_", "matched_", 1)) {
			want = append(want, r["record_ids"])
		}
		slices.Sort(rows)
		slices.Sort(want)
		if d := cmp.Diff(want, rows); d != "" {
			t.Errorf("%s %s: matched rows differ\n%s", name, tag, d)
		}
		var flags, wantFlags []string
		for _, l := range got.Links {
			if l.Relation == PartOf {
				flags = append(flags, l.A.ID+" "+l.B.ID)
			}
		}
		for _, r := range table(t, strings.Replace(f, "candidates_", "flagged_", 1)) {
			wantFlags = append(wantFlags, r["record_id"]+" "+r["episode_record_id"])
		}
		slices.Sort(flags)
		slices.Sort(wantFlags)
		if d := cmp.Diff(wantFlags, flags); d != "" {
			t.Errorf("%s %s: flags differ\n%s", name, tag, d)
		}
	}
	t.Logf("%d candidates over %d runs", total, len(files))
}

func ids(ks []claim.Key) string {
	var s []string
	for _, k := range ks {
		s = append(s, k.ID)
	}
	return strings.Join(s, " ")
}
