package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func ExampleWrap() {
	load := func(name string) (err error) {
		defer Wrap(&err, "load study %s", name)
		return fs.ErrNotExist
	}
	fmt.Println(load("mali"))
	// Output: load study mali: file does not exist
}

func TestKindAndCauseAreFound(t *testing.T) {
	var err error = &Error{Kind: Refused, Code: "E001", Args: []any{"x"}, Cause: fs.ErrPermission}
	Wrap(&err, "release orvanie")
	if !errors.Is(err, Refused) || !errors.Is(err, fs.ErrPermission) {
		t.Fatal("kind or cause lost")
	}
	if e, ok := Public(err); !ok || e.Code != "E001" {
		t.Fatal("public part lost")
	}
	if _, ok := Public(fs.ErrClosed); ok {
		t.Fatal("a private error became public")
	}
	if got, want := err.Error(), "release orvanie: refused (E001) x: permission denied"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestWrapLeavesSuccessAlone(t *testing.T) {
	var err error
	Wrap(&err, "anything")
	if err != nil {
		t.Fatal(err)
	}
}
