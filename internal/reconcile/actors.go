package reconcile

import (
	"slices"
	"strings"

	"github.com/dires/dires/linkage"
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

// names are the ways of writing actors, numbered by source and folded name.
type names struct {
	keys      []string // source \x00 folded name; sorted by order
	uses, own []int    // by all sources, by this one

	folds folds
	at    map[rawName]int32 // each way as written
	byKey map[string]int32
}

type rawName struct{ source, name string }

func actorKey(source, name string) string { return source + "\x00" + fold(name) }

func cutKey(k string) (source, name string) {
	source, name, _ = strings.Cut(k, "\x00")
	return source, name
}

func (n *names) put(source, name string) int32 {
	if name == "" {
		return linkage.Missing
	}
	id, ok := n.at[rawName{source, name}]
	if !ok {
		if n.at == nil {
			n.at, n.byKey = map[rawName]int32{}, map[string]int32{}
		}
		id = linkage.Missing
		if f := n.folds.of(name); f != "" {
			k := source + "\x00" + f
			if id, ok = n.byKey[k]; !ok {
				id = int32(len(n.keys))
				n.byKey[k] = id
				n.keys, n.own = append(n.keys, k), append(n.own, 0)
			}
		}
		n.at[rawName{source, name}] = id
	}
	if id >= 0 {
		n.own[id]++
	}
	return id
}

// order sorts the ways of writing, counts their uses, and gives where each
// ended.
func (n *names) order() (to []int32) {
	order := make([]int32, len(n.keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int { return strings.Compare(n.keys[x], n.keys[y]) })
	to = make([]int32, len(order))
	keys, own := make([]string, len(order)), make([]int, len(order))
	n.uses = make([]int, len(order))
	all := map[string]int{}
	for k, o := range order {
		to[o], keys[k], own[k] = int32(k), n.keys[o], n.own[o]
		_, name := cutKey(keys[k])
		all[name] += own[k]
	}
	n.keys, n.own, n.folds, n.at, n.byKey = keys, own, nil, nil, nil
	for k, x := range keys {
		_, name := cutKey(x)
		n.uses[k] = all[name]
	}
	return to
}

// actors is who is meant by each way of writing.
type actors struct {
	list    []linkage.Actor
	written map[int32]written
}

// explain says who is meant by which name, as far as the vocabulary and the
// names themselves tell.
func (b *block) explain(v Vocabulary) {
	a := newActors(b.names, v)
	b.actors, b.written = a.list, a.written
}

func newActors(n *names, v Vocabulary) *actors {
	known := v.Actors
	byName := map[string]ActorName{}
	for _, k := range slices.Backward(known) {
		byName[actorKey(k.Source, k.Name)] = k
	}
	list := n.keys
	uses := map[string]int{}
	a := &actors{written: map[int32]written{}}
	var free []string // names nobody has explained
	means := map[string]ActorName{}
	told := map[string]bool{} // by the table: nothing the data show stands above it
	for i, k := range list {
		_, name := cutKey(k)
		uses[name] = n.uses[i]
		if x, ok := byName[k]; ok {
			means[k], told[k] = x, true
		} else if x, ok := byName["\x00"+name]; ok {
			means[k], told[k] = x, true
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
			return linkage.Missing
		}
		return gid[p+s]
	}
	for i, k := range list {
		x := means[k]
		_, name, _ := strings.Cut(k, "\x00")
		a.written[int32(i)] = written{name, n.uses[i], n.own[i], told[k]}
		a.list = append(a.list, linkage.Actor{Entity: eid[x.Entity], Family: group("f", x.Family), Kind: group("k", x.Kind),
			Broad: group("b", x.Broad), Unnamed: x.Kind == "unidentified" || isUnnamed(name)})
	}
	a.foreign(list)
	return a
}

// A name is foreign that one source alone uses, where most of the source's
// mentions of actors are such (shared is the least share of the others), or
// where it uses the name often: a busy actor would not escape all the others.
const (
	shared = 0.7
	often  = 4
)

// foreign marks such names: acronyms, another language. There, another name
// does not mean another actor.
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
	known, all := map[string]int{}, map[string]int{} // mentions, by source
	uses := map[int32]int{}                          // by entity
	for i, k := range keys {
		if a.list[i].Unnamed {
			continue
		}
		s, _, _ := strings.Cut(k, "\x00")
		n := a.written[int32(i)].own
		all[s] += n
		uses[a.list[i].Entity] += n
		if len(sources[a.list[i].Entity]) > 1 {
			known[s] += n
		}
	}
	for i, k := range keys {
		s, _, _ := strings.Cut(k, "\x00")
		if x := &a.list[i]; !x.Unnamed && len(sources[x.Entity]) == 1 &&
			(uses[x.Entity] >= often || float64(known[s]) < shared*float64(all[s])) {
			x.Foreign = true
		}
	}
}
