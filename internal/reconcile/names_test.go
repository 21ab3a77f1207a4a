package reconcile

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestNames(t *testing.T) {
	root := "/work/shared/data/oracle/linkage"
	if os.Getenv("NAMES") == "" {
		t.Skip()
	}
	tax := map[string]ActorName{}
	for _, x := range taxonomy(t, root).Actors {
		tax[fold(x.Name)] = x
	}
	for _, c := range []string{"p20", "four"} {
		o := load(t, filepath.Join(root, "cases", c))
		uses := map[string]int{}
		for _, r := range o.rs {
			uses[fold(r.ActorA)]++
			uses[fold(r.ActorB)]++
		}
		delete(uses, "")
		var names []string
		for n := range uses {
			names = append(names, n)
		}
		al := aliases(names, uses, nil)
		first := map[string]string{}
		big := map[string]int{}
		for _, n := range names {
			e := tax[n].Entity
			if first[e] == "" || uses[n] > big[e] {
				first[e], big[e] = al[n].Entity, uses[n]
			}
		}
		for _, n := range names {
			e := tax[n].Entity
			if al[n].Entity != first[e] {
				fmt.Println(c, e, n, uses[n], "→", al[n].Entity, "not", first[e], "|", al[n].Kind, al[n].Family)
			}
		}
		owner := map[string]string{}
		for _, n := range names {
			if o, ok := owner[al[n].Entity]; ok && o != tax[n].Entity {
				fmt.Println(c, "MIXED", al[n].Entity, o, tax[n].Entity)
			}
			owner[al[n].Entity] = tax[n].Entity
		}
	}
}
