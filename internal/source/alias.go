package source

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// aliases are what people type for a class of speakers, folded.
var aliases = map[string]Class{
	"autorite-centrale": CentralAuthority, "gouvernement": CentralAuthority, "autorite-locale": LocalAuthority,
	"forces-armees-et-de-securite": Forces, "armed-and-security-forces": Forces,
	"organisation-de-la-societe-civile": CivilSociety, "civil-society-organisation": CivilSociety, "societe-civile": CivilSociety, "osc": CivilSociety, "cso": CivilSociety,
	"responsable-coutumier-ou-religieux": Customary, "customary-or-religious-leader": Customary,
	"habitant": Resident, "habitante": Resident, "displaced-or-diaspora": Displaced, "deplace": Displaced, "deplacee": Displaced, "diaspora": Displaced,
	"groupe-arme": ArmedGroup, "medias": Media, "presse": Media, "press": Media,
	"organisation-internationale": International, "international-organisation": International,
	"chercheur": Researcher, "chercheuse": Researcher, "jeu-de-donnees": DataSet,
}

// ReadClass reads a class as people write it in a spreadsheet, in French or
// English; accents, case, spaces and hyphens do not count.
func ReadClass(s string) (Class, bool) {
	f := strings.ReplaceAll(lang.Fold(s), " ", "-")
	if c, ok := aliases[f]; ok {
		return c, true
	}
	return Class(f), slices.Contains(Classes, Class(f))
}
