package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

// pageFile is the end of the name of a page to print.
const pageFile = ".dires-page.html"

func newKey(a *app) *cobra.Command {
	c := &cobra.Command{
		Use: "key", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	phrases, need, sure, out, why := "", 2, false, "", ""
	mk := &cobra.Command{
		Use: "new", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.keyNew(c.Context(), args[0], phrases) },
	}
	ceremony := &cobra.Command{
		Use: "ceremony", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.keyCeremony(c.Context(), need, args, sure) },
	}
	ceremony.Flags().IntVar(&need, "need", need, "")
	ceremony.Flags().BoolVar(&sure, "yes", false, "")
	drill := &cobra.Command{
		Use: "drill", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.keyDrill(c.Context(), args, phrases) },
	}
	layer := &cobra.Command{
		Use: "layer", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return a.keyLayer(c.Context(), args[0], args[1], phrases) },
	}
	open := &cobra.Command{
		Use: "open", Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return a.keyOpen(c.Context(), args, phrases, out, why) },
	}
	open.Flags().StringVarP(&out, "out", "o", "", "")
	open.Flags().StringVar(&why, "why", "", "")
	for _, x := range []*cobra.Command{ceremony, drill, open} {
		a.signs(x)
	}
	for _, x := range []*cobra.Command{mk, ceremony, drill, open, layer} {
		if x != ceremony {
			x.Flags().StringVar(&phrases, "passphrase-file", "", "")
		}
		c.AddCommand(x)
	}
	return c
}

// keyNew makes a custodian's key: it needs no workplace and writes where one is.
func (a *app) keyNew(ctx context.Context, name, phrases string) error {
	if err := custody.Name(name); err != nil {
		return err
	}
	if workplaceAbove() {
		return fault.New(fault.Refused, "L160")
	}
	key, public, paper := name+custody.KeyFile, name+custody.PublicFile, name+pageFile
	for _, f := range []string{key, public, paper} {
		if _, err := os.Lstat(f); !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Conflict, "L156", f)
		}
	}
	phrase, err := a.newPassphrase(ctx, key, phrases)
	if err != nil {
		return err
	}
	to, c, err := seal.NewCustody()
	if err != nil {
		return err
	}
	locked, err := c.Lock(name, phrase)
	if err != nil {
		return err
	}
	if back, _, err := seal.Unlock(locked, phrase); err != nil || back.Recipient().String() != to.String() {
		return fault.New(fault.Broken, "L151", key)
	}
	m := custody.Member{Name: name, Recipient: to.String()}
	html, err := custody.KeyPage(a.printer(), m, locked)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		b    []byte
		mode fs.FileMode
	}{{key, locked, 0o600}, {public, m.Public(), 0o644}, {paper, html, 0o600}} {
		if err := writeFresh(f.name, f.b, f.mode); err != nil {
			return err
		}
	}
	if a.json {
		a.object(map[string]any{"type": "key", "name": name, "key": key, "public": public, "page": paper, "fingerprint": m.Fingerprint()})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.key-made", key, public, paper, m.Fingerprint()))
	return nil
}

// workplaceAbove reports whether the current folder lies in a workplace: a
// custodian's key has no business there.
func workplaceAbove() bool {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, workplace.File)); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return false
}

// writeFresh writes a file that is not there yet, and syncs it.
func writeFresh(name string, b []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "L156", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (a *app) keyCeremony(ctx context.Context, need int, files []string, sure bool) error {
	id, err := a.id()
	if err != nil {
		return err
	}
	var who []custody.Member
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		m, err := custody.ParsePublic(filepath.Base(f), b)
		if err != nil {
			return err
		}
		who = append(who, m)
	}
	p := a.printer()
	if !a.json {
		for i, m := range who {
			fmt.Fprintf(a.Err, "%d  %-20s %s\n", i+1, m.Name, m.Fingerprint())
		}
	}
	if !sure && a.Asks && !a.json {
		answer := ""
		a.ask(p.Say("cli.ask-ceremony", need), &answer, "")
		if !slices.Contains([]string{"oui", "o", "yes", "y"}, strings.ToLower(answer)) {
			fmt.Fprintln(a.Out, p.Say("cli.ceremony-not"))
			return nil
		}
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	set, folder, err := d.Custody(id).Ceremony(ctx, need, who)
	if err != nil {
		return err
	}
	var pages []string
	for i, m := range set.Custodians {
		html, err := custody.SetPage(p, id, set, i+1)
		if err != nil {
			return err
		}
		name := filepath.Join(folder, m.Name+custody.PageEnd)
		if err := writeFresh(name, html, 0o600); err != nil {
			return err
		}
		pages = append(pages, name)
	}
	if a.json {
		a.object(map[string]any{"type": "ceremony", "study": id, "epoch": set.Epoch, "need": set.Need, "custodians": set.Custodians, "folder": folder, "pages": pages})
		return nil
	}
	fmt.Fprintln(a.Out, p.Say("cli.ceremony-done", id, set.Epoch, set.Need, len(set.Custodians), folder))
	return nil
}

func (a *app) keyDrill(ctx context.Context, keys []string, phrases string) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	by, err := a.present(ctx, keys, phrases)
	if err != nil {
		return err
	}
	r, err := d.Custody(id).Drill(ctx, by)
	if err != nil {
		return err
	}
	if a.json {
		a.object(map[string]any{"type": "drill", "study": id, "epochs": r.Epochs, "custodians": r.Custodians, "files": r.Files})
		return nil
	}
	p := a.printer()
	fmt.Fprintln(a.Out, p.Say("cli.drill-done", id, p.List(r.Custodians), len(r.Files)))
	return nil
}

// keyLayer opens a custodian's layer of a nested file: it needs no workplace.
func (a *app) keyLayer(ctx context.Context, file, key, phrases string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	by, err := a.custodians(ctx, []string{key}, phrases)
	if err != nil {
		return err
	}
	inner, err := custody.Layer(b, by[0])
	if err != nil {
		return err
	}
	out := strings.TrimSuffix(filepath.Base(file), custody.LayerFile) + "." + strings.TrimSuffix(filepath.Base(key), custody.KeyFile) + custody.LayerFile
	if err := writeFresh(out, inner, 0o600); err != nil {
		return err
	}
	if a.json {
		a.object(map[string]any{"type": "layer", "file": out})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.layer-opened", out))
	return nil
}

func (a *app) keyOpen(ctx context.Context, args []string, phrases, out, why string) error {
	id, err := a.id()
	if err != nil {
		return err
	}
	var who, keys []string
	for _, s := range args {
		if strings.HasSuffix(s, custody.KeyFile) || strings.HasSuffix(s, custody.LayerFile) {
			keys = append(keys, s)
		} else {
			who = append(who, s)
		}
	}
	if len(who) == 0 || len(keys) == 0 || out == "" {
		return fault.New(fault.Invalid, "L157")
	}
	if strings.TrimSpace(why) == "" {
		return fault.New(fault.Invalid, "L145")
	}
	if err := a.outside(out); err != nil {
		return err
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	by, err := a.present(ctx, keys, phrases)
	if err != nil {
		return err
	}
	files, found, err := d.Unseal(ctx, id, who, by, why)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	var names []string
	for _, f := range files {
		if err := writeFresh(filepath.Join(out, f.Name), f.Data.Reveal(), 0o600); err != nil {
			return err
		}
		names = append(names, f.Name)
	}
	a.findings(found)
	if a.json {
		a.object(map[string]any{"type": "unsealed", "study": id, "folder": out, "files": names})
	} else {
		fmt.Fprintln(a.Out, a.printer().Say("cli.unsealed", len(names), out))
	}
	if found.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// outside refuses a folder for opened parts that is not new, or that would travel
// with the workplace.
func (a *app) outside(out string) error {
	to, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	root, err := filepath.Abs(a.root())
	if err != nil {
		return err
	}
	if in(root, to) && !in(workplace.Private(root), to) {
		return fault.New(fault.Refused, "L158", out)
	}
	there, err := os.ReadDir(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(there) > 0 {
		return fault.New(fault.Conflict, "L159", out)
	}
	return nil
}

// in reports whether a path lies in a folder, or is it.
func in(folder, name string) bool {
	r, err := filepath.Rel(folder, name)
	return err == nil && r != ".." && !strings.HasPrefix(r, ".."+string(filepath.Separator))
}
