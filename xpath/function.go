package xpath

import (
	"fmt"
	"slices"
	"strings"
)

// arity is the least and most number of arguments; most < 0 is no limit.
type arity struct{ least, most int }

// The functions of the ODK XForms specification and of JavaRosa.
var functions = map[string]arity{
	"last": {0, 0}, "position": {0, 1}, "count": {1, 1}, "local-name": {0, 1}, "namespace-uri": {0, 1}, "name": {0, 1}, "id": {1, 1},
	"string": {0, 1}, "concat": {1, -1}, "starts-with": {2, 2}, "ends-with": {2, 2}, "contains": {2, 2},
	"substring-before": {2, 2}, "substring-after": {2, 2}, "substring": {2, 3}, "substr": {2, 3}, "string-length": {0, 1},
	"normalize-space": {0, 1}, "translate": {3, 3}, "boolean": {1, 1}, "not": {1, 1}, "true": {0, 0}, "false": {0, 0}, "lang": {1, 1},
	"number": {0, 1}, "sum": {1, 1}, "floor": {1, 1}, "ceiling": {1, 1}, "round": {1, 2},
	"current": {0, 0}, "instance": {1, 1}, "if": {3, 3}, "coalesce": {2, -1}, "once": {1, 1}, "random": {0, 0}, "randomize": {1, 2},
	"uuid": {0, 1}, "selected": {2, 2}, "selected-at": {2, 2}, "count-selected": {1, 1}, "count-non-empty": {1, 1}, "is-selected": {2, 2},
	"jr:choice-name": {2, 2}, "jr:itext": {1, 1}, "indexed-repeat": {3, 7}, "regex": {2, 2}, "checklist": {2, -1},
	"weighted-checklist": {4, -1}, "boolean-from-string": {1, 1}, "join": {1, -1}, "max": {1, -1}, "min": {1, -1}, "int": {1, 1},
	"today": {0, 0}, "now": {0, 0}, "date": {1, 1}, "date-time": {1, 1}, "decimal-date-time": {1, 1}, "decimal-time": {1, 1},
	"format-date": {2, 2}, "format-date-time": {2, 2}, "pow": {2, 2}, "log": {1, 1}, "log10": {1, 1}, "sin": {1, 1}, "cos": {1, 1},
	"tan": {1, 1}, "asin": {1, 1}, "acos": {1, 1}, "atan": {1, 1}, "atan2": {2, 2}, "sqrt": {1, 1}, "exp": {1, 1}, "exp10": {1, 1},
	"pi": {0, 0}, "abs": {1, 1}, "area": {1, 1}, "enclosed-area": {1, 1}, "distance": {1, -1}, "geofence": {2, 2}, "intersects": {1, 1},
	"pulldata": {2, -1}, "digest": {2, 3}, "base64-decode": {1, 1}, "base64-encode": {1, 1}, "depend": {1, -1}, "version": {0, 0},
	"property": {1, 1}, "extract-signed": {2, 2}, "hex2string": {1, 1}, "aes-decrypt": {2, 3}, "search": {1, 6}, "callback": {1, -1},
}

// Known reports whether phones have a function of that name.
func Known(f string) bool { _, ok := functions[f]; return ok }

// Functions lists the names of all functions, sorted.
func Functions() []string {
	var fs []string
	for f := range functions {
		fs = append(fs, f)
	}
	slices.Sort(fs)
	return fs
}

// Takes says whether a function takes n arguments, and in words how many it
// takes: "2", "0–1", "≥ 2".
func Takes(f string, n int) (ok bool, words string) {
	a := functions[f]
	switch {
	case a.most < 0:
		return n >= a.least, fmt.Sprintf("≥ %d", a.least)
	case a.least == a.most:
		return n == a.least, fmt.Sprint(a.least)
	case f == "indexed-repeat":
		return n == 3 || n == 5 || n == 7, "3, 5, 7"
	default:
		return n >= a.least && n <= a.most, fmt.Sprintf("%d–%d", a.least, a.most)
	}
}

// Has reports whether the formula calls a function.
func (x *Expr) Has(f string) bool {
	return slices.ContainsFunc(x.Calls, func(c Call) bool { return c.Name == f })
}

// String writes a path back, without its predicates.
func (p Path) String() string {
	s := strings.Join(p.Steps, "/")
	if p.Absolute {
		s = "/" + s
	}
	return s
}
