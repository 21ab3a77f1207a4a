package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
	"github.com/dires/dires/xpath"
)

// bareWords finds words in a formula that are neither a question, nor a
// choice, nor a function: XPath takes them for parts of the question itself,
// which has none, so that they are always empty. columns are what a choice
// filter may name; nil means that they are not known.
func (c *conv) bareWords(e *element, x *xpath.Expr, at finding.At, filter bool) {
	var columns []string
	if filter {
		if columns = c.filterColumns(e); columns == nil {
			return
		}
	}
	for _, p := range x.Paths {
		if p.Absolute || p.Filtered || p.Predicated || len(p.Steps) == 0 {
			continue
		}
		w := p.Steps[0]
		if w == "." || w == ".." || w == "*" || strings.HasPrefix(w, "@") || strings.HasSuffix(w, "()") {
			continue
		}
		if filter {
			if !slices.Contains(columns, w) {
				c.bad("F620", at, p.String(), c.meantBy(w, columns))
			}
			continue
		}
		if e != nil && e.section() {
			if to, _ := follow(c.root, e, p.Steps); to != nil {
				continue
			}
		}
		c.bad("F620", at, p.String(), c.meantBy(w, nil))
	}
}

// meantBy says what to write instead of a bare word.
func (c *conv) meantBy(w string, columns []string) string {
	low := strings.ToLower(w)
	switch {
	case c.byName[w] != nil:
		return "${" + w + "}"
	case c.offers(w):
		return "'" + w + "'"
	case yes[w] || low == "vrai":
		return "true()"
	case no[w] || low == "faux":
		return "false()"
	}
	for _, col := range columns {
		if near(low, strings.ToLower(col), 2) {
			return col
		}
	}
	return "'" + w + "'"
}

// offers: a list has the choice.
func (c *conv) offers(w string) bool {
	for _, l := range c.lists {
		if slices.ContainsFunc(l.choices, func(x *choice) bool { return x.name == w }) {
			return true
		}
	}
	return false
}

// filterColumns are the columns that the filter of a question may name; nil
// where the choices come from a file or a repeat.
func (c *conv) filterColumns(e *element) []string {
	var t *table
	switch {
	case e == nil:
		return nil
	case e.typ == "select one external":
		t = c.grids["external_choices"]
	case c.lists[e.itemset] != nil && !c.lists[e.itemset].search:
		t = c.choices
	}
	if t == nil {
		return nil
	}
	cols := []string{"name", "label", "itextId", "sms_option", "list_name"}
	for _, h := range t.headers {
		cols = append(cols, h[0])
	}
	return cols
}

// operand is the question that a side of a comparison stands for.
func (c *conv) operand(e *element, o xpath.Operand) *element {
	var q *element
	switch o.Kind {
	case xpath.Refers:
		q = c.byName[o.Text]
	case xpath.Located:
		p := o.Path
		switch {
		case len(p.Steps) == 1 && p.Steps[0] == "." && !p.Absolute:
			q = e
		case p.Absolute && len(p.Steps) > 1 && p.Steps[0] == c.root.name:
			q, _ = follow(c.root, nil, p.Steps)
		case e != nil && !p.Absolute && p.Steps[0] == "..":
			q, _ = follow(c.root, e, p.Steps)
		}
	}
	if q == nil || q.is != isQuestion {
		return nil
	}
	return q
}

// dateArgument are the functions whose first argument is a date: Collect does
// not open a form in which that is a text it cannot read.
var dateArgument = set("date", "date-time", "decimal-date-time", "format-date", "format-date-time")

// literals compares what a formula says in quotation marks with the type and
// the list of the question it is compared with.
func (c *conv) literals(e *element, x *xpath.Expr, at finding.At) {
	for _, k := range x.Compares {
		c.compared(e, k.Left, k.Right, k.Op, at)
		c.compared(e, k.Right, k.Left, k.Op, at)
	}
	for _, f := range x.Calls {
		as := f.Operands
		switch {
		case (f.Name == "selected" || f.Name == "is-selected") && len(as) == 2:
			if q := c.operand(e, as[0]); q != nil && c.multiple(q) && as[1].Kind == xpath.Literal {
				for _, w := range strings.Fields(as[1].Text) {
					c.inList(q, w, at)
				}
			}
		case f.Name == "jr:choice-name" && len(as) == 2 && as[0].Kind == xpath.Literal && as[1].Kind == xpath.Literal && isRef(as[1].Text):
			rs, _ := refs(as[1].Text)
			if q := c.byName[rs[0].name]; q != nil && q.is == isQuestion {
				c.inList(q, as[0].Text, at)
			}
		case dateArgument[f.Name] && len(as) > 0 && as[0].Kind == xpath.Literal && as[0].Text != "" && !hasRef(as[0].Text):
			if !xform.Holds(xform.Date, as[0].Text) && !xform.Holds(xform.DateTime, as[0].Text) {
				c.bad("F625", at, as[0].Text)
			}
		}
	}
}

func (c *conv) compared(e *element, side, other xpath.Operand, op string, at finding.At) {
	q := c.operand(e, side)
	if q == nil || other.Text == "" || other.Kind != xpath.Literal && other.Kind != xpath.Number {
		return
	}
	if c.multiple(q) {
		if op == "=" || op == "!=" {
			for _, w := range strings.Fields(other.Text) {
				c.inList(q, w, at)
			}
		}
		return
	}
	t, example, ok := valueOf(q)
	if !ok || other.Kind == xpath.Number || hasRef(other.Text) {
		return
	}
	if t == xform.Int { // compared as numbers: '1.5' is one
		t = xform.Decimal
	}
	if !xform.Holds(t, other.Text) && !(t == xform.Date && xform.Holds(xform.DateTime, other.Text)) {
		c.bad("F622", at, other.Text, example)
	}
}

// inList reports a choice that the list of a question does not have.
func (c *conv) inList(q *element, w string, at finding.At) {
	if names := c.choiceNames(q); names != nil && !hasRef(w) && !offeredAs(names, w) {
		c.bad("F621", at, w, q.itemset, suggestion(w, names))
	}
}

// choiceNames are the names in the list of a question; nil where they are not
// known here: from a file, a repeat, a search.
func (c *conv) choiceNames(q *element) (names []string) {
	if !c.multiple(q) {
		return nil
	}
	name := q.itemset
	if name == "" {
		name = q.list
	}
	l := c.lists[name]
	if l == nil || l.search {
		return nil
	}
	for _, x := range l.choices {
		names = append(names, x.name)
	}
	return names
}

// offeredAs: w is a name of the list, or the same number as one ("01" and 1).
func offeredAs(names []string, w string) bool {
	if slices.Contains(names, w) {
		return true
	}
	f, err := strconv.ParseFloat(w, 64)
	return err == nil && slices.ContainsFunc(names, func(n string) bool {
		g, err := strconv.ParseFloat(n, 64)
		return err == nil && f == g
	})
}

// valueOf is what a question holds, with an example; ok is false for texts,
// files and choices.
func valueOf(q *element) (t xform.Type, example string, ok bool) {
	switch q.bind.str("type") {
	case "int":
		return xform.Int, "12", true
	case "decimal":
		return xform.Decimal, "1.5", true
	case "date":
		return xform.Date, "2031-08-03", true
	case "time":
		return xform.Time, "14:30", true
	case "dateTime":
		return xform.DateTime, "2031-08-03T14:30", true
	case "geopoint":
		return xform.GeoPoint, "12.6 -8.0", true
	case "geotrace":
		return xform.GeoTrace, "12.6 -8.0; 12.7 -8.1", true
	case "geoshape":
		return xform.GeoShape, "12.6 -8.0; 12.7 -8.1; 12.5 -8.2; 12.6 -8.0", true
	}
	return xform.String, "", false
}

// defaults finds values that a phone would drop, or keep though the list does
// not have them.
func (c *conv) defaults() {
	c.root.walk(func(e *element) {
		if e.is != isQuestion || e.def == "" || dynamic(e.def, e.typ) || hasRef(e.def) || e.row == 0 {
			return
		}
		at := c.at(e, "default")
		if c.multiple(e) {
			names := c.choiceNames(e)
			ws := []string{e.def}
			if e.typ != "select one" {
				ws = strings.Fields(e.def)
			}
			for _, w := range ws {
				if names != nil && !slices.Contains(names, w) {
					c.bad("F624", at, w, e.itemset, suggestion(w, names))
				}
			}
			return
		}
		if t, example, ok := valueOf(e); ok && !xform.Holds(t, e.def) {
			c.bad("F623", at, e.def, example)
		}
	})
}
