// Package xlsform turns the spreadsheet in which field teams write their
// questionnaires (XLSForm: the sheets survey, choices, settings, entities,
// external_choices) into the XForm that ODK Collect, KoboCollect and web forms
// run.
//
// It knows columns, question types, ${references} and where paths are
// relative. It does not know what an answer means, nor how a form is served.
// The function you want is [Convert]:
//
//	w, err := xlsform.Open("report.xlsx", bytes)
//	r := xlsform.Convert(w, xlsform.Options{})
//	if r.Found.Worst() < finding.Error { os.WriteFile("report.xml", r.XForm, 0o666) }
package xlsform

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/dires/dires/xform/finding"
)

// Options change how a form is converted.
type Options struct {
	Root string // name of the instance's root element; "data" if empty
}

// Result is a converted form and what is odd about it. Where Found holds an
// error, XForm is nil.
type Result struct {
	ID       string
	Title    string
	Version  string
	XForm    []byte
	Itemsets []byte   // itemsets.csv, for selects from external_choices
	Media    []string // files that the form names and a server must offer
	Found    finding.List
}

// Convert makes the XForm of a workbook. The same workbook gives the same
// bytes.
func Convert(w Workbook, o Options) Result {
	_, r := convert(w, o)
	return r
}

func convert(w Workbook, o Options) (*conv, Result) {
	w.Sheets = slices.Clone(w.Sheets)
	c := &conv{wb: w, file: w.File, lang: "default", names: map[string]int{}, repeats: map[string]bool{},
		instances: map[string]bool{}, grids: map[string]*table{}, onChange: map[string][]trigger{}, onGeo: map[string][]trigger{},
		trByLang: map[string]*translation{}, settings: &dict{}, meant: map[string]string{}, sorted: map[string][]string{}}
	r := Result{}
	if c.read(o) {
		x := c.build()
		if c.found.Worst() < finding.Error {
			r.XForm = x
		}
		r.Itemsets = c.itemsets()
		r.Media = c.media()
		r.ID, r.Title, r.Version = c.settings.str("id_string"), c.settings.str("title"), c.settings.str("version")
	}
	c.found.Sort()
	c.found = slices.CompactFunc(c.found, func(a, b finding.Finding) bool {
		return a.Code == b.Code && a.At == b.At && slices.Equal(a.Args, b.Args)
	})
	r.Found = c.found
	return c, r
}

// read understands every sheet; false if there is no survey.
func (c *conv) read(o Options) bool {
	s := c.wb.sheet("survey")
	if s == nil || len(s.Rows) == 0 {
		c.bad("F500", finding.At{File: c.file}, c.similar("survey"))
		return false
	}
	c.unknowns()
	if s := c.wb.sheet("settings"); s != nil && len(s.Rows) > 0 {
		if i := slices.Index(s.Rows[0], "id_string"); i >= 0 && slices.Contains(s.Rows[0], "form_id") {
			c.bad("F582", finding.At{File: c.file, Sheet: "settings", Row: 1, Col: i + 1, Field: "id_string"})
			s.Rows[0] = slices.Clone(s.Rows[0])
			s.Rows[0][i] = ""
		}
	}
	if t := c.grid("settings", settingsAlias, settingsColumns, nil, false); t != nil && len(t.rows) > 0 {
		c.settings = t.rows[0].d.clone()
		if n := c.settings.str("name"); n != "" && !isName(n) {
			c.bad("F509", c.pos(t, 2, "name"), n)
		}
	} else if t == nil {
		c.warnSimilar("settings")
	}
	if l := c.settings.str("default_language"); l != "" {
		c.lang = l
	}
	root := o.Root
	if root == "" {
		root = "data"
	} else if !isName(root) {
		c.bad("F509", finding.At{File: c.file}, root)
		return false
	}
	if n := c.settings.str("name"); n != "" {
		root = n
	}
	if !c.settings.has("id_string") {
		id := c.wb.Name
		if id == "" {
			id = "data"
		}
		c.settings.put("id_string", id)
	}
	if !c.settings.has("title") {
		c.settings.put("title", c.settings.str("id_string"))
	}
	c.root = &element{is: isSurvey, typ: "survey", name: root}
	c.readChoices()
	if t := c.grid("external_choices", listAlias, listColumns, nil, false); t != nil {
		c.external = map[string]bool{}
		for _, r := range t.rows {
			c.external[r.d.str("list name")] = true
		}
	}
	c.readEntities()
	spaces := !no[c.settings.str("clean_text_values")]
	c.survey = c.grid("survey", surveyAlias, surveyColumns, []string{"type"}, spaces)
	if c.found.Worst() == finding.Error && slices.ContainsFunc(c.found, func(f finding.Finding) bool { return f.Code == "F503" && f.At.Sheet == "survey" }) {
		return false
	}
	c.missingTranslations()
	c.readSurvey()
	c.checkRefs()
	return true
}

// unknowns reports the cells that hold a formula of the spreadsheet and no value:
// read as empty they would drop a condition or a calculation from the form.
func (c *conv) unknowns() {
	for _, s := range c.wb.Sheets {
		for _, x := range s.odd {
			at := finding.At{File: c.file, Sheet: s.Name, Row: x.row, Col: x.col}
			if len(s.Rows) > 0 && x.col <= len(s.Rows[0]) {
				at.Field = s.Rows[0][x.col-1]
			}
			switch {
			case at.Field == "" && x.row > 1: // below no header: the form does not read it
			case x.failed:
				c.bad("F630", at)
			default:
				c.bad("F629", at)
			}
		}
	}
}

// similar lists the sheets whose name is nearly the wanted one.
func (c *conv) similar(name string) string {
	var out []string
	for _, s := range c.wb.Sheets {
		low := strings.ToLower(s.Name)
		if !known(s.Name) && !strings.HasPrefix(s.Name, "_") && near(low, name, 2) {
			out = append(out, s.Name)
		}
	}
	return strings.Join(out, ", ")
}

func (c *conv) warnSimilar(name string) {
	if s := c.similar(name); s != "" {
		c.bad("F501", finding.At{File: c.file}, name, s)
	}
}

// near: the edit distance of a and b is at most n.
func near(a, b string, n int) bool {
	if len(a)-len(b) > n || len(b)-len(a) > n {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			x := prev
			if a[i-1] != b[j-1] {
				x++
			}
			prev = row[j]
			row[j] = min(x, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)] <= n
}

// translatable gives, per language, the columns of a sheet that can be
// translated.
func translatable(t *table, names map[string]string) (langs map[string]map[string]bool, cols map[string]bool) {
	langs, cols = map[string]map[string]bool{}, map[string]bool{}
	if t == nil {
		return
	}
	for _, h := range t.headers {
		if len(h) > 1 && (h[0] == "media" || h[0] == "bind") {
			h = h[1:]
		}
		n, ok := names[h[0]]
		if !ok || len(h) > 2 {
			continue
		}
		l := "default"
		if len(h) == 2 {
			l = h[1]
		}
		if langs[l] == nil {
			langs[l] = map[string]bool{}
		}
		langs[l][n], cols[n] = true, true
	}
	return
}

var surveyTexts = map[string]string{"label": "label", "hint": "hint", "guidance_hint": "guidance_hint", "image": "image",
	"big-image": "big-image", "audio": "audio", "video": "video", "jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message"}
var choiceTexts = map[string]string{"label": "label", "image": "image", "big-image": "big-image", "audio": "audio", "video": "video"}

func (c *conv) missingTranslations() {
	var out []string
	for _, t := range []*table{c.survey, c.choices} {
		if t == nil {
			continue
		}
		names := surveyTexts
		if t == c.choices {
			names = choiceTexts
		}
		langs, cols := translatable(t, names)
		if len(langs) == 0 || len(langs) == 1 && langs["default"] != nil {
			continue
		}
		for _, l := range keys(langs) {
			var miss []string
			for _, n := range keys(cols) {
				if !langs[l][n] {
					miss = append(miss, n)
				}
			}
			if miss != nil {
				out = append(out, l+": "+t.sheet+" "+strings.Join(miss, ", "))
			}
		}
	}
	if out != nil {
		c.bad("F575", finding.At{File: c.file}, strings.Join(out, "; "))
	}
}

// onlyDefault: neither sheet has a column for a language.
func (c *conv) onlyDefault() bool {
	for _, x := range []struct {
		t *table
		n map[string]string
	}{{c.survey, surveyTexts}, {c.choices, choiceTexts}} {
		langs, _ := translatable(x.t, x.n)
		if len(langs) > 1 || len(langs) == 1 && langs["default"] == nil {
			return false
		}
	}
	return true
}

// itemsets is the CSV that Collect reads for selects from external_choices.
func (c *conv) itemsets() []byte {
	s := c.wb.sheet("external_choices")
	if s == nil || len(s.Rows) == 0 {
		return nil
	}
	used := false
	c.root.walk(func(e *element) { used = used || e.typ == "select one external" })
	if !used {
		return nil
	}
	var b bytes.Buffer
	for _, r := range s.Rows {
		for i, v := range r {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(v, `"`, `""`) + `"`)
		}
		b.WriteString("\n")
	}
	if _, err := csv.NewReader(bytes.NewReader(b.Bytes())).Read(); err != nil {
		return nil
	}
	return b.Bytes()
}

// media lists the files the form refers to, sorted.
func (c *conv) media() []string {
	seen := map[string]bool{}
	note := func(d *dict) {
		if d == nil {
			return
		}
		for _, v := range d.v {
			if v.d == nil {
				seen[v.s] = true
			} else {
				for _, x := range v.d.v {
					seen[x.s] = true
				}
			}
		}
	}
	c.root.walk(func(e *element) {
		note(e.media)
		if fileExt(e.itemset) != "" {
			seen[e.itemset] = true
		}
		if e.is == isFile {
			seen[e.name+"."+strings.TrimSuffix(e.typ, "-external")] = true
		}
		for _, f := range c.pulldata(e) {
			seen[f+".csv"] = true
		}
	})
	for _, l := range c.lists {
		for _, x := range l.choices {
			note(x.media)
		}
	}
	delete(seen, "")
	delete(seen, "-")
	return keys(seen)
}
