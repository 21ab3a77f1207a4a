package xlsform

// value is a cell, or cells grouped under one header: "label::fr" and
// "label::en" are one label of two.
type value struct {
	s string
	d *dict
}

func text(s string) value { return value{s: s} }

// ok reports whether there is anything in it.
func (v value) ok() bool { return v.s != "" || v.d != nil && len(v.d.k) > 0 }

// first is the text, or the first text of a group.
func (v value) first() string {
	if v.d == nil {
		return v.s
	}
	if len(v.d.v) > 0 {
		return v.d.v[0].first()
	}
	return ""
}

// dict keeps the order in which columns stand; rows are short, so a search
// along the keys is as quick as a map.
type dict struct {
	k []string
	v []value
}

func (d *dict) index(k string) int {
	if d != nil {
		for i, x := range d.k {
			if x == k {
				return i
			}
		}
	}
	return -1
}

func (d *dict) has(k string) bool { return d.index(k) >= 0 }

func (d *dict) get(k string) value {
	if i := d.index(k); i >= 0 {
		return d.v[i]
	}
	return value{}
}

func (d *dict) str(k string) string { return d.get(k).s }

func (d *dict) set(k string, v value) {
	if i := d.index(k); i >= 0 {
		d.v[i] = v
		return
	}
	d.k, d.v = append(d.k, k), append(d.v, v)
}

func (d *dict) put(k, s string) { d.set(k, text(s)) }

func (d *dict) del(k string) {
	if i := d.index(k); i >= 0 {
		d.k = append(d.k[:i:i], d.k[i+1:]...)
		d.v = append(d.v[:i:i], d.v[i+1:]...)
	}
}

// clone copies d and the groups in it; a nil dict gives an empty one.
func (d *dict) clone() *dict {
	if d == nil {
		return &dict{}
	}
	c := &dict{k: append([]string(nil), d.k...), v: append([]value(nil), d.v...)}
	for i := range c.v {
		if c.v[i].d != nil {
			c.v[i].d = c.v[i].d.clone()
		}
	}
	return c
}

// over lays the entries of e over those of d.
func (d *dict) over(e *dict) *dict {
	c := d.clone()
	if e != nil {
		for i, k := range e.k {
			c.set(k, e.v[i])
		}
	}
	return c
}

// merge joins two values of one column; text without a language takes the
// default language when it meets text with one.
func merge(a, b value, lang string) value {
	if !a.ok() {
		return b
	}
	if !b.ok() {
		return a
	}
	if a.d == nil && b.d == nil {
		return b
	}
	if a.d == nil {
		if b.d.has(lang) {
			return b
		}
		a = value{d: &dict{k: []string{lang}, v: []value{a}}}
	}
	if b.d == nil {
		if a.d.has(lang) {
			return a
		}
		b = value{d: &dict{k: []string{lang}, v: []value{b}}}
	}
	for i, k := range b.d.k {
		a.d.set(k, merge(a.d.get(k), b.d.v[i], lang))
	}
	return a
}
