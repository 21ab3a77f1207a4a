//go:build unix

package store_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// disk is a model of what a file system keeps through a power cut: of each
// file what was synced, and a list of what was not; and the same of names,
// which their folder must sync.
type disk struct {
	root    string
	names   map[string]*inode // as the process sees them
	durable map[string]*inode
}

// inode is one file, or a folder.
type inode struct {
	folder  bool
	data    []byte // synced
	pending []change
}

// change is one write, or a truncation.
type change struct {
	at   int64
	data []byte
	cut  bool
}

func (c change) to(b []byte) []byte {
	if c.cut {
		if c.at <= int64(len(b)) {
			return b[:c.at]
		}
		return append(b, make([]byte, c.at-int64(len(b)))...)
	}
	if end := c.at + int64(len(c.data)); end > int64(len(b)) {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[c.at:], c.data)
	return b
}

// now is a file as the process sees it.
func (n *inode) now() []byte {
	b := bytes.Clone(n.data)
	for _, c := range n.pending {
		b = c.to(b)
	}
	return b
}

// call is one system call of a trace: the descriptor and path it begins with,
// its texts, its last number.
type call struct {
	name, fd, path string
	texts          []string
	last           int64
	create, ok     bool
}

var (
	unfinished = regexp.MustCompile(`^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)`)
	whole      = regexp.MustCompile(`^\d+ +(\w+)\((.*)\) += (-?\d+)`)
)

// calls reads what strace wrote.
func calls(t *testing.T, name string) (all []call) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	half := map[string]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		l := lines.Text()
		if m := unfinished.FindStringSubmatch(l); m != nil {
			half[m[1]] = m[3]
		} else if m := resumed.FindStringSubmatch(l); m != nil {
			all = append(all, parse(t, m[2], half[m[1]]+m[3], m[4]))
			delete(half, m[1])
		} else if m := whole.FindStringSubmatch(l); m != nil {
			all = append(all, parse(t, m[1], m[2], m[3]))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// parse reads the arguments of a call: 5<path>, "text", flags, 12.
func parse(t *testing.T, name, args, result string) call {
	t.Helper()
	c := call{name: name, ok: result != "-1", create: strings.Contains(args, "O_CREAT")}
	if fd, rest, ok := strings.Cut(args, "<"); ok && strings.Trim(fd, "0123456789") == "" {
		path, _, _ := strings.Cut(rest, ">")
		if c.fd, c.path = fd, path; strings.HasPrefix(path, `\x`) {
			c.path = unescape(t, path)
		}
	}
	for i, q := range strings.Split(args, `"`) {
		switch {
		case i%2 == 1:
			c.texts = append(c.texts, unescape(t, q))
		case strings.HasPrefix(q, "..."):
			t.Fatal("strace cut a text short")
		}
	}
	if i := strings.LastIndex(args, ", "); i >= 0 {
		c.last, _ = strconv.ParseInt(args[i+2:], 10, 64)
	}
	return c
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (d *disk) mine(p string) bool {
	return (p == d.root || strings.HasPrefix(p, d.root+"/")) && !strings.HasSuffix(p, "-shm")
}

// do applies a call; ack is what the process said, if that is what it did.
func (d *disk) do(t *testing.T, c call) (ack []byte) {
	t.Helper()
	if !c.ok {
		return nil
	}
	switch n := d.names[c.path]; c.name {
	case "write", "pwrite64":
		data := []byte(strings.Join(c.texts, ""))
		if c.fd == "1" {
			return data
		}
		if d.mine(c.path) && n != nil {
			at := c.last
			if c.name == "write" {
				at = int64(len(n.now()))
			}
			n.pending = append(n.pending, change{at: at, data: data})
		}
	case "ftruncate":
		if d.mine(c.path) && n != nil {
			n.pending = append(n.pending, change{at: c.last, cut: true})
		}
	case "fsync", "fdatasync":
		if d.mine(c.path) {
			d.sync(c.path)
		}
	default:
		d.name(c)
	}
	return nil
}

// name applies a call that makes, moves or removes a name.
func (d *disk) name(c call) {
	p := c.texts[0]
	if !d.mine(p) {
		return
	}
	switch c.name {
	case "open", "openat":
		if c.create && d.names[p] == nil {
			d.names[p] = &inode{}
		}
	case "mkdir", "mkdirat":
		d.names[p] = &inode{folder: true}
	case "rename", "renameat", "renameat2":
		d.names[c.texts[1]] = d.names[p]
		delete(d.names, p)
	case "link", "linkat":
		d.names[c.texts[1]] = d.names[p]
	case "unlink", "unlinkat":
		delete(d.names, p)
	}
}

func (d *disk) sync(p string) {
	if n := d.names[p]; n != nil && !n.folder {
		n.data, n.pending = n.now(), nil
		return
	}
	for _, m := range []map[string]*inode{d.names, d.durable} {
		for name := range m {
			if filepath.Dir(name) != p {
				continue
			}
			if n := d.names[name]; n != nil {
				d.durable[name] = n
			} else {
				delete(d.durable, name)
			}
		}
	}
}

// image writes to a folder what a power cut may leave: nothing that was not
// synced, all of it, or some of it, in any order and torn at sectors.
func (d *disk) image(t *testing.T, to string, how string, r *rand.Rand) {
	t.Helper()
	names := maps.Clone(d.durable)
	switch how {
	case "all":
		names = maps.Clone(d.names)
	case "some":
		for p, n := range d.names {
			if names[p] != n && r.IntN(2) == 0 {
				names[p] = n
			}
		}
		for p := range d.durable {
			if d.names[p] == nil && r.IntN(2) == 0 {
				delete(names, p)
			}
		}
	}
	paths := slices.Sorted(maps.Keys(names))
	for _, p := range paths {
		n := names[p]
		rel, err := filepath.Rel(d.root, p)
		if err != nil {
			t.Fatal(err)
		}
		at := filepath.Join(to, rel)
		if n.folder {
			err = os.MkdirAll(at, 0o700)
		} else if _, missing := os.Stat(filepath.Dir(at)); missing == nil {
			err = os.WriteFile(at, n.after(how, r), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// after is what a power cut leaves of one file.
func (n *inode) after(how string, r *rand.Rand) []byte {
	switch how {
	case "all":
		return n.now()
	case "none":
		return n.data
	}
	b := bytes.Clone(n.data)
	for _, i := range r.Perm(len(n.pending)) {
		c := n.pending[i]
		switch r.IntN(4) {
		case 0: // lost
		case 1: // torn
			if !c.cut && len(c.data) > 512 {
				c.data = c.data[:512*(1+r.IntN(len(c.data)/512))]
			}
			b = c.to(b)
		default:
			b = c.to(b)
		}
	}
	return b
}

// String says what there is, for whoever looks into a failure.
func (d *disk) String() string {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(d.names)) {
		n := d.names[p]
		fmt.Fprintf(&b, "%s: %d bytes synced, %d changes not, name synced: %v\n", strings.TrimPrefix(p, d.root), len(n.data), len(n.pending), d.durable[p] == n)
	}
	return b.String()
}
