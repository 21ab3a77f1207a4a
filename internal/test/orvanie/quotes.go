package orvanie

import (
	"fmt"
	"math/rand/v2"
)

// quote is a verbatim of the fiction with the theme it was coded under.
type quote struct{ fr, en, theme, class string }

var quotes = []quote{
	{"On nous a appelés le lendemain de la signature.", "They called us the day after the signing.", "asked", "civil-society"},
	{"Nous avons appris la loi par la radio.", "We learned of the act from the radio.", "asked", "civil-society"},
	{"Pour une fois, le texte est revenu avec nos mots dedans.", "For once the text came back with our words in it.", "asked", "civil-society"},
	{"On m'a donné une chaise, pas la parole.", "I was given a chair, not the floor.", "asked", "civil-society"},
	{"Le comité nous écoute quand le représentant est de bonne humeur.", "The committee listens when the representative is in a good mood.", "asked", "resident"},
	{"Personne ne nous a jamais rien demandé, vous êtes les premiers.", "Nobody ever asked us anything, you are the first.", "asked", "resident"},
	{"Si on nous avait consultés, nous aurions dit quel jour ne pas fermer.", "Had we been asked, we would have said which day not to close.", "asked", "resident"},
	{"Ils ont invité l'institut et ils ont écrit : la société civile.", "They invited the institute and wrote: civil society.", "asked", "civil-society"},
	{"Le médiateur, c'est nous qui l'avons choisi ; cela se voit.", "We chose the mediator ourselves; it shows.", "asked", "civil-society"},
	{"Un avis écrit, une réponse écrite : nous n'en demandons pas plus.", "A written opinion, a written answer: we ask no more.", "asked", "civil-society"},
	{"Ici on dit tamar ; à la capitale on dit autre chose.", "Here we say tamar; in the capital they say something else.", "names", "resident"},
	{"Quand ils disent ce mot, ils envoient des camions ; quand ils en disent un autre, ils envoient un juge.", "When they say this word they send trucks; when they say another they send a judge.", "names", "resident"},
	{"Ce sont des voleurs. Mais si je le dis, personne ne viendra.", "They are thieves. But if I say so, nobody will come.", "names", "resident"},
	{"Mon cousin en était ; je ne lui donne pas de nom.", "My cousin was one of them; I give him no name.", "names", "resident"},
	{"Le chef ne prononce pas le mot, il dit : ceux de l'autre rive.", "The chief does not speak the word, he says: those of the other bank.", "names", "customary"},
	{"Je note le mot de l'ordre de mission, c'est tout.", "I write down the word of the mission order, that is all.", "names", "local-authority"},
	{"Pour nous c'est une affaire de puits, et elle est vieille.", "To us it is a well affair, and it is old.", "names", "customary"},
	{"Le mot a changé le jour où l'argent est arrivé.", "The word changed on the day the money came.", "names", "civil-society"},
	{"On ne sort plus après la prière du soir.", "We no longer go out after evening prayer.", "coping", "resident"},
	{"Les enfants dorment chez ma sœur, de l'autre côté.", "The children sleep at my sister's, on the other side.", "coping", "displaced"},
	{"Nous avons payé ; la prochaine fois aussi nous paierons.", "We paid; next time too we shall pay.", "coping", "resident"},
	{"Trois vieux sont allés parler. Ils ont ramené le troupeau.", "Three old men went to talk. They brought the herd back.", "coping", "customary"},
	{"J'ai laissé le champ du bas et je vends du savon.", "I left the lower field and I sell soap.", "coping", "displaced"},
	{"Chaque maison a pris une famille. Cela dure depuis deux saisons.", "Each house took in a family. It has lasted two seasons.", "coping", "resident"},
	{"On a fermé l'école avant qu'on nous le dise.", "We closed the school before being told to.", "coping", "resident"},
	{"Pour les ordonnances il faut passer le pont ; alors on attend.", "For medicine one has to cross the bridge; so we wait.", "coping", "resident"},
	{"Nous savons qui ne va pas bien dans le village ; on ne nous le demande pas.", "We know who is not well in the village; nobody asks us.", "potential", "civil-society"},
	{"Donnez-nous une ligne de téléphone qui répond, et nous préviendrons.", "Give us a telephone line that answers, and we shall warn.", "potential", "civil-society"},
	{"Les femmes passent le pont tous les jours : elles voient avant tout le monde.", "Women cross the bridge every day: they see before anybody else.", "potential", "civil-society"},
	{"La radio peut dire ce qu'un communiqué ne dit pas.", "The radio can say what a communiqué does not.", "potential", "civil-society"},
	{"Nous pouvons accompagner un témoin, pas le cacher.", "We can go with a witness, not hide one.", "potential", "civil-society"},
	{"Un jeune qui a un étal ne part pas avec eux.", "A young man with a stall does not leave with them.", "potential", "resident"},
	{"Nous avons réglé deux querelles ; personne ne les a comptées.", "We settled two quarrels; nobody counted them.", "potential", "customary"},
	{"Qu'on nous dise au moins ce qu'est devenu notre avis.", "Let them at least tell us what became of our opinion.", "demand", "civil-society"},
	{"Le poste d'alerte a fermé le mois où l'autorisation a été refusée.", "The warning post closed in the month the permission was refused.", "demand", "civil-society"},
	{"Un fusil coûte une vache ; une vache, c'est l'école d'un enfant.", "A rifle costs a cow; a cow is a child's schooling.", "arms", "resident"},
	{"Tout le monde en demande depuis l'affaire du bac.", "Everybody has been asking for one since the affair of the ferry.", "arms", "resident"},
	{"Qu'ils ramassent les armes des deux rives le même jour, ou pas du tout.", "Let them collect the arms of both banks on the same day, or not at all.", "arms", "customary"},
	{"Si la route était gardée, je rentrerais demain.", "If the road were guarded I would go home tomorrow.", "demand", "displaced"},
	{"Nous ne voulons pas un camp, nous voulons un dispensaire.", "We do not want a camp, we want a dispensary.", "demand", "resident"},
}

func (c *country) quotes(fs map[string][]byte, r *rand.Rand, vs []voice) {
	var rows [][]string
	for i, q := range quotes {
		var of []voice
		for _, v := range vs {
			if v.class == q.class {
				of = append(of, v)
			}
		}
		v := of[r.IntN(len(of))]
		consent, cleared := "quote", "yes"
		switch {
		case i%10 == 7:
			consent, cleared = "public", "no"
		case i%10 == 3:
			cleared = "no"
		case i%20 == 19:
			consent, cleared = "internal", "no"
		}
		rows = append(rows, []string{fmt.Sprintf("w%02d", i+1), q.class, v.subject, v.monitor, v.org, v.area, v.sex, v.age, (day(2024, 40) + whenDays(r.IntN(120))).String(), "direct",
			"entretien", q.fr, "fr", q.en, "équipe de l'étude (fiction)", q.theme, consent, cleared})
	}
	fs["register/verbatims.csv"] = table(columns("id class subject_id monitor reporter area sex age_band stated_on directness forum verbatim language translation_en translator theme consent cleared"), rows)
}
