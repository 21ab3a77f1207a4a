package record

import (
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// Put projects records in order.
func Put(tx *store.Tx, study, log string, secret seal.Secret[[]byte], ts []Told, claims [][]claim.Claim, es []ledger.Entry) error {
	in := store.Import{Study: study, Log: log, Secret: secret}
	_, err := tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
		for _, cs := range claims {
			for _, c := range cs {
				if !yield(c, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	for i, t := range ts {
		if _, err := tx.Gone(study, t.Gone, es[i].Seq); err != nil {
			return err
		}
	}
	return nil
}
