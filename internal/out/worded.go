package out

import (
	"strconv"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

// worded writes the fields of a table that are codes: as they are for
// programs, or in the words of a language for people.
type worded struct {
	tag lang.Tag // "" for codes
	p   lang.Printer
}

// word gives the word of a code under a prefix of lang, or the code.
func (x worded) word(prefix, code string) string {
	if x.tag != "" && code != "" && x.p.Has(prefix+code) {
		return x.p.Say(prefix + code)
	}
	return code
}

// headers are the names of the columns: those of [Columns], or words. A
// dimension has three: the code, the label, and the label in English.
func (x worded) headers(f figure.Figure) (hs []string) {
	cs := Columns(f)
	if x.tag == "" {
		for _, c := range cs {
			hs = append(hs, c.Name)
		}
		return hs
	}
	seen := map[string]int{}
	put := func(h string) {
		if seen[h]++; seen[h] > 1 {
			h += " " + strconv.Itoa(seen[h])
		}
		hs = append(hs, h)
	}
	for _, d := range f.Dims {
		l, _ := d.Label.In(x.tag)
		if l == "" {
			l = d.ID
		}
		put(x.p.Say("column.code", l))
		put(l)
		put(x.p.Say("column.english", l))
	}
	for _, c := range cs[3*len(f.Dims):] {
		put(x.word("column.", c.Name))
	}
	return hs
}

func (x worded) nature(n source.Nature) string {
	if n == source.Fictional {
		return NatureWord(n) // in every language
	}
	return x.word("column.nature-", NatureWord(n))
}

func (x worded) speaker(s figure.Saying) string {
	if x.tag == "" {
		return s.Speaker
	}
	return s.Who(x.tag)
}

func (x worded) document(s figure.Saying) string {
	if x.tag == "" {
		return s.Document
	}
	return s.Where(x.tag)
}

// term is what is said: of a name given the name itself.
func (x worded) term(f figure.Figure, s figure.Saying) string {
	if x.tag == "" || f.Unit == "unit.namings" {
		return s.Term
	}
	return s.In(x.tag)
}

func (x worded) confidence(s figure.Saying) string {
	if x.tag != "" && figure.ToCheck(s.Confidence) {
		return x.p.Say("press.to-check")
	}
	return x.word("confidence.", s.Confidence)
}

func (x worded) label(s figure.Saying) string {
	for _, prefix := range []string{"rung.", "kind.", "event."} {
		if w := x.word(prefix, s.Label); w != s.Label {
			return w
		}
	}
	return s.Label
}

func (x worded) flags(s figure.Saying) string {
	if x.tag == "" {
		return strings.Join(s.Flags, " ")
	}
	var fs []string
	for _, f := range s.Flags {
		fs = append(fs, x.word("", f))
	}
	return strings.Join(fs, "; ")
}

// detailed joins the labelled pieces of a statement: "detail.rival: …; …".
func (x worded) detailed(s figure.Saying) string {
	var ds []string
	for _, d := range s.Details {
		if x.tag == "" {
			ds = append(ds, d.Label+": "+d.Text)
		} else {
			ds = append(ds, x.word("", d.Label)+x.p.Say("press.colon")+d.In(x.tag))
		}
	}
	return strings.Join(ds, "; ")
}

// note is a key and its arguments, or the sentence they make.
func (x worded) note(c figure.Cell) string {
	note, args := c.Note()
	if x.tag != "" && note != "" && x.p.Has(note) {
		return x.p.Say(note, Args(args)...)
	}
	for _, a := range args {
		note += " " + a
	}
	return note
}

// Args turns the arguments of a note back into numbers where they are, so that
// each language writes them its way.
func Args(args []string) []any {
	xs := make([]any, len(args))
	for i, a := range args {
		if n, err := strconv.Atoi(a); err == nil {
			xs[i] = n
		} else if v, err := strconv.ParseFloat(a, 64); err == nil && strings.Contains(a, ".") {
			xs[i] = v
		} else {
			xs[i] = a
		}
	}
	return xs
}
