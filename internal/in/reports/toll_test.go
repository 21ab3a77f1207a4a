package reports

import (
	"fmt"
	"strings"
	"testing"
)

// says writes a toll in short: deaths, then what is known besides.
func says(t toll) string {
	if t.garbled {
		return "?"
	}
	if t.only {
		return "victims"
	}
	one := func(c counted) string {
		switch {
		case c.best != nil:
			return fmt.Sprint(*c.best)
		case c.low != nil && c.high != nil:
			return fmt.Sprintf("%d-%d", *c.low, *c.high)
		case c.low != nil:
			return fmt.Sprintf(">%d", *c.low)
		case c.high != nil:
			return fmt.Sprintf("<%d", *c.high)
		}
		return "–"
	}
	out := one(t.of[dead])
	if c := t.of[wounded]; c.said {
		out += " w" + one(c)
	}
	if c := t.of[taken]; c.said {
		out += " t" + one(c)
	}
	if t.civilians != nil {
		out += fmt.Sprintf(" c%d", *t.civilians)
	}
	return out
}

// Cells of a column of deaths, as people write them. "?" is a cell of which
// nothing may be taken.
var cells = map[string]string{
	// numbers
	"12": "12", "0": "0", "12,0": "12", "12.00": "12", "1 200": "1200", "1\u00a0200": "1200", "1\u202f200": "1200", "1,200": "1200", "1.200": "1200",
	"12,000": "?", "12.000": "?", "1,000": "?", "12 000": "12000", "1,200,000": "1200000", "1.000,00": "1000", "1,20": "?", "1.5": "?", "0,333": "?", "6.33": "?",
	"-3": "?", "−3": "?", "1e3": "?", "12h": "?", "0.0": "0", "00": "0", "99999999": "?", "1 20": "?", "3 4": "?", "12a": "?", "3*": "?", "3?": "?", "½": "?", "5²": "?",
	"1200 morts": "1200", "1,200 morts": "1200", "1 200 morts": "1200", "#N/A": "–", "NA": "–", "N/A": "–", "NaN": "–", "NULL": "–", "TRUE": "?", "VRAI": "?", "oui": "?", "x": "?",
	// number words
	"un mort": "1", "Un mort": "1", "une morte": "1", "deux morts": "2", "dix": "10", "Dix morts": "10", "vingt-deux morts": "22", "vingt et un morts": "21",
	"soixante-quinze morts": "75", "quatre-vingt-dix-sept morts": "97", "quatre-vingts morts": "80", "cent deux morts": "102", "deux cents morts": "200",
	"two dead": "2", "twenty-one killed": "21", "one hundred and five dead": "105", "three thousand dead": "3000", "zéro": "0", "zero deaths": "0", "un": "1", "one": "1",
	"dix-sept": "17", "soixante et onze morts": "71", "dix sept blessés": "– w17", "mille morts": "1000", "trente et quarante morts": "?", "deux trois morts": "?",
	// about, and collective numbers
	"une dizaine": "10", "une dizaine de morts": "10", "une demi-douzaine de morts": "6", "half a dozen dead": "6", "two dozen killed": "24", "a dozen dead": "12",
	"une vingtaine de blessés": "– w20", "environ 10": "10", "environ 10 morts": "10", "about 10 dead": "10", "près de 10 morts": "10", "~10": "10", "≈ 10 morts": "10", "deux dizaines de morts": "20",
	"des dizaines de morts": "–", "plusieurs": "–", "plusieurs morts": "–", "several killed": "–", "des morts": "–", "dozens of dead": "–", "plusieurs dizaines de morts": "–", "quelques morts et 3 blessés": "– w3",
	// ranges and bounds
	"2-3": "2-3", "2 – 3": "2-3", "2 à 3": "2-3", "entre 2 et 3": "2-3", "entre 2 et 3 morts": "2-3", "between 2 and 3": "2-3", "de 2 à 3 morts": "2-3", "from 2 to 3 dead": "2-3",
	"trois ou quatre": "3-4", "trois ou quatre morts": "3-4", "three or four dead": "3-4", "deux-trois morts": "2-3", "14 à 21 morts selon les bilans": "14-21", "2-3-4": "?", "2/3": "?",
	"3-4 blessés": "– w3-4", "2 et 3": "?", "2 et 3 morts": "?", "au moins 5": ">5", "at least 5": ">5", "at least five dead": ">5", "5+": ">5", "5+ morts": ">5", "5 ou plus": ">5", "5 or more": ">5", "plus de 5": ">5",
	"plus de 5 morts": ">5", "more than 5 killed": ">5", "plus d'une dizaine de morts": ">10", "5 morts au moins": ">5", "5 au moins": ">5", ">5": ">5", "≥ 5": ">5", "pas moins de 5 morts": ">5", "no fewer than 5": ">5",
	"au plus 4": "<4", "moins de 4 morts": "<4", "jusqu'à 4 morts": "<4", "up to 4": "<4", "<4": "<4", "au moins 5, au plus 9": "5-9", "au moins un mort": ">1", "minimum 5": ">5", "au moins 2 à 3": "?",
	// nobody
	"aucun": "0", "aucun mort": "0", "none": "0", "néant": "0", "pas de mort": "0", "no deaths": "0", "Aucune victime.": "0", "sans victime": "0", "no casualties": "0", "nobody killed": "0",
	"ni mort ni blessé": "0 w0", "aucun mort ni blessé": "0 w0", "aucun mort, 3 blessés": "0 w3", "1 blessé, 0 mort": "0 w1", "zéro mort, un blessé": "0 w1", "aucun blessé": "– w0", "no one": "?",
	"aucun civil tué": "?", "0 civil": "?", "aucun bilan": "?", "pas de bilan": "?", "RAS": "?", "aucune personne tuée": "0",
	// other fates
	"2 blessés": "– w2", "4 wounded": "– w4", "7 blessés (gardes)": "– w7", "2 blessés et 1 mort": "1 w2", "Un mort et deux blessés": "1 w2", "4 blessés graves": "– w4", "4 blessés dont 2 graves": "– w4",
	"2 disparus (un garde et un pêcheur)": "–", "3 enlevés": "– t3", "3 personnes prises en otage": "– t3", "three abducted, one killed": "1 t3", "2 morts / 3 blessés": "2 w3", "2 morts 3 blessés": "2 w3",
	"2 tués et 3 blessés, 4 enlevés": "2 w3 t4", "2 dead, 3 injured and 4 abducted": "2 w3 t4", "5 + 3 blessés": "5 w3", "5, 3 blessés": "5 w3", "3 morts et blessés": "?", "3 tués et enlevés": "?",
	"morts : 3, blessés : 2": "3 w2", "Killed: 3; wounded: 5": "3 w5", "tués=3": "3", "3 personnes ont été tuées": "3", "3 people were killed": "3", "3 hommes armés": "3", "mort(s) : 2": "2", "2 mort(s)": "2", "2 tué·e·s": "2", "2 tué(e)s": "2",
	"13 morts (4 gardes et 9 rebelles) et 5 blessés": "13 w5", "9 morts (6 gardes, 3 assaillants)": "9", "3 blessés (1 décédé)": "1 w3", "5 blessés dont 1 mort": "1 w5", "trois personnes ont perdu la vie": "3", "4 déplacés": "–",
	// civilians
	"12 morts dont 9 civils": "12 c9", "12 dead including 9 civilians": "12 c9", "12 morts (dont 9 civils)": "12 c9", "12 morts (9 civils, 3 gardes)": "12 c9", "3 civils": "3 c3", "3 civils tués": "3 c3", "3 morts civils": "3 c3",
	"3 civils, 2 blessés": "?", "3 civils et 2 militaires": "5 c3", "2 gardes tués et 3 rebelles tués": "5", "7 blessés (3 civils)": "– w7", "12 morts dont 2 femmes et 3 enfants": "12", "12 morts dont le chef du village voisin": "?", "12 morts dont le maire": "12",
	"10 personnes dont 3 tuées": "3", "2 personnes dont 3 tuées": "?", "12 morts dont 15 civils": "?", "12 dont 9 civils": "12 c9", "12 (9 civils)": "12 c9", "5 (2 morts, 3 blessés)": "?", "3 (?)": "?", "3 morts (non confirmé)": "?", "3 morts (en fait 0)": "?",
	// victims
	"5 victimes": "victims", "5 casualties": "victims", "5 victimes dont 2 morts": "2", "5 victimes: 2 morts, 3 blessés": "2 w3",
	// what is no number of people
	"3 villages brûlés": "?", "3 maisons": "?", "15 août": "?", "le 15 août 2031": "?", "15/08/2031": "?", "2031-08-15": "?", "8h30": "?", "10:30": "?", "à 15h": "?", "1er août": "?", "May 3": "?", "en 2031": "?", "août": "?",
	"3 morts le 15 août 2031": "3", "2 morts à 8h30": "2", "15 août : 3 morts": "3", "3 bœufs tués": "?", "10 moutons enlevés": "?", "3 jours": "?", "10 km": "?", "3 motos": "?", "mort": "?", "tué": "?", "entre": "?", "civils": "?", "3 morts de plus": "?",
	"3 morts (bétail)": "?", "3 tués présumés": "?", "2 morts, 3 morts": "?", "2 morts et un autre": "?", "Moussa et Ali tués": "?", "3 morts évités": "?", "peut-être 3 morts": "?", "une femme": "1", "un homme tué": "1", "(": "?", "3 morts)": "?",
	"Bilan inconnu": "–", "inconnu": "–", "?": "–", "-": "–", "ND": "–", "non précisé": "–", "bilan : 3 morts": "3", "total 5": "5", "un total de 5 morts": "5",
}

func TestACellOfDeathsIsUnderstoodOrTakenForNothing(t *testing.T) {
	for cell, want := range cells {
		if got := says(readToll(cell, dead)); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
		if got := says(readToll(strings.ToUpper(cell), dead)); got != want && !strings.ContainsAny(cell, "½²") {
			t.Errorf("%q in capitals: %s, want %s", cell, got, want)
		}
	}
}

// Under a header such as "victimes" a number needs a word.
func TestANumberOfVictimsIsNoNumberOfDeaths(t *testing.T) {
	for cell, want := range map[string]string{
		"5": "victims", "5 civils": "victims", "5 victimes": "victims", "0": "victims", "2-3": "victims", "aucune": "0", "Aucune victime.": "0", "7 blessés (gardes)": "– w7",
		"2 blessés et 1 mort": "1 w2", "9 morts (6 gardes, 3 assaillants)": "9", "14 à 21 morts selon les bilans": "14-21", "Bilan inconnu": "–", "commerçants": "?", "3 commerçants": "victims", "3 maisons": "?",
		"5, 3 blessés": "?",
	} {
		if got := says(readToll(cell, unsaidFate)); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
}

// Whatever a cell holds, a count is at most what the cell can say, and a cell
// without digit, number word or word for none counts nobody.
func FuzzToll(f *testing.F) {
	for c := range cells {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, bare := range []fate{dead, wounded, unsaidFate} {
			x := readToll(cell, bare)
			for _, c := range x.of {
				for _, n := range []*int{c.low, c.best, c.high} {
					if n != nil && (*n < 0 || *n > 20*mostPeople || x.garbled) {
						t.Fatalf("%q: %d", cell, *n)
					}
				}
				if c.best != nil && (c.low != nil || c.high != nil) {
					t.Fatalf("%q: a best and a bound", cell)
				}
			}
		}
	})
}
