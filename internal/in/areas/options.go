package areas

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Codes A130–A159. A130 to A135 and A147 to A149 are refusals.
var _ = diag.Codes(
	diag.Kind{Code: "A136", Severity: diag.Error, Args: 1},   // a feature without a name
	diag.Kind{Code: "A137", Severity: diag.Error, Args: 1},   // a geometry that is no area
	diag.Kind{Code: "A138", Severity: diag.Warning},          // no geometry
	diag.Kind{Code: "A139", Severity: diag.Error},            // off the globe
	diag.Kind{Code: "A140", Severity: diag.Warning, Args: 1}, // rings of fewer than three points
	diag.Kind{Code: "A141", Severity: diag.Error, Args: 1},   // a code twice
	diag.Kind{Code: "A142", Severity: diag.Note, Args: 1},    // no code: the name serves
	diag.Kind{Code: "A143", Severity: diag.Warning, Args: 1}, // a date of validity nobody can read
	diag.Kind{Code: "A144", Severity: diag.Note, Args: 1},    // no vintage said
	diag.Kind{Code: "A145", Severity: diag.Warning, Args: 1}, // a property that is no text
	diag.Kind{Code: "A146", Severity: diag.Warning},          // it crosses the 180th meridian
	diag.Kind{Code: "A150", Severity: diag.Warning},          // latitude stands first
	diag.Kind{Code: "A156", Severity: diag.Warning, Args: 1}, // a polygon twice in one unit
	diag.Kind{Code: "A157", Severity: diag.Warning},          // polygons of one unit that overlap
	diag.Kind{Code: "A158", Severity: diag.Warning},          // a ring that crosses itself
	diag.Kind{Code: "A159", Severity: diag.Warning, Args: 3}, // two units that overlap
	diag.Kind{Code: "A151", Severity: diag.Error},            // a town without a name
	diag.Kind{Code: "A152", Severity: diag.Error, Args: 1},   // a town without a point on the globe
	diag.Kind{Code: "A153", Severity: diag.Warning, Args: 1}, // a town twice
	diag.Kind{Code: "A154", Severity: diag.Note},             // a GeoNames dump, without header
	diag.Kind{Code: "A155", Severity: diag.Note, Args: 1},    // features that are no populated places
)

// Options say what a file of places does not say itself. Names of properties
// are found where they are "": see docs/formats/areas.md.
type Options struct {
	Source  string
	Level   int // of its units: 0 country, 1 region …; -1: as the file's name or properties tell
	Vintage string
	Valid   when.Span // when its units existed, where they do not say so themselves
	Private bool      // findings quote no cell

	// Properties of a feature.
	Code, Name, Also, Parent, Country, From, To string

	// Columns maps headers of a table of places to the columns of docs/formats/areas.md.
	Columns map[string]string
	Sheet   string // of a workbook of places
}

// ParseOptions reads the [options] of a source: level, vintage, valid, and the
// names of properties: code, name, also, parent, country, from, to.
func ParseOptions(source string, m map[string]string) (o Options, err error) {
	o = Options{Source: source, Level: -1}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	at := map[string]*string{"code": &o.Code, "name": &o.Name, "also": &o.Also, "parent": &o.Parent, "country": &o.Country,
		"from": &o.From, "to": &o.To, "vintage": &o.Vintage, "sheet": &o.Sheet}
	for _, k := range keys {
		v := m[k]
		switch p := at[k]; {
		case p != nil:
			*p = v
		case k == "level":
			if o.Level, err = strconv.Atoi(v); err != nil || o.Level < 0 || o.Level > 9 {
				return o, fault.New(fault.Invalid, "A134", k, v)
			}
		case k == "valid":
			if o.Valid, err = when.Parse(v); err != nil {
				return o, fault.New(fault.Invalid, "A134", k, v)
			}
		case strings.HasPrefix(k, "column:"):
			if o.Columns == nil {
				o.Columns = map[string]string{}
			}
			o.Columns[strings.TrimPrefix(k, "column:")] = v
		default:
			known := []string{"level", "valid", "vintage", "code", "name", "also", "parent", "country", "from", "to", "sheet"}
			return o, fault.New(fault.Invalid, "A135", k, cmp.Or(lang.Nearest(k, known), strings.Join(known, ", ")))
		}
	}
	return o, nil
}

var admLevel = regexp.MustCompile(`(?i)adm(?:in)?[_-]?([0-5])`)

// levelOf guesses the level from a file's name.
func levelOf(file string) int {
	if m := admLevel.FindStringSubmatch(file); m != nil {
		return int(m[1][0] - '0')
	}
	for _, w := range strings.Fields(lang.Fold(file)) {
		switch w {
		case "outline", "outlines", "country", "countries", "pays", "contour", "contours":
			return 0
		case "region", "regions", "province", "provinces", "prefectures", "states":
			return 1
		case "cercle", "cercles", "district", "districts", "departements", "departments":
			return 2
		}
	}
	return -1
}

// names of properties, in the order of trust; %d is the level.
var (
	codeNames    = []string{"adm%d_pcode", "admin%dpcod", "admin%dpcode", "adm%dpcode", "pcode_ad_%d", "admin%d_pcod", "admin%d_pcode", "adm%d_pcod", "rowcacode%d", "pcode", "p_code", "code", "shapeid", "hasc_%d", "gid_%d", "iso3", "iso_a3", "adm0_a3", "shapeiso", "id"}
	nameNames    = []string{"adm%d_name", "adm%d_fr", "adm%d_en", "admin%dname", "admin%dnam", "admin%d_nam", "admin%d_name", "admin%d_fr", "adm%d_nam", "adm%d_ref", "name", "nom", "shapename", "name_%d", "name_fr", "name_en"}
	countryNames = []string{"adm0_pcode", "adm0_a3", "country", "pays", "shapegroup", "gid_0"}
)

// property finds the property of a feature under one of the names.
func property(ps map[string]any, given string, level int, names []string) (key string) {
	if given != "" {
		return given
	}
	folded := make(map[string]string, len(ps))
	keys := make([]string, 0, len(ps))
	for k := range ps {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if f := strings.ToLower(k); folded[f] == "" {
			folded[f] = k
		}
	}
	for _, n := range names {
		if k := folded[strings.ReplaceAll(n, "%d", strconv.Itoa(level))]; k != "" {
			return k
		}
	}
	return ""
}
