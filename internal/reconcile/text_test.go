package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dires/dires/internal/place"
)

func TestFoldLeavesLettersAndDigits(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"  -- ":                   "",
		"Forces Armées d'Orvanie": "forces armees d orvanie",
		"cœur, ŒUVRE; Ænon":       "coeur oeuvre aenon",
		"e\u0301te\u0301":         "ete",
		"n° 12/2031":              "n 12 2031",
		"ÇA\tva\u00a0bien":        "ca va bien",
		"مالي  غاو":               "مالي غاو",
		"a\xffb":                  "a b",
		"İZ":                      "iz",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Forces Armées d'Orvanie")
	f.Add("a\xff\u0301 é")
	f.Fuzz(func(t *testing.T, s string) {
		x := fold(s)
		if !utf8.ValidString(x) {
			t.Fatalf("%q", x)
		}
		for i, r := range x {
			if r == ' ' && (i == 0 || i == len(x)-1 || x[i+1] == ' ') || r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				t.Fatalf("fold(%q) = %q", s, x)
			}
		}
	})
}

// The words of notes count beyond the record's columns, French as English;
// numbers count where something is counted, and dates do not.
func TestNotesTellWhatTheColumnsDoNot(t *testing.T) {
	words := func(r Record) (ws []string, counts []uint32) {
		var l teller
		l.read(&r)
		lists := l.words.numbered()
		byID := make([]string, len(l.words.ids))
		for i, w := range slices.Sorted(maps.Keys(l.words.ids)) {
			byID[i] = w
		}
		for _, id := range lists.ID {
			ws = append(ws, byID[id])
		}
		return ws, l.numbers.ID
	}
	r := Record{Where: place.Where{Name: "Pelvaberre", Admin1: "Haut-Bassin"}, ActorA: "Les Rôdeurs", Type: "attaque",
		Notes: "Attaque du marché de Pelvaberre par les rôdeurs le 3 mars 2031 vers 09:00 : 4 personnes blessées, 12 motos, 38 maisons brûlées."}
	fr, counts := words(r)
	if want := []string{"blessees", "brulees", "maisons", "market", "motos", "personnes", "vers"}; !slices.Equal(fr, want) {
		t.Errorf("%q", fr)
	}
	if want := []uint32{1<<16 | 4, 4<<16 | 12, 5<<16 | 38, 9<<16 | 9}; !slices.Equal(counts, want) {
		t.Errorf("%x", counts)
	}
	r.Notes = "Attack on the market: 12 motorbikes and 38 houses, twelve wounded."
	en, _ := words(r)
	if !slices.Contains(en, "market") {
		t.Errorf("%q", en)
	}
	if ws, counts := words(Record{}); len(ws)+len(counts) > 0 {
		t.Error(ws, counts)
	}
}

// What numbers columns carry does not depend on what came first.
func TestColumnsDoNotDependOnWhatCameFirst(t *testing.T) {
	rows := func(n, from int) (rs []Record) {
		for i := range n {
			k := (i + from) % n
			r := Record{Where: place.Where{Country: "Orvanie", Admin1: fmt.Sprint("R", k%3), Precision: place.First}, Codes: []string{"violence", fmt.Sprint(k % 4)},
				ActorA: fmt.Sprint("Bande ", k%5), Notes: fmt.Sprint("marche ecole ", "mot", k), Outlets: []string{fmt.Sprint("Radio ", k%2)}}
			r.Key.Source, r.Key.ID = "s", fmt.Sprint(i)
			rs = append(rs, r)
		}
		return rs
	}
	const n = 30
	a, b := columnsOf(rows(n, 0), Vocabulary{}), columnsOf(rows(n, 11), Vocabulary{})
	for i := range n {
		j := (i - 11 + n) % n // the same content
		if a.cols.Unit[i] != b.cols.Unit[j] || a.cols.Type[i] != b.cols.Type[j] || a.cols.ActorA[i] != b.cols.ActorA[j] ||
			!slices.Equal(a.cols.Words.ID[a.cols.Words.Start[i]:a.cols.Words.Start[i+1]], b.cols.Words.ID[b.cols.Words.Start[j]:b.cols.Words.Start[j+1]]) ||
			!slices.Equal(a.cols.Outlets.ID[a.cols.Outlets.Start[i]:a.cols.Outlets.Start[i+1]], b.cols.Outlets.ID[b.cols.Outlets.Start[j]:b.cols.Outlets.Start[j+1]]) {
			t.Fatal(i)
		}
	}
	if len(a.units) != 4 || len(a.types) != 4 || len(a.actors) != 5 {
		t.Error(len(a.units), len(a.types), len(a.actors))
	}
}
