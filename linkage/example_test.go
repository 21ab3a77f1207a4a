package linkage_test

import (
	"fmt"

	"github.com/dires/dires/linkage"
)

// Two sources, one unit; records 0 and 2 tell of one day and place.
func records() (linkage.Records, []linkage.Unit, []linkage.Type, []linkage.Actor) {
	r := linkage.Records{
		Source: []uint8{0, 0, 1, 1}, Day: []int32{100, 300, 100, 200}, End: []int32{100, 300, 100, 200}, DayPrec: []uint8{1, 1, 1, 1},
		Lat: []int32{-38_20000, -38_20000, -38_20100, -38_20000}, Lon: []int32{-21_40000, -21_40000, -21_40000, -21_40000}, PlacePrec: []uint8{1, 1, 1, 1},
		Unit: []int32{1, 1, 1, 1}, Type: []int32{0, 0, 0, 0}, ActorA: []int32{0, 1, 0, 1}, Best: []int32{3, 0, 4, 0},
	}
	units := []linkage.Unit{{Level: 0, Up: linkage.Missing}, {Level: 1, Up: 0}}
	types := []linkage.Type{{Code: [4]int32{1, 2, -1, -1}, Depth: 2}}
	actors := []linkage.Actor{{Entity: 0, Family: linkage.Missing, Kind: 0, Broad: 0}, {Entity: 1, Family: linkage.Missing, Kind: 1, Broad: 0}}
	return r, units, types, actors
}

func ExamplePrepare() {
	r, units, types, actors := records()
	m, err := linkage.Prepare(r, units, types, actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
	if err != nil {
		fmt.Println(err)
		return
	}
	edges := m.Block()
	res := m.Resolve(edges, linkage.Constraints{})
	for _, l := range res.Same {
		fmt.Println(l.A, l.B, l.P > 0.5)
	}
	fmt.Println(res.Group, edges.Compared)
	r.End[0] = 99
	_, err = linkage.Prepare(r, units, types, actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
	fmt.Println(err)
	// Output:
	// 0 2 true
	// [0 1 0 3] 1
	// link block: record 0 ends before it starts
}

func ExampleModel_Explain() {
	r, units, types, actors := records()
	m, _ := linkage.Prepare(r, units, types, actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
	for _, x := range m.Explain(0, 2, false) {
		if x.Times == linkage.Bit {
			fmt.Println(linkage.TermNames[x.Term], x.Name)
		}
	}
	// Output:
	// prior bias
	// time days-0
	// place km-0.3
	// type type-2
	// actor-a a-same
	// deaths one-apart
}

func ExampleGreedy() {
	edges := []linkage.Edge{{A: 0, B: 10, W: 5 * linkage.Bit}, {A: 0, B: 11, W: 4 * linkage.Bit}, {A: 1, B: 10, W: 4 * linkage.Bit}, {A: 1, B: 11, W: -linkage.Bit}}
	chosen := linkage.Greedy(edges)
	fmt.Println(chosen, linkage.BlockingPairs(edges, chosen))
	// Output: [{0 10 5120}] 0
}

func ExampleExact() {
	edges := []linkage.Edge{{A: 0, B: 10, W: 5 * linkage.Bit}, {A: 0, B: 11, W: 4 * linkage.Bit}, {A: 1, B: 10, W: 4 * linkage.Bit}, {A: 1, B: 11, W: -linkage.Bit}}
	chosen, left := linkage.Exact(edges, 1000)
	fmt.Println(chosen, left, linkage.BlockingPairs(edges, chosen)) // the greater sum, and a pair that would rather
	// Output: [{0 11 4096} {1 10 4096}] 0 1
}

func ExampleBlockingPairs() {
	edges := []linkage.Edge{{A: 0, B: 10, W: 5}, {A: 0, B: 11, W: 9}}
	fmt.Println(linkage.BlockingPairs(edges, edges[:1]), linkage.BlockingPairs(edges, edges[1:]))
	// Output: 1 0
}

func ExampleComponents() {
	for _, c := range linkage.Components([]linkage.Edge{{A: 0, B: 10, W: 1}, {A: 1, B: 11, W: 1}, {A: 1, B: 10, W: 1}, {A: 5, B: 15, W: 1}, {A: 5, B: 16, W: -1}}) {
		fmt.Println(c.Records, c.Edges)
	}
	// Output:
	// 4 [{0 10 1} {1 10 1} {1 11 1}]
	// 2 [{5 15 1}]
}

func ExampleClusters() {
	source := []uint8{0, 1, 2, 0}
	edges := []linkage.Edge{{A: 0, B: 1, W: 3 * linkage.Bit}, {A: 1, B: 2, W: 3 * linkage.Bit}, {A: 2, B: 3, W: linkage.Bit}}
	free, _ := linkage.Clusters(source, edges, linkage.Constraints{}, -linkage.Bit)
	told, broken := linkage.Clusters(source, edges, linkage.Constraints{Must: [][2]int32{{0, 3}}, Cannot: [][2]int32{{0, 1}}}, -linkage.Bit)
	fmt.Println(free, told, broken) // a person may say that two records of one source are one event
	// Output: [0 0 0 3] [0 1 1 0] []
}

func ExampleChances() {
	// One record of a source, two of the other that fit it equally well.
	p := linkage.Chances([]linkage.Edge{{A: 0, B: 1, W: 5 * linkage.Bit}, {A: 0, B: 2, W: 5 * linkage.Bit}}, []uint8{0, 1, 1}, 1, 0)
	fmt.Printf("%.3f %.3f\n", p[0], p[1])
	// Output: 0.492 0.492
}

func ExampleLogOdds() {
	fmt.Println(linkage.LogOdds(0.5), linkage.LogOdds(0.8), linkage.LogOdds(0))
	// Output: 0 2048 -40960
}

func ExampleGuess() {
	same, part := linkage.Guess()
	fmt.Println(len(same) == linkage.Features, len(part))
	// Output: true 110
}

func ExampleShipped() {
	p := linkage.Shipped()
	fmt.Println(p.Version, p.Threshold)
	// Output: 1 0.45
}

func ExampleLesson_Fit() {
	r, units, types, actors := records()
	p := linkage.Shipped()
	m, _ := linkage.Prepare(r, units, types, actors, p, linkage.Window{Days: 3, Km: 25})
	var l linkage.Lesson
	l.Add(m, 0, 2, false, true)
	w, err := l.Fit(p.Same, 1)
	p.Same = w
	again, _ := linkage.Prepare(r, units, types, actors, p, linkage.Window{Days: 3, Km: 25})
	fmt.Println(err, again.Block().Same[0].W > m.Block().Same[0].W)
	// Output: <nil> true
}

// The first free candidate in the order of the scan is taken, whatever its
// penalty: that is what meltt does.
func ExampleMeltt() {
	at := func(day int32, level ...int32) linkage.MelttRecord {
		return linkage.MelttRecord{Start: day, End: day, Lat: -38.2, Lon: -21.4, Levels: [][]int32{level}}
	}
	res := linkage.Meltt([][]linkage.MelttRecord{{at(10, 1, 7)}, {at(9, 2, 7), at(10, 1, 7)}}, 1, 3)
	for _, p := range res.Pairs {
		fmt.Println(p.A, p.B, p.Penalty, p.Selected)
	}
	// Output:
	// {0 0} {1 0} 1 true
	// {0 0} {1 1} 0 false
}
