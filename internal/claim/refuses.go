package claim

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// Refuses reports whether a cell of consent says no: such a row is not kept, not
// even for internal use. A cell that says something else is not a refusal; what
// it means is for the reader.
func Refuses(cell string) bool {
	v := strings.Trim(strings.NewReplacer("-", " ", "_", " ").Replace(lang.Fold(cell)), " .!")
	return slices.Contains(refusals, v) || strings.HasPrefix(v, "refus")
}

var refusals = []string{"no", "non", "n", "0", "false", "faux", "none", "aucun", "denied", "declined", "withdrawn", "retire", "retiree", "retrait",
	"sans accord", "sans consentement", "pas d'accord", "pas d’accord", "pas d accord", "not given", "no consent", "non merci", "no thanks", "no thank you", "non donne", "non accorde", "non consenti", "not agreed", "does not agree", "n'accepte pas", "n’accepte pas", "withheld"}
