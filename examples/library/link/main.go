// Link finds which records of two small lists are about one event.
package main

import (
	"fmt"
	"log"

	"github.com/dires/dires/linkage"
)

func main() {
	// Days since an epoch, degrees × 100,000, precision 1 (day, place), deaths.
	records := linkage.Records{
		Source: []uint8{0, 0, 1, 1}, Day: []int32{100, 300, 101, 200}, End: []int32{100, 300, 101, 200},
		DayPrec: []uint8{1, 1, 1, 1}, Lat: []int32{-38_20000, -38_20000, -38_20100, -38_20000},
		Lon: []int32{-21_40000, -21_40000, -21_40000, -21_40000}, PlacePrec: []uint8{1, 1, 1, 1},
		Unit: []int32{1, 1, 1, 1}, Type: []int32{0, 0, 0, 0}, ActorA: []int32{0, 1, 0, 1}, Best: []int32{3, 0, 4, 0},
	}
	units := []linkage.Unit{{Level: 0, Up: linkage.Missing}, {Level: 1, Up: 0}}
	types := []linkage.Type{{Code: [4]int32{1, 2, -1, -1}, Depth: 2}}
	actors := []linkage.Actor{
		{Entity: 0, Family: linkage.Missing, Kind: 0, Broad: 0},
		{Entity: 1, Family: linkage.Missing, Kind: 1, Broad: 0},
	}
	m, err := linkage.Prepare(records, units, types, actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
	if err != nil {
		log.Fatal(err)
	}
	found := m.Resolve(m.Block(), linkage.Constraints{})
	for _, l := range found.Same {
		fmt.Printf("records %d and %d: one event, probability above one half: %t\n", l.A, l.B, l.P > 0.5)
	}
	fmt.Println("event of each record:", found.Group)
}
