package xlsform

import (
	"path"
	"strconv"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// list is a choice list.
type list struct {
	name    string
	choices []*choice
	itext   bool // its labels stand in the itext
	search  bool
}

type choice struct {
	name  string
	label value
	media *dict
	extra *dict
	sms   string
	row   int
}

// readChoices reads the choices sheet.
func (c *conv) readChoices() {
	c.lists = map[string]*list{}
	t := c.grid("choices", listAlias, listColumns, []string{"name"}, false)
	c.choices = t
	if t == nil {
		return
	}
	drop := map[string]bool{}
	for _, h := range t.headers {
		if h[0] != "list name" && strings.Contains(h[0], " ") {
			drop[h[0]] = true
		}
	}
	any := false
	for _, r := range t.rows {
		any = any || r.d.has("list name")
	}
	if any || len(t.rows) == 0 {
		for _, h := range t.headers {
			if drop[h[0]] {
				c.bad("F504", c.pos(t, 1, strings.Join(h, "/")), h[0])
			}
		}
	}
	dup := yes[c.settings.str("allow_choice_duplicates")]
	seen := map[string]map[string]bool{}
	for _, r := range t.rows {
		ln := r.d.str("list name")
		if ln == "" {
			continue
		}
		l := c.lists[ln]
		if l == nil {
			l = &list{name: ln}
			c.lists[ln], seen[ln] = l, map[string]bool{}
			c.order = append(c.order, ln)
		}
		x := &choice{row: r.n, extra: &dict{}}
		for i, k := range r.d.k {
			v := r.d.v[i]
			switch k {
			case "list name":
			case "name":
				x.name = v.s
			case "label":
				x.label = v
			case "media":
				x.media = v.d
			case "sms_option":
				x.sms = v.s
			default:
				if !drop[k] {
					x.extra.set(k, v)
				}
			}
		}
		if x.name == "" {
			c.bad("F518", c.pos(t, r.n, "name"))
			continue
		}
		if !x.label.ok() {
			c.bad("F520", c.pos(t, r.n, "label"))
		}
		if !dup && seen[ln][x.name] {
			c.bad("F519", c.pos(t, r.n, "name"), x.name)
		}
		seen[ln][x.name] = true
		l.choices = append(l.choices, x)
	}
}

// settleItext decides which lists need translations, once choices are final.
func (l *list) settle() {
	l.itext = false
	for _, x := range l.choices {
		if x.media != nil || x.label.d != nil || hasRef(x.label.s) {
			l.itext = true
			return
		}
	}
}

func fileExt(name string) string {
	switch e := path.Ext(name); e {
	case ".xml", ".csv", ".geojson":
		return e
	}
	return ""
}

// selectQuestion reads a select, its list and its parameters. It reports
// whether the question has "or other".
func (c *conv) selectQuestion(top *frame, e *element, cmd, typ, name string, other bool, at func(string) finding.At) bool {
	e.typ = typ
	ext := path.Ext(name)
	if typ == "select one external" {
		if e.filter == "" {
			c.bad("F545", at("choice_filter"))
		}
		if c.external == nil {
			c.bad("F543", at("type"), c.similar("external_choices"))
		} else if !c.external[name] {
			c.bad("F544", at("type"), name)
		}
	} else {
		c.instances[strings.TrimSuffix(name, ext)] = true
	}
	if fromFile[cmd] && (fileExt(name) == "" || strings.Count(name, ".") != 1) {
		c.bad("F542", at("type"), name)
	}
	l := c.lists[name]
	if l == nil && typ != "select one external" && fileExt(name) == "" && !hasRef(name) {
		if len(c.lists) == 0 {
			c.bad("F521", at("type"), name)
		} else {
			c.bad("F522", at("type"), name, suggestion(name, c.order))
		}
		e.itemset = ""
		return other
	}
	if typ == "select all that apply" && l != nil {
		for _, x := range l.choices {
			if strings.Contains(x.name, " ") {
				c.bad("F523", finding.At{File: c.file, Sheet: "choices", Row: x.row, Field: "name"}, x.name)
			}
		}
	}
	if other {
		switch {
		case e.filter != "":
			c.bad("F524", at("choice_filter"))
		case l == nil || len(l.choices) == 0:
			c.bad("F525", at("type"))
		default:
			c.addOther(l)
		}
	}
	ok := false
	if cmd == "select_one_from_file" || cmd == "select_multiple_from_file" {
		ok = c.accept(e.params, at("parameters"), "label", "randomize", "seed", "value")
		for _, k := range []string{"value", "label"} {
			if v := e.params.str(k); v != "" && !isName(v) {
				c.bad("F509", at("parameters"), v)
			}
		}
	} else {
		ok = c.accept(e.params, at("parameters"), "randomize", "seed")
	}
	if ok {
		c.randomize(e, at("parameters"))
	}
	e.itemset = name
	if e.filter != "" && typ == "select one external" {
		e.query = name
	} else {
		e.list = name
	}
	if top.table != "" {
		if top.table == "*" {
			top.table = name
			if e.filter != "" {
				c.bad("F546", at("choice_filter"), name, name)
			}
			h := &element{is: isQuestion, typ: typ, name: "reserved_name_for_field_list_labels_" + strconv.Itoa(e.row), itemset: name, list: name, row: e.row}
			h.ctl("appearance", "label")
			c.template(h)
			top.e.add(h)
		}
		if top.table != name {
			c.bad("F546", at("type"), top.table, name)
		}
		e.control = e.control.clone()
		e.ctl("appearance", "list-nolabel")
	}
	c.finish(top.e, e, at)
	if other {
		o := &element{is: isQuestion, typ: "text", name: e.name + "_other", label: text("Specify other."), row: e.row}
		o.setBind("relevant", "selected(../"+e.name+", 'other')")
		c.template(o)
		top.e.add(o)
		c.names[o.name] += 0 // may be referred to
	}
	return other
}

// addOther adds the choice "other" in each language of the list.
func (c *conv) addOther(l *list) {
	var langs *dict
	for _, x := range l.choices {
		if x.name == "other" {
			return
		}
		if x.label.d != nil {
			if langs == nil {
				langs = &dict{}
			}
			for _, k := range x.label.d.k {
				langs.put(k, "Other")
			}
		}
	}
	o := &choice{name: "other", label: text("Other"), extra: &dict{}}
	if langs != nil {
		o.label = value{d: langs}
	}
	l.choices = append(l.choices, o)
}

func (c *conv) randomize(e *element, at finding.At) {
	r, seed := e.params.str("randomize"), e.params.str("seed")
	switch {
	case r != "" && r != "true" && r != "false":
		c.bad("F532", at, "randomize", r, "true, false")
	case r == "" && seed != "":
		c.bad("F533", at)
	case seed != "" && !isRef(seed):
		if _, err := strconv.ParseFloat(seed, 64); err != nil {
			c.bad("F532", at, "seed", seed, "42, ${name}")
		}
	}
}

func (c *conv) osm(e *element, name string) {
	t := c.grid("osm", listAlias, listColumns, nil, false)
	if t == nil {
		return
	}
	for _, r := range t.rows {
		if r.d.str("list name") == name {
			e.tags = append(e.tags, &element{name: r.d.str("name"), label: r.d.get("label")})
		}
	}
}
