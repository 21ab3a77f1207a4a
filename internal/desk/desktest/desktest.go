// Package desktest shows tests what no program may see: the figures of an
// audience before the gate, to compare with what an attack makes of the edition.
//
// It is no part of the program: who calls it is a test.
package desktest

import (
	"context"
	"testing"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/internal/inside"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Uncut is what the gate takes for an audience.
func Uncut(t testing.TB, d *desk.Desk, id string, p protect.Profile, on when.Day) protect.Input {
	t.Helper()
	in, err := inside.Uncut(context.Background(), d, id, p, on)
	if err != nil {
		t.Fatal(err)
	}
	return in
}
