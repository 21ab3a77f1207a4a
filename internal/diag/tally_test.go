package diag

import "testing"

var _ = Codes(Kind{Code: "Z901", Severity: Warning}, Kind{Code: "Z902", Severity: Error})

// Of a file of any length each kind is kept up to its limit and counted whole;
// what is about the file never falls to the limit, however late it comes.
func TestATallyCountsWhatItDoesNotKeep(t *testing.T) {
	for _, n := range []int{fewOfEach - 1, fewOfEach, fewOfEach + 1, 3 * fewOfEach} {
		var ta Tally
		for row := 2; row < n+2; row++ {
			ta.Add(New("Z901", At{File: "f", Row: row, Field: "a"}))
			ta.Add(New("Z902", At{File: "f", Row: row, Field: "b"}))
			ta.Add(New("Z902", At{File: "f", Row: row, Field: "c"}))
		}
		ta.Add(New("Z902", At{File: "f"}))
		ta.Add(New("Z901", At{File: "f", Row: 1, Field: "late"}))
		total := len(ta.Kept())
		for _, m := range ta.More() {
			if m.N <= 0 {
				t.Errorf("%d rows: %v", n, m)
			}
			total += m.N
		}
		if total != 3*n+2 {
			t.Errorf("%d rows: kept and counted %d findings of %d", n, total, 3*n+2)
		}
		if len(ta.Kept()) != 3*min(n, fewOfEach)+2 {
			t.Errorf("%d rows: kept %d", n, len(ta.Kept()))
		}
		if ta.Errors() != n+1 {
			t.Errorf("%d rows with two errors each and one about the file: %d in error", n, ta.Errors())
		}
	}
}

// A kind that comes first when the list is full is kept once all the same.
func TestARareFindingIsKeptInAFullList(t *testing.T) {
	var ta Tally
	for i := range 2 * mostOfAll {
		ta.Add(New("Z901", At{File: "f", Row: i + 2, Field: string(rune('a' + i%60))}))
	}
	ta.Add(New("Z902", At{File: "f", Row: 7, Field: "rare"}))
	k := ta.Kept()
	if k[len(k)-1].Code != "Z902" {
		t.Error("the rare finding fell to the limit")
	}
}
