package xlsform

import (
	"errors"
	"testing"

	"github.com/dires/dires/internal/fault"
)

// A file that is no form is refused with what to do.
func TestWhatIsNoFormIsRefusedByItsKind(t *testing.T) {
	for code, name := range map[string]string{"F610": "a.xlsx", "F611": "a.xls", "F612": "a.docx", "F613": "a.md"} {
		_, err := Open(name, []byte("a letter"))
		if e, ok := fault.Public(err); !ok || e.Code != code || !errors.Is(err, fault.Invalid) || e.Args[0] != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open("a.csv", []byte(",x\n")); err == nil {
		t.Error("a table without a sheet is no form")
	} else if e, ok := fault.Public(err); !ok || e.Code != "F613" {
		t.Error(err)
	}
}
