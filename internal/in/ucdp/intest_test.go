package ucdp

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/in/intest"
)

func open(file string, r io.Reader) (*Reader, error) {
	return Open(file, r, Options{Source: "orvanie-events"})
}

// cell changes one cell of a comma-parted line.
func cell(line string, c Column, to string) string {
	f := strings.Split(line, ",")
	f[c] = to
	return strings.Join(f, ",")
}

// FICTION: rows of the width of GED about Orvanie.
func grown(n int) io.Reader {
	head := make([]string, columns)
	for c := range columns {
		head[c] = c.String()
	}
	return intest.Lines(strings.Join(head, ",")+"\n", n, func(i int) string {
		return fmt.Sprintf("%d,ORV-%d,2019,1,Clear,1,9,9,Orvanie: hills,8,8,Government of Orvanie - Front,7,7,Government of Orvanie,6,6,Front of the Hills %d,2,,,,,,2,,,Sarel,,%.4f,2.5,POINT (2.5 1.5),0,Orvanie,0,None,1,2,2019-03-04,2019-03-06,1,2,1,0,4,9,2,,\n",
			i+1, i, i%50000, 1+float64(i%1000)/1000)
	})
}

func TestReaderSuite(t *testing.T) {
	few := func(b []byte, n int) []byte { return bytes.Join(bytes.SplitAfter(b, []byte("\n"))[:n], nil) }
	car := few(read(t, carFile), 41)
	lines := bytes.SplitAfter(few(car, 20), []byte("\n"))
	noHead := bytes.Join(lines[1:], nil)
	var bad strings.Builder
	bad.Write(lines[0])
	for i, c := range []Column{ID, Year, ActiveYear, TypeOfViolence, WherePrec, Latitude, DateStart, DateEnd, Best, DeathsA, PriogridGID, CodeStatus, EventClarity} {
		bad.WriteString(cell(string(lines[i+1]), c, []string{"", "x", "-4", "99", "1e9", "1890-02-30"}[i%6]))
	}
	bad.WriteString("1,2,3\n" + strings.TrimSpace(string(lines[15])) + ",,,,,,9\n\"" + string(lines[16]) + ",,,\n")
	intest.Run(t, intest.Subject{
		Open: intest.Claims(t, open),
		Good: map[string][]byte{
			"ged231.csv": car, "orvanie_v23_1.csv": []byte(orvanie), "no_header.csv": noHead, "bad.csv": []byte(bad.String()),
			"semicolons.csv": bytes.ReplaceAll(car, []byte(","), []byte(";")),
			"hdx.csv":        append(append(append([]byte{}, lines[0]...), []byte("#event+id,,#date+year"+strings.Repeat(",", int(columns)-3)+"\n")...), noHead...),
			"years.csv":      []byte("longitude,latitude,year,deaths_total\n1.5,2.5,2019,3\n1.5,2.5,2020,4\n1.5,2.25,2019,1\n"),
		},
		Refused: map[string]intest.Refusal{
			"workbook": {Text: "PK\x03\x04\x14", Code: "A101"}, "acled": {Text: "event_id_cnty,event_date\nORV1,2019\n", Code: "A102"},
			"gtd": {Text: "eventid,iyear,imonth\n1,2,3\n", Code: "A102"},
		},
		Name: "orvanie.csv", Grow: grown,
	})
	t.Run("rows", func(t *testing.T) {
		intest.Run(t, intest.Subject{Open: intest.Claims(t, open), Good: map[string][]byte{"ged231.csv": bytes.ReplaceAll(car, []byte("\r\n"), []byte("\n"))}, Lines: true})
	})
}

// Version by version the columns have other names and another order; the rows
// say the same.
func TestHeaderDrift(t *testing.T) {
	base := strings.Split(string(read(t, carFile)), "\r\n")[:30]
	want, _ := all(t, "ged231.csv", []byte(strings.Join(base, "\n")+"\n"))
	rebuild := func(cols []Column, name func(Column) string) []byte {
		var b strings.Builder
		for i, l := range base {
			f := split(l)
			for k, c := range cols {
				if k > 0 {
					b.WriteByte(',')
				}
				if i == 0 {
					b.WriteString(name(c))
				} else {
					b.WriteString(f[c])
				}
			}
			b.WriteByte('\n')
		}
		return []byte(b.String())
	}
	without := func(drop ...Column) (out []Column) {
		for c := range columns {
			if !contains2(drop, c) {
				out = append(out, c)
			}
		}
		return out
	}
	plain := func(c Column) string { return c.String() }
	turned := without()
	for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
		turned[i], turned[j] = turned[j], turned[i]
	}
	for name, b := range map[string][]byte{
		"17.1, no dset ids, code_status or relid": rebuild(without(RelID, CodeStatus, ConflictDsetID, DyadDsetID, SideADsetID, SideBDsetID, SourceOffice, SourceDate, SourceHeadline, WhereDescription), plain),
		"5.0, _est and short ids": rebuild(without(CodeStatus), func(c Column) string {
			return strings.NewReplacer("best", "best_est", "high", "high_est", "low", "low_est", "_new_id", "_id").Replace(c.String())
		}),
		"capitals":       rebuild(without(), func(c Column) string { return strings.ToUpper(c.String()) }),
		"turned round":   rebuild(turned, plain),
		"without header": rebuild(without(), func(Column) string { return "" })[columns:],
	} {
		got, found := all(t, "ged.csv", b)
		for _, f := range found {
			if f.Code != "A103" && f.Code != "A105" && f.Code != "A112" {
				t.Errorf("%s: %v", name, f)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
			continue
		}
		for i := range got {
			a, _ := claim.Encode(got[i])
			b, _ := claim.Encode(want[i])
			if !bytes.Equal(a, b) {
				t.Errorf("%s: %s\nwant %s", name, a, b)
				break
			}
		}
	}
}

// split cuts a line at commas outside quotes, which stay where they are.
func split(l string) (out []string) {
	from, quoted := 0, false
	for i := range len(l) {
		switch {
		case l[i] == '"':
			quoted = !quoted
		case l[i] == ',' && !quoted:
			out = append(out, l[from:i])
			from = i + 1
		}
	}
	return append(out, l[from:])
}

func contains2(cs []Column, c Column) bool {
	for _, x := range cs {
		if x == c {
			return true
		}
	}
	return false
}

// A later version of a file: what it repeats keeps key and content, what it
// corrects keeps its key, what it drops is missing, what is new is new. Ledger
// and store make revisions and tombstones of that.
func TestALaterVersion(t *testing.T) {
	text := strings.Split(string(read(t, carFile)), "\r\n")
	old := strings.Join(text[:12], "\n") + "\n"
	corrected := split(text[3])
	corrected[Best], corrected[DeathsB] = "22", "22"
	corrected[ActiveYear] = "FALSE"
	later := strings.Join(append([]string{text[0], text[1], strings.Join(corrected, ",")}, text[4:14]...), "\n") + "\n"
	was, is := revs(t, "ged231.csv", old), revs(t, "ged241.csv", later)
	var same, changed, dropped, fresh int
	for k, r := range was {
		switch q, ok := is[k]; {
		case !ok:
			dropped++
		case q == r:
			same++
		default:
			changed++
		}
	}
	for k := range is {
		if _, ok := was[k]; !ok {
			fresh++
		}
	}
	if got := fmt.Sprint(same, changed, dropped, fresh); got != "9 1 1 2" {
		t.Errorf("same, changed, dropped, new: %s, want 9 1 1 2", got)
	}
}

func revs(t *testing.T, name, text string) map[claim.Key]claim.Rev {
	cs, _ := all(t, name, []byte(text))
	m := map[claim.Key]claim.Rev{}
	for _, c := range cs {
		b, err := claim.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		m[c.Key] = claim.RevOf(b, nil)
	}
	return m
}

func FuzzClaims(f *testing.F) {
	head := strings.SplitN(orvanie, "\n", 2)[0]
	intest.Fuzz(f, "x.csv", func(t testing.TB) func(string, io.Reader) (intest.Opened, error) { return intest.Claims(t, open) },
		[]byte(orvanie), []byte(head+"\n\"1\"\"2\",1\n"), []byte("longitude,latitude,year,deaths_total\n1,2,2019,3\n"),
		[]byte("1;2;3\n"), []byte(strings.ReplaceAll(orvanie, "é", "\xe9")))
}
