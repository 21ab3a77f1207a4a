package cli

import (
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/reconcile"
)

// reasonWords says one term of a link in words: what agrees or differs, and
// how many bits that is for or against. How rare an agreed value is counts in
// the bits; it has no words of its own.
func reasonWords(p lang.Printer, t reconcile.Term) string {
	var ws []string
	for _, f := range t.Features {
		if key := "link.feature." + f.Name; p.Has(key) {
			ws = append(ws, p.Say(key))
		}
	}
	if len(ws) == 0 {
		return ""
	}
	sign := "+"
	if t.Bits < 0 {
		sign = ""
	}
	return p.Say("link.says", p.Say("link.term."+t.Name), strings.Join(ws, ", "), sign+p.Float(t.Bits, 1))
}
