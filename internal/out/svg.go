package out

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// svg writes a canvas. Neighbouring shapes of one style share a group that
// carries the presentation attributes; the class lets a page recolour them.
func (f Frame) svg(c *canvas) string {
	c.rtl = f.Printer.Tag.RightToLeft()
	if f.Alone {
		f.dress(c)
	}
	if f.Mark != "" {
		w := wide(f.Mark, 12) + 14
		c.rect("f", c.w-w-1, 1, w, 19)
		c.text("tf", c.w-w/2-1, 15, middle, f.Mark)
	}
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + num(c.w) + " " + num(c.h) + `"`)
	if f.Alone {
		b.WriteString(` width="` + num(c.w) + `" height="` + num(c.h) + `" color="#1c2730" font-family="system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif"`)
	} else {
		b.WriteString(` font-family="inherit"`)
	}
	if c.rtl {
		b.WriteString(` direction="rtl"`)
	}
	b.WriteString(` role="img" lang="` + string(f.Printer.Tag) + `" aria-labelledby="` + f.ID + `t" aria-describedby="` + f.ID + `d">`)
	title := f.Title
	if f.Mark != "" {
		title = f.Mark + " · " + title
	}
	b.WriteString(`<title id="` + f.ID + `t">` + html.EscapeString(title) + `</title><desc id="` + f.ID + `d">` + html.EscapeString(f.Desc) + `</desc>`)
	ops := c.mirrored()
	for _, o := range ops {
		if looks[o.style].fill == "hatch" {
			b.WriteString(`<defs><pattern id="` + f.ID + `h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v5" stroke="currentColor" stroke-opacity=".5" stroke-width="1.6"/></pattern></defs>`)
			break
		}
	}
	style := ""
	for i, o := range ops {
		group := o.style
		if o.kind == textOp {
			group += string(rune('0' + o.at))
		}
		if group != style || i == 0 {
			if i > 0 {
				b.WriteString("</g>")
			}
			f.open(&b, o)
			style = group
		}
		shape(&b, o)
	}
	if len(ops) > 0 {
		b.WriteString("</g>")
	}
	b.WriteString("</svg>")
	return XML(b.String())
}

// open starts a group with the attributes of a style.
func (f Frame) open(b *strings.Builder, o op) {
	l := looks[o.style]
	b.WriteString(`<g class="` + o.style + `"`)
	switch l.fill {
	case "", "none":
		b.WriteString(` fill="none"`)
	case "ink":
		b.WriteString(` fill="currentColor"`)
	case "hatch":
		b.WriteString(` fill="url(#` + f.ID + `h)"`)
	default:
		b.WriteString(` fill="` + l.fill + `"`)
	}
	if l.opacity > 0 {
		b.WriteString(` fill-opacity="` + num(l.opacity) + `"`)
	}
	if l.stroke == "ink" {
		b.WriteString(` stroke="currentColor"`)
	} else if l.stroke != "" {
		b.WriteString(` stroke="` + l.stroke + `"`)
	}
	if l.width > 0 && l.stroke != "" && l.width != 1 {
		b.WriteString(` stroke-width="` + num(l.width) + `"`)
	}
	if l.dash != "" {
		b.WriteString(` stroke-dasharray="` + l.dash + `"`)
	}
	if l.size > 0 {
		b.WriteString(` font-size="` + num(l.size) + `"`)
	}
	if l.bold {
		b.WriteString(` font-weight="600"`)
	}
	if o.kind == textOp && o.at == middle {
		b.WriteString(` text-anchor="middle"`)
	} else if o.kind == textOp && o.at == end {
		b.WriteString(` text-anchor="end"`)
	}
	b.WriteByte('>')
}

func shape(b *strings.Builder, o op) {
	switch o.kind {
	case rectOp:
		b.WriteString(`<path d="M` + num(o.x) + " " + num(o.y) + "h" + num(o.w) + "v" + num(o.h) + "h" + num(-o.w) + `z"/>`)
	case circleOp:
		b.WriteString(`<circle cx="` + num(o.x) + `" cy="` + num(o.y) + `" r="` + num(o.w) + `"`)
		closeTitled(b, o.title, "circle")
	case textOp:
		b.WriteString(`<text x="` + num(o.x) + `" y="` + num(o.y) + `">` + html.EscapeString(o.text) + `</text>`)
	case pathOp:
		b.WriteString(`<path d="` + path(o.rings, o.closed) + `"`)
		closeTitled(b, o.title, "path")
	}
}

func closeTitled(b *strings.Builder, title, tag string) {
	if title == "" {
		b.WriteString("/>")
		return
	}
	b.WriteString("><title>" + html.EscapeString(title) + "</title></" + tag + ">")
}

// path writes rings with relative steps on a grid of a tenth of a pixel, so
// that rounding never adds up and shared borders stay shared.
func path(rings [][]xy, closed bool) string {
	var b strings.Builder
	for _, r := range rings {
		px, py := 0.0, 0.0
		for i, p := range r {
			x, y := math.Round(p.x*10), math.Round(p.y*10)
			if i == 0 {
				b.WriteString("M" + num(x/10) + " " + num(y/10))
			} else {
				dx, dy := (x-px)/10, (y-py)/10
				switch {
				case dx == 0 && dy == 0:
					continue
				case dy == 0:
					b.WriteString("h" + num(dx))
				case dx == 0:
					b.WriteString("v" + num(dy))
				default:
					b.WriteString("l" + num(dx))
					if dy >= 0 {
						b.WriteByte(' ')
					}
					b.WriteString(num(dy))
				}
			}
			px, py = x, y
		}
		if closed {
			b.WriteByte('z')
		}
	}
	return b.String()
}

// num writes a coordinate with at most one decimal (two below one), without
// leading zeros.
func num(f float64) string {
	r := math.Round(f*10) / 10
	if math.Abs(f) < 1 {
		r = math.Round(f*100) / 100
	}
	if r == 0 {
		return "0"
	}
	s := strconv.FormatFloat(r, 'f', -1, 64)
	if strings.HasPrefix(s, "0.") {
		return s[1:]
	}
	if strings.HasPrefix(s, "-0.") {
		return "-" + s[2:]
	}
	return s
}

// dress gives a chart that stands alone its title, its foot and a white page.
func (f Frame) dress(c *canvas) {
	const pad = 16
	lines := wrap(f.Title, 17, c.w-2*pad, 3)
	top := float64(pad + 22*len(lines) + 6)
	if f.Mark != "" {
		top += 22
	}
	for i := range c.ops {
		c.ops[i].y += top
		c.ops[i].x += pad
		for j, r := range c.ops[i].rings {
			moved := make([]xy, len(r))
			for k, p := range r {
				moved[k] = xy{p.x + pad, p.y + top}
			}
			c.ops[i].rings[j] = moved
		}
	}
	h := c.h + top
	c.w += 2 * pad
	head := &canvas{w: c.w}
	y := top - float64(22*len(lines)) + 8
	for _, l := range lines {
		head.text("th", pad, y, start, l)
		y += 22
	}
	y = h + 20
	for _, s := range f.Foot {
		for _, l := range wrap(s, 12, c.w-2*pad, 4) {
			head.text("ts", pad, y, start, l)
			y += 17
		}
	}
	c.h = y + 2
	bg := &canvas{}
	bg.rect("bg", 0, 0, c.w, c.h)
	c.ops = append(append(bg.ops, head.ops...), c.ops...)
}
