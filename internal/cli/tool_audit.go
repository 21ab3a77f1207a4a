package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/fault"
)

func newToolAudit(a *app) *cobra.Command {
	var guess bool
	var width int64
	c := &cobra.Command{
		Use: "audit", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.toolAudit(args, guess, width) },
	}
	c.Flags().BoolVar(&guess, "guess", false, "")
	c.Flags().Int64Var(&width, "width", 4, "")
	return c
}

// audited is one line of the audit.
type audited struct {
	Type    string        `json:"type"`
	Release string        `json:"release"`
	Figure  string        `json:"figure"`
	At      []string      `json:"at"`
	Field   string        `json:"field"`
	Verdict audit.Verdict `json:"verdict,omitempty"`
	Low     int64         `json:"low"`
	High    *int64        `json:"high"` // null: no upper end
}

func (a *app) toolAudit(names []string, guess bool, width int64) (err error) {
	defer fault.Wrap(&err, "audit %d editions", len(names))
	var es []audit.Edition
	for _, n := range names {
		if i, err := os.Stat(n); err == nil && i.IsDir() {
			n = filepath.Join(n, "edition.json")
		}
		b, err := os.ReadFile(n)
		if err != nil {
			return err
		}
		e, err := audit.Read(b)
		if err != nil {
			return fault.New(fault.Invalid, "A490", filepath.Base(n))
		}
		es = append(es, e)
	}
	r, wrong, err := audit.Check(es, audit.Options{Guess: guess}, width)
	if err != nil {
		return fault.New(fault.Broken, "A491", err.Error())
	}
	count := map[audit.Verdict]int{}
	for _, w := range wrong {
		count[w.Verdict]++
	}
	if a.json {
		a.auditLines(r, wrong)
		a.object(map[string]any{"type": "summary", "numbers": len(r.Found), "equations": r.Equations, "exact": count[audit.Exact],
			"narrow": count[audit.Narrow], "overstated": count[audit.Overstated], "missing": count[audit.Missing], "open": count[audit.Open], "rules": r.Rules})
	} else {
		p := a.printer()
		for _, w := range wrong {
			fmt.Fprintln(a.Out, auditSays(p.Say, w))
		}
		fmt.Fprintln(a.Out, p.Say("audit.sum", len(r.Found), r.Equations, count[audit.Exact], count[audit.Narrow], count[audit.Overstated]+count[audit.Missing], count[audit.Open]))
	}
	if len(wrong) > 0 {
		return fault.Findings
	}
	return nil
}

// auditLines prints every number with its interval, and what is wrong with it.
func (a *app) auditLines(r audit.Result, wrong []audit.Fault) {
	for _, f := range r.Found {
		l := audited{Type: "audit", Release: f.Edition, Figure: f.Figure, At: f.At, Field: f.Field, Low: f.Low}
		if !f.Endless {
			l.High = &f.High
		}
		same := func(w audit.Fault) bool {
			return w.Edition == f.Edition && w.Figure == f.Figure && w.Field == f.Field && slices.Equal(w.At, f.At)
		}
		if k := slices.IndexFunc(wrong, same); k >= 0 {
			l.Verdict = wrong[k].Verdict
		}
		a.object(l)
	}
}

// auditSays is the sentence on one number.
func auditSays(say func(string, ...any) string, w audit.Fault) string {
	args := []any{w.Edition, w.Figure, strings.Join(w.At, " / "), w.Field}
	high, line := "∞", "∞"
	if !w.Endless {
		high = fmt.Sprint(w.High)
	}
	if w.Line.High != nil {
		line = fmt.Sprint(*w.Line.High)
	}
	switch w.Verdict {
	case audit.Exact:
		return say("audit.is", append(args, w.Low)...)
	case audit.Narrow:
		return say("audit.between", append(args, w.Low, high, w.Width)...)
	case audit.Missing:
		return say("audit.missing", args...)
	case audit.Overstated:
		return say("audit.stated", append(args, w.Line.Low, line, w.Low, high)...)
	}
	return say("audit.open", args...)
}
