package sheet

import "github.com/dires/dires/internal/diag"

// elsewhere says once that a text looks as if it came from an old Macintosh or
// from DOS: there é is a byte that Windows has for Ž or for a low comma. A
// letter of either side must touch it, and none of Windows' own may be there.
func (t *Table) elsewhere(cells [][]byte) {
	if t.hinted {
		return
	}
	mac, dos := 0, 0
	for _, c := range cells {
		for i, b := range c {
			switch {
			case b >= 0xc0:
				return
			case !beside(c, i):
			case b == 0x8e || b == 0x8f || b == 0x8d || b == 0x9d || b == 0x99: // é è ç ù ô
				mac++
			case b == 0x82 || b == 0x8a || b == 0x85 || b == 0x87 || b == 0x93 || b == 0x97: // é è à ç ô ù
				dos++
			}
		}
	}
	switch {
	case mac > 0 && dos == 0:
		t.hinted = true
		t.found.Add("A269", diag.At{File: t.Name}, "Mac Roman")
	case dos > 0 && mac == 0:
		t.hinted = true
		t.found.Add("A269", diag.At{File: t.Name}, "CP850")
	}
}

// beside reports whether a letter stands before a byte and another behind it,
// or it ends the cell.
func beside(c []byte, i int) bool {
	letter := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
	return i > 0 && letter(c[i-1]) && (i+1 == len(c) || letter(c[i+1]))
}
