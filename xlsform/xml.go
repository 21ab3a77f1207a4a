package xlsform

import (
	"strings"
)

// node is an element of the XForm: attributes in order, then either text
// parts or children.
type node struct {
	tag   string
	attrs []string // pairs
	kids  []*node
	text  string // a node without a tag is text
}

func el(tag string, attrs ...string) *node { return &node{tag: tag, attrs: attrs} }

func (n *node) attr(k, v string) *node {
	for i := 0; i < len(n.attrs); i += 2 {
		if n.attrs[i] == k {
			n.attrs[i+1] = v
			return n
		}
	}
	n.attrs = append(n.attrs, k, v)
	return n
}

func (n *node) add(kids ...*node) *node {
	for _, k := range kids {
		if k != nil {
			n.kids = append(n.kids, k)
		}
	}
	return n
}

func (n *node) say(s string) *node {
	if s != "" {
		n.kids = append(n.kids, &node{text: s})
	}
	return n
}

type printer struct{ b []byte }

// valid drops what XML 1.0 cannot hold.
func valid(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r != 0xfffe && r != 0xffff
}

func (p *printer) escape(s string, attr bool) {
	i := 0
	for j, r := range s {
		var e string
		switch {
		case r == '&':
			e = "&amp;"
		case r == '<':
			e = "&lt;"
		case r == '>':
			e = "&gt;"
		case attr && r == '"':
			e = "&quot;"
		case attr && r == '\n':
			e = "&#10;"
		case attr && r == '\t':
			e = "&#9;"
		case r == '\r':
			e = "&#13;"
		case r == 0xfffd:
			if !strings.HasPrefix(s[j:], "\ufffd") {
				p.b = append(append(p.b, s[i:j]...), "\ufffd"...)
				i = j + 1
			}
			continue
		case !valid(r):
			p.b = append(p.b, s[i:j]...)
			i = j + len(string(r))
			continue
		default:
			continue
		}
		p.b = append(append(p.b, s[i:j]...), e...)
		i = j + len(string(r))
	}
	p.b = append(p.b, s[i:]...)
}

// print writes a node with two spaces a level; what holds text stays on one
// line, so that no space is added to a label but those of pyxform around
// mixed content.
func (p *printer) print(n *node, depth int, flat bool) {
	if n.tag == "" {
		p.escape(n.text, false)
		return
	}
	pad := func(d int) {
		if !flat {
			for range d {
				p.b = append(p.b, "  "...)
			}
		}
	}
	pad(depth)
	p.b = append(append(p.b, '<'), n.tag...)
	for i := 0; i < len(n.attrs); i += 2 {
		p.b = append(append(append(p.b, ' '), n.attrs[i]...), `="`...)
		p.escape(n.attrs[i+1], true)
		p.b = append(p.b, '"')
	}
	if len(n.kids) == 0 {
		p.b = append(p.b, "/>"...)
	} else {
		p.b = append(p.b, '>')
		mixed := false
		for _, k := range n.kids {
			mixed = mixed || k.tag == ""
		}
		if mixed {
			for i, k := range n.kids {
				if i == 0 && len(n.kids) > 1 && k.tag == "" {
					p.b = append(p.b, ' ')
				}
				p.print(k, 0, true)
			}
			if len(n.kids) > 1 {
				p.b = append(p.b, ' ')
			}
		} else {
			if !flat {
				p.b = append(p.b, '\n')
			}
			for _, k := range n.kids {
				p.print(k, depth+1, flat)
			}
			pad(depth)
		}
		p.b = append(append(append(p.b, "</"...), n.tag...), '>')
	}
	if !flat {
		p.b = append(p.b, '\n')
	}
}
