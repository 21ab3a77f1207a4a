package lang

// Words that several areas share. The form for every words_<area>.go: keys of
// findings and faults are their code; keys of labels are dotted
// ("unit.deaths"). {0} is the first argument, {0|one|many} a plural by it.
var _ = add(map[string]Text{
	"severity.error":   FrEn("erreur", "error"),
	"severity.warning": FrEn("avertissement", "warning"),
	"severity.note":    FrEn("remarque", "note"),
	"word.unknown":     FrEn("inconnu", "unknown"),
	"word.total":       FrEn("Total", "Total"),
	"word.yes":         FrEn("oui", "yes"),
	"word.no":          FrEn("non", "no"),
	"word.source":      FrEn("source", "source"),
	"word.sources":     FrEn("sources", "sources"),
})
