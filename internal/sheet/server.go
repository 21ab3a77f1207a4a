package sheet

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
)

// What a collection server writes beside the answers: KoboToolbox, Ona and ODK
// Central export one table a form, with columns of their own. They are known by
// their exact names; a table that has three of them comes from a server. There
// they are no answers, and a submission that the office rejected is none.

// kept are the columns of servers, each as it is written.
var kept = func() map[string]bool {
	m := map[string]bool{}
	for _, names := range []string{
		"_id _uuid _submission_time _validation_status _notes _status _submitted_by __version__ _version_ _version _tags _index _attachments _geolocation",
		"_bamboo_dataset_id _xform_id _xform_id_string formhub/uuid meta/instanceID meta/instanceName meta/rootUuid meta/deprecatedID meta/audit",
		"_parent_table_name _parent_index _submission__id _submission__uuid _submission__submission_time _submission__validation_status",
		"_submission__notes _submission__status _submission__submitted_by _submission___version__ _submission__tags _submission__version_",
		"_duration _edited _total_media _media_count _media_all_received _last_edited _date_modified _review_status _review_comment _supplementalDetails",
		"SubmissionDate KEY PARENT_KEY meta-instanceID meta-instanceName SubmitterID SubmitterName AttachmentsPresent AttachmentsExpected",
		"ReviewState DeviceID Edits FormVersion instanceID instanceName __id __system/submissionDate __system/reviewState",
	} {
		for n := range strings.FieldsSeq(names) {
			m[n] = true
		}
	}
	return m
}()

// phone are names that a form gives to what the phone fills in: they are no
// answers in a table from a server, and may be anything elsewhere.
var phone = []string{"start", "end", "today", "deviceid", "subscriberid", "simid", "simserial", "simserialnumber", "phonenumber", "username", "audit",
	"background-audio", "Status", "_xform_id_string"}

// native are the columns of a server that tell submissions apart, best first.
var native = []string{"_id", "_uuid", "KEY", "__id", "meta-instanceID", "meta/instanceID", "instanceID"}

const severalKept = 3 // columns of a server that make a table one of its exports

// exported reports whether a header is that of a server's export.
func exported(head []string) bool {
	n := 0
	for _, h := range head {
		if kept[h] {
			n++
		}
	}
	return n >= severalKept
}

// houses reports whether a column is one that a server keeps for itself.
func (t *Table) houses(header string) bool {
	return t.server && (kept[header] || slices.Contains(phone, header))
}

// native is the column of a server that tells submissions apart, where a reader
// takes one: the first that it knows by that name.
func (t *Table) native(index map[string]string) string {
	if !t.server {
		return ""
	}
	for _, n := range native {
		if slices.Contains(t.Head, n) && index[lang.Fold(n)] != "" {
			return n
		}
	}
	return ""
}

// housekept says in one line which columns of a server are not read.
func (t *Table) housekept(columns []string) {
	if len(columns) > 0 {
		t.found.Add("A271", diag.At{File: t.Name, Sheet: t.Sheet, Row: t.headRow}, strings.Join(columns, ", "))
	}
}

// judged are the columns in which an office says what it thinks of a submission.
var judged = []string{"_validation_status", "_submission__validation_status", "ReviewState", "__system/reviewState", "_review_status"}

var (
	rejected = folded("validation_status_not_approved", "not approved", "rejected", "non approuvé", "non approuvée", "rejeté", "rejetée", "refusé", "refusée")
	onHold   = folded("validation_status_on_hold", "on hold", "hasIssues", "has issues", "en attente", "pending")
)

func folded(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[lang.Fold(w)] = true
	}
	return m
}

// fromServer finds out whether the table comes from one, and where the office's
// verdict stands.
func (t *Table) fromServer() {
	if t.server = exported(t.Head); !t.server {
		return
	}
	for i, h := range t.Head {
		if slices.Contains(judged, h) {
			t.verdicts = append(t.verdicts, i)
		}
	}
}

// rejects reports whether the office rejected a submission, and counts it.
func (t *Table) rejects(cells [][]byte) bool {
	for _, i := range t.verdicts {
		if i >= len(cells) {
			continue
		}
		switch s := lang.Fold(string(trim(cells[i]))); {
		case rejected[s]:
			t.turned++
			return true
		case onHold[s]:
			t.held++
		}
	}
	return false
}

// nothing says that the table has no row, and how many cells R left empty.
func (t *Table) nothing() (found diag.List) {
	at := diag.At{File: t.Name, Sheet: t.Sheet}
	if t.empty {
		found.Add("A279", at)
	}
	if t.none > 0 {
		found.Add("A280", at, t.none)
	}
	return found
}

// judgements says how many submissions the office rejected or holds back.
func (t *Table) judgements() (found diag.List) {
	at := diag.At{File: t.Name, Sheet: t.Sheet}
	if len(t.verdicts) > 0 {
		at.Field = t.Head[t.verdicts[0]]
	}
	if t.turned > 0 {
		found.Add("A272", at, t.turned)
	}
	if t.held > 0 {
		found.Add("A273", at, t.held)
	}
	return found
}
