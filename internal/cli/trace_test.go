package cli

import (
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/lang"
)

// A trace has words for each kind of statement.
func TestEveryKindOfStatementHasWords(t *testing.T) {
	for _, k := range append(statements.Kinds(), claim.KindIncident, claim.KindDeaths) {
		if _, ok := lang.Lookup("told." + string(k)); !ok {
			t.Errorf("told.%s is missing", k)
		}
	}
}
