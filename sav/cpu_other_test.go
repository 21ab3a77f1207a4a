//go:build !unix

package sav

import "time"

var started = time.Now()

// cpu is the time passed, where the system tells no other.
func cpu() time.Duration { return time.Since(started) }
