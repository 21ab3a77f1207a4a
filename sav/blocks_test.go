package sav

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
)

// streamed hides that a file can be read anywhere.
type streamed struct{ io.Reader }

// zsav is a file of many blocks.
func zsav(order byteOrder, rows int) []byte {
	rng := rand.New(rand.NewPCG(4, 2))
	nums, texts := make([][]float64, 6), make([]string, rows)
	for i := range nums {
		nums[i] = make([]float64, rows)
		for r := range nums[i] {
			if nums[i][r] = float64(rng.IntN(9)); i == 0 {
				nums[i][r] = rng.Float64()
			}
		}
	}
	for r := range texts {
		texts[r] = fmt.Sprint("Village ", rng.IntN(40))
	}
	return makeFile(order, 2, nums, texts, 11)
}

func columnsOf(r io.Reader) (out []any, err error) {
	f, err := Open("x", r)
	if err != nil {
		return nil, err
	}
	cols, err := f.Columns()
	for _, c := range cols {
		out = append(out, c.Num, c.Codes, c.Texts)
	}
	return out, err
}

// Blocks read side by side say what the same blocks say as they come.
func TestBlocksSideBySideAreThoseInTurn(t *testing.T) {
	files := map[string][]byte{"little": zsav(binary.LittleEndian, 5000), "big": zsav(binary.BigEndian, 700), "none": zsav(binary.LittleEndian, 0)}
	for _, n := range []string{"zlib.zsav", "pspp.zsav"} {
		b, err := os.ReadFile("testdata/" + n)
		if err != nil {
			t.Fatal(err)
		}
		files[n] = b
	}
	for name, b := range files {
		f, err := Open(name, bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		ws, err := f.start()
		if err != nil {
			t.Fatal(err)
		}
		if u, ok := ws.in.r.(*unpacker); name != "none" && (!ok || name == "little" && len(u.blocks) < 20) {
			t.Fatalf("%s is not read side by side", name)
		}
		want, err := columnsOf(streamed{bytes.NewReader(b)})
		if err != nil {
			t.Fatal(name, err)
		}
		for range 3 {
			got, err := columnsOf(bytes.NewReader(b))
			if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// A trailer that does not describe the blocks is passed over.
func TestATrailerThatIsWrongCostsNothing(t *testing.T) {
	b := zsav(binary.LittleEndian, 900)
	want, err := columnsOf(streamed{bytes.NewReader(b)})
	if err != nil {
		t.Fatal(err)
	}
	trailer := bytes.LastIndex(b, []byte{0x9c, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0}) + 24
	for at := trailer - 4; at < len(b); at++ {
		if at >= trailer && (at-trailer)%24 < 8 {
			continue // where a block would lie inflated: nobody looks
		}
		x := bytes.Clone(b)
		x[at] ^= 0x41
		got, err := columnsOf(bytes.NewReader(x))
		if err != nil || !reflect.DeepEqual(fmt.Sprint(got), fmt.Sprint(want)) {
			// only the size of a block inflated is believed, and then held against the block
			if k := (at - trailer) % 24; at < trailer || k < 16 || k >= 20 {
				t.Fatalf("byte %d: %v", at-trailer, err)
			}
		}
	}
}

// A block that was damaged is refused, side by side as in turn; nobody waits
// for a goroutine that is gone, and none is left behind.
func TestADamagedBlockIsRefused(t *testing.T) {
	b := zsav(binary.LittleEndian, 3000)
	from := bytes.Index(b, []byte{0x78, 0x9c})
	for at := from; at < len(b)-4000; at += 997 {
		x := bytes.Clone(b)
		x[at] ^= 0x55
		_, one := columnsOf(bytes.NewReader(x))
		_, two := columnsOf(streamed{bytes.NewReader(x)})
		if one == nil || two == nil {
			t.Fatalf("byte %d: %v, %v", at, one, two)
		}
	}
}
