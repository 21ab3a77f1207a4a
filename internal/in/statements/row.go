package statements

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
)

// Codes A400–A449.
var _ = diag.Codes(
	diag.Kind{Code: "A400", Severity: diag.Note},             // no id: one was made from the content
	diag.Kind{Code: "A401", Severity: diag.Error, Args: 2},   // speaker class missing or unknown
	diag.Kind{Code: "A402", Severity: diag.Error, Args: 2},   // unknown stage
	diag.Kind{Code: "A403", Severity: diag.Error, Args: 2},   // unknown rung
	diag.Kind{Code: "A404", Severity: diag.Error, Args: 2},   // unknown measure
	diag.Kind{Code: "A406", Severity: diag.Warning, Args: 2}, // dates that contradict each other
	diag.Kind{Code: "A407", Severity: diag.Error},            // a capacity without consent to be listed
	diag.Kind{Code: "A408", Severity: diag.Error, Args: 1},   // a required cell is empty
	diag.Kind{Code: "A409", Severity: diag.Warning, Args: 2}, // unknown consent level: internal only
	diag.Kind{Code: "A445", Severity: diag.Warning},          // consent was refused: the row is not kept
	diag.Kind{Code: "A410", Severity: diag.Warning, Args: 2}, // unknown state
	diag.Kind{Code: "A411", Severity: diag.Warning, Args: 2}, // unknown part of the triad
	diag.Kind{Code: "A414", Severity: diag.Warning, Args: 1}, // a test that cannot be read
	diag.Kind{Code: "A415", Severity: diag.Error},            // an effect without a rival explanation
	diag.Kind{Code: "A416", Severity: diag.Error, Args: 1},   // the same id twice
	diag.Kind{Code: "A417", Severity: diag.Warning, Args: 2}, // unknown kind of subject
	diag.Kind{Code: "A418", Severity: diag.Warning, Args: 1}, // direct or reported cannot be read
	diag.Kind{Code: "A419", Severity: diag.Error, Args: 2},   // unknown kind of measure
	diag.Kind{Code: "A420", Severity: diag.Warning, Args: 2}, // unknown event of a measure
)

// row is one row of a sheet under canonical column names.
type row struct {
	*sheet.Row
	source string
	opt    Options
	bad    bool // an error was found: the row is not imported
}

func (r *row) get(c string) string { return r.Text(c) }

// add reports a finding; respondents' words never go into its arguments, only
// codes somebody chose from a list.
func (r *row) add(code diag.Code, column string, args ...any) {
	r.Find(code, column, args...)
	k, _ := diag.Known(code)
	r.bad = r.bad || k.Severity == diag.Error
}

func (r *row) need(c string) string {
	v := r.get(c)
	if v == "" {
		r.add("A408", c, c)
	}
	return v
}

func (r *row) yes(c string) bool { y, _ := r.Bool(c); return y }

// code reads a cell that must be one of a list.
func (r *row) code(c string, known []string, unknown diag.Code, aliases map[string]string) string {
	v := strings.NewReplacer(" ", "-", "_", "-").Replace(fold(r.get(c)))
	if a, ok := aliases[v]; ok {
		v = a
	}
	if v == "" || slices.Contains(known, v) {
		return v
	}
	r.add(unknown, c, r.get(c), hint(v, known))
	return ""
}

// hint is the nearest known name, or all of them where none is near.
func hint(v string, known []string) string {
	if n := lang.Nearest(v, known); n != "" {
		return n
	}
	return strings.Join(known, ", ")
}

func fold(s string) string { return lang.Fold(strings.TrimSpace(s)) }

var consentAliases = map[string]claim.Consent{
	"internal": claim.ConsentInternal, "interne": claim.ConsentInternal,
	"partners": claim.ConsentPartners, "partenaires": claim.ConsentPartners,
	"public": claim.ConsentPublic, "publique": claim.ConsentPublic,
	"quote": claim.ConsentQuote, "citation": claim.ConsentQuote, "quoted": claim.ConsentQuote,
	"record": claim.PublicRecord, "public-record": claim.PublicRecord, "acte-public": claim.PublicRecord,
}

// said reads the columns every statement has.
func (r *row) said() claim.Said {
	classes := make([]string, len(source.Classes))
	for i, c := range source.Classes {
		classes[i] = string(c)
	}
	class, ok := source.ReadClass(r.get("class"))
	switch {
	case r.get("class") == "":
		r.add("A401", "class", "", strings.Join(classes, ", "))
	case !ok:
		r.add("A401", "class", r.get("class"), hint(string(class), classes))
	}
	s := claim.Said{
		Speaker: claim.Speaker{Class: class, Name: r.get("speaker"), Org: r.get("org"), Subject: r.get("subject_id"),
			Monitor: r.get("monitor"), Area: r.get("area"), Relation: r.get("relation"), Sex: r.get("sex"), AgeBand: r.get("age_band"),
			SpeaksFor: r.get("speaks_for"), Mandated: r.get("mandated"), Interest: r.get("interest")},
		Reporter: r.get("reporter"), Forum: r.get("forum"), On: r.Span("on"), Lang: lang.Tag(r.get("language")).Base(),
		Verbatim: r.get("verbatim"), Translator: r.get("translator"), Document: r.get("document"), Confidence: r.get("confidence"),
		Cleared: r.yes("cleared"), After: r.Span("release_after"), Theme: r.List("theme"),
	}
	for c, t := range map[string]lang.Tag{"translation_fr": lang.French, "translation_en": lang.English} {
		if v := r.get(c); v != "" {
			if s.Translation == nil {
				s.Translation = lang.Text{}
			}
			s.Translation[t] = v
		}
	}
	switch d := fold(r.get("directness")); {
	case d == "" || d == "direct" || strings.HasPrefix(d, "written by") || strings.HasPrefix(d, "official") || d == "texte officiel":
	case strings.HasPrefix(d, "reported") || strings.HasPrefix(d, "rapport") || d == "indirect":
		s.Reported = true
	default:
		r.add("A418", "directness", r.get("directness"))
	}
	s.Consent = r.opt.Consent
	if v := strings.ReplaceAll(fold(r.get("consent")), " ", "-"); v != "" {
		c, ok := consentAliases[v]
		if !ok {
			r.add("A409", "consent", r.get("consent"), "internal, partners, public, quote, record")
			c = claim.ConsentInternal
		}
		s.Consent = c
	}
	if s.On.Known() && s.After.Known() && s.After.To < s.On.From {
		r.add("A406", "release_after", s.On.String(), s.After.String())
	}
	return s
}

// gloss reads the wording of a free field in the languages of the pages. Where
// one language has a column of its own and the other has not, the field itself
// is in the other: "evidence" with "evidence_fr" is English.
func (r *row) gloss(field string) lang.Text {
	g := lang.Text{}
	for _, t := range lang.Complete {
		if v := r.get(field + "_" + string(t)); v != "" {
			g[t] = v
		}
	}
	if v := r.get(field); v != "" && len(g) == 1 {
		for _, t := range lang.Complete {
			if g[t] == "" {
				g[t] = v
			}
		}
	}
	if len(g) == 0 {
		return nil
	}
	return g
}

// glosses reads those of every free field of a kind.
func (r *row) glosses(k claim.Kind) (all map[string]lang.Text) {
	for _, f := range freeOf(k) {
		g := r.gloss(f)
		if g == nil && f == "note" && r.get(f) != "" {
			g = lang.Text{lang.Tag(cmp.Or(r.get("language"), string(lang.English))).Base(): r.get(f)}
		}
		if g == nil || f == "for" || f == "against" {
			continue
		}
		if all == nil {
			all = map[string]lang.Text{}
		}
		all[f] = g
	}
	return all
}

// key is the row's id, or one made from what it says, so that the same row
// read again is the same statement.
func (r *row) key(k claim.Kind) claim.Key {
	if id := r.get("id"); id != "" {
		return claim.Key{Source: r.source, ID: id}
	}
	r.add("A400", "id")
	h := sha256.New()
	for _, c := range r.Cells() {
		h.Write([]byte(c + "\x00"))
	}
	return claim.Key{Source: r.source, ID: string(k) + "-" + hex.EncodeToString(h.Sum(nil)[:8])}
}

func (r *row) measure(c string, must bool) string {
	v := r.get(c)
	if v == "" {
		if must {
			r.add("A408", c, c)
		}
		return ""
	}
	if len(r.opt.Measures) > 0 && !slices.Contains(r.opt.Measures, v) {
		r.add("A404", c, v, hint(v, r.opt.Measures))
	}
	return v
}

func (r *row) rung(c string) int {
	n, err := register.ParseRung(r.get(c))
	if err != nil {
		r.add("A403", c, r.get(c), hint(fold(r.get(c)), append(slices.Clone(register.Rungs), "unknown")))
		return claim.Unclear
	}
	return n
}
