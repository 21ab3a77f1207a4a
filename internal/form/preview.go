package form

import (
	"html/template"
	"io"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
)

// Preview writes the form as a page to print, for a training session, in one
// of its languages ("" for the first). The page needs nothing else.
func Preview(w io.Writer, f *xform.Form, language string) error {
	t := tagOf(f, language)
	p := lang.For(t)
	v := page{Lang: string(t), Title: f.Title, ID: f.ID, Version: f.Version, P: p}
	if t == "und" {
		v.Lang = "en"
	}
	if t.RightToLeft() {
		v.Dir = "rtl"
	}
	n := 0
	var depth []string
	for _, q := range f.Fields {
		for len(depth) > 0 && !strings.HasPrefix(q.Path, depth[len(depth)-1]+"/") {
			depth = depth[:len(depth)-1]
			v.Rows = append(v.Rows, line{Kind: "end"})
		}
		if !q.Asked {
			continue
		}
		say := func(x xform.Texts) string { return x.In(string(t)) }
		r := line{Label: say(q.Label), Hint: say(q.Hint), Name: q.Name, Rule: strings.TrimSpace(q.Relevant), Limit: say(q.Message),
			Required: q.Required == "true()", Many: q.Type == xform.Select}
		switch {
		case q.Type.Section():
			r.Kind = q.Type.String()
			depth = append(depth, q.Path)
		case q.Type == xform.Note:
			r.Kind = "note"
		default:
			n++
			r.N, r.Kind = n, "question"
			r.Type = p.Say("form.type." + q.Type.String())
			for _, c := range q.Choices {
				s := say(c.Label)
				if s == "" {
					s = c.Name
				}
				r.Choices = append(r.Choices, s)
			}
		}
		v.Rows = append(v.Rows, r)
	}
	for range depth {
		v.Rows = append(v.Rows, line{Kind: "end"})
	}
	return previewPage.Execute(w, v)
}

type page struct {
	Lang, Dir, Title, ID, Version string
	P                             lang.Printer
	Rows                          []line
}

type line struct {
	Kind, Label, Hint, Name, Type, Rule, Limit string
	N                                          int
	Required, Many                             bool
	Choices                                    []string
}

var previewPage = template.Must(template.New("preview").Parse(`<!doctype html>
<html lang="{{.Lang}}"{{with .Dir}} dir="{{.}}"{{end}}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}}</title><style>
body{font:11pt/1.4 system-ui,sans-serif;max-width:46em;margin:1em auto;padding:0 1em;color:#111}
h1{font-size:1.5em;margin:0}section{border-inline-start:2px solid #999;padding-inline-start:.8em;margin:.8em 0}
.q{break-inside:avoid;margin:.7em 0}.q p,.note{margin:.1em 0;white-space:pre-line}.hint,.rule,.meta{color:#555;font-size:.88em}
ul{list-style:none;margin:.2em 0;padding-inline-start:1em}li::before{content:"○ "}.many li::before{content:"☐ "}
.line{border-bottom:1px solid #777;height:1.5em}.note{background:#f2f2f2;padding:.4em}
</style></head><body><h1>{{.Title}}</h1><p class="meta">{{.ID}}{{with .Version}} · {{.}}{{end}}</p>
{{range .Rows}}{{if eq .Kind "end"}}</section>{{else if eq .Kind "question"}}<div class="q"><p><b>{{.N}}. {{.Label}}</b>{{if .Required}} *{{end}}</p>
{{with .Hint}}<p class="hint">{{.}}</p>{{end}}{{with .Rule}}<p class="rule">{{$.P.Say "form.onlyif"}} <code>{{.}}</code></p>{{end}}{{with .Limit}}<p class="rule">{{.}}</p>{{end}}
{{if .Choices}}<ul{{if .Many}} class="many"{{end}}>{{range .Choices}}<li>{{.}}</li>{{end}}</ul>{{else}}<div class="line"></div>{{end}}<p class="meta">{{.Type}} · {{.Name}}</p></div>
{{else if eq .Kind "note"}}<p class="note">{{.Label}}</p>
{{else}}<section>{{with .Label}}<h2>{{.}}</h2>{{end}}{{if eq .Kind "repeat"}}<p class="meta">{{$.P.Say "form.repeated"}}</p>{{end}}{{with .Rule}}<p class="rule">{{$.P.Say "form.onlyif"}} <code>{{.}}</code></p>{{end}}
{{end}}{{end}}<p class="meta">* {{.P.Say "form.mandatory"}}</p></body></html>
`))
