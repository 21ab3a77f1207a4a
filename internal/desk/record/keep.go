package record

import (
	"regexp"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
)

// waits stands where words are sealed until somebody has cleared them: a room
// that counts them still finds that there are some.
const waits = "…"

// Keep says what may stay in the clear of what was told in confidence.
type Keep struct {
	Secret []byte            // of the study
	Known  func(string) bool // ids of the study's own list: sources and organisations; nil knows none
}

// Divide gives of a claim what the desk works with. It copies what is listed
// here and nothing else: a field that nobody thought of stays sealed. What
// somebody wrote in words of their own is kept only if they were cleared, or said
// in public. Who spoke and who took it down become codes under the study's
// secret, so that distinct ones can still be counted.
//
// A test holds this list against the type: see TestEveryFieldOfAClaimIsClassified.
func (k Keep) Divide(c claim.Claim) claim.Claim {
	s := c.Said
	open := s.Cleared || s.Consent == claim.PublicRecord
	out := claim.Claim{Key: c.Key, Kind: c.Kind, Said: claim.Said{
		Speaker: claim.Speaker{Class: s.Speaker.Class, Org: k.org(s.Speaker.Org), Subject: k.alias("subject", s.Speaker.Subject),
			Monitor: k.alias("monitor", s.Speaker.Monitor), Area: s.Speaker.Area, Sex: shaped(sexes, s.Speaker.Sex), AgeBand: shaped(ages, s.Speaker.AgeBand)},
		Reporter: k.org(s.Reporter), Reported: s.Reported, On: s.On, Lang: lang.Tag(shaped(tongues, string(s.Lang))), Theme: s.Theme,
		Confidence: confidence(s.Confidence), Consent: s.Consent, Cleared: s.Cleared, After: s.After,
	}}
	if open {
		out.Said.Forum, out.Said.Document, out.Said.Gloss = s.Forum, s.Document, glosses(s.Gloss)
	}
	if s.Cleared {
		out.Said.Verbatim, out.Said.Translation = s.Verbatim, s.Translation
	} else if c.Kind == claim.KindVerbatim {
		out.Said.Verbatim = waits
	}
	k.body(c, &out, open)
	return out
}

// body copies what may stay of the one body that is set.
func (k Keep) body(c claim.Claim, out *claim.Claim, open bool) {
	w := words(open)
	switch {
	case c.Incident != nil:
		out.Incident = k.incident(*c.Incident)
	case c.Naming != nil:
		x := *c.Naming
		out.Naming = &claim.Naming{Subject: x.Subject, Term: x.Term, Label: x.Label, Doubted: x.Doubted}
	case c.Response != nil:
		x := *c.Response
		out.Response = &claim.Response{Subject: x.Subject, Response: x.Response, By: w.of(x.By), When: x.When, Label: x.Label}
	case c.Coping != nil:
		x := *c.Coping
		out.Coping = &claim.Coping{Subject: x.Subject, Coping: x.Coping, By: w.of(x.By), Where: x.Where, When: x.When}
	case c.Involvement != nil:
		x := *c.Involvement
		out.Involvement = &claim.Involvement{Measure: x.Measure, Stage: x.Stage, Claimed: x.Claimed, Supported: x.Supported, Evidence: w.of(x.Evidence),
			Orgs: x.Orgs, Breadth: x.Breadth, Prevented: x.Prevented, Declined: x.Declined, Token: x.Token}
		out.Involvement.Breadth.Said = w.of(x.Breadth.Said)
		if !open {
			out.Involvement.Orgs = k.orgs(x.Orgs)
		}
	case c.Effect != nil:
		x := *c.Effect
		out.Effect = &claim.Effect{Measure: x.Measure, Cause: w.of(x.Cause), Effect: w.of(x.Effect), Direction: x.Direction, Mechanism: w.of(x.Mechanism),
			For: w.tests(x.For), Against: w.tests(x.Against), Rival: w.of(x.Rival)}
	case c.Recommendation != nil:
		x := *c.Recommendation
		out.Recommendation = &claim.Recommendation{Addressee: x.Addressee, Text: w.of(x.Text), Triad: x.Triad, Measures: x.Measures, FollowUp: w.steps(x.FollowUp)}
	case c.Commitment != nil:
		x := *c.Commitment
		out.Commitment = &claim.Commitment{By: w.of(x.By), Text: w.of(x.Text), Measure: x.Measure, Answers: x.Answers, Due: x.Due, State: x.State, History: w.steps(x.History)}
	case c.Capacity != nil:
		x := *c.Capacity
		out.Capacity = &claim.Capacity{Org: x.Org, Function: x.Function, Area: x.Area, Languages: x.Languages, Documented: x.Documented,
			Evidence: w.of(x.Evidence), Triad: x.Triad, ListedOK: x.ListedOK}
		if !x.ListedOK {
			out.Capacity.Org = k.org(x.Org)
		}
	case c.Need != nil:
		x := *c.Need
		out.Need = &claim.Need{Function: x.Function, Area: x.Area, Severity: w.of(x.Severity), When: x.When}
	case c.Deaths != nil:
		x := *c.Deaths
		out.Deaths = &claim.DeathsOver{When: x.When, Where: x.Where, Deaths: x.Deaths}
	}
}

func (k Keep) incident(x claim.Incident) *claim.Incident {
	out := &claim.Incident{When: x.When, Where: x.Where, Type: x.Type, Deaths: x.Deaths, Injured: x.Injured, Taken: x.Taken,
		Clarity: x.Clarity, Reports: x.Reports, Chain: k.orgs(x.Chain), Part: x.Part}
	for _, a := range x.Actors {
		out.Actors = append(out.Actors, claim.Actor{Role: a.Role, Name: a.Name, ID: a.ID, Certainty: a.Certainty})
	}
	for _, a := range x.Arms {
		out.Arms = append(out.Arms, claim.Arms{Series: a.Series, Kind: a.Kind, Count: a.Count})
	}
	return out
}

// words are what somebody wrote in their own: kept if they are open.
type words bool

func (w words) of(s string) string {
	if bool(w) || s == "" {
		return s
	}
	return waits
}

func (w words) tests(ts []claim.Test) (out []claim.Test) {
	for _, t := range ts {
		x := claim.Test{Kind: t.Kind, Evidence: w.of(t.Evidence), Passed: t.Passed}
		if bool(w) {
			x.Gloss = t.Gloss
		}
		out = append(out, x)
	}
	return out
}

func (w words) steps(ss []claim.Step) (out []claim.Step) {
	for _, s := range ss {
		x := claim.Step{On: s.On, State: s.State}
		if bool(w) {
			x.Document = s.Document
		}
		out = append(out, x)
	}
	return out
}

// shown are the fields whose wording for the pages stays where it is open: never
// the coder's notes, and no name.
var shown = map[string]bool{"evidence": true, "breadth": true, "who": true, "cause": true, "effect": true, "mechanism": true, "rival": true,
	"for": true, "against": true, "text": true, "by": true, "severity": true, "document": true, "forum": true}

func glosses(g map[string]lang.Text) map[string]lang.Text {
	var out map[string]lang.Text
	for f, t := range g {
		if shown[f] {
			if out == nil {
				out = map[string]lang.Text{}
			}
			out[f] = t
		}
	}
	return out
}

func (k Keep) alias(kind, who string) string { return Alias(k.Secret, kind, who) }

// org keeps the id of an organisation, or of a source, that the study lists.
// Anything else that stands there may be anybody's name.
func (k Keep) org(id string) string {
	if id == "" || k.Known != nil && k.Known(id) {
		return id
	}
	return k.alias("org", id)
}

func (k Keep) orgs(ids []string) (out []string) {
	for _, id := range ids {
		out = append(out, k.org(id))
	}
	return out
}

var (
	sexes   = regexp.MustCompile(`^(?i:f|m|x|female|male|femme|homme|woman|man|other|autre|unknown|inconnu)$`)
	ages    = regexp.MustCompile(`^(<|>|[+])? ?[0-9]{1,3} ?([-–+] ?[0-9]{0,3})?$`)
	tongues = regexp.MustCompile(`^[a-zA-Z]{2,3}$`)
)

// shaped keeps what is written as such a code is.
func shaped(as *regexp.Regexp, s string) string {
	if as.MatchString(s) {
		return s
	}
	return ""
}

// confidences are the words a coder may use: what else stands in that column
// may say why.
var confidences = map[string]string{"to check": "to check", "a verifier": "to check", "low": "low", "medium": "medium", "high": "high",
	"faible": "low", "moyenne": "medium", "elevee": "high", "certain": "certain", "press": "press", "presse": "press", "fiction": "fiction"}

func confidence(s string) string {
	f := lang.Fold(s)
	if c, ok := confidences[f]; ok {
		return c
	}
	if strings.Contains(f, "to check") || strings.Contains(f, "a verifier") {
		return "to check"
	}
	if s == "" {
		return ""
	}
	return waits
}
