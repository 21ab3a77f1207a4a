package claim

import (
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// Subject is what a statement is about. Kind is event, case, actor, measure,
// area or fictional vignette; ID is its id in the study.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Naming says that somebody gave something a name. It never says what the
// thing was.
type Naming struct {
	Subject Subject `json:"subject"`
	Term    string  `json:"term"`              // the word as said, in its language
	Label   string  `json:"label,omitempty"`   // code of the term in terms/, for counting
	Doubted bool    `json:"doubted,omitempty"` // the speaker doubts the name while giving it
}

// Response says how an act was answered: military, judicial, mediation, none …
type Response struct {
	Subject  Subject   `json:"subject"`
	Response string    `json:"response"` // code in terms/responses.csv
	By       string    `json:"by,omitempty"`
	When     when.Span `json:"when"`
	Label    string    `json:"label,omitempty"` // the name it went with, if said
}

// Coping says what people had to do themselves.
type Coping struct {
	Subject Subject     `json:"subject"`
	Coping  string      `json:"coping"` // code in terms/coping.csv
	By      string      `json:"by,omitempty"`
	Where   place.Where `json:"where"`
	When    when.Span   `json:"when"`
}

// Unclear is the rung of a statement that leaves it open.
const Unclear = -1

// Involvement says how civil society was associated with one stage of one
// measure. Rungs run from 0 (not informed) to 5, or [Unclear].
type Involvement struct {
	Measure   string   `json:"measure"`
	Stage     string   `json:"stage"`
	Claimed   int      `json:"rung_claimed"`
	Supported int      `json:"rung_supported"` // by the same evidence test for everybody
	Evidence  string   `json:"evidence,omitempty"`
	Orgs      []string `json:"orgs,omitempty"`
	Breadth   Breadth  `json:"breadth"`
	Prevented bool     `json:"prevented,omitempty"`
	Declined  bool     `json:"declined,omitempty"` // by civil society
	Token     bool     `json:"token,omitempty"`
}

// Breadth is how many took part; nil is not said.
type Breadth struct {
	Organisations *int   `json:"organisations,omitempty"`
	Regions       *int   `json:"regions,omitempty"`
	WomenLed      *int   `json:"women_led,omitempty"`
	YouthLed      *int   `json:"youth_led,omitempty"`
	Said          string `json:"said,omitempty"` // in words, where no number was given: "one town"
}

// Effect says what followed from being asked or not asked.
type Effect struct {
	Measure   string `json:"measure"`
	Cause     string `json:"cause"`  // "because we were not asked"
	Effect    string `json:"effect"` // what is said to have followed
	Direction string `json:"direction,omitempty"`
	Mechanism string `json:"mechanism,omitempty"`
	For       []Test `json:"for,omitempty"`
	Against   []Test `json:"against,omitempty"`
	Rival     string `json:"rival,omitempty"` // another explanation
}

// Test is a process-tracing test: straw-in-the-wind, hoop, smoking-gun,
// doubly-decisive; and whether it passed.
type Test struct {
	Kind     string    `json:"kind"`
	Evidence string    `json:"evidence"`
	Passed   string    `json:"passed"`          // yes, no, open
	Gloss    lang.Text `json:"gloss,omitempty"` // the evidence in the languages of the pages
}

// Recommendation asks something of somebody.
type Recommendation struct {
	Addressee string   `json:"addressee"` // code in terms/addressees.csv
	Text      string   `json:"text"`
	Triad     string   `json:"triad,omitempty"` // management, prevention, mobilisation
	Measures  []string `json:"measures,omitempty"`
	FollowUp  []Step   `json:"follow_up,omitempty"`
}

// Commitment is a promise with a due date and a state.
type Commitment struct {
	By      string    `json:"by"`
	Text    string    `json:"text"`
	Measure string    `json:"measure,omitempty"`
	Answers string    `json:"answers,omitempty"` // id of the recommendation it answers
	Due     when.Span `json:"due"`
	State   string    `json:"state"` // announced, under way, kept, partly kept, not kept, unknown
	History []Step    `json:"history,omitempty"`
}

// Step is one dated state in a follow-up.
type Step struct {
	On       when.Span `json:"on"`
	State    string    `json:"state"`
	Document string    `json:"document,omitempty"`
}

// Capacity says what an organisation can do, declared by itself or documented.
type Capacity struct {
	Org        string   `json:"org"`
	Function   string   `json:"function"` // code in terms/functions.csv
	Area       string   `json:"area"`
	Languages  []string `json:"languages,omitempty"`
	Documented bool     `json:"documented"`
	Evidence   string   `json:"evidence,omitempty"`
	Triad      string   `json:"triad,omitempty"`
	ListedOK   bool     `json:"listed_ok"` // the organisation agreed to be listed
}

// Need says what is lacking where.
type Need struct {
	Function string    `json:"function"`
	Area     string    `json:"area"`
	Severity string    `json:"severity,omitempty"`
	When     when.Span `json:"when"`
}
