// Package study knows the manifest of a case study: what it is about, who did
// it, which sources it draws on and under which rules its figures may leave.
// Everything in it stands in the study's folder and opens in a spreadsheet or
// an editor.
//
// It does not open files itself beyond the folder it is given, and knows
// nothing of the ledger. The function you want is [Load].
package study

import (
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Study is a manifest, decoded from study.toml and the files beside it.
type Study struct {
	ID        string        `toml:"id" json:"id"`
	Nature    source.Nature `toml:"nature" json:"nature"`
	Country   string        `toml:"country" json:"country"` // ISO 3166-1 alpha-3; "" for a fictional one
	CountryIn lang.Text     `toml:"country_name" json:"country_name"`
	Title     lang.Text     `toml:"title" json:"title"`
	Original  Original      `toml:"original" json:"original"`
	Summary   lang.Text     `toml:"summary" json:"summary"`

	Organisations []Org       `toml:"organisations" json:"organisations"` // who did it
	Funders       []Org       `toml:"funders" json:"funders"`             // who paid; empty: says so
	Decided       lang.Text   `toml:"decided" json:"decided"`             // who decided what to ask
	Reviewed      lang.Text   `toml:"reviewed" json:"reviewed"`
	Interests     lang.Text   `toml:"interests" json:"interests"`
	Independence  lang.Text   `toml:"independence" json:"independence"`
	Perimeter     lang.Text   `toml:"perimeter" json:"perimeter"` // what counts as civil society here
	Disclaimer    lang.Text   `toml:"disclaimer" json:"disclaimer"`
	NotConclude   []lang.Text `toml:"not_conclude" json:"not_conclude"`
	Contact       lang.Text   `toml:"contact" json:"contact"` // how to correct or reply

	Period     when.Span  `toml:"-" json:"period"`
	PeriodRaw  string     `toml:"period" json:"-"` // "1991/2022"
	Languages  []lang.Tag `toml:"languages" json:"languages"`
	Seed       uint64     `toml:"seed" json:"seed"`
	Noindex    bool       `toml:"noindex" json:"noindex"` // search engines are told to stay away; fiction always
	Rules      Rules      `toml:"protection" json:"protection"`
	Questions  []Question `toml:"questions" json:"questions"`
	Registered []Analysis `toml:"registered" json:"registered"` // analyses registered in advance
	Recalled   []Recall   `toml:"recalled" json:"-"`            // releases taken back; no edition carries them, the press is told

	Sheets map[string]string `toml:"sheets" json:"-"` // of workbooks that no source names: file of the folder → sheet

	Sources []source.Source      `toml:"-" json:"sources"` // sources/*.toml, by id
	Texts   map[string]lang.Text `toml:"-" json:"texts"`   // text/<lang>/<name>.md by name
}

// Original is the title in the language it was first given in.
type Original struct {
	Title string   `toml:"title" json:"title"`
	Lang  lang.Tag `toml:"lang" json:"lang"`
	Year  string   `toml:"year" json:"year"`
}

// Org is an organisation that stands behind the study in public.
type Org struct {
	Name lang.Text `toml:"name" json:"name"`
	URL  string    `toml:"url" json:"url"`
	Role lang.Text `toml:"role" json:"role"`

	Original bool `toml:"original" json:"original,omitempty"` // of an earlier study whose title this one carries: named, never cited as its author
}

// Question is one page of the study: a figure, or several beside each other.
type Question struct {
	ID      string    `toml:"id" json:"id"`
	Asks    lang.Text `toml:"asks" json:"asks"`
	Figures []string  `toml:"figures" json:"figures"` // ids of figures
	Text    string    `toml:"text" json:"text"`       // name of the text beside it
}

// Rules of protection. The zero value is the strictest.
type Rules struct {
	MinContributors int    `toml:"min_contributors" json:"min_contributors"` // distinct speakers AND monitors AND organisations; 0 means 5
	MinChanged      int    `toml:"min_changed" json:"min_changed,omitempty"` // people who must have come or gone before the next release; 0 means MinContributors, 1 never waits
	DominanceN      int    `toml:"dominance_n" json:"dominance_n,omitempty"` // of a sum: so many contributors …; 0 means 1
	DominanceK      int    `toml:"dominance_k" json:"dominance_k,omitempty"` // … may not have told more than this % of it; 0 means 80
	PPercent        int    `toml:"p_percent" json:"p_percent,omitempty"`     // the second largest may not know the largest to within this %; 0 means 10
	EmbargoDays     int    `toml:"embargo_days" json:"embargo_days"`         // own reports; 0 means 90
	OwnGrain        string `toml:"own_grain" json:"own_grain"`               // "region-quarter" (default)
	CoarsestLevel   int    `toml:"area_level" json:"area_level"`             // finest area level shown in public; 0 means 1
	ListOrgPlaces   bool   `toml:"list_org_places" json:"list_org_places"`   // organisation × place in public
}

// Analysis was registered before the data were seen.
type Analysis struct {
	ID string `toml:"id" json:"id"`
	On string `toml:"on" json:"on"`
}

// Recall says that a release was taken back, and why.
type Recall struct {
	Release string    `toml:"release" json:"release"` // "2026-11-24"
	On      string    `toml:"on" json:"on"`           // ISO date
	Why     lang.Text `toml:"why" json:"why"`
}

// WithDefaults fills what was left out with the documented defaults.
func (r Rules) WithDefaults() Rules {
	if r.MinContributors == 0 {
		r.MinContributors = 5
	}
	if r.MinChanged == 0 {
		r.MinChanged = r.MinContributors
	}
	for _, x := range []struct {
		of    *int
		least int
	}{{&r.DominanceN, 1}, {&r.DominanceK, 80}, {&r.PPercent, 10}} {
		if *x.of <= 0 {
			*x.of = x.least
		}
	}
	if r.EmbargoDays == 0 {
		r.EmbargoDays = 90
	}
	if r.OwnGrain == "" {
		r.OwnGrain = "region-quarter"
	}
	if r.CoarsestLevel == 0 {
		r.CoarsestLevel = 1
	}
	return r
}

// Source finds a source by id.
func (s Study) Source(id string) (source.Source, bool) {
	for _, x := range s.Sources {
		if x.ID == id {
			return x, true
		}
	}
	return source.Source{}, false
}

// Public reports whether the rows of a source are public already.
func (s Study) Public(id string) bool {
	x, ok := s.Source(id)
	return ok && x.Protection.Public && !x.Protection.OwnReports
}
