package spatial_test

import (
	"fmt"

	"github.com/dires/dires/spatial"
)

func ExampleGiStar() {
	// six areas in a row, the reports at one end
	g, err := spatial.GiStar([]float64{9, 8, 7, 0, 1, 0}, [][]int{{1}, {0, 2}, {1, 3}, {2, 4}, {3, 5}, {4}})
	fmt.Printf("%.2f %.2f %v\n", g[0].Z, g[5].Z, err)
	// Output: 1.76 -1.49 <nil>
}

func ExampleAdjusted() {
	fmt.Println(spatial.Adjusted([]float64{0.01, 0.04, 0.5, 0.02}))
	// Output: [0.04 0.05333333333333334 0.5 0.04]
}

func ExampleDiscoveries() {
	fmt.Println(spatial.Discoveries([]float64{0.01, 0.04, 0.5, 0.02}, 0.05))
	// Output: [true false false true]
}

func ExampleDensity() {
	s, err := spatial.Density([][2]float64{{0.1, 0.1}}, spatial.Window{Cell: 1, Cols: 2, Rows: 1}, 1)
	fmt.Printf("%.3f + %.3f = 1 point %v\n", s.Values[0], s.Values[1], err)
	// Output: 0.696 + 0.304 = 1 point <nil>
}
