package source

import (
	"strings"
	"sync"

	"github.com/dires/dires/internal/lang"
)

// spoken are words that stand for a class beside its code and its two labels.
var spoken = map[string]Class{
	"gouvernement": CentralAuthority, "government": CentralAuthority, "etat": CentralAuthority, "ministere": CentralAuthority, "ministry": CentralAuthority,
	"mairie": LocalAuthority, "maire": LocalAuthority, "mayor": LocalAuthority, "prefet": LocalAuthority, "prefect": LocalAuthority, "gouverneur": LocalAuthority,
	"armee": Forces, "army": Forces, "police": Forces, "gendarmerie": Forces, "forces armees": Forces, "armed forces": Forces,
	"autorite centrale": CentralAuthority, "autorite locale": LocalAuthority, "societe civile": CivilSociety, "civil society": CivilSociety, "osc": CivilSociety, "cso": CivilSociety, "ong": CivilSociety, "ngo": CivilSociety, "association": CivilSociety,
	"chef de village": Customary, "village chief": Customary, "chef coutumier": Customary, "imam": Customary, "leader religieux": Customary, "religious leader": Customary,
	"habitant": Resident, "habitante": Resident, "habitants": Resident, "residents": Resident, "villageois": Resident, "villagers": Resident, "temoin": Resident, "witness": Resident,
	"deplace": Displaced, "deplacee": Displaced, "deplaces": Displaced, "refugie": Displaced, "refugee": Displaced, "diaspora": Displaced, "displaced": Displaced,
	"groupe arme": ArmedGroup, "armed group": ArmedGroup,
	"radio": Media, "presse": Media, "press": Media, "journal": Media, "newspaper": Media, "medias": Media, "journaliste": Media, "journalist": Media,
	"nations unies": International, "onu": International, "united nations": International, "un": International,
	"chercheur": Researcher, "chercheuse": Researcher, "base de donnees": DataSet, "database": DataSet,
}

// named reads the labels of the catalogue: only where a class is read.
var named = sync.OnceValue(func() map[string]Class {
	m := map[string]Class{}
	for w, c := range spoken {
		m[w] = c
	}
	for _, c := range Classes {
		m[lang.Fold(string(c))] = c
		if x, ok := lang.Lookup("class." + string(c)); ok {
			for _, t := range lang.Complete {
				m[lang.Fold(x[t])] = c
			}
		}
	}
	return m
})

// ReadClass reads a class as people write it in a table: its code, its label in
// French or English, or a word from a short list ("mairie", "témoin", "radio");
// accents, case, spaces and hyphens do not count. It takes whole cells only:
// "radio" in "Radio Sarel" says nothing about who spoke there. Where ok is
// false, c is what was written in the form of a code, to be compared with them.
func ReadClass(s string) (c Class, ok bool) {
	f := lang.Fold(s)
	if c, ok := named()[f]; ok {
		return c, true
	}
	return Class(strings.ReplaceAll(f, " ", "-")), false
}
