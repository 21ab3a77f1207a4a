package out

import (
	"archive/zip"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"time"
)

// File is one file on its way into an archive.
type File struct {
	Name string // with slashes, relative
	Data []byte
	Gzip []byte // Data as compress/gzip wrote it, with an empty header; nil to compress here
}

// Zip writes an archive: sorted by name, every time stamp the given ISO date,
// so that the same files give the same bytes.
func Zip(w io.Writer, date string, files []File) error {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		at = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int {
		if a.Name < b.Name {
			return -1
		}
		if a.Name > b.Name {
			return 1
		}
		return 0
	})
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate}
		// The MS-DOS fields alone: the extended time stamp would carry a zone.
		//lint:ignore SA1019 Modified would write the extended time stamp too
		h.ModifiedDate = uint16(at.Day() | int(at.Month())<<5 | (at.Year()-1980)<<9)
		if body, sum, ok := deflated(f); ok {
			h.CRC32, h.CompressedSize64, h.UncompressedSize64 = sum, uint64(len(body)), uint64(len(f.Data))
			x, err := z.CreateRaw(h)
			if err != nil {
				return fmt.Errorf("write zip: %s: %w", f.Name, err)
			}
			if _, err := x.Write(body); err != nil {
				return fmt.Errorf("write zip: %s: %w", f.Name, err)
			}
			continue
		}
		x, err := z.CreateHeader(h)
		if err != nil {
			return fmt.Errorf("write zip: %s: %w", f.Name, err)
		}
		if _, err := x.Write(f.Data); err != nil {
			return fmt.Errorf("write zip: %s: %w", f.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

// deflated takes the deflate stream and the checksum out of a gzip stream with
// an empty header, so that nothing is compressed twice.
func deflated(f File) (body []byte, sum uint32, ok bool) {
	g := f.Gzip
	if len(g) < 18 || g[0] != 0x1f || g[1] != 0x8b || g[3] != 0 {
		return nil, 0, false
	}
	sum = binary.LittleEndian.Uint32(g[len(g)-8:])
	if binary.LittleEndian.Uint32(g[len(g)-4:]) != uint32(len(f.Data)) {
		return nil, 0, false
	}
	return g[10 : len(g)-8], sum, true
}
