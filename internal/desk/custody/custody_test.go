package custody_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

var ctx = context.Background()

// day is the n-th day of a fictional year.
func day(n int) func() time.Time {
	return func() time.Time { return time.Date(2031, 1, n, 12, 0, 0, 0, time.UTC) }
}

func keeper(t testing.TB, dir string) custody.Keeper {
	t.Helper()
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return custody.Keeper{DB: db, Study: "orvanie", Log: store.Office, By: "desk", Program: "test", Now: day(1)}
}

// people makes custodians; they are given as others know them and as they are.
func people(t testing.TB, names ...string) (ms []custody.Member, cs []seal.Custodian) {
	t.Helper()
	for _, n := range names {
		to, c, err := seal.NewCustody()
		if err != nil {
			t.Fatal(err)
		}
		ms, cs = append(ms, custody.Member{Name: n, Recipient: to.String()}), append(cs, c)
	}
	return ms, cs
}

// told enters what somebody told in confidence, and gives the code of who it was.
func told(t testing.TB, k custody.Keeper, subject, words string) string {
	t.Helper()
	es, err := k.DB.Append(ctx, k.Study, k.Log, ledger.Draft{Kind: ledger.Record, By: "m1", Subject: subject,
		Pieces: []ledger.Piece{ledger.ForDesk([]byte("FICTION")), ledger.ForCustody([]byte(words))}})
	if err != nil {
		t.Fatal(err)
	}
	return es[0].Parts[0].Subject
}

func present(by ...seal.Custodian) custody.Present { return custody.Present{Keys: by} }

func asked(subjects ...string) (as []custody.Asked) {
	for _, s := range subjects {
		as = append(as, custody.Asked{Name: s, Subjects: []string{s}})
	}
	return as
}

func code(err error) string {
	if f, ok := fault.Public(err); ok {
		return f.Code
	}
	return fmt.Sprint(err)
}

func TestACeremonyTakesTheIdentityOffTheMachine(t *testing.T) {
	dir := t.TempDir()
	k := keeper(t, dir)
	ana, bo := told(t, k, "", "FICTION: Ana"), told(t, k, "", "FICTION: Bo")
	identity, here, err := k.DB.CustodyHere(k.Study)
	if !here || err != nil {
		t.Fatal(err)
	}
	ms, cs := people(t, "amadou", "awa", "fanta")
	if _, err := k.Drill(ctx, present(cs...)); code(err) != "L140" {
		t.Error("a drill before the ceremony:", err)
	}
	set, folder, err := k.Ceremony(ctx, 2, ms)
	if err != nil || set.Epoch != 1 || k.DB.CustodyIsHere(k.Study) {
		t.Fatal(set.Epoch, err)
	}
	ana2 := told(t, k, ana, "FICTION: Ana again")

	// Any two give it back, one does not, and nothing on this disk has it.
	for _, by := range [][]seal.Custodian{cs[:2], cs[1:], {cs[2], cs[0]}, cs} {
		k.Now = day(2)
		d, err := k.Drill(ctx, present(by...))
		if err != nil || len(d.Custodians) != len(by) || len(d.Files) != map[int]int{2: 1, 3: 3}[len(by)] {
			t.Fatal(d, err)
		}
	}
	_, stranger := people(t, "eve")
	for _, by := range [][]seal.Custodian{nil, cs[:1], {cs[0], cs[0]}, {cs[0], stranger[0]}} {
		if _, err := k.Drill(ctx, present(by...)); code(err) != "L141" || !errors.Is(err, fault.Refused) {
			t.Errorf("%d of them: %v", len(by), err)
		}
	}
	for _, secret := range append(cs, identity) {
		nowhere(t, dir, secret.Identity().Reveal()[:40])
	}

	// The folder has what the ledger has.
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) != 4 {
		t.Fatal(names, err)
	}
	b, err := os.ReadFile(filepath.Join(folder, "1-3.age"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.Unnest(b, cs[0], cs[2])
	if err != nil || got.Identity().Reveal() != identity.Identity().Reveal() {
		t.Error("the folder's file gives another identity", err)
	}
	var about custody.Set
	if b, err = os.ReadFile(filepath.Join(folder, "set.json")); err != nil || json.Unmarshal(b, &about) != nil || about.Recipient != set.Recipient || len(about.Custodians) != 3 {
		t.Error(string(b), err)
	}

	// Ana's parts are opened, Bo's are not, and the ledger has who and why.
	parts, found, err := k.Unseal(ctx, asked(ana, ana2), present(cs[1:]...), " a mediator \n asks ")
	if err != nil || len(found) > 0 || len(parts) != 2 {
		t.Fatal(parts, found, err)
	}
	if a, b := string(parts[0].Plain.Reveal()), string(parts[1].Plain.Reveal()); a != "FICTION: Ana" || b != "FICTION: Ana again" {
		t.Error(a, b)
	}
	last := lastStudy(t, k)
	if !strings.Contains(last, `"did":"unseal"`) || !strings.Contains(last, `"subjects":["`+ana+`"]`) || strings.Contains(last, bo) ||
		!strings.Contains(last, `"custodians":["awa","fanta"],"why":"a mediator asks"`) {
		t.Error(last)
	}
}

func lastStudy(t *testing.T, k custody.Keeper) (s string) {
	t.Helper()
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := e.Open(ctx, "study")
		if err != nil {
			t.Fatal(err)
		}
		s = string(b)
	}
	return s
}

// nowhere looks for a secret in every file of a folder.
func nowhere(t *testing.T, dir, secret string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte(secret)) {
			t.Error("a secret stands in", filepath.Base(p))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Held before there is a record, no identity ever touches the disk.
func TestACeremonyBeforeTheFirstRecordLeavesNoIdentityBehind(t *testing.T) {
	k := keeper(t, t.TempDir())
	ms, cs := people(t, "a", "b", "c")
	if _, _, err := k.Ceremony(ctx, 2, ms); err != nil {
		t.Fatal(err)
	}
	who := told(t, k, "", "FICTION: first")
	if k.DB.CustodyIsHere(k.Study) {
		t.Fatal("the first record made an identity")
	}
	parts, _, err := k.Unseal(ctx, asked(who), present(cs[:2]...), "test")
	if err != nil || len(parts) != 1 || string(parts[0].Plain.Reveal()) != "FICTION: first" {
		t.Fatal(parts, err)
	}
}

// A second ceremony is for what comes; what was sealed before stays with those
// who kept it before.
func TestASecondCeremonyIsForWhatComes(t *testing.T) {
	k := keeper(t, t.TempDir())
	old, then := people(t, "amadou", "awa", "fanta")
	if _, _, err := k.Ceremony(ctx, 2, old); err != nil {
		t.Fatal(err)
	}
	before := told(t, k, "", "FICTION: before")
	young, now := people(t, "binta", "coumba")
	young, now = append(young, old[2]), append(now, then[2]) // fanta stays
	set, _, err := k.Ceremony(ctx, 2, young)
	if err != nil || set.Epoch != 2 {
		t.Fatal(set.Epoch, err)
	}
	after := told(t, k, "", "FICTION: after")

	opens := func(by []seal.Custodian, who ...string) string {
		t.Helper()
		parts, found, err := k.Unseal(ctx, asked(who...), present(by...), "test")
		if err != nil {
			return code(err)
		}
		s := strings.TrimSpace(strings.Repeat("closed ", len(found)))
		for _, p := range parts {
			s += string(p.Plain.Reveal())
		}
		return s
	}
	for _, x := range []struct {
		by   []seal.Custodian
		who  string
		want string
	}{{then[:2], before, "FICTION: before"}, {then[:2], after, "closed"}, {now[:2], after, "FICTION: after"}, {now[:2], before, "closed"},
		{[]seal.Custodian{then[0], now[0], then[2]}, before, "FICTION: before"}, {[]seal.Custodian{then[0], now[0], then[2]}, after, "FICTION: after"},
		{[]seal.Custodian{then[0], now[0]}, after, "L141"}} {
		if got := opens(x.by, x.who); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
	if _, err := k.Drill(ctx, present(then[:2]...)); code(err) != "L142" {
		t.Error("those of before prove what is sealed now:", err)
	}
	if d, err := k.Drill(ctx, present([]seal.Custodian{then[0], now[0], then[2]}...)); err != nil || fmt.Sprint(d.Epochs, d.Files) != "[1 2] [1:1-3.age 2:1-3.age]" {
		t.Error(d, err)
	}
}

// One record that does not open keeps nobody from the others.
func TestWhoWithdrewIsNotOpened(t *testing.T) {
	k := keeper(t, t.TempDir())
	ms, cs := people(t, "a", "b", "c")
	if _, _, err := k.Ceremony(ctx, 2, ms); err != nil {
		t.Fatal(err)
	}
	ana, bo := told(t, k, "", "FICTION: Ana"), told(t, k, "", "FICTION: Bo")
	if _, err := k.DB.Shred(ctx, k.Study, k.Log, ledger.Withdrawal{Subject: ana, Why: "withdrawn"}, 0, "desk"); err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		h, err := k.DB.Head(ctx, k.Study, k.Log)
		if err != nil {
			t.Fatal(err)
		}
		return h.Size
	}
	was := size()
	for _, x := range []struct {
		who  []string
		why  string
		want string
	}{{[]string{ana}, "test", store.Withdrawn}, {[]string{bo, ana}, "test", store.Withdrawn}, {[]string{"0000000000000000"}, "test", "L144"}, {[]string{bo}, " ", "L145"}, {nil, "test", "L144"}} {
		if parts, _, err := k.Unseal(ctx, asked(x.who...), present(cs...), x.why); code(err) != x.want || parts != nil {
			t.Errorf("%v: %v", x, err)
		}
	}
	if size() != was {
		t.Error("what was refused stands in the ledger")
	}
	if parts, _, err := k.Unseal(ctx, asked(bo), present(cs...), "test"); err != nil || len(parts) != 1 {
		t.Error(parts, err)
	}
}

// Who cannot come opens their layer at home: their key does not travel, and what
// is left serves nobody but those who follow in the file's name.
func TestALayerOpenedElsewhereStandsForItsCustodian(t *testing.T) {
	k := keeper(t, t.TempDir())
	ms, cs := people(t, "abroad", "gao", "bamako")
	_, folder, err := k.Ceremony(ctx, 2, ms)
	if err != nil {
		t.Fatal(err)
	}
	who := told(t, k, "", "FICTION")
	b, err := os.ReadFile(filepath.Join(folder, "1-3.age"))
	if err != nil {
		t.Fatal(err)
	}
	rest, err := custody.Layer(b, cs[0])
	if err != nil {
		t.Fatal(err)
	}
	by := custody.Present{Keys: cs[2:], Layers: [][]byte{rest}}
	if d, err := k.Drill(ctx, by); err != nil || fmt.Sprint(d.Custodians, d.Files) != "[bamako] [1:layer]" {
		t.Error(d, err)
	}
	if parts, _, err := k.Unseal(ctx, asked(who), by, "test"); err != nil || len(parts) != 1 || string(parts[0].Plain.Reveal()) != "FICTION" {
		t.Error(parts, err)
	}
	if last := lastStudy(t, k); !strings.Contains(last, `"custodians":["bamako"],"layers":1`) {
		t.Error(last)
	}

	// The last layer is never written, and a layer is no key by itself.
	if _, err := custody.Layer(rest, cs[2]); code(err) != "L147" {
		t.Error(err)
	}
	_, identity, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	for what, by := range map[string]custody.Present{
		"nobody came": {Layers: [][]byte{rest}}, "another came": {Keys: cs[1:2], Layers: [][]byte{rest}}, "no layer": {Keys: cs[2:], Layers: [][]byte{nil}},
		"the whole file": {Keys: cs[2:], Layers: [][]byte{b}}, "an identity": {Keys: cs[2:], Layers: [][]byte{[]byte(identity.Identity().Reveal())}},
	} {
		if _, err := k.Drill(ctx, by); code(err) != "L146" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := custody.Layer(b, cs[1]); code(err) != "L146" {
		t.Error(err)
	}
	// A layer of another study's opens, and is of no use here.
	foreign, err := seal.Nest(identity, 1, []seal.Recipient{cs[2].Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Drill(ctx, custody.Present{Keys: cs[2:], Layers: [][]byte{foreign[0].File}}); code(err) != "L141" {
		t.Error(err)
	}
}

func TestACeremonyRefusesWhatIsNoCustody(t *testing.T) {
	k := keeper(t, t.TempDir())
	told(t, k, "", "FICTION")
	ms, _ := people(t, "a", "b", "c", "d", "e", "f", "g", "h")
	twice := []custody.Member{ms[0], ms[1], {Name: "c", Recipient: ms[0].Recipient}}
	for _, x := range []struct {
		need int
		who  []custody.Member
		want string
	}{{1, ms[:3], "L133"}, {3, ms[:3], "L133"}, {2, ms[:2], "L133"}, {2, ms, "L133"}, {2, nil, "L133"}, {2, twice, "L134"},
		{2, []custody.Member{ms[0], ms[1], {Name: "a", Recipient: ms[2].Recipient}}, "L134"},
		{2, []custody.Member{ms[0], ms[1], {Name: "Amadou B.", Recipient: ms[2].Recipient}}, "L131"},
		{2, []custody.Member{ms[0], ms[1], {Name: "c", Recipient: "age1wrong"}}, "L132"}} {
		if _, _, err := k.Ceremony(ctx, x.need, x.who); code(err) != x.want {
			t.Errorf("%d of %d: %v", x.need, len(x.who), err)
		}
	}
	if !k.DB.CustodyIsHere(k.Study) {
		t.Error("a refused ceremony took the identity away")
	}
}

// What verify says of custody: nothing before a ceremony, then that it was never
// proven, then, after ninety days, that this is long ago.
func TestAProofOfRecoveryAges(t *testing.T) {
	k := keeper(t, t.TempDir())
	says := func(n int) (codes []diag.Code) {
		t.Helper()
		k.Now = day(n)
		l, err := k.State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range l {
			codes = append(codes, f.Code)
		}
		return codes
	}
	ms, cs := people(t, "a", "b", "c")
	if s := says(1); s != nil {
		t.Error(s)
	}
	if _, _, err := k.Ceremony(ctx, 2, ms); err != nil {
		t.Fatal(err)
	}
	if s := says(1); fmt.Sprint(s) != "[L136]" {
		t.Error(s)
	}
	if _, err := k.Drill(ctx, present(cs...)); err != nil {
		t.Fatal(err)
	}
	if s := says(91); s != nil {
		t.Error(s)
	}
	if s := says(92); fmt.Sprint(s) != "[L137]" {
		t.Error(s)
	}
	if _, err := k.Drill(ctx, present(cs[1:]...)); err != nil {
		t.Fatal(err)
	}
	if s := says(93); s != nil {
		t.Error(s)
	}
}

func ExampleParsePublic() {
	to, _, _ := seal.NewCustody()
	file := custody.Member{Name: "awa", Recipient: to.String()}.Public()
	m, err := custody.ParsePublic("awa.dires-public", file)
	fmt.Println(m.Name, m.Recipient == to.String(), len(strings.Fields(m.Fingerprint())), err)
	_, err = custody.ParsePublic("awa.dires-key", []byte("-----BEGIN AGE ENCRYPTED FILE-----\n"))
	fmt.Println(err)
	// Output:
	// awa true 4 <nil>
	// invalid (L132) awa.dires-key
}

func FuzzParsePublic(f *testing.F) {
	ms, _ := people(f, "awa")
	f.Add(ms[0].Public())
	f.Add([]byte("# dires custodian a\r\n\r\nage1pq1x\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := custody.ParsePublic("x", b)
		if err != nil {
			if code(err) != "L132" {
				t.Fatal(err)
			}
			return
		}
		if again, err := custody.ParsePublic("x", m.Public()); err != nil || again != m {
			t.Fatal(m, again, err)
		}
	})
}
