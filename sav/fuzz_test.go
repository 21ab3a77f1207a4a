package sav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Whatever the bytes, the reader ends, and refuses in words it has.
func FuzzOpen(f *testing.F) {
	names, err := filepath.Glob("testdata/*sav")
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add(makeFile(binary.BigEndian, 2, [][]float64{{1, 2}}, []string{"a", "b"}, 3))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Open("fuzz", bytes.NewReader(b))
		if err == nil {
			n := 0
			for row := range x.Rows() {
				for i := range x.Vars {
					row.AppendCell(nil, i, As{n%2 == 0, n%3 == 0})
				}
				if n++; n > 200 {
					break
				}
			}
			err = x.Err()
		}
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatal(err)
		}
	})
}
