package attack

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/test/need"
)

// Every withheld number of the demo has its line in the certificate; a stranger
// who has the edition alone finds the same; and HiGHS, which others wrote, agrees
// on every interval.
func TestTheCertificateOfOrvanieHolds(t *testing.T) {
	ps, _ := orvanie(t)
	e, err := audit.Read(ps[0].files[0]["edition.json"])
	must(t, err)
	r, wrong, err := audit.Check([]audit.Edition{e}, audit.Options{}, 4)
	must(t, err)
	for _, w := range wrong {
		t.Errorf("%s at %s, %s: %s, %d to %d", w.Figure, strings.Join(w.At, "/"), w.Field, w.Verdict, w.Low, w.High)
	}
	if len(e.Certificate.Cells) < 400 || len(r.Found) < 800 {
		t.Errorf("%d lines on %d withheld numbers: nothing to judge", len(e.Certificate.Cells), len(r.Found))
	}
	t.Run("altered", func(t *testing.T) { alteredLines(t, e) })
	t.Run("judged by HiGHS", func(t *testing.T) { byHiGHS(t, r) })
}

// alteredLines makes some lines of a certificate wider, one at a time.
func alteredLines(t *testing.T, e audit.Edition) {
	lines := e.Certificate.Cells
	tried := 0
	for i := 0; i < len(lines); i += 1 + len(lines)/9 {
		l := lines[i]
		if l.High == nil {
			continue
		}
		wider := *l.High + 1
		l.High = &wider
		altered := e
		cert := *e.Certificate
		cert.Cells = append(append([]audit.Claim{}, lines[:i]...), l)
		cert.Cells = append(cert.Cells, lines[i+1:]...)
		altered.Certificate = &cert
		_, wrong, err := audit.Check([]audit.Edition{altered}, audit.Options{}, 4)
		must(t, err)
		if len(wrong) != 1 || wrong[0].Verdict != audit.Overstated || wrong[0].Figure != l.Figure {
			t.Errorf("%s at %v, %s, made wider: %d faults are named", l.Figure, l.At, l.Field, len(wrong))
		}
		tried++
	}
	if tried < 3 {
		t.Errorf("%d lines were altered", tried)
	}
}

// byHiGHS solves what the audit solved once more, with another solver.
func byHiGHS(t *testing.T, r audit.Result) {
	if os.Getenv("DIRES_REQUIRE_ALL") == "" && os.Getenv("DIRES_LONG") == "" {
		t.Skip("CI asks HiGHS; so does DIRES_LONG=1")
	}
	if exec.Command("python3", "-c", "import numpy, scipy.optimize").Run() != nil {
		need.Missing(t, "needs python3 with numpy and scipy")
	}
	says := map[int][2]*int64{}
	var in bytes.Buffer
	parts := apart(r.Problem)
	for _, p := range parts { // numbers that no equation ties together, apart
		b, err := json.Marshal(p)
		must(t, err)
		in.Write(append(b, '\n'))
	}
	cmd := exec.Command("python3", "../../audit/testdata/judge.py")
	cmd.Stdin = &in
	out, err := cmd.Output()
	must(t, err)
	dec := json.NewDecoder(bytes.NewReader(out))
	for _, p := range parts {
		var got [][2]*int64
		if err := dec.Decode(&got); err != nil || len(got) != len(p.Asked) {
			t.Fatal(len(got), len(p.Asked), err)
		}
		for i, v := range got {
			says[p.known[i]] = v
		}
	}
	ends := 0
	for i, f := range r.Found {
		switch {
		case !f.Settled:
			t.Errorf("%s at %v, %s: not settled", f.Figure, f.At, f.Field)
		case !same(f, says[r.Problem.Asked[i]]):
			t.Errorf("%s at %v, %s: %d to %d, and HiGHS says otherwise", f.Figure, f.At, f.Field, f.Low, f.High)
		}
		if !f.Endless {
			ends++
		}
	}
	t.Logf("%d intervals, %d with an upper end, are the same by both solvers", len(says), ends)
}

func same(f audit.Found, v [2]*int64) bool {
	return v[0] != nil && *v[0] == f.Low && (v[1] == nil) == f.Endless && (f.Endless || *v[1] == f.High)
}

// system is a part of what an audit solved, as judge.py reads it.
type system struct {
	Numbers   []audit.Bound `json:"numbers"`
	Equations []line        `json:"equations"`
	Asked     []int         `json:"asked"`
	known     []int         // the numbers asked for, as the audit counts them
}

type line struct {
	Terms [][2]int64 `json:"terms"`
	Lo    *int64     `json:"lo"`
	Hi    *int64     `json:"hi"`
}

// apart divides a problem into parts that no equation ties together.
func apart(p audit.Problem) (parts []*system) {
	root := make([]int, len(p.Numbers))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, q := range p.Equations {
		for _, x := range q.Of[1:] {
			root[find(x)] = find(q.Of[0])
		}
	}
	at, local := map[int]*system{}, make([]int64, len(p.Numbers))
	for i, b := range p.Numbers {
		s := at[find(i)]
		if s == nil {
			s = &system{Equations: []line{}}
			at[find(i)] = s
			parts = append(parts, s)
		}
		local[i] = int64(len(s.Numbers))
		s.Numbers = append(s.Numbers, b)
	}
	for _, q := range p.Equations {
		l := line{Lo: q.Bound[0], Hi: q.Bound[1]}
		for i, x := range q.Of {
			l.Terms = append(l.Terms, [2]int64{local[x], q.Coef[i]})
		}
		s := at[find(q.Of[0])]
		s.Equations = append(s.Equations, l)
	}
	for _, x := range p.Asked {
		if s := at[find(x)]; !slices.Contains(s.known, x) {
			s.Asked, s.known = append(s.Asked, int(local[x])), append(s.known, x)
		}
	}
	return slices.DeleteFunc(parts, func(s *system) bool { return len(s.Asked) == 0 })
}
