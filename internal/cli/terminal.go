package cli

import "os"

// IsTerminal reports whether f is a character device: a person is looking.
func IsTerminal(f *os.File) bool {
	s, err := f.Stat()
	return err == nil && s.Mode()&os.ModeCharDevice != 0
}
