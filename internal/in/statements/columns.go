package statements

import (
	"slices"

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

// own lists the columns of each kind beside those of said.
var own = map[claim.Kind]map[string][]string{
	claim.KindNaming: {
		"term": {"term", "name given", "nom donne", "terme"}, "label": {"label", "code", "code du nom"},
		"doubted": {"doubted", "doubt", "doute"},
	},
	claim.KindResponse: {
		"response": {"response", "reponse"}, "by": {"by", "par"}, "when": {"when", "quand", "date of response", "date de la reponse"},
		"label": {"label", "name it went with", "nom associe"},
	},
	claim.KindCoping: {
		"coping": {"coping", "what people did", "ce que les gens ont fait"}, "by": {"by", "par"},
		"where": {"where", "place", "lieu", "ou"}, "admin1": {"admin1", "region"}, "when": {"when", "quand"},
	},
	claim.KindInvolvement: {
		"measure": {"measure", "mesure"}, "stage": {"stage", "etape"},
		"rung_claimed": {"rung_claimed", "rung claimed", "echelon declare"}, "rung_supported": {"rung_supported", "rung supported", "echelon etaye"},
		"evidence": {"evidence", "preuve", "piece"}, "who": {"who", "orgs", "organisations associees"},
		"breadth": {"breadth", "etendue"}, "organisations_n": {"breadth_organisations", "nombre d'organisations"},
		"regions_n": {"breadth_regions", "nombre de regions"}, "women_n": {"breadth_women_led", "dirigees par des femmes"},
		"youth_n":   {"breadth_youth_led", "dirigees par des jeunes"},
		"prevented": {"prevented", "empechee"}, "declined": {"declined", "declinee"}, "token": {"token", "de facade"},
	},
	claim.KindEffect: {
		"measure": {"measure", "mesure"}, "cause": {"cause", "because", "parce que"}, "effect": {"effect", "effet"},
		"direction": {"direction", "sens"}, "mechanism": {"mechanism", "mecanisme"},
		"for": {"evidence_for", "pour", "a l'appui"}, "against": {"evidence_against", "contre", "a l'encontre"},
		"rival": {"rival", "rival explanation", "autre explication"},
	},
	claim.KindRecommendation: {
		"addressee": {"addressee", "destinataire"}, "text": {"text", "recommendation", "recommandation", "texte"},
		"triad": {"triad", "triade", "volet"}, "measures": {"measures", "mesures"}, "history": {"follow_up", "suivi"},
	},
	claim.KindCommitment: {
		"by": {"by", "made by", "pris par"}, "text": {"text", "commitment", "engagement", "texte"}, "measure": {"measure", "mesure"},
		"answers": {"answers", "repond a"}, "due": {"due", "echeance"}, "state": {"state", "etat"}, "history": {"history", "historique"},
	},
	claim.KindCapacity: {
		"function": {"function", "fonction"}, "where": {"area", "zone", "where"}, "languages": {"languages", "langues"},
		"documented": {"documented", "documentee", "documente"}, "evidence": {"evidence", "preuve", "piece"},
		"triad": {"triad", "triade", "volet"}, "listed": {"consent_to_be_listed", "listed", "accord pour etre listee"},
	},
	claim.KindNeed: {
		"function": {"function", "fonction"}, "where": {"area", "zone", "where"}, "severity": {"severity", "gravite"}, "when": {"when", "quand"},
	},
	claim.KindVerbatim: {},
}

// free lists the fields of each kind that hold the study's own wording: each
// may have a column per language of the pages, "evidence_fr", "evidence_en".
var free = map[claim.Kind][]string{
	claim.KindInvolvement: {"evidence", "breadth", "who"}, claim.KindEffect: {"cause", "effect", "mechanism", "rival", "for", "against"},
	claim.KindRecommendation: {"text"}, claim.KindCommitment: {"text", "by"}, claim.KindCapacity: {"evidence"}, claim.KindNeed: {"severity"},
	claim.KindResponse: {"by"}, claim.KindCoping: {"by"},
}

// freeOf lists the glossed fields of a kind; every kind has a note, a public
// name and where it can be read.
func freeOf(k claim.Kind) []string {
	return append([]string{"note", "speaker", "document", "forum"}, free[k]...)
}

// Kinds lists the kinds this package reads, sorted.
func Kinds() []claim.Kind {
	var ks []claim.Kind
	for k := range own {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// columnsOf gives every column of a kind: canonical name → headers.
func columnsOf(k claim.Kind) map[string][]string {
	m := map[string][]string{}
	for c, hs := range said {
		m[c] = hs
	}
	if k == claim.KindNaming || k == claim.KindResponse || k == claim.KindCoping {
		for c, hs := range subject {
			m[c] = hs
		}
	}
	for c, hs := range own[k] {
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
