package xlsform

import (
	"encoding/csv"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
)

// Sheet is one table of a workbook as text; Rows[0] is the header, and a row's
// number in the spreadsheet is its index plus one.
type Sheet struct {
	Name string
	Rows [][]string

	odd []oddCell // cells of a workbook that hold a formula and no value
}

// oddCell is a cell whose value is not known; row and column count from 1.
type oddCell struct {
	row, col int
	failed   bool // the formula gives an error
}

// Workbook is what a form's author wrote.
type Workbook struct {
	Name   string // of the file, without folder or extension
	File   string // base name with extension, for findings
	Sheets []Sheet
}

// most is the largest form file read, in bytes.
const most = MostMB << 20

// Open reads a workbook from the bytes of a .xlsx, .csv or .md file; the
// extension decides.
func Open(file string, b []byte) (w Workbook, err error) {
	if len(b) > most {
		return w, &Error{Reason: TooLarge, File: path.Base(file)}
	}
	ext := strings.ToLower(path.Ext(file))
	w.File = path.Base(file)
	w.Name = strings.TrimSuffix(w.File, path.Ext(file))
	switch ext {
	case ".xlsx", ".xlsm":
		if strings.HasPrefix(string(b[:min(len(b), 8)]), "\xd0\xcf\x11\xe0") { // an .xls that was given another name
			return w, &Error{Reason: OldFormat, File: w.File}
		}
		if w.Sheets, err = openXLSX(b); err != nil {
			err = &Error{Reason: NotWorkbook, File: w.File, Cause: err}
		}
	case ".csv":
		if w.Sheets, err = openCSV(b); err != nil {
			err = &Error{Reason: NoSurvey, File: w.File, Cause: err}
		}
	case ".md", ".markdown", ".txt":
		w.Sheets = openMarkdown(string(b))
		if len(w.Sheets) == 0 {
			err = &Error{Reason: NoSurvey, File: w.File}
		}
	case ".xls":
		err = &Error{Reason: OldFormat, File: w.File}
	default:
		err = &Error{Reason: NotForm, File: w.File}
	}
	return w, err
}

func openCSV(b []byte) ([]Sheet, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	var ss []Sheet
	alone := false
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimSpace(rec[0])
		if len(ss) == 0 && strings.EqualFold(name, "type") { // the survey alone, as saved from its sheet
			ss, alone = []Sheet{{Name: "survey"}}, true
		} else if name != "" && !alone {
			ss = append(ss, Sheet{Name: name})
		}
		if alone {
			rec = append([]string{""}, rec...)
		}
		if len(ss) == 0 || len(rec) < 2 {
			continue
		}
		rec = rec[:min(len(rec), mostColumns)]
		cells := make([]string, len(rec)-1)
		any := false
		for i, c := range rec[1:] {
			cells[i] = strings.TrimSpace(c)
			any = any || cells[i] != ""
		}
		if any {
			s := &ss[len(ss)-1]
			s.Rows = append(s.Rows, cells)
		}
	}
	if len(ss) == 0 {
		return nil, errors.New("the first column must name the sheet, as in \"survey\"")
	}
	return ss, nil
}

var (
	mdInline    = regexp.MustCompile(`^(.*)(#[^|]+)$`)
	mdSeparator = regexp.MustCompile(`^[|\-]+$`)
)

func openMarkdown(md string) []Sheet {
	var ss []Sheet
	for line := range strings.SplitSeq(md, "\n") {
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "#") {
			continue
		}
		if strings.Contains(line, "#") {
			if m := mdInline.FindStringSubmatch(strings.TrimRight(line, "\r")); m != nil {
				line = m[1]
			}
		}
		i, j := strings.IndexByte(line, '|'), strings.LastIndexByte(line, '|')
		if i < 0 || j <= i || strings.TrimSpace(line[:i]) != "" || mdSeparator.MatchString(line[i+1:j]) {
			continue
		}
		cells := splitCells(line[i+1 : j])
		if cells[0] != "" {
			ss = append(ss, Sheet{Name: cells[0]})
		}
		if len(ss) == 0 {
			continue
		}
		for _, c := range cells[1:] {
			if c != "" {
				s := &ss[len(ss)-1]
				s.Rows = append(s.Rows, cells[1:])
				break
			}
		}
	}
	return ss
}

// splitCells cuts at bars that are not escaped.
func splitCells(s string) []string {
	var out []string
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			out = append(out, strings.ReplaceAll(strings.TrimSpace(s[start:i]), `\|`, "|"))
			start = i + 1
			if len(out) == mostColumns {
				break
			}
		}
	}
	return out
}

// sheet finds a sheet by name, whatever its case. A workbook of one sheet
// with another name is taken for the survey.
func (w Workbook) sheet(name string) *Sheet {
	for i := range w.Sheets {
		if strings.EqualFold(strings.TrimSpace(w.Sheets[i].Name), name) {
			return &w.Sheets[i]
		}
	}
	if name == "survey" && len(w.Sheets) == 1 && !known(w.Sheets[0].Name) {
		return &w.Sheets[0]
	}
	return nil
}

var sheetNames = []string{"survey", "choices", "settings", "external_choices", "osm", "entities"}

func known(name string) bool {
	for _, s := range sheetNames {
		if strings.EqualFold(s, strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}
