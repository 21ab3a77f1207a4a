package lang

// Words of the register and of what is said beside it: events of measures,
// breadth, marks.
var _ = add(map[string]Text{
	"event.start":     FrEn("début", "start"),
	"event.end":       FrEn("fin", "end"),
	"event.proposed":  FrEn("proposée", "proposed"),
	"event.adopted":   FrEn("adoptée ou signée", "adopted or signed"),
	"event.in-force":  FrEn("entrée en vigueur", "in force"),
	"event.launched":  FrEn("lancement public", "public launch"),
	"event.amended":   FrEn("modifiée", "amended"),
	"event.suspended": FrEn("suspendue", "suspended"),
	"event.repealed":  FrEn("abrogée ou dénoncée", "repealed or ended"),
	"event.evaluated": FrEn("évaluée", "evaluated"),

	"flag.to-check":         FrEn("à vérifier", "to check"),
	"detail.breadth":        FrEn("Étendue", "Breadth"),
	"breadth.organisations": FrEn("Organisations", "Organisations"),
	"breadth.regions":       FrEn("Régions", "Regions"),
	"breadth.women-led":     FrEn("dont dirigées par des femmes", "of which led by women"),
	"breadth.youth-led":     FrEn("dont dirigées par des jeunes", "of which led by young people"),
	"involve.rungs":         FrEn("échelon déclaré : {0} ; étayé : {1}", "rung claimed: {0}; supported: {1}"),
})
