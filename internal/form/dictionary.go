package form

import (
	"strconv"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
)

// Columns are the keys of the words over the columns of a dictionary.
var Columns = []string{"form.path", "form.name", "form.type", "form.repeat", "form.label", "form.hint", "form.choices", "form.required",
	"form.relevant", "form.constraint", "form.calculation", "form.level"}

// A list longer than longList stands in the dictionary once; of the longest
// only mostChoices, for a cell of a spreadsheet holds no more.
const longList, mostChoices = 40, 1000

// Dictionary is the data dictionary: a header and a row per field, labels in
// one of the form's languages, other words in the printer's. Choices stand as
// "name = label; …"; a long list stands once, and later fields say where.
func Dictionary(f *xform.Form, p lang.Printer, language string) (head []string, rows [][]string) {
	for _, k := range Columns {
		head = append(head, p.Say(k))
	}
	t := tagOf(f, language)
	say := func(x xform.Texts) string { return x.In(string(t)) }
	stands := map[*xform.Choice]string{}
	for _, q := range f.Fields {
		var cs []string
		if n := len(q.Choices); n > longList && stands[&q.Choices[0]] != "" {
			cs = []string{"= " + stands[&q.Choices[0]]}
		} else if n > 0 {
			stands[&q.Choices[0]] = q.Path
			for _, c := range q.Choices[:min(n, mostChoices)] {
				cs = append(cs, c.Name+" = "+say(c.Label))
			}
			if n > mostChoices {
				cs = append(cs, "… (+"+strconv.Itoa(n-mostChoices)+")")
			}
		}
		req := ""
		switch q.Required {
		case "true()":
			req = p.Say("word.yes")
		case "", "false()":
		default:
			req = q.Required
		}
		rows = append(rows, []string{q.Path, q.Name, p.Say("form.type." + q.Type.String()), q.Repeat, say(q.Label), say(q.Hint),
			strings.Join(cs, "; "), strings.TrimSpace(req), strings.TrimSpace(q.Relevant), strings.TrimSpace(q.Limit), strings.TrimSpace(q.Formula),
			p.Say("form.level." + q.Level.String())})
	}
	return head, rows
}

func tagOf(f *xform.Form, language string) lang.Tag {
	if language == "" {
		language = f.Default
	}
	if language == "" {
		return "und"
	}
	return lang.Tag(xform.Tag(language))
}
