package xpath_test

import (
	"errors"
	"fmt"

	"github.com/dires/dires/xpath"
)

func ExampleParse() {
	x, err := xpath.Parse("count(${people}) > 3 and selected(../kind, 'theft')")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range x.Calls {
		fmt.Println(c.Name, c.Args)
	}
	fmt.Println(x.Refs[0].Name, x.Paths[len(x.Paths)-1])
	fmt.Println(xpath.Known("iff"))
	// Output:
	// count 1
	// selected 2
	// people ../kind
	// false
}

func ExampleSyntaxError() {
	_, err := xpath.Parse("1 + (2")
	var bad *xpath.SyntaxError
	fmt.Println(errors.As(err, &bad))
	// Output: true
}
