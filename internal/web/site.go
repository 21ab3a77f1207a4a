package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dires/dires/internal/lang"
)

// Site serves the files below fsys: a folder by its index.html and never as a
// list; files as their .br or .gz sibling where the browser takes it; with an
// ETag of the content, under a policy that allows no script and nobody else's
// content. At the root it leads to the reader's language.
func Site(fsys fs.FS) http.Handler { return &site{fsys: fsys, known: map[string]known{}} }

type site struct {
	fsys fs.FS

	mu    sync.Mutex
	known map[string]known // by name: what was computed of a file, as long as it is the same
}

type known struct {
	mod    time.Time
	size   int64
	tag    string // ETag without quotes
	policy string
}

// types gives the media types by name, since what the system knows differs
// from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".csv": "text/csv; charset=utf-8", ".json": "application/json", ".jsonld": "application/ld+json", ".txt": "text/plain; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".bib": "application/x-bibtex; charset=utf-8", ".ris": "application/x-research-info-systems; charset=utf-8",
	".cff": "text/yaml; charset=utf-8", ".zip": "application/zip", ".pdf": "application/pdf", ".xml": "application/xml", ".geojson": "application/geo+json",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", policy(nil))
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path == "/" && s.home(w, r) {
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = "."
	}
	if !fs.ValidPath(name) || hidden(name) {
		s.missing(w, r)
		return
	}
	info, err := fs.Stat(s.fsys, name)
	if err == nil && info.IsDir() {
		if !strings.HasSuffix(r.URL.Path, "/") {
			if _, err := fs.Stat(s.fsys, path.Join(name, "index.html")); err == nil {
				http.Redirect(w, r, "/"+name+"/", http.StatusMovedPermanently)
				return
			}
		}
		name = path.Join(name, "index.html")
		info, err = fs.Stat(s.fsys, name)
	} else if strings.HasSuffix(r.URL.Path, "/") {
		err = fs.ErrNotExist
	}
	if err != nil || !info.Mode().IsRegular() {
		s.missing(w, r)
		return
	}
	s.file(w, r, name, info)
}

// hidden reports a name no printer makes: it is not served.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." {
			return true
		}
	}
	return strings.Contains(name, "\\")
}

// home sends the reader to the catalogue in the language asked for.
func (s *site) home(w http.ResponseWriter, r *http.Request) bool {
	t := prefers(r.Header.Get("Accept-Language"))
	if _, err := fs.Stat(s.fsys, string(t)+"/index.html"); err != nil {
		return false
	}
	w.Header().Set("Vary", "Accept-Language")
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, "/"+string(t)+"/", http.StatusFound)
	return true
}

// file sends a file as it is read: no client makes the server hold one whole.
func (s *site) file(w http.ResponseWriter, r *http.Request, name string, info fs.FileInfo) {
	k, err := s.of(name, info)
	if err != nil {
		s.missing(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", k.policy)
	h.Set("Vary", "Accept-Encoding")
	// Two workplaces take turns at one port: what one printed must not be
	// shown for the other. A repeated visit costs an exchange of tags.
	h.Set("Cache-Control", "no-cache")
	if t, ok := types[path.Ext(name)]; ok {
		h.Set("Content-Type", t)
	} else {
		h.Set("Content-Type", "application/octet-stream")
	}
	if strings.Contains(r.Header.Get("Range"), ",") {
		r.Header.Del("Range") // many small pieces weigh more than the whole
	}
	tag, send := k.tag, name
	var length int64
	if r.Header.Get("Range") == "" {
		for _, e := range [...]struct{ coding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
			if !accepts(r.Header.Get("Accept-Encoding"), e.coding) {
				continue
			}
			if c, err := fs.Stat(s.fsys, name+e.ending); err == nil && c.Mode().IsRegular() {
				send, length, tag = name+e.ending, c.Size(), tag+"-"+e.coding
				h.Set("Content-Encoding", e.coding)
				break
			}
		}
	}
	f, err := s.fsys.Open(send)
	if err != nil {
		h.Del("Content-Encoding")
		s.missing(w, r)
		return
	}
	defer f.Close()
	body, ok := f.(io.ReadSeeker)
	if !ok {
		http.Error(w, "the file could not be read", http.StatusInternalServerError)
		return
	}
	if send != name {
		h.Set("Content-Length", strconv.FormatInt(length, 10))
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, body)
}

// of gives what is known of a file, computed anew when it changed.
func (s *site) of(name string, info fs.FileInfo) (k known, err error) {
	s.mu.Lock()
	k, ok := s.known[name]
	s.mu.Unlock()
	if ok && k.size == info.Size() && k.mod.Equal(info.ModTime()) && !k.mod.IsZero() {
		return k, nil
	}
	f, err := s.fsys.Open(name)
	if err != nil {
		return k, err
	}
	defer f.Close()
	sum, page := sha256.New(), []byte(nil)
	if path.Ext(name) == ".html" { // the policy names the sheet that stands in the page
		if page, err = io.ReadAll(f); err != nil {
			return k, err
		}
		sum.Write(page)
	} else if _, err = io.Copy(sum, f); err != nil {
		return k, err
	}
	k = known{mod: info.ModTime(), size: info.Size(), tag: hex.EncodeToString(sum.Sum(nil)[:12]), policy: policy(page)}
	s.mu.Lock()
	if len(s.known) > 10000 {
		clear(s.known)
	}
	s.known[name] = k
	s.mu.Unlock()
	return k, nil
}

// policy allows nothing but the style sheets that stand in the page itself.
func policy(page []byte) string {
	p := "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	for {
		_, rest, ok := bytes.Cut(page, []byte("<style>"))
		if !ok {
			return p
		}
		sheet, after, ok := bytes.Cut(rest, []byte("</style>"))
		if !ok {
			return p
		}
		sum := sha256.Sum256(sheet)
		p += "; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		page = after
		if bytes.Contains(page, []byte("<style>")) { // one sheet a page is what is printed
			return p
		}
	}
}

// missing says in both languages, the reader's first, that there is no such
// page. It does not repeat the address.
func (s *site) missing(w http.ResponseWriter, r *http.Request) {
	order := []lang.Tag{lang.French, lang.English}
	first := prefers(r.Header.Get("Accept-Language"))
	for _, t := range lang.Complete { // a page of a language names it in its address
		if strings.Contains(r.URL.Path+"/", "/"+string(t)+"/") {
			first = t
		}
	}
	if first == lang.English {
		order = []lang.Tag{lang.English, lang.French}
	}
	const sheet = `body{font:1.06rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding-inline:1rem;color:#1c2730;background:#fff}a{color:#0b5a8f}h1{font-size:1.5rem;margin-block:2em .3em}`
	var b strings.Builder
	p := lang.For(order[0])
	b.WriteString(`<!doctype html><html lang="` + string(order[0]) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>` +
		html.EscapeString(p.Say("web.not-found")) + `</title><style>` + sheet + `</style></head><body><main>`)
	for i, t := range order {
		p := lang.For(t)
		tag := "h1"
		if i > 0 {
			tag = "h2"
		}
		b.WriteString(`<div lang="` + string(t) + `"><` + tag + `>` + html.EscapeString(p.Say("web.not-found")) + `</` + tag + `><p>` + html.EscapeString(p.Say("web.not-found-why")) +
			` <a href="/` + string(t) + `/">` + html.EscapeString(p.Say("web.to-catalogue")) + `</a></p></div>`)
	}
	b.WriteString("</main></body></html>\n")
	page := []byte(b.String())
	h := w.Header()
	h.Set("Content-Type", types[".html"])
	h.Set("Content-Security-Policy", policy(page))
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language")
	h.Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		w.Write(page)
	}
}
