//go:build !unix

package ucdp

import "time"

var started = time.Now()

// cpu is the time passed, where the system tells no other.
func cpu() time.Duration { return time.Since(started) }

func held() int64 { return 0 }
