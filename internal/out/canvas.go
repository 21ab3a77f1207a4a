package out

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A canvas collects shapes in layout coordinates; svg.go and emf.go write
// them. Each shape has the name of a style, never a colour of its own, so that
// a page can recolour a chart for the dark or for print.
type canvas struct {
	w, h float64
	rtl  bool
	ops  []op
}

type kind uint8

const (
	rectOp kind = iota
	pathOp      // polyline or filled polygon, by style
	circleOp
	textOp
)

type anchor uint8

const (
	start anchor = iota
	middle
	end
)

type xy struct{ x, y float64 }

type op struct {
	kind   kind
	style  string
	x, y   float64
	w, h   float64 // size; w is the radius of a circle
	rings  [][]xy
	closed bool
	text   string
	at     anchor
	title  string
}

func (c *canvas) rect(style string, x, y, w, h float64) {
	c.ops = append(c.ops, op{kind: rectOp, style: style, x: x, y: y, w: w, h: h})
}

func (c *canvas) line(style string, ps ...xy) {
	c.ops = append(c.ops, op{kind: pathOp, style: style, rings: [][]xy{ps}})
}

func (c *canvas) area(style string, rings [][]xy, title string) {
	c.ops = append(c.ops, op{kind: pathOp, style: style, rings: rings, closed: true, title: title})
}

func (c *canvas) circle(style string, x, y, r float64, title string) {
	c.ops = append(c.ops, op{kind: circleOp, style: style, x: x, y: y, w: r, title: title})
}

func (c *canvas) text(style string, x, y float64, at anchor, s string) {
	if s != "" {
		c.ops = append(c.ops, op{kind: textOp, style: style, x: x, y: y, at: at, text: s})
	}
}

// mirrored returns the ops laid out from the right: positions are mirrored,
// text is not.
func (c *canvas) mirrored() []op {
	if !c.rtl {
		return c.ops
	}
	ops := make([]op, len(c.ops))
	for i, o := range c.ops {
		switch o.kind {
		case rectOp:
			o.x = c.w - o.x - o.w
		case circleOp:
			o.x = c.w - o.x
		case textOp:
			// direction=rtl in the SVG already turns start and end round.
			o.x = c.w - o.x
		case pathOp:
			rings := make([][]xy, len(o.rings))
			for j, r := range o.rings {
				for _, p := range r {
					rings[j] = append(rings[j], xy{c.w - p.x, p.y})
				}
			}
			o.rings = rings
		}
		ops[i] = o
	}
	return ops
}

// look is how a style is drawn on paper; pages override colours by class.
type look struct {
	fill, stroke string // "" is none, "ink" is the text's colour
	width        float64
	opacity      float64 // of the fill; 0 means 1
	dash         string
	size         float64 // of text
	bold         bool
}

// looks lists every style. The ramp r0…r4 is ColorBrewer's Blues; bars and
// dots keep 3:1 against white and against the dark page.
var looks = map[string]look{
	"g":  {stroke: "#d4d9dd", width: 1},                              // grid line
	"a":  {stroke: "#7a858e", width: 1},                              // axis
	"b":  {fill: "#3a7ab0"},                                          // bar
	"c":  {fill: "#b8651b"},                                          // second bar
	"w":  {stroke: "ink", width: 1.5},                                // whisker: bounds or interval
	"v":  {fill: "#3a7ab0", opacity: .22},                            // band
	"l":  {stroke: "#3a7ab0", width: 2},                              // line
	"d":  {fill: "#3a7ab0", stroke: "#fff", width: 1},                // dot
	"e":  {fill: "#b8651b", stroke: "#fff", width: .8, opacity: .72}, // circle on a map
	"m":  {fill: "#efece4", stroke: "#8d9399", width: .8},            // land
	"h":  {fill: "hatch", stroke: "#9aa3aa", width: .7},              // no value
	"k":  {fill: "none", stroke: "#7a858e", width: 1, dash: "3 3"},   // the whole of "3 of 12"
	"x":  {fill: "ink"},                                              // withheld
	"y":  {fill: "none", stroke: "ink", width: 1.2},                  // under embargo; the frame of "?"
	"r0": {fill: "#eff3ff", stroke: "#fff", width: .7},
	"r1": {fill: "#bdd7e7", stroke: "#fff", width: .7},
	"r2": {fill: "#6baed6", stroke: "#fff", width: .7},
	"r3": {fill: "#3182bd", stroke: "#fff", width: .7},
	"r4": {fill: "#08519c", stroke: "#fff", width: .7},
	"t":  {fill: "ink", size: 13},
	"t2": {fill: "ink", size: 12}, // of two lines
	"tb": {fill: "ink", size: 13, bold: true},
	"ts": {fill: "#5a646c", size: 12}, // quieter
	"tn": {fill: "#12293d", size: 12}, // on light cells of the ramp
	"tw": {fill: "#fff", size: 12},    // on dark cells
	"th": {fill: "ink", size: 17, bold: true},
	"tf": {fill: "#9c2f16", size: 12, bold: true}, // FICTION
	"f":  {fill: "none", stroke: "#9c2f16", width: 1.2},
	"bg": {fill: "#fff"},
}

// wide estimates the width of s in a system sans-serif of the given size;
// layout needs no more than a good guess.
func wide(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r == ' ' || r == 'i' || r == 'l' || r == 'j' || r == '.' || r == ',' || r == '\'' || r == '’' || r == ':' || r == 'I' || r == '\u202f' || r == '\u00a0':
			w += .29
		case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '—' || r == '%':
			w += .86
		case r >= 'A' && r <= 'Z' || r == 'É':
			w += .66
		case r == 't' || r == 'f' || r == 'r':
			w += .37
		default:
			w += .55
		}
	}
	return w * size * 1.12 // DejaVu and Verdana are wider than the fonts these were taken from
}

// within moves text that would leave the drawing at its side back inside:
// the last year under an axis, a long label.
func (c *canvas) within() {
	for i, o := range c.ops {
		if o.kind != textOp {
			continue
		}
		l := looks[o.style]
		w := wide(o.text, l.size)
		if l.bold {
			w *= 1.1
		}
		left := o.x // in order of reading
		switch o.at {
		case middle:
			left -= w / 2
		case end:
			left -= w
		}
		if left+w > c.w {
			c.ops[i].x -= left + w - c.w
			left -= left + w - c.w
		}
		if left < 0 {
			c.ops[i].x -= left
		}
	}
}

// wrap breaks s into lines no wider than width, at most max of them; the last
// ends in an ellipsis where there was more.
func wrap(s string, size, width float64, max int) []string {
	var lines []string
	cur := ""
	for _, w := range hyphened(splitWords(s), size, width) {
		switch {
		case cur == "":
			cur = w
		case wide(cur+" "+w, size) <= width:
			cur += " " + w
		default:
			lines, cur = append(lines, cur), w
		}
	}
	if cur != "" {
		lines = append(lines, cur)
	}
	if len(lines) > max {
		lines = lines[:max]
		lines[max-1] += "…"
	}
	for i, l := range lines {
		lines[i] = clip(l, size, width)
	}
	return lines
}

// hyphened breaks words that are wider than a line, where it can before a
// consonant that begins a syllable.
func hyphened(ws []string, size, width float64) []string {
	var out []string
	for _, w := range ws {
		for r := []rune(w); ; {
			n := len(r)
			for n > 3 && wide(string(r[:n])+"-", size) > width {
				n--
			}
			if wide(string(r), size) <= width || n < 3 || len(r)-n < 2 {
				out = append(out, string(r))
				break
			}
			n = syllable(r, n)
			out = append(out, string(r[:n])+"-")
			r = r[n:]
		}
	}
	return out
}

// syllable is the last place at or before n where a word may be broken: before
// a consonant and a vowel, three letters from either end. Without one it is n.
func syllable(r []rune, n int) int {
	vowel := func(i int) bool {
		return strings.ContainsRune("aeiouyàâäéèêëîïôöùûüœæ", unicode.ToLower(r[i]))
	}
	for k := min(n, len(r)-3); k >= 3; k-- {
		if !vowel(k) && vowel(k+1) && (vowel(k-1) || !strings.Contains("bl br ch cl cr dr fl fr gl gn gr ph pl pr th tr vr", string(r[k-1:k+1]))) {
			return k
		}
	}
	return n
}

// clip shortens s to the width with an ellipsis.
func clip(s string, size, width float64) string {
	if wide(s, size) <= width {
		return s
	}
	for len(s) > 0 && wide(s+"…", size) > width {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s + "…"
}

// splitWords splits at plain spaces only: no-break spaces keep their words.
func splitWords(s string) []string {
	var ws []string
	cur := ""
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' {
			if cur != "" {
				ws = append(ws, cur)
			}
			cur = ""
			continue
		}
		cur += string(r)
	}
	if cur != "" {
		ws = append(ws, cur)
	}
	return ws
}

// ticks gives round values from 0 (or below) to at least top, about n of them.
func ticks(low, top float64, n int) []float64 {
	if top <= low {
		top = low + 1
	}
	raw := (top - low) / float64(n)
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := mag
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if step = m * mag; step >= raw-1e-12 {
			break
		}
	}
	if step > .5 && step < 1 && low == math.Trunc(low) && top >= 1 && top == math.Trunc(top) && top < 5 {
		step = 1
	}
	var ts []float64
	for i := math.Floor(low / step); ; i++ {
		ts = append(ts, i*step)
		if i*step >= top-1e-9 {
			return ts
		}
	}
}
