package press

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// Orvanie is an invented island state. Everything here is invented with it.

func two(s string) lang.Text { return lang.FrEn(s, s) }

var regions = []string{"OV-N", "OV-C", "OV-S"}

func dim(id string, fr, en string, keys []string, labels ...lang.Text) figure.Dim {
	d := figure.Dim{ID: id, Label: lang.FrEn(fr, en), Keys: keys}
	for i, k := range keys {
		if i < len(labels) {
			d.Labels = append(d.Labels, labels[i])
		} else {
			d.Labels = append(d.Labels, two(k))
		}
	}
	return d
}

// rows makes a trace of n rows of a source.
func rows(src string, first, n int) figure.Trace {
	var cs []claim.Claim
	for i := range n {
		id := fmt.Sprintf("%s-%03d", src, first+i)
		cs = append(cs, claim.Claim{Key: claim.Key{Source: src, ID: id}, Origin: claim.Origin{File: src + ".csv", Row: first + i + 2}})
	}
	return figure.TraceOf([]string{src}, cs...)
}

var open = figure.Contributors{Public: true}

func orvanieStudy() study.Study {
	period, err := when.Parse("2016/2019")
	if err != nil {
		panic(err)
	}
	return study.Study{
		ID: "orvanie", Nature: source.Fictional, CountryIn: lang.FrEn("Orvanie", "Orvanie"), Noindex: true,
		Title:   lang.FrEn("La société civile d'Orvanie et les mesures de sûreté", "The civil society of Orvanie and measures of security"),
		Summary: lang.FrEn("Qui a été associé aux mesures de sûreté, qui donne quel nom aux faits, et ce que les organisations proposent.", "Who was involved in measures of security, who calls events by which name, and what organisations offer."),
		Organisations: []study.Org{{Name: lang.FrEn("Coalition orvanaise pour la paix", "Orvanian Coalition for Peace"),
			Role: lang.FrEn("a mené l'enquête", "carried out the inquiry")}},
		Decided:      lang.FrEn("La coalition seule a choisi les questions.", "The coalition alone chose the questions."),
		Independence: lang.FrEn("Aucune autorité n'a lu l'étude avant sa parution.", "No authority read the study before it appeared."),
		Perimeter:    lang.FrEn("Associations déclarées, syndicats, radios locales ; pas les partis.", "Registered associations, unions, local radio; not parties."),
		NotConclude: []lang.Text{lang.FrEn("Que ces chiffres parlent d'un pays réel.", "That these figures speak of a real country."),
			lang.FrEn("Que l'inconnu vaut « aucune ».", "That unknown means “none”.")},
		Contact: lang.FrEn("coalition, à l'adresse de sa permanence", "the coalition, at the address of its office"),
		Period:  period, Languages: []lang.Tag{"fr", "en"},
		Questions: []study.Question{
			{ID: "who", Asks: lang.FrEn("Qui a été associé ?", "Who was involved?"), Figures: []string{"involve.strip", "involve.timeline"}, Text: "who"},
			{ID: "names", Asks: lang.FrEn("Qui donne quel nom aux mêmes faits ?", "Who calls the same events what?"), Figures: []string{"compare.cases"}},
			{ID: "when", Asks: lang.FrEn("Quand les incidents ont-ils eu lieu ?", "When did incidents take place?"), Figures: []string{"profile.incidents-by-year", "profile.imprecise"}, Text: "when"},
			{ID: "where", Asks: lang.FrEn("Où ?", "Where?"), Figures: []string{"profile.incidents-by-area", "profile.deaths-by-area-and-year", "profile.places"}},
		},
		Sources: []source.Source{
			{ID: "coalition", Name: lang.FrEn("Relevés de la coalition", "The coalition's reports"), Class: source.CivilSociety,
				Licence:   source.Licence{Level: source.Derived, Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/", Attribution: "Coalition orvanaise pour la paix"},
				CannotSee: lang.FrEn("Les districts où elle n'a pas de relais.", "The districts where it has no monitor."), Protection: source.Protection{OwnReports: true}},
			{ID: "gazette", Name: lang.FrEn("Gazette d'Orvanie", "Orvanie Gazette"), Class: source.Media, Version: "2", Accessed: "2026-08-01",
				Licence:   source.Licence{Level: source.Rows, Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/", Attribution: "Gazette d'Orvanie"},
				CannotSee: lang.FrEn("Ce qui se passe loin de la capitale.", "What happens far from the capital."), Protection: source.Protection{Public: true}},
		},
		Texts: map[string]lang.Text{
			"when":   lang.FrEn("En 2018, la gazette a recensé {{fig \"profile.incidents-by-year\" \"2018\"}} incidents. Est-ce plus qu'avant ?", "In 2018 the gazette listed {{fig \"profile.incidents-by-year\" \"2018\"}} incidents. Is it more than before?"),
			"report": lang.FrEn("La coalition a écrit ce rapport. En 2018, la gazette a recensé {{fig \"profile.incidents-by-year\" \"2018\"}} incidents.", "The coalition wrote this report. In 2018 the gazette listed {{fig \"profile.incidents-by-year\" \"2018\"}} incidents."),
			"who":    {lang.French: "L'échelon étayé ne compte que ce qu'une pièce montre."},
		},
	}
}

func orvanieFigures() []figure.Figure {
	fict := func(f figure.Figure) figure.Figure { f.Nature = source.Fictional; return f }
	years := dim("period", "Année", "Year", []string{"2016", "2017", "2018", "2019"})
	areas := dim("area", "Région", "Region", regions, lang.FrEn("Nord", "North"), lang.FrEn("Centre", "Centre"), lang.FrEn("Sud", "South"))

	series := figure.Figure{ID: "profile.incidents-by-year", Shape: figure.Series, Unit: "unit.incidents", Method: "profile#incidents", Tier: "T1", Dims: []figure.Dim{years},
		Question: lang.FrEn("Combien d'incidents ?", "How many incidents?"), Title: lang.FrEn("Incidents recensés par année", "Incidents listed, by year"),
		Sentence: lang.FrEn("De 2016 à 2019, la gazette recense 31 incidents.", "From 2016 to 2019 the gazette lists 31 incidents."),
		Beside:   []string{"profile.imprecise"}, Policy: []string{"most-precise"}}
	for i, n := range []int{4, 7, 12, 8} {
		series.Cells = append(series.Cells, figure.Count(n, open, rows("gazette", 10*i, n), years.Keys[i]))
	}

	imprecise := figure.Figure{ID: "profile.imprecise", Shape: figure.Table, Unit: "unit.incidents", Method: "profile#precision", Tier: "T1",
		Dims:  []figure.Dim{dim("precision", "Précision", "Precision", []string{"place", "day"}, lang.FrEn("lieu exact", "exact place"), lang.FrEn("jour connu", "day known"))},
		Title: lang.FrEn("Ce que l'on sait du lieu et de la date", "What is known of place and date"), Sentence: lang.FrEn("Sur 31 incidents, le lieu exact n'est pas connu pour 9.", "Of 31 incidents, the exact place is not known for 9.")}
	imprecise.Cells = []figure.Cell{figure.Share(22, 31, open, rows("gazette", 0, 31), "place"), figure.Share(27, 31, open, rows("gazette", 0, 31), "day")}

	byArea := figure.Figure{ID: "profile.incidents-by-area", Shape: figure.Map, Unit: "unit.incidents", Method: "profile#incidents", Tier: "T1", Dims: []figure.Dim{areas},
		Title: lang.FrEn("Incidents recensés par région", "Incidents listed, by region"), Sentence: lang.FrEn("La région du centre en compte le plus.", "The central region has most of them."), Beside: []string{"profile.imprecise"}}
	byArea.Cells = []figure.Cell{figure.Count(6, open, rows("gazette", 0, 6), "OV-N"), figure.Count(19, open, rows("gazette", 10, 19), "OV-C"),
		figure.Absent(figure.NotSaid, figure.Trace{Looked: []string{"gazette"}}, "OV-S")}

	// From the coalition's own reports: the south rests on too few people.
	deaths := figure.Figure{ID: "profile.deaths-by-area-and-year", Shape: figure.Matrix, Unit: "unit.deaths", Method: "profile#deaths", Tier: "T1", Dims: []figure.Dim{areas, years},
		Title: lang.FrEn("Morts recensés par région et par année", "Deaths listed, by region and year"), Sentence: lang.FrEn("Chaque case compte les morts recensés.", "Each cell counts listed deaths."),
		Caveats: []lang.Text{lang.FrEn("Les bornes ne sont pas un intervalle de confiance.", "The bounds are not a confidence interval.")}}
	for i, a := range regions {
		for j, y := range years.Keys {
			n := 9 - 3*i + j
			by := figure.Contributors{Speakers: n, Monitors: n, Orgs: n}
			deaths.Cells = append(deaths.Cells, figure.Between(float64(n-1), float64(n), float64(n+2), by, rows("coalition", 40*i+10*j, n), a, y))
		}
	}

	measures := dim("measure", "Mesure", "Measure", []string{"charter", "patrol", "levy"}, lang.FrEn("Charte de sûreté", "Charter of security"), lang.FrEn("Patrouilles mixtes", "Mixed patrols"), lang.FrEn("Redevance de veille", "Watch levy"))
	stages := dim("stage", "Étape", "Stage", []string{"agenda", "decision", "evaluation"}, lang.FrEn("mise à l'agenda", "agenda"), lang.FrEn("décision", "decision"), lang.FrEn("suivi et évaluation", "monitoring and evaluation"))
	strip := figure.Figure{ID: "involve.strip", Shape: figure.Strip, Unit: "unit.rung", Method: "involve#strip", Dims: []figure.Dim{measures, stages},
		Title: lang.FrEn("Échelon de participation, mesure par mesure", "Rung of involvement, measure by measure"), Sentence: lang.FrEn("Sur 3 mesures, 3 déclarations parlent de la participation de la société civile.", "Of 3 measures, 3 statements speak of the involvement of civil society."),
		Caveats: []lang.Text{lang.FrEn("Hachuré : on ne sait pas.", "Hatched: not known.")}}
	say := func(class, term, verbatim, on string, tr lang.Text) figure.Saying {
		return figure.Saying{Class: class, Term: term, Verbatim: verbatim, Lang: "fr", On: on, Document: "Gazette d'Orvanie, n° 12", Source: "gazette", Translation: tr,
			Claim: claim.Key{Source: "gazette", ID: "g" + term}, Quotable: true}
	}
	for i, m := range measures.Keys {
		for j, s := range stages.Keys {
			if (i+j)%2 == 1 {
				strip.Cells = append(strip.Cells, figure.Absent(figure.NotAsked, figure.Trace{Looked: []string{"gazette"}}, m, s))
				continue
			}
			x := say("civil-society", "consulted", "Nous avons été reçus une fois.", "2017-03", lang.FrEn("", "We were received once."))
			x.Label = "informed"
			strip.Cells = append(strip.Cells, figure.Graded(i+j, []figure.Saying{x}, open, rows("gazette", 50+3*i+j, 1), m, s))
		}
	}

	timeline := figure.Figure{ID: "involve.timeline", Shape: figure.Timeline, Unit: "unit.measures", Method: "involve#timeline", Dims: []figure.Dim{measures},
		Title: lang.FrEn("Les mesures dans le temps", "Measures over time")}
	for i, on := range []string{"2016-05-01", "2017-02", "2018"} {
		x := say("", "start", "", on, nil)
		timeline.Cells = append(timeline.Cells, figure.Quote([]figure.Saying{x}, open, rows("gazette", 60+i, 1), measures.Keys[i]))
	}

	cases := dim("case", "Cas", "Case", []string{"case:1", "case:2"}, lang.FrEn("Arrêt d'un convoi au pont de Sel, 3 mars 2018", "A convoy stopped at the Salt Bridge, 3 March 2018"), lang.FrEn("Coupure du bac du nord, juin 2019", "The northern ferry cut off, June 2019"))
	classes := dim("class", "Qui parle", "Who speaks", []string{"central-authority", "resident", "media"}, lang.FrEn("autorité centrale", "central authority"), lang.FrEn("habitant ou habitante", "resident"), lang.FrEn("média", "media"))
	names := figure.Figure{ID: "compare.cases", Shape: figure.Sayings, Unit: "unit.namings", Method: "compare#cases", Tier: "T1", Dims: []figure.Dim{cases, classes},
		Title: lang.FrEn("Les mêmes faits, les noms que chacun leur donne", "The same events, and what each calls them"), Sentence: lang.FrEn("4 noms donnés ont été recueillis pour 2 cas.", "4 names given were collected for 2 cases."),
		Caveats: []lang.Text{lang.FrEn("Le silence d'un groupe n'est pas un désaccord.", "A group's silence is not disagreement.")}}
	quote := func(at []string, s figure.Saying, row int) {
		names.Cells = append(names.Cells, figure.Quote([]figure.Saying{s}, open, rows("gazette", row, 1), at...))
	}
	quote([]string{"case:1", "central-authority"}, say("central-authority", "sabotage", "Un acte de sabotage concerté.", "2018-03-04", lang.FrEn("", "A concerted act of sabotage.")), 70)
	quote([]string{"case:1", "resident"}, say("resident", "barrage de colère", "On a barré la route parce que personne ne nous recevait.", "2018-03-05", nil), 71)
	quote([]string{"case:1", "media"}, say("media", "blocage", "", "2018-03-04", nil), 72)
	quote([]string{"case:2", "media"}, say("media", "coupure", "Le bac n'a pas passé.", "2019-06", nil), 73)
	for _, k := range []string{"central-authority", "resident"} {
		names.Cells = append(names.Cells, figure.Absent(figure.NotSaid, figure.Trace{Looked: []string{"gazette"}}, "case:2", k))
	}

	to := dim("addressee", "Adressée à", "Addressed to", []string{"government", "parliament"}, lang.FrEn("gouvernement", "government"), lang.FrEn("parlement", "parliament"))
	asks := figure.Figure{ID: "involve.recommendations", Shape: figure.Items, Unit: "unit.recommendations", Method: "involve#recommendations", Dims: []figure.Dim{to},
		Title: lang.FrEn("Recommandations, par destinataire", "Recommendations, by addressee"), Question: lang.FrEn("Que demande la société civile, et à qui ?", "What does civil society ask for, and of whom?"),
		Sentence: lang.FrEn("2 recommandations sont adressées à 2 destinataires.", "2 recommendations are addressed to 2 addressees.")}
	asks.Cells = []figure.Cell{
		figure.Quote([]figure.Saying{say("civil-society", "Publier les comptes des patrouilles", "", "2019-01-10", nil)}, open, rows("gazette", 80, 1), "government"),
		figure.Quote([]figure.Saying{say("civil-society", "Entendre les radios locales", "", "2019-02", nil)}, open, rows("gazette", 81, 1), "parliament")}

	fn := dim("function", "Fonction", "Function", []string{"mediation", "media"}, lang.FrEn("médiation et dialogue", "mediation and dialogue"), lang.FrEn("médias et radio", "media and radio"))
	ev := dim("evidence", "Appui", "Evidence", []string{"documented", "declared"}, lang.FrEn("documentée", "documented"), lang.FrEn("déclarée", "declared"))
	caps := figure.Figure{ID: "involve.capacities", Shape: figure.Matrix, Unit: "unit.organisations", Method: "involve#capacities", Dims: []figure.Dim{fn, ev},
		Title: lang.FrEn("Capacités, documentées et déclarées", "Capacities, documented and declared"), Question: lang.FrEn("Que peut apporter la société civile ?", "What could civil society contribute?"),
		Sentence: lang.FrEn("Des organisations déclarent ou documentent des capacités dans 2 fonctions.", "Organisations declare or document capacities in 2 functions.")}
	for i, a := range fn.Keys {
		for j, b := range ev.Keys {
			caps.Cells = append(caps.Cells, figure.Count(3+i+j, open, rows("gazette", 90+10*i+5*j, 3+i+j), a, b))
		}
	}

	fs := []figure.Figure{series, imprecise, byArea, villages(), deaths, names, quotes(), timeline, strip, asks, caps}
	for i := range fs {
		fs[i] = fict(fs[i])
		if err := fs[i].Valid(); err != nil {
			panic(err)
		}
	}
	return fs
}

// quotes is a long list of invented words, longer in one language than in the
// other, so that a list fills pages of its own in both.
func quotes() figure.Figure {
	f := figure.Figure{ID: "compare.quotes", Shape: figure.Items, Unit: "unit.statements", Method: "compare#quotes", Dims: []figure.Dim{dim("theme", "Thème", "Theme", []string{"ferry", "watch"},
		lang.FrEn("le bac", "the ferry"), lang.FrEn("les rondes de nuit, et qui les paie", "night rounds"))},
		Title: lang.FrEn("Paroles citées avec accord", "Words quoted with consent"), Question: lang.FrEn("Que disent-elles et que disent-ils ?", "What do they say?")}
	for i, k := range f.Dims[0].Keys {
		var ss []figure.Saying
		for j := range 40 {
			ss = append(ss, figure.Saying{Class: "resident", Verbatim: fmt.Sprintf("Le bac du soir ne passe plus, et nous attendons l'autre (%d).", 100*i+j), Lang: "fr", On: "2019-04", Source: "gazette",
				Translation: lang.FrEn("", fmt.Sprintf("The evening ferry is gone (%d).", 100*i+j)), Claim: claim.Key{Source: "gazette", ID: fmt.Sprintf("q%d-%d", i, j)}, Quotable: true})
		}
		f.Cells = append(f.Cells, figure.Quote(ss, open, rows("gazette", 400+100*i, 40), k))
	}
	return f
}

// villages is a long list of invented places, so that a table fills pages of
// its own.
func villages() figure.Figure {
	f := figure.Figure{ID: "profile.places", Shape: figure.Map, Unit: "unit.incidents", Method: "profile#incidents", Tier: "T1",
		Title: lang.FrEn("Incidents dont le lieu est connu à 25 km près", "Incidents whose place is known to within 25 km"), Question: lang.FrEn("Où, à 25 km près ?", "Where, to within 25 km?")}
	first, last := []string{"Bel", "Cor", "Dan", "Fel", "Gal", "Hor", "Jal", "Kel", "Lor", "Mar"}, []string{"ane", "bec", "cour", "dor", "ette", "gan", "ieu", "lac", "mont", "nac", "ois", "pont", "rive", "sol", "tour", "une", "val", "wic", "ys", "zel", "bourg"}
	d := figure.Dim{ID: "place", Label: lang.FrEn("Lieu", "Place")}
	for i, a := range first {
		for j, b := range last {
			k := fmt.Sprintf("%d-%d", i, j)
			d.Keys, d.Labels = append(d.Keys, k), append(d.Labels, two(a+b))
			f.Cells = append(f.Cells, figure.Count(1+(i*j)%5, open, rows("gazette", 100+len(f.Cells), 1+(i*j)%5), k).
				On(figure.Point{Lon: -31 + float64(j)*.095, Lat: -12 + float64(i)*.29}))
		}
	}
	f.Dims = []figure.Dim{d}
	return f
}

// island is three regions one below the other, in the open ocean.
func island() []protect.Outline {
	ring := func(south, north float64) []geo.Point {
		return []geo.Point{{Lon: -31, Lat: south}, {Lon: -30, Lat: south - .1}, {Lon: -29, Lat: south}, {Lon: -28.9, Lat: north}, {Lon: -30, Lat: north - .1}, {Lon: -31.2, Lat: north}}
	}
	var os []protect.Outline
	for i, n := range []string{"Nord", "Centre", "Sud"} {
		s := -10 - float64(i)
		os = append(os, protect.Outline{Code: regions[i], Name: n, Level: 1, Rings: [][]geo.Point{ring(s, s+1)}, Vintage: "2018", Source: "gazette"})
	}
	return os
}

// orvanie is the small fictional study, through the gate.
func orvanie(t testing.TB, release string, change func(*protect.Input)) protect.Edition {
	t.Helper()
	in := protect.Input{Study: orvanieStudy(), Figures: orvanieFigures(), Outlines: island(), Release: release, Date: release[:10], Profile: protect.Public,
		Pins: protect.Pins{Folder: "f0", LogSize: 41, Root: "r0", Program: "dires (test)"}}
	if change != nil {
		change(&in)
	}
	r, err := protect.Release(in)
	if err != nil {
		t.Fatal(err, r.Findings)
	}
	return r.Edition
}

// of7919 is a cell of 7,919 with the given contributors, at the place of
// another.
func of7919(c figure.Cell, by figure.Contributors) figure.Cell {
	return figure.Between(7919, 7919, 7919, by, c.Trace(), c.At()...)
}
