package xlsform

import (
	"regexp"
	"strings"
)

// translation is the itext of one language.
type translation struct {
	lang  string
	order []string
	texts map[string]*texts
}

// texts are the forms of one text: long, guidance, image, …
type texts struct {
	forms []string
	vals  []string
	ctx   []*element
}

func (x *texts) put(form, v string, e *element) {
	for i, f := range x.forms {
		if f == form {
			x.vals[i], x.ctx[i] = v, e
			return
		}
	}
	x.forms, x.vals, x.ctx = append(x.forms, form), append(x.vals, v), append(x.ctx, e)
}

func (c *conv) tell(l, id, form, v string, e *element) {
	t := c.trByLang[l]
	if t == nil {
		t = &translation{lang: l, texts: map[string]*texts{}}
		c.trByLang[l] = t
		c.tr = append(c.tr, t)
	}
	x := t.texts[id]
	if x == nil {
		x = &texts{}
		t.texts[id] = x
		t.order = append(t.order, id)
	}
	x.put(form, v, e)
}

// each calls f with every language of a text.
func (c *conv) each(v value, f func(l, s string)) {
	if v.d == nil {
		f(c.lang, v.s)
		return
	}
	for i, l := range v.d.k {
		f(l, v.d.v[i].first())
	}
}

// translations gathers every text that needs a language, then fills the holes
// with "-".
func (c *conv) translations() {
	for _, name := range c.order {
		l := c.lists[name]
		if !l.itext {
			continue
		}
		for i, x := range l.choices {
			id := name + "-" + itoa(i)
			if x.label.ok() {
				c.each(x.label, func(lg, s string) { c.tell(lg, id, "long", s, nil) })
			}
			if x.media != nil {
				for j, k := range x.media.k {
					c.each(x.media.v[j], func(lg, s string) { c.tell(lg, id, k, s, nil) })
				}
			}
		}
	}
	c.root.walk(func(e *element) {
		if e.is != isQuestion && !e.section() {
			return
		}
		for _, k := range []string{"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"} {
			v := e.bind.get(k)
			if v.d != nil || v.s != "" && k != "jr:noAppErrorString" && hasRef(v.s) {
				c.each(v, func(lg, s string) { c.tell(lg, e.xpath()+":"+k, "long", s, e) })
			}
		}
		if e.label.d != nil || e.label.ok() && e.needsItext() {
			c.each(e.label, func(lg, s string) { c.tell(lg, e.xpath()+":label", "long", s, e) })
		}
		if e.hint.d != nil || e.hint.ok() && e.guidance.ok() {
			c.each(e.hint, func(lg, s string) { c.tell(lg, e.xpath()+":hint", "long", s, e) })
		}
		if e.guidance.ok() {
			c.each(e.guidance, func(lg, s string) { c.tell(lg, e.xpath()+":hint", "guidance", s, e) })
		}
	})
	c.root.walk(func(e *element) {
		if e.media == nil || e.is != isQuestion && !e.section() {
			return
		}
		for i, k := range e.media.k {
			switch k {
			case "image", "big-image", "audio", "video":
				c.each(e.media.v[i], func(lg, s string) { c.tell(lg, e.xpath()+":label", k, s, e) })
			default:
				c.bad("F584", c.at(e, "media/"+k), k)
			}
		}
	})
	all := map[string][]string{} // the forms of each text, in any language
	var order []string
	for _, t := range c.tr {
		for _, id := range t.order {
			if _, ok := all[id]; !ok {
				all[id] = nil
				order = append(order, id)
			}
		next:
			for _, f := range t.texts[id].forms {
				for _, g := range all[id] {
					if f == g {
						continue next
					}
				}
				all[id] = append(all[id], f)
			}
		}
	}
	for _, t := range c.tr {
		for _, id := range order {
			x := t.texts[id]
			for _, f := range all[id] {
				found := false
				if x != nil {
					for _, g := range x.forms {
						found = found || f == g
					}
				}
				if !found {
					c.tell(t.lang, id, f, "-", nil)
					x = t.texts[id]
				}
			}
		}
	}
}

func (c *conv) itext() *node {
	it := el("itext")
	for _, t := range c.tr {
		n := el("translation", "lang", t.lang)
		if t.lang == c.lang {
			n.attr("default", "true()")
		}
		for _, id := range t.order {
			x := t.texts[id]
			tx := el("text", "id", id)
			hint := strings.HasSuffix(id, ":hint")
			for i, f := range x.forms {
				v := el("value")
				s := x.vals[i]
				switch {
				case f == "guidance":
					v.attr("form", "guidance")
				case f == "long" || hint:
				case s == "-":
					continue
				case f == "image" || f == "big-image":
					v.attr("form", f)
					s = "jr://images/" + s
				default:
					v.attr("form", f)
					s = "jr://" + f + "/" + s
				}
				c.sayOutput(v, s, x.ctx[i])
				tx.add(v)
			}
			n.add(tx)
		}
		it.add(n)
	}
	return it
}

// sayOutput writes a text in which references become <output>.
func (c *conv) sayOutput(n *node, s string, e *element) {
	if s == "-" || !strings.Contains(s, "${") && !strings.Contains(s, "instance(") {
		n.say(s)
		return
	}
	i := 0
	plain := func(s string) {
		rs, _ := refs(s)
		j := 0
		for _, r := range rs {
			n.say(s[j:r.from])
			n.add(el("output", "value", c.path(s, r, e, false, false)))
			j = r.to
		}
		n.say(s[j:])
	}
	for _, sp := range instanceSpans(s) {
		plain(s[i:sp[0]])
		n.add(el("output", "value", c.xpaths(s[sp[0]:sp[1]], e, false, false)))
		i = sp[1]
	}
	plain(s[i:])
}

var searchCall = regexp.MustCompile(`search\(.*?\)`)

// searches settles selects with search(): their items stand in the body.
func (c *conv) searches() {
	with, without := map[string][]*element{}, map[string]bool{}
	c.root.walk(func(e *element) {
		if e.is != isQuestion || !c.multiple(e) {
			return
		}
		app := e.control.str("appearance")
		if len(app) > 7 && searchCall.MatchString(app) {
			if fileExt(e.itemset) != "" {
				c.bad("F548", c.at(e, "control/appearance"), e.name)
				return
			}
			if l := c.lists[e.itemset]; l != nil {
				l.search = true
				with[e.list] = append(with[e.list], e)
				e.itemset = ""
			}
			return
		}
		without[e.list] = true
	})
	for _, l := range keys(with) {
		if without[l] {
			c.bad("F549", c.at(with[l][0], "control/appearance"), l)
		}
	}
}
