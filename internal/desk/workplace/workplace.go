// Package workplace knows the folder an office works in: its settings, where
// studies, private things and printed pages stand, and how a workplace or a
// study is begun.
//
// It opens no store and computes nothing. The functions you want are [SetUp],
// for a new one, and [Read].
package workplace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// File is the file a workplace is known by.
const File = "dires.toml"

const (
	studies = "studies"
	private = "private"
	public  = "public"
)

// Settings are dires.toml: nothing in them can change a published number.
type Settings struct {
	Office string `toml:"office"` // names this office's log; "main" when empty
	Base   string `toml:"base"`   // address under which public/ will stand, for citations; Offline where it has none
	By     string `toml:"by"`     // code of who works here, signed into each entry; the login's when empty
}

// Code is what signs for a person in the ledger: a name does not, it stays there.
var Code = regexp.MustCompile(`^[A-Za-z0-9._-]{1,24}$`)

// LoginCode makes a code of a login name, "" where nothing of it can stand in one.
func LoginCode(login string) string {
	_, name, domain := strings.Cut(login, `\`) // DOMAIN\name on Windows
	if !domain {
		name = login
	}
	name = strings.Join(strings.Fields(lang.Fold(name)), "-")
	name = name[:min(len(name), 24)]
	if !Code.MatchString(name) {
		return ""
	}
	return name
}

const newSettings = `# Settings of this workplace. Nothing here can change a published number.

office = "main"    # the name of this office's log: another office takes another
base = ""          # address under which the printed site will stand, for citations; "offline" where it has none
by = ""          # code of who works here: it signs each entry of the ledger; --by names another
`

// ignored keeps what is private out of git, a custodian's key that somebody left
// here, and what is printed too: it can be printed again.
const ignored = "/private/\n/public/\n/studies/*/inbox/\n/studies/*/survey/**\n!/studies/*/survey/*.toml\n!/studies/*/survey/*.xml\n*.dires-key\n*.dires-page.html\n"

// SetUp makes an empty workplace in root: dires.toml, studies/, private/ and
// .gitignore. What stands there already is left as it is. A folder that is not
// empty and has no dires.toml is refused (fault.Conflict).
func SetUp(root string) error { return setUp(root, "", "") }

// Offline is the base of a site that is handed out and has no address.
const Offline = "offline"

// IsBase reports whether s can be the base of a site: an address of the web, or
// [Offline].
func IsBase(s string) bool {
	to, ok := address.Printable(s)
	return s == Offline || ok && (strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://"))
}

// IsContact reports whether readers can write to s: it holds a mail address, an
// address of the web, or a number to call.
func IsContact(s string) bool { return contact.MatchString(s) }

var contact = regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]+|https?://[^\s/]+|\+?\d(?:[ .-]?\d){6,}`)

// setUp is SetUp with the code of who works there and the base of its site.
func setUp(root, by, base string) (err error) {
	defer fault.Wrap(&err, "set up workplace")
	files, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	ours := slices.ContainsFunc(files, func(f fs.DirEntry) bool { return f.Name() == File })
	if len(files) > 0 && !ours {
		return fault.New(fault.Conflict, "E013", root)
	}
	if err := os.MkdirAll(filepath.Join(root, studies), 0o755); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(root, private), 0o700); err != nil {
		return err
	}
	settings := strings.NewReplacer(`by = ""`, `by = "`+by+`"`, `base = ""`, `base = "`+base+`"`)
	for name, text := range map[string]string{File: settings.Replace(newSettings), ".gitignore": ignored} {
		if err := writeNew(filepath.Join(root, name), []byte(text)); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// Tighten closes a folder below private/ to everybody but its owner: a copy of it
// keeps the modes, and private/ itself is not always copied with it.
func Tighten(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.Chmod(name, 0o700)
		case d.Type().IsRegular():
			return os.Chmod(name, 0o600)
		}
		return nil
	})
}

// writeNew writes a file that is not there yet.
func writeNew(name string, b []byte) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Close())
}

// Unpack copies a study's files into the workplace. A file that stands there
// with other content is somebody's work: it is kept, and named.
func Unpack(root, id string, from fs.FS) (wrote int, kept []string, err error) {
	defer fault.Wrap(&err, "unpack study %s", id)
	to := filepath.Join(root, studies, id)
	err = fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		err = writeNew(target, b)
		if err == nil {
			wrote++
			return nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		have, err := os.ReadFile(target)
		if err == nil && string(have) != string(b) {
			kept = append(kept, name)
		}
		return err
	})
	return wrote, kept, err
}

// Read reads dires.toml; without one there is no workplace in root
// (fault.NoPlace).
func Read(root string) (s Settings, err error) {
	b, err := os.ReadFile(filepath.Join(root, File))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fault.New(fault.NoPlace, "E003")
	}
	if err != nil {
		return s, err
	}
	f, ok := study.Bounded(File, b)
	var m toml.MetaData
	if ok {
		if m, err = toml.Decode(strings.TrimPrefix(string(b), "\ufeff"), &s); err != nil {
			f, ok = study.Unreadable(File, err), false
		}
	}
	if !ok {
		args := make([]any, len(f.Args))
		for i, x := range f.Args {
			args[i] = x
		}
		return s, fault.New(fault.Invalid, "E014", f.At.String(), lang.Every(string(f.Code), args...))
	}
	if k := m.Undecoded(); len(k) > 0 {
		return s, fault.New(fault.Invalid, "E015", k[0].String(), "office, base, by")
	}
	if s.Office == "" {
		s.Office = "main"
	}
	if !study.ID.MatchString(s.Office) {
		return s, fault.New(fault.Invalid, "E016", s.Office)
	}
	if s.Base != "" && !IsBase(s.Base) {
		return s, fault.New(fault.Invalid, "E047", s.Base)
	}
	if s.By != "" && !Code.MatchString(s.By) {
		return s, fault.New(fault.Invalid, "E046", s.By)
	}
	return s, nil
}

// Studies lists the ids of the workplace's studies, sorted.
func Studies(root string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(root, studies, "*", study.Manifest))
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(names))
	for i, n := range names {
		ids[i] = filepath.Base(filepath.Dir(n))
	}
	slices.Sort(ids)
	return ids, nil
}

// Folder is where a study's files stand.
func Folder(root, id string) string { return filepath.Join(root, studies, id) }

// Private is where the store, keys and inboxes stand: 0700, never in git.
func Private(root string) string { return filepath.Join(root, private) }

// Printed is where the editions for a profile are printed: public/ for the
// public, below private/ for others.
func Printed(root string, p protect.Profile) string {
	if p == protect.Public {
		return filepath.Join(root, public)
	}
	return filepath.Join(root, private, "print", string(p))
}
