package orvanie

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/dires/dires/internal/when"
)

func whenDays(n int) when.Day { return when.Day(n) }

var functions = []string{"early-warning", "mediation", "awareness", "research", "victim-support", "small-arms", "oversight", "mobilisation", "services", "media"}

// offers are what organisations can do, what people say is lacking, what is
// asked for and what was promised.
func (c *country) offers(fs map[string][]byte, r *rand.Rand) {
	var caps, needs [][]string
	for _, o := range c.orgs {
		if o.status != "answered" || o.listed == "nobody" { // without its consent no capacity is kept
			continue
		}
		n := 1 + r.IntN(3)
		var mine []string
		for range n {
			f := functions[pick(r, 16, 18, 14, 8, 10, 6, 8, 10, 6, 8)]
			if slices.Contains(mine, f) {
				continue
			}
			mine = append(mine, f)
			documented := r.IntN(100) < 40
			evidence, evidenceEn := "", ""
			if documented {
				evidence, evidenceEn = [...]string{"rapport d'activité", "convention signée", "registre des séances"}[r.IntN(3)], ""
				evidenceEn = map[string]string{"rapport d'activité": "activity report", "convention signée": "signed agreement", "registre des séances": "register of sessions"}[evidence]
			}
			caps = append(caps, []string{fmt.Sprintf("x%03d", len(caps)+1), "civil-society", o.id, f, o.area, [...]string{"fr", "fr; qaa", "fr; qab"}[r.IntN(3)], yes(documented), evidence, evidenceEn,
				[...]string{"management", "prevention", "mobilisation"}[pick(r, 20, 50, 30)], o.listed, c.monitors[r.IntN(len(c.monitors))], o.id, (day(2024, 60) + when.Day(r.IntN(120))).String(), "fr", "public"})
		}
	}
	for i := range 260 {
		a := c.areaOf(r)
		f := functions[pick(r, 20, 16, 6, 4, 22, 8, 6, 4, 12, 2)]
		consent, cleared := consentOf(r)
		needs = append(needs, []string{fmt.Sprintf("b%03d", i+1), [...]string{"resident", "displaced", "customary", "civil-society"}[pick(r, 60, 15, 10, 15)], fmt.Sprintf("v%03d", 1+r.IntN(210)),
			c.monitors[r.IntN(len(c.monitors))], c.orgs[r.IntN(48)].id, f, a.id, [...]string{"high", "middle", "low"}[pick(r, 50, 35, 15)], (day(2024, 30) + when.Day(r.IntN(150))).String(), consent, cleared})
	}
	fs["register/capacities.csv"] = table(columns("id class org function area languages documented evidence evidence_en triad listed monitor subject_id stated_on language consent"), caps)
	fs["register/needs.csv"] = table(columns("id class subject_id monitor reporter function area severity stated_on consent cleared"), needs)

	var recs, coms [][]string
	rec := func(to, class, who, on, fr, en, triad, ms, follow string) {
		recs = append(recs, []string{fmt.Sprintf("d%02d", len(recs)+1), class, who, on, to, fr, en, triad, ms, follow, "fr", "record"})
	}
	coal := "Coalition des veilleurs d'Orvanie (fiction)"
	rec("government", "civil-society", coal, "2024-03-12", "Écrire dans la loi sur la sûreté que les associations sont entendues avant le dépôt du texte", "Write into the safety act that associations are heard before a bill is tabled", "management", "m1; m14", "2024-06: answered: lettre du ministère")
	rec("government", "civil-society", coal, "2024-03-12", "Protéger le nom des témoins devant le tribunal", "Protect the names of witnesses in court", "management", "m1; m10", "2024-05: accepted: décret annoncé")
	rec("government", "civil-society", "Union des marchands du Nord (fiction)", "2022-05-02", "Ne plus fermer un marché sans avoir réuni ceux qui y vivent", "No longer close a market without a meeting of those who live from it", "prevention", "m3", "")
	rec("parliament", "civil-society", coal, "2024-03-12", "Abroger l'autorisation exigée pour les dons de l'étranger", "Repeal the permission required for gifts from abroad", "mobilisation", "m8", "2024-04: rejected: vote en commission")
	rec("parliament", "civil-society", "Maison des victimes (fiction)", "2024-02-20", "Publier les avis reçus et ce qui en a été fait", "Publish the opinions received and what was done with them", "mobilisation", "m10; m13", "")
	rec("local", "resident", "", "2024-04-08", "Tenir les réunions du comité un jour où les femmes peuvent venir", "Hold the committee's meetings on a day when women can come", "mobilisation", "m2", "2024-07: under-way: essai dans deux villages")
	rec("local", "customary", "", "2024-01-30", "Écrire les tours d'eau avec les anciens des deux rives", "Write the turns of water with the elders of both banks", "prevention", "m4", "2024-02: accepted: procès-verbal")
	rec("forces", "civil-society", coal, "2023-09-09", "Dire aux villages, avant une opération, par quelle route partir", "Tell villages before an operation by which road to leave", "management", "m6", "")
	rec("forces", "resident", "", "2023-10-21", "Recevoir les plaintes sans demander le nom du village", "Take complaints without asking for the village's name", "management", "m6", "2024-03: under-way: registre ouvert")
	rec("civil-society", "researcher", "", "2024-05-16", "Noter qui était à la réunion, et qui n'y était pas", "Note who was at the meeting, and who was not", "mobilisation", "m13", "")
	rec("international", "civil-society", coal, "2024-03-12", "Payer les postes d'alerte sur plus d'une année", "Pay for warning posts for more than one year", "prevention", "m2; m8", "")
	rec("media", "civil-society", "Réseau des écoles (fiction)", "2024-02-02", "Dire qui donne le nom quand on emploie « terrorisme »", "Say who gives the name when using “terrorisme”", "prevention", "", "")
	fs["register/recommendations.csv"] = table(columns("id class speaker stated_on addressee text text_en triad measures follow_up language consent"), recs)
	com := func(by, byEn, class, on, fr, en, m, answers, due, state, history string) {
		coms = append(coms, []string{fmt.Sprintf("h%02d", len(coms)+1), class, by, on, by, byEn, fr, en, m, answers, due, state, history, "fr", "record"})
	}
	com("Ministère de la Justice (fiction)", "Ministry of Justice (fiction)", "central-authority", "2024-05-28", "Un décret protégera le nom des témoins", "A decree will protect the names of witnesses", "m10", "d02", "2024-12", "under-way", "2024-05-28: announced: communiqué | 2024-08: under-way: avant-projet")
	com("Conseil du Fleuve (fiction)", "Council of the River (fiction)", "local-authority", "2024-02-10", "Les tours d'eau seront écrits avec les anciens", "The turns of water will be written with the elders", "m4", "d07", "2024-06", "kept", "2024-02-10: announced: procès-verbal | 2024-05-30: kept: règlement affiché")
	com("Ministère de la Sûreté (fiction)", "Ministry of Safety (fiction)", "central-authority", "2023-11-02", "Les associations recevront les textes deux semaines avant", "Associations will receive bills two weeks ahead", "m14", "d01", "2024-03", "not-kept", "2023-11-02: announced: discours | 2024-05-30: not-kept: texte reçu la veille")
	com("État-major des forces de sûreté (fiction)", "Staff of the safety forces (fiction)", "forces", "2024-03-05", "Un registre de plaintes sera ouvert dans chaque poste", "A register of complaints will be opened in each post", "m6", "d09", "2024-09", "partly-kept", "2024-03-05: announced: circulaire | 2024-07: partly-kept: quatre postes")
	com("Gouvernorat du Nord (fiction)", "Governorate of the North (fiction)", "local-authority", "2022-03-15", "Les marchés resteront ouverts pendant la récolte", "Markets will stay open during harvest", "m3", "d03", "2022-11", "kept", "2022-03-15: announced: affiche | 2022-11: kept: relevé des marchés")
	com("Présidence (fiction)", "Presidency (fiction)", "central-authority", "2024-01-16", "Un bilan public de la politique sera tenu chaque année", "A public review of the policy will be held every year", "m13", "d05", "2025-01", "announced", "2024-01-16: announced: discours")
	fs["register/commitments.csv"] = table(columns("id class speaker stated_on by by_en text text_en measure answers due state history language consent"), coms)
}
