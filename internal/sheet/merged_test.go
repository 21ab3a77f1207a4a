package sheet

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

// packed is a workbook of one sheet, whose text is given.
func packed(t *testing.T, sheet string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Autre" sheetId="1" r:id="rId1"/><sheet name="Fiches" sheetId="2" r:id="rId7"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="/xl/worksheets/sheet9.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><mergeCells><mergeCell ref="Z1:Z2"/></mergeCells></worksheet>`},
		{"xl/worksheets/sheet9.xml", sheet}} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMergedCellsAreFoundWhereverTheStreamIsCut(t *testing.T) {
	want := []string{"A2:A5", "B10:D10"}
	for _, before := range []int{0, 256<<10 - 80, 256<<10 - 60, 256<<10 - 40, 256<<10 - 30, 256<<10 - 20, 256<<10 - 5, 256 << 10, 512<<10 - 70, 700_000} {
		text := strings.Repeat("x", before) + `<mergeCells count="2"><mergeCell ref="A2:A5"/><mergeCell ref="B10:D10"/></mergeCells>` + strings.Repeat("y", before/3)
		if got := merges(packed(t, text), "Fiches"); !slices.Equal(got, want) {
			t.Errorf("behind %d bytes: %v", before, got)
		}
	}
	for _, text := range []string{"", "<worksheet/>", `mergeCell ref="`, strings.Repeat(`mergeCell ref="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`, 9000)} {
		if got := merges(packed(t, text), "Fiches"); len(got) > 0 {
			t.Errorf("%.40q: %v", text, got)
		}
	}
	if got := merges([]byte("PK"), "Fiches"); got != nil {
		t.Error(got)
	}
	if got := merges(packed(t, ""), "Nulle part"); got != nil {
		t.Error(got)
	}
}
