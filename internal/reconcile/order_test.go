package reconcile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dires/dires/internal/claim"
)

func TestKeysAreOrderedAsTheyCompare(t *testing.T) {
	for seed := range uint64(200) {
		g := rand.New(rand.NewPCG(seed, 2))
		sources := []string{"acled", "radio", "radio-2"}[:1+g.IntN(3)]
		var keys []claim.Key
		for range g.IntN(80) {
			id := ""
			switch g.IntN(5) {
			case 0:
				id = fmt.Sprintf("MLI%06d", g.IntN(50))
			case 1:
				id = fmt.Sprintf("MLI-of-a-long-beginning-%d", g.IntN(500))
			case 2:
				id = string([]byte{byte(g.IntN(256)), 0, 255}[:g.IntN(4)])
			case 3:
				id = fmt.Sprint(g.IntN(1000))
			}
			keys = append(keys, claim.Key{Source: sources[g.IntN(len(sources))], ID: id})
		}
		if seed%2 == 0 { // ids that begin alike
			keys = slices.DeleteFunc(keys, func(k claim.Key) bool { return len(k.ID) < 9 })
		}
		want := slices.SortedStableFunc(slices.Values(keys), claim.Key.Compare)
		if order := orderOf(keys, sources); order != nil {
			keys = inOrder(keys, order)
		}
		if !slices.Equal(keys, want) {
			t.Fatalf("seed %d\n got %q\nwant %q", seed, keys, want)
		}
	}
}
