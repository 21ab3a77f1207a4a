package reconcile

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/test/linkcase"
)

// What a link says of itself adds up to what it weighs.
func TestReasonsSumToTheWeight(t *testing.T) {
	_, rs := invent(linkcase.Case{Seed: 23, Sources: 4, Towns: 20, Days: 300, Imprecise: []float64{.1, .2, .3, .5}})
	p, err := Propose(rs, nil, Defaults())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Links) < 500 {
		t.Fatal(len(p.Links))
	}
	for _, l := range slices.Concat(p.Links, p.Rest) {
		sum := 0.0
		for _, x := range p.Explain(l) {
			sum += x.Bits
		}
		if math.Abs(sum-l.Weight) > 0.02 { // thirty features, each cut to 1/1024 bit
			t.Errorf("%s %s: %.3f, the reasons %.3f", l.A, l.B, l.Weight, sum)
		}
	}
}

// A source may call itself what it likes: ties go by names, weights do not.
func TestNamesOfSourcesWeighNothing(t *testing.T) {
	_, rs := invent(linkcase.Case{Seed: 24, Sources: 3, Towns: 20, Days: 200, Imprecise: []float64{.1, .2, .3}})
	first, err := Propose(rs, nil, Defaults())
	if err != nil {
		t.Fatal(err)
	}
	turned := func(k claim.Key) claim.Key {
		k.Source = strings.Map(func(c rune) rune { return 'A' + 'Z' - c }, k.Source)
		return k
	}
	for i := range rs {
		rs[i].Key = turned(rs[i].Key)
	}
	then, err := Propose(rs, nil, Defaults())
	if err != nil {
		t.Fatal(err)
	}
	type pair [2]claim.Key
	weights := map[pair]float64{}
	for _, l := range slices.Concat(first.Links, first.Rest) {
		if l.Relation == Same {
			weights[pair{turned(l.A), turned(l.B)}] = l.Weight
		}
	}
	same := 0
	for _, l := range slices.Concat(then.Links, then.Rest) {
		w, ok := weights[pair{l.A, l.B}]
		if !ok {
			w, ok = weights[pair{l.B, l.A}]
		}
		if l.Relation != Same || !ok {
			continue
		}
		same++
		if w != l.Weight {
			t.Errorf("%s %s: %.3f, by another name %.3f", l.A, l.B, w, l.Weight)
		}
	}
	if same < 300 {
		t.Error("too few pairs to tell:", same)
	}
}
