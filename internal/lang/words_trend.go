package lang

// Words of trends within one source and of reported concentrations. Never
// "hot spot", « zone rouge » or "effect".
var _ = add(map[string]Text{
	"unit.ratio":   FrEn("rapport au niveau d'avant", "ratio to the level before"),
	"unit.density": FrEn("incidents rapportés pour mille km²", "incidents reported per thousand km²"),

	"dim.quarter": FrEn("Trimestre", "Quarter"),
	"dim.break":   FrEn("Mois enregistré d'avance", "Month registered in advance"),
	"dim.square":  FrEn("Carré de la carte", "Square of the map"),

	"title.profile.trend":          FrEn("{0} : ce que cette source rapporte, par genre d'acte et par trimestre", "{0}: what this source reports, by kind of act and quarter"),
	"ask.profile.trend":            FrEn("Au sein d'une même source, {0}, qu'est-ce qui est rapporté plus ou moins qu'avant ?", "Within one source, {0}, what is reported more or less than before?"),
	"title.profile.breaks":         FrEn("{0} : la tendance à des dates choisies d'avance", "{0}: the trend at dates chosen in advance"),
	"ask.profile.breaks":           FrEn("À une date choisie d'avance, la tendance de {0} change-t-elle plus qu'aux autres dates ?", "At a date chosen in advance, does the trend of {0} change more than at other dates?"),
	"title.profile.concentrations": FrEn("Où les rapports sont plus nombreux que le hasard ne le ferait", "Where reports are more numerous than chance would have them"),
	"ask.profile.concentrations":   FrEn("Les incidents rapportés se concentrent-ils quelque part ?", "Are reported incidents concentrated anywhere?"),
	"title.profile.density":        FrEn("Où les incidents rapportés sont les plus denses", "Where reported incidents are densest"),
	"ask.profile.density":          FrEn("Combien d'incidents sont rapportés pour une même surface ?", "How many incidents are reported for a same area?"),

	"sentence.profile.trend":               FrEn("Dans {0}, incidents rapportés par an, du début à la fin : {1}, de {2} à {3} ; {4}, de {5} à {6}. Ce sont des rapports d'une source, pas des faits.", "In {0}, incidents reported a year, from the beginning to the end: {1}, from {2} to {3}; {4}, from {5} to {6}. These are one source's reports, not facts."),
	"sentence.profile.breaks":              FrEn("Sur {0} {0|rapprochement|rapprochements} d'une tendance et d'une date, {1|aucun ne montre de|# montre un|# montrent un} saut plus grand qu'à dix-neuf dates sur vingt. Cela ne dit pas ce qui l'a causé.", "Of {0} {0|pair|pairs} of a trend and a date, {1|none shows a|# shows a|# show a} step larger than at nineteen dates in twenty. This does not say what caused it."),
	"sentence.profile.breaks-none":         FrEn("Aucune série n'est assez longue pour comparer ces dates à d'autres ; chaque case dit pourquoi.", "No series is long enough to compare these dates with others; each cell says why."),
	"sentence.profile.concentrations":      FrEn("De {0} carrés, {1} {1|se distingue|se distinguent} : {2} des {3} incidents rapportés et placés y tombent.", "Of {0} squares, {1} {1|stands|stand} out: {2} of the {3} incidents reported and placed fall there."),
	"sentence.profile.concentrations-none": FrEn("De {0} carrés, aucun ne se distingue de ce que le hasard donnerait.", "Of {0} squares, none stands out from what chance would give."),
	"sentence.profile.density":             FrEn("La plus forte densité : {0}, avec {1} {2|incident rapporté|incidents rapportés} pour mille km².", "The highest density: {0}, with {1} {2|incidents|incidents} reported per thousand km²."),

	"concentration.around": FrEn("{0} et alentours", "around {0}"),
	"concentration.at":     FrEn("{0}, {1}", "{0}, {1}"),
	"concentration.none":   FrEn("aucun carré", "no square"),

	"note.placebo":        FrEn("ce saut, rapporté à son erreur type, est au rang {0} sur {1} dates essayées", "this step over its standard error ranks {0} among {1} dates tried"),
	"note.short-series":   FrEn("trop près d'un bout de la série : il faut {0} mois de chaque côté, et vingt dates à comparer", "too near an end of the series: {0} months are needed on both sides, and twenty dates to compare"),
	"note.flat-series":    FrEn("la série ne varie pas", "the series does not vary"),
	"note.no-month":       FrEn("ce n'est pas un mois : écrivez 2021-06", "this is no month: write 2021-06"),
	"note.gi":             FrEn("Gi* {0} ; taux de fausses découvertes {1}", "Gi* {0}; false discovery rate {1}"),
	"note.no-variation":   FrEn("il y a trop peu de carrés, ou tous pareils", "there are too few squares, or all alike"),
	"concentration.among": FrEn("{0} ({1})", "{0} ({1})"),
	"note.no-square":      FrEn("aucun carré ne se distingue", "no square stands out"),

	"caveat.one-source":       FrEn("Une seule source : ce qui change peut être son attention, ses relais ou son accès.", "One source only: what changes may be its attention, its correspondents or its access."),
	"caveat.reports-not-acts": FrEn("Ce sont des incidents rapportés. Une hausse des rapports n'est pas toujours une hausse des actes.", "These are incidents reported. More reports are not always more acts."),
	"caveat.break":            FrEn("Le saut est comparé à celui de toutes les autres dates de la même série ; le test usuel trouve des sauts où il n'y en a pas.", "The step is compared with that at every other date of the same series; the usual test finds steps where there are none."),
	"caveat.where-reported":   FrEn("Ce sont des rapports : où personne ne rapporte, rien ne se voit. Sources déjà publiques et lieux connus à 25 km près seulement.", "These are reports: where nobody reports, nothing shows. Only sources that are public already, and places known to 25 km."),
	"caveat.squares":          FrEn("Carrés de {0} km de côté ; {1} incidents ne peuvent y être placés. Un seul carré très fourni ne se distingue pas : il en faut plusieurs voisins.", "Squares of {0} km; {1} incidents cannot be placed in them. One square with many does not stand out: it takes several side by side."),
	"caveat.kernel":           FrEn("Noyau gaussien de {0} km, corrigé à la frontière ; les {1} carrés les plus denses sont montrés.", "Gaussian kernel of {0} km, corrected at the border; the {1} densest squares are shown."),
})
