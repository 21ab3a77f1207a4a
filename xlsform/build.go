package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dires/dires/xform/finding"
)

func (c *conv) at(e *element, col string) finding.At { return c.pos(c.survey, e.row, col) }

// build makes the XForm of the tree.
func (c *conv) build() []byte {
	c.index()
	for _, l := range c.lists {
		l.settle()
	}
	c.root.walk(func(e *element) {
		for _, t := range e.trigger {
			x := trigger{name: e.name, row: e.row, value: e.bind.str("calculate")}
			if e.typ == "background-geopoint" {
				c.onGeo[t] = append(c.onGeo[t], x)
			} else {
				c.onChange[t] = append(c.onChange[t], x)
			}
		}
	})
	c.searches()
	html := el("h:html", "xmlns", "http://www.w3.org/2002/xforms", "xmlns:h", "http://www.w3.org/1999/xhtml",
		"xmlns:ev", "http://www.w3.org/2001/xml-events", "xmlns:xsd", "http://www.w3.org/2001/XMLSchema",
		"xmlns:jr", "http://openrosa.org/javarosa", "xmlns:orx", "http://openrosa.org/xforms", "xmlns:odk", "http://www.opendatakit.org/xforms")
	for f := range strings.FieldsSeq(c.settings.str("namespaces")) {
		k, v, ok := strings.Cut(f, "=")
		if ok && isName(k) && !strings.Contains(v, "=") && !slices.Contains(html.attrs, "xmlns:"+k) {
			html.attr("xmlns:"+k, strings.NewReplacer(`"`, "", "'", "").Replace(v))
		}
	}
	if c.settings.has("entity_version") && c.entities != nil {
		html.attr("xmlns:entities", "http://www.opendatakit.org/xforms/entities")
	}
	body := el("h:body")
	if s := c.settings.str("style"); s != "" {
		body.attr("class", s)
	}
	model := c.model()
	body.add(c.controls(c.root)...)
	html.add(el("h:head").add(el("h:title").say(c.settings.str("title")), model), body)
	var uncoded []string
	for _, t := range c.tr {
		if t.lang != "default" && len(t.lang) > 2 && !coded(t.lang) {
			uncoded = append(uncoded, t.lang)
		}
	}
	if uncoded != nil {
		c.bad("F581", finding.At{File: c.file}, strings.Join(uncoded, ", "))
	}
	p := &printer{b: make([]byte, 0, 1<<16)}
	p.b = append(p.b, "<?xml version=\"1.0\"?>\n"...)
	p.print(html, 0, false)
	return p.b
}

var langCode = regexp.MustCompile(`\((.*)\)$`)

// coded: the language's name ends with its code, as in "Français (fr)".
func coded(l string) bool {
	m := langCode.FindStringSubmatch(l)
	if m == nil {
		return false
	}
	code, _, _ := strings.Cut(m[1], "-")
	if len(code) == 2 {
		return languages2[code]
	}
	return len(code) == 3 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == ""
}

func (c *conv) model() *node {
	c.translations()
	m := el("model", "odk:xforms-version", "1.0.0")
	if v := c.settings.str("entity_version"); v != "" && c.entities != nil {
		m.attr("entities:entities-version", v)
	}
	s := c.settings
	sub := el("submission")
	if x := s.str("submission_url"); x != "" {
		sub.attr("action", x).attr("method", "post")
	}
	for _, kv := range [][2]string{{"public_key", "base64RsaPublicKey"}, {"auto_send", "orx:auto-send"}, {"auto_delete", "orx:auto-delete"}} {
		if x := s.str(kv[0]); x != "" {
			sub.attr(kv[1], x)
		}
	}
	if yes[s.str("client_editable")] {
		sub.attr("odk:client-editable", "true")
	}
	if len(sub.attrs) > 0 {
		m.add(sub)
	}
	if len(c.tr) > 0 {
		m.add(c.itext())
	}
	root := c.data(c.root, false)
	if a := s.get("attribute").d; a != nil {
		for i, k := range a.k {
			root.attr(k, a.v[i].s)
		}
	}
	root.attr("id", s.str("id_string"))
	for _, kv := range [][2]string{{"instance_xmlns", "xmlns"}, {"version", "version"}, {"prefix", "odk:prefix"}, {"delimiter", "odk:delimiter"}} {
		if x := s.str(kv[0]); x != "" {
			root.attr(kv[1], x)
		}
	}
	m.add(el("instance").add(root))
	m.add(c.secondary()...)
	c.root.walk(func(e *element) {
		m.add(c.bindOf(e))
		if e.is == isAttr || e.is == isQuestion {
			m.add(c.actionsOf(e, false)...)
		}
	})
	return m
}

// data makes the empty submission below e; the first repeat on a way gets its
// template beside it.
func (c *conv) data(e *element, templated bool) *node {
	n := el(e.name)
	c.dataAttrs(n, e)
	for _, k := range e.kids {
		switch k.is {
		case isFile:
		case isAttr:
			n.attr(k.name, k.value)
		case isQuestion, isEntityLabel:
			n.add(c.leaf(k))
		case isRepeat:
			if !templated {
				n.add(c.repeatTemplate(k))
				n.add(c.data(k, true))
			} else {
				n.add(c.data(k, true))
			}
		default:
			n.add(c.data(k, templated))
		}
	}
	return n
}

func (c *conv) repeatTemplate(e *element) *node {
	n := el(e.name, "jr:template", "")
	for _, k := range e.kids {
		switch k.is {
		case isFile:
		case isAttr:
			n.attr(k.name, k.value)
		case isRepeat:
			n.add(c.repeatTemplate(k))
		case isQuestion, isEntityLabel:
			n.add(c.leaf(k))
		default:
			n.add(c.data(k, false))
		}
	}
	return n
}

func (c *conv) dataAttrs(n *node, e *element) {
	if e.instance != nil {
		for i, k := range e.instance.k {
			n.attr(k, c.xpaths(e.instance.v[i].first(), e, false, false))
		}
	}
}

func (c *conv) leaf(e *element) *node {
	n := el(e.name)
	if e.def != "" && !dynamic(e.def, e.typ) {
		n.say(e.def)
	}
	c.dataAttrs(n, e)
	return n
}

var convertible = set("readonly", "required", "relevant", "constraint", "calculate")

func (c *conv) bindOf(e *element) *node {
	if e.bind == nil || len(e.bind.k) == 0 {
		return nil
	}
	b := el("bind", "nodeset", e.xpath())
	for i, k := range e.bind.k {
		v := e.bind.v[i]
		if len(e.trigger) > 0 && k == "calculate" {
			continue
		}
		s := v.s
		switch {
		case convertible[k] && v.d == nil && yes[s] && s != "true()":
			s = "true()"
		case convertible[k] && v.d == nil && no[s] && s != "false()":
			s = "false()"
		case (k == "jr:constraintMsg" || k == "jr:requiredMsg") && (v.d != nil || hasRef(s)), k == "jr:noAppErrorString" && v.d != nil:
			s = "jr:itext('" + e.xpath() + ":" + k + "')"
		case v.d != nil:
			s = v.first()
		}
		b.attr(k, c.xpaths(s, e, false, false))
	}
	return b
}

func (c *conv) actionsOf(e *element, inRepeat bool) (ns []*node) {
	for _, a := range e.actions {
		if inRepeat != (a.event == newRepeat) {
			continue
		}
		n := el(a.name, "ref", e.xpath(), "event", a.event)
		v := a.value
		if e.dynamic {
			v = c.xpaths(e.def, e, false, false)
		} else if e.def != "" {
			v = e.def
		}
		if a.name == "setvalue" && v != "" {
			n.attr("value", v)
		}
		if a.quality != "" {
			n.attr("odk:quality", a.quality)
		}
		ns = append(ns, n)
	}
	return ns
}

var pulldataCall = regexp.MustCompile(`pulldata\s*\(\s*(.*?),`)

// pulldata lists the files that the formulas of e look into.
func (c *conv) pulldata(e *element) (files []string) {
	if e.is == isFile || e.is == isAttr || e.is == isEntityLabel {
		return nil
	}
	look := func(s string) {
		if strings.Contains(s, "pulldata") {
			for _, m := range pulldataCall.FindAllStringSubmatch(s, -1) {
				files = append(files, strings.TrimSpace(strings.NewReplacer("'", "", `"`, "").Replace(m[1])))
			}
		}
	}
	for _, k := range []string{"calculate", "constraint", "readonly", "required", "relevant"} {
		if s := e.bind.str(k); strings.Contains(s, "pulldata(") {
			look(s)
		}
	}
	if strings.Contains(e.filter, "pulldata(") {
		look(e.filter)
	}
	if strings.Contains(e.def, "pulldata(") {
		look(e.def)
	}
	return files
}

// secondary makes the instances beside the submission: files, lists, the last
// saved record. One id with two sources is a finding.
func (c *conv) secondary() (ns []*node) {
	src := map[string]string{}
	externals := map[string]int{}
	add := func(e *element, name, uri string, body *node) {
		if old, ok := src[name]; ok {
			if old != uri && e != nil {
				c.bad("F550", c.at(e, "type"), name)
			} else if old != uri {
				c.bad("F550", finding.At{File: c.file, Sheet: "choices"}, name)
			}
			return
		}
		src[name] = uri
		n := el("instance", "id", name)
		if uri != "" {
			n.attr("src", uri)
		}
		ns = append(ns, n.add(body))
	}
	saved := false
	c.root.walk(func(e *element) {
		for _, f := range c.pulldata(e) {
			add(e, f, "jr://file-csv/"+f+".csv", nil)
		}
		switch e.is {
		case isFile:
			if externals[e.name]++; externals[e.name] == 2 {
				c.bad("F551", c.at(e, "name"), e.name)
			}
			x := strings.TrimSuffix(e.typ, "-external")
			p := "file"
			if x == "csv" {
				p = "file-csv"
			}
			add(e, e.name, "jr://"+p+"/"+e.name+"."+x, nil)
		case isQuestion:
			if x := fileExt(e.itemset); x != "" && c.multiple(e) {
				p := "file"
				if x == ".csv" {
					p = "file-csv"
				}
				add(e, strings.TrimSuffix(e.itemset, x), "jr://"+p+"/"+e.itemset, nil)
			}
			saved = saved || hasLastSaved(e.def) || hasLastSaved(e.filter)
			for _, k := range []string{"calculate", "constraint", "readonly", "required", "relevant"} {
				saved = saved || hasLastSaved(e.bind.str(k))
			}
		}
	})
	if saved {
		add(nil, "__last-saved", "jr://instance/last-saved", nil)
	}
	for _, name := range c.order {
		l := c.lists[name]
		if l.search {
			continue
		}
		root := el("root")
		for i, x := range l.choices {
			item := el("item")
			if l.itext {
				item.add(el("itextId").say(name + "-" + itoa(i)))
			}
			item.add(el("name").say(x.name))
			if !l.itext && x.label.s != "" {
				item.add(el("label").say(x.label.s))
			}
			if x.extra != nil {
				for j, k := range x.extra.k {
					if isName(k) {
						item.add(el(k).say(x.extra.v[j].first()))
					}
				}
			}
			if x.sms != "" {
				item.add(el("sms_option").say(x.sms))
			}
			root.add(item)
		}
		if _, clash := src[name]; clash {
			c.bad("F550", finding.At{File: c.file, Sheet: "choices", Field: "list_name"}, name)
			continue
		}
		add(nil, name, "", root)
	}
	return ns
}

// multiple: the question is a select or rank whose items stand in the form.
func (c *conv) multiple(e *element) bool {
	switch kinds[e.typ].tag {
	case "select", "select1", "odk:rank":
		return true
	}
	return false
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}
