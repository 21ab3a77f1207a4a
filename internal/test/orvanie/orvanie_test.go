package orvanie

import (
	"bytes"
	"encoding/csv"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the files to demo/studies/orvanie")

const folder = "../../../demo/studies/orvanie/"

func TestTheCommittedFilesAreTheGenerators(t *testing.T) {
	files := Files(Seed)
	for name, b := range files {
		if *update {
			if err := os.MkdirAll(filepath.Dir(folder+name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(folder+name, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(folder + name)
		if err != nil || !bytes.Equal(have, b) {
			t.Errorf("%s is not what the generator writes (%v): go test ./internal/test/orvanie -update", name, err)
		}
	}
	again := Files(Seed)
	for name, b := range files {
		if !bytes.Equal(b, again[name]) {
			t.Errorf("%s differs between two runs of one seed", name)
		}
	}
}

func TestEveryRowSaysFiction(t *testing.T) {
	err := fs.WalkDir(os.DirFS(folder), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if strings.HasPrefix(d.Name(), "report-") {
			return nil // narrative of the report, which prints the mark on each page
		}
		b, err := os.ReadFile(folder + p)
		if err != nil {
			return err
		}
		if !strings.Contains(strings.ToUpper(string(b)), "FICTION") && filepath.Ext(p) != ".xlsx" && p != "forms/mapping.csv" {
			t.Errorf("%s does not say FICTION", p)
		}
		if filepath.Ext(p) != ".csv" || p == "forms/mapping.csv" || strings.HasPrefix(p, "terms/types") {
			return nil
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil {
			return err
		}
		for i, r := range rows[1:] {
			if rows[0][0] != "fiction" || r[0] != Mark {
				t.Errorf("%s, row %d: no mark in the first column", p, i+2)
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheCountryHasTheSizeTheStudyNeeds(t *testing.T) {
	rows := func(name string) int { return bytes.Count(Files(Seed)[name], []byte("\n")) - 1 }
	for _, c := range []struct {
		file     string
		from, to int
	}{{"data/reports.csv", 250, 400}, {"data/gazette.csv", 120, 250}, {"survey/inquiry-answers.csv", 120, 140}, {"survey/survey-answers.csv", 1950, 2100},
		{"register/verbatims.csv", 40, 40}, {"register/measures.csv", 14, 14}, {"register/effects.csv", 6, 6}, {"register/recommendations.csv", 12, 12}} {
		if n := rows(c.file); n < c.from || n > c.to {
			t.Errorf("%s has %d rows, wanted %d to %d", c.file, n, c.from, c.to)
		}
	}
}
