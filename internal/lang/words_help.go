package lang

// Words of the help of the verbs. The keys: help.VERB is what a verb does, in a
// few words; help.VERB.use the arguments it takes; help.VERB.long the whole
// (paragraphs apart by an empty line; lines that begin with two spaces stay as
// they are); "help.VERB --flag" a flag, where NAME| in front names its value;
// "help --flag" a flag that several verbs take alike.
var _ = add(map[string]Text{
	"help.title":       FrEn("La ligne de commande", "The command line"),
	"help.made":        FrEn("Fait à partir du programme par {0} ; un test compare.", "Made from the program by {0}; a test compares."),
	"help.other":       FrEn("In English: [cli.md](cli.md).", "En français : [cli.fr.md](cli.fr.md)."),
	"help.usage":       FrEn("Usage :", "Usage:"),
	"help.verbs":       FrEn("Verbes :", "Verbs:"),
	"help.flags":       FrEn("Options :", "Flags:"),
	"help.every":       FrEn("Chaque verbe accepte :", "Every verb takes:"),
	"help.any-verb":    FrEn("VERBE", "VERB"),
	"help.any-flags":   FrEn("[options]", "[flags]"),
	"help.default":     FrEn("(par défaut : {0})", "(default: {0})"),
	"help.status":      FrEn("Code de sortie :", "Exit status:"),
	"help.more":        FrEn("{0} VERBE --help en dit plus sur un verbe.", "{0} VERB --help says more about a verb."),
	"help.type.text":   FrEn("TEXTE", "TEXT"),
	"help.type.list":   FrEn("LISTE", "LIST"),
	"help.type.count":  FrEn("N", "N"),
	"help.type.number": FrEn("NOMBRE", "NUMBER"),
	"help.status.0":    FrEn("fait", "done"),
	"help.status.1":    FrEn("n'a pas pu", "could not"),
	"help.status.2":    FrEn("commande mal écrite", "wrong usage"),
	"help.status.3":    FrEn("des données ou des fichiers portent des erreurs", "findings of severity error"),
	"help.status.4":    FrEn("une règle de protection ou de calcul a refusé", "the gate refused"),
	"help.status.5":    FrEn("le registre ne se vérifie pas", "the ledger does not verify"),
	"help.status.10":   FrEn("pas d'atelier ici", "no workplace here"),
	"help.status.11":   FrEn("occupé : un autre programme l'a tenu trop longtemps", "busy: another process held it too long"),

	"help.status.130": FrEn("interrompu (Ctrl-C)", "interrupted (Ctrl-C)"),

	"help --lang": FrEn("LANGUE|langue de ce qui s'affiche : fr ou en (par défaut : DIRES_LANG, puis celle de l'ordinateur, puis l'anglais)",
		"LANG|language of what is printed: fr or en (default: DIRES_LANG, then that of the computer, then English)"),
	"help --json":  FrEn("un objet JSON par ligne, avec des codes au lieu de mots", "one JSON object per line, with codes instead of words"),
	"help --dir":   FrEn("DOSSIER|dossier de l'atelier (par défaut : le dossier où l'on est)", "FOLDER|folder of the workplace (default: the current folder)"),
	"help --study": FrEn("ÉTUDE|l'étude, quand l'atelier en a plusieurs", "STUDY|the study, where a workplace has several"),
	"help --help":  FrEn("explique le verbe", "explain the verb"),
	"help --profile": FrEn("PROFIL|pour qui : internal (l'étude elle-même), partners (ses partenaires) ou public",
		"PROFILE|for whom: internal (the study itself), partners or public"),

	"help.dires": FrEn("une étude de cas sur la société civile et la sécurité, du terrain à la page", "a case study on civil society and security, from the field to the page"),
	"help.dires.long": FrEn("Dires mène une étude de cas sur la société civile et la sécurité, de ce qui a été dit à la page publiée. Deux commandes pour commencer : dires demo, et dires init NOM.",
		"Dires runs a case study on civil society and security, from what was said to the published page. Two commands to begin: dires demo, and dires init NAME."),

	"help.help":               FrEn("expliquer un verbe, ou le code d'une remarque (comme C607) ou d'un refus (comme E003)", "explain a verb, or the code of a finding (as C607) or refusal (as E003)"),
	"help.help.use":           FrEn("[VERBE|CODE]", "[VERB|CODE]"),
	"help.version --sbom":     FrEn("afficher la liste des modules contenus (CycloneDX, JSON)", "print the list of modules it contains (CycloneDX, JSON)"),
	"help.version --licences": FrEn("afficher la licence de chaque module lié au programme", "print the licence of each module linked into the program"),
	"help.version":            FrEn("afficher la version du programme", "print the version of the program"),

	"help.demo": FrEn("monter un atelier avec les études livrées avec le programme, et le montrer", "set up a workplace with the studies that ship with the program, and show it"),
	"help.demo.long": FrEn("Demo fait un atelier dans dires-demo (ou --dir), y construit de vraies études et une fictive, de leurs fichiers jusqu'à leurs pages, et montre les pages au premier port libre à partir de 8420, à cet ordinateur seulement. Ctrl-C y met fin. Une seconde fois, rien ne change.",
		"Demo makes a workplace in dires-demo (or --dir), builds in it real studies and a fictional one from their files to their pages, and shows the pages at the first free port from 8420 on, to this computer alone. Ctrl-C ends it. A second run changes nothing."),
	"help.demo --no-serve": FrEn("construire, sans montrer", "build, and do not show"),

	"help.init":     FrEn("commencer sa propre étude", "begin a study of one's own"),
	"help.init.use": FrEn("NOM", "NAME"),
	"help.init.long": FrEn("Init fait le dossier d'une nouvelle étude : dans l'atelier où l'on se trouve, ou dans un nouveau qui s'appelle NOM. Devant un terminal, il demande ce qu'on ne lui a pas dit. --from prend un tableau d'incidents (date, lieu ou coordonnées, ce qui s'est passé, qui le dit, morts ; en-têtes en français ou en anglais ; CSV ou XLSX). Rien de l'étude n'est publié tant que sources/reports.toml ne dit pas ce qui peut l'être.\n\n  dires init gao --from releves.csv --title \"La société civile à Gao\" --country Mali",
		"Init makes the folder of a new study: in the workplace you stand in, or in a new one called NAME. At a terminal it asks what it was not told. --from takes a table of incidents (date, place or coordinates, what happened, who says so, deaths; French or English headers; CSV or XLSX). Nothing of the study is published until you say in sources/reports.toml what may be.\n\n  dires init gao --from reports.csv --title \"Civil society in Gao\" --country Mali"),
	"help.init --title":     FrEn("TITRE|titre de l'étude", "TITLE|title of the study"),
	"help.init --country":   FrEn("PAYS|le pays, comme il sera imprimé", "COUNTRY|the country, as it is to be printed"),
	"help.init --from":      FrEn("FICHIER|un tableau d'incidents pour commencer", "FILE|a table of incidents to begin with"),
	"help.init --language":  FrEn("LANGUE|langue dans laquelle l'étude est écrite : fr ou en (par défaut : celle de --lang)", "LANG|language the study is written in: fr or en (default: that of --lang)"),
	"help.init --fictional": FrEn("tout y est inventé : chaque page dira FICTION", "everything in it is invented: each page will say FICTION"),

	"help.check": FrEn("dire ce qui ne va pas ou manque dans le dossier de l'étude", "say what is wrong or missing in the study's folder"),
	"help.check.long": FrEn("Check lit le dossier de chaque étude (ou de celle que nomme --study) et donne, pour chaque remarque, le fichier et la ligne, et ce qu'il faut faire. Il ne change rien. Code de sortie 3 quand une étude ne peut pas servir telle quelle, ou que git suit quelque chose de privé.",
		"Check reads the folder of each study (or of the one named by --study) and says, for each finding, the file and line, and what to do. It changes nothing. Exit status 3 where a study cannot be used as it is, or git tracks something private."),

	"help.import":     FrEn("prendre des fichiers dans le registre", "take files into the ledger"),
	"help.import.use": FrEn("[FICHIER…]", "[FILE…]"),
	"help.import.long": FrEn("Import lit les fichiers que nomment les sources de l'étude, ou les FICHIERs donnés, et les inscrit au registre : un jeu de données public comme un fichier, les relevés de la coalition ligne par ligne, sous des clés à elles. Ce qui est étrange devient une remarque avec fichier, ligne et remède ; le reste est importé. Un fichier qui n'est pas ce qu'il prétend être est refusé et ne laisse rien derrière lui. Un fichier plus récent qui change ou retire des lignes fait des révisions et des retraits. Le même fichier deux fois ne change rien. --undo reprend le dernier import (d'une source, d'un fichier) : il reste au registre et ne compte plus.\n\n  dires import --dry-run\n  dires import acled-mali.csv --source acled",
		"Import reads the files that the study's sources name, or the FILEs given, and enters them in the ledger: a public data set as a file, the coalition's own reports row by row under keys of their own. What is odd is a finding with file, row and remedy; the rest is imported. A file that is not what it claims is refused and leaves nothing behind. A later file that changes or drops rows makes revisions and withdrawals. The same file twice changes nothing. --undo takes the last import back (of a source, of a file): it stays in the ledger and counts no more.\n\n  dires import --dry-run\n  dires import acled-mali.csv --source acled"),
	"help.import --source":  FrEn("SOURCE|à qui sont ces fichiers : l'identifiant d'une source de l'étude", "SOURCE|whose files these are: the id of a source of the study"),
	"help.import --dry-run": FrEn("lire et dire ce qui serait importé, sans rien garder", "read and say what would be imported, and keep nothing"),

	"help.reconcile --places": FrEn("écrire en CSV les noms de lieux que le répertoire n'a pas, avec leur nombre et les graphies proches : à compléter ; à garder chez soi",
		"write as CSV the names of places that the gazetteer does not have, with counts and near spellings: to fill in; keep it to yourselves"),
	"help.import --undo": FrEn("reprendre le dernier import, sans rien importer", "take the last import back, and import nothing"),

	"help.source":            FrEn("reprendre ce qu'une source a apporté", "take back what a source brought"),
	"help.source.remove":     FrEn("reprendre tous les imports d'une source", "take all imports of a source back"),
	"help.source.remove.use": FrEn("SOURCE", "SOURCE"),
	"help.source.remove.long": FrEn("Remove reprend tout ce que la source a apporté. C'est une entrée du registre : ce qui était venu y reste, vérifiable, et ne compte plus dans aucun chiffre. Un fichier de la source ne revient que si on le nomme (dires import FICHIER). Pour détruire ce qu'une personne a dit, prenez dires withdraw.\n\n  dires source remove acled",
		"Remove takes back everything the source brought. It is an entry in the ledger: what came stays there, to be verified, and counts in no figure any more. A file of the source comes in again only if you name it (dires import FILE). To destroy what a person told, use dires withdraw.\n\n  dires source remove acled"),

	"help.reconcile": FrEn("trouver quelles déclarations portent sur un même événement", "find which statements are about one event"),
	"help.reconcile.long": FrEn("Reconcile compare les déclarations de toutes les sources et dit lesquelles sont tenues pour le récit d'un même événement. Ce que des personnes ont décidé (dires review) passe avant ce qu'il calcule, et survit à chaque passage.",
		"Reconcile compares the statements of all sources and says which are held to be about one event. What people decided (dires review) stands above what it computes, and survives every run."),

	"help.review": FrEn("décider, fiche contre fiche, de ce qui est un même événement", "decide, record beside record, what is one event"),
	"help.review.long": FrEn("Review montre des paires de fiches côte à côte, celle qui mérite le plus un regard d'abord, et demande : m le même événement, d deux événements, p l'un est une partie de l'autre, a annuler la dernière décision, n plus tard, q quitter. Chaque réponse est une entrée du registre ; elle compte dès le prochain dires reconcile et survit à chaque passage. Sur un terminal une touche suffit ; ailleurs chaque réponse est une ligne, si bien que review marche sur n'importe quelle liaison.",
		"Review shows pairs of records beside each other, the one most worth a look first, and asks: s the same event, d different events, p one is a part of the other, u undo the last decision, n not now, q quit. Each answer is an entry in the ledger; it counts from the next dires reconcile on and survives every run. On a terminal a key suffices; elsewhere each answer is a line, so that review works over any connection."),
	"help.review --by":   FrEn("CODE|code de qui décide, pas un nom", "CODE|code of who decides, not a name"),
	"help.review --list": FrEn("afficher la file, sans rien demander", "print the queue and ask nothing"),
	"help.review --most": FrEn("combien de paires au plus ; 0 : toutes", "how many pairs at most; 0 is all"),

	"help.event":     FrEn("montrer ce que plusieurs récits disent d'un événement, ou lister ces événements", "show what several claims say of one event, or list such events"),
	"help.event.use": FrEn("[FICHE]", "[RECORD]"),
	"help.event.long": FrEn("Event montre l'événement auquel une fiche appartient (source/identifiant) : ses récits, qui les tient ensemble et avec quelle sûreté, et l'étendue des dates, des lieux et des morts d'un récit à l'autre. Une valeur unique n'est jamais la vérité : là où un chiffre en demande une, la règle qui l'a choisie est nommée. Sans fiche, il liste les événements qui ont plusieurs récits.",
		"Event shows the event to which a record belongs (source/id): its claims, who holds them together and how surely, and the spread of date, place and deaths over them. One value is never the truth: where a figure needs one, the policy that chose it is named. Without a record it lists the events of several claims."),
	"help.event --all": FrEn("lister aussi les événements d'un seul récit", "list events of one claim too"),

	"help.figure":     FrEn("afficher un chiffre de l'étude, ou les nommer tous", "print a figure, or list them all"),
	"help.figure.use": FrEn("[FIGURE]", "[ID]"),
	"help.figure.long": FrEn("Figure calcule les chiffres de l'étude et en affiche un : sa question, la phrase qu'il permet, et chaque case avec ses bornes ou son intervalle et le nombre de déclarations sur lequel elle repose. Sans FIGURE, il dit ce qu'il y a. --profile dit de qui les déclarations comptent : toutes (internal), ou celles que les partenaires ou le public peuvent avoir.",
		"Figure computes the study's figures and prints one: its question, the sentence it allows, and each cell with its bounds or interval and on how many statements it rests. Without ID it lists what there is. --profile says whose statements count: all of them (internal), or those that partners or the public may have."),

	"help.trace":     FrEn("suivre un nombre jusqu'au fichier et à la ligne", "follow a number down to file and row"),
	"help.trace.use": FrEn("FIGURE[:CASE]", "FIGURE[:CELL]"),
	"help.trace.long": FrEn("Trace montre sur quoi repose un chiffre, ou l'une de ses cases : chaque déclaration avec son fichier, sa ligne et son entrée au registre. Une case se nomme par ses clés :\n\n  dires trace profile.deaths-by-area-and-year:Gao,2019\n\nCe qui s'affiche est pour l'étude elle-même : une trace, dans une édition, est plus courte.",
		"Trace shows what a figure, or one cell of it, rests on: each statement with its file, row and entry in the ledger. A cell is named by its keys:\n\n  dires trace profile.deaths-by-area-and-year:Gao,2019\n\nWhat it prints is for the study's own use: a trace in an edition is shorter."),

	"help.release": FrEn("retenir ce qui ne doit pas sortir, et figer le reste en une édition", "hold back what must not leave, and freeze the rest as an edition"),
	"help.release.long": FrEn("Release calcule les chiffres à partir de ce qui peut servir aujourd'hui, retient ce que demandent la licence, le consentement, le délai de publication et les règles de l'étude, écrit combien n'est pas publié et par quelle règle, et inscrit l'édition au registre. Quand rien n'a changé depuis la dernière, il n'en fait pas. Code de sortie 4 quand ces règles refusent l'édition.",
		"Release computes the figures from what may be used today, holds back what licence, consent, embargo and the study's rules say, writes down how much was held and by which rule, and enters the edition in the ledger. Where nothing changed since the last one, none is made. Exit status 4 where the gate refuses."),
	"help.release --dry-run": FrEn("dire ce qui ne serait pas publié, et ce qui serait imprimé, sans rien garder", "say what would be held back and printed, and keep nothing"),

	"help.publish": FrEn("imprimer les éditions en pages qui n'ont besoin ni de serveur ni de script", "print the editions as pages that need no server and no script"),
	"help.publish.long": FrEn("Publish imprime toutes les éditions des études de l'atelier, en français et en anglais, dans public/. Une édition qui s'y trouve n'est jamais modifiée ; latest/ suit la plus récente. Une édition que study.toml dit rappelée laisse place à son avis de rappel. Les éditions pour les partenaires ou pour l'étude elle-même s'impriment sous private/print/.",
		"Publish prints every release of the workplace's studies, in French and English, into public/. A release that stands there is never altered; latest/ follows the newest. A release that study.toml lists as recalled gives way to its notice. Editions for partners or for the study itself are printed below private/print/."),

	"help.report": FrEn("écrire le rapport d'une édition : un document, ou une page à imprimer", "write the report on an edition: a document, or a page to print"),
	"help.report.long": FrEn("Report écrit le rapport de l'édition la plus récente d'une étude, ou de celle que nomme --release, en français et en anglais : le texte des auteurs (text/fr, text/en : report.md, report-QUESTION.md, report-closing.md), les chiffres qu'ils ont placés, ce qui peut être cité, la méthode et les annexes. docx est pour les traitements de texte, html est prêt à imprimer, pdf est cette page imprimée par un Chromium ou un Chrome trouvé sur cet ordinateur.",
		"Report writes the report on the newest release of a study, or on the one named by --release, in French and English: the authors' text (text/fr, text/en: report.md, report-QUESTION.md, report-closing.md), the figures they placed, what may be quoted, method and annexes. docx is for word processors, html is ready to print, pdf is that page printed by a Chromium or Chrome found on this computer."),
	"help.report --release": FrEn("ÉDITION|l'édition (par défaut : la plus récente)", "RELEASE|the release (default: the newest)"),
	"help.report --format":  FrEn("docx, html ou pdf", "docx, html or pdf"),
	"help.report --out": FrEn("DOSSIER|dossier où écrire (par défaut : reports/ dans l'atelier ; private/reports/ pour les autres profils)",
		"FOLDER|folder to write to (default: reports/ in the workplace; private/reports/ for other profiles)"),

	"help.serve": FrEn("montrer sur cet ordinateur les pages imprimées", "show the printed pages on this computer"),
	"help.serve.long": FrEn("Serve montre public/ au premier port libre à partir de --port, à cet ordinateur seulement. Ctrl-C y met fin. Pour mettre les pages sur internet, copiez public/ sur n'importe quel serveur web.",
		"Serve shows public/ at the first free port from --port on, to this computer alone. Ctrl-C ends it. To put the pages on the internet, copy public/ to any web server."),
	"help.serve --port": FrEn("PORT|premier port à essayer", "PORT|first port to try"),

	"help.withdraw":     FrEn("détruire ce que quelqu'un a dit en confidence", "destroy what somebody told in confidence"),
	"help.withdraw.use": FrEn("SOURCE/IDENTIFIANT", "SOURCE/ID"),
	"help.withdraw.long": FrEn("Withdraw détruit les clés de la personne qui a fait la déclaration ou donné les réponses, pour celles-ci et pour tout ce que la même personne a dit, et les retire des déclarations, des réponses et des événements. Le registre garde que quelque chose a été retiré, et se vérifie. Cela ne s'annule pas, et ce qui a été imprimé avant n'en est pas rappelé. La prochaine édition garde les anciens chiffres là où trop peu de personnes sont derrière le changement. dires trace montre le nom d'une déclaration ou de réponses sous la forme SOURCE/IDENTIFIANT ; le code de retrait qu'un formulaire a donné à qui a répondu en tient lieu : SOURCE/CODE. Dans un tableau, les lignes où les mêmes mots disent qui parle comptent pour une seule personne : essayez d'abord --dry-run. Devant un terminal, il demande avant de détruire.",
		"Withdraw destroys the keys of whoever made the statement or gave the answers, of these and of everything else the same person told, and takes them out of statements, answers and events. The ledger keeps that something was withdrawn, and verifies. It cannot be undone, and what was printed before is not recalled by it. The next release keeps the former numbers where too few people stand behind the change. dires trace shows the name of a statement or of answers as SOURCE/ID; the withdrawal code that a form gave to whoever answered stands for it: SOURCE/CODE. In a table, rows in which the same words say who tells it count as one person's: try --dry-run first. At a terminal it asks before it destroys."),
	"help.withdraw --why": FrEn("RAISON|withdrawn (la personne se retire), retention (la durée est passée), mistake (erreur) ou order (décision de justice)",
		"REASON|withdrawn (by who told it), retention (its time is over), mistake or order (of a court)"),

	"help.withdraw --dry-run": FrEn("dire combien de lignes et d'envois seraient détruits, sans rien détruire", "say how many rows and submissions would be destroyed, and destroy nothing"),
	"help.withdraw --yes":     FrEn("ne pas demander confirmation", "do not ask for confirmation"),

	"help.verify": FrEn("vérifier que rien n'a été changé, retiré ou déplacé", "check that nothing was altered, removed or reordered"),
	"help.verify.long": FrEn("Verify lit tout et n'écrit rien ; il marche aussi sur un disque protégé en écriture. Il recalcule l'arbre du registre de chaque étude et le compare aux points de contrôle signés ; il compare les déclarations et les événements, d'où viennent les chiffres publiés, à ce qui a été signé ; il s'assure que chaque partie, chaque fichier et chaque clé est là ou a été détruit par une entrée et que la fin du registre n'est pas perdue. Il nomme ce qui est faux. Code de sortie 5 dans ce cas.\n\nAvec --root et --size, il compare aussi le registre à ce que quelqu'un a noté plus tôt.",
		"Verify reads everything and writes nothing; it works on a write-protected disk as well. It computes the tree of each study's ledger anew and compares it with the signed checkpoints; it compares statements and events, from which the published numbers come, with what was signed; it checks that every part, every file and every key is there or was destroyed on record and that the end of the ledger is not lost. It names what is wrong. Exit status 5 then.\n\nWith --root and --size it also compares the ledger with what somebody noted earlier."),
	"help.verify --root": FrEn("RACINE|racine que quelqu'un a notée, telle que verify l'affiche ou qu'un rapport l'imprime", "ROOT|a root that somebody noted, as verify prints it or a report has it"),
	"help.verify --size": FrEn("NOMBRE|nombre d'entrées noté avec elle", "NUMBER|the number of entries noted with it"),

	"help.rebuild": FrEn("refaire à partir du registre tout ce qui s'en déduit", "make everything that is derived anew from the ledger"),
	"help.rebuild.long": FrEn("Rebuild jette ce qui a été déduit du registre (déclarations, événements, listes des clés et des retraits) et le refait. Si quelque chose différait, il le dit et finit avec le code 5.",
		"Rebuild throws away what was derived from the ledger (statements, events, the lists of keys and of withdrawals) and makes it anew. If something differed it says so and ends with status 5."),
	"help.rebuild --accept-loss": FrEn("continuer quand des entrées confirmées sont perdues pour de bon, après en avoir cherché une sauvegarde", "go on where acknowledged entries are lost for good, after looking for a backup of them"),

	"help.template":     FrEn("écrire un classeur vide où une codeuse ou un codeur saisit des déclarations", "write an empty workbook for a coder to type statements into"),
	"help.template.use": FrEn("SORTE", "KIND"),
	"help.template.long": FrEn("Template écrit un classeur XLSX pour une sorte de tableau, avec les en-têtes que lit import (dans la langue de --lang), des listes où choisir les codes, et une feuille qui dit quelles colonnes une ligne doit avoir. SORTE est measures (mesures), organisations, ou une sorte de déclaration : {0}.\n\nAvec acled ou gtd, il écrit la source de cette base de données, un fichier TOML pour sources/, avec la licence que ses conditions permettent : ses lignes ne sortent pas de l'étude.",
		"Template writes an XLSX workbook for one kind of table, with the headers that import reads (in the language of --lang), lists to choose codes from, and a sheet that says which columns a row needs. KIND is measures, organisations, or a kind of statement: {0}.\n\nWith acled or gtd it writes the source of that data set, a TOML file for sources/, with the licence its terms allow: its rows do not leave the study."),
	"help.template --out": FrEn("FICHIER|fichier à écrire (par défaut : SORTE.xlsx)", "FILE|file to write (default: KIND.xlsx)"),
})
