package claim

// form is what the package knows of a kind of claim: its name and its body.
// Kinds, Valid, Encode and Decode read this table; a new kind is a line here,
// its body and a field in [Claim].
type form struct {
	kind Kind
	has  func(*Claim) bool
	body func(*Claim) any // pointer to the body, for writing
	into func(*Claim) any // pointer to the field, for reading
}

// of makes the form of a kind whose body stands in one field of a claim.
func of[B any](k Kind, field func(*Claim) **B) form {
	return form{
		kind: k,
		has:  func(c *Claim) bool { return *field(c) != nil },
		body: func(c *Claim) any { return *field(c) },
		into: func(c *Claim) any { return field(c) },
	}
}

// forms lists every kind, in the order of the design. The JSON name of a body is
// that of its kind. A verbatim has no body: its words are what was said.
var forms = []form{
	of(KindIncident, func(c *Claim) **Incident { return &c.Incident }),
	of(KindNaming, func(c *Claim) **Naming { return &c.Naming }),
	of(KindResponse, func(c *Claim) **Response { return &c.Response }),
	of(KindCoping, func(c *Claim) **Coping { return &c.Coping }),
	of(KindInvolvement, func(c *Claim) **Involvement { return &c.Involvement }),
	of(KindEffect, func(c *Claim) **Effect { return &c.Effect }),
	of(KindRecommendation, func(c *Claim) **Recommendation { return &c.Recommendation }),
	of(KindCommitment, func(c *Claim) **Commitment { return &c.Commitment }),
	of(KindCapacity, func(c *Claim) **Capacity { return &c.Capacity }),
	of(KindNeed, func(c *Claim) **Need { return &c.Need }),
	of(KindDeaths, func(c *Claim) **DeathsOver { return &c.Deaths }),
	{kind: KindVerbatim},
}

// Kinds lists every kind, in the order of the design.
var Kinds = func() (ks []Kind) {
	for _, f := range forms {
		ks = append(ks, f.kind)
	}
	return ks
}()
