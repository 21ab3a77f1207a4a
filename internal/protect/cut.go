package protect

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// quarter is when something was said in confidence, as fine as it may be known.
func quarter(on string) string {
	x, err := when.Parse(on)
	if err != nil || !x.Known() {
		return ""
	}
	if b := when.BucketOf(x.From, when.Quarterly); b.Holds(x) {
		return b.String()
	}
	return when.BucketOf(x.From, when.Yearly).String()
}

// surveyed is the reader of sources whose rows are people's answers.
const surveyed = "survey"

// traced reports a source whose rows a trace names. Rows of a survey leave as a
// file of their own, see [ReleaseRows], in an order that says nothing: what names
// them in the cells of figures would undo that.
func traced(s source.Source) bool {
	return s.Licence.Level == source.Rows && !s.Protection.OwnReports && (s.Reader != surveyed || s.Protection.Public)
}

// cut shortens the trace of a printed cell to what the licence of each source
// lets out (the row, or the source alone) and takes the words from statements
// that may not be quoted. words counts what it took.
func (g *gate) cut(c figure.Cell) (out figure.Cell, words int) {
	if g.in.Profile == Internal {
		return c, 0
	}
	var t figure.Trace
	for _, r := range c.Trace().Refs {
		s := g.sources[r.Claim.Source]
		if traced(s) {
			t.Refs = append(t.Refs, r)
		} else {
			t.Ends = append(t.Ends, r.Claim.Source)
		}
	}
	if len(c.Trace().Refs) == 0 {
		t.Looked = c.Trace().Looked
	}
	slices.Sort(t.Ends)
	t.Ends = slices.Compact(t.Ends)
	var said []figure.Saying
	for _, s := range c.Sayings() {
		src := g.sources[s.Source]
		open := src.Protection.Public && !src.Protection.OwnReports
		if !s.Quotable && (!open || src.Licence.Level < source.Derived) {
			// Counted where enough say so, never listed one by one: a name given
			// by one of two officials in a month is theirs.
			words++
			continue
		}
		if !open {
			s.On = quarter(s.On)
		}
		if s.Quotable && !src.Protection.Public && Hard(everyWord(s)) {
			s.Quotable = false // cleared by mistake: a number to call, a point on the map
			g.hard++
		}
		if !s.Quotable {
			if s.Verbatim != "" || s.Free || len(s.Details) > 0 {
				words++
			}
			s.Verbatim, s.Translation, s.Speaker, s.Document, s.SpeakerIn, s.DocumentIn, s.Details = "", nil, "", "", nil, nil, nil
			if s.Free {
				s.Term, s.Says = "", nil
			}
		}
		if src.Protection.OwnReports || src.Licence.Level < source.Rows {
			s.Claim.ID = "" // the id would lead back to a person's report
		}
		said = append(said, s)
	}
	return c.Released(t, said), words
}

// everyWord joins a statement and its translations, whatever their languages.
func everyWord(s figure.Saying) string {
	all := []string{s.Verbatim}
	for _, t := range s.Translation.Tags() {
		all = append(all, s.Translation[t])
	}
	return strings.Join(all, "\n")
}
