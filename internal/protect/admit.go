package protect

import (
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// The rules by which a statement does not enter the figures of a release.
const (
	RuleConsent = "rule.consent"
	RuleEmbargo = "rule.embargo"
)

// Admit gives the claims of which figures for the profile may be made on a
// day, in their order, and counts those it left out by rule. Consent must
// reach as far as the profile; nothing under embargo enters; the coalition's
// own reports wait until their whole quarter lies the study's number of days
// back. What is public already needs none of this.
func Admit(s study.Study, cs []claim.Claim, p Profile, on when.Day) ([]claim.Claim, map[string]int) {
	left := map[string]int{}
	if p == Internal {
		return cs, left
	}
	var in []claim.Claim
	for _, c := range cs {
		if rule := LeftOut(s, c, p, on); rule != "" {
			left[rule]++
			continue
		}
		in = append(in, c)
	}
	return in, left
}

// LeftOut is the rule by which a statement is not used for a profile on a day:
// [RuleEmbargo], [RuleConsent], or "".
func LeftOut(s study.Study, c claim.Claim, p Profile, on when.Day) string {
	switch {
	case p == Internal:
		return ""
	case c.Said.After.Known() && c.Said.After.To >= on:
		return RuleEmbargo
	case public(s, c):
		return ""
	case !reaches(c.Said.Consent, p):
		return RuleConsent
	case !old(s, c, s.Rules.WithDefaults(), on):
		return RuleEmbargo
	}
	return ""
}

func public(s study.Study, c claim.Claim) bool {
	src, _ := s.Source(c.Key.Source)
	return !src.Protection.OwnReports && (src.Protection.Public || c.Said.Consent == claim.PublicRecord)
}

func reaches(c claim.Consent, p Profile) bool {
	switch c {
	case claim.ConsentPublic, claim.ConsentQuote, claim.PublicRecord:
		return true
	case claim.ConsentPartners:
		return p == Partners
	default:
		return false
	}
}

// old reports whether an own report lies far enough back: the quarter in which
// it happened ended the study's number of days ago.
func old(s study.Study, c claim.Claim, r study.Rules, on when.Day) bool {
	src, _ := s.Source(c.Key.Source)
	if !src.Protection.OwnReports {
		return true
	}
	w := c.Said.On
	if c.Incident != nil {
		w = c.Incident.When
	}
	if !w.Known() {
		return false
	}
	return when.BucketOf(w.To, when.Quarterly).Span().To+when.Day(r.EmbargoDays) <= on
}
