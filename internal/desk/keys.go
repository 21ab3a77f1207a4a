package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

// Custody keeps custody of a study: its ceremonies and drills.
func (d *Desk) Custody(id string) custody.Keeper {
	return custody.Keeper{DB: d.db, Study: id, Log: d.office, By: d.by, Program: d.version, Now: d.now}
}

// CustodyState says what ought to be done about custody of a study by now.
func (d *Desk) CustodyState(ctx context.Context, id string) (diag.List, error) {
	if d.db.CustodyIsHere(id) {
		return diag.List{diag.New("D705", diag.At{}, id)}, nil
	}
	return d.Custody(id).State(ctx)
}

// Opened is a file of what was kept as severe.
type Opened struct {
	Name string
	Data seal.Secret[[]byte]
}

// Unseal opens what is kept as severe of these people, once the ledger has by
// whom and why: each is named by a statement or submission of theirs
// (SOURCE/ID, with all the same person told) or by a subject's code.
func (d *Desk) Unseal(ctx context.Context, id string, which []string, by custody.Present, why string) (files []Opened, found diag.List, err error) {
	defer fault.Wrap(&err, "unseal")
	var asked []custody.Asked
	for _, w := range which {
		a := custody.Asked{Name: w, Subjects: []string{w}}
		if source, key, ok := strings.Cut(w, "/"); ok {
			p, err := d.person(ctx, id, claim.Key{Source: source, ID: key}, true)
			if f, is := fault.Public(err); is && (f.Code == "D741" || f.Code == "D743" || f.Code == "D747") {
				err = fault.New(f.Kind, map[string]string{"D741": "D745", "D743": "D746", "D747": "D745"}[f.Code], w)
			}
			if err != nil {
				return nil, nil, err
			}
			a.Subjects = p.Subjects
		}
		asked = append(asked, a)
	}
	parts, found, err := d.Custody(id).Unseal(ctx, asked, by, why)
	for _, p := range parts {
		files = append(files, filesOf(p)...)
	}
	return files, found, err
}

// filesOf gives a severe part as files: the words as JSON, submissions as they
// came.
func filesOf(p custody.Part) (files []Opened) {
	name := fmt.Sprintf("%s-%d", p.Subject, p.Seq)
	var said []record.Severe
	if p.Name != "severe" || json.Unmarshal(p.Plain.Reveal(), &said) != nil {
		return []Opened{{name + "-" + p.Name, p.Plain}}
	}
	words := 0
	for i, w := range said {
		if len(w.Raw) > 0 {
			files = append(files, Opened{fmt.Sprintf("%s-%d.xml", name, i+1), seal.Hide(w.Raw)})
		}
		if said[i].Raw = nil; w.Says() {
			words++
		}
	}
	if words > 0 {
		b, err := json.MarshalIndent(said, "", "  ")
		if err != nil {
			return []Opened{{name + "-" + p.Name, p.Plain}}
		}
		files = append(files, Opened{name + ".json", seal.Hide(append(b, '\n'))})
	}
	return files
}
