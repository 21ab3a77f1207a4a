package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Nothing is served that stands outside the folder, whatever leads there; a
// link within it is followed.
func TestALinkOutOfTheFolderLeadsNowhere(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	for name, text := range map[string]string{"private/server.key": "secret", "public/fr/index.html": "<style>a{}</style>", "public/a.csv": "a"} {
		p := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"out": "../private", "abs": filepath.Join(top, "private"), "key.csv": "../private/server.key", "a.csv.br": "../private/server.key", "in.csv": "a.csv"} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	h := Site(root.FS())
	for _, p := range []string{"/out/server.key", "/abs/server.key", "/key.csv"} {
		if r := ask(t, h, "GET", p); r.StatusCode != 404 || strings.Contains(body(t, r), "secret") {
			t.Errorf("%s: %d", p, r.StatusCode)
		}
	}
	if r := ask(t, h, "GET", "/a.csv", "Accept-Encoding", "br"); body(t, r) != "a" {
		t.Error("a compressed sibling led out of the folder")
	}
	if r := ask(t, h, "GET", "/in.csv"); body(t, r) != "a" {
		t.Error("a link within the folder was not followed")
	}
}

// Who does not read is cut off, and a file that many ask for is in memory of
// none of them.
func TestSlowReadersAreCutAndHoldNothing(t *testing.T) {
	defer func(d time.Duration) { slowest = d }(slowest)
	slowest = 1500 * time.Millisecond
	dir := t.TempDir()
	const size, clients = 8 << 20, 40
	if err := os.WriteFile(filepath.Join(dir, "big.zip"), make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l, err := Listen(18520)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- Serve(ctx, l, Site(root.FS())) }()
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var slow []net.Conn
	for range clients {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /big.zip HTTP/1.1\r\nHost: localhost\r\n\r\n")
		slow = append(slow, c)
	}
	time.Sleep(500 * time.Millisecond)
	runtime.GC()
	runtime.ReadMemStats(&during)
	if grew := int64(during.HeapAlloc) - int64(before.HeapAlloc); grew > 2*size {
		t.Errorf("%d clients hold %d bytes of a file of %d", clients, grew, size)
	}
	r, err := http.Get("http://" + l.Addr().String() + "/big.zip")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r.Body); n != size || err != nil {
		t.Error("beside slow readers: ", n, err)
	}
	r.Body.Close()
	time.Sleep(2 * time.Second)
	got, err := io.Copy(io.Discard, slow[0])
	if got >= size {
		t.Error("a reader that did not read was served to the end: ", got, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Thousands of pieces of one small file are not sent one by one.
func TestManyRangesAreOneFile(t *testing.T) {
	r := ask(t, Site(public()), "GET", "/x/data/a.csv", "Range", "bytes="+strings.Repeat("0-0,", 3000)+"0-0")
	if b := body(t, r); r.StatusCode != 200 || len(b) > 100 {
		t.Error(r.StatusCode, len(b))
	}
	if r := ask(t, Site(public()), "GET", "/x/data/a.csv", "Range", "bytes=0-2"); r.StatusCode != 206 || body(t, r) != "a,b" {
		t.Error("one range: ", r.StatusCode)
	}
}
