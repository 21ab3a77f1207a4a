// Package library builds and runs the example programs.
package library

import (
	"os/exec"
	"strings"
	"testing"
)

func TestExamplesPrintWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"./estimate"}, "felt safe: 58.3 %"},
		{[]string{"./agree"}, "5 units, 3 coders: alpha"},
		{[]string{"./link"}, "event of each record: [0 1 0 3]"},
		{[]string{"./convert", "../../demo/studies/orvanie/forms/inquiry.xlsx"}, "orvanie-inquiry: 50 fields"},
		{[]string{"./readsav", "../../sav/testdata/bytecode.sav"}, "60 cases"},
	} {
		out, err := exec.Command("go", append([]string{"run"}, c.args...)...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: %v\n%s", c.args[0], err, out)
		}
	}
}
