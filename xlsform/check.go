package xlsform

import (
	"errors"
	"slices"
	"strings"

	"github.com/dires/dires/xform/finding"
	"github.com/dires/dires/xpath"
)

// Check converts a workbook and also reads every formula as a phone would: a
// formula that is not well written, a function that does not exist or has the
// wrong number of arguments, a path that leads nowhere, formulas that go in a
// circle. XForm is nil if any of that is wrong.
func Check(w Workbook, o Options) Result {
	c, r := convert(w, o)
	if c.root == nil || c.byName == nil {
		return r
	}
	c.found = r.Found
	c.formulas()
	c.defaults()
	c.circles()
	c.lint()
	c.columns()
	c.found.Sort()
	c.found = slices.CompactFunc(c.found, func(a, b finding.Finding) bool { // a loop repeats its rows
		return a.Code == b.Code && a.At == b.At && slices.Equal(a.Args, b.Args)
	})
	r.Found = c.found
	if r.Found.Worst() == finding.Error {
		r.XForm = nil
	}
	return r
}

// formulas reads each formula of the survey.
func (c *conv) formulas() {
	c.root.walk(func(e *element) {
		if e.is == isAttr || e.is == isEntityLabel || e.is == isEntity {
			return
		}
		at := func(col string) finding.At {
			if e.row == 0 {
				return finding.At{File: c.file, Sheet: "settings", Row: 2, Field: "instance_name"}
			}
			return c.at(e, col)
		}
		for _, k := range []string{"calculate", "constraint", "readonly", "required", "relevant"} {
			if s := e.bind.str(k); s != "" && !yes[s] && !no[s] {
				c.formula(e, s, at(e.column(k)), k != "constraint")
			}
		}
		if e.dynamic {
			c.formula(e, e.def, at("default"), true)
		}
		if e.filter != "" {
			c.formula(e, e.filter, at("choice_filter"), false)
		}
		if e.is == isRepeat {
			if s := e.control.str("jr:count"); s != "" {
				c.formula(e, s, at("control/jr:count"), true)
			}
		}
	})
	for _, t := range []*table{c.grids["entities"]} {
		if t == nil {
			continue
		}
		for _, r := range t.rows {
			for _, k := range []string{"entity_id", "create_if", "update_if", "label"} {
				if s := r.d.str(k); s != "" {
					c.formula(nil, s, c.pos(t, r.n, k), false)
				}
			}
		}
	}
}

func (c *conv) formula(e *element, s string, at finding.At, paths bool) {
	x, err := xpath.Parse(s)
	var bad *xpath.SyntaxError
	if errors.As(err, &bad) {
		c.bad("F585", at, bad.Near)
		return
	}
	for _, f := range x.Calls {
		if !xpath.Known(f.Name) {
			c.bad("F586", at, f.Name, suggestion(f.Name, xpath.Functions()))
		} else if ok, words := xpath.Takes(f.Name, f.Args); !ok {
			c.bad("F587", at, f.Name, f.Args, words)
		}
	}
	if x.Has("sum") && !x.Has("coalesce") && !x.Has("if") && !x.Has("number") {
		for _, r := range x.Refs {
			if t := c.byName[r.Name]; t != nil && t.is == isQuestion && t.def == "" && t.typ != "calculate" && !yes[t.bind.str("required")] {
				c.bad("F590", at)
				break
			}
		}
	}
	filter := at.Field == "choice_filter" || e != nil && s == e.filter
	c.bareWords(e, x, at, filter)
	if !filter { // in a filter, "." is the choice
		c.literals(e, x, at)
	} else {
		c.literals(nil, x, at)
	}
	if e == nil || !paths {
		return
	}
	for _, p := range x.Paths {
		if p.Filtered || p.Predicated || len(p.Steps) == 0 {
			continue
		}
		from := e
		if p.Absolute {
			if p.Steps[0] != c.root.name {
				continue
			}
			from = nil
		} else if p.Steps[0] != ".." {
			continue
		}
		if to, stop := follow(c.root, from, p.Steps); to == nil {
			var names []string
			if stop != nil {
				for _, k := range stop.kids {
					names = append(names, k.name)
				}
			}
			c.bad("F588", at, p.String(), suggestion(p.Steps[len(p.Steps)-1], names))
		}
	}
}

// follow walks a path; stop is the section in which a step was not found.
func follow(root, e *element, steps []string) (to, stop *element) {
	for i, s := range steps {
		switch {
		case s == ".":
		case s == "..":
			if e == nil || e.parent == nil {
				return nil, root
			}
			e = e.parent
		case s == "*" || strings.HasPrefix(s, "@") || strings.HasSuffix(s, "()"):
			return root, nil
		case e == nil && i == 0:
			e = root
		default:
			var next *element
			for _, k := range e.kids {
				if k.name == s {
					next = k
				}
			}
			if next == nil {
				return nil, e
			}
			e = next
		}
	}
	return e, nil
}

// circles finds formulas that wait for each other.
func (c *conv) circles() {
	type wait struct { // a formula of the element, or of a section above it, reads to
		to, by *element
		col    string
	}
	waits := map[*element][]wait{}
	c.root.walk(func(e *element) {
		if e.bind == nil || e.is == isAttr || e.is == isEntityLabel {
			return
		}
		for _, k := range []string{"calculate", "relevant", "readonly", "required"} {
			s := e.bind.str(k)
			if s == "" || yes[s] || no[s] || k == "calculate" && len(e.trigger) > 0 {
				continue
			}
			x, err := xpath.Parse(s)
			if err != nil || x.Has("once") || x.Has("indexed-repeat") || x.Has("position") {
				continue
			}
			note := func(t *element) {
				if t == nil || t.is == isAttr {
					return
				}
				if k == "relevant" && e.section() { // it holds for all below
					for _, q := range below(e) {
						waits[q] = append(waits[q], wait{t, e, e.column(k)})
					}
					return
				}
				waits[e] = append(waits[e], wait{t, e, e.column(k)})
			}
			for _, r := range x.Refs {
				if t := c.byName[r.Name]; t != nil && t.is == isQuestion && !r.LastSaved {
					note(t)
				}
			}
			for _, p := range x.Paths {
				if p.Filtered || p.Predicated {
					continue
				}
				if len(p.Steps) == 1 && p.Steps[0] == "." {
					note(e)
				} else if len(p.Steps) > 0 && (p.Steps[0] == ".." || p.Absolute && p.Steps[0] == c.root.name) {
					from := e
					if p.Absolute {
						from = nil
					}
					if t, _ := follow(c.root, from, p.Steps); t != nil && t.is == isQuestion {
						note(t)
					}
				}
			}
		}
	})
	const open, done = 1, 2
	state := map[*element]int{}
	told := map[*element]bool{}
	var stack []*element
	var visit func(e *element)
	visit = func(e *element) {
		state[e] = open
		stack = append(stack, e)
		for _, w := range waits[e] {
			t := w.to
			switch state[t] {
			case 0:
				visit(t)
			case open:
				i := slices.Index(stack, t)
				var names []string
				for _, x := range stack[i:] {
					names = append(names, x.name)
				}
				if !told[t] {
					told[t] = true
					c.bad("F589", c.at(w.by, w.col), strings.Join(append(names, t.name), " → "))
				}
			}
		}
		stack = stack[:len(stack)-1]
		state[e] = done
	}
	c.root.walk(func(e *element) {
		if state[e] == 0 && waits[e] != nil {
			visit(e)
		}
	})
}

func below(e *element) (qs []*element) {
	for _, k := range e.kids {
		k.walk(func(x *element) {
			if x.is == isQuestion {
				qs = append(qs, x)
			}
		})
	}
	return qs
}

// columns finds titles that are nearly a known one.
func (c *conv) columns() {
	for _, x := range []struct {
		t     *table
		alias map[string][]string
		cols  map[string]bool
		also  []string
	}{{c.survey, surveyAlias, surveyColumns, []string{"disabled", "intent", "comment", "comments", "note", "notes"}},
		{c.choices, listAlias, listColumns, nil}, {c.grids["settings"], settingsAlias, settingsColumns, []string{"name", "instance_id", "form_id"}}} {
		if x.t == nil {
			continue
		}
		var names []string
		for n := range x.cols {
			names = append(names, n)
		}
		for n := range x.alias {
			names = append(names, n)
		}
		names = append(names, x.also...)
		for _, h := range x.t.headers {
			first := snake(h[0])
			if _, alias := x.alias[first]; alias || x.cols[first] || len(first) < 4 || slices.Contains(names, first) || h[0] == "list name" ||
				slices.ContainsFunc(keys(x.alias), func(a string) bool { return x.alias[a][0] == h[0] }) {
				continue
			}
			if n := suggestion(first, names); !strings.Contains(n, "…") && n != "" && near(first, n, 2) {
				j := strings.Join(h, "/")
				c.bad("F553", finding.At{File: c.file, Sheet: x.t.sheet, Row: 1, Col: x.t.at[j], Field: x.t.field[j]}, h[0], n)
			}
		}
	}
}

// lint tells what the web form cannot do, and a group without questions.
func (c *conv) lint() {
	c.root.walk(func(e *element) {
		switch e.typ {
		case "geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint",
			"q geopoint", "q geotrace", "q geoshape", "location", "q location", "gps", "add location prompt":
			c.bad("F626", c.at(e, "type"), e.typ)
		}
		switch e.typ {
		case "barcode", "audit", "background-audio", "select one external", "audio", "video", "file":
			c.bad("F591", c.at(e, "type"), e.typ)
		}
		if (e.is == isGroup || e.is == isRepeat) && !e.bodyless && e.row > 0 && len(e.kids) == 0 {
			c.bad("F593", c.at(e, "type"))
		}
	})
}
