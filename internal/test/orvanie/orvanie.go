// Package orvanie makes the data of the fictional country: places, reports, a
// purposive inquiry, a probability survey, statements and verbatims, the same
// bytes from the same seed. Every file says FICTION in every row, and nothing
// in it names a real institution, person or place: the country lies in the
// open ocean.
//
// It does not know what any room makes of them. The function you want is
// [Files]; `go test ./internal/test/orvanie -update` writes them to
// demo/studies/orvanie.
package orvanie

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/when"
)

// Mark stands in every row of every file.
const Mark = "FICTION"

// Seed is the seed of the committed files; study.toml names it too.
const Seed = 20261124

// Files makes every generated file of the study, by its path below the
// study's folder.
func Files(seed uint64) map[string][]byte {
	c := newCountry(rand.New(rand.NewPCG(seed, 1)))
	fs := map[string][]byte{}
	c.places(fs)
	c.reports(fs)
	c.register(fs)
	c.statements(fs)
	c.inquiry(fs)
	c.survey(fs)
	return fs
}

// country is what all files agree on.
type country struct {
	r         *rand.Rand
	areas     []area
	districts []district
	monitors  []string
	orgs      []org
}

type area struct {
	id, fr, en string
	weight     int // share of what is reported there, per cent
}

type district struct {
	id, name, area string
	lon, lat       float64
}

type org struct {
	id, name, kind, area string
	women, youth         bool
	listed               string
	status               string // of the inquiry: answered, refused, not-reached
}

// draw is a fresh stream per file, so that a change to one leaves the others.
func (c *country) draw(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(Seed, stream)) }

func newCountry(r *rand.Rand) *country {
	c := &country{r: r,
		areas: []area{{"north", "Nord", "North", 38}, {"river", "Fleuve", "River", 30}, {"hills", "Collines", "Hills", 20}, {"coast", "Côte", "Coast", 12}},
		districts: []district{
			{"alba", "Alba", "north", -22.31, -28.12}, {"terre_seche", "Terre-Sèche", "north", -20.64, -27.87},
			{"gue", "Gué", "river", -22.05, -29.21}, {"deux_ponts", "Deux-Ponts", "river", -20.48, -29.33},
			{"haute_pierre", "Haute-Pierre", "hills", -22.27, -30.42}, {"val", "Val", "hills", -21.02, -30.31},
			{"port_neuf", "Port-Neuf", "coast", -21.55, -31.37}},
	}
	for i := range 36 {
		c.monitors = append(c.monitors, fmt.Sprintf("%c%c%02d", 'A'+i%6, 'M'+(i*7)%13, 11+(i*17)%80))
	}
	kinds := []string{"association", "women", "youth", "union", "customary", "rights"}
	first := map[string][]string{
		"association": {"Entraide", "Solidarité", "Cercle", "Maison commune"}, "women": {"Femmes", "Mères", "Tisserandes", "Maraîchères"},
		"youth": {"Jeunes", "Relève", "Lycéens", "Apprentis"}, "union": {"Transporteurs", "Éleveurs", "Pêcheurs", "Marchands"},
		"customary": {"Conseil des anciens", "Gardiens du puits", "Chefferie", "Confrérie"}, "rights": {"Observatoire", "Veille des droits", "Écoute", "Mémoire"},
	}
	for i := range 132 {
		k := kinds[(i*5+i/7)%len(kinds)]
		d := c.districts[(i*3+i/11)%len(c.districts)]
		o := org{id: fmt.Sprintf("o%03d", i+1), kind: k, area: d.area, women: k == "women" || i%9 == 4, youth: k == "youth" || i%13 == 6,
			name: fmt.Sprintf("%s de %s %d (fiction)", first[k][i%4], d.name, 1+i/28)}
		switch {
		case i%11 == 3:
			o.status = "not-reached"
		case i%37 == 20:
			o.status = "refused"
		default:
			o.status = "answered"
		}
		o.listed = [...]string{"public", "coalition", "public", "nobody", "coalition"}[i%5]
		c.orgs = append(c.orgs, o)
	}
	return c
}

// pick chooses an index by weights.
func pick(r *rand.Rand, weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := r.IntN(total)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}

func (c *country) areaOf(r *rand.Rand) area {
	var ws []int
	for _, a := range c.areas {
		ws = append(ws, a.weight)
	}
	return c.areas[pick(r, ws...)]
}

func (c *country) districtIn(r *rand.Rand, area string) district {
	var ds []district
	for _, d := range c.districts {
		if d.area == area {
			ds = append(ds, d)
		}
	}
	return ds[r.IntN(len(ds))]
}

// table writes a CSV whose first column is the mark.
func table(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	must(w.Write(append([]string{"fiction"}, header...)))
	for _, r := range rows {
		if len(r) != len(header) {
			panic(fmt.Sprintf("orvanie: %d cells under %d headers: %v", len(r), len(header), r))
		}
		must(w.Write(append([]string{Mark}, r...)))
	}
	w.Flush()
	must(w.Error())
	return b.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func columns(s string) []string { return strings.Fields(s) }

func num(n int) string { return strconv.Itoa(n) }

func flt(f float64, d int) string { return strconv.FormatFloat(f, 'f', d, 64) }

func day(y int, dayOfYear int) when.Day { return when.Date(y, 1, 1) + when.Day(dayOfYear) }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
