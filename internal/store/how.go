package store

import "context"

// How says what for a folder is opened.
type How uint8

const (
	ToWork    How = iota // see [Open]
	ToRead               // see [OpenToRead]
	ToMend               // see [OpenToMend]
	AfterLoss            // the same, where entries are lost for good
)

// Open opens a folder for this.
func (h How) Open(ctx context.Context, dir string) (*DB, error) {
	switch h {
	case ToRead:
		return OpenToRead(ctx, dir)
	case ToMend, AfterLoss:
		return OpenToMend(ctx, dir, Mend{Loss: h == AfterLoss})
	}
	return Open(ctx, dir)
}
