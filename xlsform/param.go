package xlsform

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// parameters reads "start=1 end=10 step=1", separated by space, comma or
// semicolon.
func parameters(s string) (*dict, bool) {
	d := &dict{}
	s = strings.TrimSpace(s)
	if s == "" {
		return d, true
	}
	s = strings.NewReplacer(",", " ", ";", " ").Replace(s)
	s = paramSpace.ReplaceAllString(s, "=")
	for f := range strings.FieldsSeq(s) {
		k, v, ok := strings.Cut(f, "=")
		if !ok || k == "" || v == "" || strings.Contains(v, "=") {
			return d, false
		}
		k = strings.ToLower(k)
		if k != "label" && k != "value" {
			v = strings.ToLower(v)
		}
		d.put(k, v)
	}
	return d, true
}

var paramSpace = regexp.MustCompile(`\s*=\s*`)

// accept refuses parameters that the question type does not have.
func (c *conv) accept(p *dict, at finding.At, names ...string) bool {
	var extra []string
	for _, k := range p.k {
		if !slices.Contains(names, k) {
			extra = append(extra, k)
		}
	}
	if extra == nil {
		return true
	}
	slices.Sort(extra)
	c.bad("F531", at, strings.Join(extra, ", "), strings.Join(names, ", "))
	return false
}

func (c *conv) oneOf(p *dict, k string, at finding.At, allowed ...string) bool {
	if v := p.str(k); !slices.Contains(allowed, v) {
		c.bad("F532", at, k, v, strings.Join(allowed, ", "))
		return false
	}
	return true
}

func (c *conv) audit(e *element, at finding.At) {
	p := e.params
	if !c.accept(p, at, "identify-user", "location-max-age", "location-min-interval", "location-priority", "track-changes", "track-changes-reasons") {
		return
	}
	for _, k := range []string{"track-changes", "identify-user"} {
		if p.has(k) && c.oneOf(p, k, at, "true", "false") {
			e.setBind("odk:"+k, p.str(k))
		}
	}
	if k := "track-changes-reasons"; p.has(k) && c.oneOf(p, k, at, "on-form-edit") {
		e.setBind("odk:"+k, "on-form-edit")
	}
	loc := []string{"location-priority", "location-min-interval", "location-max-age"}
	n := 0
	for _, k := range loc {
		if p.has(k) {
			n++
		}
	}
	if n == 0 {
		return
	}
	if n < 3 {
		c.bad("F535", at)
		return
	}
	ok := c.oneOf(p, loc[0], at, "no-power", "low-power", "balanced", "high-accuracy")
	var v [3]int
	for i := 1; i < 3; i++ {
		x, err := strconv.Atoi(p.str(loc[i]))
		if err != nil || x < 0 {
			c.bad("F532", at, loc[i], p.str(loc[i]), "0, 1, 2 …")
			ok = false
		}
		v[i] = x
	}
	if ok && v[2] < v[1] {
		c.bad("F532", at, loc[2], p.str(loc[2]), "≥ "+loc[1])
	}
	for _, k := range []string{loc[2], loc[1], loc[0]} {
		e.setBind("odk:"+k, p.str(k))
	}
}

var packagePart = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

func (c *conv) photo(e *element, at func(string) finding.At) {
	if e.def != "" && !strings.Contains(e.def, "jr://images/") {
		e.def = "jr://images/" + e.def
	}
	p := e.params
	if !c.accept(p, at("parameters"), "app", "max-pixels") {
		return
	}
	if p.has("max-pixels") {
		if _, err := strconv.Atoi(p.str("max-pixels")); err != nil {
			c.bad("F532", at("parameters"), "max-pixels", p.str("max-pixels"), "1024")
		}
		e.setBind("orx:max-pixels", p.str("max-pixels"))
	} else {
		c.bad("F580", at("parameters"))
	}
	app := e.control.str("appearance")
	if p.has("app") && (app == "" || app == "annotate") {
		parts := strings.Split(p.str("app"), ".")
		ok := len(parts) > 1
		for _, s := range parts {
			ok = ok && packagePart.MatchString(s)
		}
		if !ok {
			c.bad("F552", at("parameters"), p.str("app"))
			return
		}
		e.ctl("intent", p.str("app"))
	}
}

func (c *conv) audio(e *element, at finding.At) {
	p := e.params
	if !c.accept(p, at, "quality") {
		return
	}
	allowed := []string{"voice-only", "low", "normal"}
	if e.typ == "audio" {
		allowed = append(allowed, "external")
	}
	q := ""
	if p.has("quality") && c.oneOf(p, "quality", at, allowed...) {
		q = p.str("quality")
		if e.typ == "audio" {
			e.setBind("odk:quality", q)
		}
	}
	if e.typ == "background-audio" {
		e.actions = append(e.actions, action{name: "odk:recordaudio", event: instanceLoad, quality: q})
	}
}

func (c *conv) geo(e *element, at finding.At) {
	p := e.params
	num := func(k, attr string) {
		if !p.has(k) {
			return
		}
		if _, err := strconv.ParseFloat(p.str(k), 64); err != nil {
			c.bad("F532", at, k, p.str(k), "5, 10.5")
			return
		}
		e.ctl(attr, p.str(k))
	}
	if e.typ == "geopoint" {
		if !c.accept(p, at, "allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy") {
			return
		}
		num("capture-accuracy", "accuracyThreshold")
		num("warning-accuracy", "unacceptableAccuracyThreshold")
	} else {
		if !c.accept(p, at, "allow-mock-accuracy", "incremental", "reference-geometry") {
			return
		}
		if p.has("incremental") {
			if !yes[p.str("incremental")] {
				c.bad("F532", at, "incremental", p.str("incremental"), "true")
			} else {
				e.ctl("incremental", "true")
			}
		}
	}
	if k := "allow-mock-accuracy"; p.has(k) && c.oneOf(p, k, at, "true", "false") {
		e.setBind("odk:"+k, p.str(k))
	}
	e.itemset = p.str("reference-geometry")
}

// rangeQuestion checks and places the parameters of a slider.
func (c *conv) rangeQuestion(e *element, at finding.At) {
	p := e.params
	if !c.accept(p, at, "end", "placeholder", "start", "step", "tick_interval", "tick_labelset") {
		return
	}
	app := e.control.str("appearance")
	if app != "" && !strings.Contains(app, "vertical") && !strings.Contains(app, "no-ticks") &&
		(p.has("tick_interval") || p.has("placeholder") || p.has("tick_labelset")) {
		c.bad("F559", at)
	}
	for _, kv := range [][2]string{{"start", "1"}, {"end", "10"}, {"step", "1"}} {
		if !p.has(kv[0]) {
			p.put(kv[0], kv[1])
		}
	}
	ok := true
	num := func(k string) *big.Rat {
		if !p.has(k) {
			return nil
		}
		r := decimal(p.str(k))
		if r == nil {
			c.bad("F532", at, k, p.str(k), "1, 2.5")
			ok = false
		}
		return r
	}
	start, end, step, tick, place := num("start"), num("end"), num("step"), num("tick_interval"), num("placeholder")
	if !ok {
		return
	}
	width := new(big.Rat).Sub(end, start)
	width.Abs(width)
	for _, x := range []struct {
		r *big.Rat
		k string
	}{{step, "step"}, {tick, "tick_interval"}} {
		if x.r == nil {
			continue
		}
		if x.r.Sign() == 0 {
			c.bad("F532", at, x.k, "0", "1, 0.5")
			return
		}
		if x.r.Cmp(width) > 0 {
			c.bad("F554", at, x.k)
			return
		}
	}
	multiple := func(a, b *big.Rat) bool { return new(big.Rat).Quo(a, b).IsInt() }
	lo, hi := start, end
	if lo.Cmp(hi) > 0 {
		lo, hi = hi, lo
	}
	if tick != nil {
		if !multiple(tick, step) {
			c.bad("F555", at, "tick_interval")
		}
		p.put("odk:tick-interval", p.str("tick_interval"))
		p.del("tick_interval")
	}
	if place != nil {
		if !multiple(new(big.Rat).Sub(place, start), step) {
			c.bad("F555", at, "placeholder")
		}
		if place.Cmp(lo) < 0 || place.Cmp(hi) > 0 {
			c.bad("F556", at, "placeholder")
		}
		p.put("odk:placeholder", p.str("placeholder"))
		p.del("placeholder")
	}
	if name := p.str("tick_labelset"); name != "" {
		l := c.lists[name]
		if l == nil {
			c.bad("F557", at)
			return
		}
		bare := strings.Contains(app, "no-ticks")
		ends := map[string]bool{}
		for _, x := range l.choices {
			v := decimal(x.name)
			if v == nil || v.Cmp(lo) < 0 || v.Cmp(hi) > 0 {
				c.bad("F560", at, x.name)
				return
			}
			by := step
			if tick != nil {
				by = tick
			}
			if !multiple(new(big.Rat).Sub(v, start), by) {
				c.bad("F560", at, x.name)
				return
			}
			ends[v.RatString()] = true
		}
		if bare && (len(ends) != 2 || !ends[start.RatString()] || !ends[end.RatString()]) {
			c.bad("F558", at)
		}
		p.del("tick_labelset")
		e.itemset = name
	}
	for _, r := range []*big.Rat{start, end, step, tick, place} {
		if r != nil && !r.IsInt() {
			e.bind = e.bind.clone()
			e.setBind("type", "decimal")
		}
	}
	e.control = e.control.over(p)
}

func decimal(s string) *big.Rat {
	if s == "" || len(s) > 40 || strings.ContainsAny(s, "/pPxXoObB_") {
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f > 1e30 || f < -1e30 || f != 0 && f < 1e-30 && f > -1e-30 {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}
