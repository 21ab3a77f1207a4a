package out

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

func barsFigure() figure.Figure {
	t := figure.Trace{Looked: []string{"s"}}
	return figure.Figure{ID: "f", Shape: figure.Table, Unit: "unit.deaths",
		Dims: []figure.Dim{{ID: "area", Keys: []string{"a", "b"}, Labels: []lang.Text{lang.FrEn("Été", "Summer"), lang.FrEn("Île", "Island")}}},
		Cells: []figure.Cell{figure.Between(1, 3, 5, figure.Contributors{}, t, "a"),
			figure.Absent(figure.NotAsked, t, "b")}}
}

// An enhanced metafile is a chain of records whose sizes lead exactly to its
// end, and whose header counts them.
func TestAMetafileIsAChainOfRecords(t *testing.T) {
	fr := Frame{Printer: lang.For("fr"), ID: "x", Title: "T", Mark: "FICTION"}
	ch, ok := DrawEMF(barsFigure(), fr)
	if !ok {
		t.Fatal("nothing drawn")
	}
	b := ch.EMF
	u := func(i int) uint32 { return binary.LittleEndian.Uint32(b[i:]) }
	if u(0) != 1 || u(40) != 0x464D4520 || u(48) != uint32(len(b)) {
		t.Fatalf("no header: %x", b[:60])
	}
	n, words := uint32(0), ""
	for i := 0; i < len(b); {
		size := int(u(i + 4))
		if size < 8 || size%4 != 0 || i+size > len(b) {
			t.Fatalf("record %d of type %d has size %d", n, u(i), size)
		}
		if u(i) == emfText {
			for k := range int(u(i + 44)) {
				words += string(rune(binary.LittleEndian.Uint16(b[i+int(u(i+48))+2*k:])))
			}
			words += "|"
		}
		if n++; u(i) == emfEOF && i+size != len(b) {
			t.Error("records after the last")
		}
		i += size
	}
	if n != u(52) {
		t.Errorf("%d records, the header says %d", n, u(52))
	}
	for _, w := range []string{"Été", "Île", "FICTION"} {
		if !bytes.Contains([]byte(words), []byte(w+"|")) {
			t.Errorf("no %q among %q", w, words)
		}
	}
	again, _ := DrawEMF(barsFigure(), fr)
	if !bytes.Equal(b, again.EMF) {
		t.Error("two drawings differ")
	}
}
