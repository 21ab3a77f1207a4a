package diag

import (
	"fmt"
	"testing"
)

var _ = Codes(
	Kind{Code: "T001", Severity: Warning, Args: 1},
	Kind{Code: "T002", Severity: Error, Args: 0},
)

func ExampleNew() {
	fmt.Println(New("T001", At{File: "ged.csv", Row: 117, Field: "best"}, "N/A"))
	// Output: ged.csv:117: best: warning T001 N/A
}

func TestListIsSortedByPlaceAndCounted(t *testing.T) {
	var l List
	l.Add("T002", At{File: "b.csv", Row: 1})
	l.Add("T001", At{File: "a.csv", Row: 10}, "x")
	l.Add("T001", At{File: "a.csv", Row: 9}, "x")
	l.Sort()
	if l[0].At.Row != 9 || l[2].At.File != "b.csv" {
		t.Fatalf("order: %v", l)
	}
	if n := l.Count(); n["T001"] != 2 || n["T002"] != 1 {
		t.Fatalf("count: %v", n)
	}
	if l.Worst() != Error {
		t.Fatal("worst")
	}
}

func TestACodeIsNeverReused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("a second registration of T001 was accepted")
		}
	}()
	Codes(Kind{Code: "T001"})
}
