package audit

import (
	"math/rand/v2"
	"testing"
)

// Every interval equals what trying all whole numbers one by one gives.
func TestBoundsEqualTryingAll(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	impossible, parted := 0, 0
	for range 3000 {
		n, m := 2+r.IntN(4), 1+r.IntN(3)
		numbers := make([]limits, n)
		for i := range numbers {
			lo := int64(r.IntN(3))
			numbers[i] = limits{lo, lo + int64(r.IntN(7))}
		}
		var eqs []equation
		for range m {
			var e equation
			for j := range n {
				if c := int64(r.IntN(5) - 2); c != 0 {
					e.terms = append(e.terms, term{j, c})
				}
			}
			if len(e.terms) == 0 {
				continue
			}
			e.lo = int64(r.IntN(9) - 2)
			e.hi = e.lo
			switch r.IntN(4) {
			case 0:
				e.hi += int64(r.IntN(4))
			case 1:
				e.hi = none
			case 2:
				e.lo = -none
			}
			eqs = append(eqs, e)
		}
		asked := make([]int, n)
		want := make([]Interval, n)
		for j := range n {
			asked[j], want[j] = j, Interval{Low: none, High: -none, Settled: true}
		}
		try(numbers, eqs, nil, want)
		got, err := bounds(numbers, eqs, asked, 0)
		if want[0].Low == none {
			impossible++
			// A component may be free of the contradiction, but all are asked for.
			if err == nil {
				t.Fatalf("%v %v: bounds %v where nothing fits", numbers, eqs, got)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%v %v: %v, but something fits", numbers, eqs, err)
		}
		for j := range n {
			if got[j] != want[j] {
				t.Fatalf("%v %v: number %d lies in %v, and trying all gives %v", numbers, eqs, j, got[j], want[j])
			}
			if got[j].Low != numbers[j].lo || got[j].High != numbers[j].hi {
				parted++
			}
		}
	}
	if impossible < 100 || parted < 1000 {
		t.Errorf("only %d without a solution and %d bounds that moved: too easy", impossible, parted)
	}
}

func try(numbers []limits, eqs []equation, so []int64, want []Interval) {
	if len(so) == len(numbers) {
		for _, e := range eqs {
			sum := int64(0)
			for _, x := range e.terms {
				sum += x.coef * so[x.of]
			}
			if e.lo != -none && sum < e.lo || e.hi != none && sum > e.hi {
				return
			}
		}
		for j, v := range so {
			want[j].Low, want[j].High = min(want[j].Low, v), max(want[j].High, v)
		}
		return
	}
	b := numbers[len(so)]
	for v := b.lo; v <= b.hi; v++ {
		try(numbers, eqs, append(so, v), want)
	}
}

func TestANumberWithoutAnUpperEndIsEndless(t *testing.T) {
	got, err := bounds([]limits{{0, none}, {1, none}, {0, none}}, []equation{{terms: []term{{0, 1}, {1, -1}}}}, []int{0, 1, 2}, 0)
	if err != nil || !got[0].Endless || got[0].Low != 1 || !got[2].Endless {
		t.Fatal(got, err)
	}
}

// A table of two ways, as Cox (1995) takes it apart: 20 50 10 · 2 19 22 · 17 32 12,
// with four cells withheld and all margins printed.
func TestTheTableOfTheBooks(t *testing.T) {
	numbers := []limits{{0, none}, {0, none}, {0, none}, {0, none}} // (2,1) (2,3) (3,1) (3,3)
	eq := func(sum int64, of ...int) equation {
		e := equation{limits: limits{sum, sum}}
		for _, x := range of {
			e.terms = append(e.terms, term{x, 1})
		}
		return e
	}
	got, err := bounds(numbers, []equation{eq(24, 0, 1), eq(29, 2, 3), eq(19, 0, 2), eq(34, 1, 3)}, []int{0, 1, 2, 3}, 0)
	if err != nil || got[0] != (Interval{Low: 0, High: 19, Settled: true}) {
		t.Fatal(got, err)
	}
}
