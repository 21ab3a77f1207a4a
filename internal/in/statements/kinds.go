package statements

import (
	"maps"
	"slices"

	"github.com/dires/dires/internal/claim"
)

// layout is what this package knows of one kind of statement. A new kind is an
// entry of layouts and the function that reads its body.
type layout struct {
	names   []string            // words of a file's name that announce it, folded
	columns map[string][]string // beside those of said: canonical name → other headers
	subject bool                // says of what it speaks: columns subject_type and subject
	needed  []string            // columns without which a file is not of this kind
	free    []string            // fields in the study's own wording: each may have a column per language
	read    func(*row, *claim.Claim)
}

var layouts = map[claim.Kind]layout{
	claim.KindNaming: {
		names: []string{"namings", "noms"}, needed: []string{"subject", "term"}, subject: true,
		columns: map[string][]string{
			"term": {"term", "name given", "nom donne", "terme"}, "label": {"label", "code", "code du nom"},
			"doubted": {"doubted", "doubt", "doute"},
		},
		read: (*row).readNaming,
	},
	claim.KindResponse: {
		names: []string{"responses", "reponses"}, needed: []string{"subject", "response"}, subject: true,
		free: []string{"by"},
		columns: map[string][]string{
			"response": {"response", "reponse"}, "by": {"by", "par"}, "when": {"when", "quand", "date of response", "date de la reponse"},
			"label": {"label", "name it went with", "nom associe"},
		},
		read: (*row).readResponse,
	},
	claim.KindCoping: {
		names: []string{"coping", "debrouille"}, needed: []string{"coping"}, subject: true,
		free: []string{"by"},
		columns: map[string][]string{
			"coping": {"coping", "what people did", "ce que les gens ont fait"}, "by": {"by", "par"},
			"where": {"where", "place", "lieu", "ou"}, "admin1": {"admin1", "region"}, "when": {"when", "quand"},
		},
		read: (*row).readCoping,
	},
	claim.KindInvolvement: {
		names: []string{"involvement", "participation", "association"}, needed: []string{"measure", "stage"},
		free: []string{"evidence", "breadth", "who"},
		columns: map[string][]string{
			"measure": {"measure", "mesure"}, "stage": {"stage", "etape"},
			"rung_claimed": {"rung_claimed", "rung claimed", "echelon declare"}, "rung_supported": {"rung_supported", "rung supported", "echelon etaye"},
			"evidence": {"evidence", "preuve", "piece"}, "who": {"who", "orgs", "organisations associees"},
			"breadth": {"breadth", "etendue"}, "organisations_n": {"breadth_organisations", "nombre d'organisations"},
			"regions_n": {"breadth_regions", "nombre de regions"}, "women_n": {"breadth_women_led", "dirigees par des femmes"},
			"youth_n":   {"breadth_youth_led", "dirigees par des jeunes"},
			"prevented": {"prevented", "empechee"}, "declined": {"declined", "declinee"}, "token": {"token", "de facade"},
		},
		read: (*row).readInvolvement,
	},
	claim.KindEffect: {
		names: []string{"effects", "effets"}, needed: []string{"measure", "effect"},
		free: []string{"cause", "effect", "mechanism", "rival", "for", "against"},
		columns: map[string][]string{
			"measure": {"measure", "mesure"}, "cause": {"cause", "because", "parce que"}, "effect": {"effect", "effet"},
			"direction": {"direction", "sens"}, "mechanism": {"mechanism", "mecanisme"},
			"for": {"evidence_for", "pour", "a l'appui"}, "against": {"evidence_against", "contre", "a l'encontre"},
			"rival": {"rival", "rival explanation", "autre explication"},
		},
		read: (*row).readEffect,
	},
	claim.KindRecommendation: {
		names: []string{"recommendations", "recommandations"}, needed: []string{"addressee", "text"},
		free: []string{"text"},
		columns: map[string][]string{
			"addressee": {"addressee", "destinataire"}, "text": {"text", "recommendation", "recommandation", "texte"},
			"triad": {"triad", "triade", "volet"}, "measures": {"measures", "mesures"}, "history": {"follow_up", "suivi"},
		},
		read: (*row).readRecommendation,
	},
	claim.KindCommitment: {
		names: []string{"commitments", "engagements"}, needed: []string{"by", "text"},
		free: []string{"text", "by"},
		columns: map[string][]string{
			"by": {"by", "made by", "pris par"}, "text": {"text", "commitment", "engagement", "texte"}, "measure": {"measure", "mesure"},
			"answers": {"answers", "repond a"}, "due": {"due", "echeance"}, "state": {"state", "etat"}, "history": {"history", "historique"},
		},
		read: (*row).readCommitment,
	},
	claim.KindCapacity: {
		names: []string{"capacities", "capacites"}, needed: []string{"org", "function"},
		free: []string{"evidence"},
		columns: map[string][]string{
			"function": {"function", "fonction"}, "where": {"area", "zone", "where"}, "languages": {"languages", "langues"},
			"documented": {"documented", "documentee", "documente"}, "evidence": {"evidence", "preuve", "piece"},
			"triad": {"triad", "triade", "volet"}, "listed": {"consent_to_be_listed", "listed", "accord pour etre listee"},
		},
		read: (*row).readCapacity,
	},
	claim.KindNeed: {
		names: []string{"needs", "besoins"}, needed: []string{"function"},
		free: []string{"severity"},
		columns: map[string][]string{
			"function": {"function", "fonction"}, "where": {"area", "zone", "where"}, "severity": {"severity", "gravite"}, "when": {"when", "quand"},
		},
		read: (*row).readNeed,
	},
	claim.KindVerbatim: {
		names: []string{"verbatims", "paroles"}, needed: []string{"verbatim"},
		columns: map[string][]string{},
		read:    (*row).readVerbatim,
	},
}

// Kinds lists the kinds this package reads, sorted.
func Kinds() []claim.Kind { return slices.Sorted(maps.Keys(layouts)) }
