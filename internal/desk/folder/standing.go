package folder

import (
	"cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/perception"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Standing says who stands behind each statement, answer and organisation.
func (f *Folder) Standing(cs []claim.Claim, on when.Day) map[string]protect.Standing {
	who := map[string]protect.Standing{}
	for _, c := range cs {
		x := c.Said.Speaker
		who[c.Key.String()] = protect.Standing{Speaker: cmp.Or(x.Subject, x.Name), Monitor: x.Monitor, Org: cmp.Or(x.Org, c.Said.Reporter)}
	}
	for k, x := range perception.Behind(perception.Input{Study: f.Study, Answers: f.Surveys, On: on}) {
		who[k] = protect.Standing{Speaker: x[0], Monitor: x[1], Org: x[2]}
	}
	for _, o := range f.Orgs {
		k := o.Key.String()
		who[k] = protect.Standing{Speaker: k, Monitor: k, Org: k}
	}
	return who
}
