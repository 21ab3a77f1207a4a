package ledger_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/dires/dires/internal/ledger"
)

func ExampleEncode() {
	e := ledger.Entry{Format: 1, Study: "orvanie", Log: "main", Seq: 40, At: 1764086400, Kind: ledger.Record, By: "coord-1",
		Replaces: &ledger.Ref{Log: "main", Seq: 12}}
	b, err := ledger.Encode(e)
	fmt.Println(string(b), err)
	// Output: {"at":1764086400,"by":"coord-1","format":1,"kind":"record","log":"main","parts":[],"replaces":{"log":"main","seq":12},"seq":40,"study":"orvanie"} <nil>
}

func ExampleChecker() {
	rows, head := logOf(5)
	rows[3].Parts[0][0] ^= 1 // somebody changes one bit of a part
	c := ledger.NewChecker("orvanie", "main", nil)
	m := ledger.Examiner{Study: "orvanie", Log: "main", Blob: noBlobs}
	for _, r := range rows {
		x, _ := m.Examine(r)
		c.Add(x)
	}
	r := c.Finish(head, -1)
	fmt.Println(r.OK(), r.First, r.Findings)
	// Output: false 3 [main:3: error L114 orvanie main 3 desk]
}

func noBlobs(ledger.Part) (ledger.Found, error) { return ledger.Nowhere, nil }

// logOf makes n entries as a store keeps them.
func logOf(n int) ([]ledger.Raw, ledger.Head) {
	var rows []ledger.Raw
	var g ledger.Edge
	for i := range n {
		part := fmt.Appendf(nil, "sealed bytes of entry %d", i)
		e := ledger.Entry{Format: 1, Study: "orvanie", Log: "main", Seq: int64(i), At: int64(1000 - i), Kind: ledger.Record, By: "m1",
			Parts: []ledger.Part{{Name: "desk", Hash: ledger.Sum(part), Size: int64(len(part)), Seal: ledger.Desk, Subject: fmt.Sprintf("s%d", i)}}}
		h, err := ledger.Encode(e)
		if err != nil {
			panic(err)
		}
		rows = append(rows, ledger.Raw{Seq: int64(i), Header: h, Tree: g.Add(nil, ledger.Leaf(h)), Parts: [][]byte{part}})
	}
	return rows, ledger.Head{Size: g.Size(), Root: g.Root()}
}

func check(t testing.TB, rows []ledger.Raw, head ledger.Head, kept ...ledger.Checkpoint) ledger.Report {
	t.Helper()
	c := ledger.NewChecker("orvanie", "main", kept)
	m := ledger.Examiner{Study: "orvanie", Log: "main", Blob: noBlobs}
	for _, r := range rows {
		x, err := m.Examine(r)
		if err != nil {
			t.Fatal(err)
		}
		c.Add(x)
	}
	return c.Finish(head, -1)
}

func copyRows(rows []ledger.Raw) []ledger.Raw {
	out := make([]ledger.Raw, len(rows))
	for i, r := range rows {
		out[i] = ledger.Raw{Seq: r.Seq, Header: bytes.Clone(r.Header), Tree: bytes.Clone(r.Tree)}
		for _, p := range r.Parts {
			out[i].Parts = append(out[i].Parts, bytes.Clone(p))
		}
	}
	return out
}

func TestHeadersAreCanonicalJSON(t *testing.T) {
	rows, _ := logOf(3)
	for _, r := range rows {
		var v any
		if err := json.Unmarshal(r.Header, &v); err != nil {
			t.Fatal(err)
		}
		// encoding/json sorts the keys of maps; for names without escapes and small integers that is RFC 8785.
		again, err := json.Marshal(v)
		if err != nil || string(again) != string(r.Header) {
			t.Fatalf("%s\n%s %v", r.Header, again, err)
		}
	}
}

func TestOtherSpellingsAreRefused(t *testing.T) {
	rows, _ := logOf(1)
	good := string(rows[0].Header)
	for _, bad := range []string{
		"", "{}", good + "\n", " " + good, strings.Replace(good, `"format":1`, `"format":01`, 1), strings.Replace(good, `"seq":0`, `"seq":-0`, 1),
		strings.Replace(good, `"seq":0`, `"seq":9007199254740992`, 1), strings.Replace(good, `"by":"m1"`, `"by":"\u006d1"`, 1),
		strings.Replace(good, `"by":"m1"`, `"by":""`, 1), strings.Replace(good, `"by":"m1"`, `"by":"Awa Traoré"`, 1),
		strings.Replace(good, `"seal":"desk"`, `"seal":"safe"`, 1), strings.Replace(good, `,"subject":"s0"`, "", 1),
		strings.Replace(good, `"parts":[`, `"parts":[,`, 1), strings.Replace(good, `"kind"`, `"Kind"`, 1),
	} {
		if _, err := ledger.Decode([]byte(bad)); err == nil {
			t.Errorf("accepted: %s", bad)
		}
	}
	if _, err := ledger.Decode([]byte(strings.Replace(good, `"format":1`, `"format":2`, 1))); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("format 2: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	rows, _ := logOf(2)
	f.Add(rows[1].Header)
	f.Add([]byte(`{"at":-5,"by":"a","format":1,"kind":"x","log":"l","parts":[{"hash":"` + strings.Repeat("0a", 32) + `","name":"p","size":0}],"replaces":{"log":"l","seq":1},"seq":0,"study":"s"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ledger.Decode(b)
		if err != nil {
			return
		}
		again, err := ledger.Encode(e)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%s\n%s %v", b, again, err)
		}
		var v map[string]any
		if err := json.Unmarshal(b, &v); err != nil || v["study"] != e.Study || v["seq"] != float64(e.Seq) {
			t.Fatalf("encoding/json reads %v %v", v, err)
		}
	})
}

// The tree is the one of golang.org/x/mod/sumdb/tlog, and proofs made from
// what the entries keep pass its checks.
func TestTreeIsThatOfTlog(t *testing.T) {
	const n = 130
	rows, head := logOf(n)
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(ix []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range ix {
			seq, nth := ledger.Stored(i)
			out = append(out, tlog.Hash(rows[seq].Tree[32*nth:32*nth+32]))
		}
		return out, nil
	})
	for i, r := range rows {
		hs, err := tlog.StoredHashes(int64(i), r.Header, tlog.HashReaderFunc(func(ix []int64) ([]tlog.Hash, error) {
			var out []tlog.Hash
			for _, i := range ix {
				out = append(out, stored[i])
			}
			return out, nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hs...)
		var flat []byte
		for _, h := range hs {
			flat = append(flat, h[:]...)
		}
		if !bytes.Equal(flat, r.Tree) {
			t.Fatalf("entry %d keeps other hashes than tlog", i)
		}
		_, at := logOf(i + 1)
		want, err := tlog.TreeHash(int64(i+1), reader)
		if err != nil || want != tlog.Hash(at.Root) {
			t.Fatalf("root of %d: %v", i+1, err)
		}
	}
	for i := range int64(n) {
		p, err := tlog.ProveRecord(n, i, reader)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(p, n, tlog.Hash(head.Root), i, tlog.RecordHash(rows[i].Header)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnEdgeCanBeKeptAndReadAgain(t *testing.T) {
	var g ledger.Edge
	for i := range 70 {
		b, _ := g.MarshalBinary()
		h, err := ledger.EdgeOf(g.Size(), b)
		if err != nil || h.Root() != g.Root() {
			t.Fatal(i, err)
		}
		if _, err := ledger.EdgeOf(g.Size(), append(b, 0)); err == nil {
			t.Fatal("a longer edge was accepted")
		}
		if i > 0 {
			if _, err := ledger.EdgeOf(g.Size(), b[1:]); err == nil {
				t.Fatal("a shorter edge was accepted")
			}
		}
		g.Add(nil, ledger.Sum([]byte{byte(i)}))
	}
}

func TestCheckpointsOpenWithTheKeyThatSigned(t *testing.T) {
	secret, public, err := ledger.NewSigner("dires-office")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ledger.ParseSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	_, head := logOf(9)
	c := ledger.Checkpoint{Study: "orvanie", Log: "main", Head: head}
	note, err := s.Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.OpenCheckpoint(note, public); err != nil || got != c {
		t.Fatal(got, err)
	}
	if _, err := ledger.OpenCheckpoint(bytes.Replace(note, []byte("\n9\n"), []byte("\n8\n"), 1), public); err == nil {
		t.Error("an altered checkpoint opened")
	}
	if _, other, _ := ledger.NewSigner("dires-office"); true {
		if _, err := ledger.OpenCheckpoint(note, other); err == nil {
			t.Error("another key opened it")
		}
	}
	if s := fmt.Sprintf("%v %+v %s %x", secret, secret, secret, secret); strings.Contains(s, "PRIVATE") || !strings.Contains(s, "[sealed]") {
		t.Error("the secret prints itself")
	}
}

// Every single bit that flips in what is stored is found, and named to its
// entry — or, in a hash over several, to the range of them.
func TestEveryFlippedBitIsFound(t *testing.T) {
	const n = 21
	rows, head := logOf(n)
	if r := check(t, rows, head); !r.OK() || r.First != -1 || r.Head != head {
		t.Fatal("the whole log does not verify", r)
	}
	flips := 0
	for i := range rows {
		for f, bits := range map[string]int{"header": 8 * len(rows[i].Header), "tree": 8 * len(rows[i].Tree), "part": 8 * len(rows[i].Parts[0])} {
			for bit := range bits {
				bad := copyRows(rows)
				switch f {
				case "header":
					bad[i].Header[bit/8] ^= 1 << (bit % 8)
				case "tree":
					bad[i].Tree[bit/8] ^= 1 << (bit % 8)
				default:
					bad[i].Parts[0][bit/8] ^= 1 << (bit % 8)
				}
				r := check(t, bad, head)
				flips++
				lowest := int64(i)
				if f == "tree" && bit >= 256 {
					lowest = int64(i) + 1 - 1<<(bit/256)
				}
				if r.OK() || r.First < lowest || r.First > int64(i) {
					t.Fatalf("entry %d, %s, bit %d: %+v", i, f, bit, r)
				}
			}
		}
	}
	t.Logf("%d flips", flips)
}

func TestTheFirstEntryRemovedOrMovedIsNamed(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		n := 2 + rng.IntN(40)
		rows, head := logOf(n)
		i := rng.IntN(n)
		j := rng.IntN(n)
		bad := copyRows(rows)
		var want string
		switch how := rng.IntN(5); how {
		case 0: // a row is deleted
			bad = append(bad[:i], bad[i+1:]...)
			want = fmt.Sprintf("L111 orvanie main %d", i)
		case 1: // and the rows after it are numbered again
			bad = append(bad[:i], bad[i+1:]...)
			for k := range bad {
				bad[k].Seq = int64(k)
			}
			want = fmt.Sprintf("L111 orvanie main %d", i)
		case 2: // two rows change places, with everything but the position
			if i == j {
				continue
			}
			bad[i], bad[j] = bad[j], bad[i]
			bad[i].Seq, bad[j].Seq = int64(i), int64(j)
			want = fmt.Sprintf("L112 orvanie main %d", min(i, j))
		case 3: // two headers change places
			if i == j {
				continue
			}
			bad[i].Header, bad[j].Header = bad[j].Header, bad[i].Header
			want = fmt.Sprintf("L11[02] orvanie main %d", min(i, j))
		case 4: // two rows change parts
			if i == j {
				continue
			}
			bad[i].Parts, bad[j].Parts = bad[j].Parts, bad[i].Parts
			want = fmt.Sprintf("L114 orvanie main %d desk", min(i, j))
		}
		r := check(t, bad, head)
		if r.OK() || !regexp.MustCompile(want).MatchString(r.Findings[0].String()) {
			t.Fatalf("want %s, got %v", want, r.Findings)
		}
	}
}

// Whoever makes all hashes again after altering an entry is caught by the
// first checkpoint that was kept elsewhere.
func TestRemadeHashesDoNotFitACheckpoint(t *testing.T) {
	rows, head := logOf(20)
	var kept []ledger.Checkpoint
	for _, n := range []int{5, 10, 20} {
		_, h := logOf(n)
		kept = append(kept, ledger.Checkpoint{Study: "orvanie", Log: "main", Head: h})
	}
	if r := check(t, rows, head, kept...); !r.OK() || r.Checked != 3 {
		t.Fatal(r)
	}
	var g ledger.Edge
	for i := range rows {
		if i == 7 {
			rows[i].Header = bytes.Replace(rows[i].Header, []byte(`"by":"m1"`), []byte(`"by":"m2"`), 1)
		}
		rows[i].Tree = g.Add(nil, ledger.Leaf(rows[i].Header))
	}
	r := check(t, rows, ledger.Head{Size: g.Size(), Root: g.Root()}, kept...)
	if r.OK() || r.Checked != 1 || r.Findings[0].String() != "main:10: error L118 orvanie main 10" {
		t.Fatal(r.Findings)
	}
	// And a log that was cut short does not reach the last one.
	r = check(t, rows[:4], func() ledger.Head { _, h := logOf(4); return h }(), kept...)
	if r.OK() || r.Findings[0].Code != ledger.NotSigned {
		t.Fatal(r.Findings)
	}
}

func TestAMissingPartNeedsAWithdrawal(t *testing.T) {
	rows, _ := logOf(4)
	var g ledger.Edge
	for _, r := range rows {
		g.Add(nil, ledger.Leaf(r.Header))
	}
	rows[1].Parts[0] = nil
	withdrawal := func(subject string) ledger.Raw {
		p := ledger.Withdraw(ledger.Withdrawal{Subject: subject, Scope: "all", Why: "withdrawn"})
		h, err := ledger.Encode(ledger.Entry{Format: 1, Study: "orvanie", Log: "main", Seq: 4, Kind: ledger.Shred, By: "c1",
			Parts: []ledger.Part{{Name: p.Name, Hash: ledger.Sum(p.Data), Size: int64(len(p.Data))}}})
		if err != nil {
			t.Fatal(err)
		}
		e := g
		return ledger.Raw{Seq: 4, Header: h, Tree: e.Add(nil, ledger.Leaf(h)), Parts: [][]byte{p.Data}}
	}
	for subject, ok := range map[string]bool{"s1": true, "s2": false} {
		all := append(copyRows(rows), withdrawal(subject))
		all[1].Parts[0] = nil
		e := g
		e.Add(nil, ledger.Leaf(all[4].Header))
		r := check(t, all, ledger.Head{Size: 5, Root: e.Root()})
		if r.OK() != ok || (ok && r.Withdrawn != 1) || (!ok && r.Findings[0].String() != "main:1: error L113 orvanie main 1 desk") {
			t.Errorf("%s: %+v", subject, r)
		}
	}
}

func TestDecodeGivesBackEveryField(t *testing.T) {
	e := ledger.Entry{Format: 1, Study: "s", Log: "l", Seq: 1<<53 - 1, At: -1, Kind: "later-kind", By: "A.b_c-9", Replaces: &ledger.Ref{Log: "o", Seq: 0},
		Parts: []ledger.Part{{Name: "a", Hash: ledger.Sum(nil), Size: 0}, {Name: "b", Hash: ledger.Sum([]byte("b")), Size: 1, Seal: ledger.Severe, Subject: "x"}}}
	b, err := ledger.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.Decode(b); err != nil || !reflect.DeepEqual(got, e) {
		t.Fatal(got, err)
	}
}

func BenchmarkDecode(b *testing.B) {
	rows, _ := logOf(1)
	for b.Loop() {
		if _, err := ledger.Decode(rows[0].Header); err != nil {
			b.Fatal(err)
		}
	}
}
