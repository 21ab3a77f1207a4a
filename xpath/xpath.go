// Package xpath reads the XPath of ODK forms: XPath 1.0 without the axes that
// phones lack, with the functions of the ODK XForms specification. In the
// formulas of a spreadsheet it also reads ${name}.
//
// It knows how a formula is written, not what it is worth: nothing is
// evaluated here. The function you want is [Parse].
package xpath

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Expr is a formula taken apart.
type Expr struct {
	Calls []Call // in the order in which they stand
	Paths []Path // outermost first
	Refs  []Ref  // ${name}

	Compares []Compare // in the order in which they end
}

// Compare is one comparison: "${q} = 'oui'".
type Compare struct {
	Op          string // = != < <= > >=
	Left, Right Operand
}

// Operand is a side of a comparison or an argument of a function, as far as it
// is one plain thing.
type Operand struct {
	Kind OperandKind
	Text string // of a literal without its quotation marks, of a number, the name of a reference
	Path Path   // of a path
}

// OperandKind is what an operand is.
type OperandKind uint8

// The kinds of operand.
const (
	Other   OperandKind = iota // worked out: a sum, a call, a path with predicates
	Literal                    // 'oui'
	Number                     // 12
	Refers                     // ${name}, not its last saved answer
	Located                    // a plain path: ".", "../q", "/data/q"
)

// Call is a function call.
type Call struct {
	Name string
	Args int
	Pos  int    // byte offset
	In   string // the function whose argument it is; "" at the top

	Operands []Operand // the arguments
}

// Path is a location path without what stands in its predicates.
type Path struct {
	Steps      []string // "..", ".", "name", "@name", "*"
	Absolute   bool
	Filtered   bool // has predicates, or starts from a call or reference
	Predicated bool // stands inside a predicate
	Pos        int
}

// Ref is a reference of an XLSForm.
type Ref struct {
	Name      string
	LastSaved bool
	Pos       int
}

// SyntaxError says where a formula stops making sense.
type SyntaxError struct {
	Pos  int    // byte offset
	Near string // the text at that place, shortened
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("parse formula: unexpected %q at %d", e.Near, e.Pos)
}

// Parse takes a formula apart.
func Parse(s string) (*Expr, error) {
	p := &parser{s: s, x: &Expr{}}
	p.next()
	if p.kind == eof && p.err == nil {
		p.fail()
	}
	p.or()
	if p.err == nil && p.kind != eof {
		p.fail()
	}
	if p.err != nil {
		return nil, p.err
	}
	return p.x, nil
}

const (
	eof = iota
	number
	literal
	name
	ref
	op
)

const deepest = 200 // nested brackets

type parser struct {
	s        string
	pos, at  int // behind and at the current token
	kind     int
	tok      string
	operand  bool // the token before was an operand: * and names are operators
	depth    int
	pred     int
	in       []string
	x        *Expr
	err      *SyntaxError
	lastSave bool
}

func (p *parser) fail() {
	if p.err != nil {
		return
	}
	near := p.s[min(p.at, len(p.s)):]
	if near == "" {
		i := max(0, len(p.s)-12)
		for i < len(p.s) && !utf8.RuneStart(p.s[i]) {
			i++
		}
		near = p.s[i:]
	}
	if r := []rune(near); len(r) > 20 {
		near = string(r[:20]) + "…"
	}
	p.err = &SyntaxError{p.at, near}
	p.kind, p.tok = eof, ""
}

func start(r rune) bool { return r == '_' || unicode.IsLetter(r) }
func part(r rune) bool {
	return start(r) || r == '-' || r == '.' || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '·'
}

func ncname(s string) int {
	for i, r := range s {
		if i == 0 && !start(r) || !part(r) {
			return i
		}
	}
	return len(s)
}

func (p *parser) next() {
	if p.err != nil {
		return
	}
	p.operand = p.kind == number || p.kind == literal || p.kind == ref || p.kind == name && !p.isWord() ||
		p.kind == op && (p.tok == ")" || p.tok == "]" || p.tok == "." || p.tok == ".." || p.tok == "*n")
	for p.pos < len(p.s) {
		r, n := utf8.DecodeRuneInString(p.s[p.pos:])
		if !unicode.IsSpace(r) {
			break
		}
		p.pos += n
	}
	p.at = p.pos
	rest := p.s[p.pos:]
	if rest == "" {
		p.kind, p.tok = eof, ""
		return
	}
	set := func(k, n int) { p.kind, p.tok, p.pos = k, rest[:n], p.pos+n }
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "${"):
		j := strings.IndexByte(rest, '}')
		if j < 0 {
			p.fail()
			return
		}
		in, saved := strings.CutPrefix(rest[2:j], "last-saved#")
		if n := ncname(in); n == 0 || n != len(in) {
			p.fail()
			return
		}
		p.lastSave = saved
		p.kind, p.tok, p.pos = ref, in, p.pos+j+1
	case c == '"' || c == '\'':
		j := strings.IndexByte(rest[1:], c)
		if j < 0 {
			p.fail()
			return
		}
		set(literal, j+2)
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n < len(rest) && rest[n] == '.' {
			for n++; n < len(rest) && rest[n] >= '0' && rest[n] <= '9'; n++ {
			}
		}
		set(number, n)
	case strings.HasPrefix(rest, "..") || strings.HasPrefix(rest, "::") || strings.HasPrefix(rest, "!=") ||
		strings.HasPrefix(rest, "<=") || strings.HasPrefix(rest, ">=") || strings.HasPrefix(rest, "//"):
		set(op, 2)
	case c == '*' && !p.operand:
		set(op, 1)
		p.tok = "*n" // any name
	case strings.IndexByte("()[].@,/|+-=<>*", c) >= 0:
		set(op, 1)
	default:
		n := ncname(rest)
		if n == 0 {
			p.fail()
			return
		}
		if n+1 < len(rest) && rest[n] == ':' && rest[n+1] != ':' {
			if m := ncname(rest[n+1:]); m > 0 {
				n += 1 + m
			} else if rest[n+1] == '*' {
				n += 2
			}
		}
		set(name, n)
	}
}

// isWord: the current name is an operator, for it follows an operand.
func (p *parser) isWord() bool {
	if p.kind != name || !p.operand {
		return false
	}
	switch p.tok {
	case "and", "or", "div", "mod":
		return true
	}
	return false
}

func (p *parser) isOp(ops ...string) bool {
	if p.kind != op && !p.isWord() {
		return false
	}
	for _, o := range ops {
		if p.tok == o {
			return true
		}
	}
	return false
}

var levels = [][]string{{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}}

func (p *parser) or() Operand { return p.level(0) }

func (p *parser) level(i int) Operand {
	if p.depth++; p.depth > deepest*10 {
		p.fail()
		return Operand{}
	}
	defer func() { p.depth-- }()
	if i == len(levels) {
		minus := 0
		for p.isOp("-") {
			minus++
			p.next()
		}
		o := p.union()
		if minus == 1 && o.Kind == Number {
			o.Text = "-" + o.Text
		} else if minus > 0 {
			return Operand{}
		}
		return o
	}
	o := p.level(i + 1)
	for p.err == nil && p.isOp(levels[i]...) {
		tok := p.tok
		p.next()
		r := p.level(i + 1)
		if i == 2 || i == 3 {
			p.x.Compares = append(p.x.Compares, Compare{tok, o, r})
		}
		o = Operand{}
	}
	return o
}

func (p *parser) union() Operand {
	o := p.path()
	for p.err == nil && p.isOp("|") {
		p.next()
		p.path()
		o = Operand{}
	}
	return o
}

func (p *parser) path() Operand {
	at := Path{Pos: p.at, Predicated: p.pred > 0}
	o := Operand{}
	switch {
	case p.kind == number, p.kind == literal:
		o = Operand{Kind: Number, Text: p.tok}
		if p.kind == literal {
			o = Operand{Kind: Literal, Text: p.tok[1 : len(p.tok)-1]}
		}
		p.next()
		p.predicates(&at)
		return o
	case p.kind == ref:
		p.x.Refs = append(p.x.Refs, Ref{p.tok, p.lastSave, p.at})
		if !p.lastSave {
			o = Operand{Kind: Refers, Text: p.tok}
		}
		p.next()
		return p.behind(&at, o)
	case p.isOp("("):
		p.next()
		o = p.or()
		p.expect(")")
		return p.behind(&at, o)
	case p.kind == name && p.call():
		return p.behind(&at, o)
	case p.isOp("/"):
		at.Absolute = true
		p.next()
		if p.kind != name && !p.isOp(".", "..", "@", "*n", "*") {
			return o
		}
	}
	i := len(p.x.Paths)
	p.x.Paths = append(p.x.Paths, Path{})
	p.steps(&at)
	if i < len(p.x.Paths) {
		p.x.Paths[i] = at
	}
	if !at.Filtered && !at.Predicated {
		o = Operand{Kind: Located, Path: at}
	}
	return o
}

// behind reads the predicates and steps that follow a reference, a call or a
// bracket: with any, it is no longer the plain thing o.
func (p *parser) behind(at *Path, o Operand) Operand {
	at.Filtered = true
	if p.isOp("[") {
		o = Operand{}
	}
	p.predicates(at)
	if p.isOp("/") {
		o = Operand{}
		p.next()
		p.steps(at)
	}
	return o
}

// call reads a function call, if the current name is one.
func (p *parser) call() bool {
	rest := strings.TrimLeft(p.s[p.pos:], " \t\r\n")
	if !strings.HasPrefix(rest, "(") {
		return false
	}
	c := Call{Name: p.tok, Pos: p.at}
	if c.Name == "node" || c.Name == "text" || c.Name == "comment" || c.Name == "processing-instruction" {
		return false
	}
	if len(p.in) > 0 {
		c.In = p.in[len(p.in)-1]
	}
	i := len(p.x.Calls)
	p.x.Calls = append(p.x.Calls, c)
	p.in = append(p.in, c.Name)
	p.next()
	p.next()
	n := 0
	if !p.isOp(")") {
		for p.err == nil {
			o := p.or()
			p.x.Calls[i].Operands = append(p.x.Calls[i].Operands, o)
			n++
			if !p.isOp(",") {
				break
			}
			p.next()
		}
	}
	p.expect(")")
	p.in = p.in[:len(p.in)-1]
	p.x.Calls[i].Args = n
	return true
}

func (p *parser) expect(o string) {
	if p.err == nil && !p.isOp(o) {
		p.fail()
		return
	}
	p.next()
}

func (p *parser) predicates(at *Path) {
	for p.err == nil && p.isOp("[") {
		at.Filtered = true
		p.pred++
		p.next()
		p.or()
		p.expect("]")
		p.pred--
	}
}

func (p *parser) steps(at *Path) {
	for p.err == nil {
		switch {
		case p.isOp(".", ".."):
			at.Steps = append(at.Steps, p.tok)
			p.next()
		case p.isOp("@"):
			p.next()
			if p.kind != name && !p.isOp("*n", "*") {
				p.fail()
				return
			}
			at.Steps = append(at.Steps, "@"+p.tok)
			p.next()
		case p.isOp("*n", "*"):
			at.Steps = append(at.Steps, "*")
			p.tok = "*n"
			p.next()
		case p.kind == name:
			n := p.tok
			if strings.HasPrefix(strings.TrimLeft(p.s[p.pos:], " "), "::") { // an axis
				p.next()
				p.next()
				at.Filtered = true
				continue
			}
			p.next()
			if (n == "node" || n == "text" || n == "comment") && p.isOp("(") {
				p.next()
				p.expect(")")
				n += "()"
			}
			at.Steps = append(at.Steps, n)
		default:
			p.fail()
			return
		}
		p.predicates(at)
		if !p.isOp("/") {
			return
		}
		p.next()
	}
}
