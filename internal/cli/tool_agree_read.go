package cli

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/agreement"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Names of columns, as [lang.Fold] writes them.
var (
	unitNames  = []string{"", "unit", "unite", "item", "id"}
	coderNames = []string{"coder", "codeur", "codeuse", "rater", "annotator", "annotateur", "annotatrice", "evaluateur", "juge", "judge",
		"observer", "observateur", "coder id", "rater id", "annotator id"}
	noteNames = []string{"note", "notes", "remark", "remarks", "remarque", "remarques", "comment", "comments", "commentaire", "commentaires",
		"observation", "observations", "date", "jour", "day", "heure", "time", "timestamp", "horodateur", "text", "texte", "verbatim", "extrait", "quote", "citation"}
	aDate = regexp.MustCompile(`^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4})([T ].*)?$`)
)

// codings are what coders said, from a table of either form: a row per unit
// with a column per coder, or a row per unit and coder.
type codings struct {
	names   []string   // of the coders
	labels  [][]string // unit by unit, coder by coder; "" is missing
	numbers bool       // every label is a number
	left    []string   // columns that are no coder's
	merged  []string   // spellings that count as one
	cluster []int
	order   []string // of the categories, where one was given
	long    []string // unit, coder and label of the long form
}

// read takes the codings and, where asked, the clusters from a table.
func (f *agreeFlags) read(a *app, name string) (k codings, err error) {
	var cols []string
	coder := ""
	data, err := readColumns(name, f.sheet, f.missing, func(head []string) (needs, error) {
		if f.unit == "" && len(head) > 0 && slices.Contains(unitNames, lang.Fold(head[0])) {
			f.unit = head[0]
		}
		if f.unit != "" && !slices.Contains(head, f.unit) {
			return nil, noColumn(f.unit, head)
		}
		if cols = f.coders; len(cols) == 0 {
			for _, h := range head {
				switch {
				case h == f.unit || h == f.cluster || h == "":
				case slices.Contains(coderNames, lang.Fold(h)) && coder == "" && f.unit != "":
					coder = h
				case slices.Contains(noteNames, lang.Fold(h)):
					k.left = append(k.left, h)
				default:
					cols = append(cols, h)
				}
			}
		}
		n := needs{}
		n.add(asCategory, cols...)
		n.add(asCategory, f.cluster, f.unit, coder)
		return n, nil
	})
	if err != nil {
		return k, err
	}
	if err := a.heed(&data.said); err != nil {
		return k, err
	}
	if len(f.coders) == 0 {
		cols = slices.DeleteFunc(cols, func(c string) bool {
			dates := data.category(c)
			is := len(dates.Levels) > 0
			for _, l := range dates.Levels {
				is = is && aDate.MatchString(l)
			}
			if is {
				k.left = append(k.left, c)
			}
			return is
		})
	}
	if len(cols) == 0 {
		return k, fault.New(fault.Invalid, "S350")
	}
	if coder != "" && len(cols) == 1 {
		return k, f.long(&k, data, coder, cols[0])
	}
	if coder != "" {
		return k, fault.New(fault.Invalid, "S394", coder, strings.Join(cols, ", "))
	}
	if err := f.once(data); err != nil {
		return k, err
	}
	if f.cluster != "" {
		for i, c := range data.category(f.cluster).Codes {
			if c < 0 {
				return k, fault.New(fault.Invalid, "S358", i+1, f.cluster)
			}
			k.cluster = append(k.cluster, int(c))
		}
	}
	k.names = cols
	for i := range data.rows {
		row := make([]string, len(cols))
		for j, c := range cols {
			row[j] = cellOf(data, c, i)
		}
		k.labels = append(k.labels, row)
	}
	return k, nil
}

func cellOf(data columns, c string, i int) string {
	if fac := data.category(c); fac.Codes[i] >= 0 {
		return fac.Levels[fac.Codes[i]]
	}
	return ""
}

// once refuses a unit that stands in two rows: the file would count it twice.
func (f *agreeFlags) once(data columns) error {
	if f.unit == "" {
		return nil
	}
	first := map[int32]int{}
	for i, c := range data.category(f.unit).Codes {
		if c < 0 {
			continue
		}
		if j, twice := first[c]; twice {
			return fault.New(fault.Invalid, "S395", f.unit, j+2, i+2)
		}
		first[c] = i
	}
	return nil
}

// long makes a row per unit of a table with a row per unit and coder.
func (f *agreeFlags) long(k *codings, data columns, coder, label string) error {
	units, coders := data.category(f.unit), data.category(coder)
	k.names, k.long = coders.Levels, []string{f.unit, coder, label}
	k.labels = make([][]string, len(units.Levels))
	for i := range k.labels {
		k.labels[i] = make([]string, len(k.names))
	}
	seen := map[[2]int32]int{}
	cluster := make([]int, len(units.Levels))
	for i := range data.rows {
		u, c := units.Codes[i], coders.Codes[i]
		if u < 0 || c < 0 {
			return fault.New(fault.Invalid, "S358", i+1, map[bool]string{true: f.unit, false: coder}[u < 0])
		}
		if j, twice := seen[[2]int32{u, c}]; twice {
			return fault.New(fault.Invalid, "S395", f.unit+" + "+coder, j+2, i+2)
		}
		seen[[2]int32{u, c}] = i
		k.labels[u][c] = cellOf(data, label, i)
		if f.cluster != "" {
			g := data.category(f.cluster).Codes[i]
			if g < 0 {
				return fault.New(fault.Invalid, "S358", i+1, f.cluster)
			}
			cluster[u] = int(g)
		}
	}
	if f.cluster != "" {
		k.cluster = cluster
	}
	return nil
}

// categories makes ratings of the labels. Labels that differ in bytes no
// reader sees, or in capitals, are one category; in ordinal measures of words
// the order is the one that was given, never that of the alphabet.
func (f *agreeFlags) categories(k *codings, ordered bool) (agreement.Ratings, error) {
	k.merge()
	var all []string
	var flat []string
	values := []float64{}
	k.numbers = true
	for _, row := range k.labels {
		for _, l := range row {
			flat = append(flat, l)
			v := math.NaN()
			if l != "" {
				x, ok := sheet.Number(l)
				if v = x; !ok {
					k.numbers = false
				}
				if !slices.Contains(all, l) && len(all) < 5000 {
					all = append(all, l)
				}
			}
			values = append(values, v)
		}
	}
	n := len(k.names)
	switch {
	case len(f.order) > 0:
		at := map[string]float64{}
		for i, l := range f.order {
			l = lang.Spelling(l)
			for _, have := range all {
				if strings.EqualFold(have, l) {
					l = have
				}
			}
			if _, twice := at[l]; twice {
				return agreement.Ratings{}, fault.New(fault.Invalid, "S396", l, "--order")
			}
			at[l] = float64(i + 1)
			k.order = append(k.order, l)
		}
		var lacks []string
		for _, l := range all {
			if at[l] == 0 {
				lacks = append(lacks, l)
			}
		}
		if lacks != nil {
			slices.Sort(lacks)
			return agreement.Ratings{}, fault.New(fault.Invalid, "S397", strings.Join(lacks[:min(len(lacks), 12)], ", "))
		}
		for i, l := range flat {
			values[i] = math.NaN()
			if l != "" {
				values[i] = at[l]
			}
		}
		return agreement.FromNumbers(n, values)
	case k.numbers:
		return agreement.FromNumbers(n, values)
	case ordered:
		slices.Sort(all)
		return agreement.Ratings{}, fault.New(fault.Refused, "S398", strings.Join(all[:min(len(all), 12)], ","))
	}
	return agreement.FromLabels(n, flat)
}

// merge writes each category in its commonest spelling.
func (k *codings) merge() {
	count := map[string]map[string]int{} // folded → spelling → how often
	for _, row := range k.labels {
		for j, l := range row {
			if l == "" {
				continue
			}
			if row[j] = lang.Spelling(l); row[j] == "" {
				continue
			}
			key := strings.ToLower(row[j])
			if count[key] == nil {
				count[key] = map[string]int{}
			}
			count[key][row[j]]++
		}
	}
	as := map[string]string{}
	for key, of := range count {
		best := ""
		var others []string
		for s, n := range of {
			if best == "" || n > of[best] || n == of[best] && s < best {
				best = s
			}
		}
		for s := range of {
			if s != best {
				others = append(others, s)
			}
		}
		slices.Sort(others)
		as[key] = best
		if others != nil {
			k.merged = append(k.merged, best+" = "+strings.Join(others, " = "))
		}
	}
	slices.Sort(k.merged)
	for _, row := range k.labels {
		for j, l := range row {
			if l != "" {
				row[j] = as[strings.ToLower(l)]
			}
		}
	}
}

// ordering is the order of the categories as it was used.
func (k codings) ordering(r agreement.Ratings) []string {
	if k.order != nil {
		return k.order
	}
	return r.Categories()
}

// called is the name of a category of the ratings.
func (k codings) called(c string) string {
	if i, err := strconv.Atoi(c); err == nil && k.order != nil && i >= 1 && i <= len(k.order) {
		return k.order[i-1]
	}
	return c
}
