package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
)

const (
	fewAlike  = 3  // findings of one code, file and column that are printed before their rows are listed
	mostKinds = 40 // kinds of finding that are printed at all
	mostRows  = 12 // rows, or ranges of them, that are listed
)

// some prints findings as a person reads them: the gravest first, and of those
// that a whole column shares, a few and the rows of the rest. All of them with
// --json; only how many of each code where the demonstration runs.
// more are those that were counted and not kept.
func (a *app) some(l diag.List, more ...diag.Alike) {
	if a.json {
		a.findings(l)
		for _, m := range more {
			a.object(map[string]any{"type": "more-findings", "code": m.Code, "at": m.At, "n": m.N})
		}
		return
	}
	l = a.unsaid(l)
	if a.quiet {
		return
	}
	if a.brief {
		a.counted(l, more)
		return
	}
	p := a.printer()
	rest := map[diag.Code]int{}
	for i, g := range alike(l) {
		if i >= mostKinds {
			rest[g[0].Code] += len(g) + beyond(g[0], more)
			continue
		}
		extra := beyond(g[0], more)
		few := fewAlike
		if slices.ContainsFunc(g, func(f diag.Finding) bool { return f.At.Row == 0 }) {
			few = len(g)
		} else if same := !slices.ContainsFunc(g, func(f diag.Finding) bool { return !slices.Equal(f.Args, g[0].Args) }); same {
			few = 1
		}
		if len(g) <= few+1 && few > 1 && extra == 0 {
			few = len(g)
		}
		a.findings(g[:few])
		if n := len(g) - few + extra; n > 0 {
			rows := rowList(g[few:])
			if extra > 0 && !strings.HasSuffix(rows, "…") {
				rows = strings.TrimPrefix(rows+", …", ", ")
			}
			fmt.Fprintln(a.Err, "  "+p.Say("cli.also-rows", n, string(g[0].Code), rows))
		}
	}
	for _, code := range slices.Sorted(maps.Keys(rest)) {
		fmt.Fprintln(a.Err, p.Say("cli.more-findings", rest[code], string(code)))
	}
}

// unsaid leaves out what is about no row and was said before in this run: of
// several files of one source, each would say it again.
func (a *app) unsaid(l diag.List) (rest diag.List) {
	if a.said == nil {
		a.said = map[string]bool{}
	}
	for _, f := range l {
		if s := f.String(); f.At.Row > 0 || !a.said[s] {
			a.said[s], rest = true, append(rest, f)
		}
	}
	return rest
}

// counted says in one line how many findings of each code there are.
func (a *app) counted(l diag.List, more []diag.Alike) {
	p, n, all := a.printer(), l.Count(), len(l)
	for _, m := range more {
		n[m.Code], all = n[m.Code]+m.N, all+m.N
	}
	var says []string
	for _, code := range slices.Sorted(maps.Keys(n)) {
		says = append(says, p.Say("cli.code-count", string(code), n[code]))
	}
	if len(says) > 0 {
		fmt.Fprintln(a.Err, "  "+p.Say("cli.brief", all, p.List(says)))
	}
}

// beyond is how many findings like one were counted and not kept.
func beyond(f diag.Finding, more []diag.Alike) (n int) {
	for _, m := range more {
		if m.Code == f.Code && m.At == (diag.At{File: f.At.File, Sheet: f.At.Sheet, Field: f.At.Field}) {
			n += m.N
		}
	}
	return n
}

// alike puts findings of one code, file and column together, by row; the
// gravest groups stand first, then those of the file's order.
func alike(l diag.List) (groups []diag.List) {
	l = slices.Clone(l)
	l.Sort()
	key := func(f diag.Finding) [4]string { return [4]string{f.At.File, f.At.Sheet, f.At.Field, string(f.Code)} }
	at := map[[4]string]int{}
	for _, f := range l {
		i, ok := at[key(f)]
		if !ok {
			i = len(groups)
			at[key(f)], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	slices.SortStableFunc(groups, func(x, y diag.List) int { return cmp.Compare(y[0].Severity, x[0].Severity) })
	return groups
}

// rowList writes rows as "3, 5–8, 12"; where they are many, "…" ends the list.
func rowList(l diag.List) string {
	var out []string
	for i := 0; i < len(l); {
		if len(out) == mostRows {
			out = append(out, "…")
			break
		}
		j := i
		for j+1 < len(l) && l[j+1].At.Row <= l[j].At.Row+1 {
			j++
		}
		s := strconv.Itoa(l[i].At.Row)
		if last := l[j].At.Row; last > l[i].At.Row {
			s += "–" + strconv.Itoa(last)
		}
		out, i = append(out, s), j+1
	}
	return strings.Join(out, ", ")
}
