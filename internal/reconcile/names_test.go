package reconcile

import "testing"

// Ways of writing that are one, and ways that are not; FICTION.
func TestNamesOfOneActorMeetAndOthersDoNot(t *testing.T) {
	uses := map[string]int{}
	var names []string
	for _, n := range []string{"Military Forces of Orvanie (2021-2028)", "Military Forces of Orvanie (2028-)", "Forces armées d'Orvanie", "Forces armees dOrvanie",
		"Civilians (Orvanie)", "Civilians", "Civils", "Front libre de Vormark", "Free Front of Vormark", "Front libre de Vormrak", "Front libre de Dolgast"} {
		names = append(names, fold(n))
		uses[fold(n)] = 20 - len(names)
	}
	of := aliases(names, uses, nil)
	entity := func(n string) string { return of[fold(n)].Entity }
	for _, same := range [][2]string{
		{"Military Forces of Orvanie (2021-2028)", "Military Forces of Orvanie (2028-)"},
		{"Military Forces of Orvanie (2028-)", "Forces armées d'Orvanie"},
		{"Civilians (Orvanie)", "Civils"}, {"Civilians", "Civils"},
		{"Front libre de Vormark", "Free Front of Vormark"}, {"Front libre de Vormark", "Front libre de Vormrak"},
	} {
		if entity(same[0]) != entity(same[1]) {
			t.Errorf("%q is %q, %q is %q", same[0], entity(same[0]), same[1], entity(same[1]))
		}
	}
	for _, other := range [][2]string{{"Front libre de Vormark", "Front libre de Dolgast"}, {"Civils", "Forces armées d'Orvanie"}} {
		if entity(other[0]) == entity(other[1]) {
			t.Errorf("%q and %q are taken for one", other[0], other[1])
		}
	}
}

// A name that the data take for another can be confirmed or ruled out in the
// study's table: nothing the data show stands above it.
func TestTheTableOfActorsStandsAboveWhatTheDataShow(t *testing.T) {
	_, rs := invent(fresh[len(fresh)-1].Case)
	first, err := Propose(rs, nil, Defaults())
	if err != nil || len(first.Aliases) == 0 {
		t.Fatal(first.Aliases, err)
	}
	a := first.Aliases[0]
	for _, as := range []string{a.As, a.Name} { // confirmed; ruled out
		p := Defaults()
		p.Vocabulary.Actors = []ActorName{{Name: a.Name, Entity: as}}
		if as == a.As {
			p.Vocabulary.Actors = append(p.Vocabulary.Actors, ActorName{Name: a.As, Entity: as})
		}
		again, err := Propose(rs, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range again.Aliases {
			if x.Name == a.Name {
				t.Errorf("%q is taken for %q although the table says who it is", x.Name, x.As)
			}
		}
		if again.Run.Params == first.Run.Params {
			t.Error("the table is not among what the run is reproduced from")
		}
	}
}
