package figure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
)

// SayingOf fills what every statement shows: who, when, in which words, where
// it can be read, and whether the words may be quoted.
func SayingOf(c claim.Claim) Saying {
	x := c.Said
	s := Saying{Class: string(x.Speaker.Class), Speaker: x.Speaker.Name, Verbatim: x.Verbatim, Lang: x.Lang,
		Translation: x.Translation, On: x.On.String(), Reported: x.Reported, Document: cmp.Or(x.Document, x.Forum),
		Confidence: x.Confidence, Source: c.Key.Source, Claim: c.Key,
		Quotable: x.Consent == claim.PublicRecord || x.Consent == claim.ConsentQuote && x.Cleared}
	if x.Speaker.Name != "" {
		s.SpeakerIn = x.Gloss["speaker"]
	}
	if x.Document != "" {
		s.DocumentIn = x.Gloss["document"]
	} else if x.Forum != "" {
		s.DocumentIn = x.Gloss["forum"]
	}
	if ToCheck(x.Confidence) {
		s.Flags = append(s.Flags, "flag.to-check")
	}
	return s
}

// ToCheck reports whether a coder marked a statement as not yet checked.
func ToCheck(confidence string) bool {
	f := lang.Fold(confidence)
	return strings.Contains(f, "to check") || strings.Contains(f, "a verifier")
}

// DetailOf is a labelled free field of a statement with its gloss, none where
// the field is empty.
func DetailOf(c claim.Claim, label, field, text string) []Detail {
	g := c.Said.Gloss[field]
	if strings.TrimSpace(text) == "" && len(g) == 0 {
		return nil
	}
	return []Detail{{Label: label, Text: text, Gloss: g}}
}

// ContributorsOf counts the distinct speakers, monitors and organisations
// behind claims. They are public if each claim's source is, or what it says
// was said on the public record. Where some are and some are not, only those
// that are not are counted: what everybody can read hides nobody.
func ContributorsOf(cs []claim.Claim, public func(source string) bool) Contributors {
	speakers, monitors, orgs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	open := func(c claim.Claim) bool { return public(c.Key.Source) || c.Said.Consent == claim.PublicRecord }
	by := Contributors{Public: !slices.ContainsFunc(cs, func(c claim.Claim) bool { return !open(c) })}
	for _, c := range cs {
		if !by.Public && open(c) {
			continue
		}
		x := c.Said.Speaker
		if s := cmp.Or(x.Subject, x.Name); s != "" {
			speakers[s] = true
		}
		if x.Monitor != "" {
			monitors[lang.Fold(x.Monitor)] = true
		}
		if o := cmp.Or(x.Org, c.Said.Reporter); o != "" {
			orgs[lang.Fold(o)] = true // one name in two spellings is one
		}
	}
	by.Speakers, by.Monitors, by.Orgs = len(speakers), len(monitors), len(orgs)
	return by
}
