package custody

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

const (
	codeNobody = "L144" // nothing severe is kept of that subject
	codeWhy    = "L145" // no reason given
)

// Unsealing says whose severe parts were opened, by whom and why.
type Unsealing struct {
	Subjects   []string `json:"subjects"`
	Custodians []string `json:"custodians"`
	Why        string   `json:"why"`
}

// opened is the identity of one ceremony, as custodians brought it back.
type opened struct {
	Kept
	identity seal.Custodian
	files    []string
}

// recover brings back the identity of each ceremony for which enough custodians
// came, by every nested file that they open together.
func (k Keeper) recover(ctx context.Context, by []seal.Custodian) (all []opened, who []string, err error) {
	h, err := k.Held(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(h.Sets) == 0 {
		return nil, nil, fault.New(fault.Refused, codeNone, k.Study)
	}
	came := map[string]seal.Custodian{}
	for _, c := range by {
		came[c.Recipient().String()] = c
	}
	for _, s := range h.Sets {
		here := map[int]seal.Custodian{}
		for i, m := range s.Custodians {
			if c, ok := came[m.Recipient]; ok {
				here[i+1] = c
				if !slices.Contains(who, m.Name) {
					who = append(who, m.Name)
				}
			}
		}
		if len(here) < s.Need {
			continue
		}
		o := opened{Kept: s}
		for _, p := range s.entry.Parts {
			set := theirs(p.Name, here)
			if len(set) != s.Need {
				continue
			}
			b, err := s.entry.Open(ctx, p.Name)
			if err != nil {
				return nil, nil, err
			}
			c, err := seal.Unnest(b, set...)
			if err != nil || c.Recipient().String() != s.Recipient {
				return nil, nil, fault.New(fault.Broken, codeBroken, p.Name, s.Epoch)
			}
			o.identity, o.files = c, append(o.files, p.Name)
		}
		if len(o.files) > 0 {
			all = append(all, o)
		}
	}
	last := h.Sets[len(h.Sets)-1]
	if len(all) == 0 {
		var names []string
		n := 0
		for _, m := range last.Custodians {
			names = append(names, m.Name)
			if _, ok := came[m.Recipient]; ok {
				n++
			}
		}
		return nil, nil, fault.New(fault.Refused, codeFew, last.Need, strings.Join(names, ", "), n)
	}
	slices.Sort(who)
	return all, who, nil
}

// theirs are the custodians who open a file in its order; none where one of them
// did not come, or it is not called as [File] calls one.
func theirs(file string, here map[int]seal.Custodian) (set []seal.Custodian) {
	stem, _ := strings.CutSuffix(file, ".age")
	var who []int
	for _, n := range strings.Split(stem, "-") {
		i, err := strconv.Atoi(n)
		c, came := here[i]
		if err != nil || !came || len(who) > 0 && i <= who[len(who)-1] {
			return nil
		}
		who, set = append(who, i), append(set, c)
	}
	if File(who) != file {
		return nil
	}
	return set
}

// Drill proves that these custodians bring the identity back to which severe
// keys are wrapped today, and enters it in the ledger. The identity is shown to
// nobody and written nowhere.
func (k Keeper) Drill(ctx context.Context, by []seal.Custodian) (d Drilled, err error) {
	defer fault.Wrap(&err, "drill custody of %s", k.Study)
	all, who, err := k.recover(ctx, by)
	if err != nil {
		return d, err
	}
	now, err := k.DB.CustodyNow(k.Study)
	if err != nil {
		return d, err
	}
	d = Drilled{Custodians: who, At: k.Now().Unix()}
	current := false
	for _, o := range all {
		current = current || o.Recipient == now
		d.Epochs = append(d.Epochs, o.Epoch)
		for _, f := range o.files {
			d.Files = append(d.Files, fmt.Sprintf("%d:%s", o.Epoch, f))
		}
	}
	if !current {
		return d, fault.New(fault.Refused, codeOld, strings.Join(who, ", "))
	}
	_, err = k.enter(ctx, body{Did: didDrill, Drill: &d})
	return d, err
}

// Part is what one entry keeps as severe of a subject.
type Part struct {
	Subject, Name string
	Seq           int64
	Plain         seal.Secret[[]byte]
}

// Asked is a person whose severe parts are to be opened: the name under which
// somebody asks, and the subjects that are this person.
type Asked struct {
	Name     string
	Subjects []string
}

// Unseal opens the severe parts of these people and of nobody else, after the
// ledger has who opened them and why. One who withdrew is refused, and so is one of
// whom nothing severe is kept. A part that does not open is found, and the others
// are given all the same.
func (k Keeper) Unseal(ctx context.Context, asked []Asked, by []seal.Custodian, why string) (parts []Part, found diag.List, err error) {
	defer fault.Wrap(&err, "unseal in %s", k.Study)
	if why = strings.Join(strings.Fields(why), " "); why == "" {
		return nil, nil, fault.New(fault.Invalid, codeWhy)
	}
	all, who, err := k.recover(ctx, by)
	if err != nil {
		return nil, nil, err
	}
	kept, err := k.severe(ctx, asked)
	if err != nil {
		return nil, nil, err
	}
	subjects := slices.Sorted(maps.Keys(kept))
	if _, err := k.enter(ctx, body{Did: didUnseal, Unseal: &Unsealing{subjects, who, why}}); err != nil {
		return nil, nil, err
	}
	for _, s := range subjects {
		for _, p := range kept[s] {
			b, ok := unseal(ctx, p, all)
			if !ok {
				found.Add(NotOpen, diag.At{File: k.Log, Row: int(p.entry.Seq)}, p.entry.Seq)
				continue
			}
			parts = append(parts, Part{s, p.name, p.entry.Seq, seal.Hide(b)})
		}
	}
	return parts, found, nil
}

// sealed is a severe part as it lies in the ledger.
type sealed struct {
	entry store.Entry
	name  string
}

// severe finds the severe parts of those who are asked for, by subject.
func (k Keeper) severe(ctx context.Context, asked []Asked) (map[string][]sealed, error) {
	kept, of := map[string][]sealed{}, map[string]bool{}
	for _, a := range asked {
		for _, s := range a.Subjects {
			of[s] = true
		}
	}
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Record) {
		if err != nil {
			return nil, err
		}
		for _, p := range e.Parts {
			if p.Seal != ledger.Severe || !of[p.Subject] {
				continue
			}
			if _, err := e.WrappedKey(ctx, p.Name); err != nil { // who withdrew has none
				return nil, err
			}
			kept[p.Subject] = append(kept[p.Subject], sealed{e, p.Name})
		}
	}
	for _, a := range asked {
		if !slices.ContainsFunc(a.Subjects, func(s string) bool { return len(kept[s]) > 0 }) {
			return nil, fault.New(fault.NotFound, codeNobody, a.Name)
		}
	}
	if len(kept) == 0 {
		return nil, fault.New(fault.NotFound, codeNobody, "")
	}
	return kept, nil
}

// unseal tries the identities that were brought back: an age file does not say
// whose it is.
func unseal(ctx context.Context, p sealed, all []opened) ([]byte, bool) {
	for _, o := range slices.Backward(all) {
		if b, err := p.entry.OpenSevere(ctx, p.name, o.identity); err == nil {
			return b, true
		}
	}
	return nil, false
}
