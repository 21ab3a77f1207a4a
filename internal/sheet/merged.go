package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// merges lists the merged cells of a sheet, "A2:A5". It passes over the sheet's
// text as a stream: asked for them, the XLSX library takes the whole sheet into
// memory, and that of GTD is two gigabytes there.
func merges(book []byte, sheet string) (out []string) {
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return nil
	}
	part, err := z.Open(partOf(z, sheet))
	if err != nil {
		return nil
	}
	defer part.Close()
	mark := []byte(`mergeCell ref="`)
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := io.ReadFull(part, buf[kept:])
		text := buf[:kept+n]
		for {
			i := bytes.Index(text, mark)
			if i < 0 {
				break
			}
			end := bytes.IndexByte(text[i+len(mark):], '"')
			if end < 0 || end > 40 {
				text = text[i:]
				break
			}
			out = append(out, string(text[i+len(mark):i+len(mark)+end]))
			text = text[i+len(mark)+end:]
		}
		if err != nil {
			return out
		}
		text = text[max(0, len(text)-len(mark)-40):] // a mark may be cut in two
		kept = copy(buf, text)
	}
}

// partOf is the part of a workbook in which a sheet stands.
func partOf(z *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			All  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &rels} {
		f, err := z.Open(name)
		if err != nil {
			return ""
		}
		err = xml.NewDecoder(io.LimitReader(f, 4<<20)).Decode(into)
		f.Close()
		if err != nil {
			return ""
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.All {
			for _, r := range rels.All {
				if s.Name == sheet && a.Name.Local == "id" && a.Value == r.ID {
					if strings.HasPrefix(r.Target, "/") {
						return r.Target[1:]
					}
					return path.Join("xl", r.Target)
				}
			}
		}
	}
	return ""
}
