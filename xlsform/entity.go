package xlsform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// container is a step of the way to a question: the survey, a group, a repeat.
type container struct{ name, typ string }

type way []container

func (w way) key() string {
	var b strings.Builder
	for _, x := range w {
		b.WriteString("/" + x.typ + ":" + x.name)
	}
	return b.String()
}

// scope is w up to its last repeat, or the survey.
func (w way) scope() way {
	for i := len(w) - 1; i >= 0; i-- {
		if w[i].typ == "repeat" || w[i].typ == "survey" {
			return w[:i+1]
		}
	}
	return w[:1]
}

func (w way) repeats() (n int) {
	for _, x := range w[1:] {
		if x.typ == "repeat" {
			n++
		}
	}
	return n
}

// within counts the containers below the scope.
func (w way) within() int { return len(w) - len(w.scope()) }

type entities struct {
	byName map[string]*entity
	order  []*entity
	uses   map[string][]string // question → entity lists that mention it
	any    []*entity           // those referred to, in the order met
}

type entity struct {
	list, id, create, update string
	label                    string
	row                      int
	refs                     []entityRef
}

type entityRef struct {
	path               way
	row                int
	property, question string
}

func (es *entities) has(name string) bool { return es != nil && es.byName[name] != nil }

func (c *conv) readEntities() {
	t := c.grid("entities", entitiesAlias, entitiesColumns, nil, false)
	if t == nil || len(t.rows) == 0 {
		if t == nil {
			c.warnSimilar("entities")
		}
		return
	}
	es := &entities{byName: map[string]*entity{}, uses: map[string][]string{}}
	c.entities = es
	var extra []string
	for _, r := range t.rows {
		for _, k := range r.d.k {
			if !entitiesColumns[k] && !slices.Contains(extra, k) {
				extra = append(extra, k)
			}
		}
	}
	if extra != nil {
		c.bad("F505", finding.At{File: c.file, Sheet: "entities", Row: 1}, strings.Join(extra, ", "))
	}
	for _, r := range t.rows {
		x := &entity{list: r.d.str("dataset"), id: r.d.str("entity_id"), create: r.d.str("create_if"), update: r.d.str("update_if"),
			label: r.d.str("label"), row: r.n}
		at := func(k string) finding.At { return c.pos(t, r.n, k) }
		switch {
		case x.list == "":
			c.bad("F574", at("dataset"), "")
			continue
		case strings.HasPrefix(x.list, "__") || strings.Contains(x.list, ".") || !isName(x.list):
			c.bad("F509", at("dataset"), x.list)
			continue
		case x.id == "" && x.update != "":
			c.bad("F573", at("entity_id"), x.list)
		case x.id != "" && x.create != "" && x.update == "":
			c.bad("F572", at("update_if"), x.list)
		case x.id == "" && x.label == "":
			c.bad("F571", at("label"), x.list)
		}
		if es.byName[x.list] != nil {
			c.bad("F574", at("dataset"), x.list)
			continue
		}
		es.byName[x.list] = x
		es.order = append(es.order, x)
		for _, col := range []string{x.id, x.create, x.update, x.label} {
			rs, _ := refs(col)
			for _, q := range rs {
				if !slices.Contains(es.uses[q.name], x.list) {
					es.uses[q.name] = append(es.uses[q.name], x.list)
				}
			}
		}
	}
}

func (es *entities) mention(x *entity, r entityRef) {
	if len(x.refs) == 0 {
		es.any = append(es.any, x)
	}
	x.refs = append(x.refs, r)
}

// entityRefs notes a save_to and the mention of a question by an entity.
func (c *conv) entityRefs(path way, e *element, n int, begin, end bool) {
	es := c.entities
	if save := e.bind.str("entities:saveto"); save != "" {
		at := c.pos(c.survey, n, "bind/entities:saveto")
		if es == nil || len(es.order) == 0 {
			c.bad("F562", at)
			return
		}
		name := es.order[0].list
		switch strings.Count(save, "#") {
		case 0:
			if len(es.order) > 1 {
				c.bad("F567", at)
				return
			}
		case 1:
			name, save, _ = strings.Cut(save, "#")
			e.setBind("entities:saveto", save)
		default:
			c.bad("F568", at)
			return
		}
		x := es.byName[name]
		if x == nil {
			c.bad("F565", at, name)
			return
		}
		low := strings.ToLower(save)
		switch {
		case save == "":
			c.bad("F509", at, save)
		case begin || end:
			c.bad("F564", at)
		case low == "name" || low == "label" || strings.HasPrefix(save, "__"):
			c.bad("F566", at, save)
		case !isName(save):
			c.bad("F509", at, save)
		case slices.ContainsFunc(x.refs, func(r entityRef) bool { return r.property == save }):
			c.bad("F563", at, save)
		}
		es.mention(x, entityRef{path: slices.Clone(path), row: n, property: save})
	}
	if es != nil && e.name != "" && !end {
		for _, list := range es.uses[e.name] {
			es.mention(es.byName[list], entityRef{path: slices.Clone(path), row: n, question: e.name})
		}
	}
}

// request is where an entity wants to stand.
type request struct {
	x       *entity
	scope   way
	want    way
	lineage []way // of its save_to columns
}

// request works out the place from the references; what cannot be reconciled
// is a finding.
func (c *conv) request(x *entity) (request, bool) {
	var scope, deepest, save way
	for i, r := range x.refs {
		b := r.path.scope()
		if i == 0 || b.repeats() > scope.repeats() {
			if b.key() != scope.key() {
				deepest = r.path
				if r.property != "" {
					save = r.path
				}
			}
			scope = b
		}
		if deepest == nil || b.key() == scope.key() && r.path.within() > deepest.within() {
			deepest = r.path
		}
		if r.property != "" && (save == nil || b.key() == scope.key() && r.path.within() > save.within()) {
			save = r.path
		}
	}
	q := request{x: x, scope: scope, want: deepest}
	seen := map[string]bool{}
	for _, r := range x.refs {
		if r.property != "" && !seen[r.path.key()] {
			seen[r.path.key()] = true
			q.lineage = append(q.lineage, r.path)
		}
	}
	if save != nil {
		q.want = save
	}
	if len(q.lineage) > 0 {
		n := len(q.lineage[0])
		for _, l := range q.lineage {
			n = min(n, len(l))
		}
		common := q.lineage[0][:n]
		if len(q.lineage) > 1 {
		search:
			for i := range n {
				for _, l := range q.lineage {
					if l[i] != q.lineage[0][i] {
						common = q.lineage[0][:i]
						break search
					}
				}
			}
			a, b := save.scope(), common
			q.want = a
			if b.repeats() > a.repeats() || b.repeats() == a.repeats() && b.within() > a.within() {
				q.want = b
			}
		} else {
			q.want = common
		}
	}
	for _, r := range x.refs {
		b := r.path.scope()
		ok := len(b) <= len(scope) && slices.Equal(scope[:len(b)], b)
		if ok && r.property != "" {
			ok = q.want.scope().key() == b.key()
		}
		if !ok {
			at := c.pos(c.survey, r.row, "bind/entities:saveto")
			if r.property == "" {
				at = finding.At{File: c.file, Sheet: "entities", Row: x.row}
			}
			c.bad("F569", at, x.list)
			return q, false
		}
	}
	return q, true
}

// placeEntities puts each entity's declaration into the survey, group or
// repeat it belongs to; each may hold one.
func (c *conv) placeEntities() {
	es := c.entities
	if es == nil || len(es.order) == 0 {
		return
	}
	top := way{{"survey", "survey"}}
	var scopes []string
	by := map[string][]request{}
	add := func(q request) {
		k := q.scope.key()
		if by[k] == nil {
			scopes = append(scopes, k)
		}
		by[k] = append(by[k], q)
	}
	for _, x := range es.any {
		q, ok := c.request(x)
		if !ok {
			return
		}
		add(q)
	}
	for _, x := range es.order {
		if len(x.refs) == 0 {
			add(request{x: x, scope: top, want: top})
		}
	}
	placed, reserved := map[string]*entity{}, map[string]*entity{}
	nested := false
	if len(scopes) == 1 && scopes[0] == top.key() && len(by[scopes[0]]) == 1 {
		placed[top.key()] = by[scopes[0]][0].x
	} else {
		for _, s := range scopes {
			qs := by[s]
			slices.SortStableFunc(qs, func(a, b request) int { return cmp.Compare(a.x.row, b.x.row) })
			for _, q := range qs {
				var conflict *entity
				for depth := len(q.want); depth > len(q.scope)-1; depth-- {
					w := q.want[:depth]
					conflict = placed[w.key()]
					if conflict == nil {
						conflict = reserved[w.key()]
					}
					if conflict == nil {
						placed[w.key()], reserved[w.key()] = q.x, q.x
						nested = nested || w.repeats() > 0
						for _, l := range q.lineage {
							for i := len(l); i > depth-1; i-- {
								reserved[l[:i].key()] = q.x
							}
						}
						break
					}
					stop := false
					for _, l := range q.lineage {
						if r := reserved[l.key()]; r != nil {
							conflict, stop = r, true
							break
						}
					}
					if stop {
						break
					}
				}
				if conflict != nil {
					c.bad("F570", finding.At{File: c.file, Sheet: "entities", Row: q.x.row}, q.x.list)
					return
				}
			}
		}
	}
	version := "2024.1.0"
	if len(es.order) > 1 || nested {
		version = "2025.1.0"
	}
	c.settings.put("entity_version", version)
	c.inject(c.root, top, placed, false)
}

func (c *conv) inject(e *element, w way, placed map[string]*entity, repeat bool) {
	kids := slices.Clone(e.kids)
	if x := placed[w.key()]; x != nil {
		m := newMeta()
		m.add(x.element(repeat))
		e.add(m)
	}
	for _, k := range kids {
		if k.is == isGroup && k.typ == "group" || k.is == isRepeat {
			c.inject(k, append(slices.Clone(w), container{k.name, k.typ}), placed, repeat || k.is == isRepeat)
		}
	}
}

// element declares the entity in the form.
func (x *entity) element(repeat bool) *element {
	e := &element{is: isEntity, typ: "entity", name: "entity", row: x.row}
	attr := func(name, value, calculate string, bind bool) *element {
		a := &element{is: isAttr, name: name, value: value}
		if bind {
			if calculate != "" {
				a.setBind("calculate", calculate)
			}
			a.setBind("readonly", "true()")
			a.setBind("type", "string")
		}
		e.add(a)
		return a
	}
	attr("dataset", x.list, "", false)
	if x.id == "" || x.create != "" {
		attr("create", "1", x.create, x.create != "")
	}
	if x.id != "" {
		attr("update", "1", x.update, x.update != "")
		item := "instance('" + x.list + "')/root/item[name=" + x.id + "]"
		attr("baseVersion", "", item+"/__version", true)
		attr("trunkVersion", "", item+"/__trunkVersion", true)
		attr("branchId", "", item+"/__branchId", true)
	}
	id := attr("id", "", x.id, true)
	if x.id == "" {
		id.actions = append(id.actions, action{name: "setvalue", event: firstLoad, value: "uuid()"})
		if repeat {
			id.actions = append(id.actions, action{name: "setvalue", event: newRepeat, value: "uuid()"})
		}
	}
	if x.label != "" {
		l := &element{is: isEntityLabel, name: "label"}
		l.setBind("calculate", x.label)
		l.setBind("readonly", "true()")
		l.setBind("type", "string")
		e.add(l)
	}
	return e
}
