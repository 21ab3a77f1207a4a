package linkage

// Guess are weights set by hand, for features of which no reviewed pair tells.
//
// Shape: one weight per feature.
// Unit: bits.
// Errors: none.
// Source: orders of magnitude of events.md §7 and §8.
func Guess() (same, part [Features]float64) {
	set := func(w *[Features]float64, f feature, xs ...float64) {
		for i, x := range xs {
			w[int(f)+i] = x
		}
	}
	for _, w := range []*[Features]float64{&same, &part} {
		set(w, fBias, -1.3)
		set(w, gPrior, 1)
		set(w, fDay, -0.4, -4.3, -7, -8, -9, -10, -11)
		set(w, gDay, 1)
		set(w, fSpan, 0, -4, -6, -7)
		set(w, gSpan, 1)
		set(w, fEpisode, -1.7, -3, -4, -3, -4, -5, -4, -5, -6)
		set(w, gEpisode, 1)
		set(w, fInside, 0, -3, -8)
		set(w, gInside, 1)
		set(w, fExact, 0.5, 0.3, 0, -0.5, -1, -5, -6, -7, -9)
		set(w, fNear, -2, -2, -2, -2, -2, -2, -2, -3, -5)
		set(w, gClose, 0.9)
		set(w, gWide, 0.5)
		set(w, fSame, 0, 0, 0)
		set(w, fOther, -8, -6, -5)
		set(w, gUnit, 1, 1, 1)
		set(w, fEqual, -0.4, -0.4, -0.4, -0.4)
		set(w, fApart, -3.5, -2.5, -1, 0)
		set(w, gType, 1)
		set(w, fActorA, 0, 1, 0, -4, -3, -4, -5, -5)
		set(w, gActorA, 1)
		set(w, fActorB, 0, 0.5, 0, -2, -1, -1, -1, -1.5)
		set(w, gActorB, 0.5)
		set(w, fCrossed, -2)
		set(w, gCrossed, 1)
		set(w, fDeaths, 0.3, 0, 0, 0, -0.5, -1, -4, -4)
		set(w, gDeaths, 0.8)
		set(w, fOutlet, 1.5, -1)
		set(w, fText, -0.5)
		set(w, gText, 0.35)
		set(w, fNumber, 1.5, 3, -1.5, -3)
	}
	return same, part
}

// Shipped are the parameters the program comes with: one set for all sources.
//
// Shape: one weight per feature.
// Unit: bits; probabilities.
// Errors: none.
// Source: taught on synthetic cases as docs/method/linkage.md says; held-out
// figures in bench/README.md.
func Shipped() Params {
	return Params{Version: 1, Same: taughtSame, Part: taughtPart, Sharpen: 1, Shift: 2,
		Floor: -4 * Bit, Missing: -4 * Bit, Threshold: 0.45, PartLeast: 0.5}
}
