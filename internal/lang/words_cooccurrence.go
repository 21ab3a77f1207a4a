package lang

// Words of the co-occurrence across measures: never « effet », "effect" or
// "impact".
var _ = add(map[string]Text{
	"unit.tau":    FrEn("tau-b de Kendall", "Kendall's tau-b"),
	"dim.outcome": FrEn("Ce qui est consigné de la mesure", "What is recorded of the measure"),

	"outcome.evaluated": FrEn("une évaluation a eu lieu", "an evaluation was held"),
	"outcome.revised":   FrEn("la mesure a été révisée", "the measure was revised"),
	"outcome.ended":     FrEn("la mesure a été suspendue ou abrogée", "the measure was suspended or repealed"),

	"title.involve.co-occurrence": FrEn("Ce qui va ensemble d'une mesure à l'autre (analyse enregistrée d'avance)", "What goes together across measures (registered in advance)"),
	"ask.involve.co-occurrence":   FrEn("Les mesures où la société civile a été plus associée sont-elles aussi celles où il est consigné autre chose ?", "Are the measures with more involvement of civil society also those of which something else is recorded?"),

	"sentence.involve.co-occurrence":      FrEn("Parmi {0} services ou programmes (moyenne de leurs mesures), l'échelon d'association et « {1} » ont un tau-b de {2} ; un ordre au hasard en donne un au moins aussi éloigné de zéro avec une probabilité de {3}. Cela ne dit pas que l'un entraîne l'autre.", "Across {0} offices or programmes (the mean of their measures), the rung of involvement and “{1}” have a tau-b of {2}; an order at random gives one at least as far from zero with a probability of {3}. This does not say that one brings about the other."),
	"sentence.involve.co-occurrence-none": FrEn("Trop peu de mesures sont connues pour chercher ce qui va ensemble ; chaque case dit pourquoi.", "Too few measures are known to look for what goes together; each cell says why."),

	"note.tau":          FrEn("{0} mesures de {2} services ou programmes, permutés entiers ; probabilité exacte {1}", "{0} measures of {2} offices or programmes, permuted whole; exact probability {1}"),
	"note.tau-drawn":    FrEn("{0} mesures de {2} services ou programmes, permutés entiers ; probabilité {1}, par tirage d'ordres au hasard", "{0} measures of {2} offices or programmes, permuted whole; probability {1}, by drawing orders at random"),
	"note.few-offices":  FrEn("{0} mesures connues, de {1} services ou programmes ; il en faut {2}", "{0} measures known, of {1} offices or programmes; {2} are needed"),
	"note.tau-constant": FrEn("pareil pour les {0} mesures : rien ne peut aller ensemble", "the same for all {0} measures: nothing can go together"),

	"caveat.co-occurrence":    FrEn("Co-occurrence, non causalité : analyse enregistrée le {0}, avant d'avoir regardé. Les mesures ne sont pas un échantillon ; la probabilité parle d'un ordre au hasard parmi elles.", "Co-occurrence, not causation: registered on {0}, before looking. The measures are no sample; the probability speaks of a random order among them."),
	"caveat.several-outcomes": FrEn("{0} rapprochements sont prévus, {1} {1|a pu être fait|ont pu être faits} ; à en faire plusieurs, l'un d'eux finit par ressortir.", "{0} are planned, {1} could be made; where several are made, one of them comes to stand out."),
})
