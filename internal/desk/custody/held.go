package custody

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// What is to be said of custody; words in lang.
const (
	NotProven diag.Code = "L136" // study
	LongAgo   diag.Code = "L137" // study, days
	NotOpen   diag.Code = "L138" // entry: the custodians who came do not open it
	NotEnded  diag.Code = "L139" // study

	codeNone   = "L140" // no ceremony was held
	codeFew    = "L141" // too few custodians came
	codeOld    = "L142" // those who came open earlier epochs only
	codeBroken = "L143" // a nested file does not give the identity it should
)

var _ = diag.Codes(
	diag.Kind{Code: NotProven, Severity: diag.Note, Args: 1},
	diag.Kind{Code: LongAgo, Severity: diag.Warning, Args: 2},
	diag.Kind{Code: NotOpen, Severity: diag.Error, Args: 1},
	diag.Kind{Code: NotEnded, Severity: diag.Warning, Args: 1},
)

// between is how long a drill counts.
const between = 90 * 24 * time.Hour

// Held is what the ledger has of custody.
type Held struct {
	Sets   []Kept
	Drills []Drilled
}

// Kept is a ceremony with where its nested files stand.
type Kept struct {
	Set
	At    int64
	entry store.Entry
}

// Drilled says that recovery was proven.
type Drilled struct {
	Epochs     []int    `json:"epochs"`
	Custodians []string `json:"custodians"` // who brought it about
	Files      []string `json:"files"`      // nested files that were opened, as "1:1-2.age"
	At         int64    `json:"-"`
}

// Held reads from the ledger what was done about custody.
func (k Keeper) Held(ctx context.Context) (h Held, err error) {
	defer fault.Wrap(&err, "read custody of %s", k.Study)
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			return h, err
		}
		b, err := e.Open(ctx, "study")
		if err != nil {
			return h, err
		}
		x, ok := read(b)
		switch {
		case !ok:
		case x.Did == didCeremony:
			h.Sets = append(h.Sets, Kept{Set: *x.Custody, At: e.At, entry: e})
		case x.Did == didDrill:
			x.Drill.At = e.At
			h.Drills = append(h.Drills, *x.Drill)
		}
	}
	return h, nil
}

// read decodes what an entry of kind study says; ok is false where it is of
// another's, or not one.
func read(b []byte) (x body, ok bool) {
	if json.Unmarshal(b, &x) != nil {
		return x, false
	}
	switch x.Did {
	case didCeremony:
		if x.Custody == nil {
			return x, false
		}
		n := len(x.Custody.Custodians)
		return x, x.Custody.Need >= 1 && x.Custody.Need <= n && n <= seal.MostCustodians
	case didDrill:
		return x, x.Drill != nil
	case didUnseal:
		return x, x.Unseal != nil
	}
	return x, false
}

// State says what ought to be done about custody by now: nothing where no
// ceremony was held.
func (k Keeper) State(ctx context.Context) (found diag.List, err error) {
	h, err := k.Held(ctx)
	if err != nil || len(h.Sets) == 0 {
		return nil, err
	}
	now, err := k.DB.CustodyNow(k.Study)
	if err != nil {
		return nil, err
	}
	last := h.Sets[len(h.Sets)-1]
	_, before, err := k.DB.CustodyRecorded(ctx, k.Study)
	if err != nil {
		return nil, err
	}
	if now != "" && now != last.Recipient && !slices.Contains(before, now) {
		return nil, nil // a stranger's: store.VerifyKeys says so, and nothing is sealed to it
	}
	if last.Recipient != now {
		found.Add(NotEnded, diag.At{}, k.Study)
		return found, nil
	}
	proven := int64(-1)
	for _, d := range h.Drills {
		if slices.Contains(d.Epochs, last.Epoch) {
			proven = d.At
		}
	}
	if proven < 0 {
		found.Add(NotProven, diag.At{}, k.Study)
	} else if ago := k.Now().Sub(time.Unix(proven, 0)); ago > between {
		found.Add(LongAgo, diag.At{}, k.Study, int(ago.Hours()/24))
	}
	return found, nil
}
