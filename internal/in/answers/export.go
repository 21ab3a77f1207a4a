package answers

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// What a collection server exports is a table with habits: of a question that
// takes several answers a column holds them all, blanks between, and a column
// for each ("Threats?/Theft") holds 0 or 1; with labels instead of names the
// blanks between are no longer told from those within. The rows of a repeat
// stand in a sheet of their own.

// export reads the cells of a table in the light of what the survey asks.
type export struct {
	l    *loader
	t    *sheet.Table
	many map[string]*several

	unclear map[string]int // of a column of a repeat: rows with several answers where one is meant
}

// several is a question that takes several answers.
type several struct {
	id      string
	options []spelled
	parts   []part // a column for each answer; none where there are none

	guess bool // no list tells the answers apart, and they look like labels
	other int  // cells that do not say what their parts say
}

// spelled is an answer, and the words by which it may stand in a cell.
type spelled struct {
	code  string
	words [][]string // folded
}

type part struct{ header, code string }

// several tells which columns hold several answers.
func (l *loader) several() map[string]bool {
	m := map[string]bool{}
	for _, q := range slices.Concat(l.s.Groups, l.s.Questions) {
		if q.Kind == "many" {
			m[q.Column] = true
		}
	}
	return m
}

// looked are the columns that the table is looked through for: those of a
// repeat, and those that may stand in parts, need not be there.
func (l *loader) looked(names []string) (cols []sheet.Column) {
	many := l.several()
	for _, n := range names {
		_, _, _, inRepeat := repeated(n)
		cols = append(cols, sheet.Column{Name: n, Need: !many[n] && !inRepeat})
	}
	return cols
}

// repeated parts "deaths[kind=theft]", and "kind[]", which is all of a repeat.
func repeated(column string) (name, by, is string, ok bool) {
	name, rest, ok := strings.Cut(column, "[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return column, "", "", false
	}
	by, is, _ = strings.Cut(strings.TrimSuffix(rest, "]"), "=")
	return name, strings.TrimSpace(by), strings.TrimSpace(is), true
}

func (l *loader) export(t *sheet.Table) *export {
	x := &export{l: l, t: t, many: map[string]*several{}, unclear: map[string]int{}}
	for _, qs := range [][]answer.Question{l.s.Groups, l.s.Questions} {
		for i := range qs {
			if q := &qs[i]; q.Kind == "many" && x.many[q.Column] == nil {
				x.many[q.Column] = severalOf(q, t.Head)
			}
		}
	}
	return x
}

// severalOf finds the parts of a question in the header, and how its answers
// may be spelled. What the study lists goes first; a part that it does not list
// is an answer under its own name.
func severalOf(q *answer.Question, head []string) *several {
	v := &several{id: q.ID}
	listed := len(q.Answers) > 0
	for _, h := range head {
		name, ok := strings.CutPrefix(h, q.Column+"/")
		if !ok || name == "" {
			continue
		}
		code := name
		if o := optionOf(q.Answers, name); o != nil {
			code = o.Code
		} else if !listed {
			q.Answers = append(q.Answers, answer.Option{Code: name, Label: lang.FrEn(name, name)})
		}
		v.parts = append(v.parts, part{h, code})
	}
	for _, o := range q.Answers {
		v.options = append(v.options, spelledOf(o.Code, o.Label))
	}
	for _, p := range v.parts {
		if !slices.ContainsFunc(q.Answers, func(o answer.Option) bool { return o.Code == p.code }) {
			v.options = append(v.options, spelledOf(p.code, nil))
		}
	}
	return v
}

// optionOf is the answer of a list that has a code or label; nil for none, or
// for a label that several have.
func optionOf(list []answer.Option, word string) *answer.Option {
	for i, o := range list {
		if o.Code == word {
			return &list[i]
		}
	}
	var one *answer.Option
	for i, o := range list {
		for _, l := range o.Label {
			if lang.Fold(l) == lang.Fold(word) && l != "" {
				if one != nil && one.Code != o.Code {
					return nil
				}
				one = &list[i]
			}
		}
	}
	return one
}

func spelledOf(code string, label lang.Text) spelled {
	o := spelled{code: code, words: [][]string{strings.Fields(lang.Fold(code))}}
	for _, t := range label.Tags() {
		if w := strings.Fields(lang.Fold(label[t])); !slices.ContainsFunc(o.words, func(x []string) bool { return slices.Equal(x, w) }) {
			o.words = append(o.words, w)
		}
	}
	return o
}

// has reports whether the table has a column, in a repeat or in parts too.
func (x *export) has(c string) bool {
	if x.t.Has(c) || x.many[c] != nil && len(x.many[c].parts) > 0 {
		return true
	}
	name, by, _, ok := repeated(c)
	return ok && x.t.Repeated(name) && (by == "" || x.t.Repeated(by))
}

// nearest is the column that was probably meant.
func (x *export) nearest(c string) string {
	if x.t.Repeated(c) {
		return c + "[…=…]"
	}
	return lang.Nearest(c, x.t.Head)
}

// cell is what stands in a column of a row; of several answers, each apart.
func (x *export) cell(row *sheet.Row, c string) []byte {
	name, by, is, inRepeat := repeated(c)
	v := x.many[c]
	switch {
	case inRepeat && !x.t.Has(c):
		values := row.In(name, by, is)
		if v != nil {
			if len(values) == 0 {
				return nil
			}
			return []byte(answer.Ticks(unique(values)))
		}
		if values = unique(values); len(values) > 1 {
			x.unclear[c]++
			return nil
		}
		return []byte(strings.Join(values, ""))
	case v == nil:
		return row.Bytes(c)
	}
	return v.read(row, row.Text(c))
}

func unique(s []string) (out []string) {
	for _, x := range s {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// read gives the answers that were ticked; an empty cell stays empty, unless
// its parts say that nothing was.
func (v *several) read(row *sheet.Row, text string) []byte {
	var ticked []string
	said := false
	for _, p := range v.parts {
		yes, ok := sheet.YesNo(strings.TrimSuffix(row.Text(p.header), ".0"))
		said = said || ok
		if ok && yes {
			ticked = append(ticked, p.code)
		}
	}
	if said {
		if whole, _ := v.split(text); text != "" && !slices.Equal(sortedCopy(whole), sortedCopy(ticked)) {
			v.other++
		}
		return []byte(answer.Ticks(ticked))
	}
	if text == "" {
		return nil
	}
	whole, _ := v.split(text)
	return []byte(answer.Ticks(whole))
}

func sortedCopy(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}

// split parts the text of a cell into answers: the longest of the list first.
// What no list explains stays a word of its own. Without a list, marks part
// them, or else blanks.
func (v *several) split(text string) (codes []string, whole bool) {
	if strings.ContainsAny(text, ";|\n") {
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
			if s = strings.TrimSpace(s); s != "" {
				codes = append(codes, v.code(s))
			}
		}
		return codes, true
	}
	if len(v.options) == 0 {
		v.guess = v.guess || strings.Contains(text, " ") && labelled(text)
		return strings.Fields(text), true
	}
	if words := strings.Fields(text); !slices.ContainsFunc(words, func(w string) bool { return !v.is(w) }) {
		return words, true // codes as they stand
	}
	words := strings.Fields(lang.Fold(text))
	if codes, ok := v.cover(words, map[int]bool{}, 0); ok {
		return codes, true
	}
	for i := 0; i < len(words); {
		code, n := v.longest(words[i:], len(words))
		if n == 0 {
			code, n = words[i], 1
		}
		codes = append(codes, code)
		i += n
	}
	return codes, false
}

// is reports whether a word is a code.
func (v *several) is(word string) bool {
	return slices.ContainsFunc(v.options, func(o spelled) bool { return o.code == word })
}

// code is the answer that a text names, or the text.
func (v *several) code(text string) string {
	if v.is(text) {
		return text
	}
	words := strings.Fields(lang.Fold(text))
	if c, n := v.longest(words, len(words)); n == len(words) && n > 0 {
		return c
	}
	return text
}

// cover parts words into answers without a rest; dead are places from which
// none was found.
func (v *several) cover(words []string, dead map[int]bool, i int) ([]string, bool) {
	if i == len(words) {
		return nil, i > 0
	}
	for most := len(words) - i; most > 0 && !dead[i]; {
		code, n := v.longest(words[i:], most)
		if n == 0 {
			break
		}
		if i+n == len(words) {
			return []string{code}, true
		}
		if rest, ok := v.cover(words, dead, i+n); ok {
			return append([]string{code}, rest...), true
		}
		most = n - 1
	}
	dead[i] = true
	return nil, false
}

// longest is the answer whose spelling begins words and has the most of them,
// at most so many; n is 0 for none, or where two answers are spelled alike.
func (v *several) longest(words []string, most int) (code string, n int) {
	twice := false
	for _, o := range v.options {
		for _, w := range o.words {
			k := len(w)
			if k == 0 || k > most || k > len(words) || k < n || !slices.Equal(w, words[:k]) {
				continue
			}
			twice = k == n && code != o.code
			code, n = o.code, k
		}
	}
	if twice {
		return v.longest(words, n-1)
	}
	return code, n
}

// labelled reports whether words look like labels and not like the names of
// choices, which have no capital within a list, no accent and no mark.
func labelled(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'A' && r <= 'Z' || r > 0x7f || r == ',' || r == '\'' || r == '(' })
}

// tell says what was unclear about the cells.
func (x *export) tell() {
	s := &x.l.s
	for _, q := range slices.Concat(s.Groups, s.Questions) {
		if n := x.unclear[q.Column]; n > 0 {
			x.l.add("N246", "questions", q.ID, n)
		}
		v := x.many[q.Column]
		if v == nil || v.id != q.ID {
			continue
		}
		if v.guess {
			x.l.add("N243", "questions", q.ID)
		}
		if v.other > 0 {
			x.l.add("N244", "questions", q.ID, v.other)
		}
		if n := x.blank(q); n > 0 && len(v.parts) > 0 && q.Empty == "" {
			x.l.add("N245", "questions", q.ID, n)
		}
	}
}

// blank counts the people who answered and of whom nothing stands under q.
func (x *export) blank(q answer.Question) (n int) {
	s := &x.l.s
	for i := range s.Rows {
		if s.Answered(i) && s.Columns[q.Column].Text(i) == "" {
			n++
		}
	}
	return n
}

// coded gives an answer that stands there by its label its code.
func (l *loader) coded(q answer.Question, c answer.Column) answer.Column {
	var levels []string
	for i, s := range c.Levels {
		if _, missing := l.s.Missing[s]; missing {
			continue
		}
		if o := optionOf(q.Answers, s); o != nil && o.Code != s {
			if levels == nil {
				levels = slices.Clone(c.Levels)
			}
			levels[i] = o.Code
		}
	}
	if levels == nil {
		return c
	}
	c.Levels = levels
	l.s.Columns[q.Column] = c
	return c
}

// ticked reads empty cells as nothing ticked.
func ticked(c answer.Column) answer.Column {
	none := int32(slices.Index(c.Levels, answer.Ticks(nil)))
	if none < 0 {
		none = int32(len(c.Levels))
		c.Levels = append(slices.Clone(c.Levels), answer.Ticks(nil))
	}
	c.Codes = slices.Clone(c.Codes)
	for i, k := range c.Codes {
		if k < 0 {
			c.Codes[i] = none
		}
	}
	return c
}
