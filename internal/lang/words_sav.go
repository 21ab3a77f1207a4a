package lang

// Words of the readers of SPSS files and of codebooks.
var _ = add(map[string]Text{
	"N200": FrEn("ce n'est pas un fichier SPSS (.sav ou .zsav). Ouvrez-le dans le programme qui l'a fait et enregistrez-le en .sav, ou en CSV.", "this is no SPSS file (.sav or .zsav). Open it in the program that made it and save it as .sav, or as CSV."),
	"N201": FrEn("ce fichier SPSS est protégé par un mot de passe. Ouvrez-le dans SPSS et enregistrez-le sans mot de passe.", "this SPSS file is locked with a password. Open it in SPSS and save it without one."),
	"N202": FrEn("le fichier SPSS s'arrête avant sa fin ; rien n'en a été retenu. Copiez-le ou téléchargez-le de nouveau.", "the SPSS file ends too early; nothing of it was kept. Copy or download it again."),
	"N203": FrEn("le fichier SPSS est abîmé : ce qu'il dit de lui-même se contredit ; rien n'en a été retenu. Enregistrez-le de nouveau depuis SPSS ou PSPP.", "the SPSS file is damaged: what it says of itself contradicts itself; nothing of it was kept. Save it again from SPSS or PSPP."),
	"N204": FrEn("le fichier SPSS n'a pas de variable « {0} ». Il a : {1}.", "the SPSS file has no variable “{0}”. It has: {1}."),
	"N205": FrEn("les variables demandées prendraient plus de {0} Go de mémoire. Demandez-en moins à la fois.", "the variables asked for would take more than {0} GB of memory. Ask for fewer at a time."),
	"N206": FrEn("l'encodage « {0} » n'est pas connu ; les textes sont lus en Windows-1252.", "the encoding “{0}” is not known; texts are read as Windows-1252."),
	"N207": FrEn("des libellés de valeurs visent une variable qui n'existe pas ; ils sont laissés de côté.", "labels of values are for a variable that is not there; they are left out."),
	"N208": FrEn("le fichier a plus de cas que les {0} qu'il annonce ; les autres sont laissés de côté.", "the file has more cases than the {0} it announces; the others are left out."),

	"N230": FrEn("ce n'est pas un codebook DDI (un fichier XML dont la racine est codeBook). Exportez-le de nouveau du catalogue, au format DDI-Codebook 2.5.", "this is no DDI codebook (an XML file whose root is codeBook). Export it again from the catalogue, as DDI-Codebook 2.5."),
	"N231": FrEn("le codebook a plus de {0} Mo. Exportez-le sans les statistiques des variables.", "the codebook has more than {0} MB. Export it without the statistics of the variables."),
	"N232": FrEn("la façon d'interroger (collMode) n'est pas de celles que l'on connaît : dites-la dans le fichier de l'enquête, sous mode.", "how people were asked (collMode) is none of the known ways: say it in the survey's file, under mode."),
	"N233": FrEn("la variable « {0} » est décrite deux fois, ou n'a pas de nom ; la première description vaut.", "variable “{0}” is described twice, or has no name; the first description holds."),
	"N234": FrEn("le codebook ne dit pas comment les personnes ont été choisies (sampProc) : dites-le dans le fichier de l'enquête, sous chosen.", "the codebook does not say how people were chosen (sampProc): say it in the survey's file, under chosen."),
})
