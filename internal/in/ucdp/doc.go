// Package ucdp reads the files of the Uppsala Conflict Data Program: the
// Georeferenced Event Dataset (GED, versions 17.1 to 25.1 and the monthly
// candidate files) and tables of deaths by place and year made from it. Which
// of the two a file is, its header says; a file without a header is taken for
// GED if its first row is one.
//
// A row of GED becomes an incident as the source records it; a location-year
// becomes deaths at a place over a year, which is no incident. Codes and names
// stay the source's own. The package does not know what the codes mean to a
// study (terms/ does) or what else is said of the same event (reconcile does).
// The function you want is [Open]:
//
//	rd, err := ucdp.Open("GEDEvent_v24_1.csv", f, ucdp.Options{Source: "ucdp-ged"})
//	for c, found := range rd.Claims() {
//		// c.Kind == "" says that the row was left out, and found says why
//	}
//	err = rd.Err()
//
// docs/formats/ucdp.md lists every column and what is done with it.
package ucdp
