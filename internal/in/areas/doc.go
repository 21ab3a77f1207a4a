// Package areas reads where things are: boundaries of administrative units
// from GeoJSON, and gazetteers of named places from CSV or XLSX.
//
// It does not know what happened anywhere, nor which of two rival boundaries
// is right: a set of boundaries has a source and a vintage, and both are kept.
// The function you want is [Read], which takes either kind of file; [Open] and
// [OpenTowns] stream.
//
// docs/formats/areas.md lists the property names and columns it knows.
package areas
