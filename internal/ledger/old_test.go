package ledger_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/ledger"
)

// A log written by the first version reads, and its signed checkpoint still
// says the same of it. The files are never made again; a later format gets a
// folder of its own.
func TestALogOfFormat1Opens(t *testing.T) {
	b, err := os.ReadFile("testdata/v1/log")
	if err != nil {
		t.Fatal(err)
	}
	var edge ledger.Edge
	for line := range bytes.Lines(b) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		e, err := ledger.Decode(line)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ledger.Encode(e); err != nil || !bytes.Equal(again, line) {
			t.Fatalf("%s\n%s %v", line, again, err)
		}
		edge.Add(nil, ledger.Leaf(line))
	}
	note, err := os.ReadFile("testdata/v1/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	public, err := os.ReadFile("testdata/v1/office.public")
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.OpenCheckpoint(note, strings.TrimSpace(string(public)))
	if err != nil || c.Size != 12 || c.Head != (ledger.Head{Size: edge.Size(), Root: edge.Root()}) {
		t.Fatal(c, err)
	}
}

func FuzzOpenCheckpoint(f *testing.F) {
	note, err := os.ReadFile("testdata/v1/checkpoint")
	if err != nil {
		f.Fatal(err)
	}
	public, err := os.ReadFile("testdata/v1/office.public")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(note)
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := ledger.OpenCheckpoint(b, string(public)); err == nil && c.Text() != string(b[:len(c.Text())]) {
			t.Fatal("it says something else than was signed")
		}
	})
}
