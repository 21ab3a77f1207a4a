package protect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// RowsFormat is the version of a file of rows.
const RowsFormat = 1

// Rows are the answers to a survey as they may leave, row by row. Only this
// package can fill them: [ReleaseRows] makes them, [OpenRows] reads them back.
type Rows struct{ r rows }

type rows struct {
	Format      int             `json:"format"`
	Study       string          `json:"study"`
	Nature      source.Nature   `json:"nature"`
	Survey      string          `json:"survey"`
	Release     string          `json:"release"`
	Date        string          `json:"date"`
	Profile     Profile         `json:"profile"`
	Pins        Pins            `json:"pins"`
	About       RowsAbout       `json:"about"`
	Columns     []RowColumn     `json:"columns"`
	Rows        [][]string      `json:"rows"`
	Certificate RowsCertificate `json:"certificate"`
}

// RowsAbout is what is printed of the survey.
type RowsAbout struct {
	Study      lang.Text      `json:"study"`
	Title      lang.Text      `json:"title"`
	People     lang.Text      `json:"people"`
	Frame      lang.Text      `json:"frame"`
	Chosen     lang.Text      `json:"chosen"`
	Exclusions lang.Text      `json:"exclusions"`
	CannotSee  lang.Text      `json:"cannot_see,omitempty"`
	Kind       answer.Kind    `json:"kind"`
	Mode       answer.Mode    `json:"mode"`
	Dates      when.Span      `json:"dates"`
	Licence    source.Licence `json:"licence"`
}

// The roles of a column.
const (
	RoleKey       = "key"
	RoleSensitive = "sensitive"
	RoleAnswer    = "answer"
	RoleWeight    = "weight"
)

// RowColumn is a column of a file of rows.
type RowColumn struct {
	Name    string          `json:"name"`
	Role    string          `json:"role"`
	Asks    lang.Text       `json:"asks,omitempty"`
	Among   lang.Text       `json:"among,omitempty"`
	Unit    lang.Text       `json:"unit,omitempty"`
	Choice  lang.Text       `json:"choice,omitempty"` // of several: which one was ticked
	Answers []answer.Option `json:"answers,omitempty"`
	Recode  *answer.Recode  `json:"recode,omitempty"`
	Step    float64         `json:"step,omitempty"` // of weights

	Withheld int `json:"withheld"` // values
	Missing  int `json:"missing"`  // of a key: values that nobody gave; they stand empty like withheld ones
	Unlisted int `json:"unlisted"` // answers that stand in no list, left empty
}

// RowsCertificate says what the file promises, and what it took.
type RowsCertificate struct {
	Rule     string         `json:"rule"` // same, any
	K        int            `json:"k"`    // promised
	L        int            `json:"l"`
	Rows     int            `json:"rows"`
	Alike    int            `json:"alike"`     // fewest rows that show the same keys
	AlikeAny int            `json:"alike_any"` // the same, a withheld value counting as any
	Answers  []RowsAnswers  `json:"answers"`
	Weighted bool           `json:"weighted"` // risks know how many people a row stands for
	Asked    *RowsRisk      `json:"asked"`    // with keys as they were told; nil where these are too many to count
	Before   RowsRisk       `json:"before"`   // recoded, nothing withheld
	After    RowsRisk       `json:"after"`
	Withheld int            `json:"withheld"`         // values of keys
	Beside   []string       `json:"beside,omitempty"` // earlier releases that it was held against
	Apart    []RowsApart    `json:"apart,omitempty"`  // those in which others stood
	Costs    map[string]int `json:"costs,omitempty"`
}

// RowsAnswers says how varied a sensitive column is among rows alike.
type RowsAnswers struct {
	Column      string  `json:"column"`
	Distinct    int     `json:"distinct"`     // fewest different answers
	DistinctAny int     `json:"distinct_any"` // the same, a withheld value counting as any
	EntropyAny  float64 `json:"entropy_any"`  // exponential of the least entropy
}

// RowsRisk says how likely people are recognised.
type RowsRisk struct {
	Unique   int     `json:"unique"`   // rows alone in the sample
	Short    int     `json:"short"`    // rows with fewer than k alike
	Expected float64 `json:"expected"` // people recognised, by Benedetti and Franconi
	Highest  float64 `json:"highest"`  // of one row
	Usual    float64 `json:"usual"`    // expected by sdcMicro's approximation, a withheld value counting as any
}

// RowsApart says from which earlier release how many rows differ.
type RowsApart struct {
	Release string `json:"release"`
	Gone    int    `json:"gone"`
	Come    int    `json:"come"`
}

// Study is the study's id.
func (r Rows) Study() string { return r.r.Study }

// Nature says whether the study speaks of the world.
func (r Rows) Nature() source.Nature { return r.r.Nature }

// Survey is the survey's id.
func (r Rows) Survey() string { return r.r.Survey }

// ID is the release's id.
func (r Rows) ID() string { return r.r.Release }

// Date is the release's date.
func (r Rows) Date() string { return r.r.Date }

// For says for whom the file is.
func (r Rows) For() Profile { return r.r.Profile }

// Pins say from what it was made.
func (r Rows) Pins() Pins { return r.r.Pins }

// About is what is printed of the survey.
func (r Rows) About() RowsAbout { return r.r.About }

// Columns are its columns, in order.
func (r Rows) Columns() []RowColumn { return slices.Clone(r.r.Columns) }

// Len is how many rows it has.
func (r Rows) Len() int { return len(r.r.Rows) }

// Row gives row i, a text for each column.
func (r Rows) Row(i int) []string { return slices.Clone(r.r.Rows[i]) }

// Certificate says what the file promises.
func (r Rows) Certificate() RowsCertificate { return r.r.Certificate }

// Beside picks, of who stood in releases, those that the file was held against.
func (r Rows) Beside(all []RowsKept) (before []RowsKept) {
	for _, k := range all {
		if slices.Contains(r.r.Certificate.Beside, k.Release) {
			before = append(before, k)
		}
	}
	return before
}

// Encode writes the file as the ledger keeps it: the same bytes each time.
func (r Rows) Encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.r); err != nil {
		return nil, fmt.Errorf("encode rows: %w", err)
	}
	return b.Bytes(), nil
}

// OpenRows reads a file back, and refuses one whose hash is not the recorded.
func OpenRows(encoded []byte, recorded string) (Rows, error) {
	if Hash(encoded) != recorded {
		return Rows{}, fault.New(fault.Broken, "P401")
	}
	var r rows
	if err := json.Unmarshal(encoded, &r); err != nil {
		return Rows{}, fmt.Errorf("open rows: %w", err)
	}
	if r.Format != RowsFormat {
		return Rows{}, fault.New(fault.Invalid, "P402", r.Format)
	}
	return Rows{r}, nil
}
