// Package web serves what was printed: the public folder, on loopback, with
// the compressed siblings a printer left beside each file.
//
// It knows HTTP. It does not know what a study is, computes nothing and
// writes nothing. The functions you want are [Site], [Listen] and [Serve].
package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/dires/dires/internal/fault"
)

// slowest is how long one answer may take: on loopback a file of any size takes
// seconds, and who reads more slowly than that holds the server up.
var slowest = time.Minute

// tries is how many ports after the first are tried.
const tries = 50

// Listen takes the first free port on loopback, beginning at from. The
// listener's Addr says which. With no port free among the next fifty it gives
// up (fault.Busy).
func Listen(from int) (net.Listener, error) {
	for p := from; p < from+tries && p <= 65535; p++ {
		if l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(p))); err == nil {
			return l, nil
		}
	}
	return nil, fault.New(fault.Busy, "P590", from, min(from+tries-1, 65535))
}

// Serve answers on l until ctx is done, then lets requests in flight end and
// returns nil. It answers only those who call it by a loopback name, so that a
// page elsewhere cannot read along by rebinding its own name to 127.0.0.1.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler:           local(h),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      slowest,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := s.Shutdown(end); err != nil {
		s.Close()
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// local refuses requests that name another host than this machine.
func local(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		ip := net.ParseIP(host)
		if host != "localhost" && host != "[::1]" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "misdirected request", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
