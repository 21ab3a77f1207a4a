package lang

// Findings and refusals of a coalition's own list of incidents (A160–A179).
var _ = add(map[string]Text{
	"A160": FrEn("Rien ne dit où : ajoutez une colonne « lieu », ou « latitude » et « longitude ».",
		"Nothing says where: add a column “place”, or “latitude” and “longitude”."),
	"A161": FrEn("La date manque : le fait est gardé sans date. Une année seule suffit : écrivez 2015.",
		"The date is missing: the report is kept without one. A year alone will do: write 2015."),
	"A162": FrEn("Les lignes n'ont pas d'identifiant : la date, le lieu, les faits et qui le dit en tiennent lieu. Ajoutez une colonne « id » pour pouvoir aussi les corriger.",
		"The rows have no id: date, place, what happened and who says so serve as one. Add a column “id” to be able to correct these too."),
	"A163": FrEn("« {0} » n'est pas une classe de locuteur ; celle de la source en tient lieu. Ajoutez une colonne « classe » (habitant, média, autorité locale …).",
		"“{0}” is not a class of speaker; that of the source stands for it. Add a column “class” (resident, media, local authority …)."),
	"A164": FrEn("« {0} » ne se lit pas comme un nombre : il reste inconnu. Écrivez 12, 2-3 ou « au moins 5 ».",
		"“{0}” cannot be read as a number: it stays unknown. Write 12, 2-3 or “at least 5”."),
	"A165": FrEn("Les coordonnées ne se lisent pas, ou ne sont pas sur le globe : le point reste inconnu. Écrivez 12,65; -8,00 (latitude d'abord).",
		"The coordinates cannot be read, or are not on the globe: the point stays unknown. Write 12.65, -8.00 (latitude first)."),
	"A166": FrEn("Ce rapport est le même que celui de la ligne {0} : il n'est pas importé. S'il s'agit de deux faits, donnez un « id » à chacun.",
		"This report is the same as that in row {0}: it is not imported. If they are two, give each an “id”."),
	"A167": FrEn("Ni lieu ni coordonnées : le fait est gardé sans lieu.",
		"Neither place nor coordinates: the report is kept without a place."),
	"A168": FrEn("Personne ne le dit : la classe de la source en tient lieu. Remplissez « qui le dit ».",
		"Nobody says so: the class of the source stands for it. Fill in “who says so”."),
	"A169": FrEn("Rien n'est dit de ce qui s'est passé : la ligne n'est pas importée.",
		"Nothing is said of what happened: the row is not imported."),
	"A170": FrEn("« {0} » n'est pas un niveau d'accord (interne, partenaires, public, citation) : la ligne est gardée pour l'usage interne.",
		"“{0}” is not a level of consent (internal, partners, public, quote): the row is kept for internal use."),
	"A171": FrEn("Décès : au moins {0}, {1}, au plus {2} ne se suivent pas. Ils sont gardés comme ils sont écrits.",
		"Deaths: at least {0}, {1}, at most {2} are not in order. They are kept as written."),
})
