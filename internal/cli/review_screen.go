package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/reconcile"
	crosswalk "github.com/dires/dires/internal/term"
	"github.com/dires/dires/internal/when"
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

// The screen: a word for the row, two columns with a mark between, as wide as
// the terminal lets them be.
const (
	wordWide = 11
	noteRows = 6
)

// wide is how many letters a line may have.
func (r *review) wide() int {
	w := 80
	if f, ok := r.Out.(*os.File); ok {
		if x, _, err := term.GetSize(int(f.Fd())); err == nil && x > 0 {
			w = x
		}
	}
	return min(max(w, 40), 120) - 1 // a full line would wrap
}

// say prints words, broken where the screen ends.
func (r *review) say(s string) {
	for _, l := range wrap(s, r.wide(), 0) {
		fmt.Fprintln(r.Out, l)
	}
}

// ask prints words and waits behind them.
func (r *review) ask(s string) {
	fmt.Fprint(r.Out, strings.Join(wrap(s, r.wide()-2, 0), "\n")+" ")
}

// show puts two records beside each other, with what is alike marked, and
// under them the reasons.
func (r *review) show(i int) {
	p, q := r.printer(), r.queue[i]
	wide := r.wide()
	cell := (wide - wordWide - 4) / 2
	fmt.Fprintln(r.Out)
	fmt.Fprintln(r.Out, strings.Repeat("-", wordWide+2*cell+4))
	r.say(r.state(p.Say("cli.review-of", i+1, len(r.queue))))
	r.say(p.Say("cli.review-held", r.held(q)))
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
		xs, ys := wrap(x, cell, most), wrap(y, cell, most)
		for n := range max(len(xs), len(ys)) {
			head := ""
			if n == 0 {
				head = p.Say("cli.review-row-" + word)
			}
			fmt.Fprintln(r.Out, strings.TrimRight(pad(head, wordWide)+" "+pad(at(xs, n), cell)+" "+mark+" "+at(ys, n), " "))
			mark = " "
		}
	}
	fmt.Fprintln(r.Out)
	for _, t := range r.prop.Explain(q.Link) {
		if w := reasonWords(p, t); w != "" {
			for n, l := range wrap(w, wide-4, 0) {
				fmt.Fprintln(r.Out, strings.Repeat(" ", 2+2*min(n, 1))+l)
			}
		}
	}
	for _, l := range r.rivals(q) {
		r.say("  " + l)
	}
}

// rivals says which other links of the program's the two records are in: a
// record has one counterpart in another source, and that is why a pair that
// looks alike may be held for two events.
func (r *review) rivals(q reconcile.Question) (out []string) {
	p := r.printer()
	for _, l := range r.prop.Links {
		if q.Relation != reconcile.Same || l.Relation != reconcile.Same || l.A == q.A && l.B == q.B {
			continue
		}
		for _, x := range [][2]claim.Key{{l.A, l.B}, {l.B, l.A}} {
			if x[0] == q.A && x[1].Source == q.B.Source || x[0] == q.B && x[1].Source == q.A.Source {
				out = append(out, p.Say("cli.review-rival", x[0].String(), x[1].String(), p.Percent(l.Probability, 0)))
			}
		}
	}
	return out
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
	return []string{c.Key.String(), whenWords(p, in.When), name, strings.Join(filled(in.Where.Admin2, in.Where.Admin1, in.Where.Country), ", "), typeWords(p, r.types, c),
		actor("side-a", "perpetrator"), actor("side-b", "target"), d, strings.Join(in.Chain, "; "), in.Notes, file}
}

// whenWords is a date with how surely it is known: three days of fighting and
// three days in which it may have been are written alike.
func whenWords(p lang.Printer, s when.Span) string {
	if key := "when." + s.Precision.String(); s.From != s.To && p.Has(key) {
		return s.String() + " (" + p.Say(key) + ")"
	}
	return s.String()
}

// typeWords is the source's own word for a type, and that of the crosswalk
// where the source has only a number.
func typeWords(p lang.Printer, acts crosswalk.Crosswalk, c claim.Claim) string {
	t := c.Incident.Type
	if strings.ContainsFunc(t, unicode.IsLetter) {
		return t
	}
	for _, x := range acts.Of(c.Key.Source, t) {
		for _, l := range acts.Scheme {
			if l.Code == x {
				says, _ := l.Text.In(p.Tag)
				return t + ", " + says
			}
		}
	}
	return t
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
