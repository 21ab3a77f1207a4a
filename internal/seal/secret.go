// Package seal knows how a part is sealed and opened: a subject's key, the
// padding that hides how much was said, the custody recipient to whom severe keys
// are wrapped, its identity nested for several custodians, and a custodian's own
// identity under a passphrase. All cryptography is AES-GCM of the standard library
// and age.
//
// It knows neither files nor who may open what. The functions you want are
// [Key.Seal] and [Key.Open], [Nest] and [Unnest]; [Secret] keeps a value out of
// logs.
package seal

import (
	"fmt"
	"log/slog"
)

// hidden is what a secret prints, in whatever way it is printed.
const hidden = "[sealed]"

// Secret holds a value that no log, error, JSON or %v may show. The zero
// Secret holds the zero value.
type Secret[T any] struct{ v T }

// Hide puts v into a Secret.
func Hide[T any](v T) Secret[T] { return Secret[T]{v} }

// Reveal gives the value; a reviewer looks at every call.
func (s Secret[T]) Reveal() T { return s.v }

// Format prints "[sealed]" for every verb, %#v and %x included.
func (s Secret[T]) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// String is "[sealed]".
func (s Secret[T]) String() string { return hidden }

// LogValue is "[sealed]".
func (s Secret[T]) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText gives "[sealed]": JSON and TOML do not leak either.
func (s Secret[T]) MarshalText() ([]byte, error) { return []byte(hidden), nil }
