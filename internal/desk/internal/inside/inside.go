// Package inside hands what goes into the gate from the desk to tests, and to
// nobody else: only packages below the desk can name it.
//
// It knows nothing of how figures are made.
package inside

import (
	"context"

	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Uncut is what the gate takes for an audience from a desk. The desk sets it.
var Uncut func(ctx context.Context, desk any, id string, p protect.Profile, on when.Day) (protect.Input, error)
