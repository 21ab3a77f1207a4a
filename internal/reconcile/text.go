package reconcile

import (
	"strings"
	"unicode"
)

// fold writes a name or text in small letters without accents, with one space
// between words.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		r = unicode.ToLower(r)
		if x, ok := plain[r]; ok {
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteString(x)
			continue
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // a combining accent
		default:
			space = true
		}
	}
	return b.String()
}

// plain takes accents off the letters of French and of its neighbours.
var plain = func() map[rune]string {
	m := map[rune]string{'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d"}
	for base, forms := range map[string]string{"a": "àáâãäåā", "c": "çćč", "e": "èéêëēě", "i": "ìíîïī", "n": "ñń", "o": "òóôõöō",
		"u": "ùúûüū", "y": "ýÿ", "s": "śš", "z": "źžż"} {
		for _, r := range forms {
			m[r] = base
		}
	}
	return m
}()

// glossary maps words of incident notes in French to English, so that an
// account in one language meets an account in the other. Both are folded.
var glossary = map[string]string{
	"marche": "market", "ecole": "school", "ecoles": "school", "schools": "school", "sante": "health", "hebdomadaire": "weekly",
	"centre": "center", "centre's": "center", "pont": "bridge", "gendarmerie": "gendarmerie", "poste": "post", "convoi": "convoy",
	"ravitaillement": "supply", "mairie": "townhall", "hall": "townhall", "campement": "camp", "eleveurs": "herders", "bergers": "herders",
	"antenne": "mast", "telephonie": "phone", "forage": "borehole", "puits": "well", "carburant": "fuel", "depot": "depot",
	"prefet": "prefect", "mine": "mine", "artisanale": "artisanal", "peage": "toll", "gare": "station", "routiere": "bus", "camion": "lorry",
	"truck": "lorry", "tanker": "tanker", "citerne": "tanker", "patrouille": "patrol", "mixte": "mixed", "chantier": "works", "route": "road",
	"bac": "ferry", "fluvial": "river", "fleuve": "river", "caravane": "caravan", "sel": "salt", "chateau": "tower", "eau": "water",
	"boutique": "shop", "magasin": "shop", "silo": "silo", "grains": "grain", "cereales": "grain", "residence": "residence",
	"transport": "coach", "passenger": "coach", "primaire": "primary", "bourg": "town", "entree": "edge", "vehicule": "vehicle",
	"mosquee": "mosque", "eglise": "church", "hopital": "hospital", "village": "village", "pirogue": "boat", "barrage": "roadblock",
	"checkpoint": "roadblock", "otages": "hostages", "otage": "hostages", "betail": "cattle", "bovins": "cattle", "bureau": "office",
	"ambulance": "ambulance", "explosif": "explosive", "mariage": "wedding", "orpaillage": "gold", "or": "gold", "foire": "fair",
}

// things are what notes count, French and English.
var things = map[string]uint32{
	"blesses": 1, "blesse": 1, "wounded": 1, "injured": 1, "tetes": 2, "head": 2, "disparues": 3, "disparus": 3, "missing": 3,
	"motos": 4, "motorbikes": 4, "motorcycles": 4, "maisons": 5, "houses": 5, "cases": 5, "vehicules": 6, "vehicles": 6, "enleves": 7,
	"enlevees": 7, "abducted": 7, "kidnapped": 7, "otages": 7, "hostages": 7, "arretes": 8, "arrested": 8, "h": 9, "heures": 9, "hours": 9,
	"boutiques": 10, "shops": 10, "greniers": 11, "granaries": 11,
}

var months = map[string]bool{"janvier": true, "fevrier": true, "mars": true, "avril": true, "mai": true, "juin": true, "juillet": true,
	"aout": true, "septembre": true, "octobre": true, "novembre": true, "decembre": true, "january": true, "february": true,
	"march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true, "october": true,
	"november": true, "december": true}

// words are what the notes say beyond the record's own columns, and what they
// count: thing<<16 | number.
func words(r Record, fo folds) (ws []string, counts []uint32) {
	if r.Notes == "" {
		return nil, nil
	}
	own := map[string]bool{}
	for _, s := range append([]string{r.Where.Name, r.Where.Admin1, r.Where.Admin2, r.Where.Country, r.ActorA, r.ActorB, r.Type}, r.Outlets...) {
		for _, w := range strings.Fields(fo.of(s)) {
			own[w] = true
		}
	}
	ts := strings.Fields(fold(r.Notes))
	for i, w := range ts {
		n, num := number(w)
		if num {
			switch {
			case i+1 < len(ts) && months[ts[i+1]]: // a date
				continue
			case i > 0 && months[ts[i-1]]:
				continue
			case i+1 < len(ts) && len(w) == 2 && ts[i+1] == "00": // 09:00
				counts = append(counts, 9<<16|n)
				continue
			}
			for k := i + 1; k < len(ts) && k <= i+4; k++ {
				if _, another := number(ts[k]); another {
					break
				}
				if t, ok := things[ts[k]]; ok && n < 1<<16 {
					counts = append(counts, t<<16|n)
					break
				}
			}
			continue
		}
		if len(w) <= 3 || own[w] || months[w] {
			continue
		}
		if g, ok := glossary[w]; ok {
			w = g
		}
		ws = append(ws, w)
	}
	return ws, counts
}

func number(w string) (n uint32, ok bool) {
	if len(w) > 6 {
		return 0, false
	}
	for _, c := range w {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint32(c-'0')
	}
	return n, len(w) > 0
}
