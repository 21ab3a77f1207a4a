package xlsform

import (
	"slices"
	"strings"
	"time"

	"github.com/dires/dires/xform/finding"
)

// ctl sets an attribute of the control.
func (e *element) ctl(k, v string) {
	if e.control == nil {
		e.control = &dict{}
	}
	e.control.put(k, v)
}

func (e *element) setBind(k, v string) {
	if e.bind == nil {
		e.bind = &dict{}
	}
	e.bind.put(k, v)
}

// elementOf takes from a row what every kind of question has.
func (c *conv) elementOf(d *dict, typ string, n int) *element {
	e := &element{is: isQuestion, typ: typ, row: n, name: d.str("name"), label: d.get("label"), hint: d.get("hint"),
		guidance: d.get("guidance_hint"), def: d.str("default"), filter: d.str("choice_filter")}
	if kinds[typ].holds() == "dateTime" { // a cell of date and time, as the workbook gives it
		if t, err := time.Parse(time.DateTime, e.def); err == nil {
			e.def = t.Format("2006-01-02T15:04:05")
		}
	}
	e.bind, e.control, e.instance, e.media = d.get("bind").d, d.get("control").d, d.get("instance").d, d.get("media").d
	return e
}

// finish completes a question from its type's template and adds it.
func (c *conv) finish(p, e *element, at func(string) finding.At) {
	if !c.template(e) {
		c.bad("F510", at("type"), e.typ, suggestion(snake(e.typ), offered))
		return
	}
	p.add(e)
}

// template lays what the row says over what the type brings.
func (c *conv) template(e *element) bool {
	k, ok := kinds[e.typ]
	if !ok {
		return false
	}
	if len(k.bind) > 0 {
		b := &dict{}
		for i := 0; i < len(k.bind); i += 2 {
			b.put(k.bind[i], k.bind[i+1])
		}
		if e.bind != nil {
			b = b.over(e.bind)
		}
		e.bind = b
	}
	if !e.hint.ok() && k.hint != "" {
		e.hint = text(k.hint)
	}
	if e.control.str("appearance") == "label" && !e.label.ok() {
		e.label = text(" ")
	}
	return true
}

// beginOf reads "begin repeat", "begin_group", "begin loop over list".
func beginOf(t string) (typ, over string) {
	r, ok := strings.CutPrefix(t, "begin")
	if !ok || r == "" || r[0] != ' ' && r[0] != '_' && r[0] != '\t' {
		return "", ""
	}
	r = r[1:]
	for w, typ := range controls {
		if r == w {
			return typ, ""
		}
		if rest, ok := strings.CutPrefix(r, w+" "); ok {
			rest = strings.TrimPrefix(rest, "over ")
			if rest != "" && !strings.Contains(rest, " ") {
				return typ, rest
			}
		}
	}
	return "", ""
}

func endOf(t string) string {
	r, ok := strings.CutPrefix(t, "end")
	if !ok || r == "" || r[0] != ' ' && r[0] != '_' && r[0] != '\t' {
		return ""
	}
	return controls[r[1:]]
}

// koboOf finds the rows that only KoboToolbox understands, and which it writes
// out as others before a phone sees them: "begin" for the first of such a
// part, "within" for the rest.
func koboOf(t string) string {
	t = snake(t)
	for _, k := range []string{"kobomatrix", "score", "rank"} {
		if t == "begin_"+k {
			return "begin"
		}
		if t == "end_"+k {
			return "within"
		}
	}
	if t == "score__row" || t == "rank__level" {
		return "within"
	}
	return ""
}

func selectOf(t string) (cmd, typ, list string, other bool) {
	for _, s := range selects {
		rest, ok := strings.CutPrefix(t, s.word+" ")
		if !ok {
			continue
		}
		for _, o := range []string{" or specify other", " or_other", " or other"} {
			if l, ok := strings.CutSuffix(rest, o); ok {
				rest, other = l, true
				break
			}
		}
		if rest == "" || strings.Contains(rest, " ") {
			other = false
			continue
		}
		return s.word, s.typ, rest, other
	}
	return "", "", "", false
}

func osmOf(t string) (string, bool) {
	i := strings.Index(t, "osm ")
	if i < 0 {
		return "", false
	}
	f := strings.Fields(t[i+4:])
	if len(f) == 0 {
		return "", false
	}
	return f[0], true
}

func keys[V any](m map[string]V) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// suggest remembers what it found: one name may be wrong a thousand times.
func (c *conv) suggest(among, s string, names map[string]bool) string {
	k := among + "\x00" + s
	if n, ok := c.meant[k]; ok {
		return n
	}
	if c.sorted[among] == nil {
		c.sorted[among] = keys(names)
	}
	n := ""
	if len(c.meant) < 200 { // beyond, the author has other worries
		n = suggestion(s, c.sorted[among])
	}
	c.meant[k] = n
	return n
}

// suggestion finishes a sentence with what was probably meant; where nothing
// is near, with the first of what there is.
func suggestion(s string, candidates []string) string {
	if n := finding.Nearest(s, candidates); n != "" || len(candidates) == 0 {
		return n
	}
	if len(candidates) > 4 {
		return strings.Join(candidates[:4], ", ") + " …"
	}
	return strings.Join(candidates, ", ")
}
