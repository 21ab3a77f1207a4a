package reconcile

import (
	"testing"

	"github.com/dires/dires/linkage"
)

// Whom one record sets against another never becomes one actor, through others
// either.
func TestOpponentsNeverBecomeOne(t *testing.T) {
	actors := make([]linkage.Actor, 5)
	for i := range actors {
		actors[i].Entity = int32(i)
	}
	b := block{actors: actors}
	b.cols.ActorA, b.cols.ActorB = []int32{0, 2}, []int32{1, linkage.Missing} // 0 against 1
	o := newOpponents(b)
	if o.join(0, 1) || o.join(1, 0) {
		t.Error("two opponents are one")
	}
	if !o.join(0, 2) || !o.join(3, 1) {
		t.Error("others may be one")
	}
	if o.join(2, 1) || o.join(2, 3) || o.join(3, 0) {
		t.Error("two opponents are one through a third")
	}
	if !o.join(4, 2) || o.join(4, 3) {
		t.Error("a third joins one side only")
	}
}

// A name stands for another on the same side, or on the other side where the
// sources do not agree on who comes first.
func TestSidesAreCrossedBeforeAnAliasIsTaken(t *testing.T) {
	actors := make([]linkage.Actor, 4)
	for i := range actors {
		actors[i].Entity = int32(i)
	}
	b := block{actors: actors}
	b.cols.ActorA, b.cols.ActorB = []int32{0, 2, 1}, []int32{1, 3, 3}
	if got := len(b.meet(0, 1)); got != 4 {
		t.Error("nobody is known in both: each may be either of the other two", got)
	}
	if got := b.meet(0, 2); len(got) != 2 || got[0] != [2]int32{0, 3} { // 1 stands in both, on two sides
		t.Error(got)
	}
}
