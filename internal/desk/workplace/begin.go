package workplace

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"text/template"

	_ "embed"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/reports"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/study"
)

// Start is what a newcomer says of a new study.
type Start struct {
	ID        string
	Title     string
	Country   string // its name, as it is printed
	Lang      lang.Tag
	Reports   string // a table of incidents; "" for none
	Fictional bool   // a study to learn on
	By        string // code of who begins, for the settings of a new workplace
	Base      string // address of the site, for the settings of a new workplace
	Contact   string // where readers write to
}

var (
	//go:embed begin/study.toml
	studyToml string
	//go:embed begin/reports.toml
	reportsToml string
)

// Begin makes a new study from what a newcomer says, in a workplace, which it
// sets up where there is none: a folder that passes Check, with the table, if
// there is one, in its inbox. Nothing of it may be published until its owner
// says what may. Before anything is written it refuses a name that is taken
// (fault.Conflict), a table that is not there (fault.NotFound) or is none.
func Begin(root string, s Start) (folder string, err error) {
	defer fault.Wrap(&err, "begin study %s", s.ID)
	if !study.ID.MatchString(s.ID) {
		return "", fault.New(fault.Invalid, "E017", s.ID, suggest(s.ID))
	}
	folder = Folder(root, s.ID)
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return "", fault.New(fault.Conflict, "E018", s.ID)
	}
	inbox := "inbox/reports.csv"
	var rows []byte
	if s.Reports != "" {
		if rows, err = os.ReadFile(s.Reports); errors.Is(err, fs.ErrNotExist) {
			return "", fault.New(fault.NotFound, "E031", s.Reports)
		} else if err != nil {
			return "", err
		}
		if _, err := reports.Open(filepath.Base(s.Reports), bytes.NewReader(rows), reports.Options{Source: "reports", Private: true}); err != nil {
			return "", err
		}
		inbox = "inbox/" + filepath.Base(s.Reports)
	}
	files := map[string][]byte{}
	for name, text := range map[string]string{study.Manifest: studyToml, "sources/reports.toml": reportsToml} {
		var b bytes.Buffer
		t := template.Must(template.New(name).Funcs(template.FuncMap{"toml": quote}).Parse(text))
		if err := t.Execute(&b, map[string]any{"S": s, "Inbox": inbox, "Rows": s.Reports != "", "French": s.Lang.Base() == lang.French}); err != nil {
			return "", err
		}
		files[name] = b.Bytes()
	}
	if s.Reports != "" {
		files[inbox] = rows
	}
	if s.By != "" && !Code.MatchString(s.By) {
		return "", fault.New(fault.Invalid, "R464", s.By)
	}
	if s.Base != "" && !IsBase(s.Base) {
		return "", fault.New(fault.Invalid, "E047", s.Base)
	}
	if s.Contact != "" && !IsContact(s.Contact) {
		return "", fault.New(fault.Invalid, "E048", s.Contact)
	}
	if err := setUp(root, s.By, s.Base); err != nil {
		return "", err
	}
	for name, b := range files {
		to := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return "", err
		}
		if err := writeNew(to, b); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// suggest turns any name into one a study may have.
func suggest(name string) string {
	var b []byte
	for _, w := range bytes.Fields([]byte(lang.Fold(name))) {
		if len(b) > 0 {
			b = append(b, '-')
		}
		b = append(b, w...)
	}
	if !study.ID.Match(b) {
		return "my-study"
	}
	return string(b)
}

// quote writes a text as TOML does.
func quote(s string) string {
	var b bytes.Buffer
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
