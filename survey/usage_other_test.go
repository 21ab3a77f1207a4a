//go:build !unix

package survey

import "time"

var begin = time.Now()

func usage() (cpu float64, peak int64) { return time.Since(begin).Seconds(), 0 }
