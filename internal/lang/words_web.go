package lang

// Words of the server of printed pages.
var _ = add(map[string]Text{
	"P590": FrEn("aucun port n'est libre entre {0} et {1} sur cette machine ; fermez un autre programme, ou donnez un port par --port",
		"no port is free between {0} and {1} on this machine; close another program, or give a port with --port"),
	"web.not-found":     FrEn("Page introuvable", "Page not found"),
	"web.not-found-why": FrEn("Il n'y a rien à cette adresse. Une édition a pu être retirée : son avis figure dans la liste des éditions de l'étude.", "There is nothing at this address. A release may have been recalled: its notice stands in the study's list of releases."),
	"web.to-catalogue":  FrEn("Voir le catalogue des études", "See the catalogue of studies"),
})
