package claim

import "testing"

// No is no in every spelling; a level, an empty cell and a yes are not.
func TestRefuses(t *testing.T) {
	for _, s := range []string{"no", "No", "NON", " non ", "refus", "Refusé", "refused", "Non, merci", "0", "FALSE", "Faux", "N", "no consent", "non donné", "Pas d'accord", "sans_accord", "none"} {
		if !Refuses(s) {
			t.Errorf("%q is not a refusal", s)
		}
	}
	for _, s := range []string{"", "internal", "interne", "partners", "public", "quote", "oui", "yes", "1", "true", "norme", "note", "nonce", "no objection", "record", "?", "acte public"} {
		if Refuses(s) {
			t.Errorf("%q is a refusal", s)
		}
	}
}
