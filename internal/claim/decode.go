package claim

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Decode reads what Encode writes. Incidents are read by hand; whatever else
// a claim holds, and every other spelling, goes through encoding/json.
func Decode(b []byte) (c Claim, err error) { return decode(b, nil) }

func decode(b []byte, shared *Decoder) (c Claim, err error) {
	r := reader{b: b, bad: !byHand, shared: shared}
	r.claim(&c)
	if r.bad {
		c = Claim{}
		if err := json.Unmarshal(b, &c); err != nil {
			return Claim{}, fmt.Errorf("decode claim: %w", err)
		}
	}
	return c, c.Valid()
}

// reader walks the bytes Encode writes; bad sticks, and leaves all of it to
// encoding/json.
type reader struct {
	b      []byte
	i      int
	bad    bool
	silent bool     // strings are passed over
	shared *Decoder // holds what recurs; nil: nothing does
}

func (r *reader) has(w string) bool {
	if r.bad || len(r.b)-r.i < len(w) || string(r.b[r.i:r.i+len(w)]) != w {
		return false
	}
	r.i += len(w)
	return true
}

func (r *reader) word(w string) {
	if !r.has(w) {
		r.bad = true
	}
}

// key reads the key, with which a claim begins.
func (r *reader) key(k *Key) {
	r.word(`{"key":{"source":`)
	k.Source = r.text()
	r.word(`,"id":`)
	k.ID = r.once()
	r.word(`}`)
}

func (r *reader) claim(c *Claim) {
	r.key(&c.Key)
	r.word(`,"kind":`)
	c.Kind = kindOf(r.text())
	r.word(`,"said":`)
	r.said(&c.Said)
	switch {
	case r.has(`,"incident":`):
		c.Incident = new(Incident)
		r.incident(c.Incident)
	case r.has(`,"deaths":{"when":`):
		c.Deaths = new(DeathsOver)
		r.span(&c.Deaths.When)
		r.word(`,"where":`)
		r.where(&c.Deaths.Where)
		r.word(`,"deaths":`)
		r.deaths(&c.Deaths.Deaths)
		r.word(`}`)
	default:
		r.body(c)
	}
	r.word(`}`)
	r.bad = r.bad || r.i != len(r.b)
}

// kindOf spares the usual kinds an allocation.
func kindOf(s string) Kind {
	for _, k := range Kinds {
		if string(k) == s {
			return k
		}
	}
	return Kind(s)
}

// body leaves a rarer body to encoding/json.
func (r *reader) body(c *Claim) {
	for i := range forms {
		f := &forms[i]
		if f.into == nil || !r.has(`,"`+string(f.kind)+`":`) {
			continue
		}
		if end := len(r.b) - 1; end < r.i || json.Unmarshal(r.b[r.i:end], f.into(c)) != nil {
			r.bad = true
		} else {
			r.i = end
		}
		return
	}
}

// text reads a string that other claims may have too.
func (r *reader) text() string {
	s, escaped := r.letters()
	switch {
	case r.silent || len(s) == 0:
		return ""
	case escaped:
		return r.unescape(s)
	case r.shared != nil:
		return r.shared.word(s)
	}
	return string(s)
}

// once reads a string that hardly any other claim has.
func (r *reader) once() string {
	s, escaped := r.letters()
	if r.silent {
		return ""
	}
	if escaped {
		return r.unescape(s)
	}
	return string(s)
}

// letters reads a string, and gives what stands between its quotation marks.
func (r *reader) letters() (s []byte, escaped bool) {
	if !r.has(`"`) {
		r.bad = true
		return nil, false
	}
	from := r.i
	wide := false
	for r.i < len(r.b) {
		switch c := r.b[r.i]; {
		case c == '"':
			s = r.b[from:r.i]
			r.i++
			if wide && !utf8.Valid(s) {
				r.bad = true
			}
			return s, escaped
		case c == '\\':
			escaped = true
			r.i++
		case c < ' ':
			r.bad = true
			return nil, false
		case c >= utf8.RuneSelf:
			wide = true
		}
		r.i++
	}
	r.bad = true
	return nil, false
}

// unescape reads letters of which some are escaped.
func (r *reader) unescape(letters []byte) (s string) {
	b := make([]byte, 0, len(letters)+2)
	b = append(append(append(b, '"'), letters...), '"')
	if json.Unmarshal(b, &s) != nil {
		r.bad = true
	}
	return s
}

func (r *reader) opt(name string) string {
	if r.has(name) {
		return r.text()
	}
	return ""
}

func (r *reader) optInt(name string) *int {
	if !r.has(name) {
		return nil
	}
	return r.number()
}

func (r *reader) number() *int {
	n := r.int()
	if r.shared != nil {
		return r.shared.number(n)
	}
	return &n
}

func (r *reader) int() int {
	from := r.i
	for r.i < len(r.b) && (r.b[r.i] == '-' && r.i == from || r.b[r.i]-'0' <= 9) {
		r.i++
	}
	s := r.b[from:r.i]
	n, err := strconv.Atoi(string(s))
	if err != nil || len(s) > 1 && s[0] == '0' || len(s) > 2 && s[0] == '-' && s[1] == '0' || len(s) == 2 && s[0] == '-' && s[1] == '0' {
		r.bad = true
	}
	return n
}

func (r *reader) optList(name string) (list []string) {
	if !r.has(name) {
		return nil
	}
	for {
		if w := r.text(); !r.silent {
			list = append(list, w)
		}
		if r.has(`]`) || r.bad {
			return list
		}
		r.word(`,`)
	}
}

func (r *reader) day() (d when.Day) {
	if r.bad || len(r.b)-r.i < 12 || r.b[r.i] != '"' || r.b[r.i+11] != '"' {
		r.bad = true
		return 0
	}
	s := r.b[r.i+1 : r.i+11]
	if r.silent {
		r.i += 12
		return 0
	}
	d, err := when.ParseDay(string(s))
	if err != nil || s[0] == ' ' || s[9] == ' ' {
		r.bad = true
	}
	r.i += 12
	return d
}

func (r *reader) span(s *when.Span) {
	r.word(`{"from":`)
	s.From = r.day()
	r.word(`,"to":`)
	if r.i >= 18 && len(r.b)-r.i >= 12 && string(r.b[r.i:r.i+12]) == string(r.b[r.i-18:r.i-6]) {
		s.To = s.From // most spans are one day
		r.i += 12
	} else {
		s.To = r.day()
	}
	r.word(`,"precision":`)
	for p := when.Unknown; p <= when.Longer; p++ {
		if r.quoted(p.String()) {
			s.Precision = p
			r.word(`}`)
			return
		}
	}
	r.bad = true
}

// quoted takes a plain word in quotation marks.
func (r *reader) quoted(w string) bool {
	if end := r.i + len(w) + 2; r.bad || end > len(r.b) || r.b[r.i] != '"' || r.b[end-1] != '"' || string(r.b[r.i+1:end-1]) != w {
		return false
	}
	r.i += len(w) + 2
	return true
}

func (r *reader) float() float64 {
	from := r.i
	for r.i < len(r.b) && (r.b[r.i]-'0' <= 9 || r.b[r.i] == '.' || r.b[r.i] == '-' && r.i == from) {
		r.i++
	}
	s := r.b[from:r.i]
	digits := s
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	f, err := strconv.ParseFloat(string(s), 64)
	if err != nil || digits[0] == '.' || digits[len(digits)-1] == '.' || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		r.bad = true
	}
	return f
}

func (r *reader) where(p *place.Where) {
	r.word(`{`)
	if r.has(`"point":{"lon":`) {
		if r.shared != nil {
			p.Point = r.shared.point()
		} else {
			p.Point = new(geo.Point)
		}
		p.Point.Lon = r.float()
		r.word(`,"lat":`)
		p.Point.Lat = r.float()
		r.word(`},`)
	}
	r.word(`"precision":`)
	found := false
	for q := place.Unknown; q <= place.Abroad && !found; q++ {
		if r.quoted(q.String()) {
			p.Precision, found = q, true
		}
	}
	r.bad = r.bad || !found
	p.Name = r.opt(`,"name":`)
	p.Admin1 = r.opt(`,"admin1":`)
	p.Admin2 = r.opt(`,"admin2":`)
	p.Country = r.opt(`,"country":`)
	r.word(`}`)
}

func (r *reader) deaths(d *Deaths) {
	r.word(`{`)
	if r.has(`}`) || r.bad {
		return
	}
	r.i-- // the first member begins with the brace where the others have a comma
	first := true
	member := func(name string) bool {
		if first && r.has(`{"`+name+`":`) || !first && r.has(`,"`+name+`":`) {
			first = false
			return true
		}
		return false
	}
	for _, f := range []struct {
		name string
		into **int
	}{{"low", &d.Low}, {"best", &d.Best}, {"high", &d.High}} {
		if member(f.name) {
			*f.into = r.number()
		}
	}
	if member("side") {
		d.Side = make(map[string]int, 4)
		r.word(`{`)
		for {
			k := r.text()
			r.word(`:`)
			if _, twice := d.Side[k]; twice {
				r.bad = true
			}
			d.Side[k] = r.int()
			if r.has(`}`) || r.bad {
				break
			}
			r.word(`,`)
		}
	}
	r.word(`}`)
	r.bad = r.bad || first
}

// incident reads an incident; one with arms is left to encoding/json.
func (r *reader) incident(n *Incident) {
	r.word(`{"when":`)
	r.span(&n.When)
	r.word(`,"where":`)
	r.where(&n.Where)
	n.Type = r.opt(`,"type":`)
	if r.has(`,"actors":[`) {
		if r.shared != nil {
			n.Actors = r.shared.room()
		} else {
			n.Actors = make([]Actor, 0, 2)
		}
		for {
			var a Actor
			r.word(`{"role":`)
			a.Role = r.text()
			r.word(`,"name":`)
			a.Name = r.text()
			a.ID = r.opt(`,"id":`)
			a.Certainty = r.opt(`,"certainty":`)
			r.word(`}`)
			n.Actors = append(n.Actors, a)
			if r.has(`]`) || r.bad {
				break
			}
			r.word(`,`)
		}
		if r.shared != nil {
			n.Actors = r.shared.keep(n.Actors)
		}
	}
	r.word(`,"deaths":`)
	r.deaths(&n.Deaths)
	n.Injured = r.optInt(`,"injured":`)
	n.Taken = r.optInt(`,"taken":`)
	if r.has(`,"notes":`) {
		n.Notes = r.once()
	}
	if r.has(`,"clarity":`) {
		n.Clarity = r.int()
	}
	n.Reports = r.optInt(`,"reports":`)
	n.Chain = r.optList(`,"chain":[`)
	n.Part = r.opt(`,"part":`)
	r.word(`}`)
}

func (r *reader) said(s *Said) {
	p := &s.Speaker
	r.word(`{"speaker":{"class":`)
	p.Class = source.Class(r.text())
	p.Name = r.opt(`,"name":`)
	p.Org = r.opt(`,"org":`)
	p.Subject = r.opt(`,"subject":`)
	p.Monitor = r.opt(`,"monitor":`)
	p.Area = r.opt(`,"area":`)
	p.Relation = r.opt(`,"relation":`)
	p.Sex = r.opt(`,"sex":`)
	p.AgeBand = r.opt(`,"age_band":`)
	p.SpeaksFor = r.opt(`,"speaks_for":`)
	p.Mandated = r.opt(`,"mandated":`)
	p.Interest = r.opt(`,"interest":`)
	r.word(`}`)
	s.Reporter = r.opt(`,"reporter":`)
	s.Reported = r.has(`,"reported":true`)
	s.Forum = r.opt(`,"forum":`)
	r.word(`,"on":`)
	r.span(&s.On)
	s.Lang = lang.Tag(r.opt(`,"lang":`))
	if r.has(`,"verbatim":`) {
		s.Verbatim = r.once()
	}
	s.Translator = r.opt(`,"translator":`) // with a translation or gloss: encoding/json
	s.Theme = r.optList(`,"theme":[`)
	s.Document = r.opt(`,"document":`)
	s.Confidence = r.opt(`,"confidence":`)
	r.word(`,"consent":`)
	s.Consent = Consent(r.text())
	s.Cleared = r.has(`,"cleared":true`)
	r.word(`,"release_after":`)
	r.span(&s.After)
	r.word(`}`)
}
