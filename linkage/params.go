package linkage

// Params are the weights of features, in bits, and the thresholds. They are
// values: what a run used is what its record holds.
type Params struct {
	Version   int
	Same      [Features]float64 // two records of one event
	Part      [Features]float64 // a day of a longer event
	Pairs     []PairParams      // weights of their own for a pair of sources
	Sharpen   float64           // factor on weights before competition is reckoned in: Fit knows a pair alone
	Shift     float64           // and what is added then, bits
	Floor     int32             // edges that weigh less are forgotten, Bit
	Missing   int32             // weight of a pair in a group that never met, Bit
	Threshold float64           // least probability of a link
	PartLeast float64           // least probability of "part of"
}

// PairParams replaces the weights of "same" for one pair of sources.
type PairParams struct {
	A, B uint8
	Same [Features]float64
}
