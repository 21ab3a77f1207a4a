package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/protect"
)

func newToolWords(a *app) *cobra.Command {
	var known, kind, tab string
	c := &cobra.Command{
		Use: "words", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.toolWords(args[0], tab, kind, known) },
	}
	c.Flags().StringVar(&known, "known", "", "")
	c.Flags().StringVar(&kind, "kind", "", "")
	c.Flags().StringVar(&tab, "sheet", "", "")
	return c
}

// marked is one row of words with its details.
type marked struct {
	Type    string         `json:"type"`
	Row     int            `json:"row"`
	Cleared bool           `json:"cleared"`
	Details []protect.Span `json:"details"`
}

func (a *app) toolWords(file, tab, kind, known string) (err error) {
	defer fault.Wrap(&err, "look through words")
	var names []string
	if known != "" {
		b, err := os.ReadFile(known)
		if err != nil {
			return err
		}
		for s := bufio.NewScanner(strings.NewReader(string(b))); s.Scan(); {
			if n := strings.TrimSpace(s.Text()); n != "" {
				names = append(names, n)
			}
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	rd, err := statements.Open(filepath.Base(file), f, statements.Options{Source: "words", Kind: claim.Kind(kind), Sheet: tab, Private: true})
	if err != nil {
		return err
	}
	p := a.printer()
	rows, with, wrong := 0, 0, 0
	var found diag.List
	for c, l := range rd.Claims() {
		found = append(found, l...)
		if c.Said.Verbatim == "" {
			continue
		}
		rows++
		spans := protect.Identifying(c.Said.Verbatim, names...)
		if len(spans) > 0 {
			with++
		}
		bad := c.Said.Cleared && protect.Hard(c.Said.Verbatim)
		if bad {
			wrong++
		}
		if a.json {
			a.object(marked{"words", c.Origin.Row, c.Said.Cleared, spans})
			continue
		}
		state := "words.waits"
		if bad {
			state = "words.never"
		} else if c.Said.Cleared {
			state = "words.cleared"
		}
		fmt.Fprintf(a.Out, "%d  %s\n   %s\n", c.Origin.Row, p.Say(state), mark(c.Said.Verbatim, spans, func(k string) string { return p.Say("detail-kind." + k) }))
	}
	if err := rd.Err(); err != nil {
		return err
	}
	found = append(found, rd.Found()...)
	a.some(found)
	unread := map[int]bool{} // their words were not looked at: nothing is clear
	for _, x := range found {
		if x.Severity == diag.Error {
			unread[x.At.Row] = true
		}
	}
	if !a.json {
		fmt.Fprintln(a.Out, p.Say("words.sum", rows, with, wrong))
		if len(unread) > 0 {
			fmt.Fprintln(a.Out, p.Say("words.unread", len(unread)))
		}
	}
	if wrong > 0 || len(unread) > 0 || rows == 0 {
		return fault.Findings
	}
	return nil
}

// mark writes a text with its details in brackets, each with its kind.
func mark(text string, spans []protect.Span, kind func(string) string) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		fmt.Fprintf(&b, "%s[%s: %s]", text[at:s.From], kind(s.Kind), text[s.From:s.To])
		at = s.To
	}
	return b.String() + text[at:]
}
