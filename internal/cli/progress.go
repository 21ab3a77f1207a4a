package cli

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/dires/dires/internal/lang"
)

// saying is a sentence of the catalogue with its arguments: words for a person,
// a key and numbers for a program.
type saying struct {
	key  string
	args []any
}

func say(key string, args ...any) saying { return saying{key, append([]any{}, args...)} }

func (s saying) in(p lang.Printer) string { return p.Say(s.key, s.args...) }

// tick reports progress: done of total; a total of 0 is not known.
type tick func(done, total int64)

// step does one piece of long work: a bar moves while it does, where a person
// looks, and a line says what it did and how long it took. do returns the
// words for what it did.
func (a *app) step(what saying, do func(tick) (saying, error)) error {
	start, p := a.Now(), a.printer()
	name := what.in(p)
	bar := (*progressbar.ProgressBar)(nil)
	did, err := do(func(done, total int64) {
		if !a.Terminal || a.json {
			return
		}
		if bar == nil {
			bar = progressbar.NewOptions64(max(total, -1), progressbar.OptionSetWriter(a.Err), progressbar.OptionSetDescription(name),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24),
				progressbar.OptionSetPredictTime(false), progressbar.OptionShowCount())
		}
		if total > 0 {
			bar.ChangeMax64(total)
		}
		_ = bar.Set64(done) // the terminal is gone: there is nobody left to tell
	})
	if bar != nil {
		_ = bar.Clear()
	}
	if err != nil {
		return err
	}
	took := a.Now().Sub(start)
	if a.json {
		a.object(map[string]any{"type": "step", "step": what.key, "of": what.args, "did": did.key, "args": did.args, "seconds": took.Seconds()})
		return nil
	}
	if a.quiet {
		return nil
	}
	fmt.Fprintf(a.Err, "%s %s  %s\n", pad(name, 34), did.in(p), p.Say("cli.took", p.Float(took.Seconds(), 1)))
	return nil
}
