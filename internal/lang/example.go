package lang

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/BurntSushi/toml"
)

// examplesFile gives codes a place and arguments, as the program said them of
// made-up data.
//
//go:embed examples.toml
var examplesFile string

var examples = sync.OnceValue(func() (m map[string][]string) {
	if _, err := toml.Decode(examplesFile, &m); err != nil {
		panic(fmt.Sprintf("lang: read examples.toml: %v", err))
	}
	return m
})

// Example says a code of a finding or refusal as it may be met: where it stood, ""
// for no place in a file, and the sentence. ok is false where no example is known.
func (p Printer) Example(code string) (where, sentence string, ok bool) {
	x := examples()[code]
	if len(x) == 0 {
		return "", "", false
	}
	args := make([]any, len(x)-1)
	for i, a := range x[1:] {
		args[i] = a
	}
	return x[0], p.Say(code, args...), true
}
