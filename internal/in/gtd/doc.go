// Package gtd reads the Global Terrorism Database, as CSV or as the workbook
// the University of Maryland provides.
//
// A row becomes an incident as the source records it, and, where the source
// doubts its own classification (doubtterr), namings: the source's word,
// doubted, and the alternative it gives. Codes and names stay the source's own.
// Its licence lets nobody pass rows on: [Source] is a source file for a study
// that says so (aggregates only), [Acts] a crosswalk of its types for
// terms/acts.csv. The package does not know what else is said of the same
// event (reconcile does). The function you want is [Open].
//
// docs/formats/gtd.md lists every column that is read and what is done with it.
package gtd
