package reconcile

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/num/link"
)

// Vocabulary is what the study knows of names: who is meant by which way of
// writing an actor.
type Vocabulary struct {
	Actors  []ActorName
	learned []Alias // seen in the data: see observed
}

// ActorName says whom one way of writing an actor means. Source "" is every
// source. Family, Kind and Broad are ever wider groups and may be empty.
type ActorName struct {
	Source, Name                string
	Entity, Family, Kind, Broad string
}

// unnamed are folded words by which sources say that they do not know who.
var unnamed = []string{"unidentified", "unknown", "non identifie", "non identifies", "non identifiee", "inconnu", "inconnus", "unaffiliated", "nd"}

func isUnnamed(name string) bool {
	f := " " + fold(name) + " "
	for _, u := range unnamed {
		if strings.Contains(f, " "+u+" ") {
			return true
		}
	}
	return false
}

// actors numbers the ways of writing actors.
type actors struct {
	ids     map[string]int32
	list    []link.Actor
	written map[int32]written
}

func actorKey(source, name string) string { return source + "\x00" + fold(name) }

func newActors(rs []Record, v Vocabulary) *actors {
	known := v.Actors
	byName := map[string]ActorName{}
	for _, k := range slices.Backward(known) {
		byName[actorKey(k.Source, k.Name)] = k
	}
	var keys []string
	seen := map[string]bool{}
	uses, own := map[string]int{}, map[string]int{}
	for _, r := range rs {
		for _, name := range []string{r.ActorA, r.ActorB} {
			f := fold(name)
			if f == "" {
				continue
			}
			uses[f]++
			k := r.Key.Source + "\x00" + f
			own[k]++
			if !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	a := &actors{written: map[int32]written{}}
	var list []string
	a.ids, list = index(keys)
	var free []string // names nobody has explained
	means := map[string]ActorName{}
	for _, k := range list {
		_, name, _ := strings.Cut(k, "\x00")
		if x, ok := byName[k]; ok {
			means[k] = x
		} else if x, ok := byName["\x00"+name]; ok {
			means[k] = x
		} else {
			free = append(free, name)
		}
	}
	alias := aliases(free, uses, known)
	for _, k := range list {
		if _, ok := means[k]; !ok {
			_, name, _ := strings.Cut(k, "\x00")
			means[k] = alias[name]
		}
	}
	// What the data itself shows comes last: one entity takes another's place.
	as := map[string]ActorName{}
	folded := map[string]ActorName{}
	for _, k := range list {
		_, name, _ := strings.Cut(k, "\x00")
		folded[name] = means[k]
	}
	for _, l := range v.learned {
		if from, to := folded[l.Name], folded[l.As]; from.Entity != "" && to.Entity != "" {
			as[from.Entity] = to
		}
	}
	for _, k := range list {
		if x, ok := as[means[k].Entity]; ok {
			means[k] = x
		}
	}
	var ents, groups []string
	for _, k := range list {
		x := means[k]
		ents = append(ents, x.Entity)
		groups = append(groups, "f"+x.Family, "k"+x.Kind, "b"+x.Broad)
	}
	eid, _ := index(ents)
	gid, _ := index(groups)
	group := func(p, s string) int32 {
		if s == "" {
			return link.Missing
		}
		return gid[p+s]
	}
	for i, k := range list {
		x := means[k]
		_, name, _ := strings.Cut(k, "\x00")
		a.written[int32(i)] = written{name, uses[name], own[k]}
		a.list = append(a.list, link.Actor{Entity: eid[x.Entity], Family: group("f", x.Family), Kind: group("k", x.Kind),
			Broad: group("b", x.Broad), Unnamed: x.Kind == "unidentified" || isUnnamed(name)})
	}
	a.foreign(list)
	return a
}

// shared is the least share of a source's mentions of named actors that some
// other source names too, for its names to be of one convention with theirs.
const shared = 0.7

// foreign marks the names that one source alone uses, where most of its names
// are its own: acronyms, another language. There, another name does not mean
// another actor.
func (a *actors) foreign(keys []string) {
	sources := map[int32]map[string]bool{} // of an entity
	for i, k := range keys {
		s, _, _ := strings.Cut(k, "\x00")
		if e := a.list[i].Entity; sources[e] == nil {
			sources[e] = map[string]bool{s: true}
		} else {
			sources[e][s] = true
		}
	}
	known, all := map[string]int{}, map[string]int{}
	for i, k := range keys {
		if a.list[i].Unnamed {
			continue
		}
		s, _, _ := strings.Cut(k, "\x00")
		n := a.written[int32(i)].own
		all[s] += n
		if len(sources[a.list[i].Entity]) > 1 {
			known[s] += n
		}
	}
	for i, k := range keys {
		s, _, _ := strings.Cut(k, "\x00")
		if x := &a.list[i]; !x.Unnamed && len(sources[x.Entity]) == 1 && float64(known[s]) < shared*float64(all[s]) {
			x.Foreign = true
		}
	}
}

func (a *actors) of(source, name string) int32 {
	if fold(name) == "" {
		return link.Missing
	}
	return a.ids[actorKey(source, name)]
}
