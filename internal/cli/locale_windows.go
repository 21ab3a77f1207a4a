package cli

import (
	"syscall"
	"unsafe"
)

// Locale is the language the computer is set to, as "fr-ML": Windows has no
// variable that says it.
func Locale() string {
	var name [85]uint16 // LOCALE_NAME_MAX_LENGTH
	n, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultLocaleName").Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	if n == 0 {
		return ""
	}
	return syscall.UTF16ToString(name[:])
}
