//go:build !windows

package cli

// Locale is the language the computer is set to, where no variable says it:
// only Windows knows one.
func Locale() string { return "" }
