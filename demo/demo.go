// Package demo holds the studies that ship with the program, as data: real
// rows about real countries, and one fictional country for everything that has
// to be invented. It knows nothing of the house; only cli unpacks it.
//
// The value you want is [Studies].
package demo

import "embed"

// Studies holds studies/<id>/, as a workplace has them.
//
//go:embed studies
var Studies embed.FS
