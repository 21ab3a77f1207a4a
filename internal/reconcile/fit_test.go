package reconcile

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/linkage"
)

// oracle is one synthetic case with its truth.
type oracle struct {
	name       string
	rs         []Record
	same, part map[[2]string]bool
}

func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func load(t testing.TB, dir string) oracle {
	t.Helper()
	o := oracle{name: filepath.Base(dir), same: map[[2]string]bool{}, part: map[[2]string]bool{}}
	for _, s := range []string{"A", "B", "C", "D"} {
		f, err := os.Open(filepath.Join(dir, s+".csv"))
		if err != nil {
			continue
		}
		rows, found, err := records.Read(f, s+".csv", "", 0)
		f.Close()
		if err != nil || len(found) > 0 {
			t.Fatal(err, found)
		}
		for _, x := range rows {
			o.rs = append(o.rs, Record(x))
		}
	}
	for _, r := range table(t, filepath.Join(dir, "truth_pairs.csv")) {
		a, b := r["record_id_1"], r["record_id_2"]
		if r["relation"] == "same" {
			o.same[[2]string{min(a, b), max(a, b)}] = true
		} else {
			o.part[[2]string{a, b}] = true
		}
	}
	slices.SortFunc(o.rs, compare)
	return o
}

func taxonomy(t testing.TB, root string) (v Vocabulary) {
	for _, r := range table(t, filepath.Join(root, "taxonomy", "actor_tax.csv")) {
		v.Actors = append(v.Actors, ActorName{r["data.source"], r["base.categories"], r["level1"], r["level2"], r["level3"], r["level4"]})
	}
	return v
}

func f1(got, truth map[[2]string]bool) float64 {
	tp := 0
	for k := range got {
		if truth[k] {
			tp++
		}
	}
	return 2 * float64(tp) / float64(len(got)+len(truth))
}

// columnsOf are the columns of records that are sorted by key.
func columnsOf(rs []Record, v Vocabulary) block {
	var c columns
	for i := range rs {
		c.add(&rs[i])
	}
	return c.block(v)
}

func model(t testing.TB, o oracle, v Vocabulary, p linkage.Params) (*linkage.Model, linkage.Edges) {
	pp := Defaults()
	pp.Vocabulary = v
	b := columnsOf(o.rs, v)
	as, err := observed(b, pp)
	if err != nil {
		t.Fatal(err)
	}
	v.learned = as
	b.explain(v)
	m, err := linkage.Prepare(b.cols, b.units, b.types, b.actors, p, linkage.Window{Days: 3, Km: 25})
	if err != nil {
		t.Fatal(err)
	}
	return m, m.Block()
}

func teach(o oracle, m *linkage.Model, e linkage.Edges, same, part *linkage.Lesson) {
	for _, x := range e.Same {
		a, b := o.rs[x.A].Key.ID, o.rs[x.B].Key.ID
		same.Add(m, x.A, x.B, false, o.same[[2]string{min(a, b), max(a, b)}])
	}
	for _, x := range e.Part {
		part.Add(m, x.A, x.B, true, o.part[[2]string{o.rs[x.A].Key.ID, o.rs[x.B].Key.ID}])
	}
}

// TestFit teaches the shipped weights anew, from worlds made by
// bench/link/fresh.py: DIRES_FIT=/tmp/w4:/tmp/w5. It prints taught.go.
func TestFit(t *testing.T) {
	dirs := os.Getenv("DIRES_FIT")
	if dirs == "" {
		t.Skip("DIRES_FIT names no worlds of the generator")
	}
	p := linkage.Shipped()
	p.Same, p.Part = linkage.Guess()
	wide := p
	wide.Floor = -1000 * linkage.Bit
	var same, part linkage.Lesson
	start := time.Now()
	for _, w := range strings.Split(dirs, ":") {
		v := taxonomy(t, w)
		cases, _ := filepath.Glob(filepath.Join(w, "cases", "*"))
		for _, c := range cases {
			o := load(t, c)
			m, e := model(t, o, v, wide)
			teach(o, m, e, &same, &part)
		}
	}
	fmt.Println("pairs", same.Len(), part.Len(), time.Since(start))
	var err error
	if p.Same, err = same.Fit(p.Same, 4); err != nil {
		t.Fatal(err)
	}
	if p.Part, err = part.Fit(p.Part, 4); err != nil {
		t.Fatal(err)
	}
	fmt.Println("fitted", time.Since(start))
	p.Same = same.Neutral(p.Same, linkage.TermType, linkage.TermActorA, linkage.TermOutlet)
	p.Part = part.Neutral(p.Part, linkage.TermType, linkage.TermActorA, linkage.TermOutlet)
	show := func(name string, w [linkage.Features]float64) {
		fmt.Printf("var %s = [Features]float64{", name)
		for i, x := range w {
			if i%10 == 0 {
				fmt.Print("\n\t")
			}
			fmt.Printf("%.3f, ", x)
		}
		fmt.Println("\n}")
	}
	show("taughtSame", p.Same)
	show("taughtPart", p.Part)
	type solved struct {
		o oracle
		m *linkage.Model
		e linkage.Edges
	}
	var cs []solved
	for _, w := range strings.Split(dirs, ":") {
		v := taxonomy(t, w)
		cases, _ := filepath.Glob(filepath.Join(w, "cases", "*"))
		for _, c := range cases {
			o := load(t, c)
			m, e := model(t, o, v, p)
			cs = append(cs, solved{o, m, e})
		}
	}
	best := math.Inf(1)
	for _, sharp := range []float64{0.8, .9, 1, 1.1, 1.2, 1.3} {
		for _, shift := range []float64{0, .25, .5, .75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5} {
			loss := 0.0
			for _, c := range cs {
				var src []uint8
				for _, r := range c.o.rs {
					src = append(src, r.Key.Source[0]-'A')
				}
				for i, x := range linkage.Chances(c.e.Same, src, sharp, shift) {
					a, b := c.o.rs[c.e.Same[i].A].Key.ID, c.o.rs[c.e.Same[i].B].Key.ID
					if !c.o.same[[2]string{min(a, b), max(a, b)}] {
						x = 1 - x
					}
					loss -= math.Log(max(x, 1e-6))
				}
			}
			if loss < best {
				best, p.Sharpen, p.Shift = loss, sharp, shift
				fmt.Println("sharpen", sharp, "shift", shift, "loss", loss)
			}
		}
	}
}

// TestWorlds reports on worlds made by bench/link/fresh.py, held out of the fit.
func TestWorlds(t *testing.T) {
	dirs := os.Getenv("DIRES_WORLDS")
	if dirs == "" {
		t.Skip("DIRES_WORLDS names no worlds of the generator")
	}
	var all [10][3]float64
	for _, w := range strings.Split(dirs, ":") {
		cases, _ := filepath.Glob(filepath.Join(w, "cases", "*"))
		for _, c := range cases {
			o := load(t, c)
			prop, err := Propose(o.rs, nil, Defaults())
			if err != nil {
				t.Fatal(err)
			}
			m := measure(prop, o.same, o.part)
			sumBins(&all, m.bins)
			fmt.Printf("%s %-9s same %.4f part %.4f calibration %.4f\n", filepath.Base(w), o.name, m.same, m.part, miscalibrated(m.bins))
		}
	}
	fmt.Printf("calibration error %.4f\n", miscalibrated(all))
}
