package linkage

// Reason is one feature of a pair and what it weighs.
type Reason struct {
	Term    int    // TermTime, TermPlace …
	Feature int    // the number of the feature, for a sentence
	Times   int32  // Bit for a class; how rare the agreed value is for a measure
	Weight  int32  // Bit
	Name    string // stable short name of the feature
}

// Explain lists what a pair shows and what each thing weighs; the weights sum
// to the weight of the pair, but for rounding.
func (m *Model) Explain(a, b int32, part bool) []Reason {
	x, y := m.pair(a, b)
	var v vec
	m.features(x, y, part, &v)
	w := m.same[x.src][y.src]
	if part {
		w = m.part
	}
	out := make([]Reason, v.n)
	for i := range out {
		f := v.f[i]
		out[i] = Reason{termOf(f), int(f), v.val[i], int32(int64(w[f]) * int64(v.val[i]) / Bit), names[f]}
	}
	return out
}

// TermNames are the stable names of the terms, in their order.
var TermNames = [Terms]string{"prior", "time", "place", "type", "actor-a", "actor-b", "deaths", "outlet", "text"}

// names are the stable names of the features.
var names = func() (n [Features]string) {
	put := func(f feature, s ...string) {
		for i, x := range s {
			n[int(f)+i] = x
		}
	}
	put(fBias, "bias", "size")
	put(fDay, "days-0", "days-1", "days-2", "days-3", "days-4", "days-5", "days-6", "rarity-of-day")
	put(fSpan, "spans-meet", "spans-1", "spans-2", "spans-3", "rarity-of-span")
	put(fEpisode, "episode-00", "episode-01", "episode-02", "episode-10", "episode-11", "episode-12", "episode-20", "episode-21", "episode-22", "rarity-of-episode")
	put(fInside, "inside", "edge", "outside", "rarity-of-inside")
	put(fExact, "km-0.3", "km-1", "km-2", "km-3.5", "km-5", "km-8", "km-15", "km-25", "km-far")
	put(fNear, "near-0.3", "near-1", "near-2", "near-3.5", "near-5", "near-8", "near-15", "near-25", "near-far")
	put(gClose, "rarity-of-spot", "rarity-of-surroundings")
	put(fSame, "same-country", "same-first", "same-second", "other-country", "other-first", "other-second", "rarity-of-country", "rarity-of-first", "rarity-of-second")
	put(fEqual, "type-1", "type-2", "type-3", "type-4", "type-apart-0", "type-apart-1", "type-apart-2", "type-apart-3", "rarity-of-type")
	for i, s := range []string{"same", "both-unnamed", "one-unnamed", "unnamed-other", "family", "kind", "broad", "other"} {
		n[int(fActorA)+i], n[int(fActorB)+i] = "a-"+s, "b-"+s
	}
	put(gActorA, "rarity-of-a")
	put(gActorB, "rarity-of-b", "crossed", "rarity-of-crossed")
	put(fDeaths, "none", "equal", "equal-high", "overlap", "one-apart", "close", "far", "zero-against", "rarity-of-deaths")
	put(fOutlet, "outlet-shared", "outlet-other", "rarity-of-outlet", "notes", "rarity-of-words", "count-same", "counts-same", "count-other", "counts-other", "b-lone")
	return n
}()
