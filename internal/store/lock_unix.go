//go:build unix

package store

import (
	"os"
	"syscall"
)

// hold marks a file as being written, for as long as this process has it open.
func hold(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// abandoned reports whether nobody writes a file any more: who did was killed.
func abandoned(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return hold(f) == nil
}
