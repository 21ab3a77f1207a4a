package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

func newInit(a *app) *cobra.Command {
	var s workplace.Start
	var tongue string
	c := &cobra.Command{
		Use: "init", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			s.ID = args[0]
			s.Lang = lang.For(lang.Tag(tongue)).Tag
			if tongue == "" {
				s.Lang = a.tag()
			}
			return a.begin(s)
		},
	}
	f := c.Flags()
	f.StringVar(&s.Title, "title", "", "")
	f.StringVar(&s.Country, "country", "", "")
	f.StringVar(&s.Reports, "from", "", "")
	f.StringVar(&s.Contact, "contact", "", "")
	f.StringVar(&s.Base, "base", "", "")
	f.StringVar(&tongue, "language", "", "")
	f.BoolVar(&s.Fictional, "fictional", false, "")
	return a.signs(c)
}

func (a *app) begin(s workplace.Start) error {
	p := a.printer()
	a.ask(p.Say("cli.ask-title"), &s.Title, s.ID)
	a.ask(p.Say("cli.ask-country"), &s.Country, s.ID)
	a.ask(p.Say("cli.ask-from"), &s.Reports, "")
	a.ask(p.Say("cli.ask-contact"), &s.Contact, "")
	if _, err := os.Stat(filepath.Join(a.root(), workplace.File)); errors.Is(err, fs.ErrNotExist) {
		a.ask(p.Say("cli.ask-base"), &s.Base, "")
	}
	if s.By = a.by; a.Asks {
		a.ask(p.Say("cli.ask-by", workplace.LoginCode(a.Login)), &s.By, workplace.LoginCode(a.Login))
	}
	root := a.dir
	if root == "" {
		root = "."
		if _, err := os.Stat(workplace.File); errors.Is(err, fs.ErrNotExist) {
			root = s.ID
		}
	}
	folder, err := workplace.Begin(root, s)
	if err != nil {
		return err
	}
	found, err := desk.Check(root, s.ID)
	if err != nil {
		return err
	}
	a.findings(found)
	if found.Worst() == diag.Error {
		return fault.Findings
	}
	if a.json {
		a.object(map[string]any{"type": "study", "id": s.ID, "folder": folder, "workplace": root})
		return nil
	}
	fmt.Fprintln(a.Out, p.Say("cli.begun", folder))
	next := "cli.begun-next"
	if s.Reports == "" {
		next = "cli.begun-empty"
	}
	fmt.Fprintln(a.Out, p.Say(next, root))
	return nil
}

// ask asks for what no flag gave, where a person can answer.
func (a *app) ask(question string, into *string, otherwise string) {
	if *into == "" && a.Asks && !a.json {
		fmt.Fprint(a.Err, question+" ")
		if a.lines == nil {
			a.lines = bufio.NewReader(a.In)
		}
		line, err := a.lines.ReadString('\n')
		if err == nil || errors.Is(err, io.EOF) {
			*into = strings.TrimSpace(line)
		}
	}
	if *into == "" {
		*into = otherwise
	}
}
