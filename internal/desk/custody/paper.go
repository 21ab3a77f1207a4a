package custody

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// AgeVersion is the age tool that opens our files without dires: older ones do
// not know the keys.
const AgeVersion = "1.3.2"

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<style>
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 serif; max-width: 42em; margin: 1em auto; padding: 0 1em }
h1 { font-size: 16pt; margin: 0 0 .5em }
pre { font: 9pt/1.35 monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid; padding: .5em }
svg { display: block; width: 75mm; height: 75mm; margin: .5em 0 }
table { border-collapse: collapse }
td, th { text-align: left; padding: .1em 1em .1em 0; vertical-align: top }
code { font-family: monospace }
</style>
<h1>{{.Title}}</h1>
{{range .Before}}<p>{{.}}</p>
{{end}}{{if .Rows}}<table>
{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table>
{{end}}{{.QR}}{{if .Text}}<pre>{{.Text}}</pre>
{{end}}{{range .After}}<p>{{.}}</p>
{{end}}{{if .Commands}}<pre>{{.Commands}}</pre>
{{end}}</html>
`))

type sheet struct {
	Lang, Title    string
	Before, After  []string
	Rows           [][]string
	QR             template.HTML
	Text, Commands string
}

func (s sheet) html() ([]byte, error) {
	var b bytes.Buffer
	err := page.Execute(&b, s)
	return b.Bytes(), err
}

// KeyPage is the page a custodian prints of their own key file: what it holds
// opens with the passphrase alone, so that the page is kept apart from that.
func KeyPage(p lang.Printer, m Member, keyFile []byte) (_ []byte, err error) {
	defer fault.Wrap(&err, "make paper page")
	text := strings.TrimSpace(string(keyFile)) + "\n"
	qr, err := square(text)
	if err != nil {
		return nil, err
	}
	return sheet{Lang: string(p.Tag), Title: p.Say("custody.page.key", m.Name), QR: qr, Text: text,
		Before: []string{p.Say("custody.page.keep"), p.Say("custody.page.print", m.Fingerprint())},
		After:  []string{p.Say("custody.page.again", m.Name+KeyFile), p.Say("custody.page.age", AgeVersion)},
	}.html()
}

// SetPage is the page that the custodian of a number, from 1, takes from a
// ceremony: for which study, who the others are, and how it is undone.
func SetPage(p lang.Printer, study string, s Set, number int) (_ []byte, err error) {
	defer fault.Wrap(&err, "make paper page")
	m := s.Custodians[number-1]
	rows := [][]string{{p.Say("custody.page.number"), p.Say("custody.page.name"), p.Say("custody.page.fingerprint")}}
	for i, c := range s.Custodians {
		rows = append(rows, []string{fmt.Sprint(i + 1), c.Name, c.Fingerprint()})
	}
	var commands strings.Builder
	from := ""
	who := first(s.Need, len(s.Custodians), number)
	for i, n := range who {
		from = "layer-" + fmt.Sprint(i)
		if i == 0 {
			from = File(who)
		}
		to := "layer-" + fmt.Sprint(i+1)
		if i == len(who)-1 {
			to = "identity"
		}
		fmt.Fprintf(&commands, "age -d -i %s %s > %s\n", s.Custodians[n-1].Name+KeyFile, from, to)
	}
	return sheet{Lang: string(p.Tag), Title: p.Say("custody.page.set", study, s.Epoch, m.Name), Rows: rows,
		Before: []string{p.Say("custody.page.need", s.Need, len(s.Custodians), number), p.Say("custody.page.files", study, s.Epoch),
			p.Say("custody.page.drill", study)},
		After: []string{p.Say("custody.page.alone", File(who), AgeVersion)}, Commands: commands.String(),
	}.html()
}

// first is the first set of need custodians with the one of a number in it.
func first(need, n, number int) (who []int) {
	for i := 1; i <= n && len(who) < need; i++ {
		if i == number || len(who) < need-1 || number <= i {
			who = append(who, i)
		}
	}
	return who
}

// square is a QR code as SVG: one path of dark squares, with its quiet zone.
func square(text string) (template.HTML, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return "", err
	}
	bits := q.Bitmap()
	var d strings.Builder
	for y, row := range bits {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&d, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	n := len(bits)
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %d %d" role="img" aria-label="QR" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/><path d="%s"/></svg>`+"\n", n, n, n, n, d.String())), nil
}
