package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
)

// reportWish is what the flags of report ask for.
type reportWish struct {
	release, format, out string
	profile              protect.Profile
}

func newReport(a *app) *cobra.Command {
	w := reportWish{profile: protect.Public}
	c := &cobra.Command{
		Use: "report", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.report(c.Context(), w) },
	}
	f := c.Flags()
	f.StringVar(&w.release, "release", "", "")
	f.StringVar(&w.format, "format", "docx", "")
	f.StringVarP(&w.out, "out", "o", "", "")
	f.StringVar((*string)(&w.profile), "profile", string(w.profile), "")
	return a.signs(c)
}

func (a *app) report(ctx context.Context, w reportWish) (err error) {
	defer fault.Wrap(&err, "report")
	if err := profileKnown(w.profile); err != nil {
		return err
	}
	format := w.format
	if !slices.Contains([]string{"docx", "html", "pdf"}, format) {
		return fault.New(fault.Invalid, "F602", format)
	}
	browser := ""
	if format == "pdf" {
		if browser = chromium(a.env); browser == "" {
			return fault.New(fault.NotFound, "F603")
		}
		format = "html"
	}
	dir := w.out
	if dir == "" {
		dir = filepath.Join(a.root(), "reports")
		if w.profile != protect.Public {
			dir = filepath.Join(a.root(), "private", "reports")
		}
	}
	wrote := 0
	err = a.each(ctx, func(d *desk.Desk, id string) error {
		ed, ok, err := edition(ctx, d, id, w)
		if err != nil || !ok {
			return err
		}
		hs, found, err := press.Handouts(ed, format, d.Base())
		a.findings(found)
		if err != nil {
			return err
		}
		if found.Worst() == diag.Error {
			return fault.Findings
		}
		mode, file := os.FileMode(0o755), os.FileMode(0o644)
		if w.profile != protect.Public {
			mode, file = 0o700, 0o600
		}
		if err := os.MkdirAll(dir, mode); err != nil {
			return err
		}
		for _, h := range hs {
			to := filepath.Join(dir, h.Name)
			if w.format == "pdf" {
				to = strings.TrimSuffix(to, ".html") + ".pdf"
				err = printPDF(ctx, browser, h.Data, to, file)
			} else {
				err = os.WriteFile(to, h.Data, file)
			}
			if err != nil {
				return err
			}
			if w.profile != protect.Public {
				if err := os.Chmod(to, 0o600); err != nil {
					return err
				}
			}
			wrote++
			if a.json {
				a.object(map[string]any{"type": "report", "study": id, "release": ed.ID(), "lang": h.Lang, "file": to})
			} else {
				fmt.Fprintln(a.Out, a.printer().Say("form.written", to))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if wrote == 0 {
		return fault.New(fault.NotFound, "E020", string(w.profile))
	}
	return nil
}

// edition opens the release asked for; ok is false where a study has none and
// none was named.
func edition(ctx context.Context, d *desk.Desk, id string, w reportWish) (ed protect.Edition, ok bool, err error) {
	es, err := d.Editions(ctx, id, w.profile)
	if err != nil {
		return ed, false, err
	}
	var names []string
	for _, e := range es {
		if w.release == "" || e.ID() == w.release {
			ed, ok = e, true
		}
		names = append(names, e.ID())
	}
	if !ok && w.release != "" && len(names) > 0 {
		return ed, false, fault.New(fault.NotFound, "F604", w.release, id, strings.Join(names, ", "))
	}
	return ed, ok, nil
}

// chromium finds a browser that prints pages: the one DIRES_CHROMIUM names, or
// a Chromium, Chrome or Edge in its usual place; "" if there is none.
func chromium(env func(string) string) string {
	if p := env("DIRES_CHROMIUM"); p != "" {
		return p
	}
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
		`/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`, `/Applications/Chromium.app/Contents/MacOS/Chromium`,
		`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`} {
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	return ""
}

// printPDF has the browser print a page, without network and in a profile of
// its own.
func printPDF(ctx context.Context, browser string, page []byte, to string, mode os.FileMode) (err error) {
	defer fault.Wrap(&err, "print %s", filepath.Base(to))
	tmp, err := os.MkdirTemp("", "dires-report-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	in := filepath.Join(tmp, "report.html")
	if err := os.WriteFile(in, page, 0o600); err != nil {
		return err
	}
	pdf := filepath.Join(tmp, "report.pdf")
	args := []string{"--headless", "--disable-gpu", "--disable-extensions", "--no-first-run", "--disable-background-networking", "--proxy-server=127.0.0.1:9",
		"--user-data-dir=" + filepath.Join(tmp, "profile"), "--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + pdf}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(in)}
	said, err := exec.CommandContext(ctx, browser, append(args, u.String())...).CombinedOutput()
	b, rerr := os.ReadFile(pdf)
	if rerr != nil {
		if err == nil {
			err = rerr
		}
		return &fault.Error{Kind: errAny, Code: "F605", Args: []any{filepath.Base(browser)}, Cause: fmt.Errorf("%w: %.300s", err, said)}
	}
	return os.WriteFile(to, b, mode)
}
