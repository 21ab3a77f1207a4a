package attack

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	group   = regexp.MustCompile(`(?s)<g class="([a-z0-9]+)"[^>]*>(.*?)</g>`)
	bar     = regexp.MustCompile(`<path d="M([-.\d]+) ([-.\d]+)h([-.\d]+)v([-.\d]+)h[-.\d]+z"/>`)
	dot     = regexp.MustCompile(`<circle cx="([-.\d]+)" cy="([-.\d]+)" r="([-.\d]+)"`)
	inside  = regexp.MustCompile(`(?s)<(title|desc)[^>]*>(.*?)</(title|desc)>`)
	written = regexp.MustCompile(`(?s)<text [^>]*>(.*?)</text>`)
)

// drawing measures a chart: bars and columns are as many as there are printed
// numbers, and as long; what is withheld is hatched, all alike; words and
// numbers beside it are those of the table.
func (p *paper) drawing(name, id, s string, french bool) {
	f, ok := p.figures[id]
	if !ok {
		return
	}
	type rect struct{ x, y, w, h float64 }
	rects := map[string][]rect{}
	dots := 0
	for _, g := range group.FindAllStringSubmatch(s, -1) {
		for _, m := range bar.FindAllStringSubmatch(g[2], -1) {
			rects[g[1]] = append(rects[g[1]], rect{num(m[1]), num(m[2]), num(m[3]), num(m[4])})
		}
		if g[1] == "d" {
			dots += len(dot.FindAllString(g[2], -1))
		}
	}
	var values []float64
	absent := 0
	for _, c := range f.Cells {
		if c.Value == nil {
			absent++
			continue
		}
		values = append(values, *c.Value)
	}
	if f.Shape == "timeline" || f.Unit == "unit.rung" || len(values) == 0 {
		return
	}
	if n := len(rects["b"]) + dots; n > len(values) {
		p.fault("%s: %s draws %d numbers and prints %d", name, id, n, len(values))
	}
	if bs := rects["b"]; len(bs) > 0 && dots == 0 { // lengths, as they lie
		lying := bs[0].h == 17 && f.Shape != "series"
		var lengths []float64
		for _, b := range bs {
			if lying {
				lengths = append(lengths, b.w)
			} else {
				lengths = append(lengths, math.Abs(b.h))
			}
		}
		p.lengths(name, id, lengths, values)
	}
	for _, r := range rects["h"] { // where nothing is printed nothing may be measured
		one := rects["h"][0]
		if f.Shape == "series" && math.Abs(r.h-one.h) > 0.2 || f.Shape != "series" && math.Abs(r.w-one.w) > 0.2 {
			p.fault("%s: %s draws what is withheld with different lengths", name, id)
			break
		}
	}
	// Titles and descriptions are read aloud: the numbers in them are those of the table.
	known := p.known(f)
	for _, m := range inside.FindAllStringSubmatch(s, -1) {
		if left := unexplained(hard(m[2]), french, append(slices.Clone(known), float64(absent), float64(len(values)))); len(left) > 0 {
			p.fault("%s: %s says %v aloud, which its table does not print: %s", name, id, left, hard(m[2]))
		}
	}
	p.read["svg"] += len(written.FindAllString(s, -1))
}

func num(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

// lengths compares what was measured with what is printed: one scale for all.
func (p *paper) lengths(name, id string, ls, values []float64) {
	p.bars += len(ls)
	vs := slices.Clone(values)
	slices.Sort(vs)
	slices.Reverse(vs)
	ls = slices.Clone(ls)
	slices.Sort(ls)
	slices.Reverse(ls)
	if vs[0] <= 0 {
		return
	}
	// Charts draw the first so many: each length must be that of a printed number.
	for _, top := range vs {
		scale := ls[0] / top
		if scale <= 0 {
			continue
		}
		if !slices.ContainsFunc(ls, func(l float64) bool {
			return !slices.ContainsFunc(vs, func(v float64) bool {
				return math.Abs(l-max(v*scale, 0.8)) <= 0.06+0.06*scale/10 || math.Abs(l-v*scale) <= 0.16
			})
		}) {
			return
		}
	}
	p.fault("%s: %s draws lengths %v, and prints %v", name, id, ls, vs)
}

// known are the numbers that stand in the table of a figure or are stated by it,
// those in its keys and labels, and how many rows, cells and empty cells it has.
func (p *paper) known(f printedFigure) (ns []float64) {
	rows, empty := map[string]float64{}, map[string]float64{}
	for _, c := range f.Cells {
		ns = append(ns, c.numbers()...)
		rows[c.At[0]]++
		if c.Value == nil {
			empty[c.Why]++
			empty[c.Why+c.Note]++
		}
	}
	ns = append(ns, float64(len(rows)), float64(len(f.Cells)))
	for _, n := range empty {
		ns = append(ns, n)
	}
	// What a reader adds up along a line, or parts of it.
	lines := map[string][]float64{}
	for _, c := range f.Cells {
		for d, k := range c.At {
			if l := strconv.Itoa(d) + k; c.Value != nil {
				lines[l] = append(lines[l], *c.Value)
			}
		}
		if c.Value != nil {
			lines["all"] = append(lines["all"], *c.Value)
		}
	}
	for _, vs := range lines {
		sums := []float64{0}
		if len(vs) > 8 {
			vs = []float64{total(vs)}
		}
		for _, v := range vs {
			for _, s := range sums[:len(sums):len(sums)] {
				sums = append(sums, s+v)
			}
		}
		ns = append(ns, sums...)
	}
	for _, x := range f.States {
		ns = append(ns, x.Value)
	}
	for _, d := range f.Dims {
		for i, k := range d.Keys {
			ns = append(ns, numbersIn(k, false)...)
			for _, l := range d.Labels[i] {
				ns = append(ns, numbersIn(l, false)...)
			}
		}
	}
	for _, t := range f.Title {
		ns = append(ns, numbersIn(t, false)...)
	}
	return ns
}

// unexplained lists the numbers of a text that are not among those known.
func unexplained(s string, french bool, known []float64) (left []float64) {
	for _, n := range numbersIn(s, french) {
		if !all([]float64{n}, known) {
			left = append(left, n)
		}
	}
	return left
}

func total(vs []float64) (t float64) {
	for _, v := range vs {
		t += v
	}
	return t
}

// public reports a table that rests on public sources alone.
func (f printedFigure) public() bool {
	return !slices.ContainsFunc(f.Cells, func(c printedCell) bool { return c.Why == "withheld" || c.Value != nil && *c.Value > 0 && !c.By.Public })
}

// described is what the study itself says of its survey.
var described = regexp.MustCompile(`(?:Frame|Base)[\x{a0}\x{202f}]?:.*?; dates.*?2024[\x{a0}\x{202f}]?;`)

// sentence lists numbers in the words of a figure that its table and what it
// states do not have.
func (p *paper) sentence(name, id, s string, french bool) {
	f := p.figures[id]
	if slices.Contains([]string{"sayings", "items", "timeline", "profile", "estimate"}, f.Shape) || strings.Contains(f.Unit, "rung") || f.public() {
		return
	}
	if f.ID == "involve.needs" {
		return // its sentence counts lines of its own table by the marks they carry
	}
	known := append(p.known(f), 2024, 25) // the vintage of boundaries, the radius that "near" means
	s = described.ReplaceAllString(hard(s), " ")
	if left := unexplained(s, french, known); len(left) > 0 {
		p.fault("%s: the words of %s have %v, which its table does not print: %s", name, id, left, s)
	}
}
