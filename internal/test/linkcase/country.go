package linkcase

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// The box lies in the South Atlantic; no land is in it.
const (
	south, north = -45.0, -38.0
	west, east   = -30.0, -20.0
)

type town struct {
	lat, lon   float64
	name       string
	also       string
	unit       int
	weight     float64
	offset     [4][2]float64 // each source's own point of it
	neighbours []int
}

type unit struct {
	lat, lon     float64 // centroid of its towns
	name, region string
}

type actor struct {
	fr, en, short       string
	family, kind, broad string
	weight              float64
	home                int
}

type country struct {
	towns   []town
	units   []unit
	regions map[string][2]float64
	actors  []actor
	outlets []string
	total   float64
}

var (
	firsts  = []string{"Vor", "Hel", "Mirn", "Quess", "Tal", "Brug", "Ond", "Sarn", "Lév", "Krop", "Yll", "Dorm", "Aust", "Pelv", "Gant", "Ruv"}
	middles = []string{"", "", "a", "o", "é", "in", "ou"}
	lasts   = []string{"mark", "dol", "vène", "gast", "rive", "stel", "noux", "phal", "berre", "tran", "loque", "minth"}
	targets = [][2]string{{"le marché", "the market"}, {"une école", "a school"}, {"le poste de garde", "the guard post"}, {"un convoi", "a convoy"},
		{"la mairie", "the town hall"}, {"un camion", "a lorry"}, {"le dispensaire", "the clinic"}, {"un troupeau", "a herd"}, {"le pont", "the bridge"},
		{"une antenne", "a mast"}, {"le port", "the harbour"}, {"un dépôt", "a depot"}}
)

// kind of act: codes from fine to broad are the first 4, 3, 2, 1 digits.
type act struct {
	code, fr, en string
	bloodless    float64
	kinds        string // of actors who do it
	weight       float64
}

var types = []act{
	{"1111", "Accrochage", "Clash", .3, "gs", 9}, {"1112", "Embuscade", "Ambush", .25, "g", 7}, {"1113", "Attaque de garnison", "Attack on a garrison", .3, "g", 4},
	{"1121", "Prise d'un bourg", "Seizure of a town", .5, "g", 1}, {"1211", "Bombe artisanale", "Homemade bomb", .35, "g", 6}, {"1212", "Mine", "Mine", .4, "g", 3},
	{"1221", "Tir de mortier", "Mortar fire", .5, "gs", 2}, {"1222", "Frappe aérienne", "Air strike", .3, "s", 3}, {"1311", "Attaque d'un hameau", "Attack on a hamlet", .3, "gm", 7},
	{"1312", "Meurtre", "Killing", .05, "gmc", 6}, {"1321", "Enlèvement", "Abduction", .95, "gc", 7}, {"1322", "Otages", "Hostages", .9, "gc", 2},
	{"2111", "Vol à main armée", "Armed robbery", .85, "c", 7}, {"2112", "Vol de bétail", "Cattle raid", .8, "cm", 5}, {"2121", "Saisie d'armes", "Arms seized", .99, "s", 2},
	{"2211", "Marche", "March", .99, "p", 5}, {"2212", "Émeute", "Riot", .8, "p", 3}, {"2311", "Arrestation", "Arrest", .98, "s", 4},
}

func newCountry(g *rand.Rand, c Case) *country {
	o := &country{regions: map[string][2]float64{}}
	used := map[string]bool{}
	pick := func(l []string) string { return l[g.IntN(len(l))] }
	name := func() string {
		for {
			s := pick(firsts) + pick(middles) + pick(lasts)
			if used[s] {
				s += "-" + pick(lasts)
			}
			if !used[s] {
				used[s] = true
				return s
			}
		}
	}
	type seed struct{ lat, lon float64 }
	spot := func() seed { return seed{south + g.Float64()*(north-south), west + g.Float64()*(east-west)} }
	var us []seed
	nu := max(12, min(60, c.Towns/2))
	var regions []string
	for range 9 {
		regions = append(regions, name())
	}
	for range nu {
		s := spot()
		us = append(us, s)
		o.units = append(o.units, unit{name: name(), region: regions[int((s.lat-south)/(north-south)*3)*3+int((s.lon-west)/(east-west)*3)]})
	}
	for i := range c.Towns {
		s := spot()
		if i < nu {
			s = seed{us[i].lat + g.NormFloat64()*0.1, us[i].lon + g.NormFloat64()*0.1}
		}
		t := town{lat: s.lat, lon: s.lon, name: name(), weight: 1 / math.Pow(float64(1+g.IntN(c.Towns)), 0.9)}
		t.also = slip(g, t.name)
		t.unit = slices.Index(us, slices.MinFunc(us, func(a, b seed) int {
			return cmp.Compare(Km(s.lat, s.lon, a.lat, a.lon), Km(s.lat, s.lon, b.lat, b.lon))
		}))
		for k := range t.offset {
			t.offset[k] = [2]float64{g.NormFloat64() * 0.006 * c.Spread, g.NormFloat64() * 0.006 * c.Spread}
		}
		o.towns = append(o.towns, t)
		o.total += t.weight
	}
	for i := range o.towns {
		all := make([]int, len(o.towns))
		for k := range all {
			all[k] = k
		}
		a := o.towns[i]
		slices.SortFunc(all, func(x, y int) int {
			return cmp.Compare(Km(a.lat, a.lon, o.towns[x].lat, o.towns[x].lon), Km(a.lat, a.lon, o.towns[y].lat, o.towns[y].lon))
		})
		o.towns[i].neighbours = all[1:min(5, len(all))]
	}
	for k := range o.units {
		var n float64
		for _, t := range o.towns {
			if t.unit == k {
				o.units[k].lat, o.units[k].lon, n = o.units[k].lat+t.lat, o.units[k].lon+t.lon, n+1
			}
		}
		if n > 0 {
			o.units[k].lat, o.units[k].lon = o.units[k].lat/n, o.units[k].lon/n
		} else {
			o.units[k].lat, o.units[k].lon = us[k].lat, us[k].lon
		}
	}
	for _, r := range regions {
		var s [2]float64
		n := 0.0
		for _, x := range o.units {
			if x.region == r {
				s[0], s[1], n = s[0]+x.lat, s[1]+x.lon, n+1
			}
		}
		if n > 0 {
			o.regions[r] = [2]float64{s[0] / n, s[1] / n}
		}
	}
	for range 14 {
		o.outlets = append(o.outlets, pick([]string{"Radio ", "Le Phare de ", "Agence ", "Veille "})+name())
	}
	add := func(fr, en, family, kind, broad string, w float64, home int) {
		short := ""
		for _, s := range strings.Fields(fr) {
			if len(s) > 2 {
				short += strings.ToUpper(string([]rune(s)[:1]))
			}
		}
		if len(short) < 3 {
			short += strings.ToUpper(string([]rune(fr)[len([]rune(fr))-2:]))
		}
		o.actors = append(o.actors, actor{fr, en, short, family, kind, broad, w, home})
	}
	add("Armée d'Orvanie", "Orvanie Army", "state", "s", "state", 6, -1)
	add("Garde côtière d'Orvanie", "Orvanie Coast Guard", "state", "s", "state", 2, -1)
	add("Police d'Orvanie", "Orvanie Police", "state", "s", "state", 3, -1)
	for i := range 10 {
		n, h := name(), g.IntN(c.Towns)
		f := "front" + string(rune('0'+i/3))
		add("Front libre de "+n, "Free Front of "+n, f, "g", "armed", 4/float64(i+1), h)
	}
	for i := range 8 {
		n, h := name(), g.IntN(c.Towns)
		add("Veilleurs de "+n, "Watchmen of "+n, "watch"+string(rune('0'+i/4)), "m", "armed", 2/float64(i+1), h)
	}
	for i := range 8 {
		n, h := name(), g.IntN(c.Towns)
		add("Bande de "+n, "Gang of "+n, "gang", "c", "crime", 2/float64(i+1), h)
	}
	add("Manifestants d'Orvanie", "Protesters of Orvanie", "crowd", "p", "civil", 2, -1)
	add("Étudiants d'Orvanie", "Students of Orvanie", "crowd", "p", "civil", 1, -1)
	return o
}

// slip misspells a name once.
func slip(g *rand.Rand, s string) string {
	r := []rune(s)
	i := 1 + g.IntN(len(r)-2)
	switch g.IntN(3) {
	case 0:
		return string(append(slices.Clone(r[:i]), r[i+1:]...))
	case 1:
		r[i], r[i+1] = r[i+1], r[i]
		return string(r)
	}
	return string(r[:i+1]) + string(r[i:])
}

func (o *country) draw(x float64) int {
	x *= o.total
	for i := range o.towns {
		if x -= o.towns[i].weight; x < 0 {
			return i
		}
	}
	return len(o.towns) - 1
}
