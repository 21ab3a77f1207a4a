package lang

// Words of the gate: what was held back and by which rule, never what.
var _ = add(map[string]Text{
	"P401": FrEn("cette édition n'est pas celle que le registre a enregistrée : son empreinte diffère. Refaites-la avec « dires release », ou reprenez le fichier d'une sauvegarde.", "this edition is not the one the ledger recorded: its hash differs. Make it again with “dires release”, or take the file from a backup."),
	"P402": FrEn("cette édition est au format {0}, que cette version de dires ne lit pas. Utilisez la version avec laquelle elle a été faite.", "this edition is of format {0}, which this version of dires does not read. Use the version that made it."),
	"P403": FrEn("rien n'a été publié : {0} {0|constat l'empêche|constats l'empêchent}. Lisez-les, corrigez, puis recommencez.", "nothing was released: {0} {0|finding stands|findings stand} against it. Read, correct, and try again."),
	"P410": FrEn("la figure {0} n'est pas de la même nature que l'étude : le réel et la fiction ne se mêlent pas. Sortez-la de cette étude.", "figure {0} is not of the study's nature: the real and the fictional do not mix. Take it out of this study."),
	"P411": FrEn("les licences des sources de la figure {0} s'excluent (deux licences « partage à l'identique »). Séparez les sources en deux figures.", "the licences of figure {0}'s sources exclude each other (two share-alike licences). Split the sources into two figures."),
	"P412": FrEn("la figure {0} repose sur la source {1}, que l'étude ne connaît pas. Décrivez-la dans sources/{1}.toml.", "figure {0} rests on source {1}, which the study does not know. Describe it in sources/{1}.toml."),
	"P413": FrEn("rien de la figure {0} ne peut sortir ; la page le dit et donne la règle.", "nothing of figure {0} may leave; its page says so, with the rule."),
	"P414": FrEn("la source {0} n'a pas de niveau de licence : rien d'elle ne sort. Écrivez level = \"aggregates\", \"derived\" ou \"rows\" dans son fichier, si sa licence le permet.", "source {0} has no licence level: nothing of it leaves. Write level = \"aggregates\", \"derived\" or \"rows\" in its file, if its licence allows."),

	"rule.licence":          FrEn("la licence de la source ne le permet pas", "the source's licence does not allow it"),
	"rule.aggregate":        FrEn("trop peu de lignes d'une source qui n'autorise que des agrégats", "too few rows of a source that allows only aggregates"),
	"rule.min-contributors": FrEn("trop peu de personnes, d'enquêteurs ou d'organisations distincts", "too few distinct speakers, monitors or organisations"),
	"rule.people":           FrEn("trop peu de personnes, d'enquêteurs ou d'organisations distincts, ou se déduirait d'autres cases", "too few distinct speakers, monitors or organisations, or would follow from other cells"),
	"rule.grain":            FrEn("plus fin que région × trimestre pour nos propres rapports", "finer than region × quarter for our own reports"),
	"rule.concentration":    FrEn("les concentrations ne se calculent que sur des sources déjà publiques", "concentrations come only from sources that are public already"),
	"rule.org-place":        FrEn("organisation et lieu ensemble ne sont pas publiés", "organisation and place together are not published"),
	"rule.differencing":     FrEn("se déduirait d'autres cases par soustraction", "would follow from other cells by subtraction"),
	"rule.words":            FrEn("paroles sans accord pour être citées", "words without consent to be quoted"),
	"rule.consent":          FrEn("pas d'accord pour une publication", "no consent to publication"),
	"rule.people.do":        FrEn("davantage de voix distinctes (« qui le dit », moniteur, organisation), ou des zones et des périodes plus larges, en laisseraient passer", "more distinct voices (“who says so”, monitor, organisation), or larger areas and periods, would let more through"),
	"rule.licence.do":       FrEn("si vous en avez le droit, écrivez level sous [licence] dans le fichier de la source", "if you have the right, write level under [licence] in the source's file"),
	"rule.consent.do":       FrEn("une colonne « accord » (public, partenaires ou interne) dit ce que chacun a permis ; sans elle, rien de vos relevés ne sort", "a column “consent” (public, partners or internal) says what each allowed; without one nothing of your reports leaves"),
	"rule.embargo.do":       FrEn("ils sortiront le moment venu : embargo_days (90) jours après la fin de leur trimestre, ou à la date convenue", "they will leave in time: embargo_days (90) days after the end of their quarter, or on the day agreed"),
	"rule.embargo":          FrEn("sous embargo, ou rapport trop récent", "under embargo, or too recent a report"),

	"why.not-asked":     FrEn("non recueilli à ce jour", "not yet collected"),
	"why.not-said":      FrEn("non indiqué par la source", "not given by the source"),
	"why.too-few":       FrEn("trop peu de réponses", "too few answers"),
	"why.not-estimable": FrEn("non estimable", "not estimable"),
	"why.withheld":      FrEn("retenu pour protéger des personnes", "withheld to protect people"),
	"why.licence":       FrEn("retenu : licence de la source", "withheld: licence of the source"),

	"P415": FrEn("figure {0} : {1} {1|parole relue contient|paroles relues contiennent} un numéro de téléphone, une adresse ou un point sur la carte. Elles ne sont pas imprimées ; relisez-les, et retirez ce qui désigne quelqu'un.", "figure {0}: {1} cleared {1|verbatim holds|verbatims hold} a telephone number, an address or a point on the map. They are not printed; review them, and take out what points at somebody."),

	"detail-kind.phone":  FrEn("téléphone", "telephone"),
	"detail-kind.email":  FrEn("adresse électronique", "e-mail address"),
	"detail-kind.point":  FrEn("coordonnées", "coordinates"),
	"detail-kind.date":   FrEn("jour ou heure", "day or hour"),
	"detail-kind.name":   FrEn("nom", "name"),
	"detail-kind.place":  FrEn("lieu nommé", "named place"),
	"detail-kind.number": FrEn("numéro", "number"),
	"detail-kind.role":   FrEn("fonction que peu de gens ont", "role that few people have"),
	"detail-kind.known":  FrEn("nom connu de l'étude", "name known to the study"),
})
