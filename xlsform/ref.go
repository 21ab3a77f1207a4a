package xlsform

import (
	"strings"

	"github.com/dires/dires/xform/finding"
)

// index notes which element each name stands for.
func (c *conv) index() {
	c.byName = map[string]*element{}
	c.root.walk(func(e *element) {
		if e.is == isAttr || e.is == isEntityLabel || e.is == isFile {
			return
		}
		if _, dup := c.byName[e.name]; dup {
			c.byName[e.name] = nil
		} else {
			c.byName[e.name] = e
		}
	})
}

// xpaths replaces the references in an expression by paths as seen from e.
func (c *conv) xpaths(s string, e *element, current, parent bool) string {
	if !strings.Contains(s, "${") {
		return s
	}
	rs, _ := refs(s)
	if len(rs) == 0 {
		return s
	}
	var b strings.Builder
	i := 0
	for _, r := range rs {
		b.WriteString(s[i:r.from])
		b.WriteString(c.path(s, r, e, current, parent))
		i = r.to
	}
	b.WriteString(s[i:])
	return b.String()
}

// path is what one reference becomes. Inside the repeat that holds both, it is
// relative; elsewhere it is absolute.
func (c *conv) path(s string, r ref, e *element, current, parent bool) string {
	t := c.byName[r.name]
	if t == nil { // unknown names were reported by checkRefs; a loop makes one name many
		if _, many := c.byName[r.name]; many && c.names[r.name] == 1 && e != nil {
			c.bad("F529", c.pos(c.survey, e.row, "name"), r.name)
		}
		return s[r.from:r.to]
	}
	if e != nil && !r.lastSaved && relative(s, r) {
		if !current {
			current = inPredicate(s, r)
		}
		if p := relativePath(t, e, current, parent); p != "" {
			return p
		}
	}
	if r.lastSaved {
		return " instance('__last-saved')" + t.xpath() + " "
	}
	return " " + t.xpath() + " "
}

func relativePath(t, e *element, current, parent bool) string {
	rep, up := e.common(t, true)
	if rep == nil {
		return ""
	}
	var steps int
	var rest string
	if parent && outer(t, e, rep) {
		steps, rest = up+1, t.below(rep.parent)
	} else {
		lca, n := e.common(t, false)
		steps, rest = n, t.below(lca)
	}
	if steps == 0 {
		return ""
	}
	if !strings.HasSuffix(rest, t.name) {
		rest = "/" + t.name
	}
	pre := " "
	if current {
		pre = " current()/"
	}
	return pre + strings.TrimSuffix(strings.Repeat("../", steps), "/") + rest + " "
}

// outer says whether a choice list taken from a repeat needs the path through
// the repeat's parent, so that all its rows are offered.
func outer(t, e, rep *element) bool {
	return rep == t.repeatOf() && (rep.repeatOf() == nil || e.repeatOf() != rep)
}

// relative: the arguments 0, 1, 3, 5 of indexed-repeat() stay absolute.
func relative(s string, r ref) bool {
	const f = "indexed-repeat("
	if !strings.Contains(s, f) {
		return true
	}
	var spans [][2]int
	for i := 0; ; {
		j := strings.Index(s[i:], f)
		if j < 0 {
			break
		}
		j += i
		k := strings.IndexByte(s[j:], ')')
		if k < 0 {
			break
		}
		spans = append(spans, [2]int{j, j + k + 1})
		i = j + k + 1
	}
	for _, sp := range spans {
		if r.from >= sp[0] && r.to <= sp[1] {
			in := s[sp[0]+len(f) : sp[1]-1]
			at := -1
			for i, a := range strings.Split(in, ",") {
				if strings.Contains(a, "${"+r.name+"}") {
					at = i
				}
			}
			return at >= 0 && at != 0 && at != 1 && at != 3 && at != 5
		}
	}
	return true
}

// inPredicate: the reference stands between [ and ] of an expression on
// another instance.
func inPredicate(s string, r ref) bool {
	i := strings.Index(s, "instance(")
	if i < 0 || len(s) < i+11 {
		return false
	}
	for i := 0; ; {
		j := strings.IndexByte(s[i:], '[')
		if j < 0 {
			return false
		}
		j += i
		k := strings.IndexByte(s[j:], ']')
		if k < 0 {
			return false
		}
		k += j
		if k == j+1 {
			i = j + 1
			continue
		}
		if r.from >= j && r.to <= k+1 {
			return true
		}
		i = k + 1
	}
}

func (c *conv) nameSet() map[string]bool {
	if c.nameOf == nil {
		c.nameOf = map[string]bool{}
		for n := range c.names {
			c.nameOf[n] = true
		}
	}
	return c.nameOf
}

// checkRefs finds references that lead nowhere, in every sheet.
func (c *conv) checkRefs() {
	look := func(t *table, skip func([]string) bool) {
		if t == nil {
			return
		}
		head := t.raw.Rows[0]
		for i, cells := range t.raw.Rows[1:] {
			for j, s := range cells {
				if j >= len(head) || !strings.Contains(s, "${") || strings.TrimSpace(head[j]) == "" {
					continue
				}
				at := finding.At{File: c.file, Sheet: t.sheet, Row: i + 2, Col: j + 1, Field: strings.TrimSpace(head[j])}
				var p []string
				for _, h := range t.headers {
					if t.at[strings.Join(h, "/")] == j+1 {
						p = h
					}
				}
				if p == nil || skip(p) {
					continue
				}
				rs, bad := refs(s)
				if bad {
					c.bad("F526", at)
				}
				for _, r := range rs {
					switch n, ok := c.names[r.name]; {
					case !ok:
						c.bad("F528", at, r.name, c.suggest("name", r.name, c.nameSet()))
					case n > 1:
						c.bad("F529", at, r.name)
					}
				}
			}
		}
	}
	look(c.grids["settings"], func([]string) bool { return false })
	look(c.grids["entities"], func(p []string) bool { return p[0] == "dataset" || p[0] == "repeat" })
	look(c.survey, func(p []string) bool { return p[0] == "type" || p[0] == "name" || p[0] == "trigger" })
	look(c.choices, func(p []string) bool { return p[0] != "label" && p[0] != "media" })
}
