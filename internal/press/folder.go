package press

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/protect"
)

// manifest is manifest.json of a release: what it is, and the hash of each of
// its files. The catalogue and the lists of releases are made from manifests
// alone.
type manifest struct {
	Format   int           `json:"format"`
	Study    string        `json:"study"`
	Release  string        `json:"release"`
	Date     string        `json:"date"`
	Nature   string        `json:"nature"`
	Profile  string        `json:"profile"`
	Noindex  bool          `json:"noindex"`
	Title    lang.Text     `json:"title"`
	Country  lang.Text     `json:"country"`
	Summary  lang.Text     `json:"summary"`
	Contact  lang.Text     `json:"contact,omitempty"`
	Changes  []string      `json:"changes,omitempty"`
	Edition  string        `json:"edition"` // SHA-256 of edition.json
	Pins     protect.Pins  `json:"pins"`
	Recalled *recallNotice `json:"recalled,omitempty"`
	Files    []listed      `json:"files"`
}

type recallNotice struct {
	On  string    `json:"on"`
	Why lang.Text `json:"why"`
}

// listed is one file in a manifest.
type listed struct {
	Path   string `json:"path"`
	Class  string `json:"class,omitempty"` // of pages
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const manifestFormat = 1

func (m manifest) encode() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(m); err != nil {
		panic(err) // strings and numbers
	}
	return b.Bytes()
}

// readManifest reads the manifest in a folder; ok is false where none stands.
func readManifest(dir string) (m manifest, ok bool, err error) {
	b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("read manifest: %w", err)
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Format != manifestFormat {
		return m, false, fault.New(fault.Conflict, "P514", filepath.Base(dir)+"/manifest.json")
	}
	return m, true, nil
}

// verify reports the first file of a printed release that is not as its
// manifest has it.
func (m manifest) verify(dir string) error {
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			return fault.New(fault.Conflict, "P512", m.Study, m.Release, "manifest.json")
		}
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil || len(b) != f.Bytes || hash(b) != f.SHA256 {
			return fault.New(fault.Conflict, "P512", m.Study, m.Release, f.Path)
		}
	}
	return m.verifyMore(dir)
}

// verifyMore reports a compressed sibling that is not of its file, which a
// server would send in its place, and a file that was put there.
func (m manifest) verifyMore(dir string) error {
	hashes := map[string]string{}
	for _, f := range m.Files {
		hashes[f.Path] = f.SHA256
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if _, ok := hashes[rel]; ok && d.Type().IsRegular() || rel == "manifest.json" {
			return nil
		}
		if ok, err := m.derived(dir, rel, hashes); ok || err != nil {
			return err
		}
		base, ending := strings.TrimSuffix(rel, filepath.Ext(rel)), filepath.Ext(rel)
		want, ok := hashes[base]
		if base == "manifest.json" || base == "SHA256SUMS" { // not on the list; looked at apart
			b, err := os.ReadFile(filepath.Join(dir, base))
			if want, ok = hash(b), err == nil; err != nil {
				return err
			}
		}
		if ok && d.Type().IsRegular() && (ending == ".br" || ending == ".gz") {
			if got, err := unpacked(name, ending); err == nil && got == want {
				return nil
			}
		}
		return fault.New(fault.Conflict, "P512", m.Study, m.Release, rel)
	})
}

// derived reports a file that is made of the others, and is as they say: the
// sums, the archive and its sum.
func (m manifest) derived(dir, rel string, hashes map[string]string) (bool, error) {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
	if err != nil {
		return false, err
	}
	switch {
	case rel == "SHA256SUMS":
		list, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if err != nil {
			return false, err
		}
		return string(b) == m.sums(list), nil
	case strings.HasSuffix(rel, "site.zip"):
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return false, nil
		}
		in, left := out.Slug(m.Study)+"/"+out.Slug(m.Release)+"/", maps.Clone(hashes)
		delete(left, "edition.json") // beside it, not in it
		for _, f := range z.File {
			_, name, ok := strings.Cut(f.Name, "/"+in)
			want, listed := hashes[name]
			if !ok || !listed {
				continue
			}
			sum, err := zipped(f)
			if err != nil || sum != want {
				return false, nil
			}
			delete(left, name)
		}
		return len(left) == 0, nil
	case strings.HasSuffix(rel, "site.zip.sha256"):
		name := strings.TrimSuffix(rel, ".sha256")
		z, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err == nil && string(b) == hash(z)+"  "+name+"\n", nil
	}
	return false, nil
}

// sums is SHA256SUMS of a release whose manifest has these bytes.
func (m manifest) sums(encoded []byte) string {
	var b strings.Builder
	for _, f := range m.Files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Path)
	}
	fmt.Fprintf(&b, "%s  manifest.json\n", hash(encoded))
	return b.String()
}

func zipped(f *zip.File) (sum string, err error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(r, 1<<30)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// unpacked is the hash of what a compressed sibling holds.
func unpacked(name, ending string) (sum string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var r io.Reader = brotli.NewReader(f)
	if ending == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			return "", err
		}
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(r, 1<<30)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func hash(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }

// packed is a file with what goes over the wire in its place.
type packed struct {
	file
	br, gz []byte // nil where there is no sibling
}

// squeezed lists the endings of files that get compressed siblings: pages
// always, since every reader fetches them; data where it is large.
var squeezed = []string{".csv", ".json", ".jsonld", ".svg", ".txt"}

const large = 16_000

func squeezes(f file) bool {
	return strings.HasSuffix(f.path, ".html") ||
		len(f.data) >= large && slices.ContainsFunc(squeezed, func(e string) bool { return strings.HasSuffix(f.path, e) })
}

// pack compresses files on every core, in the order given: gzip for all (the
// archive uses it too), brotli for what a browser reads.
func pack(ctx context.Context, files []file, done func()) ([]packed, error) {
	out := make([]packed, len(files))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			var z, b bytes.Buffer
			gz, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
			br := brotli.NewWriterLevel(&b, 5)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) || ctx.Err() != nil {
					return
				}
				f := files[i]
				z.Reset()
				gz.Reset(&z)
				gz.Write(f.data)
				gz.Close()
				p := packed{file: f, gz: bytes.Clone(z.Bytes())}
				if squeezes(f) {
					b.Reset()
					br.Reset(&b)
					br.Write(f.data)
					br.Close()
					p.br = bytes.Clone(b.Bytes())
				}
				out[i] = p
				if f.class != "" && done != nil {
					done()
				}
			}
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// modes are those of what is written at a path: what stands in a folder that is its
// owner's alone is so from its first byte.
func modes(path string) (folders, pages fs.FileMode) {
	for d := filepath.Dir(path); ; d = filepath.Dir(d) {
		i, err := os.Stat(d)
		if err == nil && i.Mode().Perm()&0o077 == 0 {
			return 0o700, 0o600
		}
		if err == nil || d == filepath.Dir(d) {
			return 0o755, 0o644
		}
	}
}

// lay writes files into a new folder that takes its name only when it is
// complete.
func lay(dir string, files []packed) (n int, size int64, err error) {
	tmp := filepath.Join(filepath.Dir(dir), ".printing-"+filepath.Base(dir))
	if err := os.RemoveAll(tmp); err != nil {
		return 0, 0, fmt.Errorf("lay out release: %w", err)
	}
	made := map[string]bool{}
	folders, pages := modes(dir)
	type write struct {
		path string
		data []byte
	}
	var all []write
	for _, f := range files {
		p := filepath.Join(tmp, filepath.FromSlash(f.path))
		if d := filepath.Dir(p); !made[d] {
			if err := os.MkdirAll(d, folders); err != nil {
				return 0, 0, fmt.Errorf("lay out release: %w", err)
			}
			made[d] = true
		}
		all = append(all, write{p, f.data})
		if f.br != nil {
			all = append(all, write{p + ".br", f.br}, write{p + ".gz", f.gz})
		}
	}
	errs := make([]error, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				errs[i] = os.WriteFile(all[i].path, all[i].data, pages)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		os.RemoveAll(tmp)
		return 0, 0, fmt.Errorf("lay out release: %w", err)
	}
	for _, w := range all {
		size += int64(len(w.data))
	}
	return len(all), size, swap(tmp, dir)
}

// swap puts a finished folder in place of dir.
func swap(tmp, dir string) error {
	old := filepath.Join(filepath.Dir(dir), ".old-"+filepath.Base(dir))
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("put folder in place: %w", err)
	}
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put folder in place: %w", err)
	}
	if err := os.Rename(tmp, dir); err != nil {
		return fmt.Errorf("put folder in place: %w", err)
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("put folder in place: %w", err)
	}
	return nil
}

// replace writes a file so that a reader sees the old or the new, and only if
// it is not the same already.
func replace(path string, b []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, b) {
		return nil
	}
	folders, pages := modes(path)
	if err := os.MkdirAll(filepath.Dir(path), folders); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	tmp := filepath.Join(filepath.Dir(path), ".new-"+filepath.Base(path))
	if err := os.WriteFile(tmp, b, pages); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
