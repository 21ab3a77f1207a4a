package lang

// Words of dires template.
var _ = add(map[string]Text{
	"A443": FrEn("« {0} » n'est pas une sorte de tableau ; les sortes sont : {1}", "\"{0}\" is no kind of table; the kinds are: {1}"),
	"A444": FrEn("{0} existe déjà et n'est pas écrasé ; donnez un autre nom par -o", "{0} exists already and is not overwritten; give another name with -o"),

	"template.column":       FrEn("colonne", "column"),
	"template.needed":       FrEn("nécessaire", "needed"),
	"template.codes":        FrEn("codes", "codes"),
	"template.yes":          FrEn("oui", "yes"),
	"template.source":       FrEn("{0} écrit : c'est la source, avec la licence que permettent les conditions de cette base. Mettez-le dans sources/ de l'étude et nommez vos fichiers dans files.", "{0} written: it is the source, with the licence that the terms of this data set allow. Put it into the study's sources/ and name your files in files."),
	"template.written":      FrEn("{0} écrit ; remplissez la première feuille, puis nommez le fichier dans sources/*.toml", "{0} written; fill in the first sheet, then name the file in sources/*.toml"),
	"template.rule-one-row": FrEn("Une ligne est une déclaration d'une seule personne ou d'un seul texte.", "One row is one statement by one person or one text."),
	"template.rule-dates":   FrEn("Une date s'écrit avec la précision que l'on a : 2021, 2021-03, 2021-03-04, 3 août 2021.", "A date is written as precisely as it is known: 2021, 2021-03, 2021-03-04, 3 August 2021."),
	"template.rule-names":   FrEn("Aucun nom de personne, aucun numéro de téléphone : un pseudonyme suffit.", "No name of a person, no telephone number: a pseudonym will do."),
	"template.rule-unknown": FrEn("Ce qui n'est pas connu reste vide ou s'écrit « unknown » : inconnu n'est jamais « none ».", "What is not known stays empty or is written “unknown”: unknown is never “none”."),
})

// Words of dires tool words.
var _ = add(map[string]Text{
	"words.waits":   FrEn("pas encore relu", "not yet reviewed"),
	"words.cleared": FrEn("relu, peut être cité si la personne l'a permis", "reviewed, may be quoted if the speaker agreed"),
	"words.never":   FrEn("relu par erreur : ces mots ne seront jamais publiés tels quels", "reviewed by mistake: these words will never be published as they are"),
	"words.unread":  FrEn("{0} {0|ligne n'a pas pu être lue : ses paroles n'ont|lignes n'ont pas pu être lues : leurs paroles n'ont} pas été regardées. Corrigez d'abord le tableau.", "{0} {0|row|rows} could not be read: {0|its|their} words were not looked at. Correct the table first."),
	"words.sum":     FrEn("{0} {0|ligne|lignes} avec des paroles, dont {1} avec un détail à regarder ; {2} {2|relue|relues} à tort", "{0} {0|row|rows} with words, {1} of them with a detail to look at; {2} cleared by mistake"),
})

// Words of dires tool audit.
var _ = add(map[string]Text{
	"A490": FrEn("{0} n'est pas un edition.json que cette version de dires sait lire. Donnez le fichier edition.json d'une édition publiée, ou le dossier qui le contient.", "{0} is no edition.json that this version of dires can read. Give the edition.json of a published edition, or the folder that holds it."),
	"A491": FrEn("ce qui est imprimé ne peut pas être vrai ensemble : {0}", "what is printed cannot be true together: {0}"),

	"audit.is":      FrEn("{0}  {1}  {2} ({3}) : c'est {4}", "{0}  {1}  {2} ({3}): it is {4}"),
	"audit.between": FrEn("{0}  {1}  {2} ({3}) : de {4} à {5}, moins large qu'annoncé ({6})", "{0}  {1}  {2} ({3}): {4} to {5}, narrower than stated ({6})"),
	"audit.stated":  FrEn("{0}  {1}  {2} ({3}) : le certificat dit de {4} à {5}, le calcul donne de {6} à {7}", "{0}  {1}  {2} ({3}): the certificate says {4} to {5}, the computation gives {6} to {7}"),
	"audit.open":    FrEn("{0}  {1}  {2} ({3}) : recherche abandonnée, rien n'est prouvé", "{0}  {1}  {2} ({3}): search given up, nothing is proved"),
	"audit.sum":     FrEn("{0} {0|nombre non publié examiné|nombres non publiés examinés}, {1} {1|équation|équations} ; {2} {2|connu|connus} exactement, {3} trop {3|étroit|étroits}, {4} {4|ligne|lignes} du certificat à corriger, {5} sans preuve", "{0} withheld {0|number|numbers} examined, {1} {1|equation|equations}; {2} known exactly, {3} too narrow, {4} {4|line|lines} of the certificate to correct, {5} not proved"),
})
