// Readsav reads an SPSS file: its variables, the labels of one of them, and
// how many cases chose each answer.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/dires/dires/sav"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: readsav FILE.sav")
	}
	r, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	f, err := sav.Open(os.Args[1], r)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d cases, %d variables, written in %s\n", f.Cases, len(f.Vars), f.Charset)
	v, ok := f.Var("securite")
	if !ok {
		log.Fatal("no variable securite")
	}
	cols, err := f.Columns(v.Name)
	if err != nil {
		log.Fatal(err)
	}
	count := map[float64]int{}
	for _, x := range cols[0].Num {
		count[x]++
	}
	for _, l := range v.Labels {
		fmt.Printf("%s: %d\n", l.Label, count[l.Value])
	}
}
