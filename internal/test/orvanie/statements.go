package orvanie

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// voice is one person who spoke in interviews: a pseudonym, never a name.
type voice struct {
	subject, class, area, sex, age, monitor, org, lang string
}

func (c *country) voices(r *rand.Rand) (vs []voice) {
	classes := []struct {
		class string
		n     int
	}{{"resident", 92}, {"displaced", 30}, {"customary", 28}, {"civil-society", 46}, {"local-authority", 22}}
	for _, k := range classes {
		for range k.n {
			a := c.areaOf(r)
			vs = append(vs, voice{subject: fmt.Sprintf("v%03d", len(vs)+1), class: k.class, area: a.id, sex: [...]string{"f", "m"}[r.IntN(2)],
				age: [...]string{"18-29", "30-44", "45-59", "60+"}[r.IntN(4)], monitor: c.monitors[r.IntN(len(c.monitors))], org: c.orgs[r.IntN(48)].id,
				lang: [...]string{"fr", "qaa", "qab"}[pick(r, 60, 25, 15)]})
		}
	}
	return vs
}

func consentOf(r *rand.Rand) (consent, cleared string) {
	switch pick(r, 52, 30, 10, 8) {
	case 0:
		return "public", "no"
	case 1:
		return "quote", yes(r.IntN(4) > 0)
	case 2:
		return "partners", "no"
	default:
		return "internal", "no"
	}
}

// interviews are statements taken down from people; record is what stands in a
// public text of the fiction.
const people = "class subject_id monitor reporter area sex age_band stated_on directness language consent cleared"

func (v voice) cells(r *rand.Rand, on, lang string) []string {
	consent, cleared := consentOf(r)
	directness := "direct"
	if r.IntN(8) == 0 {
		directness = "reported"
	}
	return []string{v.class, v.subject, v.monitor, v.org, v.area, v.sex, v.age, on, directness, lang, consent, cleared}
}

func (c *country) statements(fs map[string][]byte) {
	r := c.draw(4)
	vs := c.voices(r)
	c.namings(fs, r, vs)
	c.involvement(fs, r)
	c.offers(fs, r)
	c.quotes(fs, c.draw(5), vs)
	var rows [][]string
	for _, n := range names {
		spoken := n.term
		if n.code == "people-of-night" {
			spoken += " | gens de la nuit"
		}
		rows = append(rows, []string{n.code, n.fr, n.en, spoken, n.lang, n.not, n.notEn})
	}
	fs["terms/names.csv"] = table(columns("code label_fr label_en terms language not_to_be_said_fr not_to_be_said_en"), rows)
	rows = nil
	for _, k := range cases {
		rows = append(rows, []string{"case:" + k.id, k.fr + " (fiction)", k.en + " (fiction)"})
	}
	for _, m := range measures {
		rows = append(rows, []string{"measure:" + m.id, m.fr, m.en})
	}
	fs["terms/subjects.csv"] = table(columns("code label_fr label_en"), rows)
}

func later(r *rand.Rand, on string) string {
	var y, m, d int
	fmt.Sscanf(on, "%d-%d-%d", &y, &m, &d)
	return (day(y, (m-1)*30+d) + whenDays(20+r.IntN(160))).String()
}

// namings, and what is said to have followed, from interviews and from the
// public record of the fiction.
func (c *country) namings(fs map[string][]byte, r *rand.Rand, vs []voice) {
	var nam, rec, res, cop [][]string
	for _, k := range cases {
		for _, class := range []string{"central-authority", "forces", "media"} {
			for i := range 1 + r.IntN(2) {
				codes := said[k.act][class]
				code := codes[(i+r.IntN(2))%len(codes)]
				t, l := term(code)
				who := map[string]string{"central-authority": "Ministère de la Sûreté (fiction)", "forces": "État-major des forces de sûreté (fiction)", "media": "Gazette d'Orvanie (fiction)"}[class]
				rec = append(rec, []string{fmt.Sprintf("p%02d", len(rec)+1), class, who, "case", k.id, t, code, l, later(r, k.on), [...]string{"communiqué", "conférence de presse", "article"}[r.IntN(3)], "direct", "record"})
			}
		}
		for _, v := range vs {
			codes := said[k.act][v.class]
			if len(codes) == 0 || r.IntN(100) >= map[bool]int{true: 38, false: 8}[v.area == k.area] {
				continue
			}
			code := codes[pick(r, []int{55, 30, 15}[:len(codes)]...)]
			t, l := term(code)
			on := later(r, k.on)
			doubted := yes(r.IntN(9) == 0)
			nam = append(nam, append([]string{fmt.Sprintf("n%03d", len(nam)+1), "case", k.id, t, code, doubted}, v.cells(r, on, l)...))
			a := acts[indexOf(k.act)]
			if r.IntN(100) < 45 {
				res = append(res, append([]string{fmt.Sprintf("s%03d", len(res)+1), "case", k.id, responses[pick(r, a.response...)], code}, v.cells(r, on, v.lang)...))
			}
			if r.IntN(100) < 50 && v.class != "local-authority" {
				cop = append(cop, append([]string{fmt.Sprintf("k%03d", len(cop)+1), "case", k.id, a.coping[r.IntN(len(a.coping))], copingWords[r.IntN(len(copingWords))]}, v.cells(r, on, "fr")...))
			}
		}
	}
	fs["register/namings-record.csv"] = table(columns("id class speaker subject_type subject term label language stated_on forum directness consent"), rec)
	fs["register/namings-interviews.csv"] = table(columns("id subject_type subject term label doubted "+people), nam)
	fs["register/responses.csv"] = table(columns("id subject_type subject response label "+people), res)
	fs["register/coping.csv"] = table(columns("id subject_type subject coping verbatim "+people), cop)
}

func indexOf(id string) int {
	for i, a := range acts {
		if a.id == id {
			return i
		}
	}
	panic("orvanie: no act " + id)
}

var copingWords = []string{
	"On rentre les bêtes avant le soir.", "Il a fallu payer, que vouliez-vous faire d'autre ?", "J'ai envoyé les petits chez leur oncle.",
	"Les vieux sont allés parler, trois jours de suite.", "Le champ du bas ne sera pas semé.", "Chacun prend une famille chez soi.", "Le maître est parti, la classe aussi.",
}

// involvement is what authorities, organisations and others say of the part of
// civil society, stage by stage.
func (c *country) involvement(fs map[string][]byte, r *rand.Rand) {
	var rows [][]string
	add := func(m, stage, claimed, supported, class, speaker, on, forum, evidence, evidenceEn, breadth, n, regions, flags string) {
		has := func(f string) string { return yes(strings.Contains(flags, f)) }
		rows = append(rows, []string{fmt.Sprintf("i%02d", len(rows)+1), m, stage, claimed, supported, class, speaker, on, forum, evidence, evidenceEn, breadth, n, regions,
			has("prevented"), has("declined"), has("token"), "fr", "record"})
	}
	min, coal, unionP, gaz := "Ministère de la Sûreté (fiction)", "Coalition des veilleurs d'Orvanie (fiction)", "Union des marchands du Nord (fiction)", "Gazette d'Orvanie (fiction)"
	add("m1", "formulation", "consulted", "none", "central-authority", min, "2019-01-20", "communiqué", "aucune liste, aucun compte rendu", "no list, no minutes", "", "", "", "")
	add("m1", "formulation", "none", "none", "civil-society", coal, "2019-02-03", "lettre ouverte", "liste close des participants, sans association", "closed list of participants without an association", "", "", "", "")
	add("m1", "decision", "informed", "informed", "central-authority", min, "2019-04-30", "communiqué", "séance publique datée", "dated public sitting", "", "", "", "")
	add("m1", "implementation", "collaborated", "unknown", "central-authority", min, "2020-06-11", "bilan", "aucune pièce", "nothing that can be examined", "plusieurs régions", "", "", "")
	add("m1", "implementation", "informed", "informed", "civil-society", coal, "2020-07-02", "rapport", "réunion d'information datée", "dated information meeting", "", "6", "2", "token")
	add("m2", "formulation", "involved", "involved", "local-authority", "Conseil du Fleuve (fiction)", "2019-12-01", "procès-verbal", "procès-verbaux et texte modifié", "minutes, and the text changed", "", "14", "1", "")
	add("m2", "formulation", "involved", "involved", "civil-society", coal, "2020-01-09", "rapport", "réponses écrites aux avis", "written answers to opinions", "", "14", "1", "")
	add("m2", "implementation", "collaborated", "collaborated", "civil-society", coal, "2021-03-15", "rapport", "sièges avec mandat écrit", "seats with a written mandate", "", "22", "1", "")
	add("m2", "evaluation", "consulted", "consulted", "central-authority", min, "2022-09-20", "rapport d'évaluation", "consultation avant le bilan", "consultation before the review", "", "31", "1", "")
	add("m2", "evaluation", "decides", "consulted", "local-authority", "Conseil du Fleuve (fiction)", "2022-10-04", "conférence de presse", "aucune délégation écrite", "no written delegation", "", "31", "1", "")
	add("m3", "decision", "none", "none", "civil-society", unionP, "2021-06-08", "lettre ouverte", "arrêté pris sans réunion", "order made without a meeting", "", "", "", "prevented")
	add("m3", "decision", "informed", "none", "local-authority", "Gouvernorat du Nord (fiction)", "2021-06-10", "conférence de presse", "annonce le jour même", "announced on the day itself", "", "", "", "")
	add("m3", "implementation", "none", "none", "resident", "", "2021-09-01", "assemblée de quartier", "témoignages concordants", "concurring accounts", "", "", "", "")
	add("m4", "agenda", "consulted", "consulted", "civil-society", "Fédération des puits (fiction)", "2020-05-05", "compte rendu", "questionnaire daté", "dated questionnaire", "", "9", "3", "")
	add("m4", "decision", "involved", "informed", "central-authority", "Ministère des Eaux (fiction)", "2020-09-25", "communiqué", "lancement seulement", "a launch only", "", "9", "3", "")
	add("m4", "implementation", "collaborated", "collaborated", "civil-society", "Fédération des puits (fiction)", "2022-11-30", "convention", "convention signée", "signed agreement", "", "7", "3", "")
	add("m5", "formulation", "consulted", "unknown", "central-authority", "Présidence (fiction)", "2021-01-12", "communiqué", "aucune pièce", "nothing that can be examined", "", "", "", "")
	add("m5", "formulation", "none", "unknown", "civil-society", coal, "2021-03-10", "communiqué", "aucune pièce", "nothing that can be examined", "", "", "", "")
	add("m5", "decision", "informed", "informed", "media", gaz, "2021-03-09", "article", "cérémonie datée", "dated ceremony", "", "", "", "")
	add("m6", "decision", "none", "none", "forces", "État-major des forces de sûreté (fiction)", "2021-11-12", "communiqué", "décision militaire", "a military decision", "", "", "", "")
	add("m6", "implementation", "informed", "informed", "local-authority", "Gouvernorat des Collines (fiction)", "2022-02-02", "réunion", "réunion datée", "dated meeting", "", "3", "1", "")
	add("m7", "formulation", "collaborated", "involved", "civil-society", coal, "2021-10-18", "rapport", "amendements repris", "amendments taken up", "", "18", "4", "")
	add("m7", "decision", "consulted", "consulted", "central-authority", "Parlement (fiction)", "2021-12-15", "compte rendu", "auditions publiées", "published hearings", "", "18", "4", "")
	add("m7", "implementation", "decides", "decides", "civil-society", coal, "2023-06-30", "rapport", "le collège d'associations nomme le médiateur", "the college of associations appoints the mediator", "", "18", "4", "")
	add("m8", "decision", "none", "none", "civil-society", coal, "2022-07-01", "communiqué", "texte déposé la veille", "bill tabled the day before", "", "", "", "prevented")
	add("m8", "implementation", "informed", "informed", "central-authority", "Ministère de l'Intérieur (fiction)", "2022-08-15", "circulaire", "circulaire datée", "dated circular", "", "", "", "")
	add("m9", "formulation", "consulted", "consulted", "civil-society", "Réseau des écoles (fiction)", "2022-06-20", "compte rendu", "avis écrits reçus", "written opinions received", "", "26", "4", "")
	add("m9", "implementation", "collaborated", "collaborated", "central-authority", "Ministère de l'École (fiction)", "2023-03-03", "convention", "conventions avec des associations", "agreements with associations", "", "26", "4", "")
	add("m9", "evaluation", "involved", "unknown", "central-authority", "Ministère de l'École (fiction)", "2024-04-18", "communiqué", "rapport non publié", "report not published", "", "", "", "")
	add("m10", "formulation", "consulted", "consulted", "central-authority", "Ministère de la Justice (fiction)", "2022-05-02", "compte rendu", "liste des avis", "list of opinions", "", "12", "2", "")
	add("m10", "decision", "involved", "consulted", "civil-society", "Maison des victimes (fiction)", "2023-01-30", "rapport", "auditions, sans suite écrite", "hearings, without written follow-up", "", "12", "2", "")
	add("m11", "formulation", "none", "none", "civil-society", "Femmes des Collines (fiction)", "2023-05-25", "lettre ouverte", "liste des signataires", "list of signatories", "", "", "", "declined")
	add("m11", "decision", "collaborated", "collaborated", "customary", "", "2023-05-19", "assemblée", "texte signé", "signed text", "", "5", "1", "")
	add("m12", "formulation", "informed", "unknown", "local-authority", "Gouvernorat de la Côte (fiction)", "2023-08-20", "conférence de presse", "aucune pièce", "nothing that can be examined", "", "", "", "")
	add("m13", "formulation", "consulted", "consulted", "central-authority", "Présidence (fiction)", "2023-10-10", "rapport", "forums régionaux datés", "dated regional forums", "", "40", "4", "")
	add("m13", "formulation", "consulted", "consulted", "civil-society", coal, "2023-11-11", "rapport", "forums régionaux datés", "dated regional forums", "", "40", "4", "token")
	add("m13", "decision", "informed", "informed", "civil-society", coal, "2024-01-20", "communiqué", "lancement seulement", "a launch only", "", "40", "4", "")
	add("m14", "decision", "consulted", "none", "central-authority", min, "2024-05-31", "communiqué", "réunion tenue après le vote", "meeting held after the vote", "", "8", "2", "token")
	add("m14", "decision", "none", "none", "civil-society", coal, "2024-06-04", "communiqué", "invitation datée du lendemain", "invitation dated the day after", "", "8", "2", "declined")
	fs["register/involvement.csv"] = table(columns("id measure stage rung_claimed rung_supported class speaker stated_on forum evidence evidence_en breadth breadth_organisations breadth_regions prevented declined token language consent"), rows)

	var eff [][]string
	effect := func(m, class, speaker, on, cause, causeEn, effect, effectEn, dir, mech, mechEn, pro, proEn, con, conEn, rival, rivalEn string) {
		eff = append(eff, []string{fmt.Sprintf("e%02d", len(eff)+1), m, class, speaker, on, cause, causeEn, effect, effectEn, dir, mech, mechEn, pro, proEn, con, conEn, rival, rivalEn, "fr", "record"})
	}
	effect("m3", "civil-society", unionP, "2021-10-01", "parce qu'on ne nous a pas demandé notre avis", "because we were not asked", "les marchands ont cessé de prévenir le poste", "merchants stopped warning the post", "worse",
		"le marché était le lieu où l'on se parlait", "the market was where people spoke to each other",
		"hoop:yes: le cahier des alertes s'arrête en juin 2021 | straw-in-the-wind:yes: trois marchands le disent séparément", "the book of warnings stops in June 2021 | three merchants say so separately",
		"smoking-gun:no: aucune consigne écrite de ne plus prévenir", "no written instruction to stop warning",
		"la saison des pluies coupe aussi la route du poste", "the rains also cut the road to the post")
	effect("m1", "civil-society", coal, "2020-11-20", "parce que la loi a été écrite sans nous", "because the act was written without us", "les témoins ne se présentent plus au tribunal", "witnesses no longer come to court", "worse",
		"la loi ne protège pas le nom des témoins", "the act does not protect the names of witnesses",
		"hoop:yes: le greffe compte moins de dépositions", "the registry counts fewer depositions",
		"straw-in-the-wind:open: d'autres tribunaux n'ont pas été consultés", "other courts were not looked at",
		"un juge a été muté la même année", "a judge was moved in the same year")
	effect("m2", "local-authority", "Conseil du Fleuve (fiction)", "2022-12-12", "parce que les associations siégeaient", "because associations had seats", "deux querelles de puits ont été réglées sans armes", "two quarrels over wells were settled without arms", "better",
		"les comités connaissaient les familles", "the committees knew the families",
		"smoking-gun:yes: les deux accords portent la signature du comité", "both settlements carry the committee's signature",
		"hoop:yes: d'autres villages sans comité ont aussi trouvé un accord", "other villages without a committee also settled",
		"la récolte avait été bonne des deux côtés", "the harvest had been good on both sides")
	effect("m8", "civil-society", coal, "2023-02-14", "parce que nous avons été empêchés de recevoir des fonds", "because we were prevented from receiving funds", "six antennes d'alerte ont fermé", "six warning posts closed", "worse",
		"les postes étaient payés par des dons de l'étranger", "the posts were paid from gifts from abroad",
		"doubly-decisive:yes: les refus d'autorisation précèdent chaque fermeture", "each closing follows a refused permission",
		"", "", "le bailleur avait annoncé son départ", "the donor had announced its departure")
	effect("m4", "resident", "", "2023-04-02", "parce que le plan a suivi nos avis", "because the plan followed our opinions", "le puits du bas sert de nouveau aux deux villages", "the lower well serves both villages again", "better",
		"le tour d'eau a été écrit avec les anciens", "the turns of water were written with the elders",
		"hoop:yes: le règlement porte la date de la réunion", "the rule carries the date of the meeting",
		"straw-in-the-wind:no: aucun village voisin ne l'a imité", "no neighbouring village followed",
		"les troupeaux étaient partis vers la Côte", "the herds had left for the Coast")
	effect("m14", "media", gaz, "2024-07-08", "parce que l'invitation est venue après le vote", "because the invitation came after the vote", "les associations ont refusé de nommer des veilleurs", "associations refused to name watchers", "worse",
		"accepter aurait valu approbation", "to accept would have meant approval",
		"smoking-gun:yes: la lettre de refus le dit", "the letter of refusal says so",
		"", "", "les associations manquaient aussi de candidats", "associations also lacked candidates")
	fs["register/effects.csv"] = table(columns("id measure class speaker stated_on cause cause_en effect effect_en direction mechanism mechanism_en evidence_for evidence_for_en evidence_against evidence_against_en rival rival_en language consent"), eff)
}
