package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
)

// keys gives one answer: a key where a person sits at a terminal, else a line.
type keys struct {
	lines *bufio.Reader
	tty   *os.File // nil: lines
	echo  io.Writer
	ahead []byte // keys hit before they were asked for
}

// keys chooses how answers come in.
func (a *app) keys() *keys {
	if f, ok := a.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &keys{tty: f, echo: a.Out}
	}
	if a.lines == nil {
		a.lines = bufio.NewReader(a.In)
	}
	return &keys{lines: a.lines}
}

// key waits for an answer; io.EOF is the end of them. The terminal is as it
// was before and after: only while it waits, a key needs no Enter.
func (k *keys) key() (string, error) {
	if k.tty == nil {
		s, err := k.lines.ReadString('\n')
		if err == io.EOF && s != "" {
			err = nil
		}
		return strings.TrimSpace(s), err
	}
	if len(k.ahead) == 0 {
		if err := k.read(); err != nil {
			return "", err
		}
	}
	r, n := utf8.DecodeRune(k.ahead)
	k.ahead = k.ahead[n:]
	switch r {
	case 3, 4: // Ctrl-C, Ctrl-D
		return "", io.EOF
	case '\r', '\n':
		fmt.Fprintln(k.echo)
		return "", nil
	case '\x1b': // an arrow or a function key: all of it
		k.ahead = nil
		return "\x1b", nil
	}
	fmt.Fprintln(k.echo, string(r))
	return string(r), nil
}

// read waits until keys are hit; only meanwhile the terminal is raw.
func (k *keys) read() error {
	old, err := term.MakeRaw(int(k.tty.Fd()))
	if err != nil { // a terminal that cannot: a line does
		s, err := bufio.NewReader(k.tty).ReadString('\n')
		k.ahead = []byte(strings.TrimSpace(s) + "\n")[:max(1, len(strings.TrimSpace(s)))]
		return err
	}
	b := make([]byte, 64)
	n, err := k.tty.Read(b)
	if e := term.Restore(int(k.tty.Fd()), old); err == nil {
		err = e
	}
	if n == 0 && err == nil {
		err = io.EOF
	}
	k.ahead = b[:n]
	return err
}

// The screen is 80 letters wide: a word for the row, two columns.
const (
	wordWide = 11
	cellWide = 32
	noteRows = 6
)

// show puts two records beside each other, with what is alike marked, and
// under them the reasons.
func (r *review) show(i int) {
	p, q := r.printer(), r.queue[i]
	fmt.Fprintln(r.Out)
	fmt.Fprintln(r.Out, strings.Repeat("-", wordWide+2*cellWide+4))
	fmt.Fprintln(r.Out, r.state(p.Say("cli.review-of", i+1, len(r.queue))))
	fmt.Fprintln(r.Out, p.Say("cli.review-held", r.held(q)))
	fmt.Fprintln(r.Out)
	a, b := r.cells(r.claims[q.A]), r.cells(r.claims[q.B])
	for k, word := range rows {
		x, y := a[k], b[k]
		if x == "" && y == "" {
			continue
		}
		mark := " "
		if lang.Fold(x) == lang.Fold(y) {
			mark = "="
		}
		most := 0
		if word == "notes" {
			most = noteRows
		}
		xs, ys := wrap(x, cellWide, most), wrap(y, cellWide, most)
		for n := range max(len(xs), len(ys)) {
			head := ""
			if n == 0 {
				head = p.Say("cli.review-row-" + word)
			}
			fmt.Fprintf(r.Out, "%s %s %s %s\n", pad(head, wordWide), pad(at(xs, n), cellWide), mark, strings.TrimRight(pad(at(ys, n), cellWide), " "))
			mark = " "
		}
	}
	fmt.Fprintln(r.Out)
	for _, t := range r.prop.Explain(q.Link) {
		if w := reasonWords(p, t); w != "" {
			fmt.Fprintln(r.Out, "  "+w)
		}
	}
}

var rows = []string{"key", "when", "place", "unit", "type", "a", "b", "deaths", "outlets", "notes", "file"}

// cells are a record's values in the order of rows.
func (r *review) cells(c claim.Claim) []string {
	p, in := r.printer(), c.Incident
	if in == nil {
		return make([]string, len(rows))
	}
	actor := func(roles ...string) string {
		var out []string
		for _, a := range in.Actors {
			for _, role := range roles {
				if a.Role == role {
					out = append(out, a.Name)
				}
			}
		}
		return strings.Join(out, "; ")
	}
	d := deathsOf(in.Deaths)
	name := in.Where.Name
	if in.Where.Precision != place.Exact {
		name = strings.TrimSpace(name + " (" + p.Say("precision."+in.Where.Precision.String()) + ")")
	}
	file := c.Origin.File
	if c.Origin.Row > 0 {
		file += ":" + strconv.Itoa(c.Origin.Row)
	}
	return []string{c.Key.String(), in.When.String(), name, strings.Join(filled(in.Where.Admin2, in.Where.Admin1, in.Where.Country), ", "), in.Type,
		actor("side-a", "perpetrator"), actor("side-b", "target"), d, strings.Join(in.Chain, "; "), in.Notes, file}
}

func filled(ss ...string) (out []string) {
	for _, s := range ss {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func at(l []string, i int) string {
	if i < len(l) {
		return l[i]
	}
	return ""
}

// wrap breaks a text into lines of at most so many letters; most is how many
// lines are shown, 0 for all.
func wrap(s string, wide, most int) (out []string) {
	line := ""
	for _, w := range unbroken(s) {
		for utf8.RuneCountInString(w) > wide {
			if line != "" {
				out, line = append(out, line), ""
			}
			r := []rune(w)
			out, w = append(out, string(r[:wide])), string(r[wide:])
		}
		switch {
		case line == "":
			line = w
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) <= wide:
			line += " " + w
		default:
			out, line = append(out, line), w
		}
	}
	if line != "" {
		out = append(out, line)
	}
	if most > 0 && len(out) > most {
		out = append(out[:most-1], "…")
	}
	return out
}

// unbroken splits a text into words; what French sets apart by a space (: ; ? !
// « ») stays with its word.
func unbroken(s string) (ws []string) {
	for _, w := range strings.Fields(s) {
		if n := len(ws); n > 0 && (strings.ContainsAny(w[:1], ":;?!") || strings.HasPrefix(w, "»") || strings.HasSuffix(ws[n-1], "«")) {
			ws[n-1] += " " + w
			continue
		}
		ws = append(ws, w)
	}
	return ws
}

func pad(s string, wide int) string {
	if n := utf8.RuneCountInString(s); n < wide {
		return s + strings.Repeat(" ", wide-n)
	}
	return s
}
