package out

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
)

// Wrapped is a figure as a file of its own: with the study, release, licence
// and sources it must not travel without.
type Wrapped struct {
	Format  int             `json:"format"`
	Nature  string          `json:"nature"` // "FICTION" for a fictional study
	Study   string          `json:"study"`
	Release string          `json:"release"`
	Licence source.Licence  `json:"licence"`
	Sources []source.Source `json:"sources"`
	Figure  figure.Figure   `json:"figure"`
}

// JSON writes a figure whole, indented by one space, the same bytes each time.
func JSON(w io.Writer, x Wrapped) error {
	x.Format, x.Nature = 1, NatureWord(x.Figure.Nature)
	return writeJSON(w, x)
}

func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
