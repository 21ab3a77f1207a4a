package sav_test

import (
	"fmt"
	"os"

	"github.com/dires/dires/sav"
)

func ExampleOpen() {
	r, err := os.Open("testdata/bytecode.sav") // FICTION: Orvanie
	if err != nil {
		panic(err)
	}
	defer r.Close()
	f, err := sav.Open("bytecode.sav", r)
	if err != nil {
		panic(err)
	}
	v, _ := f.Var("securite")
	fmt.Println(v.Label, v.Measure, v.Missing.Low, v.Missing.High, v.Labels[0].Label)
	cols, err := f.Columns("region", "poids_de_sondage", "village")
	fmt.Println(f.Cases, cols[0].Num[0], cols[1].Num[0], cols[2].Codes[:4], cols[2].Texts[0], err)
	// Output:
	// Sécurité la nuit ordinal 8 9 très sûre
	// 60 3 1.866402 [-1 0 1 2] Kersola la Grande <nil>
}
