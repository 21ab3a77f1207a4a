package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/store"
)

// complain prints err once: the words of its code in the user's language if
// it has one, else its plain form; as one object with --json.
func (a *app) complain(err error) {
	e, coded := fault.Public(err)
	if a.json {
		m := map[string]any{"type": "error", "status": status(err), "error": err.Error()}
		if coded {
			m["code"], m["args"], m["error"] = e.Code, e.Args, e.Kind.Error()
		}
		a.object(m)
		return
	}
	p := a.printer()
	switch {
	case coded && p.Has(e.Code):
		fmt.Fprintf(a.Err, "%s (%s)\n", p.Say("cli.complaint", p.Say(e.Code, e.Args...)), e.Code)
	case errors.Is(err, errUsage):
		fmt.Fprintf(a.Err, "%s\n%s\n", p.Say("cli.complaint", oneLine(err)), p.Say("cli.see-help"))
	case errors.Is(err, fault.Findings):
		fmt.Fprintln(a.Err, p.Say("cli.complaint", p.Say("cli.findings")))
	case errors.Is(err, fault.NoPlace):
		fmt.Fprintln(a.Err, p.Say("cli.complaint", p.Say("E003")))
	default:
		fmt.Fprintln(a.Err, p.Say("cli.complaint", p.Say("cli.unexpected", oneLine(err))))
	}
}

// plain gives the commonest failures of a computer words: a file that is not
// there or may not be opened, a full disk, Ctrl-C.
func plain(err error) error {
	if _, coded := fault.Public(err); coded || err == nil {
		return err
	}
	code, args := "", []any(nil)
	var at *fs.PathError
	switch {
	case store.Damaged(err):
		return &fault.Error{Kind: fault.Broken, Code: "L124", Cause: err}
	case errors.Is(err, context.Canceled):
		code = "E036"
	case store.Full(err):
		code = "E035"
	case !errors.As(err, &at):
		return err
	case at.Op == "mkdir":
		code, args = "E040", []any{at.Path}
	case errors.Is(at, fs.ErrNotExist) && missing(filepath.Dir(at.Path)):
		code, args = "E039", []any{filepath.Dir(at.Path)}
	case errors.Is(at, fs.ErrNotExist):
		code, args = "E032", []any{at.Path}
	case errors.Is(at, fs.ErrPermission), errors.Is(at, syscall.EROFS):
		code, args = "E033", []any{at.Path}
	case errors.Is(at, syscall.ENOTDIR):
		code, args = "E039", []any{filepath.Dir(at.Path)}
	case errors.Is(at, syscall.EISDIR):
		code, args = "E034", []any{at.Path}
	default:
		return err
	}
	kind := errAny
	for _, s := range statuses[2:] {
		if errors.Is(err, s.kind) {
			kind = s.kind
		}
	}
	return &fault.Error{Kind: kind, Code: code, Args: args, Cause: err}
}

func missing(dir string) bool {
	_, err := os.Stat(dir)
	return errors.Is(err, fs.ErrNotExist)
}

// oneLine joins an error's lines; the mark of wrong usage goes.
func oneLine(err error) string {
	s := strings.ReplaceAll(err.Error(), "\n", ": ")
	return strings.TrimPrefix(s, errUsage.Error()+": ")
}

// object writes one JSON object on a line of standard output.
func (a *app) object(v any) {
	e := json.NewEncoder(a.Out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // standard output is gone: there is nobody left to tell
}

// findings prints a list as words on standard error, or as objects.
func (a *app) findings(l diag.List) {
	p := a.printer()
	for _, f := range l {
		if a.json {
			a.object(map[string]any{"type": "finding", "code": f.Code, "severity": f.Severity.String(), "at": f.At, "args": f.Args})
			continue
		}
		args := make([]any, len(f.Args))
		for i, s := range f.Args {
			args[i] = s
		}
		at := f.At.String()
		if at != "" {
			at += ": "
		}
		fmt.Fprintf(a.Err, "%s%s %s: %s\n", at, p.Say("severity."+f.Severity.String()), f.Code, p.Say(string(f.Code), args...))
	}
}
