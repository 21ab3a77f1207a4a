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
	codeLayer  = "L146" // a layer is for others
	codeLast   = "L147" // the last layer is opened at the study's computer
)

// Unsealing says whose severe parts were opened, by whom and why.
type Unsealing struct {
	Subjects   []string `json:"subjects"`
	Custodians []string `json:"custodians"`       // who came
	Layers     int      `json:"layers,omitempty"` // brought, which others had opened elsewhere
	Why        string   `json:"why"`
}

// opened is the identity of one ceremony, as custodians brought it back.
type opened struct {
	Kept
	identity seal.Custodian
	files    []string
}

// Present are the custodians who came, and what others opened of a nested file
// elsewhere: a layer is sealed for those who are left.
type Present struct {
	Keys   []seal.Custodian
	Layers [][]byte
}

// recover brings back the identity of each ceremony for which enough custodians
// came, by every nested file that they open together, and by every layer.
func (k Keeper) recover(ctx context.Context, by Present) (all []opened, who []string, err error) {
	h, err := k.Held(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(h.Sets) == 0 {
		return nil, nil, fault.New(fault.Refused, codeNone, k.Study)
	}
	came := map[string]seal.Custodian{}
	for _, c := range by.Keys {
		came[c.Recipient().String()] = c
	}
	brought, err := finish(by)
	if err != nil {
		return nil, nil, err
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
		o := opened{Kept: s}
		if c, ok := brought[s.Recipient]; ok {
			o.identity, o.files = c, append(o.files, layer)
		}
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
	if len(all) == 0 {
		return nil, nil, few(h.Sets[len(h.Sets)-1].Set, came)
	}
	slices.Sort(who)
	return all, who, nil
}

// few says whose keys are needed and how many came.
func few(s Set, came map[string]seal.Custodian) error {
	var names []string
	n := 0
	for _, m := range s.Custodians {
		names = append(names, m.Name)
		if _, ok := came[m.Recipient]; ok {
			n++
		}
	}
	return fault.New(fault.Refused, codeFew, s.Need, strings.Join(names, ", "), n)
}

// layer stands for a nested file of which others opened the first layers
// elsewhere.
const layer = "layer"

// finish opens what is left of the layers with the keys of those who came; the
// identities are by their recipients.
func finish(by Present) (map[string]seal.Custodian, error) {
	brought := map[string]seal.Custodian{}
	for _, b := range by.Layers {
		inner, open := seal.Hide(b), false
		for left := slices.Clone(by.Keys); !open; {
			i := slices.IndexFunc(left, func(c seal.Custodian) bool {
				next, err := c.OpenLayer(inner.Reveal())
				if err == nil {
					inner = next
				}
				return err == nil
			})
			if i < 0 {
				return nil, fault.New(fault.Refused, codeLayer)
			}
			left = slices.Delete(left, i, i+1)
			if c, err := seal.ParseIdentity(inner); err == nil {
				brought[c.Recipient().String()], open = c, true
			}
		}
	}
	return brought, nil
}

// Layer opens the outermost layer of a nested file, or of a layer, for who has
// the key. The last one is refused: the identity itself is not given out.
func Layer(file []byte, c seal.Custodian) ([]byte, error) {
	inner, err := c.OpenLayer(file)
	if err != nil {
		return nil, fault.New(fault.Refused, codeLayer)
	}
	if _, err := seal.ParseIdentity(inner); err == nil {
		return nil, fault.New(fault.Refused, codeLast)
	}
	return inner.Reveal(), nil
}

// theirs are the custodians who open a file in its order; none where one of them
// did not come, or it is not called as [File] calls one.
func theirs(file string, here map[int]seal.Custodian) (set []seal.Custodian) {
	stem, _ := strings.CutSuffix(file, LayerFile)
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
func (k Keeper) Drill(ctx context.Context, by Present) (d Drilled, err error) {
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
func (k Keeper) Unseal(ctx context.Context, asked []Asked, by Present, why string) (parts []Part, found diag.List, err error) {
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
	if _, err := k.enter(ctx, body{Did: didUnseal, Unseal: &Unsealing{subjects, who, len(by.Layers), why}}); err != nil {
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
