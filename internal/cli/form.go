package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/form"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/xform"
)

// formVerbs are the verbs about a form; they need no study. tag gives the
// language of the output when a verb runs.
func formVerbs(tag func() lang.Tag) *cobra.Command {
	c := &cobra.Command{
		Use:  "form",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	v := &formFlags{tag: tag}
	convert := &cobra.Command{
		Use:  "convert",
		Args: cobra.ExactArgs(1), RunE: v.convert,
	}
	check := &cobra.Command{
		Use:  "check",
		Args: cobra.ExactArgs(1), RunE: v.check,
	}
	dictionary := &cobra.Command{
		Use:  "dictionary",
		Args: cobra.ExactArgs(1), RunE: v.dictionary,
	}
	preview := &cobra.Command{
		Use:  "preview",
		Args: cobra.ExactArgs(1), RunE: v.preview,
	}
	for _, x := range []*cobra.Command{convert, dictionary, preview} {
		x.Flags().StringVarP(&v.out, "out", "o", "", "")
	}
	for _, x := range []*cobra.Command{convert, check, dictionary, preview} {
		if x != preview {
			x.Flags().BoolVar(&v.json, "json", false, "")
		}
		c.AddCommand(x)
	}
	c.AddCommand(answersVerb(v))
	dictionary.Flags().StringVar(&v.format, "format", "", "")
	for _, x := range []*cobra.Command{dictionary, preview} {
		x.Flags().StringVar(&v.language, "form-language", "", "")
	}
	return c
}

type formFlags struct {
	out, format, language string
	json                  bool
	tag                   func() lang.Tag
}

// loaded is a form from either kind of file.
type loaded struct {
	xform    []byte
	itemsets []byte
	form     *xform.Form
	found    diag.List
}

func load(path string) (l loaded, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return l, fault.New(fault.NotFound, "E032", path)
		}
		return l, fmt.Errorf("read form %s: %w", filepath.Base(path), err)
	}
	if strings.EqualFold(filepath.Ext(path), ".xml") {
		l.xform = b
		if l.form, err = form.Read(b); err != nil {
			l.found.Add("F592", diag.At{File: filepath.Base(path)}, err)
			l.xform = nil
			return l, nil
		}
		if l.found = diag.List(l.form.Check(filepath.Base(path))); l.found.Worst() == diag.Error {
			l.xform = nil
		}
		return l, nil
	}
	r, found, err := form.Check(path, b)
	if err != nil {
		return l, err
	}
	l.xform, l.itemsets, l.found = r.XForm, r.Itemsets, found
	if l.xform != nil {
		if l.form, err = form.Read(l.xform); err != nil {
			return l, err
		}
	}
	return l, nil
}

// report is what --json says of a form.
type report struct {
	Form     string        `json:"form"`
	ID       string        `json:"id,omitempty"`
	Title    string        `json:"title,omitempty"`
	Version  string        `json:"version,omitempty"`
	Language []string      `json:"languages,omitempty"`
	Good     bool          `json:"good"`
	Written  string        `json:"written,omitempty"`
	Media    []string      `json:"media,omitempty"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	Code     diag.Code `json:"code"`
	Severity string    `json:"severity"`
	At       diag.At   `json:"at"`
	Args     []string  `json:"args,omitempty"`
}

// tell prints the findings; wrong forms end in fault.Findings.
func (v *formFlags) tell(c *cobra.Command, path string, l loaded, written string) error {
	bad := l.found.Worst() == diag.Error
	if v.json {
		r := report{Form: filepath.Base(path), Good: !bad, Written: written, Findings: []findingJSON{}}
		if l.form != nil {
			r.ID, r.Title, r.Version, r.Language, r.Media = l.form.ID, l.form.Title, l.form.Version, l.form.Languages, l.form.Media
		}
		for _, f := range l.found {
			r.Findings = append(r.Findings, findingJSON{f.Code, severity(f).String(), f.At, f.Args})
		}
		e := json.NewEncoder(c.OutOrStdout())
		e.SetIndent("", "  ")
		if err := e.Encode(r); err != nil {
			return err
		}
	} else {
		p := lang.For(v.tag())
		errs, warns := 0, 0
		for _, f := range l.found {
			switch severity(f) {
			case diag.Error:
				errs++
			case diag.Warning:
				warns++
			}
			args := make([]any, len(f.Args))
			for i, a := range f.Args {
				args[i] = a
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s: %s %s: %s\n", f.At, p.Say("severity."+severity(f).String()), f.Code, p.Say(string(f.Code), args...))
		}
		if errs+warns > 0 {
			fmt.Fprintln(c.ErrOrStderr(), p.Say("form.wrong", filepath.Base(path), errs, warns))
		} else if written == "" && c.Name() == "check" {
			fmt.Fprintln(c.OutOrStdout(), p.Say("form.ok", filepath.Base(path)))
		}
		if written != "" {
			fmt.Fprintln(c.ErrOrStderr(), p.Say("form.written", written))
		}
	}
	if bad {
		return fmt.Errorf("check %s: %w", filepath.Base(path), fault.Findings)
	}
	return nil
}

func severity(f diag.Finding) diag.Severity {
	k, _ := diag.Known(f.Code)
	return k.Severity
}

func (v *formFlags) check(c *cobra.Command, args []string) error {
	l, err := load(args[0])
	if err != nil {
		return err
	}
	return v.tell(c, args[0], l, "")
}

func (v *formFlags) convert(c *cobra.Command, args []string) error {
	l, err := load(args[0])
	if err != nil {
		return err
	}
	if l.xform == nil || v.out == "" && v.json {
		return v.tell(c, args[0], l, "")
	}
	written := ""
	if v.out == "" || v.out == "-" {
		if _, err := c.OutOrStdout().Write(l.xform); err != nil {
			return err
		}
	} else {
		if err := os.WriteFile(v.out, l.xform, 0o666); err != nil {
			return fmt.Errorf("write %s: %w", filepath.Base(v.out), err)
		}
		written = v.out
		if l.itemsets != nil {
			name := filepath.Join(filepath.Dir(v.out), "itemsets.csv")
			if err := os.WriteFile(name, l.itemsets, 0o666); err != nil {
				return fmt.Errorf("write itemsets.csv: %w", err)
			}
			written += ", " + name
		}
	}
	return v.tell(c, args[0], l, written)
}

// inLanguage finds the form's language that the flag names.
func (v *formFlags) inLanguage(f *xform.Form) (string, error) {
	if v.language == "" {
		for _, l := range f.Languages { // the reader's own, if the form has it
			if lang.Tag(xform.Tag(l)).Base() == v.tag().Base() {
				return l, nil
			}
		}
		return f.Default, nil
	}
	for _, l := range f.Languages {
		if strings.EqualFold(l, v.language) || strings.EqualFold(xform.Tag(l), v.language) {
			return l, nil
		}
	}
	return "", fault.New(fault.NotFound, "E037", v.language, strings.Join(f.Languages, ", "))
}

func (v *formFlags) dictionary(c *cobra.Command, args []string) error {
	l, err := load(args[0])
	if err != nil {
		return err
	}
	if l.form == nil {
		return v.tell(c, args[0], l, "")
	}
	in, err := v.inLanguage(l.form)
	if err != nil {
		return err
	}
	format := v.format
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(v.out)), ".")
	}
	if format == "" || v.out == "-" && v.format == "" {
		format = "csv"
	}
	head, rows := form.Dictionary(l.form, lang.For(v.tag()), in)
	var b bytes.Buffer
	if v.json {
		format = "json"
	}
	switch format {
	case "json":
		var out []map[string]string
		for _, r := range rows {
			m := map[string]string{}
			for i, k := range form.Columns {
				if r[i] != "" {
					m[strings.TrimPrefix(k, "form.")] = r[i]
				}
			}
			out = append(out, m)
		}
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		err = e.Encode(out)
	case "csv":
		w := sheet.NewWriter(&b, sheet.Style{})
		for _, r := range append([][]string{head}, rows...) {
			if err := w.Row(cells(r)...); err != nil {
				return err
			}
		}
		err = w.Flush()
	case "xlsx":
		book := sheet.NewBook()
		if err = book.Sheet("dictionary", head...); err == nil {
			for _, r := range rows {
				if err = book.Row(cells(r)...); err != nil {
					break
				}
			}
			if err == nil {
				_, err = book.WriteTo(&b)
			}
		}
	case "md":
		markdown(&b, head, rows)
	default:
		err = fault.New(fault.Invalid, "S354", format, "--format", "csv, xlsx, md")
	}
	if err != nil {
		return err
	}
	return v.put(c, b.Bytes())
}

func cells(r []string) (cs []any) {
	for _, s := range r {
		cs = append(cs, s)
	}
	return cs
}

var barred = strings.NewReplacer("|", `\|`, "\n", "<br>")

func markdown(w io.Writer, head []string, rows [][]string) {
	line := func(r []string) {
		fmt.Fprint(w, "|")
		for _, s := range r {
			fmt.Fprintf(w, " %s |", barred.Replace(s))
		}
		fmt.Fprintln(w)
	}
	line(head)
	fmt.Fprintln(w, "|"+strings.Repeat("---|", len(head)))
	for _, r := range rows {
		line(r)
	}
}

func (v *formFlags) put(c *cobra.Command, b []byte) error {
	if v.out == "" || v.out == "-" {
		_, err := c.OutOrStdout().Write(b)
		return err
	}
	if err := os.WriteFile(v.out, b, 0o666); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(v.out), err)
	}
	fmt.Fprintln(c.ErrOrStderr(), lang.For(v.tag()).Say("form.written", v.out))
	return nil
}

func (v *formFlags) preview(c *cobra.Command, args []string) error {
	l, err := load(args[0])
	if err != nil {
		return err
	}
	if l.form == nil {
		return v.tell(c, args[0], l, "")
	}
	if info, err := os.Stat(v.out); v.language == "" && (strings.HasSuffix(v.out, "/") || err == nil && info.IsDir()) {
		if err := os.MkdirAll(v.out, 0o777); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		dir := v.out
		ls := l.form.Languages
		if len(ls) == 0 {
			ls = []string{""}
		}
		for _, in := range ls {
			var b bytes.Buffer
			if err := form.Preview(&b, l.form, in); err != nil {
				return err
			}
			name := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			if in != "" {
				name += "." + xform.Tag(in)
			}
			v.out = filepath.Join(dir, name+".html")
			if err := v.put(c, b.Bytes()); err != nil {
				return err
			}
		}
		return nil
	}
	in, err := v.inLanguage(l.form)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := form.Preview(&b, l.form, in); err != nil {
		return err
	}
	return v.put(c, b.Bytes())
}
