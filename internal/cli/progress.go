package cli

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// tick reports progress: done of total; a total of 0 is not known.
type tick func(done, total int64)

// step does one piece of long work: a bar moves while it does, where a person
// looks, and a line says what it did and how long it took. do returns the
// words for what it did.
func (a *app) step(name string, do func(tick) (string, error)) error {
	start := a.Now()
	bar := (*progressbar.ProgressBar)(nil)
	says, err := do(func(done, total int64) {
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
		a.object(map[string]any{"type": "step", "step": name, "did": says, "seconds": took.Seconds()})
		return nil
	}
	p := a.printer()
	fmt.Fprintf(a.Err, "%-34s %s  %s\n", name, says, p.Say("cli.took", p.Float(took.Seconds(), 1)))
	return nil
}
