package lang

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

var apostrophes = strings.NewReplacer("\u2019", "'", "\u2018", "'", "\u02bc", "'", "\u00b4", "'", "`", "'", "\u201c", `"`, "\u201d", `"`,
	"\u2010", "-", "\u2011", "-", "\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "", "\u00ad", "")

// Spelling writes labels that look the same the same way: composed or not,
// curved or straight apostrophes, any white space.
func Spelling(s string) string {
	return strings.Join(strings.Fields(apostrophes.Replace(norm.NFC.String(s))), " ")
}
