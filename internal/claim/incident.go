package claim

import (
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// Incident says that something happened, as one record of one source has it.
type Incident struct {
	When    when.Span   `json:"when"`
	Where   place.Where `json:"where"`
	Type    string      `json:"type,omitempty"` // the source's own coding, untouched
	Actors  []Actor     `json:"actors,omitempty"`
	Deaths  Deaths      `json:"deaths"`
	Injured *int        `json:"injured,omitempty"`
	Taken   *int        `json:"taken,omitempty"` // abducted
	Arms    []Arms      `json:"arms,omitempty"`
	Notes   string      `json:"notes,omitempty"`
	Clarity int         `json:"clarity,omitempty"` // the source's own: 1 clear, 2 less so
	Reports *int        `json:"reports,omitempty"` // on how many reports it rests
	Chain   []string    `json:"chain,omitempty"`   // upstream: outlets the record draws on
	Part    string      `json:"part,omitempty"`    // the source's id of a longer episode
}

// Actor is somebody an incident names, in a role.
type Actor struct {
	Role      string `json:"role"` // side-a, side-b, perpetrator, target, associate, claimant
	Name      string `json:"name"` // as the source writes it
	ID        string `json:"id,omitempty"`
	Certainty string `json:"certainty,omitempty"` // stated, presumed, unknown
}

// Deaths are counts as a source gives them; nil is not given, which is not
// zero. Low ≤ Best ≤ High is usual and not certain.
type Deaths struct {
	Low  *int           `json:"low,omitempty"`
	Best *int           `json:"best,omitempty"`
	High *int           `json:"high,omitempty"`
	Side map[string]int `json:"side,omitempty"` // a, b, civilians, unknown
}

// Arms is one mention of weapons: in an incident, seized, or asked for. The
// three are separate series and never added.
type Arms struct {
	Series string `json:"series"` // incident, seizure, demand
	Kind   string `json:"kind,omitempty"`
	Count  *int   `json:"count,omitempty"`
}

// DeathsOver says how many died at a place over a period: no act, no actor, no
// date of an incident is in it.
type DeathsOver struct {
	When   when.Span   `json:"when"`
	Where  place.Where `json:"where"`
	Deaths Deaths      `json:"deaths"`
}
