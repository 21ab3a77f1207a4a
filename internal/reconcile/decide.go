package reconcile

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/linkage"
)

// Apply gives what stands after all decisions, in their order: for each pair
// the last verdict that was not undone. The result is sorted by pair.
func Apply(ds []event.Decision) []event.Decision {
	type pair struct{ a, b claim.Key }
	said := map[pair][]event.Decision{}
	for _, d := range ds {
		k := pair{d.A, d.B}
		if d.B.Compare(d.A) < 0 {
			k = pair{d.B, d.A}
		}
		if d.Says == event.Undo {
			if n := len(said[k]); n > 0 {
				said[k] = said[k][:n-1]
			}
			continue
		}
		said[k] = append(said[k], d)
	}
	var out []event.Decision
	for _, s := range said {
		if len(s) > 0 {
			out = append(out, s[len(s)-1])
		}
	}
	slices.SortFunc(out, func(a, b event.Decision) int { return cmp.Or(a.A.Compare(b.A), a.B.Compare(b.B)) })
	return out
}

// Standing are the decisions that were not undone, in the order in which they
// were taken.
func Standing(ds []event.Decision) []event.Decision {
	var out []event.Decision
	for _, d := range ds {
		if d.Says != event.Undo {
			out = append(out, d)
			continue
		}
		for i, x := range slices.Backward(out) {
			if x.A == d.A && x.B == d.B || x.A == d.B && x.B == d.A {
				out = slices.Delete(out, i, i+1)
				break
			}
		}
	}
	return out
}

// constraints turns decisions into must-links and cannot-links of columns.
func constraints(ds []event.Decision, keys []claim.Key, found *diag.List) (c linkage.Constraints, parts [][2]int32) {
	for _, d := range Apply(ds) {
		a, ok := find(keys, d.A)
		b, ok2 := find(keys, d.B)
		if !ok || !ok2 {
			found.Add("R406", diag.At{}, d.A, d.B)
			continue
		}
		p := [2]int32{min(a, b), max(a, b)}
		switch d.Says {
		case event.SameEvent:
			c.Must = append(c.Must, p)
		case event.DifferentEvent:
			c.Cannot = append(c.Cannot, p)
		case event.APartOfB:
			c.Cannot = append(c.Cannot, p)
			parts = append(parts, [2]int32{a, b})
		}
	}
	return c, parts
}

// find is the place of a key among sorted ones.
func find(keys []claim.Key, k claim.Key) (int32, bool) {
	i, ok := slices.BinarySearchFunc(keys, k, claim.Key.Compare)
	return int32(i), ok
}

// Question is one pair worth a look: how much an answer is expected to change.
type Question struct {
	Link
	Taken bool
	Worth float64 // expected number of wrong links put right
	Twice Twice   // two records of one source: how alike they are; no probability is known
}

// Twice says how alike two records of one source are.
type Twice string

// What two records of one source are asked about for.
const (
	Alike Twice = "exact" // in everything that is compared
	Close Twice = "near"  // day, place and what happened
)

// questions orders the pairs nobody has decided by what an answer is worth:
// the chance that the program is wrong, times the pairs of records that hang
// on it.
func (prop *Proposal) questions() []Question {
	size := map[claim.Key]int{}
	for _, e := range prop.Events {
		for _, k := range e {
			size[k] = len(e)
		}
	}
	n := func(k claim.Key) float64 { return float64(max(1, size[k])) }
	var out []Question
	add := func(l Link, taken bool) {
		if l.Decided {
			return
		}
		wrong := l.Probability
		hang := n(l.A) * n(l.B)
		if taken {
			wrong = 1 - l.Probability
			hang = max(1, n(l.A)-1)
		}
		if w := wrong * hang; w >= 0.01 {
			out = append(out, Question{Link: l, Taken: taken, Worth: w})
		}
	}
	for _, l := range prop.Links {
		add(l, true)
	}
	for _, l := range prop.Rest {
		add(l, false)
	}
	for _, d := range prop.Twice { // one wrong event each, were it one
		q := Question{Link: Link{Relation: Same, A: d.A, B: d.B, ia: d.ia, ib: d.ib}, Worth: 0.5, Twice: Close}
		if d.Exact {
			q.Worth, q.Twice = 1, Alike
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Question) int {
		return cmp.Or(cmp.Compare(b.Worth, a.Worth), cmp.Compare(b.Relation, a.Relation), cmp.Compare(a.ia, b.ia), cmp.Compare(a.ib, b.ib))
	})
	return out
}

// Quality estimates how many of the links of one kind are wrong and how many
// true links are missing, from the probabilities themselves, with an interval
// of 95 %. It is as good as their calibration: see docs/method/linkage.md.
type Quality struct {
	Links                      int
	False, FalseLow, FalseHigh float64 // share of the links that are wrong
	Missed, MissLow, MissHigh  float64 // share of the true links not found
}

// How far the estimates were off, at the worst, on worlds that nothing was
// fitted on (docs/method/linkage.md): the intervals are wider by so much.
const (
	driftFalse  = 0.045
	driftMissed = 0.12
)

// doubt sums probabilities and their variances.
type doubt struct{ sum, variance float64 }

func (d *doubt) add(p float64) { d.sum, d.variance = d.sum+p, d.variance+p*(1-p) }

func quality(links []Link, lost doubt) (q Quality) {
	var right doubt
	for _, l := range links {
		if l.Relation == Same {
			q.Links++
			right.add(l.Probability)
		}
	}
	if q.Links == 0 {
		return q
	}
	n, t := float64(q.Links), right.sum+lost.sum
	clamp := func(x float64) float64 { return math.Max(0, math.Min(1, x)) }
	q.False, q.Missed = 1-right.sum/n, lost.sum/t
	s := 1.96*math.Sqrt(right.variance)/n + driftFalse
	q.FalseLow, q.FalseHigh = clamp(q.False-s), clamp(q.False+s)
	s = 1.96 * math.Sqrt(lost.variance) / t
	q.MissLow, q.MissHigh = clamp(q.Missed-s), clamp(q.Missed+s+driftMissed)
	return q
}

// Agreement counts the decisions that stand and at which it is known what the
// program held: n of them, agree as it did.
func Agreement(ds []event.Decision) (agree, n int) {
	for _, d := range Apply(ds) {
		if d.Held == "" {
			continue
		}
		n++
		if d.Held == d.Says {
			agree++
		}
	}
	return agree, n
}

// Code is the version of the algorithm: it changes whenever the same input
// could give another proposal.
const Code = 4

// Run is what a reconciliation is reproduced from: hashes of what went in, and
// the version of the code.
type Run struct {
	Code      int    `json:"code"`
	Records   string `json:"records"` // of the hashes of the records by key, SHA-256, hex
	Decisions string `json:"decisions"`
	Params    string `json:"params"`
}

// ID names a run: two runs with one ID give one result.
func (r Run) ID() string {
	h := sha256.Sum256([]byte(fmt.Sprintf("%d %s %s %s", r.Code, r.Records, r.Decisions, r.Params)))
	return hex.EncodeToString(h[:6])
}

// run names what a reconciliation is made from; records is the hash of those.
func run(records string, ds []event.Decision, p Params) Run {
	sum := func(x any) string {
		b, err := json.Marshal(x)
		if err != nil {
			panic(fmt.Sprintf("reconcile: cannot write its own input: %v", err))
		}
		h := sha256.Sum256(b)
		return hex.EncodeToString(h[:])
	}
	return Run{Code, records, sum(Apply(ds)), sum(p)}
}

// append writes what reconciliation looks at, each field with its length
// before it: two records that differ are written differently.
func (r *Record) append(b []byte) []byte {
	put := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	num := func(n int64) { b = binary.AppendVarint(b, n) }
	put(r.Key.Source)
	put(r.Key.ID)
	num(int64(r.When.From))
	num(int64(r.When.To))
	num(int64(r.When.Precision))
	w := r.Where
	for _, s := range []string{w.Name, w.Admin1, w.Admin2, w.Country, r.Type, r.ActorA, r.ActorB, r.Notes} {
		put(s)
	}
	num(int64(w.Precision))
	if w.Point != nil {
		b = binary.LittleEndian.AppendUint64(append(b, 1), math.Float64bits(w.Point.Lat))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.Point.Lon))
	} else {
		b = append(b, 0)
	}
	for _, n := range []*int{r.Deaths.Low, r.Deaths.Best, r.Deaths.High} {
		if n == nil {
			num(-1)
		} else {
			num(int64(*n))
		}
	}
	for _, l := range [][]string{r.Codes, r.Outlets} {
		num(int64(len(l)))
		for _, s := range l {
			put(s)
		}
	}
	return b
}
