package reconcile

import (
	"testing"

	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/test/linkcase"
)

// A person answers the queue truthfully. The answers are kept, and what they
// teach makes the pairs nobody looked at better: sources whose coordinates lie
// three times as far apart as in what the weights were taught on.
func TestAnswersTeachTheWeightsOfTheirSources(t *testing.T) {
	var before, after float64
	for seed := range uint64(4) {
		made, rs := invent(linkcase.Case{Seed: 40 + seed, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}, Spread: 3})
		first, err := Propose(rs, nil, Defaults())
		if err != nil {
			t.Fatal(err)
		}
		var ds []event.Decision
		seen := map[[2]string]bool{}
		for _, q := range first.Queue {
			if q.Relation != Same || len(ds) == 120 {
				continue
			}
			k := [2]string{min(q.A.ID, q.B.ID), max(q.A.ID, q.B.ID)}
			seen[k] = true
			d := event.Decision{A: q.A, B: q.B, Says: event.DifferentEvent}
			if made.Same[k] {
				d.Says = event.SameEvent
			}
			ds = append(ds, d)
		}
		second, err := Propose(rs, ds, Defaults())
		if err != nil {
			t.Fatal(err)
		}
		if len(second.Learned) != 1 || second.Found.Count()["R410"] != 1 {
			t.Fatal(second.Learned, second.Found)
		}
		// Of the pairs that nobody decided.
		undecided := func(p Proposal) float64 {
			got, want := map[[2]string]bool{}, map[[2]string]bool{}
			for _, l := range p.Links {
				if k := [2]string{min(l.A.ID, l.B.ID), max(l.A.ID, l.B.ID)}; l.Relation == Same && !seen[k] {
					got[k] = true
				}
			}
			for k := range made.Same {
				if !seen[k] {
					want[k] = true
				}
			}
			return f1(got, want)
		}
		a, b := undecided(first), undecided(second)
		t.Logf("seed %d: %d answers; F1 of the other pairs %.4f, then %.4f", seed, len(ds), a, b)
		before, after = before+a/4, after+b/4
	}
	if after <= before {
		t.Errorf("F1 of undecided pairs %.4f before, %.4f after", before, after)
	}
}

func TestAFewAnswersMoveNoWeight(t *testing.T) {
	_, rs := invent(linkcase.Case{Seed: 50, Sources: 2, Towns: 90, Days: 1000})
	first, _ := Propose(rs, nil, Defaults())
	q := first.Queue[0]
	second, err := Propose(rs, []event.Decision{{A: q.A, B: q.B, Says: event.DifferentEvent}}, Defaults())
	if err != nil || len(second.Learned) > 0 {
		t.Fatal(second.Learned, err)
	}
}
