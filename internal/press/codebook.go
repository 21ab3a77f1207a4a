package press

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
)

// codebook says in one language what a file of rows is, what its columns are,
// and what it promises.
type codebook struct {
	r protect.Rows
	p lang.Printer
}

func (c codebook) in(t lang.Text) string { s, _ := t.In(c.p.Tag); return s }

func (c codebook) text() string {
	var b strings.Builder
	para := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	a, cert := c.r.About(), c.r.Certificate()
	para("# " + c.in(a.Title))
	if c.r.Nature() == source.Fictional {
		para("**FICTION**")
	}
	para(c.p.Say("rows.lead", c.r.Len(), a.People, c.r.Survey(), c.r.ID()))
	para(c.p.Say("rows.beg"))
	dates := lang.Dated(a.Dates.From.String())
	if a.Dates.From != a.Dates.To {
		dates = lang.Every("perception.from-to", dates, lang.Dated(a.Dates.To.String()))
	}
	for _, x := range []struct {
		key  string
		says any
	}{{"rows.study", a.Study}, {"rows.frame", a.Frame}, {"rows.chosen", a.Chosen}, {"rows.exclusions", a.Exclusions}, {"rows.mode", lang.Every("mode." + string(a.Mode))},
		{"rows.dates", dates}, {"rows.cannot-see", a.CannotSee}, {"rows.licence", c.licence()}} {
		if s := c.p.Say("rows.item", lang.Every(x.key), x.says); fmt.Sprint(x.says) != "" && fmt.Sprint(x.says) != "map[]" {
			b.WriteString("* " + s + "\n")
		}
	}
	b.WriteString("\n")
	para("## " + c.p.Say("rows.columns"))
	for _, x := range c.r.Columns() {
		c.column(&b, x)
	}
	b.WriteString(c.p.Say("rows.nature") + "\n\n")
	para(c.p.Say("rows.reasons"))
	para("## " + c.p.Say("rows.promise"))
	for _, s := range c.promise(cert) {
		b.WriteString("* " + s + "\n")
	}
	b.WriteString("\n")
	para("## " + c.p.Say("rows.limits"))
	para(c.p.Say("rows.limits-text"))
	if c.r.About().Kind == answer.Reached {
		para(c.p.Say("rows.inquiry"))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (c codebook) licence() string {
	l := c.r.About().Licence
	return strings.Trim(l.Name+" · "+l.Attribution, " ·")
}

func (c codebook) column(b *strings.Builder, x protect.RowColumn) {
	fmt.Fprintf(b, "### `%s`\n\n", x.Name)
	if x.Role == protect.RoleWeight {
		fmt.Fprintf(b, "%s\n\n", c.p.Say("rows.weight", c.number(x.Step)))
		return
	}
	says := c.in(x.Asks)
	if len(x.Choice) > 0 {
		says = c.p.Say("rows.ticked", x.Asks, x.Choice)
	}
	if len(x.Among) > 0 {
		says = c.p.Say("rows.among", says, x.Among)
	}
	if len(x.Unit) > 0 {
		says = c.p.Say("rows.unit", says, x.Unit)
	}
	fmt.Fprintf(b, "%s\n\n%s", says, c.p.Say("rows.role-"+x.Role))
	if x.Role == protect.RoleKey {
		fmt.Fprintf(b, " %s", c.p.Say("rows.empty", x.Withheld, x.Missing))
	} else if x.Unlisted > 0 {
		fmt.Fprintf(b, " %s", c.p.Say("rows.unlisted", x.Unlisted))
	}
	b.WriteString("\n\n")
	for _, s := range c.recoded(x.Recode) {
		fmt.Fprintf(b, "%s\n\n", s)
	}
	if len(x.Choice) > 0 {
		return
	}
	for _, o := range x.Answers {
		fmt.Fprintf(b, "* `%s` %s\n", o.Code, c.in(o.Label))
	}
	if len(x.Answers) > 0 {
		b.WriteString("\n")
	}
}

func (c codebook) number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// recoded says how a column was made coarser.
func (c codebook) recoded(r *answer.Recode) (says []string) {
	if r == nil {
		return nil
	}
	if len(r.Bands) > 0 {
		var at []string
		for _, v := range r.Bands {
			at = append(at, c.number(v))
		}
		says = append(says, c.p.Say("rows.bands", strings.Join(at, ", ")))
	}
	if r.Bottom != nil {
		says = append(says, c.p.Say("rows.bottom", c.number(*r.Bottom)))
	}
	if r.Top != nil {
		says = append(says, c.p.Say("rows.top", c.number(*r.Top)))
	}
	if r.Round > 0 {
		says = append(says, c.p.Say("rows.round", c.number(r.Round)))
	}
	for _, m := range r.Merge {
		says = append(says, c.p.Say("rows.merged", "`"+m.As+"`", "`"+strings.Join(m.Codes, "`, `")+"`"))
	}
	return says
}

// promise lists what the file promises, what that took, and what risk is left.
func (c codebook) promise(x protect.RowsCertificate) (says []string) {
	say := func(key string, args ...any) { says = append(says, c.p.Say(key, args...)) }
	if x.Rule == answer.RuleAny {
		say("rows.rule-any", x.K, x.AlikeAny, x.Alike)
	} else {
		say("rows.rule-same", x.K, x.Alike)
	}
	for _, a := range x.Answers {
		say("rows.answers", "`"+a.Column+"`", x.L, a.Distinct)
	}
	var gone []string
	for _, col := range c.r.Columns() {
		if col.Role == protect.RoleKey {
			gone = append(gone, c.p.Say("rows.withheld-of", "`"+col.Name+"`", col.Withheld))
		}
	}
	say("rows.withheld", x.Withheld, x.Rows, strings.Join(gone, ", "))
	if x.Asked != nil {
		say("rows.risk-asked", x.Asked.Unique, x.Asked.Short, c.risk(x.Asked.Expected), c.risk(x.Asked.Highest))
	}
	say("rows.risk-before", x.Before.Unique, x.Before.Short, c.risk(x.Before.Expected), c.risk(x.Before.Highest))
	say("rows.risk-after", x.After.Unique, x.After.Short, c.risk(x.After.Expected), c.risk(x.After.Highest))
	if !x.Weighted {
		say("rows.risk-census")
	}
	for _, a := range x.Apart {
		say("rows.apart", a.Release, a.Gone, a.Come, x.K)
	}
	say("rows.pins", int(c.r.Pins().LogSize), c.r.Pins().Root, c.r.Pins().Folder)
	return says
}

func (c codebook) risk(v float64) string {
	if v < 0.1 {
		return c.p.Float(v, 4)
	}
	return c.p.Float(v, 2)
}
