package reconcile

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
)

// aliases explains actor names that no table explains, by their words: the
// same name in French and English, with slips of the pen, or as an acronym.
// What stays alone means itself.
func aliases(names []string, uses map[string]int, known []ActorName) map[string]ActorName {
	all := map[string]*reading{}
	for _, n := range names {
		all[n] = read(n)
	}
	for _, k := range known {
		f := fold(k.Name)
		if all[f] == nil {
			all[f] = read(f)
		}
		x := k
		all[f].known = &x
	}
	// Frequent names first: a rare spelling joins a frequent one.
	order := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		ka, kb := all[a].known != nil, all[b].known != nil
		if ka != kb {
			if ka {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(uses[b], uses[a]), cmp.Compare(len(all[b].words), len(all[a].words)), cmp.Compare(a, b))
	})
	entity := map[string]string{}
	bySet := map[string]string{} // set of words → name
	var full []string            // names of several words, for acronyms
	var short []string
	for _, n := range order {
		r := all[n]
		if e, ok := bySet[r.set]; ok {
			entity[n] = e
			full = append(full, n)
			continue
		}
		if r.short() {
			short = append(short, n) // perhaps an acronym: after all full names are known
			continue
		}
		for _, o := range full[:min(len(full), mostNames)] {
			if uses[n] <= uses[o] && (slip(r.pen, all[o].pen) || slip(r.setPen, all[o].setPen)) {
				entity[n] = entity[o]
				break
			}
		}
		if entity[n] == "" {
			entity[n] = n
			bySet[r.set] = n
		}
		full = append(full, n)
	}
	for _, n := range short {
		if e, ok := bySet[all[n].set]; ok {
			entity[n] = e
			continue
		}
		if o := slices.IndexFunc(full, func(o string) bool { return uses[n] <= uses[o] && slip(all[n].pen, all[o].pen) }); o >= 0 {
			entity[n] = entity[full[o]]
			continue
		}
		var fits []string
		for _, o := range full {
			if acronym(n, all[o].plain) && !slices.Contains(fits, entity[o]) {
				fits = append(fits, entity[o])
			}
		}
		switch len(fits) {
		case 1:
			entity[n] = fits[0]
		default:
			entity[n] = n
		}
		bySet[all[n].set] = entity[n]
	}
	out := map[string]ActorName{}
	for _, n := range names {
		e := entity[n]
		if k := all[e].known; k != nil {
			out[n] = *k
			continue
		}
		out[n] = ActorName{Name: n, Entity: "~" + e, Family: all[e].family(), Kind: all[e].kind, Broad: all[e].broad}
	}
	return out
}

// mostNames is how many names, the most used ones, a misspelt one is compared
// with: lists of hundreds of thousands of names would cost their square.
const mostNames = 20_000

// reading is a name taken apart.
type reading struct {
	plain       []string // folded words without articles, in order
	words       []string // the same in one language, phrases joined
	set         string
	pen, setPen pen
	kind, broad string
	unnamed     bool
	known       *ActorName
}

var articles = map[string]bool{"de": true, "du": true, "des": true, "d": true, "la": true, "le": true, "les": true, "l": true, "of": true,
	"the": true, "and": true, "et": true, "pour": true, "for": true, "en": true, "in": true, "au": true, "aux": true}

// phrases are joined before words are looked up.
var phrases = []struct{ from, to string }{
	{"self defence", "selfdefence"}, {"self defense", "selfdefence"}, {"auto defense", "selfdefence"}, {"autodefense", "selfdefence"},
	{"armed forces", "military"}, {"military forces", "military"}, {"forces armees", "military"}, {"forces de defense", "military"},
	{"police nationale", "police"}, {"police forces", "police"}, {"national police", "police"},
	{"garde nationale", "guard national"}, {"coupeurs de route", "highwayrobbers"}, {"highway robbers", "highwayrobbers"},
	{"agents humanitaires", "aidworkers"}, {"aid workers", "aidworkers"}, {"travailleurs humanitaires", "aidworkers"},
	{"groupe arme", "armedgroup"}, {"armed group", "armedgroup"}, {"groupes armes", "armedgroup"}, {"armed groups", "armedgroup"},
	{"individus armes", "armedgroup"}, {"hommes armes", "armedgroup"}, {"armed men", "armedgroup"}, {"gunmen", "armedgroup"},
	{"non identifies", "unidentified"}, {"non identifiees", "unidentified"}, {"non identifiee", "unidentified"}, {"non identifie", "unidentified"},
}

// actorWords puts French words of actor names into English.
var actorWords = map[string]string{
	"armee": "military", "army": "military", "armees": "military", "armes": "armed", "arme": "armed", "populaire": "popular", "peuple": "people",
	"combattante": "fighting", "combattants": "fighters", "ligue": "league", "mouvement": "movement", "liberation": "liberation",
	"comite": "committee", "milice": "militia", "milices": "militia", "militias": "militia", "chasseurs": "hunters", "chasseur": "hunters",
	"trafiquants": "smugglers", "traffickers": "smugglers", "contrebandiers": "smugglers", "civils": "civilians", "civilian": "civilians",
	"manifestants": "protesters", "journalistes": "journalists", "garde": "guard", "territoriale": "territorial", "nationale": "national",
	"internationale": "international", "stabilisation": "stabilization", "conjointe": "joint", "forces": "force", "deux": "two", "rives": "shores",
	"gouvernement": "government", "etat": "state", "islamique": "islamic", "groupe": "group", "groupes": "group", "soutien": "support",
	"musulmans": "muslims", "coordination": "coordination", "mouvements": "movement", "plateforme": "platform", "alliance": "alliance",
	"conseil": "council", "unite": "unity", "brigade": "brigade", "bataillon": "battalion", "inconnus": "unknown", "inconnu": "unknown",
	"eleveurs": "herders", "bergers": "herders", "pasteurs": "herders", "agriculteurs": "farmers", "jeunes": "youth", "etudiants": "students",
	"emeutiers": "rioters", "nord": "north", "sud": "south", "est": "east", "ouest": "west", "union": "union", "bandits": "bandits",
	"pirates": "pirates", "gendarmes": "gendarmerie", "policiers": "police", "soldats": "military", "militaires": "military",
	"libre": "free", "libres": "free", "uni": "united", "unie": "united", "unis": "united", "resistance": "resistance", "salut": "salvation", "patriotique": "patriotic",
	"revolutionnaire": "revolutionary", "democratique": "democratic", "bande": "gang", "bandes": "gang", "gangs": "gang",
}

var stateWords = []string{"military", "police", "gendarmerie", "guard", "government", "customs", "douanes", "prison", "state"}
var peaceWords = []string{"civilians", "protesters", "aidworkers", "journalists", "farmers", "herders", "students", "teachers"}
var crimeWords = []string{"bandits", "highwayrobbers", "smugglers", "pirates"}

func read(name string) *reading {
	r := &reading{}
	f := fold(name)
	for _, w := range strings.Fields(strings.ReplaceAll(f, "autodefense", "auto defense")) {
		if !articles[w] && !isYear(w) {
			r.plain = append(r.plain, w)
		}
	}
	s := " " + respell(f) + " "
	for _, p := range phrases {
		s = strings.ReplaceAll(s, " "+p.from+" ", " "+p.to+" ")
	}
	for _, w := range strings.Fields(s) {
		if articles[w] || isYear(w) { // "Military Forces of … (2028-2031)"
			continue
		}
		if t, ok := actorWords[w]; ok {
			w = t
		}
		r.words = append(r.words, w)
	}
	ws := slices.Clone(r.words)
	slices.Sort(ws)
	r.set = strings.Join(slices.Compact(ws), " ")
	has := func(list []string) bool {
		return slices.ContainsFunc(r.words, func(w string) bool { return slices.Contains(list, w) })
	}
	r.pen = penOf(f)
	r.unnamed = isUnnamed(name) || has([]string{"unidentified", "unknown"})
	switch {
	case r.unnamed:
		r.kind, r.broad = "unidentified", "armed"
	case has(peaceWords) && len(r.words) <= 2:
		r.kind, r.broad = "unarmed", "unarmed"
		// "Civilians (Orvanie)" are civilians: the place is known without them.
		r.set = r.words[slices.IndexFunc(r.words, func(w string) bool { return slices.Contains(peaceWords, w) })]
	case has(crimeWords):
		r.kind, r.broad = "criminal", "armed"
	case has([]string{"international", "joint", "mission", "nations"}):
		r.kind, r.broad = "international", "state"
	case has(stateWords):
		r.kind, r.broad = "state", "state"
	case has([]string{"militia", "selfdefence", "hunters"}):
		r.kind, r.broad = "militia", "armed"
	default:
		r.kind, r.broad = "group", "armed"
	}
	r.setPen = penOf(r.set)
	return r
}

func isYear(w string) bool {
	return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && w[2] >= '0' && w[2] <= '9' && w[3] >= '0' && w[3] <= '9'
}

// vocabulary are the words that names of actors are made of, for respelling.
var vocabulary = func() map[string]bool {
	m := map[string]bool{"international": true, "mission": true, "military": true, "movement": true, "fighting": true, "league": true,
		"popular": true, "territorial": true, "committee": true, "militia": true, "hunters": true, "civilians": true, "protesters": true,
		"journalists": true, "gendarmerie": true, "police": true, "national": true}
	for w := range actorWords {
		m[w] = true
	}
	for _, p := range phrases {
		for _, w := range strings.Fields(p.from) {
			m[w] = true
		}
	}
	return m
}()

// respell mends single slips in the common words of a folded name.
func respell(f string) string {
	ws := strings.Fields(f)
	for i, w := range ws {
		if len(w) < 5 || vocabulary[w] {
			continue
		}
		found := ""
		for v := range vocabulary {
			if len(v) >= 5 && v[0] == w[0] && damerau(v, w) == 1 && (found == "" || v < found) {
				found = v
			}
		}
		if found != "" {
			ws[i] = found
		}
	}
	return strings.Join(ws, " ")
}

// family is what groups of one name share: the country of a force, the common
// words of a movement.
func (r *reading) family() string {
	var ws []string
	for _, w := range r.words {
		isState := slices.Contains(stateWords, w)
		if r.kind == "state" && !isState || r.kind != "state" && isCommon(w) {
			ws = append(ws, w)
		}
	}
	slices.Sort(ws)
	if len(ws) == 0 {
		return ""
	}
	return r.kind + " " + strings.Join(ws, " ")
}

var common = func() map[string]bool {
	m := map[string]bool{"front": true, "league": true, "force": true, "mission": true, "rebels": true}
	for w := range actorWords {
		m[w] = true
	}
	for _, w := range actorWords {
		m[w] = true
	}
	return m
}()

func isCommon(w string) bool { return common[w] }

// short reports whether the name may be an acronym.
func (r *reading) short() bool {
	return len(r.words) == 1 && len(r.plain) == 1 && len(r.plain[0]) <= 7 && !common[r.words[0]] && !r.unnamed
}

// pen is a name as slips of the pen are looked for in: without spaces, with
// its numerals, and the set of its letters.
type pen struct {
	s, digits string
	letters   uint32
}

func penOf(name string) pen {
	p := pen{s: strings.ReplaceAll(name, " ", "")}
	for i := 0; i < len(p.s); i++ {
		switch c := p.s[i]; {
		case c >= '0' && c <= '9':
			p.digits += string(c)
		case c >= 'a' && c <= 'z':
			p.letters |= 1 << (c - 'a')
		}
	}
	return p
}

// slip reports whether two names differ by one or two slips of the pen: letters
// added, lost, changed or exchanged, spaces not counted, numerals kept.
func slip(a, b pen) bool {
	most := 2
	if n := min(len(a.s), len(b.s)); n < 5 {
		return false
	} else if n < 9 {
		most = 1
	}
	if abs(len(a.s)-len(b.s)) > most || bits.OnesCount32(a.letters^b.letters) > 2*most || a.digits != b.digits {
		return false
	}
	return damerau(a.s, b.s) <= most
}

// damerau counts the letters added, lost, changed or exchanged with the next.
func damerau(a, b string) int {
	if abs(len(a)-len(b)) > 2 {
		return 3
	}
	var room [3 * 64]int
	row := room[:]
	if n := 3 * (len(b) + 1); n > len(row) {
		row = make([]int, n)
	}
	n := len(b) + 1
	prev2, prev, cur := row[:n], row[n:2*n], row[2*n:3*n]
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			c := 1
			if a[i-1] == b[j-1] {
				c = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+c)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// acronym reports whether s is made of the first letters of words, in order,
// at least one of each: FAOR for "forces armées d'Orvanie".
func acronym(s string, words []string) bool {
	if len(words) == 0 || len(s) < 2 {
		return false
	}
	return initials(s, words)
}

func initials(s string, words []string) bool {
	if len(words) == 0 {
		return s == ""
	}
	w := words[0]
	for k := 1; k <= min(len(s), len(w), 3); k++ {
		if s[:k] != w[:k] {
			break
		}
		if initials(s[k:], words[1:]) {
			return true
		}
	}
	return false
}
