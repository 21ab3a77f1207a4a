package lang

// Words of the command line and of the desk's refusals.
var _ = add(map[string]Text{
	"E001": FrEn("il n'y a pas de verbe « {0} » ; dires help en donne la liste", "there is no verb \"{0}\"; dires help lists them"),
	"E002": FrEn("il n'y a pas de verbe « {0} » ; vouliez-vous dire « {1} » ?", "there is no verb \"{0}\"; did you mean \"{1}\"?"),
	"E003": FrEn("pas d'atelier dans ce dossier (il n'y a pas de dires.toml) ; allez dans le vôtre, nommez-le par --dir, ou commencez-en un par dires init NOM",
		"there is no workplace in this folder (no dires.toml); go to yours, name it with --dir, or begin one with dires init NAME"),
	"E004":           FrEn("aucun message n'a le code {0} ; un code est une lettre et trois chiffres, comme C607", "no message has the code {0}; a code is a letter and three digits, as C607"),
	"E011":           FrEn("« {0} » n'est pas le nom d'une étude ; donnez le nom de son dossier sous studies/", "\"{0}\" is not the name of a study; give the name of its folder below studies/"),
	"E012":           FrEn("l'atelier n'a pas encore d'étude ; commencez-en une par dires init NOM", "the workplace has no study yet; begin one with dires init NAME"),
	"E025":           FrEn("« {0} » n'est pas une langue du programme ; écrivez --lang fr ou --lang en", "\"{0}\" is no language of the program; write --lang fr or --lang en"),
	"E026":           FrEn("{0} n'a pas l'option {1} ; vouliez-vous dire {2} ?", "{0} has no flag {1}; did you mean {2}?"),
	"E027":           FrEn("{0} n'a pas l'option {1} ; {0} --help donne ses options", "{0} has no flag {1}; {0} --help lists its flags"),
	"E028":           FrEn("l'option {0} attend une valeur", "the flag {0} wants a value"),
	"E029":           FrEn("« {1} » ne va pas pour {0} ; il y faut un nombre", "\"{1}\" does not do for {0}; it takes a number"),
	"E030":           FrEn("« {1} » ne va pas pour {0} ; écrivez {0} seul", "\"{1}\" does not do for {0}; write {0} alone"),
	"E031":           FrEn("le fichier {0} n'est pas là ; vérifiez son nom, et le dossier où vous êtes. Rien n'a été écrit", "there is no file {0}; check its name, and the folder you are in. Nothing was written"),
	"E032":           FrEn("le fichier {0} n'est pas là ; vérifiez son nom, et le dossier où vous êtes", "there is no file {0}; check its name, and the folder you are in"),
	"E033":           FrEn("{0} ne peut pas être ouvert : le système ne le permet pas à ce compte. Changez ses droits, ou copiez le fichier dans un dossier à vous", "{0} cannot be opened: the system does not let this account. Change its permissions, or copy the file to a folder of yours"),
	"E034":           FrEn("{0} est un dossier ; donnez un fichier", "{0} is a folder; give a file"),
	"E035":           FrEn("il n'y a plus de place sur le disque ; libérez-en, et recommencez", "the disk is full; make room, and try again"),
	"E036":           FrEn("interrompu ; ce qui était fini est gardé, et recommencer ne fait rien deux fois", "interrupted; what was finished is kept, and doing it again does nothing twice"),
	"E037":           FrEn("le formulaire n'est pas dans la langue « {0} » ; --form-language prend {1}", "the form is not in the language \"{0}\"; --form-language takes {1}"),
	"cli.study-good": FrEn("{0} : rien à redire", "{0}: nothing to correct"),
	"cli.findings":   FrEn("il y a des erreurs à corriger ; dires help CODE explique chacune", "there are errors to correct; dires help CODE explains each"),
	"cli.see-help":   FrEn("dires help en dit plus", "see dires help"),
})
