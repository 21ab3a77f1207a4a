// Package claim knows what one source says about one thing: an incident, a
// name given, what followed, a measure and who was asked, what is offered or
// needed. One claim is one act of speech by one speaker.
//
// It does not know whether any of it is so, or which claims are about the same
// event: that is reconcile's and event's. The type you want is [Claim].
package claim

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Kind tells the kinds of claim apart.
type Kind string

const (
	KindIncident       Kind = "incident"
	KindNaming         Kind = "naming"
	KindResponse       Kind = "response"
	KindCoping         Kind = "coping"
	KindInvolvement    Kind = "involvement"
	KindEffect         Kind = "effect"
	KindRecommendation Kind = "recommendation"
	KindCommitment     Kind = "commitment"
	KindCapacity       Kind = "capacity"
	KindNeed           Kind = "need"
	KindDeaths         Kind = "deaths" // deaths at a place over a period: no incident
	KindVerbatim       Kind = "verbatim"
)

// Key names a claim for good: decisions and traces cite it. ID is the
// source's own id, the values of declared key columns, or a random id for the
// coalition's own reports.
type Key struct {
	Source string `json:"source"`
	ID     string `json:"id"`
}

// String is "ucdp-ged/13".
func (k Key) String() string { return k.Source + "/" + k.ID }

// Compare orders keys by source, then id.
func (k Key) Compare(l Key) int {
	if k.Source != l.Source {
		return cmp.Compare(k.Source, l.Source)
	}
	return cmp.Compare(k.ID, l.ID)
}

// Rev tells revisions of one claim apart: the hash of its content, in hex.
type Rev string

// Origin is where a claim came in: the end of every trace inside the study.
type Origin struct {
	Entry int64  `json:"entry"`          // sequence number in the ledger
	File  string `json:"file,omitempty"` // base name
	Row   int    `json:"row,omitempty"`  // as a spreadsheet counts, header = 1
}

// Said is the act of speech: who told it to whom, where, when, in which words.
type Said struct {
	Speaker     Speaker   `json:"speaker"`
	Reporter    string    `json:"reporter,omitempty"` // who passed it on: a source id or outlet
	Reported    bool      `json:"reported,omitempty"` // true: not heard from the speaker directly
	Forum       string    `json:"forum,omitempty"`    // press release, interview, law, meeting …
	On          when.Span `json:"on"`                 // when it was said
	Lang        lang.Tag  `json:"lang,omitempty"`     // of the verbatim
	Verbatim    string    `json:"verbatim,omitempty"` // the words themselves
	Translation lang.Text `json:"translation,omitempty"`
	Translator  string    `json:"translator,omitempty"`
	Theme       []string  `json:"theme,omitempty"`
	Document    string    `json:"document,omitempty"`   // where it can be read: title, page, URL
	Confidence  string    `json:"confidence,omitempty"` // as the coder wrote it: "press, to check"
	Consent     Consent   `json:"consent"`
	Cleared     bool      `json:"cleared,omitempty"` // the verbatim may be quoted: someone looked
	After       when.Span `json:"release_after"`     // embargo: nothing of it before the last day of this

	// Gloss gives the study's own wording of free fields in the languages of
	// its pages, by the field's name: "evidence", "rival", "note". What was said
	// stands in the fields themselves.
	Gloss map[string]lang.Text `json:"gloss,omitempty"`
}

// Consent is what the speaker agreed to.
type Consent string

const (
	ConsentUnknown  Consent = ""         // not asked: internal only, unless the source is public
	ConsentInternal Consent = "internal" // for the study's own work
	ConsentPartners Consent = "partners"
	ConsentPublic   Consent = "public" // counted in public
	ConsentQuote    Consent = "quote"  // and quoted, once cleared
	PublicRecord    Consent = "record" // said in public: a law, a press release, a data set
)

// Speaker is who says it, without a name unless the name is public.
type Speaker struct {
	Class     source.Class `json:"class"`
	Name      string       `json:"name,omitempty"`    // public bodies and organisations only
	Org       string       `json:"org,omitempty"`     // id of an organisation in the register
	Subject   string       `json:"subject,omitempty"` // pseudonym; distinct speakers are counted by it
	Monitor   string       `json:"monitor,omitempty"` // code of who took it down
	Area      string       `json:"area,omitempty"`
	Relation  string       `json:"relation,omitempty"` // to the area: lives there, displaced from …
	Sex       string       `json:"sex,omitempty"`
	AgeBand   string       `json:"age_band,omitempty"`
	SpeaksFor string       `json:"speaks_for,omitempty"`
	Mandated  string       `json:"mandated,omitempty"` // by whom
	Interest  string       `json:"interest,omitempty"`
}

// Claim is one thing one source says. Exactly one of the bodies is set, the
// one of its Kind.
type Claim struct {
	Key    Key    `json:"key"`
	Kind   Kind   `json:"kind"`
	Said   Said   `json:"said"`
	Origin Origin `json:"-"` // not content: it does not change the revision

	Incident       *Incident       `json:"incident,omitempty"`
	Naming         *Naming         `json:"naming,omitempty"`
	Response       *Response       `json:"response,omitempty"`
	Coping         *Coping         `json:"coping,omitempty"`
	Involvement    *Involvement    `json:"involvement,omitempty"`
	Effect         *Effect         `json:"effect,omitempty"`
	Recommendation *Recommendation `json:"recommendation,omitempty"`
	Commitment     *Commitment     `json:"commitment,omitempty"`
	Capacity       *Capacity       `json:"capacity,omitempty"`
	Need           *Need           `json:"need,omitempty"`
	Deaths         *DeathsOver     `json:"deaths,omitempty"`
}

// Valid reports whether c has a key, and the body of its kind and no other.
func (c Claim) Valid() error {
	if c.Key.Source == "" || c.Key.ID == "" {
		return fmt.Errorf("claim: no key")
	}
	set := 0
	var own bool
	for i := range forms {
		if f := &forms[i]; f.has != nil && f.has(&c) {
			set++
			own = own || f.kind == c.Kind
		}
	}
	if c.Kind == KindVerbatim && set == 0 {
		if c.Said.Verbatim == "" {
			return fmt.Errorf("claim %s: a verbatim without words", c.Key)
		}
		return nil
	}
	if set != 1 || !own {
		return fmt.Errorf("claim %s: of kind %q, but its body is another or missing", c.Key, c.Kind)
	}
	return nil
}

// RevOf hashes the content of an encoded claim. With a secret (own reports)
// it is an HMAC, so that nobody can try out guesses against it.
func RevOf(encoded []byte, secret []byte) Rev {
	if len(secret) > 0 {
		h := hmac.New(sha256.New, secret)
		h.Write(encoded)
		return Rev(hex.EncodeToString(h.Sum(nil)[:16]))
	}
	h := sha256.Sum256(encoded)
	return Rev(hex.EncodeToString(h[:16]))
}
