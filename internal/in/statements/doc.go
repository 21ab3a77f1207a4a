// Package statements reads what people said from spreadsheets: one row, one
// statement, one file per kind (namings, responses, coping, involvement,
// effects, recommendations, commitments, capacities, needs, verbatims,
// incidents), and the register of measures and organisations.
//
// Headers may be French or English, in any order; a mapping of a study's own
// headers comes first. What cannot be read is a finding with its remedy, the
// rest is imported, and nothing is guessed: an unknown stage, rung, class or
// measure is not rounded to the nearest one. It does not know who may read
// what; that is protect's. The function you want is [Read].
//
// docs/formats/statements.md lists every column.
package statements
