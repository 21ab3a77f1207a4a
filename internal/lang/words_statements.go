package lang

// Findings of statements and of the register.
var _ = add(map[string]Text{
	"A400": FrEn("la ligne n'a pas d'identifiant ; un identifiant a été tiré de son contenu. Ajoutez une colonne « id » pour que les corrections suivent la ligne.", "the row has no id; one was made from its content. Add a column “id” so that corrections follow the row."),
	"A401": FrEn("qui parle n'est pas dit, ou « {0} » n'est pas un groupe connu — voulez-vous dire : {1} ? La ligne n'est pas importée : un nom sans personne qui le donne n'est pas une déclaration.", "who speaks is not said, or “{0}” is not a known class — did you mean: {1}? The row is not imported: a name without somebody who gives it is no statement."),
	"A402": FrEn("« {0} » n'est pas une étape — voulez-vous dire : {1} ? La ligne n'est pas importée.", "“{0}” is not a stage — did you mean: {1}? The row is not imported."),
	"A403": FrEn("« {0} » n'est pas un échelon — voulez-vous dire : {1} ? Écrivez « unknown » si on ne sait pas. La ligne n'est pas importée.", "“{0}” is not a rung — did you mean: {1}? Write “unknown” if it is not known. The row is not imported."),
	"A404": FrEn("la mesure « {0} » n'est pas au registre — voulez-vous dire : {1} ? Ajoutez-la à register/measures.csv, ou corrigez son code.", "measure “{0}” is not in the register — did you mean: {1}? Add it to register/measures.csv, or correct its code."),
	"A406": FrEn("les dates se contredisent : {1} vient avant {0}. Les deux sont gardées ; vérifiez la source.", "the dates contradict each other: {1} comes before {0}. Both are kept; check the source."),
	"A407": FrEn("une capacité sans accord de l'organisation pour être listée n'est pas importée. Demandez-lui, puis écrivez « public » ou « coalition » dans la colonne.", "a capacity without the organisation's consent to be listed is not imported. Ask it, then write “public” or “coalition” in the column."),
	"A408": FrEn("la colonne {0} est vide et doit être remplie. La ligne n'est pas importée.", "column {0} is empty and must be filled. The row is not imported."),
	"A445": FrEn("La personne a refusé son accord : la déclaration n'est pas gardée. Effacez la ligne du fichier.", "Consent was refused: the statement is not kept. Delete the row from the file."),
	"A409": FrEn("« {0} » n'est pas un niveau d'accord ({1}). La déclaration est gardée pour l'usage interne.", "“{0}” is not a level of consent ({1}). The statement is kept for internal use."),
	"A410": FrEn("« {0} » n'est pas un état — voulez-vous dire : {1} ? L'état est laissé inconnu.", "“{0}” is not a state — did you mean: {1}? The state is left unknown."),
	"A411": FrEn("« {0} » n'est pas un volet de la triade — voulez-vous dire : {1} ? Il est laissé vide.", "“{0}” is not a part of the triad — did you mean: {1}? It is left empty."),
	"A414": FrEn("un élément ne se lit pas ; la forme attendue est : {0}. L'élément est laissé de côté.", "an item cannot be read; the form is: {0}. The item is left out."),
	"A415": FrEn("un effet déclaré sans autre explication n'est pas importé. Écrivez l'explication rivale, même si vous la croyez fausse.", "a stated effect without a rival explanation is not imported. Write the rival explanation, even if you think it wrong."),
	"A416": FrEn("l'identifiant {0} revient deux fois dans le fichier. La seconde ligne n'est pas importée.", "the id {0} occurs twice in the file. The second row is not imported."),
	"A417": FrEn("« {0} » n'est pas un type de sujet — voulez-vous dire : {1} ? Il est lu comme un cas.", "“{0}” is not a kind of subject — did you mean: {1}? It is read as a case."),
	"A418": FrEn("« {0} » ne dit pas si les paroles ont été entendues ou rapportées. Écrivez « direct » ou « reported ».", "“{0}” does not say whether the words were heard or reported. Write “direct” or “reported”."),
	"A419": FrEn("« {0} » n'est pas un type de mesure — voulez-vous dire : {1} ? La ligne n'est pas importée.", "“{0}” is not a kind of measure — did you mean: {1}? The row is not imported."),
	"A420": FrEn("« {0} » n'est pas un événement d'une mesure — voulez-vous dire : {1} ? L'événement est laissé de côté.", "“{0}” is not an event of a measure — did you mean: {1}? The event is left out."),
	"A421": FrEn("le fichier {0} ne dit pas de quoi il parle : son nom doit commencer par un de ces mots : {1}.", "the file {0} does not say what it is about: its name must begin with one of: {1}."),
	"A422": FrEn("le fichier {0} n'a aucune colonne d'un tableau « {1} ». Vérifiez les en-têtes : docs/formats/statements.md les donne tous.", "the file {0} has no column of a table of “{1}”. Check its headers: docs/formats/statements.md lists them all."),
})
