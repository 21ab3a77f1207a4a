package statements

import (
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
)

// Columns every statement may have, and under which headers. The first is the
// canonical one.
var said = map[string][]string{
	"id":             {"identifiant", "numero"},
	"class":          {"speaker_class", "speaker class", "who speaks", "classe", "qui parle", "classe du locuteur"},
	"speaker":        {"speaker", "speaker name", "locuteur", "nom public", "qui"},
	"subject_id":     {"speaker_id", "pseudonym", "pseudonyme", "code locuteur"},
	"monitor":        {"monitor", "enqueteur", "moniteur", "observateur"},
	"org":            {"org", "organisation", "organization", "code organisation"},
	"reporter":       {"reporter", "reported by", "rapporte par"},
	"directness":     {"directness", "direct", "heard", "entendu", "mode"},
	"forum":          {"stated_in", "forum", "where said", "cadre", "dit dans"},
	"on":             {"stated_on", "said on", "date said", "date", "dit le", "date de la declaration"},
	"language":       {"language", "langue", "lang"},
	"verbatim":       {"verbatim", "words", "paroles", "citation"},
	"translation_fr": {"translation_fr", "traduction", "traduction francaise"},
	"translation_en": {"translation_en", "translation", "english translation", "traduction anglaise"},
	"translator":     {"translator", "traducteur", "traductrice"},
	"document":       {"source", "document", "reference", "lien"},
	"confidence":     {"confidence", "confiance", "fiabilite"},
	"consent":        {"consent", "consentement", "accord"},
	"cleared":        {"cleared", "cleared for quotation", "citation autorisee", "relu"},
	"release_after":  {"release_after", "embargo", "publier apres"},
	"area":           {"speaker_area", "area of speaker", "zone du locuteur"},
	"relation":       {"relation", "relation to area", "lien a la zone"},
	"sex":            {"sex", "sexe"},
	"age_band":       {"age_band", "age", "tranche d'age"},
	"speaks_for":     {"speaks_for", "parle pour", "au nom de"},
	"mandated":       {"mandated_by", "mandate par", "mandat"},
	"interest":       {"interest", "interet"},
	"theme":          {"theme", "themes"},
	"note":           {"note", "notes", "remarque"},
	"fiction":        {"fiction"}, // the mark of an invented row, in every file of a fictional study
}

var subject = map[string][]string{
	"subject_type": {"subject_type", "type de sujet", "subject type"},
	"subject":      {"subject", "sujet", "case", "cas"},
}

// freeOf lists the glossed fields of a kind; every kind has a note, a public
// name and where it can be read.
func freeOf(k claim.Kind) []string {
	return append([]string{"note", "speaker", "document", "forum"}, layouts[k].free...)
}

// columnsOf gives every column of a kind: canonical name → headers.
func columnsOf(k claim.Kind) map[string][]string {
	m := map[string][]string{}
	for c, hs := range said {
		m[c] = hs
	}
	if layouts[k].subject {
		for c, hs := range subject {
			m[c] = hs
		}
	}
	for c, hs := range layouts[k].columns {
		m[c] = hs
	}
	for _, c := range freeOf(k) {
		for _, t := range lang.Complete {
			var hs []string
			for _, h := range m[c] {
				hs = append(hs, h+"_"+string(t))
			}
			m[c+"_"+string(t)] = hs
		}
	}
	return m
}
