// Package record knows what stands in the parts of a record's entry: of a row of
// the coalition's own reports, or of a form that somebody filled in. It divides
// what was told into what the desk works with and what is severe, and reads it
// back.
//
// It appends nothing and projects nothing: the desk does. The functions you want
// are [Report.Entry] to make one and [Open] to read one; [Statements] and
// [Interviews] make reports of a folder of submissions, [Standings] says what the
// ledger has, [Answered] what it has of a survey:
//
//	all, found, err := record.Interviews(forms, inbox, surveys, secret)
//	e, err := all[0].Entry("inquiry", "inbox", record.Keep{Secret: secret})
//	ps, err := e.Pieces()
package record
