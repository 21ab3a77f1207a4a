package register

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/claim"
)

func ExampleParseRung() {
	for _, s := range []string{"Consulted", "4", "unknown"} {
		r, err := ParseRung(s)
		fmt.Println(r, err)
	}
	// Output:
	// 2 <nil>
	// 4 <nil>
	// -1 <nil>
}

func TestUnknownIsNeverZero(t *testing.T) {
	for _, s := range []string{"U", "", "unknown"} {
		if r, _ := ParseRung(s); r != claim.Unclear {
			t.Errorf("%q became %d", s, r)
		}
	}
}

func TestNothingIsGuessed(t *testing.T) {
	for _, s := range []string{"some", "6", "-1", "consult"} {
		if r, err := ParseRung(s); err == nil {
			t.Errorf("%q became %d", s, r)
		}
	}
	if _, err := ParseStage("AF"); err == nil {
		t.Error("AF is no stage")
	}
	for s, want := range map[string]string{"m": "evaluation", "Formulation": "formulation", "monitoring": "evaluation"} {
		if got, err := ParseStage(s); got != want || err != nil {
			t.Error(s, got, err)
		}
	}
	if k, err := ParseKind("budget law"); k != "budget-law" || err != nil {
		t.Error(k, err)
	}
}
