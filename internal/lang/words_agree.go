package lang

// Words of dires tool agree: why there is no coefficient, and what to do.
var _ = add(map[string]Text{
	"S349": FrEn("une cellule contient un nombre au-delà de 1e100 : c'est une erreur de saisie. Corrigez-la.", "a cell has a number beyond 1e100: it is a mistake in the data. Correct it."),
	"S350": FrEn("aucune unité n'a été codée deux fois : il n'y a rien à comparer. Donnez une ligne par unité et une colonne par codeur.", "no unit was coded twice: there is nothing to compare. Give one row per unit and one column per coder."),
	"S351": FrEn("toutes les réponses sont les mêmes : l'accord au-delà du hasard n'est pas défini. Demandez --method percent, et montrez la part de chaque catégorie.", "every rating is the same: agreement beyond chance is undefined. Ask for --method percent, and show the share of each category."),
	"S352": FrEn("la métrique ou la pondération {0} demande des nombres (positifs pour « ratio »), et le fichier n'en a pas partout. Codez les catégories en nombres, ou prenez --metric nominal.", "metric or weighting {0} needs numbers (none negative for “ratio”), and the file has other values. Code the categories as numbers, or take --metric nominal."),
	"S353": FrEn("{0} compare deux codeurs et le fichier en a {1}. Choisissez-les avec --coders A,B, ou prenez --method fleiss ou krippendorff.", "{0} compares two coders and the file has {1}. Choose them with --coders A,B, or take --method fleiss or krippendorff."),
	"S354": FrEn("« {0} » n'est pas une valeur de {1}. Valeurs possibles : {2}.", "“{0}” is no value of {1}. Possible values: {2}."),
	"S355": FrEn("le fichier n'a pas de colonne « {0} ». Il a : {1}.", "the file has no column “{0}”. It has: {1}."),
	"S356": FrEn("il faut au moins deux unités ou grappes pour un intervalle par rééchantillonnage. Omettez --bootstrap.", "an interval by resampling needs two units or clusters. Leave out --bootstrap."),
	"S357": FrEn("--bootstrap ne vaut que pour --method krippendorff ; les autres méthodes donnent une erreur type linéarisée.", "--bootstrap goes with --method krippendorff only; the other methods give a linearised standard error."),
	"S359": FrEn("il y a plus de 4 096 réponses différentes. Une colonne n'est peut-être pas celle d'un codeur (--coders en choisit) ; sinon, arrondissez les nombres à des classes.", "there are more than 4,096 distinct ratings. A column may be no coder's (--coders chooses); otherwise round the numbers to classes."),
	"S358": FrEn("la ligne {0} n'a pas de grappe dans la colonne « {1} ». Remplissez-la : chaque unité appartient à une grappe.", "row {0} has no cluster in column “{1}”. Fill it in: each unit belongs to a cluster."),

	"agree.se":                 FrEn("erreur type", "standard error"),
	"agree.linearised":         FrEn("intervalle à {0} %, linéarisé", "{0} % interval, linearised"),
	"agree.resampled-units":    FrEn("intervalle à {0} %, {1} unités rééchantillonnées {2} fois, graine {3}", "{0} % interval, {1} units resampled {2} times, seed {3}"),
	"agree.resampled-clusters": FrEn("intervalle à {0} %, {1} grappes rééchantillonnées {2} fois, graine {3}", "{0} % interval, {1} clusters resampled {2} times, seed {3}"),
	"agree.no-interval":        FrEn("pas d'intervalle : les unités d'une grappe se ressemblent ; --bootstrap rééchantillonne les grappes (alpha)", "no interval: units of a cluster are alike; --bootstrap resamples clusters (alpha)"),
	"agree.range":              FrEn("{0} à {1}", "{0} to {1}"),
	"agree.units":              FrEn("unités", "units"),
	"agree.coders":             FrEn("codeurs", "coders"),
	"agree.percent":            FrEn("accord en pourcentage", "percent agreement"),
	"agree.category":           FrEn("part de « {0} »", "share of “{0}”"),
	"agree.specific":           FrEn("accord sur elle : {0}", "agreement on it: {0}"),
})
