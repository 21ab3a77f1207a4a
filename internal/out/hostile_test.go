package out

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

// No cell that a spreadsheet would reckon with leaves as it came, nor where the
// sign is full-width, small or behind what nobody sees.
func TestNoCellIsAFormula(t *testing.T) {
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r="} {
		for _, before := range []string{"", "\u200b", "\ufeff", " ", "\u00a0"} {
			cell := before + sign + "1+1"
			var b bytes.Buffer
			x := newTable(&b, Plain)
			x.text(cell)
			x.w.Flush()
			if got := strings.TrimPrefix(b.String(), `"`); !strings.HasPrefix(got, "'") {
				t.Errorf("%q leaves as %q", cell, got)
			}
		}
	}
}

// Control characters, halves of characters and bytes that are none, in a title or
// in a label, never reach a drawing of any shape: it stays XML.
func TestADrawingOfHostileTextIsXML(t *testing.T) {
	bad := []string{"\xff", "\xed\xa0\x80", "\ufffe", "\uffff", "]]>", "<&>\"'"}
	for c := range rune(0x20) {
		bad = append(bad, string(c))
	}
	for _, b := range bad {
		for _, f := range drawn() {
			for i := range f.Dims {
				for j := range f.Dims[i].Labels {
					f.Dims[i].Labels[j] = lang.FrEn("FICTION "+b, "FICTION "+b)
				}
			}
			fr := frame("fr", 704)
			fr.Title, fr.Desc, fr.Foot, fr.Alone = "t"+b, "d"+b, []string{"f" + b}, true
			ch, ok := Draw(f, fr)
			if !ok {
				t.Fatal(f.ID)
			}
			x := xml.NewDecoder(strings.NewReader(ch.SVG))
			for {
				_, err := x.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Errorf("%q in %s: %v", b, f.ID, err)
					break
				}
			}
		}
	}
}
