package prose

import (
	"github.com/yuin/goldmark/ast"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/diag"
)

// Harmless takes out of a text what must not be printed: a link to an address
// that is none of the web's keeps its words, and so does a picture: nothing a
// reader opens fetches anything from elsewhere. Each is a finding.
func Harmless(file string, src []byte, doc ast.Node) (found diag.List) {
	var bad []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		to, refused := "", false
		switch x := n.(type) {
		case *ast.Link:
			good, ok := address.Printable(string(x.Destination))
			if to, refused = string(x.Destination), !ok; ok {
				x.Destination = []byte(good)
			}
		case *ast.AutoLink:
			to = string(x.URL(src))
			_, ok := address.Printable(to)
			refused = !ok && x.AutoLinkType != ast.AutoLinkEmail
		case *ast.Image:
			to, refused = string(x.Destination), true
		}
		if in && refused {
			bad = append(bad, n)
			found.Add("P508", diag.At{File: file}, to)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range bad {
		if x, ok := n.(*ast.AutoLink); ok {
			label := x.Label(src)
			n.Parent().ReplaceChild(n.Parent(), n, ast.NewString(append([]byte(nil), label...)))
			continue
		}
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			n.Parent().InsertBefore(n.Parent(), n, c)
			c = next
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
	return found
}
