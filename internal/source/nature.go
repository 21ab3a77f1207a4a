package source

// Nature says whether a study, and each figure in it, speaks of the world.
type Nature string

const (
	Real      Nature = "real"
	Partial   Nature = "partial"   // real, and known to be incomplete
	Fictional Nature = "fictional" // marked FICTION in every artefact
)
