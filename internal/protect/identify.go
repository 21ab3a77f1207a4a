package protect

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dires/dires/internal/lang"
)

// What a detail is, as a key of lang: "detail-kind.phone".
const (
	DetailPhone  = "phone"
	DetailEmail  = "email"
	DetailPoint  = "point"  // coordinates
	DetailDate   = "date"   // a day, an hour
	DetailName   = "name"   // of a person, or of what is written like one
	DetailPlace  = "place"  // a named place
	DetailNumber = "number" // of a document, a vehicle, a house
	DetailRole   = "role"   // one that few people have: the chief of a village
	DetailKnown  = "known"  // a name the study knows
)

// Span is a detail in a text by which somebody could be recognised: bytes From
// up to To.
type Span struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Kind string `json:"kind"`
}

// hard are the details that nobody may clear: with them words never leave.
var hard = []string{DetailPhone, DetailEmail, DetailPoint}

var (
	email = regexp.MustCompile(`[\p{L}0-9._%+-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+`)
	phone = regexp.MustCompile(`(?:\+|\b00)?\d(?:[\s  .\-/()]{0,2}\d){6,13}\b`)
	point = regexp.MustCompile(`[-+−]?\d{1,3}[.,]\d{2,}\s*°?\s*[NSEOWnseow]?\s*[;,/ ]\s*[-+−]?\d{1,3}[.,]\d{2,}|\d{1,3}\s*°\s*\d{1,2}\s*['’′]`)
	dates = regexp.MustCompile(`(?i)\b\d{1,2}(?:er|ᵉʳ|st|nd|rd|th)?\s+(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+\d{4})?|\b(?:january|february|march|april|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\s*h(?:eures?)?(?:\s*\d{2})?\b|\b\d{1,2}:\d{2}\b`)
	plate = regexp.MustCompile(`\b(?:[A-Z]{1,3}[- ]?\d{2,6}(?:[- ]?[A-Z0-9]{1,4})?|\d{3,}[A-Z]{1,3})\b|(?i:\bn[°ºo]\s*\d+)`)
	role  = regexp.MustCompile(`(?i)\b(?:le|la|l['’]|mon|ma|notre|the|my|our)\s*(?:chef|cheffe|maire|adjoint|imam|curé|pasteur|prêtre|directeur|directrice|instituteur|institutrice|infirmi(?:er|ère)|sage-femme|commandant|chief|mayor|priest|teacher|headmaster|nurse|midwife|commander)\s+(?:du|de la|de l['’]|des|de|d['’]|of)\s+\p{L}+`)
	place = regexp.MustCompile(`(?:\b(?i:village|hameau|quartier|puits|marché|école|mosquée|église|pont|poste|campement|rue|hamlet|well|market|school|mosque|church|bridge|street)\s+(?i:du |de la |de l['’]|des |de |d['’]|of )?)(\p{Lu}[\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+)*)|(?:\b(?i:à|au|près de|vers|depuis|in|at|near|from|to)\s+)(\p{Lu}[\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+)*)`)
	title = regexp.MustCompile(`\b(?:M\.|Mr\.?|Mme|Mrs\.?|Ms\.?|Mlle|Dr\.?|El Hadj|[Cc]olonel|[Cc]apitaine|[Cc]aptain|[Ll]ieutenant|[Ss]ergent|[Ss]ergeant|[Gg]énéral|[Gg]eneral|[Cc]heick|[Ss]heikh|[Mm]onsieur|[Mm]adame)\s+(\p{Lu}[\p{L}'’.-]*(?:\s+(?:Ag|ag|Ould|ould|Ben|ben|de|\p{Lu}[\p{L}'’.-]*))*)`)
	word  = regexp.MustCompile(`\p{L}[\p{L}-]*`)
)

// Identifying finds what in a text could lead to a person: telephone numbers,
// addresses, coordinates, days and hours, names, named places, roles that one
// person has, and the names the study knows. It would rather show too much than
// too little, and it does not decide: somebody looks at every span before words
// are cleared for quotation.
func Identifying(text string, known ...string) (spans []Span) {
	add := func(kind string, from, to int) {
		if from < to {
			spans = append(spans, Span{from, to, kind})
		}
	}
	for _, x := range []struct {
		kind string
		re   *regexp.Regexp
	}{{DetailEmail, email}, {DetailPoint, point}, {DetailDate, dates}, {DetailPhone, phone}, {DetailNumber, plate}, {DetailRole, role}} {
		for _, m := range x.re.FindAllStringIndex(text, -1) {
			add(x.kind, m[0], m[1])
		}
	}
	for _, x := range []struct {
		kind string
		re   *regexp.Regexp
	}{{DetailName, title}, {DetailPlace, place}} {
		for _, m := range x.re.FindAllStringSubmatchIndex(text, -1) {
			for g := 2; g+1 < len(m); g += 2 {
				if m[g] >= 0 {
					add(x.kind, m[g], m[g+1])
				}
			}
		}
	}
	// A capital inside a sentence is a name, until somebody says otherwise.
	for _, m := range word.FindAllStringIndex(text, -1) {
		if r, _ := utf8.DecodeRuneInString(text[m[0]:]); unicode.IsUpper(r) && !begins(text[:m[0]]) && m[1]-m[0] > 1 {
			add(DetailName, m[0], m[1])
		}
	}
	for _, k := range known {
		f := lang.Fold(k)
		if len(f) < 3 {
			continue
		}
		n := len(strings.Fields(f))
		ws := word.FindAllStringIndex(text, -1)
		for i := 0; i+n <= len(ws); i++ {
			if lang.Fold(text[ws[i][0]:ws[i+n-1][1]]) == f {
				add(DetailKnown, ws[i][0], ws[i+n-1][1])
			}
		}
	}
	return disjoint(spans)
}

// begins reports whether a sentence, a quotation or the text begins here.
func begins(before string) bool {
	s := strings.TrimRight(before, " \t\n«»\"“”‘'’(—–-")
	if s == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:…", r)
}

// rank is the order in which a kind wins where two spans overlap.
var rank = []string{DetailEmail, DetailPoint, DetailDate, DetailPhone, DetailKnown, DetailRole, DetailPlace, DetailNumber, DetailName}

// disjoint keeps, of spans that overlap, the one of the first kind in rank, the
// longer of two alike; and sorts them.
func disjoint(spans []Span) []Span {
	slices.SortStableFunc(spans, func(a, b Span) int {
		return cmp.Or(cmp.Compare(slices.Index(rank, a.Kind), slices.Index(rank, b.Kind)), cmp.Compare(b.To-b.From, a.To-a.From), cmp.Compare(a.From, b.From))
	})
	var out []Span
	for _, s := range spans {
		if !slices.ContainsFunc(out, func(o Span) bool { return s.From < o.To && o.From < s.To }) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	return out
}

// Hard reports whether a text holds a detail that nobody may clear.
func Hard(text string) bool {
	return slices.ContainsFunc(Identifying(text), func(s Span) bool { return slices.Contains(hard, s.Kind) })
}
