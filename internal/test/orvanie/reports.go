package orvanie

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/dires/dires/internal/when"
)

// act is a kind of act of the report form, with what goes with it.
type act struct {
	id       string
	weight   int
	deaths   int // the mean
	who      []string
	names    []string // what residents tend to say
	official []string // what authorities tend to say
	coping   []string
	response []int // weights of responses
}

var acts = []act{
	{"robbery", 30, 0, []string{"hommes armés non identifiés", "bande de la piste"}, []string{"coupeurs de route", "gens de la nuit", "banditisme"}, []string{"banditisme", "terrorisme"}, []string{"stayed_in", "paid", "stopped_work"}, []int{30, 15, 25, 5, 10, 5, 10}},
	{"kidnapping", 12, 0, []string{"hommes armés non identifiés", "Front de la Dune (fiction)"}, []string{"gens de la nuit", "trafic"}, []string{"terrorisme", "banditisme"}, []string{"paid", "talked", "left"}, []int{35, 15, 20, 10, 10, 0, 10}},
	{"attack", 14, 3, []string{"Front de la Dune (fiction)", "hommes armés non identifiés"}, []string{"rébellion", "terrorisme", "gens de la nuit"}, []string{"terrorisme"}, []string{"left", "helped", "closed_school"}, []int{15, 45, 10, 5, 10, 10, 5}},
	{"clash_groups", 14, 2, []string{"milice des Puits (fiction)", "milice du Fleuve (fiction)"}, []string{"affaire de puits", "conflit entre villages"}, []string{"conflit entre villages", "terrorisme"}, []string{"left", "talked", "helped"}, []int{20, 20, 15, 5, 30, 5, 5}},
	{"clash_forces", 10, 2, []string{"Front de la Dune (fiction)"}, []string{"rébellion", "résistance"}, []string{"terrorisme", "opération de sûreté"}, []string{"left", "stayed_in"}, []int{10, 60, 10, 5, 5, 5, 5}},
	{"explosive", 5, 1, []string{"Front de la Dune (fiction)"}, []string{"terrorisme", "gens de la nuit"}, []string{"terrorisme"}, []string{"stayed_in", "closed_school"}, []int{20, 50, 10, 5, 0, 10, 5}},
	{"threat", 9, 0, []string{"hommes armés non identifiés"}, []string{"gens de la nuit"}, []string{"banditisme"}, []string{"stayed_in", "closed_school"}, []int{60, 10, 15, 0, 10, 0, 5}},
	{"seizure", 6, 0, []string{"forces de sûreté (fiction)"}, []string{"opération de sûreté"}, []string{"opération de sûreté"}, []string{"none"}, []int{40, 30, 25, 5, 0, 0, 0}},
}

var responses = []string{"none", "military", "police", "judicial", "mediation", "aid", "unknown"}

// happening is one thing that happened in the fiction; sources tell of it.
type happening struct {
	act      act
	on       when.Day
	d        district
	lon, lat float64
	deaths   int
	who      string
}

func (c *country) happenings() (hs []happening) {
	r := c.draw(2)
	var ws []int
	for _, a := range acts {
		ws = append(ws, a.weight)
	}
	for range 400 {
		a := acts[pick(r, ws...)]
		y := 2019 + pick(r, 10, 13, 17, 20, 22, 18)
		d := c.districtIn(r, c.areaOf(r).id)
		h := happening{act: a, on: day(y, r.IntN(365)), d: d, who: a.who[r.IntN(len(a.who))]}
		dist, turn := 4+60*r.Float64()*r.Float64(), 2*math.Pi*r.Float64()
		h.lat = d.lat + dist/111*math.Sin(turn)
		h.lon = d.lon + dist/97*math.Cos(turn)
		h.lat, h.lon = min(max(h.lat, south+.3), north-.3), min(max(h.lon, west+.25), east-.25)
		if a.deaths > 0 {
			h.deaths = int(-float64(a.deaths) * math.Log(1-r.Float64()))
		}
		hs = append(hs, h)
	}
	return hs
}

func fuzz(r *rand.Rand, d when.Day) string {
	switch pick(r, 70, 18, 12) {
	case 0:
		return d.String()
	case 1:
		return d.String() + "/" + (d + when.Day(1+r.IntN(4))).String()
	default:
		return d.String()[:7]
	}
}

// reports writes the coalition's own reports and the fictional gazette that
// tells of part of the same happenings.
func (c *country) reports(fs map[string][]byte) {
	r := c.draw(3)
	hs := c.happenings()
	var own, gazette [][]string
	for i, h := range hs {
		if r.IntN(100) < 80 {
			own = append(own, c.report(r, len(own)+1, h))
		}
		if r.IntN(100) < 46 {
			a := h.act
			lo := max(0, h.deaths-r.IntN(2))
			hi := h.deaths + r.IntN(3)
			arms := ""
			if a.id == "seizure" {
				arms = fmt.Sprintf("seizure:rifle:%d", 1+r.IntN(30))
			} else if a.id != "threat" && r.IntN(3) == 0 {
				arms = "incident:rifle"
			}
			names := "media: " + a.official[r.IntN(len(a.official))]
			if r.IntN(2) == 0 {
				names += " | central-authority: " + a.official[0]
			}
			gazette = append(gazette, []string{fmt.Sprintf("g%03d", len(gazette)+1), (h.on + when.Day(r.IntN(2))).String(), h.d.area, h.d.name, "near",
				flt(h.lat+.05*(r.Float64()-.5), 3), flt(h.lon+.05*(r.Float64()-.5), 3), a.id, h.who, num(lo), num(h.deaths), num(hi), arms, names, "Gazette d'Orvanie (fiction), n° " + num(100+i)})
		}
	}
	// What was seen and never became a report of an act: demand for arms.
	fs["data/reports.csv"] = table(columns("id date area place precision act actor_a actor_b deaths_low deaths_best deaths_high injured taken arms names responses coping heard sources monitor informant org consent release_after reported_on language told"), own)
	fs["data/gazette.csv"] = table(columns("id date area place precision lat lon act actor_a deaths_low deaths_best deaths_high arms names document"), gazette)
}

func (c *country) report(r *rand.Rand, n int, h happening) []string {
	a := h.act
	on := h.on + when.Day(1+r.IntN(20))
	monitor := c.monitors[r.IntN(len(c.monitors))]
	o := c.orgs[r.IntN(60)]
	names := []string{"resident: " + a.names[r.IntN(len(a.names))]}
	if r.IntN(100) < 55 {
		names = append(names, "central-authority: "+a.official[r.IntN(len(a.official))])
	}
	if r.IntN(100) < 30 {
		names = append(names, "local-authority: "+a.official[len(a.official)-1])
	}
	cope := []string{a.coping[r.IntN(len(a.coping))]}
	if r.IntN(3) == 0 {
		if x := a.coping[r.IntN(len(a.coping))]; x != cope[0] && cope[0] != "none" {
			cope = append(cope, x)
		}
	}
	var lo, best, hi, injured, taken, arms, second string
	if a.deaths > 0 || r.IntN(5) > 0 {
		lo, best, hi = num(max(0, h.deaths-r.IntN(2))), num(h.deaths), num(h.deaths+r.IntN(3))
	}
	if a.deaths > 0 && r.IntN(2) == 0 {
		injured = num(r.IntN(8))
	}
	switch a.id {
	case "kidnapping":
		taken = num(1 + r.IntN(3))
	case "seizure":
		arms = fmt.Sprintf("seizure:rifle:%d", 1+r.IntN(30))
	case "clash_groups":
		second = a.who[1]
		if r.IntN(3) == 0 {
			arms = "demand:rifle"
		}
	}
	if arms == "" && r.IntN(4) == 0 {
		arms = "incident:rifle"
	}
	place, prec := h.d.name, "second"
	if r.IntN(6) == 0 {
		place, prec = "", "first"
	}
	consent := [...]string{"public", "public", "public", "partners", "internal"}[pick(r, 40, 25, 20, 10, 5)]
	release := (on + when.Day([...]int{90, 180}[pick(r, 80, 20)])).String()
	return []string{fmt.Sprintf("r%03d", n), fuzz(r, h.on), h.d.area, place, prec, a.id, h.who, second, lo, best, hi, injured, taken, arms,
		strings.Join(names, " | "), responses[pick(r, a.response...)], strings.Join(cope, " "), [...]string{"direct", "witness", "hearsay", "media"}[pick(r, 20, 45, 25, 10)],
		num(1 + r.IntN(4)), monitor, fmt.Sprintf("p%03d", 1+r.IntN(260)), o.id, consent, release, on.String(), [...]string{"fr", "qaa", "qab"}[pick(r, 60, 25, 15)],
		told[r.IntN(len(told))]}
}

// told is what a report may tell in a few sentences; it is severe.
var told = []string{
	"FICTION : des hommes ont arrêté un car à la nuit tombée ; les voyageurs ont été laissés à pied.",
	"FICTION : le marché a fermé plus tôt ; on parle d'hommes venus de l'autre rive.",
	"FICTION : les anciens des deux villages se sont réunis trois fois, sans l'administration.",
	"FICTION : on nous a demandé de ne rien dire ; personne n'est venu constater.",
	"FICTION : l'école est restée fermée une semaine, les enfants sont partis chez des parents.",
}
