// Package acled reads exports of the Armed Conflict Location & Event Data
// Project: the current 31 columns, the schema before 2023, the upper-case one
// of versions 5 to 7, and lists of deleted events. Which of them a file is, its
// header says.
//
// A row becomes an incident as the source records it; types and names stay the
// source's own. ACLED's terms let nobody pass rows on: [Source] is a source
// file for a study that says so (aggregates only), [Acts] a crosswalk of its
// types for terms/acts.csv. The package does not know what else is said of the
// same event (reconcile does). The function you want is [Open]:
//
//	rd, err := acled.Open("export.csv", f, acled.Options{Source: "acled"})
//	for c, found := range rd.Claims() {
//		// c.Kind == "" says that the row was left out, and found says why
//	}
//	for key := range rd.Deleted() { … } // of a list of deletions
//	err = rd.Err()
//
// docs/formats/acled.md lists every column and what is done with it.
package acled
