package xlsform

import "strings"

// controls makes what the enumerator sees below a section.
func (c *conv) controls(e *element) (ns []*node) {
	for _, k := range e.kids {
		switch k.is {
		case isGroup:
			if n := c.group(k); n != nil {
				ns = append(ns, n)
			}
		case isRepeat:
			ns = append(ns, c.repeat(k))
		case isQuestion:
			if n := c.question(k); n != nil {
				ns = append(ns, n)
			}
		}
	}
	return ns
}

func (c *conv) group(e *element) *node {
	if e.bodyless {
		return nil
	}
	g := el("group")
	if e.control != nil {
		for i, k := range e.control.k {
			g.attr(k, c.xpaths(e.control.v[i].first(), e, false, false))
		}
		if a := e.control.str("appearance"); a != "" {
			g.attr("appearance", a)
		}
	}
	g.attr("ref", e.xpath())
	if e.label.ok() {
		g.add(c.label(e))
	}
	return g.add(c.controls(e)...)
}

func (c *conv) repeat(e *element) *node {
	r := el("repeat", "nodeset", e.xpath())
	if e.control != nil {
		for i, k := range e.control.k {
			r.attr(k, c.xpaths(e.control.v[i].first(), e, false, false))
		}
	}
	r.add(c.controls(e)...)
	e.walk(func(k *element) {
		if (k.is == isAttr || k.is == isQuestion) && k.repeatOf() == e {
			r.add(c.actionsOf(k, true)...)
		}
	})
	return el("group", "ref", e.xpath()).add(c.label(e), r)
}

func (c *conv) label(e *element) *node {
	n := el("label")
	if e.needsItext() {
		return n.attr("ref", "jr:itext('"+e.xpath()+":label')")
	}
	c.sayOutput(n, e.label.s, e)
	return n
}

func (c *conv) hintNode(e *element) *node {
	n := el("hint")
	if e.hint.d != nil || e.guidance.ok() {
		return n.attr("ref", "jr:itext('"+e.xpath()+":hint')")
	}
	c.sayOutput(n, e.hint.s, e)
	return n
}

func (c *conv) question(e *element) *node {
	if e.typ == "calculate" || (e.bind.has("calculate") || len(e.trigger) > 0) && !e.label.ok() && !e.hint.ok() {
		for _, t := range c.onChange[e.name] {
			c.bad("F539", c.pos(c.survey, t.row, "trigger"), e.name, t.name)
		}
		return nil
	}
	k := kinds[e.typ]
	if k.tag == "" || k.tag == "action" {
		return nil
	}
	media := e.media != nil && len(e.media.k) > 0
	if !e.label.ok() && !e.hint.ok() && !media {
		c.bad("F537", c.at(e, "label"), e.name)
		return nil
	}
	if media && e.media.has("big-image") && !e.media.has("image") {
		c.bad("F538", c.at(e, "media/big-image"), e.name)
	}
	n := el(k.tag, "ref", e.xpath())
	if k.media != "" {
		n.attr("mediatype", k.media)
	}
	if e.control != nil {
		for i, x := range e.control.k {
			if d := e.control.v[i].d; d != nil { // body:esri:style, with single colons
				for j, y := range d.k {
					if !strings.Contains(c.settings.str("namespaces"), x+"=") {
						n.attr(x, c.xpaths(d.v[j].first(), e, false, false))
						continue
					}
					n.attr(x+":"+y, c.xpaths(d.v[j].first(), e, false, false))
				}
				continue
			}
			n.attr(x, c.xpaths(e.control.v[i].s, e, false, false))
		}
	}
	n.add(c.label(e))
	if e.hint.ok() || e.guidance.ok() {
		n.add(c.hintNode(e))
	}
	switch {
	case c.multiple(e):
		c.items(n, e)
	case e.typ == "range":
		if e.itemset != "" {
			n.add(c.itemset("instance('"+e.itemset+"')/root/item", "name", c.labelRef(e.itemset)))
		}
	case e.typ == "geopoint" || e.typ == "geoshape" || e.typ == "geotrace":
		if e.itemset != "" {
			n.add(c.itemsetOf(e))
		}
	case e.query != "":
		q := "instance('" + e.query + "')/root/item"
		if e.filter != "" {
			q += "[" + c.xpaths(e.filter, e, true, false) + "]"
		}
		n.attr("query", q)
	case e.typ == "osm":
		for _, t := range e.tags {
			n.add(el("tag", "key", t.name).add(el("label").say(t.label.first())))
		}
	}
	for _, t := range c.onChange[e.name] {
		if x := c.byName[t.name]; x != nil {
			s := el("setvalue", "ref", x.xpath(), "event", valueChanged)
			if v := c.xpaths(t.value, e, false, false); v != "" {
				s.attr("value", v)
			}
			n.add(s)
		}
	}
	for _, t := range c.onGeo[e.name] {
		if x := c.byName[t.name]; x != nil {
			n.add(el("odk:setgeopoint", "ref", x.xpath(), "event", valueChanged))
		}
	}
	return n
}

func (c *conv) labelRef(list string) string {
	if l := c.lists[list]; l != nil && l.itext {
		return "jr:itext(itextId)"
	}
	return "label"
}

func (c *conv) itemset(nodeset, value, label string) *node {
	return el("itemset", "nodeset", nodeset).add(el("value", "ref", value), el("label", "ref", label))
}

// items gives a select its choices: an itemset, or with search() the choices
// themselves.
func (c *conv) items(n *node, e *element) {
	if e.itemset != "" {
		n.add(c.itemsetOf(e))
		return
	}
	l := c.lists[e.list]
	if l == nil || !l.search {
		return
	}
	for i, x := range l.choices {
		lb := el("label")
		if l.itext {
			lb.attr("ref", "jr:itext('"+l.name+"-"+itoa(i)+"')")
		} else if e.label.ok() {
			c.sayOutput(lb, x.label.s, nil)
		}
		n.add(el("item").add(lb, el("value").say(x.name)))
	}
}

func (c *conv) itemsetOf(e *element) *node {
	nodeset, value, label, filter := "", "name", "label", ""
	byRef := hasRef(e.itemset)
	switch ext := fileExt(e.itemset); {
	case ext != "":
		nodeset = "instance('" + strings.TrimSuffix(e.itemset, ext) + "')/root/item"
		if ext == ".geojson" {
			value, label = "id", "title"
		}
		if v := e.params.str("value"); v != "" {
			value = v
		}
		if v := e.params.str("label"); v != "" {
			label = v
		}
	case byRef:
		p := strings.TrimSpace(c.xpaths(e.itemset, e, false, true))
		if kinds[e.typ].tag == "input" { // reference-geometry: a repeat
			nodeset, value, label, filter = p, "geometry", "geometry", "./geometry != ''"
			break
		}
		i := strings.LastIndexByte(p, '/')
		nodeset, value = p[:max(i, 0)], p[i+1:]
		label, filter = value, "./"+value+" != ''"
	default:
		nodeset, label = "instance('"+e.itemset+"')/root/item", c.labelRef(e.itemset)
	}
	if e.filter != "" {
		filter = c.xpaths(e.filter, e, true, byRef)
		if byRef {
			filter = strings.ReplaceAll(strings.ReplaceAll(filter, "current()/"+nodeset, "."), nodeset, ".")
		}
	}
	if filter != "" {
		nodeset += "[" + filter + "]"
	}
	if e.params.str("randomize") == "true" {
		if seed := e.params.str("seed"); seed != "" {
			nodeset = "randomize(" + nodeset + ", " + strings.TrimSpace(c.xpaths(seed, e, false, false)) + ")"
		} else {
			nodeset = "randomize(" + nodeset + ")"
		}
	}
	return c.itemset(nodeset, value, label)
}
