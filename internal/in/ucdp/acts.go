package ucdp

import _ "embed"

// Acts is a crosswalk of the source's types to acts, for terms/acts.csv. Its
// types say who fights whom, not how: they map to what the ways have in common.
//
//go:embed acts.csv
var Acts []byte
