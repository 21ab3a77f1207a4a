package odk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/xform"
)

// Mapping says which claims a form's answers make. docs/formats/odk-mapping.md
// describes its CSV.
type Mapping struct {
	file  string
	rules []*rule
}

// rule makes one kind of claim from one form.
type rule struct {
	form, name string
	kind       claim.Kind
	each       string
	row        int
	ifs        []cond
	parts      []part
}

type cond struct {
	from   string
	values []string
	row    int
}

type part struct {
	target string
	from   string // a field; "." the choice of each; "@id", "@form", "@key:name"
	value  string
	table  map[string]string
	row    int
}

var columns = []string{"form", "claim", "kind", "each", "target", "from", "value", "map"}

// ReadMapping reads the CSV of a mapping.
func ReadMapping(file string, r io.Reader) (m Mapping, found diag.List, err error) {
	defer fault.Wrap(&err, "read mapping %s", file)
	m.file = file
	var want []sheet.Column
	for _, k := range columns {
		want = append(want, sheet.Column{Name: k, Need: true})
	}
	t, err := sheet.Open(file, io.LimitReader(r, 8<<20), sheet.Options{Columns: want})
	if err != nil {
		return m, nil, &fault.Error{Kind: fault.Invalid, Code: "F618", Args: []any{file, 1}, Cause: err}
	}
	for _, k := range columns {
		if !t.Has(k) {
			return m, nil, fault.New(fault.Invalid, "F615", file, k, strings.Join(columns, ", "))
		}
	}
	for row := range t.Drain(&found) {
		if row.Stray() {
			return m, found, fault.New(fault.Invalid, "F618", file, row.N)
		}
		if err := m.add(row.N, row.Text); err != nil {
			return m, found, err
		}
	}
	return m, found, t.Err()
}

// add takes a row into the mapping.
func (m *Mapping) add(n int, get func(string) string) error {
	if get("target") == "" {
		return nil
	}
	var ru *rule
	for _, x := range m.rules {
		if x.form == get("form") && x.name == get("claim") {
			ru = x
		}
	}
	if ru == nil {
		ru = &rule{form: get("form"), name: get("claim"), kind: claim.Kind(get("kind")), each: get("each"), row: n}
		if ru.form == "" || ru.name == "" || ru.kind == "" {
			return fault.New(fault.Invalid, "F616", m.file, n)
		}
		m.rules = append(m.rules, ru)
	}
	if get("target") == "if" {
		ru.ifs = append(ru.ifs, cond{get("from"), strings.Fields(get("value")), n})
		return nil
	}
	p := part{target: get("target"), from: get("from"), value: get("value"), row: n}
	if s := get("map"); s != "" {
		p.table = map[string]string{}
		for kv := range strings.SplitSeq(s, ";") {
			k, v, ok := strings.Cut(kv, "=")
			if !ok {
				return fault.New(fault.Invalid, "F617", m.file, n)
			}
			p.table[strings.TrimSpace(k)] = strings.TrimSpace(v)
		}
	}
	ru.parts = append(ru.parts, p)
	return nil
}

// Forms lists the ids of the forms the mapping is about, sorted.
func (m Mapping) Forms() []string {
	var ids []string
	for _, r := range m.rules {
		ids = append(ids, r.form)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Check finds fields that the mapping names and the form does not have.
func (m Mapping) Check(f *xform.Form) (found diag.List) {
	look := func(name string, row int, col string) {
		if name == "" || name == "." || strings.HasPrefix(name, "@") || f.Field(name) != nil {
			return
		}
		found.Add("F597", diag.At{File: m.file, Row: row, Field: col}, name, nearest(name, f))
	}
	for _, r := range m.rules {
		if r.form != f.ID {
			continue
		}
		look(r.each, r.row, "each")
		for _, c := range r.ifs {
			look(c.from, c.row, "from")
		}
		for _, p := range r.parts {
			look(p.from, p.row, "from")
		}
	}
	return found
}

// turn is one pass of a rule: a row of a repeat, or one choice of a select.
type turn struct {
	row    []int
	choice string
}

// claims applies the rules of the submission's form.
func (m Mapping) claims(s Submission, id, source string) (cs []claim.Claim, found diag.List) {
	by := map[*xform.Field][]xform.Answer{}
	for _, a := range s.Answers {
		by[a.Field] = append(by[a.Field], a)
	}
	answer := func(name string, t turn) string {
		switch name {
		case ".":
			return t.choice
		case "@id":
			return s.ID
		case "@form":
			return s.Form.ID
		}
		if k, ok := strings.CutPrefix(name, "@key:"); ok {
			return source + "/" + id + "/" + k
		}
		f := s.Form.Field(name)
		for _, a := range by[f] {
			n := min(len(a.Row), len(t.row))
			if slices.Equal(a.Row[:n], t.row[:n]) && len(a.Row) <= max(len(t.row), 0) {
				return strings.TrimSpace(a.Value.Raw)
			}
		}
		return ""
	}
	for _, r := range m.rules {
		if r.form != s.Form.ID {
			continue
		}
		n := 0
		for _, t := range r.turns(s, by) {
			if !slices.ContainsFunc(r.ifs, func(c cond) bool {
				return !slices.ContainsFunc(strings.Fields(answer(c.from, t)), func(v string) bool { return slices.Contains(c.values, v) })
			}) {
				n++
				key := id + "/" + r.name
				if r.each != "" {
					key += "/" + strconv.Itoa(n)
				}
				c, err := r.claim(claim.Key{Source: source, ID: key}, func(name string) string { return answer(name, t) })
				if err != nil {
					found.Add("F594", diag.At{File: s.File, Field: r.name}, err)
					continue
				}
				c.Origin.File = s.File
				cs = append(cs, c)
			}
		}
	}
	return cs, found
}

func (r *rule) turns(s Submission, by map[*xform.Field][]xform.Answer) (ts []turn) {
	if r.each == "" {
		return []turn{{}}
	}
	f := s.Form.Field(r.each)
	if f == nil {
		return nil
	}
	if f.Type != xform.Repeat {
		for _, a := range by[f] {
			for v := range strings.FieldsSeq(a.Value.Raw) {
				ts = append(ts, turn{a.Row, v})
			}
		}
		return ts
	}
	for _, a := range s.Answers {
		if a.Field.Repeat == f.Path && !slices.ContainsFunc(ts, func(t turn) bool { return slices.Equal(t.row, a.Row) }) {
			ts = append(ts, turn{row: a.Row})
		}
	}
	return ts
}

// claim fills the JSON of a claim by its paths and decodes it, so that a
// mapping can say whatever a claim can hold and nothing else.
func (r *rule) claim(k claim.Key, answer func(string) string) (claim.Claim, error) {
	body := map[string]any{"key": map[string]any{"source": k.Source, "id": k.ID}, "kind": string(r.kind)}
	for _, p := range r.parts {
		v := p.value
		if p.from != "" {
			v = p.mapped(answer(p.from))
		}
		if v == "" {
			continue
		}
		x, err := typed(p.target, v, body)
		if err != nil {
			return claim.Claim{}, fmt.Errorf("%s: row %d of the mapping: %w", p.target, p.row, err)
		}
		set(body, strings.Split(strings.TrimSuffix(p.target, "[]"), "."), x)
	}
	b, err := json.Marshal(body)
	if err != nil {
		return claim.Claim{}, err
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	var c claim.Claim
	if err := d.Decode(&c); err != nil {
		return c, errors.New("the mapping names what a claim does not have, or a value of another kind")
	}
	return c, c.Valid()
}

// typed gives a value the shape its target has: dates become spans, numbers
// numbers, "[]" lists; "+90d" is a date so many days after said.on.
func typed(target, v string, body map[string]any) (any, error) {
	last := target[strings.LastIndexByte(target, '.')+1:]
	switch last {
	case "when", "on", "release_after", "due":
		if n, ok := strings.CutPrefix(v, "+"); ok {
			days, err := strconv.Atoi(strings.TrimSuffix(n, "d"))
			if err != nil {
				return nil, errors.New("a number of days is written +90d")
			}
			said, _ := body["said"].(map[string]any)
			on, ok := said["on"].(when.Span)
			if !ok {
				return nil, errors.New("said.on must stand before it")
			}
			y, m, d := on.To.Civil()
			t := time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC)
			return when.On(when.Date(t.Year(), t.Month(), t.Day())), nil
		}
		if i := strings.IndexByte(v, 'T'); i == 10 {
			v = v[:10]
		}
		s, err := when.Parse(v)
		if err != nil {
			return nil, errors.New("not a date")
		}
		return s, nil
	}
	if strings.HasSuffix(target, "[]") {
		return strings.Fields(v), nil
	}
	switch v {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	switch last {
	case "low", "best", "high", "injured", "taken", "count", "reports", "organisations", "regions", "women_led", "youth_led",
		"rung_claimed", "rung_supported", "clarity":
		n, err := strconv.Atoi(v)
		if err != nil {
			return nil, errors.New("not a whole number")
		}
		return n, nil
	}
	return v, nil
}

func set(m map[string]any, path []string, v any) {
	for _, k := range path[:len(path)-1] {
		next, ok := m[k].(map[string]any)
		if !ok {
			next = map[string]any{}
			m[k] = next
		}
		m = next
	}
	m[path[len(path)-1]] = v
}
