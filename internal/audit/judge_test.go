package audit

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
)

type judged struct {
	Numbers   [][2]*int64 `json:"numbers"`
	Equations []judgedEq  `json:"equations"`
}

type judgedEq struct {
	Terms [][2]int64 `json:"terms"`
	Lo    *int64     `json:"lo"`
	Hi    *int64     `json:"hi"`
}

func ended(v int64) *int64 {
	if v == none || v == -none {
		return nil
	}
	return &v
}

// tableSystem is a table of counts with withheld cells: its rows, columns and
// some sums of two rows are known.
func tableSystem(r *rand.Rand) (numbers []limits, eqs []equation) {
	rows, cols := 2+r.IntN(5), 2+r.IntN(5)
	val, idx := make([][]int64, rows), make([][]int, rows)
	for i := range rows {
		for range cols {
			v := int64(r.IntN(9))
			x := -1
			if v > 0 && r.IntN(3) > 0 {
				x = len(numbers)
				numbers = append(numbers, limits{1, none})
			}
			val[i], idx[i] = append(val[i], v), append(idx[i], x)
		}
	}
	hold := func(slack int64, cells ...[2]int) {
		var e equation
		for _, c := range cells {
			if x := idx[c[0]][c[1]]; x >= 0 {
				e.terms = append(e.terms, term{x, 1})
				e.lo += val[c[0]][c[1]]
			}
		}
		if e.hi = e.lo + slack; len(e.terms) > 0 {
			eqs = append(eqs, e)
		}
	}
	for i := range rows {
		var line [][2]int
		for j := range cols {
			line = append(line, [2]int{i, j})
		}
		hold(int64(r.IntN(3)), line...)
		hold(0, [2]int{i, 0}, [2]int{r.IntN(rows), cols - 1})
	}
	for j := range cols {
		var line [][2]int
		for i := range rows {
			line = append(line, [2]int{i, j})
		}
		if r.IntN(4) > 0 {
			hold(0, line...)
		}
	}
	return numbers, eqs
}

// HiGHS, which others wrote, gives the same bounds.
func TestAnotherSolverGivesTheSameBounds(t *testing.T) {
	if exec.Command("python3", "-c", "import numpy, scipy.optimize").Run() != nil {
		if os.Getenv("DIRES_REQUIRE_ALL") != "" {
			t.Fatal("python3 with numpy and scipy is needed")
		}
		t.Skip("python3 with numpy and scipy is absent")
	}
	systems := 12
	if os.Getenv("DIRES_LONG") != "" {
		systems = 120
	}
	r := rand.New(rand.NewPCG(3, 5))
	var in bytes.Buffer
	var want []map[int]Interval
	for len(want) < systems {
		numbers, eqs := tableSystem(r)
		if len(numbers) == 0 {
			continue
		}
		s := judged{Equations: []judgedEq{}}
		asked := make([]int, len(numbers))
		for i, l := range numbers {
			asked[i] = i
			s.Numbers = append(s.Numbers, [2]*int64{ended(l.lo), ended(l.hi)})
		}
		for _, e := range eqs {
			q := judgedEq{Lo: ended(e.lo), Hi: ended(e.hi)}
			for _, x := range e.terms {
				q.Terms = append(q.Terms, [2]int64{int64(x.of), x.coef})
			}
			s.Equations = append(s.Equations, q)
		}
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(b, '\n'))
		got, err := bounds(numbers, eqs, asked, 0)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, got)
	}
	cmd := exec.Command("python3", "testdata/judge.py")
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	dec, compared, ends := json.NewDecoder(bytes.NewReader(out)), 0, 0
	for i, w := range want {
		var says [][2]*int64
		if err := dec.Decode(&says); err != nil || len(says) != len(w) {
			t.Fatal(i, says, err)
		}
		for x, v := range w {
			compared++
			switch {
			case !v.Settled:
				t.Errorf("system %d, number %d: not settled", i, x)
			case *says[x][0] != v.Low || (says[x][1] == nil) != v.Endless || !v.Endless && *says[x][1] != v.High:
				t.Errorf("system %d, number %d: %v, and the other solver says otherwise", i, x, v)
			}
			if !v.Endless {
				ends++
			}
		}
	}
	t.Logf("%d numbers of %d systems, %d with an end", compared, systems, ends)
}
