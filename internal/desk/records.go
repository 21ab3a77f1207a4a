package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/xlsform"
)

// told is the desk part of a record: one row of own reports, or one
// submission. Projections rest on it alone.
type told struct {
	Source string            `json:"source"`
	ID     string            `json:"id"` // of the record in its source
	File   string            `json:"file,omitempty"`
	Row    int               `json:"row,omitempty"`
	Rev    claim.Rev         `json:"rev,omitempty"` // of the whole, under the study's secret
	Claims []json.RawMessage `json:"claims,omitempty"`
	Gone   []claim.Key       `json:"gone,omitempty"` // claims of an earlier revision that are no longer said
}

// whispered is the severe part: what could identify who spoke, until somebody
// has cleared it.
type whispered struct {
	Subject     string    `json:"subject,omitempty"`
	Monitor     string    `json:"monitor,omitempty"`
	Name        string    `json:"name,omitempty"`
	Verbatim    string    `json:"verbatim,omitempty"`
	Translation lang.Text `json:"translation,omitempty"`
	Notes       string    `json:"notes,omitempty"`
	Raw         []byte    `json:"raw,omitempty"` // a submission as it came
}

// report is one record to be.
type report struct {
	id     string
	row    int
	claims []claim.Claim
	raw    []byte
}

// standing is the last revision of a record in the ledger.
type standing struct {
	ref     ledger.Ref
	rev     claim.Rev
	file    string
	subject string
	keys    []claim.Key
}

// divide splits a claim into what the desk works with and what is severe.
// Informant and monitor become codes under the study's secret, so that
// distinct ones can still be counted.
func divide(c claim.Claim, secret []byte) (claim.Claim, whispered) {
	w := whispered{Subject: c.Said.Speaker.Subject, Monitor: c.Said.Speaker.Monitor, Name: c.Said.Speaker.Name}
	c.Said.Speaker.Name = ""
	c.Said.Speaker.Subject = alias(secret, "subject", w.Subject)
	c.Said.Speaker.Monitor = alias(secret, "monitor", w.Monitor)
	if !c.Said.Cleared {
		w.Verbatim, w.Translation = c.Said.Verbatim, c.Said.Translation
		c.Said.Verbatim, c.Said.Translation = "", nil
		if c.Kind == claim.KindVerbatim {
			c.Said.Verbatim = "…" // there are words; they wait to be cleared
		}
	}
	if c.Incident != nil && c.Incident.Notes != "" {
		n := *c.Incident
		w.Notes, n.Notes = n.Notes, ""
		c.Incident = &n
	}
	return c, w
}

// alias is a short code for a person, the same for the same person in one
// study and of no use outside it.
func alias(secret []byte, kind, who string) string {
	if who == "" {
		return ""
	}
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(kind + "\x00" + who))
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)[:10]))
}

// opened is the desk part of a record; ok is false where its subject withdrew.
func opened(ctx context.Context, e store.Entry) (t told, cs []claim.Claim, ok bool, err error) {
	defer fault.Wrap(&err, "read record %d", e.Seq)
	b, err := e.Open(ctx, "desk")
	if f, is := fault.Public(err); is && f.Code == store.Withdrawn {
		return t, nil, false, nil
	}
	if err != nil {
		return t, nil, false, err
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, nil, false, err
	}
	for _, x := range t.Claims {
		c, err := claim.Decode(x)
		if err != nil {
			return t, nil, false, err
		}
		c.Origin = claim.Origin{Entry: e.Seq, File: t.File, Row: t.Row}
		cs = append(cs, c)
	}
	return t, cs, true, nil
}

// standing gives the last revision of each record of a source.
func (d *Desk) standing(ctx context.Context, id, source string) (map[string]standing, error) {
	m := map[string]standing{}
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Record) {
		if err != nil {
			return nil, err
		}
		t, cs, ok, err := opened(ctx, e)
		if err != nil {
			return nil, err
		}
		if !ok || t.Source != source {
			continue
		}
		if len(cs) == 0 {
			delete(m, t.ID)
			continue
		}
		p, _ := e.Part("desk")
		s := standing{ref: ledger.Ref{Log: e.Log, Seq: e.Seq}, rev: t.Rev, file: t.File, subject: p.Subject}
		for _, c := range cs {
			s.keys = append(s.keys, c.Key)
		}
		m[t.ID] = s
	}
	return m, nil
}

// importRecords enters a table in confidence row by row. The file is not kept.
func (d *Desk) importRecords(ctx context.Context, f *folder.Folder, x File, rd reader, in io.Reader, dry bool) (r Imported, err error) {
	secret, err := d.db.StudySecret(f.ID)
	if err != nil {
		return r, err
	}
	t, err := rd.open(aboutOf(f, x, rd), secret.Reveal(), in)
	if err != nil {
		return r, err
	}
	var reports []report
	for c := range r.take(t) {
		if n := len(reports); n > 0 && reports[n-1].row == c.Origin.Row && c.Origin.Row > 0 {
			reports[n-1].claims = append(reports[n-1].claims, c)
			continue
		}
		reports = append(reports, report{id: c.Key.ID, row: c.Origin.Row, claims: []claim.Claim{c}})
	}
	if err := r.end(t); err != nil {
		return r, err
	}
	return r, d.enter(ctx, f, x, reports, true, dry, &r)
}

// importSubmissions enters a folder of submissions, one record each. A phone
// sends each once: one that is not there any more is not withdrawn.
func (d *Desk) importSubmissions(ctx context.Context, f *folder.Folder, x File, dry bool, r *Imported) error {
	forms, err := fs.Sub(f.FS, "forms")
	if err != nil {
		return err
	}
	kit, found, err := odk.Open(forms, xlsform.XForm)
	r.find(found)
	if err != nil {
		return err
	}
	inbox, err := x.dir(f)
	if err != nil {
		return err
	}
	if _, err := fs.Stat(inbox, "."); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "D703", x.Name)
	}
	subs, found, err := odk.Read(inbox, kit.Forms, kit.Mapping, x.Source.ID)
	r.find(found)
	if err != nil {
		return err
	}
	var reports []report
	for _, s := range subs {
		raw, err := fs.ReadFile(inbox, s.File)
		if err != nil {
			return err
		}
		if len(s.Claims) > 0 {
			reports = append(reports, report{id: s.ID, claims: s.Claims, raw: raw})
		}
	}
	return d.enter(ctx, f, x, reports, false, dry, r)
}

// enter appends an entry for each report that is new or changed, and, where
// the list is whole, one for each that is no longer in it.
func (d *Desk) enter(ctx context.Context, f *folder.Folder, x File, reports []report, whole, dry bool, r *Imported) error {
	sealed, err := d.db.StudySecret(f.ID)
	if err != nil {
		return err
	}
	secret := sealed.Reveal()
	old, err := d.standing(ctx, f.ID, x.Source.ID)
	if err != nil {
		return err
	}
	never, err := d.withdrawn(ctx, f.ID)
	if err != nil {
		return err
	}
	var drafts []ledger.Draft
	var tolds []told
	var claims [][]claim.Claim
	add := func(t told, cs []claim.Claim, severe []whispered, was *standing) error {
		dr, err := d.sealed(t, severe)
		if err != nil {
			return err
		}
		if was != nil {
			dr.Replaces, dr.Subject = &was.ref, was.subject
		} else if len(cs) > 0 {
			dr.Subject = cs[0].Said.Speaker.Subject
		}
		drafts, tolds, claims = append(drafts, dr), append(tolds, t), append(claims, cs)
		return nil
	}
	here := map[string]bool{}
	for _, rep := range reports {
		if here[rep.id] {
			continue // the reader has found it twice, and said so
		}
		here[rep.id] = true
		if never[recordCode(secret, x.Source.ID, rep.id)] {
			r.find(diag.List{diag.New("D702", diag.At{File: path.Base(x.Name), Row: rep.row})})
			continue
		}
		r.Claims += len(rep.claims)
		t := told{Source: x.Source.ID, ID: rep.id, File: x.Name, Row: rep.row}
		var all []byte
		var cs []claim.Claim
		var severe []whispered
		for _, c := range rep.claims {
			b, err := claim.Encode(c)
			if err != nil {
				return err
			}
			all = append(append(all, b...), '\n')
			c, w := divide(c, secret)
			if b, err = claim.Encode(c); err != nil {
				return err
			}
			t.Claims = append(t.Claims, b)
			cs, severe = append(cs, c), append(severe, w)
		}
		if rep.raw != nil {
			severe = append(severe, whispered{Raw: rep.raw})
		}
		t.Rev = claim.RevOf(all, secret)
		was, known := old[rep.id]
		if known && was.rev == t.Rev {
			continue
		}
		var w *standing
		if known {
			w = &was
			for _, k := range was.keys {
				if !slices.ContainsFunc(cs, func(c claim.Claim) bool { return c.Key == k }) {
					t.Gone = append(t.Gone, k)
				}
			}
			r.Revised++
		} else {
			r.Added += len(cs)
		}
		if err := add(t, cs, severe, w); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		was := old[id]
		if !whole || here[id] || was.file != x.Name {
			continue
		}
		r.Withdrawn++
		if err := add(told{Source: x.Source.ID, ID: id, File: x.Name, Gone: was.keys}, nil, nil, &was); err != nil {
			return err
		}
	}
	r.Stands = len(drafts) == 0
	if !r.Stands {
		r.find(diag.List{diag.New("D704", diag.At{File: x.Name})})
		if _, err := d.db.Custody(f.ID); err == nil && d.db.CustodyIsHere(f.ID) {
			r.find(diag.List{diag.New("D705", diag.At{File: x.Name}, f.ID)})
		}
	}
	if r.Stands || dry {
		return nil
	}
	drafts = append(drafts, d.draft(ledger.Study, ledger.JSON("study", pin{Did: "import", Folder: f.Hash, Program: d.version})))
	return d.db.Update(ctx, func(tx *store.Tx) error {
		es, err := tx.Append(f.ID, d.office, drafts...)
		if err != nil {
			return err
		}
		for i, t := range tolds {
			for j := range claims[i] {
				claims[i][j].Origin = claim.Origin{Entry: es[i].Seq, File: t.File, Row: t.Row}
			}
		}
		return putRecords(tx, f.ID, d.office, sealed, tolds, claims, es)
	})
}

// sealed is the draft of a record.
func (d *Desk) sealed(t told, severe []whispered) (ledger.Draft, error) {
	desk, err := json.Marshal(t)
	if err != nil {
		return ledger.Draft{}, err
	}
	ps := []ledger.Piece{ledger.ForDesk(desk)}
	if slices.ContainsFunc(severe, func(w whispered) bool {
		return w.Subject+w.Monitor+w.Name+w.Verbatim+w.Notes != "" || len(w.Raw) > 0 || len(w.Translation) > 0
	}) {
		b, err := json.Marshal(severe)
		if err != nil {
			return ledger.Draft{}, err
		}
		ps = append(ps, ledger.ForCustody(b))
	}
	return d.draft(ledger.Record, ps...), nil
}

// putRecords projects records in order.
func putRecords(tx *store.Tx, study, log string, secret seal.Secret[[]byte], ts []told, claims [][]claim.Claim, es []ledger.Entry) error {
	in := store.Import{Study: study, Log: log, Secret: secret}
	_, err := tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
		for _, cs := range claims {
			for _, c := range cs {
				if !yield(c, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	for i, t := range ts {
		if err := tx.Gone(study, t.Gone, es[i].Seq); err != nil {
			return err
		}
	}
	return nil
}
