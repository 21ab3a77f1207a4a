package xlsform

import (
	"errors"
	"strings"
	"testing"
)

// A file that is no form is refused with what to do.
func TestWhatIsNoFormIsRefusedByItsKind(t *testing.T) {
	for reason, name := range map[Reason]string{NotWorkbook: "a.xlsx", OldFormat: "a.xls", NotForm: "a.docx", NoSurvey: "a.md"} {
		_, err := Open("folder/"+name, []byte("a letter"))
		var no *Error
		if !errors.As(err, &no) || no.Reason != reason || no.File != name || !strings.Contains(err.Error(), string(reason)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var no *Error
	if _, err := Open("a.csv", []byte(",x\n")); !errors.As(err, &no) || no.Reason != NoSurvey {
		t.Errorf("a table without a sheet is no form: %v", err)
	}
	if _, err := Open("a.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest")); !errors.As(err, &no) || no.Reason != OldFormat {
		t.Errorf("an .xls under another name: %v", err)
	}
	if _, err := Open("a.md", make([]byte, MostMB<<20+1)); !errors.As(err, &no) || no.Reason != TooLarge {
		t.Errorf("more than the limit was read: %v", err)
	}
}
