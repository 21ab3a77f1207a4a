package lang

// Words of agreement on names and among coders. « Accord », never « concordance
// des faits »: people agree on a word, not on what happened.
var _ = add(map[string]Text{
	"unit.alpha": FrEn("alpha de Krippendorff", "Krippendorff's alpha"),
	"unit.codes": FrEn("codes", "codes"),

	"dim.slice":       FrEn("Parmi quelles déclarations", "Among which statements"),
	"dim.threshold":   FrEn("Probabilité à partir de laquelle deux récits sont réunis", "Probability from which two accounts are linked"),
	"dim.coefficient": FrEn("Mesure", "Measure of agreement"),
	"dim.unit":        FrEn("Unité codée", "Unit coded"),
	"dim.coder":       FrEn("Codeur", "Coder"),

	"slice.all":           FrEn("toutes", "all"),
	"slice.kind.case":     FrEn("sur des cas", "about cases"),
	"slice.kind.actor":    FrEn("sur des acteurs", "about actors"),
	"slice.kind.measure":  FrEn("sur des mesures", "about measures"),
	"slice.kind.area":     FrEn("sur des zones", "about areas"),
	"slice.kind.vignette": FrEn("sur des récits inventés", "about fictional stories"),
	"slice.kind.story":    FrEn("sur des récits inventés", "about fictional stories"),
	"slice.kind.event":    FrEn("sur des incidents", "about incidents"),
	"slice.area":          FrEn("de personnes de : {0}", "by people of: {0}"),

	"coefficient.alpha":   FrEn("accord au-delà du hasard (alpha)", "agreement beyond chance (alpha)"),
	"coefficient.percent": FrEn("part des paires d'accord", "share of pairs in agreement"),

	"title.compare.agreement":        FrEn("Accord sur les noms donnés", "Agreement on names given"),
	"title.compare.agreement-within": FrEn("Accord sur les noms à l'intérieur de chaque groupe", "Agreement on names within each group"),
	"title.compare.agreement-linked": FrEn("Accord des sources sur les noms d'un même incident, selon la façon de réunir les récits", "Agreement of sources on names of one incident, by how accounts are linked"),
	"title.compare.coders":           FrEn("Accord entre codeurs : {0}", "Agreement between coders: {0}"),
	"title.compare.disagreements":    FrEn("Désaccords entre codeurs : {0}", "Disagreements between coders: {0}"),
	"ask.compare.agreement":          FrEn("Ceux qui parlent d'une même chose lui donnent-ils le même nom ?", "Do those who speak of the same thing give it the same name?"),
	"ask.compare.agreement-within":   FrEn("À l'intérieur d'un groupe, donne-t-on le même nom à une même chose ?", "Within a group, is the same thing given the same name?"),
	"ask.compare.agreement-linked":   FrEn("Combien de cet accord vient-il de la façon dont les récits ont été réunis ?", "How much of this agreement comes from how accounts were linked?"),
	"coding.rungs":                   FrEn("échelons d'association", "rungs of involvement"),
	"coding.themes":                  FrEn("thèmes", "themes"),
	"coding.file":                    FrEn("« {0} »", "“{0}”"),
	"ask.compare.coders":             FrEn("Deux personnes qui codent la même chose écrivent-elles le même code ?", "Do two people who code the same thing write the same code?"),
	"ask.compare.disagreements":      FrEn("Sur quoi les codeurs ne sont-ils pas d'accord ?", "On what do the coders differ?"),

	"sentence.compare.agreement":        FrEn("Parmi les {0} sujets dont au moins deux voix parlent, deux voix prises au hasard donnent le même nom {1} fois sur cent ; au-delà de ce que le hasard donnerait, l'accord est de {2} sur 1 (de {3} à {4} selon les sujets recueillis).", "Of the {0} subjects of which two voices or more speak, two voices taken at random give the same name {1} times in a hundred; beyond what chance would give, agreement is {2} out of 1 ({3} to {4}, by which subjects were collected)."),
	"sentence.compare.agreement-none":   FrEn("Trop peu de sujets ont plusieurs voix pour mesurer un accord ; chaque case dit pourquoi.", "Too few subjects have several voices to measure agreement; each cell says why."),
	"sentence.compare.agreement-within": FrEn("L'accord à l'intérieur d'un groupe se lit avant tout écart entre groupes.", "Agreement within a group is read before any gap between groups."),
	"sentence.compare.linked":           FrEn("Selon {0} façons de réunir les récits, l'accord des sources sur les noms va de {1} à {2}.", "Across {0} ways of linking accounts, the agreement of sources on names runs from {1} to {2}."),
	"sentence.compare.linked-none":      FrEn("Trop peu d'incidents sont nommés par deux sources pour mesurer un accord ; chaque case dit pourquoi.", "Too few incidents are named by two sources to measure agreement; each cell says why."),
	"sentence.compare.coders":           FrEn("{0} codeurs ont codé, séparément, {1} unités en commun ; ils diffèrent sur {2}.", "{0} coders coded {1} units in common, apart; they differ on {2}."),
	"sentence.compare.coders-none":      FrEn("Aucune unité n'a été codée deux fois : l'accord n'est pas connu.", "No unit was coded twice: agreement is not known."),
	"sentence.compare.disagreements":    FrEn("Sur {1} unités codées deux fois, {0} ont reçu des codes différents ; les voici toutes.", "Of {1} units coded twice, {0} were given different codes; here are all of them."),

	"note.few-subjects": FrEn("moins de {0} sujets dont deux voix parlent", "fewer than {0} subjects of which two voices speak"),
	"note.one-name":     FrEn("un seul nom est donné partout : l'accord au-delà du hasard n'est pas défini", "one name is given everywhere: agreement beyond chance is undefined"),
	"note.one-code":     FrEn("un seul code partout : l'accord au-delà du hasard n'est pas défini", "one code everywhere: agreement beyond chance is undefined"),
	"note.one-cluster":  FrEn("tout vient d'un même lieu et d'un même moment : rien ne dit combien cela varie", "all comes from one place and time: nothing says how much it varies"),
	"note.agreement":    FrEn("{0} déclarations ; {1} % des paires d'accord ; {2} ensembles rééchantillonnés", "{0} statements; {1}% of pairs agree; {2} sets resampled"),
	"note.linker-used":  FrEn("tous les noms ont servi à réunir les récits : ils concordent par construction", "every name was used to link accounts: they agree by construction"),
	"note.coded-once":   FrEn("aucune unité n'a été codée deux fois", "no unit was coded twice"),
	"note.coders":       FrEn("{0} codeurs, {1} unités codées deux fois", "{0} coders, {1} units coded twice"),

	"caveat.agreement":     FrEn("Un accord dit que l'on emploie le même mot, pas que ce mot est juste. Le hasard est celui des noms recueillis ici.", "Agreement says that people use the same word, not that the word is right. Chance is that of the names collected here."),
	"caveat.resampled":     FrEn("L'intervalle vient d'un rééchantillonnage : il dit combien le chiffre tient aux sujets recueillis, et ne vaut pour aucune population.", "The interval comes from resampling: it says how much the figure hangs on which subjects were collected, and holds for no population."),
	"caveat.latest-name":   FrEn("Chaque voix compte une fois par sujet, avec son nom le plus récent ; {0} {0|nom plus ancien est laissé|noms plus anciens sont laissés} de côté.", "Each voice counts once per subject, with its latest name; {0} earlier {0|name is|names are} left aside."),
	"caveat.linked":        FrEn("{0} {0|nom qui a servi|noms qui ont servi} à réunir les récits {0|est laissé|sont laissés} de côté : les récits concordent sur eux par construction.", "{0} {0|name|names} that served to link accounts {0|is|are} left out: accounts agree on them by construction."),
	"caveat.coders":        FrEn("L'accord mesure le travail des codeurs avec le codebook de l'étude, pas ce qui s'est passé.", "Agreement measures the work of coders with the study's codebook, not what happened."),
	"caveat.disagreements": FrEn("Aucun des codes n'est tenu ici pour le bon : l'équipe tranche, et le dit.", "No code is held here to be right: the team decides, and says so."),

	"N240": FrEn("le codage porte sur la source « {0} », que l'étude n'a pas. Nommez-la dans la colonne « source », avec l'id d'un fichier de sources/.", "the coding is about source “{0}”, which the study does not have. Name it in the column “source”, with the id of a file in sources/."),
	"N241": FrEn("un codage demande une colonne « unit » et au moins deux codeurs, une colonne par codeur.", "a coding needs a column “unit” and at least two coders, a column for each."),
	"N242": FrEn("l'unité « {0} » n'a pas de nom ou revient deux fois ; la première ligne vaut.", "unit “{0}” has no name or comes twice; the first row holds."),
})
