package lang

import "testing"

func TestSpellingsThatDifferOnlyInDressAreEqual(t *testing.T) {
	for _, c := range [][2]string{
		{"Décès (civils)", "deces_civils"},
		{"  N'Djaména ", "n djamena"},
		{"Cœur", "COEUR"},
		{"Ménaka", "Me\u0301naka"},
	} {
		if Fold(c[0]) != Fold(c[1]) {
			t.Errorf("%q gives %q, %q gives %q", c[0], Fold(c[0]), c[1], Fold(c[1]))
		}
	}
	if Fold("Gao") == Fold("Gaoua") {
		t.Error("different names became equal")
	}
}
