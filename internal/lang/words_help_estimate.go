package lang

// Words of the help of dires tool estimate. The keys are those of words_help.go.
var _ = add(map[string]Text{
	"help.tool.estimate":     FrEn("estimer à partir d'un échantillon tiré au sort, avec l'incertitude de son plan de sondage", "estimate from a probability sample, with the uncertainty of its design"),
	"help.tool.estimate.use": FrEn("DONNÉES.csv {0} VAR…", "DATA.csv {0} VAR…"),
	"help.tool.estimate.long": FrEn(`Estime moyennes, totaux, parts, rapports, quantiles, tests et régressions à partir d'un échantillon tiré au sort, avec des erreurs types qui savent comment il a été tiré.

  dires tool estimate gens.csv --weights w --strata region --psu village prop asked --by sex
  dires tool estimate gens.csv --weights w --replicates 'rep_*' --type jk1 mean age --contrast F,M --by sex

DONNÉES a une ligne par personne interrogée : CSV, XLSX ou SPSS .sav. Le plan est ce que vous en dites : --weights, --strata, --psu, --fpc, ou des poids de rééchantillonnage ; --srs dit que les lignes sont un sondage aléatoire simple. Sans rien de cela, personne ne peut dire comment les lignes valent pour une population : seuls des effectifs s'affichent, et pourquoi.

Une cellule vide est manquante (NA aussi : voir --missing) ; sa ligne sort de l'estimation, jamais du plan. ratio prend NUMÉRATEUR DÉNOMINATEUR, chisq LIGNES COLONNES ; lm et logit prennent d'abord la variable expliquée ; une colonne de mots parmi les autres compte comme des catégories, factor(x) fait de nombres des catégories.

Un FICHIER de --rake a les colonnes variable, level, total. Un FICHIER de --poststratify a celles-là pour une variable, ou une colonne par variable et une nommée total. Un FICHIER de --calibrate a variable, level, total ; un level vide vaut pour la somme de la variable, la variable 1 pour la taille de la population. Un FICHIER de --rscales a un nombre par réplique.`,
		`Estimate means, totals, shares, ratios, quantiles, tests and regressions from a sample drawn by chance, with standard errors that know how it was drawn.

  dires tool estimate people.csv --weights w --strata region --psu village prop asked --by sex
  dires tool estimate people.csv --weights w --replicates 'rep_*' --type jk1 mean age --contrast F,M --by sex

DATA has one row per respondent: CSV, XLSX or SPSS .sav. The design is what you say of it: --weights, --strata, --psu, --fpc, or replicate weights; --srs says that rows were drawn as a simple random sample. Without any of these nobody can say how the rows stand for a population: only counts are printed, and why.

An empty cell is missing (NA too: see --missing); its row leaves the estimate, never the design. ratio takes NUMERATOR DENOMINATOR, chisq ROWS COLUMNS, lm and logit take the outcome first; a column of words among the others counts as categories, factor(x) makes numbers categories.

A --rake FILE has the columns variable, level, total. A --poststratify FILE has these for one variable, or a column for each variable and one called total. A --calibrate FILE has variable, level, total; an empty level stands for the sum of the variable, the variable 1 for the size of the population. An --rscales FILE has one number for each replicate.`),

	"help.tool.estimate --weights": FrEn("COLONNE|colonne des poids ; avec --fpc seul, ils se déduisent des tailles", "COLUMN|column of the weights; with --fpc alone they follow from the sizes"),
	"help.tool.estimate --strata":  FrEn("COLONNE|colonne des strates du premier degré", "COLUMN|column of the strata of the first stage"),
	"help.tool.estimate --psu":     FrEn("COLONNES|colonnes des grappes : premier degré[,second degré]", "COLUMNS|columns of the clusters: first stage[,second stage]"),
	"help.tool.estimate --fpc":     FrEn("COLONNES|colonnes des tailles de population (ou des taux sous 1) de chaque degré", "COLUMNS|columns of the population sizes (or fractions below 1) of each stage"),
	"help.tool.estimate --srs":     FrEn("les lignes sont un sondage aléatoire simple ; va avec --weights ou --fpc", "the rows are a simple random sample; goes with --weights or --fpc"),
	"help.tool.estimate --lonely":  FrEn("RÈGLE|pour une strate d'une seule unité : fail, remove, certainty, adjust ou average", "RULE|for a stratum with one unit: fail, remove, certainty, adjust or average"),
	"help.tool.estimate --lonely-in-domain": FrEn("appliquer --lonely aussi là où --by ne laisse qu'une unité d'une strate",
		"apply --lonely also where --by leaves one unit of a stratum"),
	"help.tool.estimate --replicates": FrEn("MOTIF|colonnes des poids de rééchantillonnage : un motif comme 'rep_*'", "PATTERN|columns of replicate weights: a pattern such as 'rep_*'"),
	"help.tool.estimate --type": FrEn("TYPE|des répliques : jk1, jkn, brr, fay ou bootstrap ; sans --replicates, elles sont faites à partir du plan (jk1 sans strates, brr et fay par paires d'unités)",
		"TYPE|of replicates: jk1, jkn, brr, fay or bootstrap; without --replicates they are made from the design (jk1 without strata, brr and fay by pairs of units)"),
	"help.tool.estimate --scale":        FrEn("facteur de la somme des carrés sur les répliques ; par défaut, celui de --type", "factor of the sum of squares over replicates; by default that of --type"),
	"help.tool.estimate --rscales":      FrEn("FICHIER|fichier d'un facteur par réplique", "FILE|file with a factor for each replicate"),
	"help.tool.estimate --fay":          FrEn("RHO|rho de la méthode de Fay, de 0 à moins de 1", "RHO|rho of Fay's method, from 0 to below 1"),
	"help.tool.estimate --multipliers":  FrEn("les colonnes des répliques multiplient les poids, au lieu d'être des poids", "replicate columns multiply the weights, instead of being weights"),
	"help.tool.estimate --mse":          FrEn("carrés autour de l'estimation entière, au lieu de la moyenne des répliques", "squares around the full estimate, instead of the mean of the replicates"),
	"help.tool.estimate --df":           FrEn("degrés de liberté des poids de rééchantillonnage ; par défaut, leur rang moins un", "degrees of freedom of replicate weights; by default their rank less one"),
	"help.tool.estimate --bootstrap":    FrEn("avec --type bootstrap et sans --replicates : combien en faire", "with --type bootstrap and no --replicates: how many to make"),
	"help.tool.estimate --seed":         FrEn("graine du bootstrap", "seed of the bootstrap"),
	"help.tool.estimate --rake":         FrEn("FICHIER|fichier de marges sur lesquelles caler les poids, l'une après l'autre", "FILE|file of margins to rake the weights to"),
	"help.tool.estimate --poststratify": FrEn("FICHIER|fichier de tailles pour post-stratifier les poids", "FILE|file of sizes to post-stratify the weights to"),
	"help.tool.estimate --calibrate":    FrEn("FICHIER|fichier de totaux sur lesquels caler les poids", "FILE|file of totals to calibrate the weights to"),
	"help.tool.estimate --distance":     FrEn("DISTANCE|de --calibrate : linear, exponential ou logit", "DISTANCE|of --calibrate: linear, exponential or logit"),
	"help.tool.estimate --bounds": FrEn("BAS,HAUT|de --distance logit : moindre et plus grand rapport des poids, comme 0.3,3",
		"LOW,HIGH|of --distance logit: least and greatest ratio of the weights, as 0.3,3"),
	"help.tool.estimate --by": FrEn("COLONNES|colonnes des domaines", "COLUMNS|columns of the domains"),
	"help.tool.estimate --contrast": FrEn("A,B|deux domaines A,B de --by : A moins B, et A sur B ; peut être répété",
		"A,B|two domains A,B of --by: A less B, and A over B; may be repeated"),
	"help.tool.estimate --method": FrEn("MÉTHODE|intervalles de prop : logit, beta ou wilson ; de quantile : mean, beta, logit, asin, score ou replicates",
		"METHOD|intervals of prop: logit, beta or wilson; of quantile: mean, beta, logit, asin, score or replicates"),
	"help.tool.estimate --statistic": FrEn("TEST|de chisq : F, Chisq, saddlepoint, Wald ou adjWald", "TEST|of chisq: F, Chisq, saddlepoint, Wald or adjWald"),
	"help.tool.estimate --p":         FrEn("P|de quantile : lesquels", "P|of quantile: which"),
	"help.tool.estimate --rule":      FrEn("RÈGLE|de quantile : hf1 … hf9, selon les numéros de Hyndman et Fan", "RULE|of quantile: hf1 … hf9, as Hyndman and Fan number them"),
})
