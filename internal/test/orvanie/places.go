package orvanie

import (
	"fmt"
	"math"
	"strings"
)

// The country is four bands from north to south between two meridians in the
// South Atlantic, farther than 700 km from any land; two fictional neighbours
// lie west and east of it.
const (
	west, east   = -23.0, -20.0
	north, south = -27.3, -31.9
)

// edge is the wavering line between two bands, from west to east.
func edge(lat float64, phase float64) [][2]float64 {
	var ps [][2]float64
	for i := 0; i <= 24; i++ {
		t := float64(i) / 24
		lon := west + (east-west)*t
		ps = append(ps, [2]float64{round(lon), round(lat + .14*math.Sin(9*t+phase) + .05*math.Sin(23*t+2*phase))})
	}
	return ps
}

// side is the wavering meridian between two latitudes, from north to south.
func side(lon, from, to, phase float64) [][2]float64 {
	var ps [][2]float64
	n := int(math.Round((from - to) / .1))
	for i := 1; i < n; i++ {
		lat := from + (to-from)*float64(i)/float64(n)
		ps = append(ps, [2]float64{round(lon + .12*math.Sin(4*lat+phase) + .04*math.Sin(11*lat)), round(lat)})
	}
	return ps
}

func round(f float64) float64 { return math.Round(f*1e4) / 1e4 }

func reversed(ps [][2]float64) [][2]float64 {
	out := make([][2]float64, len(ps))
	for i, p := range ps {
		out[len(ps)-1-i] = p
	}
	return out
}

// ring joins a northern edge, the eastern side, a southern edge and the
// western side, clockwise on the map.
func ring(top, right, bottom, left [][2]float64) [][2]float64 {
	ps := append([][2]float64{}, top...)
	ps = append(ps, right...)
	ps = append(ps, reversed(bottom)...)
	ps = append(ps, reversed(left)...)
	return append(ps, ps[0])
}

func feature(code, fr, en string, level int, ps [][2]float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"Feature","properties":{"fiction":%q,"code":%q,"name":%q,"name_en":%q,"level":%d},"geometry":{"type":"Polygon","coordinates":[[`, Mark, code, fr, en, level)
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "[%g,%g]", p[0], p[1])
	}
	b.WriteString("]]}}")
	return b.String()
}

func collection(features []string) []byte {
	return []byte(`{"type":"FeatureCollection","fiction":"FICTION: a country that does not exist, in the open ocean","features":[` + "\n" + strings.Join(features, ",\n") + "\n]}\n")
}

func (c *country) places(fs map[string][]byte) {
	lats := []float64{north, -28.6, -29.8, -30.9, south}
	var edges [][][2]float64
	for i, l := range lats {
		edges = append(edges, edge(l, float64(i)*1.3))
	}
	at := func(ps [][2]float64, end bool) float64 {
		if end {
			return ps[len(ps)-1][1]
		}
		return ps[0][1]
	}
	var areas []string
	var rights, lefts [][2]float64
	for i, a := range c.areas {
		right := side(east, at(edges[i], true), at(edges[i+1], true), 1)
		left := side(west, at(edges[i], false), at(edges[i+1], false), 0)
		areas = append(areas, feature(a.id, a.fr+" (fiction)", a.en+" (fiction)", 1, ring(edges[i], right, edges[i+1], left)))
		rights = append(append(rights, right...), edges[i+1][len(edges[i+1])-1])
		lefts = append(append(lefts, left...), edges[i+1][0])
	}
	rights, lefts = rights[:len(rights)-1], lefts[:len(lefts)-1]
	fs["places/areas.geojson"] = collection(areas)
	top, bottom := edges[0], edges[len(edges)-1]
	westTop, westBottom := top[0], bottom[0]
	eastTop, eastBottom := top[len(top)-1], bottom[len(bottom)-1]
	corner := func(p [2]float64, dlon float64) [2]float64 { return [2]float64{round(p[0] + dlon), p[1]} }
	fs["places/countries.geojson"] = collection([]string{
		feature("orvanie", "Orvanie (fiction)", "Orvanie (fiction)", 0, ring(top, rights, bottom, lefts)),
		feature("tavorne", "Tavorne (fiction)", "Tavorne (fiction)", 0,
			ring([][2]float64{corner(westTop, -2.5), westTop}, lefts, [][2]float64{corner(westBottom, -2.5), westBottom}, nil)),
		feature("esquil", "Esquil (fiction)", "Esquil (fiction)", 0,
			ring([][2]float64{eastTop, corner(eastTop, 2.5)}, nil, [][2]float64{eastBottom, corner(eastBottom, 2.5)}, rights)),
	})
	var rows [][]string
	for _, d := range c.districts {
		rows = append(rows, []string{d.id, d.name, d.area, flt(d.lat, 2), flt(d.lon, 2)})
	}
	fs["places/towns.csv"] = table(columns("id name area lat lon"), rows)
}
