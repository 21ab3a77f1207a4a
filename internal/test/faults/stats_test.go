package faults

import "testing"

// TestFormsAndStatistics holds what forms and figures must say: a literal that
// no phone understands is found, a number that rests on a guess is refused.
func TestFormsAndStatistics(t *testing.T) {
	run(t, formsAndStatistics)
}

var formsAndStatistics = []fault{
	{
		name:  "16-form-bare-word",
		want:  []string{`appearance-in-relevant\.xlsx\[survey\].*relevant: error F620`, `unquoted-choice\.xlsx\[survey\].*error F620.*'oui'`, `unquoted-in-selected\.xlsx\[survey\].*F620`},
		never: []string{`the form is good`},
	},
	{
		name:  "18-form-choice-not-in-list",
		want:  []string{`equal-typo\.xlsx.*warning F621.*"ouii".*"oui"`, `selected-capital\.xlsx.*F621.*"Oui".*"oui"`},
		never: []string{`the form is good`},
	},
	{
		name: "19-form-default-not-of-type",
		want: []string{`F623.*"03/08/2031"`, `F623.*"abc"`, `F623.*"1,5"`, `F624.*"zzz"`, `F624.*"a,b"`, `F623.*"14h30"`, `F623.*"12,6 -8,0"`,
			`F623.*"1\.0"`, `F623.*"1 000"`, `<dt>2031-08-03T14:30:00</dt>`},
		never: []string{`defaults\.xlsx: the form is good`},
	},
	{
		name: "14-ordinal-words", files: []string{"14-ordinal-words/o.csv", "14-ordinal-words/same-as-numbers.csv"}, sh: "$DIRES tool agree o.csv --metric ordinal; $DIRES tool agree o.csv --metric ordinal --order 'faible,moyen,fort,très fort'; " +
			"$DIRES tool agree same-as-numbers.csv --metric ordinal; $DIRES tool agree o.csv --metric ordinal --order faible,moyen; $DIRES tool agree o.csv --method gwet --weights ranked",
		want:  []string{`S398`, `ordinal +0\.6330`, `faible < moyen < fort < très fort`, `1 < 2 < 3 < 4`, `fort, très fort.*S397|S397|stand: fort, très fort`},
		never: []string{`0\.4531`, `ranked +0`},
	},
	{
		name:  "27-same-text-other-bytes",
		want:  []string{`(?s)apostrophe.*nominal +1\.0000.*case.*nominal +1\.0000.*nfd.*nominal +1\.0000.*spaces.*nominal +1\.0000`},
		never: []string{`0\.5455`, `0\.3636`, `0\.5500`, `0\.2308`},
	},
	{
		name: "27-says", files: []string{"27-same-text-other-bytes/case.csv"}, sh: "$DIRES tool agree case.csv", want: []string{`Oui = oui.*S347`},
	},
	{
		name: "29-agree-long-format", files: []string{"29-agree-long-format/long.csv", "29-agree-long-format/notes.csv"}, sh: "for f in *.csv; do $DIRES tool agree $f; done",
		want:  []string{`nominal +0\.5333`, `units +4`, `coders +2: A, B`, `S399`, `coders +2: a, b`, `remarque, date.*S393`},
		never: []string{`0\.2632`, `0\.0476`},
	},
	{
		name: "labels-unit-twice", sh: `printf 'unit,a,b\nu1,oui,oui\nu2,non,non\nu2,non,non\nu3,oui,non\n' >l.csv; $DIRES tool agree l.csv`,
		want: []string{`rows 3 and 4.*S395`}, never: []string{`nominal +-?[0-9]`},
	},
	{
		name: "labels-line-break", sh: `printf 'unit,a,b\nu1,oui,oui\nu2,non,non\nu3,"pas\nvu",non\nu4,oui,non\n' >l.csv; $DIRES tool agree l.csv`,
		want: []string{`(?m)^share of “pas vu” +0\.1250`}, never: []string{`(?m)^vu`},
	},
}
