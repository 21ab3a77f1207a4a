package source

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/lang"
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

func ExampleReadClass() {
	for _, s := range []string{"media", "Média", "Autorité locale", "armed and security forces", "mairie", "Radio Sarel"} {
		c, ok := ReadClass(s)
		fmt.Println(c, ok)
	}
	// Output:
	// media true
	// media true
	// local-authority true
	// forces true
	// local-authority true
	// radio-sarel false
}

// Each class is read by its code and by what the program itself calls it.
func TestEveryClassIsReadByItsLabels(t *testing.T) {
	for _, c := range Classes {
		x, ok := lang.Lookup("class." + string(c))
		if !ok {
			t.Errorf("%s has no label", c)
		}
		for _, s := range []string{string(c), x[lang.French], x[lang.English]} {
			if got, ok := ReadClass(s); !ok || got != c {
				t.Errorf("%q is %s, want %s", s, got, c)
			}
		}
	}
}
