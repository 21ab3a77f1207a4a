package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
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
	all, found, err := statements.Words(filepath.Base(file), f, tab)
	if err != nil {
		return err
	}
	p := a.printer()
	with, wrong := 0, 0
	for _, x := range all {
		spans := protect.Identifying(x.Words, names...)
		if len(spans) > 0 {
			with++
		}
		bad := x.Cleared && protect.Hard(x.Words)
		if bad {
			wrong++
		}
		if a.json {
			a.object(marked{"words", x.Row, x.Cleared, spans})
			continue
		}
		state := "words.waits"
		if bad {
			state = "words.never"
		} else if x.Cleared {
			state = "words.cleared"
		}
		fmt.Fprintf(a.Out, "%d  %s\n   %s\n", x.Row, p.Say(state), mark(x.Words, spans, func(k string) string { return p.Say("detail-kind." + k) }))
	}
	unread := map[int]bool{} // rows whose cells have shifted: nobody knows which of them are the words
	for _, x := range found {
		unread[x.At.Row] = true
	}
	said, err := unusable(f, file, tab, kind)
	if err != nil {
		return err
	}
	a.some(said)
	if !a.json {
		fmt.Fprintln(a.Out, p.Say("words.sum", len(all), with, wrong))
		if len(unread) > 0 {
			fmt.Fprintln(a.Out, p.Say("words.unread", len(unread)))
		}
	}
	if wrong > 0 || len(unread) > 0 || len(all) == 0 || said.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// unusable is what the reader of statements says of the same table: of rows that
// make no statement the words were shown all the same.
func unusable(f *os.File, file, tab, kind string) (found diag.List, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	rd, err := statements.Open(filepath.Base(file), f, statements.Options{Source: "words", Kind: claim.Kind(kind), Sheet: tab, Private: true})
	if err != nil {
		return nil, err
	}
	for _, l := range rd.Claims() {
		found = append(found, l...)
	}
	return append(found, rd.Found()...), rd.Err()
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
