package reports

import (
	"cmp"
	"slices"
	"strings"
)

// fate is what befell people: a count is of one of them.
type fate int

const (
	unsaidFate fate = iota
	dead
	wounded
	taken
	apart   // missing, arrested, displaced, freed: known, and none of the three
	victims // "victims", "casualties": dead and wounded together, so no number of either
)

// set makes a set of words, in which blanks part the words.
func set(lists ...string) map[string]bool {
	m := map[string]bool{}
	for _, l := range lists {
		for _, w := range strings.Fields(l) {
			m[w] = true
		}
	}
	return m
}

// fates are the words that say what befell people, folded.
var fates = func() map[string]fate {
	m := map[string]fate{}
	for f, words := range map[fate]string{
		dead: `mort morts morte mortes deces decede decedes decedee decedees tue tues tuee tuees tuer cadavre cadavres corps assassine assassines
			assassinee assassinees execute executes executee executees egorge egorges egorgee egorgees abattu abattus abattue abattues lynche lynches
			dead killed killing death deaths died die fatality fatalities murdered executed slain body bodies lynched beheaded assassinated`,
		wounded: `blesse blesses blessee blessees wounded injured injury injuries hurt`,
		taken: `enleve enleves enlevee enlevees enlevement enlevements kidnappe kidnappes kidnappee kidnappees otage otages rapt rapts
			abducted abduction abductions kidnapped kidnapping kidnappings hostage hostages`,
		apart: `disparu disparus disparue disparues arrete arretes arretee arretees interpelle interpelles interpellee interpellees detenu detenus
			deplace deplaces deplacee deplacees libere liberes liberee liberees viole violes violee violees torture tortures torturee torturees
			depouille depouilles depouillee depouillees missing arrested detained displaced freed released raped tortured robbed captured capture captures`,
		victims: `victime victimes casualty casualties victim victims`,
	} {
		for w := range set(words) {
			m[w] = f
		}
	}
	return m
}()

// people are words for people who may be counted; they leave open what befell
// them.
var people = set(`personne personnes gens individu individus individual individuals person persons people membre membres member members`,
	`homme hommes femme femmes enfant enfants garcon garcons fille filles fillette fillettes jeune jeunes adulte adultes vieillard vieillards bebe bebes eleve eleves
	man men woman women child children boy boys girl girls youth youths adult adults baby babies mineur mineurs minor minors`,
	`civil civils civile civiles civilian civilians habitant habitants habitante habitantes villageois villageoise villageoises resident residents villager villagers`,
	`militaire militaires soldat soldats garde gardes gendarme gendarmes policier policiers policiere agent agents element elements combattant combattants
	assaillant assaillants rebelle rebelles terroriste terroristes jihadiste jihadistes djihadiste djihadistes bandit bandits milicien miliciens chasseur chasseurs
	douanier douaniers fds paramilitaire paramilitaires attaquant attaquants insurge insurges voleur voleurs
	soldier soldiers guard guards policeman policemen police officer officers fighter fighters attacker attackers rebel rebels terrorist terrorists
	jihadist jihadists militant militants militiaman militiamen gunman gunmen insurgent insurgents troops thief thieves peacekeeper peacekeepers`,
	`pecheur pecheurs berger bergers eleveur eleveurs commercant commercants commercante commercantes paysan paysans cultivateur cultivateurs agriculteur
	agriculteurs passager passagers chauffeur chauffeurs conducteur conducteurs voyageur voyageurs refugie refugies humanitaire humanitaires enseignant enseignants
	etudiant etudiants imam imams pretre pretres journaliste journalistes manifestant manifestants orpailleur orpailleurs fidele fideles marchand marchands
	fisherman fishermen herder herders farmer farmers trader traders passenger passengers driver drivers traveller travellers refugee refugees teacher teachers
	student students journalist journalists protester protesters miner miners worker workers pastoralist pastoralists`)

var civilian = set(`civil civils civile civiles civilian civilians`)

// plainly are words that neither count nor say anything of a fate.
var plainly = set(`de des du d la le les l un une a au aux en dans par pour sur sont est ont a ete etaient furent fut etre il y the of in by at on was were been have has there
	total bilan bilans from provisoire officiel officiellement nombre number toll confirmed confirme confirmes confirmee confirmees retrouve retrouves found
	selon d apres sources source temoins autorites according to sources witnesses officials
	balle balles machette machettes gunshot shot grave graves gravement grievement leger legers legere legeres legerement serieusement seriously severely slightly
	critical critically badly arme armes armee armed non identifies identifie present presents places place site ce jour cote cotes respectivement respectively sexe
	feminin masculin male female age ages agee agees ans`)

// animals and things are counted too, and are no people.
var noPeople = set(`boeuf boeufs mouton moutons vache vaches chevre chevres ane anes chameau chameaux cheval chevaux betail animal animaux tete tetes ruminant
	ruminants cabri cabris cattle cow cows sheep goat goats donkey donkeys camel camels horse horses livestock animals heads villages village maison maisons
	house houses case cases moto motos vehicule vehicules vehicle vehicles boutique boutiques`)

var months = set(`janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil sept oct nov dec
	january february march april may june july august september october november december jan feb mar apr jun jul aug sep`)

// ones are the words for numbers, with what they are worth.
var ones = map[string]int{"un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5,
	"six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10, "onze": 11, "eleven": 11, "douze": 12,
	"twelve": 12, "treize": 13, "thirteen": 13, "quatorze": 14, "fourteen": 14, "quinze": 15, "fifteen": 15, "seize": 16, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "vingt": 20, "vingts": 20, "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40,
	"forty": 40, "cinquante": 50, "fifty": 50, "soixante": 60, "sixty": 60, "septante": 70, "seventy": 70, "huitante": 80, "octante": 80,
	"eighty": 80, "nonante": 90, "ninety": 90, "cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000}

// roughly are collective numbers: "une dizaine".
var roughly = map[string]int{"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
	"soixantaine": 60, "centaine": 100, "millier": 1000, "dozen": 12}

// vague counts say that there were some, and not how many.
var vague = set(`plusieurs quelques nombreux nombreuses dizaines douzaines vingtaines centaines milliers divers beaucoup
	several some many few dozens tens hundreds thousands scores numerous`)

var zeros = set(`aucun aucune aucuns aucunes sans zero nul nulle neant nil none no nobody ni nor pas`)

// phrases become one word or sign each before a cell is read: the longest that
// fits is taken. ≥ and ≤ are bounds, ≈ is "about", "dont" opens a breakdown and
// "??" can be understood by no rule.
var phrases = func() map[string][][2][]string {
	m := map[string][][2][]string{}
	for to, from := range map[string]string{
		"morts":     "pertes en vies humaines|perte en vie humaine|pertes en vie humaine|pertes humaines",
		"tues":      "perdu la vie|trouve la mort|lost their lives|lost his life|lost her life|tues par balles|tue par balles|tue par balle|tues par balle",
		"corps":     "corps sans vie",
		"enleves":   "prises en otages|pris en otages|prises en otage|pris en otage|prise en otage|taken hostage|held hostage",
		"blesses":   "blesses par balles|blesse par balles|blesse par balle|blesses par balle|blesses sans gravite",
		"≥":         "tout au moins|pas moins de|pas moins d|no fewer than|no less than|not less than|au moins|at least|plus de|plus d|more than|over|au minimum|a minima|minimum|ou plus|et plus|or more|and more",
		"≤":         "pas plus de|pas plus d|no more than|not more than|ou moins|or fewer|or less|au plus|at most|moins de|moins d|less than|fewer than|under|au maximum|maximum|jusqu a|up to",
		"≈":         "pres de|pres d|a peu pres|autour de|environ|env|about|around|nearly|almost|approximately|approx|circa|ca|presque|quelque",
		"half":      "une demi douzaine|demi douzaine|half a dozen",
		"dozen":     "a dozen",
		"hundred":   "a hundred",
		"plusieurs": "un nombre inconnu|nombre inconnu|an unknown number|unknown number|un certain nombre|a number|a couple|a few",
		"dont":      "parmi lesquels|parmi lesquelles|y compris|among them|amongst them|including|incl|parmi eux|parmi|of whom|of which|inclus",
		"??":        "et un autre|et une autre|another|un autre|une autre|d autres|others|autre|autres|more|de plus",
	} {
		for p := range strings.SplitSeq(from, "|") {
			f := strings.Fields(p)
			m[f[0]] = append(m[f[0]], [2][]string{f, {to}})
		}
	}
	for _, ps := range m {
		slices.SortFunc(ps, func(a, b [2][]string) int {
			return cmp.Or(len(b[0])-len(a[0]), slices.Compare(a[0], b[0]))
		})
	}
	return m
}()

// doubts take back what stands before them.
var doubts = set(`faux fausse rumeur rumeurs dementi dementie dementis false rumour rumours rumor rumors denied unconfirmed non pas not n ne
	presume presumes presumee presumees alleged probable probables peut possible possibles maybe perhaps`)

// anybody are words for people of no kind, so that none of them is nobody.
var anybody = set(`personne personnes gens individu individus individual individuals person persons people`)

// headings may stand beside a number that has no noun.
var headings = set(`total bilan provisoire officiel nombre number toll confirme confirmes confirmed de du of un le the`)

// untold are whole cells that say that the number is not known.
var untold = func() map[string]bool {
	m := map[string]bool{}
	for s := range strings.SplitSeq(`inconnu|inconnue|inconnus|unknown|not known|nd|n d|n a|na|nan|null|nr|n r|nc|n c|nsp|nk|plusieurs|several|des|some|
		bilan inconnu|bilan non connu|bilan non communique|nombre inconnu|nombre de morts inconnu|unknown number|toll unknown|number unknown|non precise|non precisee|
		non renseigne|non renseignee|non communique|non connu|pas connu|pas d information|pas d informations|pas d info|sans information|no information|no data|
		not available|not stated|not specified|unspecified|non specifie|indetermine|a verifier|to check|a confirmer|to be confirmed|missing`, "|") {
		m[strings.TrimSpace(s)] = true
	}
	return m
}()
