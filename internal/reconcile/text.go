package reconcile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dires/dires/linkage"
)

// fold writes a name or text in small letters without accents, with one space
// between words.
func fold(s string) string { return string(appendFold(nil, s)) }

// appendFold folds s onto b.
func appendFold(b []byte, s string) []byte {
	from, space := len(b), false
	word := func() {
		if space && len(b) > from {
			b = append(b, ' ')
		}
		space = false
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			i++
			if l := ascii[c]; l != 0 {
				word()
				b = append(b, l)
			} else {
				space = true
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		r = unicode.ToLower(r)
		if x, ok := plain[r]; ok {
			word()
			b = append(b, x...)
			continue
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word()
			b = utf8.AppendRune(b, r)
		case unicode.Is(unicode.Mn, r): // a combining accent
		default:
			space = true
		}
	}
	return b
}

// ascii folds the letters and digits of ASCII; 0 is whatever parts words.
var ascii = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'z':
			t[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

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
	"blesses": 1, "blesse": 1, "blessees": 1, "blessee": 1, "wounded": 1, "injured": 1, "tetes": 2, "head": 2, "disparues": 3, "disparus": 3, "disparue": 3, "disparu": 3, "missing": 3,
	"motos": 4, "motorbikes": 4, "motorcycles": 4, "maisons": 5, "houses": 5, "cases": 5, "vehicules": 6, "vehicles": 6, "enleves": 7,
	"enlevees": 7, "abducted": 7, "kidnapped": 7, "otages": 7, "hostages": 7, "arretes": 8, "arretees": 8, "arrested": 8, "h": 9, "heures": 9, "hours": 9,
	"boutiques": 10, "shops": 10, "greniers": 11, "granaries": 11,
}

var months = map[string]bool{"janvier": true, "fevrier": true, "mars": true, "avril": true, "mai": true, "juin": true, "juillet": true,
	"aout": true, "septembre": true, "octobre": true, "novembre": true, "decembre": true, "january": true, "february": true,
	"march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true, "october": true,
	"november": true, "december": true}

// teller reads what records say beyond their columns, one after the other:
// the outlets they draw on, the words of their notes, and what these count.
type teller struct {
	outlets, words lister
	numbers        linkage.Lists // thing<<16 | number, one of each thing

	columns map[string][]string // the folded words of what stands in columns
	own     [][]string
	text    []byte
	tokens  [][2]int // in text
}

func (t *teller) read(r *Record) {
	for _, o := range r.Outlets {
		t.text = appendFold(t.text[:0], o)
		t.outlets.put(t.text)
	}
	t.outlets.end()
	if r.Notes != "" {
		t.notes(r)
	}
	t.words.end()
	end(&t.numbers)
}

// notes takes the words that do not stand in the record's own columns.
func (t *teller) notes(r *Record) {
	t.own = t.own[:0]
	for _, s := range [...]string{r.Where.Name, r.Where.Admin1, r.Where.Admin2, r.Where.Country, r.ActorA, r.ActorB, r.Type} {
		t.own = append(t.own, t.column(s))
	}
	for _, s := range r.Outlets {
		t.own = append(t.own, t.column(s))
	}
	t.text = appendFold(t.text[:0], r.Notes)
	t.tokens = t.tokens[:0]
	for from, i := 0, 0; i <= len(t.text); i++ {
		if i == len(t.text) || t.text[i] == ' ' {
			if i > from {
				t.tokens = append(t.tokens, [2]int{from, i})
			}
			from = i + 1
		}
	}
	first := len(t.numbers.ID)
	for i := range t.tokens {
		w := t.token(i)
		if n, num := number(w); num {
			t.count(i, w, n)
			continue
		}
		if len(w) <= 3 || t.isOwn(w) || months[string(w)] {
			continue
		}
		if g, ok := glossary[string(w)]; ok {
			t.text = append(t.text, g...) // behind the tokens
			w = t.text[len(t.text)-len(g):]
		}
		t.words.put(w)
	}
	own := t.numbers.ID[first:]
	slices.Sort(own)
	own = slices.CompactFunc(own, func(a, b uint32) bool { return a>>16 == b>>16 })
	t.numbers.ID = t.numbers.ID[:first+len(own)]
}

// count takes what the number at a token counts, unless it is part of a date.
func (t *teller) count(i int, w []byte, n uint32) {
	switch next := i + 1; {
	case next < len(t.tokens) && months[string(t.token(next))], i > 0 && months[string(t.token(i-1))]:
		return
	case next < len(t.tokens) && len(w) == 2 && string(t.token(next)) == "00": // 09:00
		t.numbers.ID = append(t.numbers.ID, 9<<16|n)
		return
	}
	for k := i + 1; k < len(t.tokens) && k <= i+4; k++ {
		if _, another := number(t.token(k)); another {
			return
		}
		if thing, ok := things[string(t.token(k))]; ok && n < 1<<16 {
			t.numbers.ID = append(t.numbers.ID, thing<<16|n)
			return
		}
	}
}

func (t *teller) token(i int) []byte { return t.text[t.tokens[i][0]:t.tokens[i][1]] }

func (t *teller) column(s string) []string {
	ws, ok := t.columns[s]
	if !ok {
		if t.columns == nil {
			t.columns = map[string][]string{}
		}
		ws = strings.Fields(fold(s))
		if len(s) <= 200 {
			t.columns[s] = ws
		}
	}
	return ws
}

func (t *teller) isOwn(w []byte) bool {
	for _, ws := range t.own {
		for _, o := range ws {
			if o == string(w) {
				return true
			}
		}
	}
	return false
}

func number(w []byte) (n uint32, ok bool) {
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
