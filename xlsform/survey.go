package xlsform

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// conv turns one workbook into a form.
type conv struct {
	wb    Workbook
	file  string
	found finding.List
	lang  string // the default language

	settings *dict
	lists    map[string]*list
	order    []string
	external map[string]bool // lists of external_choices
	survey   *table
	choices  *table
	root     *element
	entities *entities
	names    map[string]int
	byName   map[string]*element // nil for a name that several have

	tr        []*translation
	trByLang  map[string]*translation
	onChange  map[string][]trigger
	onGeo     map[string][]trigger
	repeats   map[string]bool
	instances map[string]bool
	grids     map[string]*table
	meant     map[string]string
	sorted    map[string][]string
	nameOf    map[string]bool
}

type trigger struct {
	name, value string
	row         int
}

// deepest is how far groups may be nested; Collect and the submission parser
// stop not far beyond.
const deepest = 40

// frame is an open group, repeat or loop.
type frame struct {
	typ   string
	e     *element
	names map[string]bool
	lower map[string]bool
	row   int
	path  []container
	table string // the list of a table-list; "*" before its first select
}

// readSurvey builds the tree of the survey sheet.
func (c *conv) readSurvey() {
	t := c.survey
	stack := []frame{{typ: "survey", e: c.root, names: map[string]bool{}, lower: map[string]bool{}, path: []container{{"survey", "survey"}}}}
	var meta []*element
	questions := map[string]bool{}
	type mention struct {
		name string
		row  int
	}
	var triggers, geometries []mention
	orOther := false
	for _, r := range t.rows {
		top := &stack[len(stack)-1]
		d, n := r.d, r.n
		at := func(path string) finding.At { return c.pos(t, n, path) }
		if d.has("disabled") {
			c.bad("F578", at("disabled"))
			if yes[d.str("disabled")] {
				continue
			}
			d.del("disabled")
		}
		if len(d.k) == 0 {
			continue
		}
		typ := d.str("type")
		if a, ok := typeAlias[typ]; ok {
			typ = a
		}
		if typ == "" {
			if d.has("name") || d.has("label") {
				c.bad("F506", at("type"))
			} else {
				c.bad("F507", at("type"))
			}
			continue
		}
		e := c.elementOf(d, typ, n)
		if d.has("trigger") && !strings.HasPrefix(typ, "begin") {
			for part := range strings.SplitSeq(d.str("trigger"), ",") {
				rs, bad := refs(part)
				if bad || len(rs) == 0 && strings.TrimSpace(part) != "" {
					c.bad("F526", at("trigger"))
					continue
				}
				if len(rs) > 1 {
					c.bad("F527", at("trigger"))
				}
				for _, x := range rs {
					e.trigger = append(e.trigger, x.name)
					triggers = append(triggers, mention{x.name, n})
				}
			}
		}
		if e.def != "" && dynamic(e.def, typ) {
			e.dynamic = true
			e.actions = append(e.actions, action{name: "setvalue", event: firstLoad})
			if slices.ContainsFunc(stack, func(f frame) bool { return f.typ == "repeat" }) {
				e.actions = append(e.actions, action{name: "setvalue", event: newRepeat})
			}
		}
		params, ok := parameters(d.str("parameters"))
		if !ok {
			c.bad("F530", at("parameters"))
		}
		e.params = params
		if typ == "audit" {
			if e.name != "" && e.name != "audit" {
				c.bad("F534", at("name"))
			}
			e.name = "audit"
			c.audit(e, at("parameters"))
			meta = append(meta, e)
			continue
		}
		if typ == "calculate" && !e.bind.get("calculate").ok() && !e.dynamic {
			c.bad("F536", at("bind/calculate"))
		}
		if typ == "subscriberid" || typ == "simserial" {
			c.bad("F577", at("type"), typ)
		}
		if s, ok := settingsAlias[typ]; ok {
			c.settings.put(s[0], d.str("name"))
			continue
		}
		begin, over := beginOf(typ)
		end := ""
		if begin == "" {
			end = endOf(typ)
		}
		if kobo := koboOf(typ); kobo != "" {
			if kobo == "begin" {
				c.bad("F627", at("type"), typ)
			}
			continue
		}
		if end == "" {
			if e.name == "" {
				if typ != "note" {
					c.bad("F508", at("name"))
					if begin == "" {
						continue
					}
					e.name = "unnamed_" + strconv.Itoa(n)
				} else {
					e.name = "generated_note_name_" + strconv.Itoa(n)
				}
			}
			if !isName(e.name) {
				c.bad("F509", at("name"), e.name)
				if begin == "" {
					continue
				}
			}
			c.names[e.name]++
			switch low := strings.ToLower(e.name); {
			case e.name == "meta":
				c.bad("F515", at("name"))
				if begin == "" {
					continue
				}
			case top.names[e.name]:
				c.bad("F511", at("name"), e.name)
			default:
				top.names[e.name] = true
				if top.lower[low] {
					c.bad("F512", at("name"), e.name)
				}
				top.lower[low] = true
			}
		}
		c.entityRefs(top.path, e, n, begin != "", end != "")
		if end != "" {
			if len(stack) == 1 || top.typ != end {
				c.bad("F516", at("type"), end)
				continue
			}
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].table = ""
			continue
		}
		if begin != "" {
			if begin == "repeat" {
				if e.name == c.root.name {
					c.bad("F513", at("name"), e.name)
				} else if c.repeats[e.name] {
					c.bad("F514", at("name"), e.name)
				}
				c.repeats[e.name] = true
				if !e.label.ok() && e.media == nil {
					c.bad("F579", at("label"), e.name)
				}
			}
			f := frame{typ: begin, e: e, names: map[string]bool{}, lower: map[string]bool{}, row: n}
			e.typ = begin
			e.is = isGroup
			if begin == "repeat" {
				e.is = isRepeat
			}
			if begin == "loop" {
				l := c.lists[over]
				if over == "" || l == nil {
					c.bad("F547", at("type"))
				}
			}
			if x := e.control.str("jr:count"); x != "" && !isRef(x) {
				k := &element{is: isQuestion, typ: "calculate", name: e.name + "_count", row: n, counts: true}
				k.bind = &dict{}
				k.bind.put("readonly", "true()")
				k.bind.put("calculate", x)
				c.template(k)
				top.e.add(k)
				c.names[k.name] += 0 // may be referred to
				e.control.put("jr:count", "${"+k.name+"}")
			}
			if app := strings.Fields(e.control.str("appearance")); slices.Contains(app, "table-list") {
				f.table = "*"
				s := "field-list"
				for _, w := range app {
					if w != "table-list" {
						s += " " + w
					}
				}
				e.control.put("appearance", s)
				if e.label.ok() || e.hint.ok() {
					k := &element{is: isQuestion, typ: "note", name: "generated_table_list_label_" + strconv.Itoa(n), label: e.label, hint: e.hint, row: n}
					c.template(k)
					e.label, e.hint = value{}, value{}
					e.add(k)
				}
			}
			if x := d.get("intent"); x.ok() {
				if e.control == nil {
					e.control = &dict{}
				}
				e.control.set("intent", x)
			}
			if len(stack) > deepest {
				c.bad("F599", at("type"), deepest)
				return
			}
			top.e.add(e)
			f.path = append(slices.Clone(top.path), container{e.name, begin})
			stack = append(stack, f)
			continue
		}
		questions[e.name] = true
		if typ == "csv-external" || typ == "xml-external" {
			c.instances[strings.TrimSuffix(e.name, path.Ext(e.name))] = true
			e.is = isFile
			top.e.add(e)
			continue
		}
		if cmd, seltyp, name, other := selectOf(typ); cmd != "" {
			orOther = c.selectQuestion(top, e, cmd, seltyp, name, other, at) || orOther
			continue
		}
		if list, ok := osmOf(typ); ok {
			e.typ = "osm"
			c.osm(e, list)
			c.finish(top.e, e, at)
			continue
		}
		switch typ {
		case "range":
			c.rangeQuestion(e, at("parameters"))
		case "text":
			if c.accept(params, at("parameters"), "rows") && params.has("rows") {
				if _, err := strconv.Atoi(params.str("rows")); err != nil {
					c.bad("F532", at("parameters"), "rows", params.str("rows"), "1, 2, 3 …")
				}
				e.ctl("rows", params.str("rows"))
			}
		case "photo":
			c.photo(e, at)
		case "audio", "background-audio":
			c.audio(e, at("parameters"))
		case "geopoint", "geoshape", "geotrace":
			c.geo(e, at("parameters"))
			if e.itemset != "" {
				geometries = append(geometries, mention{e.itemset, n})
			}
		case "start-geopoint":
			e.actions = append(e.actions, action{name: "odk:setgeopoint", event: firstLoad})
		case "background-geopoint":
			if len(e.trigger) == 0 {
				c.bad("F540", at("trigger"))
			}
			if e.bind.has("calculate") {
				c.bad("F541", at("bind/calculate"))
			}
		}
		c.finish(top.e, e, at)
	}
	if orOther && !c.onlyDefault() {
		c.bad("F576", finding.At{File: c.file, Sheet: "survey"})
	}
	for _, m := range triggers {
		if !questions[m.name] {
			c.bad("F528", c.pos(t, m.row, "trigger"), m.name, c.suggest("question", m.name, questions))
		}
	}
	for _, m := range geometries {
		ok := c.instances[m.name] || c.lists[m.name] != nil || c.entities.has(m.name)
		if !ok && isRef(m.name) {
			rs, _ := refs(m.name)
			ok = c.repeats[rs[0].name]
		}
		if !ok {
			c.bad("F561", c.pos(t, m.row, "parameters"), m.name)
		}
	}
	for len(stack) > 1 {
		f := stack[len(stack)-1]
		c.bad("F517", c.pos(t, f.row, "type"), f.typ, f.e.name)
		stack = stack[:len(stack)-1]
	}
	c.unloop(c.root)
	c.loopedRepeats()
	c.metaGroup(meta)
	c.uniqueNames()
}
