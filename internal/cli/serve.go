package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/web"
)

func newServe(a *app) *cobra.Command {
	port, profile := 8420, string(protect.Public)
	c := &cobra.Command{
		Use: "serve", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.serve(c.Context(), protect.Profile(profile), port)
		},
	}
	c.Flags().IntVar(&port, "port", port, "")
	c.Flags().StringVar(&profile, "profile", profile, "")
	return c
}

// serve shows what was printed until ctx ends, and says where.
func (a *app) serve(ctx context.Context, p protect.Profile, port int) error {
	return a.serveAt(ctx, p, port, func(url string) error {
		if a.json {
			a.object(map[string]any{"type": "serving", "url": url})
			return nil
		}
		fmt.Fprintln(a.Err, a.printer().Say("cli.serving", url))
		return nil
	})
}

// serveAt is serve with what to say once the address is known.
func (a *app) serveAt(ctx context.Context, p protect.Profile, port int, tell func(url string) error) error {
	if err := profileKnown(p); err != nil {
		return err
	}
	if port < 1 || port > 65535 {
		return fault.New(fault.Invalid, "S354", port, "--port", "1 … 65535")
	}
	if _, err := workplace.Read(a.root()); err != nil {
		return err
	}
	dir := workplace.Printed(a.root(), p)
	if _, err := os.Stat(filepath.Join(dir, "index.html")); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "E021", string(p))
	}
	l, err := web.Listen(port)
	if err != nil {
		return err
	}
	if err := tell("http://" + l.Addr().String() + "/"); err != nil {
		return errors.Join(err, l.Close())
	}
	// A link that leads out of the folder is as if it were not there.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer root.Close()
	return web.Serve(ctx, l, web.Site(root.FS()))
}
