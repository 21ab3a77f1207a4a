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
	"words.sum":     FrEn("{0} {0|ligne|lignes} avec des paroles, dont {1} avec un détail à regarder ; {2} {2|relue|relues} à tort", "{0} {0|row|rows} with words, {1} of them with a detail to look at; {2} cleared by mistake"),
})
