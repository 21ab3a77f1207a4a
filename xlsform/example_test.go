package xlsform_test

import (
	"fmt"

	"github.com/dires/dires/xlsform"
)

func ExampleConvert() {
	w, err := xlsform.Open("visit.md", []byte(`
| survey  |                |       |                     |                     |
|         | type           | name  | label::Français (fr) | label::English (en) |
|         | select_one yn  | asked | Vous a-t-on demandé ? | Were you asked?   |
| choices |                |       |                     |                     |
|         | list_name      | name  | label::Français (fr) | label::English (en) |
|         | yn             | yes   | Oui                 | Yes                 |
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	r := xlsform.Convert(w, xlsform.Options{})
	fmt.Println(r.ID, len(r.Found), len(r.XForm) > 0)
	// Output: visit 0 true
}

func ExampleCheck() {
	w, _ := xlsform.Open("visit.csv", []byte("survey\n,type,name,label,relevant\n,text,place,Where?,\n,integer,people,How many?,${plase} != ''\n"))
	r := xlsform.Check(w, xlsform.Options{})
	for _, f := range r.Found {
		fmt.Println(f.At)
		fmt.Println(f.Sentence())
	}
	fmt.Println(r.XForm == nil)
	// Output:
	// visit.csv[survey]:3:4: relevant
	// No question is called "plase". Did you mean "place"?
	// true
}
