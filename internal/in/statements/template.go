package statements

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
)

// TemplateColumn is one column of an empty table for a coder to type into.
type TemplateColumn struct {
	Head    string   // as the reader knows it, in the coder's language
	Need    bool     // without it a row is not imported
	Choices []string // codes, where only these are read
}

// heads are the French headers of a template; English ones are the first that
// the reader knows.
var heads = map[string]string{
	"id": "identifiant", "class": "qui parle", "speaker": "locuteur", "subject_id": "pseudonyme", "monitor": "enquêteur", "org": "organisation",
	"reporter": "rapporté par", "directness": "entendu", "forum": "cadre", "on": "dit le", "language": "langue", "verbatim": "paroles",
	"translation_en": "traduction anglaise", "translator": "traducteur", "document": "référence", "confidence": "confiance", "consent": "consentement",
	"cleared": "relu", "release_after": "embargo", "area": "zone du locuteur", "sex": "sexe", "age_band": "tranche d'âge", "theme": "thèmes", "note": "remarque",
	"subject_type": "type de sujet", "subject": "sujet", "term": "nom donné", "label": "code du nom|nom associé", "doubted": "doute", "response": "réponse", "by": "par|pris par",
	"when": "quand", "coping": "ce que les gens ont fait", "where": "zone|lieu", "measure": "mesure", "stage": "étape", "rung_claimed": "échelon déclaré",
	"rung_supported": "échelon étayé", "evidence": "pièce", "breadth": "étendue", "organisations_n": "nombre d'organisations", "regions_n": "nombre de régions",
	"women_n": "dirigées par des femmes", "youth_n": "dirigées par des jeunes", "prevented": "empêchée", "declined": "déclinée", "token": "de façade",
	"cause": "parce que", "effect": "effet", "direction": "sens", "mechanism": "mécanisme", "for": "à l'appui", "against": "à l'encontre",
	"rival": "autre explication", "addressee": "destinataire", "text": "texte", "triad": "volet", "measures": "mesures", "history": "suivi|historique",
	"answers": "répond à", "due": "échéance", "state": "état", "function": "fonction", "languages": "langues", "documented": "documentée",
	"listed": "accord pour être listée", "severity": "gravité",
	"name_fr": "nom français", "name_en": "nom anglais", "kind": "type", "lead": "chef de file", "start": "début", "end": "fin", "source": "référence",
	"pillars": "piliers", "scope": "portée", "stages": "étapes franchies", "stages_not": "étapes non franchies", "events": "événements",
	"name": "nom", "aliases": "autres noms", "women_led": "dirigée par des femmes", "youth_led": "dirigée par des jeunes", "regions": "région", "asked": "interrogée",
}

// own columns first, then what every statement has, in the order of a sheet.
var order = []string{"id", "measure", "stage", "rung_claimed", "rung_supported", "subject_type", "subject", "term", "label", "doubted", "response", "coping", "addressee",
	"by", "text", "answers", "due", "state", "history", "cause", "effect", "direction", "mechanism", "for", "against", "rival", "org", "function", "where", "languages",
	"documented", "evidence", "listed", "severity", "when", "prevented", "declined", "token", "organisations_n", "regions_n", "women_n", "youth_n", "breadth", "triad",
	"measures", "class", "speaker", "subject_id", "monitor", "reporter", "directness", "forum", "on", "language", "verbatim", "translation_en", "translator", "document",
	"confidence", "consent", "cleared", "release_after", "area", "sex", "age_band", "theme", "note"}

// Template gives the columns of an empty table of a kind, in the order in
// which a coder fills them. measures are the ids that may be named.
func Template(k claim.Kind, t lang.Tag, measures []string) (cs []TemplateColumn) {
	var names []string
	var also map[string][]string
	need := map[string]bool{"class": true}
	switch k {
	case KindMeasures, KindOrgs:
		list := measureColumns
		if k == KindOrgs {
			list = orgColumns
		}
		also, need = map[string][]string{}, map[string]bool{}
		for _, c := range list {
			if c.Name == "fiction" || c.Name == "note_fr" || c.Name == "note_en" {
				continue
			}
			names, also[c.Name] = append(names, c.Name), append([]string{c.Name}, c.Also...)
			need[c.Name] = c.Need || c.Name == "name_fr"
		}
	default:
		also = columnsOf(k)
		for _, n := range order {
			if _, ok := also[n]; ok {
				names = append(names, n)
			}
		}
		for _, n := range layouts[k].needed {
			need[n] = true
		}
	}
	for _, n := range names {
		c := TemplateColumn{Head: n, Need: need[n], Choices: choices(n, k, measures)}
		if hs := also[n]; len(hs) > 0 {
			c.Head = hs[0]
		}
		if t.Base() == lang.French {
			for _, h := range strings.Split(heads[n], "|") { // the first that this kind knows
				if slices.ContainsFunc(also[n], func(a string) bool { return lang.Fold(a) == lang.Fold(h) }) {
					c.Head = h
					break
				}
			}
		}
		cs = append(cs, c)
	}
	return cs
}

func choices(column string, k claim.Kind, measures []string) []string {
	switch column {
	case "class":
		var cs []string
		for _, c := range source.Classes {
			cs = append(cs, string(c))
		}
		return cs
	case "measure":
		return measures
	case "stage":
		return register.Stages
	case "rung_claimed", "rung_supported":
		return append(slices.Clone(register.Rungs), "unknown")
	case "consent":
		return []string{"internal", "partners", "public", "quote", "record"}
	case "directness":
		return []string{"direct", "reported"}
	case "subject_type":
		return subjectKinds
	case "state":
		return states
	case "triad":
		return []string{"management", "prevention", "mobilisation"}
	case "listed":
		return []string{"public", "coalition", "nobody"}
	case "kind":
		if k == KindMeasures {
			return register.Kinds
		}
	case "cleared", "doubted", "prevented", "declined", "token", "documented", "women_led", "youth_led", "asked":
		return []string{"yes", "no"}
	}
	return nil
}
