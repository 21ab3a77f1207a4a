package lang

// Words of the help of the verbs that work on files: dires form and dires tool.
// The keys are those of words_help.go.
var _ = add(map[string]Text{
	"help --form-language": FrEn("LANGUE|langue du formulaire, comme ses colonnes la nomment ou par son code", "LANG|language of the form, as its columns name it or by its code"),

	"help.form":       FrEn("convertir, vérifier, décrire et imprimer un formulaire (XLSForm ou XForm)", "convert, check, describe and print a form (XLSForm or XForm)"),
	"help.form --out": FrEn("FICHIER|fichier à écrire ; - : la sortie standard", "FILE|file to write; - for standard output"),
	"help.form --json": FrEn("remarques et résultat en JSON, avec des codes au lieu de mots",
		"findings and result as JSON, with codes instead of words"),

	"help.form.convert":     FrEn("écrire le XForm que lisent les téléphones et les formulaires web", "write the XForm that phones and web forms run"),
	"help.form.convert.use": FrEn("FORMULAIRE.xlsx|.csv|.md", "FORM.xlsx|.csv|.md"),
	"help.form.convert.long": FrEn("Convert lit un formulaire écrit comme un tableur et écrit le XForm que lisent ODK Collect, KoboCollect et les formulaires web. Sans --out il écrit sur la sortie standard. Les remarques vont sur la sortie d'erreur ; si l'une est une erreur, rien n'est écrit et le code de sortie est 3.",
		"Convert reads a form as a spreadsheet and writes the XForm that ODK Collect, KoboCollect and web forms run. Without --out it writes to standard output. Findings go to standard error; where one is an error nothing is written and the exit status is 3."),

	"help.form.check":     FrEn("dire ce qui ne va pas dans un formulaire, cellule par cellule", "say what is wrong in a form, cell by cell"),
	"help.form.check.use": FrEn("FORMULAIRE", "FORM"),
	"help.form.check.long": FrEn("Check lit un formulaire (.xlsx, .csv, .md, ou XForm .xml) et chacune de ses formules, et donne pour chaque remarque la feuille, la ligne et la colonne, ce qu'on a sans doute voulu écrire, et ce qu'il faut faire. Code de sortie 3 quand le formulaire est faux.",
		"Check reads a form (.xlsx, .csv, .md, or XForm .xml) and every formula in it, and says for each finding the sheet, row and column, what was probably meant, and what to do. Exit status 3 when the form is wrong."),

	"help.form.dictionary":     FrEn("écrire le dictionnaire des données (CSV, XLSX ou Markdown)", "write the data dictionary (CSV, XLSX or Markdown)"),
	"help.form.dictionary.use": FrEn("FORMULAIRE", "FORM"),
	"help.form.dictionary.long": FrEn("Dictionary écrit une ligne par question : chemin, type, répétition, libellé, réponses possibles, formules, et comment les réponses sont protégées. --format, ou l'extension de --out, décide.",
		"Dictionary writes a row per question: path, type, repeat, label, choices, formulas, and how its answers are protected. --format, or the extension of --out, decides."),
	"help.form.dictionary --format": FrEn("csv, xlsx ou md", "csv, xlsx or md"),

	"help.form.preview":     FrEn("écrire le formulaire comme une page à imprimer, pour une formation", "write the form as a page to print, for a training session"),
	"help.form.preview.use": FrEn("FORMULAIRE", "FORM"),
	"help.form.preview.long": FrEn("Preview écrit une page HTML qui n'a besoin de rien d'autre, dans une langue du formulaire (--form-language), ou une page par langue avec --out DOSSIER/.",
		"Preview writes one HTML page that needs nothing else, in one language of the form (--form-language), or one page for each with --out FOLDER/."),

	"help.form.answers":     FrEn("écrire les envois comme le tableau que lit une enquête de l'étude", "write submissions as the table that a survey of the study reads"),
	"help.form.answers.use": FrEn("FORMULAIRE DOSSIER", "FORM FOLDER"),
	"help.form.answers.long": FrEn("Answers lit un dossier d'envois et écrit une ligne pour chacun : les champs hors des répétitions, et avec --by, chaque champ d'une répétition une fois pour chaque valeur du champ nommé, comme asked[measure=m1]. Les champs qui pourraient dire qui a parlé sont laissés de côté ; --code les écrit c1, c2, …, pour que l'on puisse compter les enquêteurs distincts. Voir docs/formats/survey.md.",
		"Answers reads a folder of submissions and writes a row for each: the fields outside repeats, and with --by, each field of a repeat once for every value of the field named, as asked[measure=m1]. Fields that could identify who spoke are left out; --code writes them as c1, c2, …, so that distinct interviewers can be counted. See docs/formats/survey.md."),
	"help.form.answers --by":   FrEn("CHAMPS|champ qui distingue les lignes d'une répétition ; plusieurs avec des virgules", "FIELDS|field that tells the rows of a repeat apart; several with commas"),
	"help.form.answers --code": FrEn("CHAMPS|champ scellé à écrire comme un code ; plusieurs avec des virgules", "FIELDS|severe field to write as a code; several with commas"),

	"help.tool":           FrEn("travailler sur des fichiers, sans étude", "work on files, without a study"),
	"help.tool --json":    FrEn("écrire du JSON, avec 15 chiffres significatifs", "write JSON, 15 significant digits"),
	"help.tool --level":   FrEn("NOMBRE|niveau des intervalles", "NUMBER|level of the intervals"),
	"help.tool --sheet":   FrEn("NOM|feuille du classeur à lire ; sinon celle qui porte le tableau", "NAME|sheet of the workbook to read; otherwise the one that holds the table"),
	"help.tool --missing": FrEn("MOTS|mots qui tiennent lieu d'une valeur manquante", "WORDS|words that stand for a missing value"),

	"help.tool.agree":     FrEn("mesurer l'accord entre codeurs, ou entre sources", "measure agreement between coders, or between sources"),
	"help.tool.agree.use": FrEn("CODAGES.csv", "LABELS.csv"),
	"help.tool.agree.long": FrEn("Mesure jusqu'où des codeurs rangent les mêmes unités dans les mêmes catégories.\n\nCODAGES (CSV, XLSX ou SPSS .sav) a une ligne par unité et une colonne par codeur ; une première colonne appelée unit, unite, item ou id est le nom de l'unité. Une colonne coder, codeur, rater ou annotator dit que le fichier est en forme longue : une ligne par unité et codeur. Les colonnes de remarques et de dates sont laissées de côté, et nommées. Une cellule vide est un codage manquant (NA aussi : voir --missing).\n\n  dires tool agree codages.csv --metric ordinal --bootstrap 1000",
		"Measure how far coders put the same units into the same categories.\n\nLABELS (CSV, XLSX or SPSS .sav) has one row per unit and one column per coder; a first column called unit, unite, item or id is the unit's name. A column coder, rater or annotator means that the file is in long form: one row per unit and coder. Columns of remarks and dates are left out, and named. An empty cell is a missing rating (NA too: see --missing).\n\n  dires tool agree labels.csv --metric ordinal --bootstrap 1000"),
	"help.tool.agree --metric": FrEn("MESURE|nominal, ordinal, interval ou ratio", "METRIC|nominal, ordinal, interval or ratio"),
	"help.tool.agree --method": FrEn("MÉTHODE|krippendorff, cohen, fleiss, gwet, bp ou percent", "METHOD|krippendorff, cohen, fleiss, gwet, bp or percent"),
	"help.tool.agree --weights": FrEn("POIDS|pour les méthodes autres que krippendorff : identity, linear, quadratic ou ranked ; par défaut, selon --metric : nominal identity, ordinal ranked, interval quadratic",
		"WEIGHTS|for methods other than krippendorff: identity, linear, quadratic or ranked; by default as the metric: nominal identity, ordinal ranked, interval quadratic"),
	"help.tool.agree --unit": FrEn("COLONNE|colonne qui nomme l'unité", "COLUMN|column that names the unit"),
	"help.tool.agree --cluster": FrEn("COLONNE|colonne qui nomme la grappe de l'unité : --bootstrap tire des grappes, et aucun intervalle ne tient les unités pour séparées",
		"COLUMN|column that names the unit's cluster: --bootstrap draws clusters, and no interval takes units for separate"),
	"help.tool.agree --coders":    FrEn("COLONNES|colonnes des codeurs ; par défaut, toutes les autres", "COLUMNS|columns of the coders; by default all the others"),
	"help.tool.agree --order":     FrEn("CATÉGORIES|ordre des catégories, de la plus petite à la plus grande, pour des mots : faible,moyen,fort", "CATEGORIES|order of the categories, lowest first, for words: low,medium,high"),
	"help.tool.agree --bootstrap": FrEn("rééchantillons pour un intervalle d'alpha ; 0 : aucun", "replicates for an interval of alpha; 0 is none"),
	"help.tool.agree --seed":      FrEn("graine du rééchantillonnage", "seed of the resampling"),

	"help.tool.link":     FrEn("trouver quelles fiches de plusieurs sources portent sur un même événement", "find which records of several sources are about one event"),
	"help.tool.link.use": FrEn("A.csv B.csv [C.csv …] --out PAIRES.csv", "A.csv B.csv [C.csv …] --out PAIRS.csv"),
	"help.tool.link.long": FrEn("Trouve quelles fiches de plusieurs sources portent sur un même événement.\n\nUn fichier par source, CSV ou classeur, avec les colonnes de docs/formats/records.md : record_id, source, date_start, latitude et longitude sont nécessaires, les autres aident. PAIRES a une ligne par lien : record_id_1, record_id_2, relation (same ; part_of : la première est un jour de l'événement plus long de la seconde), probabilité, poids en bits.\n\n--window-days et --window-km disent à quelle distance deux fiches de date et de lieu exacts sont encore comparées ; des fiches imprécises le sont aussi loin que va leur propre imprécision. --explain ajoute ce que pèse chaque sorte d'accord, et les raisons en mots.\n\n--taxonomy nomme un tableau de la forme de meltt : data.source, base.categories, puis les niveaux du plus fin au plus large. Ce qu'il classe se lit dans son nom (event_tax, actor_tax, prec_tax) ou devant : actor_a=FICHIER. Sans --compat, le tableau des acteurs dit qui est désigné par quel nom, et celui des types remplace les type_l1 … type_l4 qui manquent.\n\n--compat meltt fait ce que fait le paquet R meltt 0.4.3, son étape de choix comprise : pas de probabilité ; le poids est sa pénalité, 0 la meilleure ; l'ordre des fichiers et des lignes compte.",
		"Find which records of several sources are about one event.\n\nOne file a source, CSV or a workbook, in the columns of docs/formats/records.md: record_id, source, date_start, latitude and longitude are needed, the rest helps. PAIRS has one row per link: record_id_1, record_id_2, relation (same; part_of: the first is a day of the longer event of the second), probability, weight in bits.\n\n--window-days and --window-km say how far apart two records of exact date and place may be and still be compared; imprecise records are compared as far as their own precision reaches. --explain adds what each kind of agreement weighs, and the reasons in words.\n\n--taxonomy names a table of meltt's form: data.source, base.categories, then the levels from fine to broad. What it classifies is told by its name (event_tax, actor_tax, prec_tax) or in front: actor_a=FILE. Without --compat, the table of actors says who is meant by which name, and the table of types stands in for missing type_l1 … type_l4.\n\n--compat meltt does what the R package meltt 0.4.3 does, its selection step included: no probability; weight is its penalty, 0 best; the order of files and rows matters."),
	"help.tool.link --window-days": FrEn("jours entre deux fiches de date exacte", "days between two records of exact date"),
	"help.tool.link --window-km":   FrEn("KM|kilomètres entre deux fiches de lieu exact", "KM|kilometres between two records of exact place"),
	"help.tool.link --compat":      FrEn("PROGRAMME|faire comme un autre programme : meltt", "PROGRAM|do as another program does: meltt"),
	"help.tool.link --taxonomy":    FrEn("FICHIER|tableau de catégories ; peut être donné plusieurs fois", "FILE|table of categories; may be given several times"),
	"help.tool.link --out":         FrEn("FICHIER|fichier où écrire les paires, CSV ou .xlsx ; - : la sortie standard", "FILE|file to write the pairs to, CSV or .xlsx; - is standard output"),
	"help.tool.link --explain":     FrEn("dire terme par terme pourquoi deux fiches sont liées", "say term by term why two records are linked"),
	"help.tool.link --threshold":   FrEn("P|moindre probabilité d'un lien", "P|least probability of a link"),

	"help.tool.words":     FrEn("montrer dans des paroles ce qui pourrait mener à quelqu'un, avant de les relire", "show in verbatims what could lead to a person, before they are cleared"),
	"help.tool.words.use": FrEn("FICHIER", "FILE"),
	"help.tool.words.long": FrEn("Words lit un tableau de déclarations et affiche les paroles de chaque ligne en marquant ce qui pourrait mener à quelqu'un : numéros de téléphone, adresses, coordonnées, jours et heures, noms, lieux nommés, fonctions que peu de gens ont, et les noms listés dans --known, un par ligne. Il montre trop plutôt que trop peu ; une personne décide, et écrit yes (oui) dans la colonne cleared. Code de sortie 3 quand une ligne relue contient un numéro de téléphone, une adresse ou un point sur la carte : de telles paroles ne sont jamais publiées. Avec --json, les endroits sont donnés, pas les paroles.",
		"Words reads a table of statements and prints the words of each row, with what could lead to a person marked: telephone numbers, addresses, coordinates, days and hours, names, named places, roles few people have, and the names listed in --known, one a line. It shows too much rather than too little; a person decides, and writes yes in the column cleared. Exit status 3 where a row that is cleared holds a telephone number, an address or a point: such words are never published. With --json the places are given and not the words."),
	"help.tool.words --known": FrEn("FICHIER|fichier de noms à chercher, un par ligne", "FILE|file of names to look for, one a line"),
	"help.tool.words --kind":  FrEn("SORTE|sorte des déclarations, quand le nom du fichier ne la dit pas", "KIND|kind of the statements, where the file's name does not say"),

	"help.tool.audit":     FrEn("chercher ce que des éditions publiées laissent deviner de ce qu'elles ne publient pas", "find out what published editions give away of what they withhold"),
	"help.tool.audit.use": FrEn("ÉDITION…", "EDITION…"),
	"help.tool.audit.long": FrEn("Audit fait le travail d'un lecteur curieux. Il lit les edition.json publiés d'un même public, du plus ancien au plus récent (ou les dossiers qui les contiennent), et rien d'autre : ni étude, ni registre, ni clé. Pour chaque nombre non publié, il calcule exactement entre quels nombres entiers il se trouve, d'après les relations que l'édition déclare et d'après celles que les tableaux imprimés montrent d'eux-mêmes : lignes et colonnes qui s'additionnent, dénominateurs, totaux d'autres figures. Il compare avec le certificat de l'édition et nomme chaque nombre dont l'intervalle est plus étroit qu'annoncé. Code de sortie 3 quand il y en a un. --guess croit aussi les règles que seuls les mots d'un tableau suggèrent.",
		"Audit does the work of a curious reader. It reads the published edition.json files of one audience, oldest first (or the folders that hold them), and nothing else: no study, no ledger, no key. For each withheld number it computes exactly between which whole numbers it lies, from the relations the edition declares and from those that the printed tables show by themselves: rows and columns that add up, denominators, totals of other figures. It compares with the edition's certificate and names each number whose interval is narrower than stated. Exit status 3 where there is one. --guess also believes rules that only the words of a table suggest."),
	"help.tool.audit --guess": FrEn("croire aussi ce que les mots d'un tableau suggèrent, tant que rien d'imprimé ne le contredit", "also believe what the words of a table suggest, as long as nothing printed is against it"),
	"help.tool.audit --width": FrEn("N|largeur à exiger d'une édition sans certificat", "N|width to ask of an edition without a certificate"),
})
