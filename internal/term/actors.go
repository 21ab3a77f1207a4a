package term

import (
	"io"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

// Actor says whom one way of writing an actor means, for comparing records:
// Entity is one code for all its names. Source "" is every source; Family,
// Kind and Side are ever wider groups and may be empty.
type Actor struct {
	Source, Name, Entity string
	Family, Kind, Side   string
}

// ReadActors reads terms/actors.csv: name and actor, and, where the study
// knows them, source, family, kind and side. A row whose name is its own actor
// keeps the name apart from all others. A row without a name or an actor, or a
// name twice, is a finding and left out.
func ReadActors(file string, r io.Reader) (as []Actor, found diag.List, err error) {
	defer fault.Wrap(&err, "read actors %s", file)
	seen := map[[2]string]bool{}
	err = rows(file, r, []string{"name", "actor"}, &found, func(row int, get func(string) string) {
		a := Actor{get("source"), get("name"), get("actor"), get("family"), get("kind"), get("side")}
		key := [2]string{a.Source, a.Name}
		switch {
		case a.Name == "" || a.Entity == "":
			found.Add("C623", diag.At{File: file, Row: row})
		case seen[key]:
			found.Add("C621", diag.At{File: file, Row: row, Field: "name"}, a.Name)
		default:
			seen[key] = true
			as = append(as, a)
		}
	})
	return as, found, err
}
