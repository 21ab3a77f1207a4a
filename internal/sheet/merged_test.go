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

// mergedOf are the merged cells of the second sheet of a workbook.
func mergedOf(t *testing.T, book []byte) []string {
	t.Helper()
	gs, err := Workbook(bytes.NewReader(book))
	if err != nil {
		return nil
	}
	return gs[1].Merged
}

func TestMergedCellsAreFoundWhereverTheStreamIsCut(t *testing.T) {
	want := []string{"A2:A5", "B10:D10"}
	for _, before := range []int{0, 64<<10 - 80, 64<<10 - 60, 64<<10 - 40, 64<<10 - 30, 64<<10 - 20, 64<<10 - 5, 64 << 10, 512<<10 - 70, 700_000} {
		text := "<worksheet>" + strings.Repeat("x", before) + `<mergeCells count="2"><mergeCell ref="A2:A5"/><mergeCell ref="B10:D10"/></mergeCells>` + strings.Repeat("y", before/3) + "</worksheet>"
		if got := mergedOf(t, packed(t, text)); !slices.Equal(got, want) {
			t.Errorf("behind %d bytes: %v", before, got)
		}
	}
	for _, text := range []string{"", "<worksheet/>", `mergeCell ref="`, strings.Repeat(`mergeCell ref="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`, 9000)} {
		if got := mergedOf(t, packed(t, text)); len(got) > 0 {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}
