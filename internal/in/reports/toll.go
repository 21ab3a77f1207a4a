package reports

// A cell that says how many died is a small language: "2 blessés et 1 mort",
// "14 à 21 morts selon les bilans", "12 dead, 9 of them civilians". It is read
// word by word, and each word must be understood: what is left over after a
// number may be wounded, villages or a day of August, and would be counted as
// deaths.

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// counted is how many, as far as it is said; said is false where nothing is.
type counted struct {
	low, best, high *int
	said            bool
}

// toll is what a cell says of people.
type toll struct {
	of        [victims + 1]counted
	civilians *int // among the dead
	garbled   bool // something in it is not understood: nothing of it is taken
	only      bool // a number of victims, or of people of whom nothing is said
}

// clause is a count with what is said of it.
type clause struct {
	counted
	zero  bool
	word  string // of the zero or number
	fate  fate
	group string // what kind of people
	extra bool   // a word beside heading, noun and fate
	under bool   // part of another count: behind "dont" or in brackets
	label bool   // the fate stood before it
}

// readToll reads a cell. A number of which nothing is said is of the fate
// bare: that of the column.
func readToll(cell string, bare fate) (t toll) {
	switch f := lang.Fold(cell); {
	case untold[f] || f == "" && strings.Trim(cell, " ?-–—.…/_\u00a0") == "":
		return t
	case civilian[f]: // a word, and no number
		t.garbled = true
		return t
	}
	ts := scan(cell)
	if len(ts) == 0 {
		t.garbled = true
		return t
	}
	p := parser{ts: ts}
	p.run()
	if p.bad || !p.settle(bare, &t) {
		return toll{garbled: true}
	}
	return t
}

// parser goes through the tokens once.
type parser struct {
	ts       []token
	i        int
	done     []clause
	cur      *clause
	bound    string // that stands before the next number
	label    fate   // that stands before the next number, with a colon
	depth    int
	dont     bool
	between  bool // "entre", "between", "de … à"
	moments  bool
	headings bool
	bad      bool
}

func (p *parser) run() {
	for p.i < len(p.ts) && !p.bad {
		t := p.ts[p.i]
		switch t.kind {
		case strange:
			p.bad = true
		case moment:
			p.moments = true
			p.i++
		case sign, tight:
			p.sign(t)
		default:
			if !p.quantity() {
				p.word(t)
				p.i++
			}
		}
	}
	p.close()
	p.bad = p.bad || p.depth != 0 || p.bound != "" || p.label != 0
}

func (p *parser) close() {
	if p.cur != nil {
		p.done = append(p.done, *p.cur)
	}
	p.cur = nil
}

func (p *parser) peek(n int) token {
	if p.i+n < len(p.ts) {
		return p.ts[p.i+n]
	}
	return token{kind: sign}
}

func (p *parser) sign(t token) {
	p.i++
	switch t.text {
	case "≥", "≤", "≈":
		if c := p.cur; c != nil && (p.i == len(p.ts) || p.peek(0).kind == sign || c.word != "" && p.peek(0).kind == word && !p.number(p.i).ok) {
			p.bad = p.bad || !c.bind(t.text) // "5 au moins", "5 morts au moins"
			return
		}
		p.close()
		p.bad = p.bad || p.bound != ""
		p.bound = t.text
	case "+":
		if c := p.cur; c != nil && c.fate == 0 && c.group == "" && p.peek(0).kind != number && !p.number(p.i).ok {
			p.bad = p.bad || !c.bind("≥")
			return
		}
		p.close()
	case "(":
		p.close()
		p.depth++
	case ")":
		p.close()
		p.depth--
		p.bad = p.bad || p.depth < 0
	case ":", "=":
		p.close()
	case ";":
		p.close()
		p.dont = false
	case ",", ".", "/", "&", "•":
		p.close()
		p.bad = p.bad || p.bound != ""
	case "-":
		p.bad = p.bad || p.bound != "" || len(p.done) == 0 && p.cur == nil && !p.headings || t.kind == tight && p.cur != nil && p.cur.fate == 0
		p.close()
	default:
		p.bad = true
	}
}

// bind puts a bound on a count that stands before it.
func (c *clause) bind(b string) bool {
	if c.best == nil || c.low != nil || c.high != nil || c.zero && b == "≥" {
		return b == "≈" && c.best != nil
	}
	switch b {
	case "≥":
		c.low, c.best = c.best, nil
	case "≤":
		c.high, c.best = c.best, nil
	}
	return true
}

// quantity reads a number, a range, a vague or a zero count; it reports whether
// there is one.
func (p *parser) quantity() bool {
	t := p.ts[p.i]
	if t.kind == word {
		switch {
		case zeros[t.text]:
			p.open(clause{counted: counted{best: new(int), said: true}, zero: true, word: t.text})
			p.i++
			return true
		case vague[t.text] || t.text == "des" && p.cur == nil && (fates[p.peek(1).text] != 0 || people[p.peek(1).text] || vague[p.peek(1).text]):
			for vague[p.ts[p.i].text] || p.ts[p.i].text == "des" || p.ts[p.i].text == "de" {
				if p.i++; p.i == len(p.ts) {
					break
				}
			}
			p.open(clause{counted: counted{said: true}, word: t.text})
			return true
		case (t.text == "entre" || t.text == "between") && p.cur == nil:
			p.between = true
			p.i++
			return true
		}
	}
	n := p.number(p.i)
	if !n.ok {
		return false
	}
	p.i = n.next
	c := clause{counted: counted{best: &n.value, said: true}, word: t.text}
	if m, ok := p.upTo(); ok {
		c.low, c.best, c.high = &n.value, nil, &m.value
		p.i = m.next
	}
	p.between = false
	p.open(c)
	return true
}

// upTo is the other end of a range, where one stands next.
func (p *parser) upTo() (num, bool) {
	t := p.peek(0)
	join := t.kind == tight || t.kind == sign && t.text == "-" ||
		t.kind == word && (t.text == "a" || t.text == "to" || t.text == "ou" || t.text == "or" || p.between && (t.text == "et" || t.text == "and"))
	if !join {
		return num{}, false
	}
	n := p.number(p.i + 1)
	if n.ok && n.next < len(p.ts) && p.ts[n.next].kind == tight {
		n.ok = false // 2-3-4
		p.bad = true
	}
	return n, n.ok
}

func (p *parser) open(c clause) {
	p.close()
	c.under = p.dont || p.depth > 0
	if p.bound != "" {
		p.bad = p.bad || !c.bind(p.bound)
		p.bound = ""
	}
	if p.label != 0 {
		c.fate, c.label, p.label = p.label, true, 0
	}
	p.cur = &c
}

// free reports whether words of any kind may stand here: behind a count that is
// complete, in brackets or behind "dont".
func (p *parser) free() bool {
	return (p.dont || p.depth > 0) && slices.ContainsFunc(p.done, func(c clause) bool { return !c.under && c.fate != 0 })
}

func (p *parser) word(t token) {
	w := t.text
	f := fates[w]
	switch {
	case noPeople[w] || doubts[w] || w == "half":
		p.bad = true
	case f != 0 && p.cur == nil:
		next := p.peek(1)
		switch {
		case next.kind == sign && (next.text == ":" || next.text == "="):
			p.bad = p.bad || p.label != 0
			p.label = f
		case p.free(): // "(un chef tué)" has its count; "(tués sur place)" says how
		default:
			p.bad = p.bad || !p.shared(f)
		}
	case f != 0:
		if c := p.cur; c.fate != 0 && c.fate != f {
			p.bad = p.bad || c.label || !(c.fate == victims && f != dead)
		} else {
			c.fate = f
		}
	case people[w]:
		if p.cur == nil {
			p.bad = p.bad || !p.free()
			return
		}
		if p.cur.group == "" || anybody[p.cur.group] {
			p.cur.group = w
		} else if w != p.cur.group && !civilian[w] && !civilian[p.cur.group] {
			p.cur.group += " " + w
		} else if civilian[w] {
			p.cur.group = w
		}
	case w == "dont":
		p.close()
		p.dont = true
	case w == "et" || w == "and" || w == "puis" || w == "then" || w == "plus":
		p.close()
	case headings[w] && p.cur == nil && p.depth == 0:
		p.headings = true
	case plainly[w]:
		if p.cur != nil && (!headings[w] || p.cur.zero && len(w) > 3) {
			p.cur.extra = true
		}
	default:
		p.bad = p.bad || !p.free()
	}
}

// shared lets "aucun mort ni blessé" and "ni mort ni blessé" have one zero each:
// a fate without a count is understood behind "et" of a zero alone.
func (p *parser) shared(f fate) bool {
	if len(p.done) == 0 || p.i == 0 {
		return false
	}
	last := p.done[len(p.done)-1]
	if before := p.ts[p.i-1].text; !last.zero || last.fate == 0 || last.fate == f || before != "ou" && before != "or" && before != "et" && before != "," && before != "/" {
		return false
	}
	p.done = append(p.done, clause{counted: last.counted, zero: true, word: last.word, fate: f})
	return true
}
