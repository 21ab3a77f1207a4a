package lang

// Findings of in/monitoring.
var _ = add(map[string]Text{
	"A423": FrEn("« {0} » n'est pas une précision de lieu ({1}). La précision est laissée inconnue.", "“{0}” is not a precision of a place ({1}). The precision is left unknown."),
	"A424": FrEn("le rapport n'a pas de date. Il est gardé, et compté parmi ceux dont la date n'est pas connue.", "the report has no date. It is kept, and counted among those whose date is not known."),
	"A425": FrEn("un nom est donné sans que l'on sache par qui (« {0} ») — voulez-vous dire : {1} ? Écrivez « resident: le mot | central-authority: un autre ». Ce nom est laissé de côté, le reste est importé.", "a name is given and it is not known by whom (“{0}”) — did you mean: {1}? Write “resident: the word | central-authority: another”. This name is left out, the rest is imported."),
	"A426": FrEn("les nombres de morts ne sont pas dans l'ordre : au moins {0}, probablement {1}, au plus {2}. Les trois sont gardés ; vérifiez-les.", "the numbers of deaths are not in order: at least {0}, probably {1}, at most {2}. All three are kept; check them."),
	"A427": FrEn("« {0} » n'est pas une série d'armes — voulez-vous dire : {1} ? Les trois séries (incident, seizure, demand) ne s'additionnent pas. La mention est laissée de côté.", "“{0}” is not a series of arms — did you mean: {1}? The three series (incident, seizure, demand) are never added. The mention is left out."),
	"A428": FrEn("un rapport de la coalition donne un point exact : il est gardé à part, sous clé, et n'entre dans aucune figure.", "a report of the coalition gives an exact point: it is kept apart, sealed, and enters no figure."),
	"A435": FrEn("La personne a refusé son accord : le rapport n'est pas gardé. Effacez la ligne du fichier.", "Consent was refused: the report is not kept. Delete the row from the file."),
	"A429": FrEn("« {0} » n'est pas un niveau d'accord ({1}). Le rapport est gardé pour l'usage interne.", "“{0}” is not a level of consent ({1}). The report is kept for internal use."),
	"A430": FrEn("les dates se contredisent : le fait est daté de {0}, le rapport de {1}. Les deux sont gardées ; vérifiez la source.", "the dates contradict each other: the act is dated {0}, the report {1}. Both are kept; check the source."),
	"A431": FrEn("l'identifiant {0} revient deux fois dans le fichier. La seconde ligne n'est pas importée.", "the id {0} occurs twice in the file. The second row is not imported."),
	"A432": FrEn("la ligne n'a ni acte, ni date, ni lieu : il n'y a rien à importer. Remplissez-en au moins un, ou effacez la ligne.", "the row has no act, no date and no place: there is nothing to import. Fill in at least one, or delete the row."),
	"A433": FrEn("« {0} » ne dit pas comment le fait est connu. Écrivez direct, witness, hearsay ou media.", "“{0}” does not say how the act is known. Write direct, witness, hearsay or media."),
	"A434": FrEn("le point n'a qu'une moitié, ou n'est pas sur le globe. Il est laissé de côté ; le lieu en mots est gardé.", "the point has only one half, or is not on the globe. It is left out; the place in words is kept."),

	"A441": FrEn("la correspondance nomme la colonne « {0} », que ce fichier ne peut pas avoir — voulez-vous dire : {1} ? La ligne est laissée de côté.", "the mapping names column “{0}”, which this file cannot have — did you mean: {1}? The row is left out."),
	"A442": FrEn("une ligne de la correspondance a une case vide. Il faut le fichier, l'en-tête et la colonne. La ligne est laissée de côté.", "a row of the mapping has an empty cell. It takes the file, the header and the column. The row is left out."),
})
