package xform

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Node is an element of a submission: either with children or with a text.
type Node struct {
	Name  string // with its prefix
	Attrs []Pair
	Kids  []*Node
	Text  string
}

// Pair is an attribute.
type Pair struct{ Name, Value string }

// Instance is one submission, as it came.
type Instance struct {
	Root *Node
}

var errMixed = errors.New("text beside elements")

// wrap puts "operation: " before *err, if there is one.
func wrap(err *error, operation string) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", operation, *err)
	}
}

// ParseInstance reads the XML of a submission within the default limits.
func ParseInstance(b []byte) (x Instance, err error) {
	defer wrap(&err, "parse submission")
	p, err := NewParser(b, DefaultLimits)
	if err != nil {
		return x, err
	}
	var stack []*Node
	var blank []bool // only white space so far
	for {
		ev, err := p.Next()
		if err != nil {
			return x, err
		}
		switch ev {
		case End:
			return x, nil
		case Open:
			n := &Node{Name: string(p.Name)}
			for _, a := range p.Attrs {
				n.Attrs = append(n.Attrs, Pair{string(a.Name), string(a.Value)})
			}
			if len(stack) > 0 {
				up := stack[len(stack)-1]
				if !blank[len(blank)-1] {
					return x, errMixed
				}
				up.Text = ""
				up.Kids = append(up.Kids, n)
			} else {
				x.Root = n
			}
			stack, blank = append(stack, n), append(blank, true)
		case Text:
			n := stack[len(stack)-1]
			if len(bytes.TrimSpace(p.Text)) > 0 {
				if len(n.Kids) > 0 {
					return x, errMixed
				}
				blank[len(blank)-1] = false
			}
			if len(n.Kids) == 0 {
				n.Text += string(p.Text)
			}
		case Close:
			stack, blank = stack[:len(stack)-1], blank[:len(blank)-1]
		}
	}
}

// Attr gives an attribute's value, by its name with prefix.
func (n *Node) Attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Local is the name without its prefix.
func (n *Node) Local() string {
	if i := strings.IndexByte(n.Name, ':'); i >= 0 {
		return n.Name[i+1:]
	}
	return n.Name
}

// Child finds the first child of a local name; nil if there is none.
func (n *Node) Child(local string) *Node {
	if n != nil {
		for _, k := range n.Kids {
			if k.Local() == local {
				return k
			}
		}
	}
	return nil
}

func (x Instance) meta(name string) string {
	if c := x.Root.Child("meta").Child(name); c != nil {
		return strings.TrimSpace(c.Text)
	}
	return ""
}

// FormID is the id of the form that was filled in.
func (x Instance) FormID() string { return x.Root.Attr("id") }

// Version is the form's version.
func (x Instance) Version() string { return x.Root.Attr("version") }

// ID is the submission's own id, "uuid:…".
func (x Instance) ID() string { return x.meta("instanceID") }

// Deprecates is the id of the submission that this one replaces.
func (x Instance) Deprecates() string { return x.meta("deprecatedID") }

// Encrypted reports whether only the envelope of the answers is here.
func (x Instance) Encrypted() bool { return x.Root.Attr("encrypted") == "yes" }

// XML writes the submission; ParseInstance reads the same back.
func (x Instance) XML() []byte {
	b := []byte("<?xml version=\"1.0\"?>\n")
	if x.Root != nil {
		b = x.Root.write(b)
	}
	return b
}

func (n *Node) write(b []byte) []byte {
	b = append(append(b, '<'), n.Name...)
	for _, a := range n.Attrs {
		b = append(append(append(b, ' '), a.Name...), `="`...)
		b = append(escape(b, a.Value), '"')
	}
	if len(n.Kids) == 0 && n.Text == "" {
		return append(b, "/>"...)
	}
	b = append(b, '>')
	for _, k := range n.Kids {
		b = k.write(b)
	}
	if len(n.Kids) == 0 {
		b = escape(b, n.Text)
	}
	return append(append(append(b, "</"...), n.Name...), '>')
}

func escape(b []byte, s string) []byte {
	i := 0
	for j := 0; j < len(s); j++ {
		var e string
		switch s[j] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '"':
			e = "&quot;"
		case '\r':
			e = "&#13;"
		case '\n':
			e = "&#10;"
		case '\t':
			e = "&#9;"
		default:
			continue
		}
		b = append(append(b, s[i:j]...), e...)
		i = j + 1
	}
	return append(b, s[i:]...)
}
