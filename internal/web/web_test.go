package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dires/dires/internal/fault"
)

const pageText = "<!doctype html><html><head><style>p{margin:0}</style></head><body><p>Bonjour</p></body></html>"

func public() fstest.MapFS {
	var z bytes.Buffer
	g := gzip.NewWriter(&z)
	g.Write([]byte(pageText))
	g.Close()
	f := func(b string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(b), ModTime: time.Unix(1, 0)} }
	return fstest.MapFS{
		"fr/index.html": f(pageText), "fr/index.html.br": f("(brotli)"), "fr/index.html.gz": f(z.String()),
		"en/index.html": f(pageText), "x/data/a.csv": f("a,b\r\n1,2\r\n"), "x/data/site.zip": f("PK"), ".git/config": f("secret"),
	}
}

func ask(t *testing.T, h http.Handler, method, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func ExampleSite() {
	w := httptest.NewRecorder()
	Site(public()).ServeHTTP(w, httptest.NewRequest("GET", "/x/data/a.csv", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output: 200 text/csv; charset=utf-8
}

func TestTheSiblingTheBrowserTakesIsServed(t *testing.T) {
	h := Site(public())
	for _, c := range []struct{ accept, coding string }{
		{"gzip, deflate, br", "br"}, {"gzip", "gzip"}, {"br;q=0, gzip;q=0.5", "gzip"}, {"", ""}, {"identity", ""}, {"*", "br"}, {"br;q=nonsense", ""},
	} {
		r := ask(t, h, "GET", "/fr/", "Accept-Encoding", c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.coding || r.StatusCode != 200 {
			t.Errorf("%q: %d %q, want %q", c.accept, r.StatusCode, got, c.coding)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Error("no Vary")
		}
		b := body(t, r)
		if c.coding == "" && b != pageText || c.coding == "br" && b != "(brotli)" {
			t.Errorf("%q: %q", c.accept, b)
		}
	}
}

func TestAVisitAgainCostsNoBody(t *testing.T) {
	h := Site(public())
	for _, accept := range []string{"", "br", "gzip"} {
		r := ask(t, h, "GET", "/fr/", "Accept-Encoding", accept)
		again := ask(t, h, "GET", "/fr/", "Accept-Encoding", accept, "If-None-Match", r.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
			t.Errorf("%q: %d", accept, again.StatusCode)
		}
	}
	fsys := public()
	h = Site(fsys)
	before := ask(t, h, "GET", "/x/data/a.csv").Header.Get("ETag")
	fsys["x/data/a.csv"] = &fstest.MapFile{Data: []byte("a,b\r\n9,9\r\n"), ModTime: time.Unix(2, 0)}
	if ask(t, h, "GET", "/x/data/a.csv").Header.Get("ETag") == before {
		t.Error("a changed file kept its tag")
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	h := Site(public())
	for _, p := range []string{"/fr/", "/x/data/a.csv", "/nowhere"} {
		g, d := ask(t, h, "GET", p), ask(t, h, "HEAD", p)
		if b := body(t, d); b != "" || d.StatusCode != g.StatusCode || d.Header.Get("Content-Length") == "" || d.Header.Get("Content-Length") != fmt.Sprint(len(body(t, g))) {
			t.Errorf("%s: %d %q %s", p, d.StatusCode, b, d.Header.Get("Content-Length"))
		}
	}
}

func TestNothingButThePageRuns(t *testing.T) {
	h := Site(public())
	r := ask(t, h, "GET", "/fr/")
	sum := sha256.Sum256([]byte("p{margin:0}"))
	p := r.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(p, "default-src 'none';") || !strings.Contains(p, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") || strings.Contains(p, "unsafe") {
		t.Error(p)
	}
	for _, path := range []string{"/fr/", "/x/data/a.csv", "/nowhere"} {
		r := ask(t, h, "GET", path)
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Error(path, r.Header)
		}
	}
}

func TestWhatIsNotThereIsSaidInBothLanguages(t *testing.T) {
	h := Site(public())
	for path, first := range map[string]string{"/x/y/fr/z.html": "fr", "/x/y/en/z.html": "en", "/x/": "fr", "/x": "fr", "/.git/config": "fr", "/x/data": "fr", "/x/data/a.csv/": "fr", "/%2e%2e/secret": "fr"} {
		r := ask(t, h, "GET", path)
		b := body(t, r)
		if r.StatusCode != 404 || !strings.Contains(b, "Page introuvable") || !strings.Contains(b, "Page not found") || !strings.Contains(b, `<html lang="`+first+`"`) {
			t.Errorf("%s: %d %s", path, r.StatusCode, b)
		}
		if strings.Contains(b, "a.csv") || strings.Contains(b, "secret") {
			t.Errorf("%s is listed or repeated", path)
		}
	}
}

func TestTheRootLeadsToTheReadersLanguage(t *testing.T) {
	h := Site(public())
	for accept, want := range map[string]string{"": "/fr/", "en-GB,en;q=0.9,fr;q=0.1": "/en/", "fr-ML": "/fr/", "bm, en;q=0.2": "/en/", "bm": "/fr/"} {
		r := ask(t, h, "GET", "/", "Accept-Language", accept)
		if r.StatusCode != http.StatusFound || r.Header.Get("Location") != want {
			t.Errorf("%q: %d %s", accept, r.StatusCode, r.Header.Get("Location"))
		}
	}
	if r := ask(t, h, "GET", "/fr"); r.Header.Get("Location") != "/fr/" {
		t.Error("a folder without its slash")
	}
}

func TestOnlyReading(t *testing.T) {
	if r := ask(t, Site(public()), "POST", "/fr/"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Error(r.StatusCode)
	}
}

func TestServingEndsWithItsContext(t *testing.T) {
	l, err := Listen(18420)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Listen(18420) // the next one
	if err != nil || m.Addr().String() == l.Addr().String() {
		t.Fatal(m, err)
	}
	m.Close()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- Serve(ctx, l, Site(public())) }()
	r, err := http.Get("http://" + l.Addr().String() + "/x/data/a.csv")
	if err != nil || r.StatusCode != 200 {
		t.Fatal(r, err)
	}
	r.Body.Close()
	q, _ := http.NewRequest("GET", "http://"+l.Addr().String()+"/fr/", nil)
	q.Host = "evil.example"
	if r, err := http.DefaultClient.Do(q); err != nil || r.StatusCode != http.StatusMisdirectedRequest {
		t.Error("another host's name was answered", r, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := Listen(65536); !errors.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func FuzzSite(f *testing.F) {
	f.Add("/fr/", "br", "fr")
	f.Add("/../\\x", "gzip;q=1e9,*;q=-1", "*")
	h := Site(public())
	f.Fuzz(func(t *testing.T, path, encodings, languages string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		r.Header.Set("Accept-Encoding", encodings)
		r.Header.Set("Accept-Language", languages)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 || strings.Contains(w.Body.String(), "secret") && !strings.Contains(path, "secret") {
			t.Fatal(w.Code, path)
		}
	})
}
