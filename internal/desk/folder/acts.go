package folder

import (
	"bytes"

	"github.com/dires/dires/internal/in/acled"
	"github.com/dires/dires/internal/in/gtd"
	"github.com/dires/dires/internal/in/ucdp"
	"github.com/dires/dires/internal/term"
)

// shipped are the crosswalks of types to acts that come with readers.
var shipped = map[string][]byte{"acled": acled.Acts, "gtd": gtd.Acts, "ucdp": ucdp.Acts}

// AllActs is the crosswalk of every source's types to acts: those that ship
// with the readers, and behind them the study's own. It has words for types
// that a source gives as numbers.
func (f *Folder) AllActs() (term.Crosswalk, error) {
	var all []term.Crosswalk
	for _, s := range f.Study.Sources {
		if b := shipped[s.Reader]; b != nil {
			c, _, err := term.ReadCrosswalk(s.Reader, bytes.NewReader(b))
			if err != nil {
				return c, err
			}
			all = append(all, c.As(s.ID))
		}
	}
	return term.Join(append(all, f.Acts)...), nil
}
