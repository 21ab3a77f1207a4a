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
}
