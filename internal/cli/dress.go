package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dires/dires/internal/lang"
)

// helpWord names the annotation of a verb that stands in its help for {0}.
const helpWord = "helpWord"

// helpKey is under which key the catalogue has the words of a verb.
func helpKey(c *cobra.Command) string {
	if !c.HasParent() {
		return "help.dires"
	}
	if c.Parent().HasParent() {
		return helpKey(c.Parent()) + "." + c.Name()
	}
	return "help." + c.Name()
}

// dress gives a verb, its flags and all verbs below it their words. Verbs are
// made without words: the catalogue has them in both languages.
func dress(c *cobra.Command, p lang.Printer) {
	c.Flags().SortFlags, c.PersistentFlags().SortFlags = false, false // the order of the code is that of their use
	key := helpKey(c)
	c.Short, c.Long = p.Say(key), p.Say(key)
	if p.Has(key + ".long") {
		c.Long = p.Say(key+".long", c.Annotations[helpWord])
	}
	switch {
	case c.HasSubCommands():
		c.Use += " " + p.Say("help.any-verb")
	case p.Has(key + ".use"):
		c.Use += " " + p.Say(key+".use", c.Annotations[helpWord])
	}
	c.DisableFlagsInUseLine = true
	if !c.HasParent() || c.LocalNonPersistentFlags().HasAvailableFlags() {
		c.Use += " " + p.Say("help.any-flags")
	}
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { dressFlag(f, p.Say(flagKey(c, f.Name, p))) })
	c.PersistentFlags().VisitAll(func(f *pflag.Flag) { dressFlag(f, p.Say("help --"+f.Name)) })
	for _, x := range c.Commands() {
		dress(x, p)
	}
}

// valueName names the annotation of a flag that stands for its value.
const valueName = "value"

// dressFlag gives a flag its words; NAME| in front of them names its value.
func dressFlag(f *pflag.Flag, words string) {
	f.Usage = words
	if v, rest, ok := strings.Cut(words, "|"); ok {
		f.Usage, f.Annotations = rest, map[string][]string{valueName: {v}}
	}
}

// flagKey is the key of a flag's words: those for its verb, for the verbs
// beside it, or for all verbs.
func flagKey(c *cobra.Command, name string, p lang.Printer) string {
	for x := c; x.HasParent(); x = x.Parent() {
		if key := helpKey(x) + " --" + name; p.Has(key) {
			return key
		}
	}
	return "help --" + name
}

// takesNames reports whether the words of a verb name arguments.
func takesNames(c *cobra.Command) bool { return lang.For(lang.French).Has(helpKey(c) + ".use") }

const helpWide = 80

// firstVerbs are those that people need first, in the order of the path.
var firstVerbs = []string{"demo", "init", "check", "import", "review", "figure", "release", "publish", "report", "serve"}

// verbTables lists the verbs below c; those of the program under two headings.
func verbTables(b *strings.Builder, c *cobra.Command, p lang.Printer) {
	var first, more [][2]string
	for _, x := range c.Commands() {
		switch row := [2]string{x.Name(), x.Short}; {
		case !x.IsAvailableCommand():
		case !c.HasParent() && slices.Contains(firstVerbs, x.Name()):
			first = append(first, row)
		default:
			more = append(more, row)
		}
	}
	heading := p.Say("help.verbs")
	if len(first) > 0 {
		b.WriteString("\n" + p.Say("help.verbs-first") + "\n")
		inColumns(b, first)
		heading = p.Say("help.verbs-more")
	}
	b.WriteString("\n" + heading + "\n")
	inColumns(b, more)
}

// explainVerb is the help of a verb.
func explainVerb(c *cobra.Command, p lang.Printer) string {
	var b strings.Builder
	b.WriteString(paragraphs(sentence(c.Long)) + "\n\n" + p.Say("help.usage") + "\n  " + c.UseLine() + "\n")
	if c.HasSubCommands() {
		verbTables(&b, c, p)
	}
	if own := c.LocalNonPersistentFlags(); own.HasAvailableFlags() {
		b.WriteString("\n" + p.Say("help.flags") + "\n" + flagTable(own, p))
	}
	b.WriteString("\n" + p.Say("help.every") + "\n" + flagTable(c.Root().PersistentFlags(), p))
	if !c.HasParent() {
		b.WriteString("\n" + statusTable(p) + "\n")
	}
	if c.HasSubCommands() {
		b.WriteString("\n" + p.Say("help.more", c.CommandPath()) + "\n")
	}
	return b.String()
}

// flagTable lists flags with what they take, what they do, and what holds
// without them.
func flagTable(fs *pflag.FlagSet, p lang.Printer) string {
	var rows [][2]string
	fs.SortFlags = false
	fs.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		left, value, says := "    --"+f.Name, "", f.Usage
		if f.Shorthand != "" {
			left = "-" + f.Shorthand + ", --" + f.Name
		}
		if v := f.Annotations[valueName]; len(v) > 0 {
			value = v[0]
		} else if kind := kinds[f.Value.Type()]; kind != "" {
			value = p.Say("help.type." + kind)
		}
		if value != "" {
			left += " " + value
		}
		if d := otherwise(f); d != "" {
			says += " " + p.Say("help.default", d)
		}
		rows = append(rows, [2]string{left, says})
	})
	var b strings.Builder
	inColumns(&b, rows)
	return b.String()
}

// kinds says which word stands for the value of a flag that has no own word.
var kinds = map[string]string{"string": "text", "stringSlice": "list", "stringArray": "list", "float64Slice": "list",
	"int": "count", "uint64": "count", "float64": "number"}

// otherwise is what a flag is where nobody says it; "" for nothing.
func otherwise(f *pflag.Flag) string {
	s := strings.Trim(f.DefValue, "[]")
	if f.Value.Type() == "float64Slice" && strings.Contains(s, ".") {
		s = strings.TrimRight(s, "0")
	}
	if s == "false" || s == "0" {
		return ""
	}
	return s
}

// inColumns writes words beside what they say, which is wrapped.
func inColumns(b *strings.Builder, rows [][2]string) {
	const most = 24
	left := 0
	for _, r := range rows {
		if n := utf8.RuneCountInString(r[0]); n <= most {
			left = max(left, n)
		}
	}
	for _, r := range rows {
		head := r[0]
		if utf8.RuneCountInString(head) > left {
			fmt.Fprintf(b, "  %s\n", head)
			head = ""
		}
		for _, line := range wrap(r[1], helpWide-left-4, 0) {
			fmt.Fprintf(b, "  %s  %s\n", pad(head, left), line)
			head = ""
		}
	}
}

// paragraphs wraps the paragraphs of a text; lines that begin with two spaces stay.
func paragraphs(s string) string {
	var out []string
	for _, part := range strings.Split(s, "\n\n") {
		if !strings.HasPrefix(part, "  ") {
			part = strings.Join(wrap(part, helpWide, 0), "\n")
		}
		out = append(out, part)
	}
	return strings.Join(out, "\n\n")
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if s = string(unicode.ToUpper(r)) + s[n:]; !strings.HasSuffix(s, ".") && !strings.Contains(s, "\n") {
		s += "."
	}
	return s
}

func statusTable(p lang.Printer) string {
	var b strings.Builder
	b.WriteString(p.Say("help.status"))
	for _, s := range statuses {
		fmt.Fprintf(&b, "\n  %3d  %s", s.status, p.Say(fmt.Sprintf("help.status.%d", s.status)))
	}
	return b.String()
}
