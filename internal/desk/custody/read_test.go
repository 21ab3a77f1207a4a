package custody

import (
	"testing"

	"github.com/dires/dires/internal/seal"
)

// What stands in an entry of kind study may be of any program: it is passed over
// or understood, and a file's name leads to no custodian who is not there.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"did":"ceremony","custody":{"epoch":1,"need":2,"recipient":"age1","custodians":[{"name":"a"},{"name":"b"},{"name":"c"}]}}`), "1-2.age")
	f.Add([]byte(`{"did":"ceremony","custody":null}`), "2-1.age")
	f.Add([]byte(`{"did":"drill","drill":{"epochs":[1]}}`), "1-1-1.age")
	f.Add([]byte(`{"did":"import"}`), "-.age")
	f.Fuzz(func(t *testing.T, b []byte, file string) {
		x, ok := read(b)
		if ok && x.Did == didCeremony && (x.Custody.Need < 1 || x.Custody.Need > len(x.Custody.Custodians)) {
			t.Fatal(x)
		}
		if set := theirs(file, map[int]seal.Custodian{1: {}, 3: {}}); len(set) > 0 && file != "1.age" && file != "3.age" && file != "1-3.age" {
			t.Fatal(file)
		}
	})
}
