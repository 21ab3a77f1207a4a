package xform

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// XFormLimits bound a form.
var XFormLimits = Limits{Size: 64 << 20, Depth: 200, Attrs: 128}

// dom is an element of a form's XML, mixed text kept as children without name.
type dom struct {
	name  string
	attrs []Pair
	kids  []*dom
	text  string
}

func (d *dom) attr(n string) string {
	for _, a := range d.attrs {
		if a.Name == n {
			return a.Value
		}
	}
	return ""
}

func local(n string) string {
	if i := strings.IndexByte(n, ':'); i >= 0 {
		return n[i+1:]
	}
	return n
}

func (d *dom) child(n string) *dom {
	if d != nil {
		for _, k := range d.kids {
			if local(k.name) == n && k.name != "" {
				return k
			}
		}
	}
	return nil
}

// words is the text of a label; an <output> becomes the name in braces.
func (d *dom) words() string {
	if d == nil {
		return ""
	}
	if len(d.kids) == 1 && d.kids[0].name == "" {
		return strings.TrimSpace(d.kids[0].text)
	}
	var b strings.Builder
	for _, k := range d.kids {
		if k.name == "" {
			b.WriteString(k.text)
		} else if v := k.attr("value"); v != "" {
			v = strings.TrimSpace(v)
			b.WriteString("{" + v[strings.LastIndexByte(v, '/')+1:] + "}")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func parseDOM(b []byte) (*dom, error) {
	p, err := NewParser(b, XFormLimits)
	if err != nil {
		return nil, err
	}
	top := &dom{}
	stack := []*dom{top}
	for {
		ev, err := p.Next()
		if err != nil {
			return nil, err
		}
		up := stack[len(stack)-1]
		switch ev {
		case End:
			return top.kids[0], nil
		case Open:
			d := &dom{name: string(p.Name)}
			for _, a := range p.Attrs {
				d.attrs = append(d.attrs, Pair{string(a.Name), string(a.Value)})
			}
			up.kids = append(up.kids, d)
			stack = append(stack, d)
		case Text:
			if s := string(p.Text); strings.TrimSpace(s) != "" || len(up.kids) > 0 && up.kids[len(up.kids)-1].name == "" {
				up.kids = append(up.kids, &dom{text: s})
			}
		case Close:
			stack = stack[:len(stack)-1]
		}
	}
}

var errForm = errors.New("not an XForm")

// Read reads an XForm.
func Read(b []byte) (f *Form, err error) {
	defer wrap(&err, "read form")
	d, err := parseDOM(b)
	if err != nil {
		return nil, err
	}
	r := &reader{f: &Form{byPath: map[string]*Field{}}, itext: map[string]map[string]string{}, lists: map[string]*dom{}, controls: map[string]*dom{}, binds: map[string]*dom{}}
	head, body := d.child("head"), d.child("body")
	model := head.child("model")
	if local(d.name) != "html" || model == nil || body == nil {
		return nil, fmt.Errorf("%w: it has no head with a model and no body", errForm)
	}
	if err := r.model(model); err != nil {
		return nil, err
	}
	r.f.Title = head.child("title").words()
	r.body(body, "", 0)
	r.fields(r.root, "/"+r.root.name, "", 0)
	slices.Sort(r.f.Media)
	r.f.Media = slices.Compact(r.f.Media)
	return r.f, nil
}

type reader struct {
	f        *Form
	root     *dom
	itext    map[string]map[string]string // id → language → text
	lists    map[string]*dom
	binds    map[string]*dom
	controls map[string]*dom
	repeats  map[string]bool
	byBind   map[string]string   // id of a bind → nodeset
	offered  map[string][]Choice // of a list by how its items are read
}

func (r *reader) model(m *dom) error {
	r.repeats, r.byBind, r.offered = map[string]bool{}, map[string]string{}, map[string][]Choice{}
	for _, k := range m.kids {
		switch local(k.name) {
		case "itext":
			for _, t := range k.kids {
				l := t.attr("lang")
				if t.name == "" || l == "" {
					continue
				}
				if l != "default" || len(k.kids) > 1 {
					r.f.Languages = append(r.f.Languages, l)
				}
				if t.attr("default") != "" {
					r.f.Default = l
				}
				for _, x := range t.kids {
					for _, v := range x.kids {
						switch form := v.attr("form"); form {
						case "":
							id := x.attr("id")
							if r.itext[id] == nil {
								r.itext[id] = map[string]string{}
							}
							r.itext[id][l] = v.words()
						case "image", "big-image", "audio", "video":
							s := v.words()
							if i := strings.LastIndexByte(s, '/'); i >= 0 && i+1 < len(s) {
								r.f.Media = append(r.f.Media, s[i+1:])
							}
						}
					}
				}
			}
		case "instance":
			if r.root == nil {
				for _, c := range k.kids {
					if c.name != "" {
						r.root = c
						break
					}
				}
				continue
			}
			id := k.attr("id")
			if src := k.attr("src"); strings.HasPrefix(src, "jr://file") {
				r.f.Media = append(r.f.Media, src[strings.LastIndexByte(src, '/')+1:])
			} else if c := k.child("root"); c != nil {
				r.lists[id] = c
			}
		case "bind":
			r.binds[k.attr("nodeset")] = k
			if id := k.attr("id"); id != "" {
				r.byBind[id] = k.attr("nodeset")
			}
		case "submission":
			r.f.Encrypted = k.attr("base64RsaPublicKey") != ""
		}
	}
	if r.root == nil || r.root.attr("id") == "" {
		return fmt.Errorf("%w: its first instance has no id", errForm)
	}
	r.f.ID, r.f.Version, r.f.Root = r.root.attr("id"), r.root.attr("version"), r.root.name
	if r.f.Default == "" && len(r.f.Languages) > 0 {
		r.f.Default = r.f.Languages[0]
	}
	return nil
}

// absolute completes a relative reference of a control with where it stands.
func absolute(ref, base string) string {
	switch {
	case ref == "" || strings.HasPrefix(ref, "/"):
		return ref
	case ref == ".":
		return base
	}
	return base + "/" + strings.TrimPrefix(ref, "./")
}

func (r *reader) body(d *dom, base string, depth int) {
	for _, k := range d.kids {
		if k.name == "" {
			continue
		}
		ref := k.attr("ref")
		if ref == "" {
			ref = k.attr("nodeset")
		}
		if ref == "" && k.attr("bind") != "" {
			ref = r.byBind[k.attr("bind")]
		}
		ref = absolute(ref, base)
		switch local(k.name) {
		case "group":
			if ref != "" {
				if _, is := r.controls[ref]; !is {
					r.controls[ref] = k
				}
				r.body(k, ref, depth+1)
			} else {
				r.body(k, base, depth+1)
			}
		case "repeat":
			r.repeats[ref] = true
			r.body(k, ref, depth+1)
		case "input", "select", "select1", "upload", "trigger", "rank", "range", "secret", "textarea":
			if ref != "" {
				r.controls[ref] = k
			}
		}
	}
}

// text resolves a label: its own words, or those of the itext.
func (r *reader) text(d *dom) Texts {
	if d == nil {
		return nil
	}
	ref := d.attr("ref")
	if id, ok := strings.CutPrefix(ref, "jr:itext("); ok {
		return r.byID(strings.Trim(strings.TrimSuffix(id, ")"), `'"`))
	}
	s := d.words()
	if s == "" {
		return nil
	}
	return Texts{r.tag(r.f.Default): s}
}

func (r *reader) tag(l string) string {
	if l == "" {
		return "und"
	}
	return Tag(l)
}

func (r *reader) byID(id string) Texts {
	m := r.itext[id]
	if m == nil {
		return nil
	}
	x := Texts{}
	for l, s := range m {
		if s != "" && s != "-" {
			x[r.tag(l)] = s
		}
	}
	return x
}

func (r *reader) fields(d *dom, path, repeat string, depth int) {
	seen := map[string]bool{}
	for _, k := range d.kids {
		if k.name == "" || seen[k.name] {
			continue // a repeat's second appearance: template and first
		}
		seen[k.name] = true
		p := path + "/" + k.name
		f := &Field{Path: p, Name: k.name, Repeat: repeat}
		b, c := r.binds[p], r.controls[p]
		elements := slices.ContainsFunc(k.kids, func(x *dom) bool { return x.name != "" })
		if r.repeats[p] {
			f.Type, f.Repeat = Repeat, p
		} else if elements {
			f.Type = Group
		}
		if local(k.name) == "entity" && k.attr("dataset") != "" {
			r.f.Entities = append(r.f.Entities, k.attr("dataset"))
		}
		if c != nil {
			f.Asked = true
			f.Label, f.Hint, f.Look = r.text(c.child("label")), r.text(c.child("hint")), c.attr("appearance")
		}
		if b != nil {
			f.Required, f.Relevant, f.Limit, f.Formula = b.attr("required"), b.attr("relevant"), b.attr("constraint"), b.attr("calculate")
			f.ReadOnly = b.attr("readonly") == "true()"
			f.Preload = b.attr("jr:preloadParams")
			if f.Preload == "" && b.attr("jr:preload") == "uid" {
				f.Preload = "uid"
			}
			if m := b.attr("jr:constraintMsg"); strings.HasPrefix(m, "jr:itext(") {
				f.Message = r.byID(strings.Trim(strings.TrimSuffix(strings.TrimPrefix(m, "jr:itext("), ")"), `'"`))
			} else if m != "" {
				f.Message = Texts{r.tag(r.f.Default): m}
			}
		}
		if !f.Type.Section() {
			f.Type = r.typeOf(b, c, f)
			for _, x := range k.kids {
				f.Default += x.text
			}
			r.choices(f, c)
		}
		f.Level = usual(f)
		if b != nil {
			if l, ok := ParseLevel(b.attr("dires:level")); ok {
				f.Level = l
			}
		}
		if f.Preload == "uid" || f.Preload == "start" || f.Preload == "end" || f.Preload == "today" {
			f.Level = Desk
		}
		r.f.Fields = append(r.f.Fields, f)
		r.f.byPath[p] = f
		if f.Type.Section() && depth < 100 {
			rep := repeat
			if f.Type == Repeat {
				rep = p
			}
			r.fields(k, p, rep, depth+1)
		}
	}
}

var byXSD = map[string]Type{"string": String, "int": Int, "integer": Int, "long": Int, "decimal": Decimal, "boolean": Boolean, "date": Date,
	"time": Time, "dateTime": DateTime, "geopoint": GeoPoint, "geotrace": GeoTrace, "geoshape": GeoShape, "binary": Binary,
	"barcode": Barcode, "select": Select, "select1": SelectOne, "odk:rank": Rank, "rank": Rank}

func (r *reader) typeOf(b, c *dom, f *Field) Type {
	t := String
	if b != nil {
		t = byXSD[strings.TrimPrefix(b.attr("type"), "xsd:")]
	}
	if c == nil {
		return t
	}
	switch local(c.name) {
	case "select1":
		return SelectOne
	case "select":
		return Select
	case "rank":
		return Rank
	case "trigger":
		if t != GeoPoint {
			return Acknowledge
		}
	case "upload":
		return Binary
	case "range":
		if t == String {
			return Decimal
		}
	case "input":
		if f.ReadOnly && t == String && f.Formula == "" {
			return Note
		}
	}
	return t
}

// choices reads the items of a select, or of the list it draws from.
func (r *reader) choices(f *Field, c *dom) {
	if c == nil {
		return
	}
	for _, k := range c.kids {
		switch local(k.name) {
		case "item":
			f.Choices = append(f.Choices, Choice{k.child("value").words(), r.text(k.child("label"))})
		case "itemset":
			ns := k.attr("nodeset")
			i := strings.Index(ns, "instance('")
			if i < 0 {
				continue
			}
			id, _, _ := strings.Cut(ns[i+10:], "'")
			f.List = id
			value, label := k.child("value").attr1("ref"), k.child("label").attr1("ref")
			key := id + "\x00" + value + "\x00" + label
			if r.lists[id] == nil {
				continue
			}
			if cs, ok := r.offered[key]; ok && f.Choices == nil {
				f.Choices = cs
				continue
			}
			for _, item := range r.lists[id].kids {
				if item.name == "" {
					continue
				}
				x := Choice{Name: item.child(value).words()}
				if in, ok := strings.CutPrefix(label, "jr:itext("); ok {
					x.Label = r.byID(item.child(strings.TrimSuffix(in, ")")).words())
				} else if s := item.child(label).words(); s != "" {
					x.Label = Texts{r.tag(r.f.Default): s}
				}
				f.Choices = append(f.Choices, x)
			}
			f.Choices = slices.Clip(f.Choices)
			r.offered[key] = f.Choices
		}
	}
}

func (d *dom) attr1(n string) string {
	if d == nil {
		return ""
	}
	return d.attr(n)
}
