package figure

import (
	"cmp"

	"github.com/dires/dires/internal/claim"
)

// SayingOf fills what every statement shows: who, when, in which words, where
// it can be read, and whether the words may be quoted.
func SayingOf(c claim.Claim) Saying {
	x := c.Said
	return Saying{Class: string(x.Speaker.Class), Speaker: x.Speaker.Name, Verbatim: x.Verbatim, Lang: x.Lang,
		Translation: x.Translation, On: x.On.String(), Reported: x.Reported, Document: cmp.Or(x.Document, x.Forum),
		Confidence: x.Confidence, Source: c.Key.Source, Claim: c.Key,
		Quotable: x.Consent == claim.PublicRecord || x.Consent == claim.ConsentQuote && x.Cleared}
}

// ContributorsOf counts the distinct speakers, monitors and organisations
// behind claims. They are public if each claim's source is, or what it says
// was said on the public record.
func ContributorsOf(cs []claim.Claim, public func(source string) bool) Contributors {
	speakers, monitors, orgs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	by := Contributors{Public: true}
	for _, c := range cs {
		by.Public = by.Public && (public(c.Key.Source) || c.Said.Consent == claim.PublicRecord)
		x := c.Said.Speaker
		if s := cmp.Or(x.Subject, x.Name); s != "" {
			speakers[s] = true
		}
		if x.Monitor != "" {
			monitors[x.Monitor] = true
		}
		if o := cmp.Or(x.Org, c.Said.Reporter); o != "" {
			orgs[o] = true
		}
	}
	by.Speakers, by.Monitors, by.Orgs = len(speakers), len(monitors), len(orgs)
	return by
}
