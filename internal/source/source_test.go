package source

import (
	"fmt"
	"testing"
)

func ExampleCombine() {
	ged := Licence{Level: Rows, Name: "CC BY 4.0", Attribution: "UCDP"}
	west := Licence{Level: Derived, Name: "CC BY-SA 4.0", Attribution: "mapme", ShareAlike: true}
	l, ok := Combine(ged, west)
	fmt.Println(l.Level, l.Name, l.Attribution, ok)
	// Output: derived CC BY-SA 4.0 UCDP; mapme true
}

func TestNothingLeavesByDefault(t *testing.T) {
	if l, _ := Combine(Licence{Level: Rows}, Licence{}); l.Level != None {
		t.Fatal(l)
	}
}

func TestTwoShareAlikeLicencesDoNotMix(t *testing.T) {
	if _, ok := Combine(Licence{Name: "ODbL", ShareAlike: true}, Licence{Name: "CC BY-SA 4.0", ShareAlike: true}); ok {
		t.Fatal("combined")
	}
}

func TestLevelSurvivesItsText(t *testing.T) {
	for l := None; l <= Rows; l++ {
		b, _ := l.MarshalText()
		var m Level
		if err := m.UnmarshalText(b); err != nil || m != l {
			t.Fatal(l, m, err)
		}
	}
	var m Level
	if m.UnmarshalText([]byte("everything")) == nil {
		t.Fatal("accepted")
	}
}
