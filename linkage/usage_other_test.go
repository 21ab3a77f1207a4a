//go:build !unix

package linkage_test

import "time"

var begin = time.Now()

func cpu() float64 { return time.Since(begin).Seconds() }
func peak() int64  { return 0 }
