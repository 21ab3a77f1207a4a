package study

import (
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
)

// decode fills v, a pointer to a struct, from TOML. A key that v does not
// know is a finding with the line and the nearest known name; ok is false for
// a file that cannot be read at all.
func decode(file string, b []byte, v any, found *diag.List) (ok bool) {
	if f, ok := Bounded(file, b); !ok {
		*found = append(*found, f)
		return false
	}
	m, err := toml.Decode(string(b), v)
	if err != nil {
		*found = append(*found, Unreadable(file, err))
		return false
	}
	for _, k := range m.Keys() { // the decoder passes over a value where a table should be
		if what := m.Type(k...); what != "Hash" && what != "ArrayHash" && noTable(reflect.ValueOf(v).Elem(), k) {
			found.Add("C625", atKey(file, b, k...), k.String())
		}
	}
	for _, k := range m.Undecoded() {
		near := lang.Nearest(k[len(k)-1], known(reflect.TypeOf(v).Elem(), k[:len(k)-1]))
		at := atKey(file, b, k...)
		if near == "" {
			found.Add("C602", at, k.String())
		} else {
			found.Add("C601", at, k.String(), near)
		}
	}
	return true
}

// noTable reports whether path leads to a table of texts that got none.
func noTable(v reflect.Value, path []string) bool {
	if len(path) == 0 {
		return v.Kind() == reflect.Map && v.Len() == 0
	}
	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && noTable(v.Elem(), path)
	case reflect.Slice:
		for i := range v.Len() {
			if noTable(v.Index(i), path) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("toml") == path[0] {
				return noTable(v.Field(i), path[1:])
			}
		}
	}
	return false
}

// known lists the keys of the table that path leads to.
func known(t reflect.Type, path []string) (keys []string) {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range t.Fields() {
		name := f.Tag.Get("toml")
		if name == "" || name == "-" {
			continue
		}
		if len(path) > 0 && path[0] == name {
			return known(f.Type, path[1:])
		}
		keys = append(keys, name)
	}
	return keys
}

// atKey finds the line on which a key is first given. TOML's reader does not
// tell it; headers and bare keys at the start of a line do.
func atKey(file string, b []byte, key ...string) diag.At {
	at := diag.At{File: file, Field: strings.Join(key, ".")}
	var table []string
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if head, ok := strings.CutPrefix(line, "["); ok {
			head, _, _ = strings.Cut(strings.TrimPrefix(head, "["), "]")
			table = split(head)
			if slices.Equal(table, key) {
				at.Row = i + 1
				return at
			}
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		full := append(slices.Clone(table), split(name)...)
		if len(full) <= len(key) && slices.Equal(full, key[:len(full)]) {
			at.Row = i + 1
			return at
		}
	}
	return at
}

func split(key string) []string {
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return parts
}

// Keys lists every key of study.toml ("protection.min_contributors") and of a
// source's file, sorted: the papers must name them all.
func Keys(v any) []string {
	var keys []string
	var walk func(t reflect.Type, under string)
	walk = func(t reflect.Type, under string) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for f := range t.Fields() {
			if name := f.Tag.Get("toml"); name != "" && name != "-" {
				keys = append(keys, under+name)
				walk(f.Type, under+name+".")
			}
		}
	}
	walk(reflect.TypeOf(v), "")
	slices.Sort(keys)
	return keys
}
