package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// metaGroup adds what every submission carries about itself.
func (c *conv) metaGroup(kids []*element) {
	omit := c.settings.str("omit_instanceID")
	if yes[omit] {
		if c.settings.get("public_key").ok() {
			c.bad("F583", finding.At{File: c.file, Sheet: "settings", Row: 2, Field: "omit_instanceID"})
		}
	} else {
		id := &element{is: isQuestion, typ: "calculate", name: "instanceID"}
		id.setBind("readonly", "true()")
		p := c.settings.str("instance_id")
		if p == "" {
			p = "uid"
		}
		id.setBind("jr:preload", p)
		c.template(id)
		kids = append(kids, id)
		c.names["instanceID"]++
	}
	if x := c.settings.str("instance_name"); x != "" {
		e := &element{is: isQuestion, typ: "calculate", name: "instanceName"}
		e.setBind("calculate", x)
		c.template(e)
		kids = append(kids, e)
	}
	for _, k := range kids {
		c.template(k)
	}
	c.placeEntities()
	if len(kids) == 0 {
		return
	}
	var m *element
	for _, k := range c.root.kids {
		if k.name == "meta" && k.is == isGroup {
			m = k
		}
	}
	if m == nil {
		m = newMeta()
		c.root.add(m)
	}
	for _, k := range kids {
		m.add(k)
	}
}

func newMeta() *element { return &element{is: isGroup, typ: "group", name: "meta", bodyless: true} }

// unloop writes out each loop once per choice of its list.
func (c *conv) unloop(e *element) {
	for _, k := range e.kids {
		c.unloop(k)
	}
	if e.typ != "loop" {
		return
	}
	var cols []*choice
	if l := c.lists[c.loops(e)]; l != nil {
		cols = l.choices
	}
	kids := e.kids
	e.kids = nil
	for _, col := range cols {
		if col.name == "none" {
			continue
		}
		g := &element{is: isGroup, typ: "group", name: col.name, label: col.label, media: col.media, row: e.row}
		e.add(g)
		for _, k := range kids {
			g.add(k.with(col))
		}
	}
}

// loopedRepeats finds a repeat in a loop: the loop writes it once per choice,
// and each repeat needs a name of its own.
func (c *conv) loopedRepeats() {
	rows := map[int]int{}
	c.root.walk(func(e *element) {
		if e.is == isRepeat && e.row > 0 {
			if rows[e.row]++; rows[e.row] == 2 {
				c.bad("F628", c.pos(c.survey, e.row, "type"), e.name)
			}
		}
	})
}

// uniqueNames finds a name that the form itself needed and the author used:
// the count of a repeat, the question behind "or other".
func (c *conv) uniqueNames() {
	c.root.walk(func(e *element) {
		seen := map[string]bool{}
		for _, k := range e.kids {
			if k.is == isAttr || k.name == "meta" {
				continue
			}
			if seen[k.name] && !slices.ContainsFunc(c.found, func(f finding.Finding) bool { return f.Code == "F511" && slices.Equal(f.Args, []string{k.name}) }) {
				c.bad("F511", c.pos(c.survey, k.row, "name"), k.name)
			}
			seen[k.name] = true
		}
	})
}

func (c *conv) loops(e *element) string {
	_, over := beginOf(c.typeAt(e.row))
	return over
}

func (c *conv) typeAt(n int) string {
	if i := n - 2; i >= 0 && i < len(c.survey.rows) {
		return c.survey.rows[i].d.str("type")
	}
	return ""
}

// with copies a question of a loop for one choice.
func (e *element) with(col *choice) *element {
	x := *e
	x.path, x.kids = "", nil
	sub := func(v value) value { return substitute(v, col, "") }
	x.label, x.hint, x.guidance = sub(e.label), sub(e.hint), sub(e.guidance)
	x.name, x.def, x.filter = sub(text(e.name)).s, sub(text(e.def)).s, sub(text(e.filter)).s
	for _, p := range []**dict{&x.bind, &x.control, &x.media, &x.instance} {
		if *p != nil {
			*p = substitute(value{d: *p}, col, "").d
		}
	}
	for _, k := range e.kids {
		x.add(k.with(col))
	}
	return &x
}

func substitute(v value, col *choice, l string) value {
	if v.d == nil {
		if !strings.Contains(v.s, "%") {
			return v
		}
		label := col.label.s
		if col.label.d != nil {
			label = fmt.Sprint(col.label.first())
			if x := col.label.d.str(l); x != "" {
				label = x
			}
		}
		return text(strings.NewReplacer("%(name)s", col.name, "%(label)s", label).Replace(v.s))
	}
	d := v.d.clone()
	for i, k := range d.k {
		d.v[i] = substitute(d.v[i], col, k)
	}
	return value{d: d}
}
