package orvanie

// measure is one measure of the fictional register. The first three are those
// of the inquiry's form.
type measure struct {
	id, fr, en, kind, lead, start, end, events, stages, not, triad, note, noteFr string
}

var measures = []measure{
	{"m1", "Loi orvanaise sur la sûreté (fiction)", "Orvanian safety act (fiction)", "law", "Ministère de la Sûreté (fiction)", "2019-05-14", "", "proposed:2018-11-06 | adopted:2019-04-30 | in-force:2019-05-14", "agenda; formulation; decision; implementation", "revision", "management", "adopted in one sitting", "adoptée en une séance"},
	{"m2", "Comités de vigilance civile du Fleuve (fiction)", "Civil watch committees of the River (fiction)", "programme", "Conseil du Fleuve (fiction)", "2020-02", "2023-12", "launched:2020-02-17 | evaluated:2022-09", "agenda; formulation; decision; implementation; evaluation", "", "prevention; mobilisation", "seats for associations in each committee", "des sièges pour les associations dans chaque comité"},
	{"m3", "Fermeture des marchés du Nord (fiction)", "Closing of the northern markets (fiction)", "restriction", "Gouvernorat du Nord (fiction)", "2021-06", "2022-03", "adopted:2021-06-02 | repealed:2022-03-15 | repealed:2022-04-01:another office gives another date", "decision; implementation", "formulation", "management", "markets are where people speak to each other", "les marchés sont des lieux où l'on se parle"},
	{"m4", "Plan de protection des puits (fiction)", "Plan for the protection of wells (fiction)", "plan", "Ministère des Eaux (fiction)", "2020-09", "2024", "launched:2020-09-21", "agenda; formulation; decision; implementation", "", "prevention", "", ""},
	{"m5", "Stratégie nationale contre les armes en circulation (fiction)", "National strategy against arms in circulation (fiction)", "strategy", "Présidence (fiction)", "2021-03", "", "proposed:2020-10 | adopted:2021-03-08", "agenda; formulation; decision", "evaluation", "prevention", "", ""},
	{"m6", "Opération Passage sûr (fiction)", "Operation Safe Passage (fiction)", "operation", "Forces de sûreté (fiction)", "2021-11", "2022-08", "launched:2021-11-12", "decision; implementation", "formulation", "management", "", ""},
	{"m7", "Institution du médiateur des villages (fiction)", "Office of the villages' mediator (fiction)", "institution", "Parlement (fiction)", "2022-01", "", "adopted:2021-12-15 | in-force:2022-01-10", "agenda; formulation; decision; implementation", "", "mobilisation", "", ""},
	{"m8", "Loi sur le financement des associations (fiction)", "Act on the funding of associations (fiction)", "restriction", "Ministère de l'Intérieur (fiction)", "2022-07", "", "adopted:2022-06-28 | in-force:2022-07-15", "decision; implementation", "agenda; formulation", "management", "permission needed for funds from abroad", "autorisation exigée pour les fonds de l'étranger"},
	{"m9", "Programme Écoles ouvertes (fiction)", "Open schools programme (fiction)", "programme", "Ministère de l'École (fiction)", "2022-10", "", "launched:2022-10-03", "agenda; formulation; decision; implementation; evaluation", "", "prevention; mobilisation", "", ""},
	{"m10", "Loi sur les témoins et les victimes (fiction)", "Act on witnesses and victims (fiction)", "law", "Ministère de la Justice (fiction)", "2023-02", "", "proposed:2022-03 | adopted:2023-01-24 | in-force:2023-02-10", "agenda; formulation; decision", "", "management", "", ""},
	{"m11", "Accord des Collines (fiction)", "Agreement of the Hills (fiction)", "agreement", "Gouvernement et chefs des Collines (fiction)", "2023-05", "", "adopted:2023-05-19", "formulation; decision; implementation", "", "prevention", "", ""},
	{"m12", "Plan de sûreté de la Côte (fiction)", "Safety plan of the Coast (fiction)", "plan", "Gouvernorat de la Côte (fiction)", "2023-09", "", "launched:2023-09-04", "formulation; decision; implementation", "", "management", "", ""},
	{"m13", "Politique de prévention et de dialogue (fiction)", "Policy of prevention and dialogue (fiction)", "policy", "Présidence (fiction)", "2024-01", "", "proposed:2023-06 | adopted:2024-01-16", "agenda; formulation; decision", "", "prevention; mobilisation", "", ""},
	{"m14", "Loi sur les veilleurs communaux (fiction)", "Act on communal watchers (fiction)", "law", "Ministère de la Sûreté (fiction)", "2024-06", "", "proposed:2024-02 | adopted:2024-05-30", "agenda; decision", "formulation", "management", "", ""},
}

// eventsFr are the words of events in French.
var eventsFr = map[string]string{"m3": "repealed:2022-04-01:un autre service donne une autre date"}

func (c *country) register(fs map[string][]byte) {
	var rows [][]string
	for _, m := range measures {
		rows = append(rows, []string{m.id, m.fr, m.en, m.kind, m.lead, m.start, m.end, m.events, eventsFr[m.id], m.stages, m.not, m.triad, m.note, m.noteFr, "Journal d'Orvanie (fiction)", "fiction"})
	}
	fs["register/measures.csv"] = table(columns("id name_fr name_en kind lead start end events events_fr stages stages_not triad note note_fr source confidence"), rows)
	rows = nil
	for _, o := range c.orgs {
		rows = append(rows, []string{o.id, o.name, o.kind, yes(o.women), yes(o.youth), o.area, o.listed, yes(o.status != "not-reached")})
	}
	fs["register/organisations.csv"] = table(columns("id name kind women_led youth_led regions listed asked"), rows)
}

// kase is a case that many speak of: described by the act, never by a name.
type kase struct {
	id, area, on, fr, en, act string
}

var cases = []kase{
	{"c1", "north", "2020-03-11", "Des hommes armés arrêtent un car près d'Alba et prennent l'argent des voyageurs", "Armed men stop a coach near Alba and take the travellers' money", "robbery"},
	{"c2", "north", "2020-10-02", "Un marchand de sel est emmené la nuit à Terre-Sèche", "A salt merchant is taken away at night in Terre-Sèche", "kidnapping"},
	{"c3", "river", "2021-02-19", "Deux villages du Fleuve se battent pour un puits ; des maisons brûlent", "Two villages of the River fight over a well; houses burn", "clash_groups"},
	{"c4", "north", "2021-05-27", "Le poste d'Alba est attaqué un jour de marché", "The post of Alba is attacked on a market day", "attack"},
	{"c5", "hills", "2021-09-08", "Un convoi est pris sous le feu sur la route de Haute-Pierre", "A convoy comes under fire on the road to Haute-Pierre", "clash_forces"},
	{"c6", "river", "2022-04-14", "Des greniers sont vidés au Gué par des hommes en armes", "Granaries are emptied at Gué by men in arms", "robbery"},
	{"c7", "north", "2022-08-30", "Un engin éclate sous un véhicule à l'est de Terre-Sèche", "A device goes off under a vehicle east of Terre-Sèche", "explosive"},
	{"c8", "coast", "2023-01-22", "Des fusils sont saisis dans un hangar de Port-Neuf", "Rifles are seized in a shed at Port-Neuf", "seizure"},
	{"c9", "hills", "2023-06-05", "Trois jeunes du Val sont emmenés puis rendus", "Three young people of Val are taken away, then given back", "kidnapping"},
	{"c10", "river", "2024-02-13", "Un bac est attaqué aux Deux-Ponts", "A ferry is attacked at Deux-Ponts", "attack"},
}

// names are the terms of the fiction with their code and what is not to be
// said with them.
var names = []struct{ code, term, lang, fr, en, not, notEn string }{
	{"terrorism", "terrorisme", "fr", "« terrorisme »", "“terrorisme” (terrorism)", "comme nom de l'acte, sans dire qui le donne", "as the name of the act, without saying who gives it"},
	{"banditry", "banditisme", "fr", "« banditisme »", "“banditisme” (banditry)", "comme nom de l'acte, sans dire qui le donne", "as the name of the act, without saying who gives it"},
	{"road-cutters", "coupeurs de route", "fr", "« coupeurs de route »", "“coupeurs de route” (road cutters)", "comme nom de personnes connues", "as the name of known people"},
	{"people-of-night", "tamar", "qaa", "« tamar », gens de la nuit (langue fictive du Nord)", "“tamar”, people of the night (fictional language of the North)", "hors de la citation : le mot désigne plus que des voleurs", "outside the quotation: the word means more than thieves"},
	{"rebellion", "rébellion", "fr", "« rébellion »", "“rébellion” (rebellion)", "comme nom de l'acte, sans dire qui le donne", "as the name of the act, without saying who gives it"},
	{"resistance", "résistance", "fr", "« résistance »", "“résistance” (resistance)", "comme nom de l'acte, sans dire qui le donne", "as the name of the act, without saying who gives it"},
	{"well-affair", "affaire de puits", "fr", "« affaire de puits »", "“affaire de puits” (a well affair)", "pour dire qu'il n'y a pas eu de morts", "to say that nobody died"},
	{"villages", "conflit entre villages", "fr", "« conflit entre villages »", "“conflit entre villages” (conflict between villages)", "avec le nom d'une communauté", "with the name of a community"},
	{"trafficking", "trafic", "fr", "« trafic »", "“trafic” (trafficking)", "comme accusation d'une personne", "as an accusation of a person"},
	{"safety-operation", "opération de sûreté", "fr", "« opération de sûreté »", "“opération de sûreté” (safety operation)", "sans dire qui le dit", "without saying who says so"},
}

func term(code string) (t, lang string) {
	for _, n := range names {
		if n.code == code {
			return n.term, n.lang
		}
	}
	panic("orvanie: no name " + code)
}

// said lists what each class tends to call each act: several names within one
// class, and some shared by several.
var said = map[string]map[string][]string{
	"robbery":      {"central-authority": {"terrorism", "banditry"}, "local-authority": {"banditry"}, "forces": {"terrorism", "banditry"}, "civil-society": {"road-cutters", "banditry"}, "customary": {"people-of-night", "road-cutters"}, "resident": {"road-cutters", "people-of-night", "banditry"}, "displaced": {"people-of-night", "road-cutters"}, "media": {"banditry", "terrorism"}},
	"kidnapping":   {"central-authority": {"terrorism"}, "local-authority": {"banditry", "terrorism"}, "forces": {"terrorism"}, "civil-society": {"trafficking", "people-of-night"}, "customary": {"people-of-night"}, "resident": {"people-of-night", "trafficking"}, "displaced": {"people-of-night", "terrorism"}, "media": {"terrorism", "trafficking"}},
	"clash_groups": {"central-authority": {"villages", "terrorism"}, "local-authority": {"villages"}, "forces": {"villages", "terrorism"}, "civil-society": {"well-affair", "villages"}, "customary": {"well-affair"}, "resident": {"well-affair", "villages"}, "displaced": {"villages", "well-affair"}, "media": {"villages"}},
	"attack":       {"central-authority": {"terrorism"}, "local-authority": {"terrorism", "rebellion"}, "forces": {"terrorism"}, "civil-society": {"rebellion", "terrorism"}, "customary": {"rebellion", "people-of-night"}, "resident": {"rebellion", "people-of-night", "terrorism"}, "displaced": {"terrorism", "rebellion"}, "media": {"terrorism"}},
	"clash_forces": {"central-authority": {"terrorism", "safety-operation"}, "local-authority": {"safety-operation"}, "forces": {"safety-operation"}, "civil-society": {"rebellion"}, "customary": {"rebellion", "resistance"}, "resident": {"rebellion", "resistance"}, "displaced": {"rebellion"}, "media": {"terrorism", "rebellion"}},
	"explosive":    {"central-authority": {"terrorism"}, "local-authority": {"terrorism"}, "forces": {"terrorism"}, "civil-society": {"terrorism", "people-of-night"}, "customary": {"people-of-night"}, "resident": {"terrorism", "people-of-night"}, "displaced": {"terrorism"}, "media": {"terrorism"}},
	"seizure":      {"central-authority": {"safety-operation"}, "local-authority": {"safety-operation"}, "forces": {"safety-operation"}, "civil-society": {"safety-operation", "trafficking"}, "customary": {"trafficking"}, "resident": {"safety-operation", "trafficking"}, "displaced": {"trafficking"}, "media": {"safety-operation"}},
}
