package record

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/form"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/xform"
)

// Report is one record to be: a row of a table, or a submission.
type Report struct {
	ID       string
	Row      int
	Claims   []claim.Claim
	Answers  *Answers // to a survey
	File     string   // a submission's, in its folder
	Raw      []byte   // a submission as it came
	Replaces []string // ids of the submissions that this one edits
	Handle   string   // the code given to whoever answered, to withdraw by
}

// Entry divides a report of a source into what the desk works with and what is
// severe.
func (r Report) Entry(source, file string, k Keep) (e Entry, err error) {
	secret := k.Secret
	e = Entry{Told: Told{Source: source, ID: r.ID, File: file, Row: r.Row, Edits: r.Replaces, Handle: Alias(secret, handle, r.Handle)}, Answers: r.Answers}
	var all []byte
	for _, c := range r.Claims {
		whole, err := claim.Encode(c)
		if err != nil {
			return e, err
		}
		all = append(append(all, whole...), '\n')
		c = k.Divide(c)
		b, err := claim.Encode(c)
		if err != nil {
			return e, err
		}
		e.Told.Claims, e.Claims = append(e.Told.Claims, b), append(e.Claims, c)
		if !bytes.Equal(b, whole) {
			e.Severe = append(e.Severe, Severe{Claim: whole})
		}
	}
	if r.Answers != nil { // with what of it is kept: a field may have become severe
		b, err := json.Marshal(r.Answers)
		if err != nil {
			return e, err
		}
		all = append(append(all, r.Raw...), b...)
	}
	if r.Raw != nil {
		e.Severe = append(e.Severe, Severe{Raw: r.Raw})
	}
	e.Told.Rev = claim.RevOf(all, secret)
	return e, nil
}

// handle is the field of that code, if a form has one.
const handle = "withdrawal"

func reportOf(inbox fs.FS, s odk.Submission) (r Report, err error) {
	r = Report{ID: s.Key, File: s.File, Replaces: s.Replaces}
	for _, a := range s.Answers {
		if a.Field.Name == handle && len(a.Row) == 0 {
			r.Handle = strings.TrimSpace(a.Value.Raw)
		}
	}
	r.Raw, err = fs.ReadFile(inbox, s.File)
	return r, err
}

// Statements reads a folder of submissions as the claims that the mapping
// makes of them, and says what it found of forms and submissions.
func Statements(forms, inbox fs.FS, source string) (rs []Report, found diag.List, err error) {
	defer fault.Wrap(&err, "read statements")
	kit, found, err := odk.Open(forms, form.XForm)
	if err != nil {
		return nil, found, err
	}
	subs, more, err := odk.Read(inbox, kit.Forms, kit.Mapping, source)
	found = append(found, more...)
	if err != nil {
		return nil, found, err
	}
	for _, s := range subs {
		r, err := reportOf(inbox, s)
		if err != nil {
			return nil, found, err
		}
		if r.Claims = s.Claims; len(r.Claims) > 0 {
			rs = append(rs, r)
		}
	}
	return rs, found, nil
}

// Interviews reads a folder of submissions as the answers to the forms that
// surveys name. Submissions of other forms are none of theirs. Of who refused
// consent nothing is kept but that, where a survey counts it.
func Interviews(forms, inbox fs.FS, surveys []answer.About, secret []byte) (rs []Report, found diag.List, err error) {
	defer fault.Wrap(&err, "read interviews")
	all, found, err := odk.Forms(forms, form.XForm)
	if err != nil {
		return nil, found, err
	}
	coded, consent, status := map[string][]string{}, map[string][]string{}, map[string][]string{}
	for _, s := range surveys {
		consent[s.Form] = append(consent[s.Form], s.Row.Consent)
		if s.Row.Status != "" {
			status[s.Form] = append(status[s.Form], s.Row.Status)
		}
		coded[s.Form] = append(coded[s.Form], answers.Coded(s)...)
	}
	all = slices.DeleteFunc(all, func(f *xform.Form) bool {
		return !slices.ContainsFunc(surveys, func(s answer.About) bool { return s.Form == f.ID })
	})
	subs, more, err := odk.Read(inbox, all, odk.Mapping{}, "")
	for _, x := range more {
		if x.Code != "F598" {
			found = append(found, x)
		}
	}
	if err != nil {
		return nil, found, err
	}
	for _, s := range subs {
		r, err := reportOf(inbox, s)
		if err != nil {
			return nil, found, err
		}
		if !s.Refused && odk.Refuses(s.Answers, consent[s.Form.ID]...) {
			found.Add("F606", diag.At{File: s.File})
			s.Refused = true
		}
		if s.Refused { // a survey may count who refused: that is all that is kept
			if len(status[s.Form.ID]) == 0 {
				continue
			}
			r.Raw, s.Answers = nil, odk.Bare(s.Answers, append(consent[s.Form.ID], status[s.Form.ID]...)...)
		}
		r.Answers = given(s.Form, s.Answers, s.Instance.Version(), coded[s.Form.ID], secret)
		rs = append(rs, r)
	}
	return rs, found, nil
}
