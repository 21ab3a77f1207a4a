package sdc

import (
	"fmt"
	"testing"
)

// byPairs counts, for each row, the rows that show the same, and the different
// answers that these give. It shares nothing with the kernel.
func byPairs(shown [][]int32, says []int32) (alike, answers []int) {
	for i := range shown[0] {
		n, seen := 0, map[int32]bool{}
		for j := range shown[0] {
			same := true
			for c := range shown {
				same = same && shown[c][j] == shown[c][i]
			}
			if same {
				n++
				if says[j] != Missing {
					seen[says[j]] = true
				}
			}
		}
		alike, answers = append(alike, n), append(answers, len(seen))
	}
	return alike, answers
}

func columns(k Keys, q int) (cols [][]int32) {
	for c := range q {
		cols = append(cols, k.Column(c))
	}
	return cols
}

func TestEveryRowShowsWhatKShowWithLAnswers(t *testing.T) {
	for seed := range uint64(5) {
		q := 2 + int(seed%3)
		cols, w := drawn(seed, 120+10*int(seed), q, 5)
		says := make([]int32, len(w))
		for i := range says {
			if says[i] = int32(w[i]) % 7; says[i] > 3 {
				says[i] = 0 // mostly one answer
			}
			if i%17 == 0 {
				says[i] = Missing
			}
		}
		k, _ := NewKeys(cols...)
		for _, least := range []int{2, 3, 5} {
			for l := 1; l <= 3; l++ {
				b, err := Merge(k, Wish{K: least, L: l, Each: []Answer{says}, Seed: seed})
				if err != nil {
					t.Fatal(err)
				}
				shown := columns(b.Keys, q)
				alike, answers := byPairs(shown, says)
				f, _ := Frequencies(b.Keys, nil, Category)
				any, _ := Frequencies(b.Keys, nil, Wildcard)
				gone := 0
				for i := range alike {
					if alike[i] < least || answers[i] > 0 && answers[i] < l {
						t.Fatalf("seed %d k %d l %d: row %d is one of %d with %d answers", seed, least, l, i, alike[i], answers[i])
					}
					if f[i].Sample != alike[i] || any[i].Sample < alike[i] {
						t.Fatalf("row %d: %d alike by pairs, %d and %d by the kernel", i, alike[i], f[i].Sample, any[i].Sample)
					}
					for c := range cols {
						if shown[c][i] != Missing && shown[c][i] != cols[c][i] {
							t.Fatal("a value was changed rather than withheld")
						}
						if shown[c][i] != cols[c][i] {
							gone++
						}
					}
				}
				for _, n := range b.Values {
					gone -= n
				}
				if gone != 0 {
					t.Fatal("withheld values are counted wrongly")
				}
			}
		}
	}
}

// At k rows alike nothing is withheld, at one fewer something is; what is fixed
// stays; the same seed withholds the same.
func TestTheBoundsOfK(t *testing.T) {
	for _, f := range []func(Keys, Wish) (Blanked, error){Blank, Merge} {
		for _, n := range []int{4, 5, 6} {
			a, b := make([]int32, 0, n+6), make([]int32, 0, n+6)
			for range n {
				a, b = append(a, 0), append(b, 0)
			}
			for range 6 {
				a, b = append(a, 1), append(b, 0)
			}
			k, _ := NewKeys(a, b)
			x, err := f(k, Wish{K: 5})
			if err != nil || (x.Values[0] > 0) != (n < 5) || x.Values[1] > 0 {
				t.Errorf("%d alike, 5 wanted: %v %v", n, x.Values, err)
			}
			_, err = f(k, Wish{K: 5, Fixed: []bool{true, true}})
			if (err != nil) != (n < 5) {
				t.Errorf("%d alike in fixed columns, 5 wanted: %v", n, err)
			}
			y, _ := f(k, Wish{K: 5})
			if fmt.Sprint(x) != fmt.Sprint(y) {
				t.Error("two runs differ")
			}
		}
		k, _ := NewKeys([]int32{0, 1, 2})
		if _, err := f(k, Wish{K: 4}); err == nil {
			t.Error("three rows are no four alike")
		}
		if x, err := f(k, Wish{K: 3}); err != nil || x.Values[0] == 0 {
			t.Error(x.Values, err)
		}
	}
}

// Costs steer what is withheld.
func TestWhatCostsMoreIsWithheldLess(t *testing.T) {
	cols, _ := drawn(4, 400, 3, 6)
	k, _ := NewKeys(cols...)
	for _, f := range []func(Keys, Wish) (Blanked, error){Blank, Merge} {
		dear, err := f(k, Wish{K: 3, Cost: []int{9, 1, 1}})
		if err != nil {
			t.Fatal(err)
		}
		cheap, _ := f(k, Wish{K: 3, Cost: []int{1, 9, 9}})
		if dear.Values[0] >= cheap.Values[0] {
			t.Errorf("a dear column gives up %d values, a cheap one %d", dear.Values[0], cheap.Values[0])
		}
	}
}

// K-1 rows of which nothing is shown would satisfy sdcMicro's rule for every
// file; no row withholds more than it would have to alone.
func TestNoRowIsBlankedForTheSakeOfOthers(t *testing.T) {
	cols, _ := drawn(5, 300, 4, 6)
	k, _ := NewKeys(cols...)
	b, err := Blank(k, Wish{K: 3, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := Frequencies(k, nil, Wildcard)
	shown := columns(b.Keys, 4)
	for i := range f {
		gone := 0
		for c := range cols {
			if cols[c][i] != Missing && shown[c][i] == Missing {
				gone++
			}
		}
		if gone > 0 && f[i].Sample >= 3 || gone == 4 {
			t.Errorf("row %d, one of %d, withholds %d values", i, f[i].Sample, gone)
		}
	}
	after, _ := Frequencies(b.Keys, nil, Wildcard)
	for i := range after {
		if after[i].Sample < 3 {
			t.Fatalf("row %d is one of %d", i, after[i].Sample)
		}
	}
}
