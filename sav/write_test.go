package sav

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// byteOrder is either of encoding/binary's.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// writer makes a small file of any byte order and compression, for what no
// program at hand writes.
type writer struct {
	bytes.Buffer
	order byteOrder
}

func (w *writer) u32(xs ...int) {
	for _, x := range xs {
		w.Write(w.order.AppendUint32(nil, uint32(int32(x))))
	}
}

func (w *writer) f64(xs ...float64) {
	for _, x := range xs {
		w.Write(w.order.AppendUint64(nil, math.Float64bits(x)))
	}
}

func (w *writer) u64(xs ...int) {
	for _, x := range xs {
		w.Write(w.order.AppendUint64(nil, uint64(int64(x))))
	}
}

func (w *writer) pad(s string, n int) { fmt.Fprintf(w, "%-*s", n, s) }

// make writes variables n0, n1 … of numbers and one text of the given width.
func makeFile(order byteOrder, mode int, nums [][]float64, texts []string, width int) []byte {
	w := &writer{order: order}
	magic := "$FL2"
	if mode == 2 {
		magic = "$FL3"
	}
	rows := len(texts)
	w.WriteString(magic)
	w.pad("@(#) a test", 60)
	per := (width + 7) / 8
	w.u32(2, len(nums)+per, mode, 1, rows)
	w.f64(100)
	w.pad("", 9+8+64+3)
	for i := range nums {
		w.u32(2, 0, 0, 0, 5<<16|8<<8, 5<<16|8<<8)
		w.pad(fmt.Sprint("N", i), 8)
	}
	for k := range per {
		x := width
		if k > 0 {
			x = -1
		}
		w.u32(2, x, 0, 0, 1<<16|width<<8, 1<<16|width<<8)
		w.pad("T", 8)
	}
	w.u32(999, 0)
	data := &writer{order: order}
	var block []byte
	var tail []byte
	flush := func(last bool) {
		for len(block) < 8 && last && len(block) > 0 {
			block = append(block, 0)
		}
		if len(block) == 8 {
			data.Write(block)
			data.Write(tail)
			block, tail = nil, nil
		}
	}
	for r := range rows {
		for _, c := range nums {
			x := c[r]
			switch {
			case mode == 0 && math.IsNaN(x):
				data.f64(-math.MaxFloat64)
			case mode == 0:
				data.f64(x)
			case math.IsNaN(x):
				block = append(block, 255)
			case x == math.Trunc(x) && x > -100 && x < 152:
				block = append(block, byte(x+100))
			default:
				block = append(block, 253)
				tail = order.AppendUint64(tail, math.Float64bits(x))
			}
			flush(false)
		}
		s := []byte(fmt.Sprintf("%-*s", per*8, texts[r]))
		for k := range per {
			switch b := s[8*k : 8*k+8]; {
			case mode == 0:
				data.Write(b)
			case string(b) == "        ":
				block = append(block, 254)
			default:
				block = append(block, 253)
				tail = append(tail, b...)
			}
			flush(false)
		}
	}
	flush(true)
	if mode < 2 {
		w.Write(data.Bytes())
		return w.Bytes()
	}
	var z bytes.Buffer // several blocks
	trail := &writer{order: order}
	at, plain := w.Len(), 0
	for b := range slices.Chunk(data.Bytes(), 1000) {
		from := z.Len()
		x := zlib.NewWriter(&z)
		x.Write(b)
		x.Close()
		trail.u64(at+plain, at+24+from)
		trail.u32(len(b), z.Len()-from)
		plain += len(b)
	}
	w.u64(at, at+24+z.Len(), 24+trail.Len())
	w.Write(z.Bytes())
	w.u64(-100, 0)
	w.u32(1000, trail.Len()/24)
	w.Write(trail.Bytes())
	return w.Bytes()
}

// Whatever the byte order, the compression and the number of columns, what was
// written is read.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
		for mode := range 3 {
			for _, shape := range [][3]int{{1, 1, 3}, {3, 700, 8}, {17, 211, 21}, {2, 9000, 255}, {0, 5, 9}, {1, 0, 4}} {
				nums := make([][]float64, shape[0])
				for i := range nums {
					for range shape[1] {
						x := float64(rng.IntN(300) - 120)
						switch rng.IntN(9) {
						case 0:
							x = math.NaN()
						case 1:
							x += rng.Float64()
						}
						nums[i] = append(nums[i], x)
					}
				}
				texts := make([]string, shape[1])
				for i := range texts {
					if rng.IntN(4) > 0 {
						texts[i] = fmt.Sprint("a", rng.IntN(40), "            b")[:min(shape[2], 3)]
					}
				}
				f, err := Open("made", bytes.NewReader(makeFile(order, mode, nums, texts, shape[2])))
				if err != nil {
					t.Fatal(order, mode, shape, err)
				}
				cols, err := f.Columns()
				if err != nil {
					t.Fatal(order, mode, shape, err)
				}
				for i, c := range cols {
					for r := range texts {
						var want any
						if i < len(nums) {
							if x := nums[i][r]; x == x {
								want = x
							}
						} else if s := string(bytes.TrimRight([]byte(texts[r]), " ")); s != "" {
							want = s
						}
						if got := c.at(r); got != want {
							t.Fatalf("%v mode %d %v: %s row %d: %v, want %v", order, mode, shape, c.Name, r, got, want)
						}
					}
				}
			}
		}
	}
}
