//go:build unix

package store

import (
	"syscall"
	"testing"
	"time"
)

// cpu is how much processor time this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// PerCPU reports how many things were done per second, and per second of
// processor: the machine is shared, the latter is what a noisy neighbour
// leaves alone.
func PerCPU(b *testing.B, n int, what string, from time.Duration) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), what+"/s")
	b.ReportMetric(float64(n)*float64(b.N)/(cpu()-from).Seconds(), what+"/CPU-s")
	b.ReportMetric(0, "ns/op")
}

// CPU is cpu, for the tests outside.
func CPU() time.Duration { return cpu() }
