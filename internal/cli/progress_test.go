package cli

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/lang"
)

// A step says in words what it did; a program gets keys and numbers, whatever
// the language.
func TestAStepHasWordsForAPersonAndNumbersForAProgram(t *testing.T) {
	var out, errs bytes.Buffer
	a := &app{lang: "fr", World: World{Out: &out, Err: &errs, Now: func() time.Time { return time.Unix(0, 0) }}}
	do := func(tick) (saying, error) { return say("cli.printed", 14, 1, lang.Size(345_000)), nil }
	if err := a.step(say("step.print"), do); err != nil || !strings.Contains(strings.Join(strings.Fields(errs.String()), " "), "imprimer 14 pages, 1 édition, 345 ko (0,0 s)") {
		t.Error(err, errs.String())
	}
	a.json = true
	if err := a.step(say("step.import", "rows.csv"), do); err != nil || out.String() != `{"args":[14,1,345000],"did":"cli.printed","of":["rows.csv"],"seconds":0,"step":"step.import","type":"step"}`+"\n" {
		t.Error(err, out.String())
	}
	broken := errors.New("x")
	if err := a.step(say("step.print"), func(tick) (saying, error) { return saying{}, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
}
