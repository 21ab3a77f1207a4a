//go:build unix

package press

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// many is a study of n questions, each with 500 words, a chart over time with
// bounds, a map and the tables behind them: all of it invented.
func many(b testing.TB, n int) protect.Edition {
	words := []string{"le", "registre", "de", "la", "gazette", "compte", "chaque", "incident", "une", "fois", "et", "dit", "où", "il", "a", "été", "situé", "quand", "on", "le", "sait", "pourquoi", "rien", "mesure"}
	return orvanie(b, "2026-11-24", func(in *protect.Input) {
		in.Figures, in.Study.Questions, in.Study.Texts = nil, nil, map[string]lang.Text{}
		years := dim("period", "Année", "Year", nil)
		for y := 2000; y < 2020; y++ {
			years.Keys, years.Labels = append(years.Keys, fmt.Sprint(y)), append(years.Labels, two(fmt.Sprint(y)))
		}
		areas := dim("area", "Région", "Region", regions, two("Nord"), two("Centre"), two("Sud"))
		for q := range n {
			var text strings.Builder
			for i := range 500 {
				text.WriteString(words[(i*i+3*q+7*i)%len(words)])
				if i%17 == 16 {
					text.WriteString(". ")
				} else {
					text.WriteByte(' ')
				}
				if i%120 == 119 {
					text.WriteString("\n\n")
				}
			}
			id := fmt.Sprintf("q%03d", q)
			series := figure.Figure{ID: id + ".year", Shape: figure.Series, Unit: "unit.incidents", Method: "profile#incidents", Nature: source.Fictional, Dims: []figure.Dim{years},
				Title: lang.FrEn("Incidents recensés par année", "Incidents listed, by year"), Sentence: lang.FrEn("La gazette les recense.", "The gazette lists them.")}
			for i, y := range years.Keys {
				v := 5 + (i*7+q)%40
				series.Cells = append(series.Cells, figure.Between(float64(v-2), float64(v), float64(v+3), open, rows("gazette", 20*i, v), y))
			}
			byArea := figure.Figure{ID: id + ".area", Shape: figure.Map, Unit: "unit.incidents", Method: "profile#incidents", Nature: source.Fictional, Dims: []figure.Dim{areas},
				Title: lang.FrEn("Incidents recensés par région", "Incidents listed, by region"), Sentence: lang.FrEn("La gazette les situe.", "The gazette places them.")}
			for i, a := range regions {
				byArea.Cells = append(byArea.Cells, figure.Count(3+(i+q)%9, open, rows("gazette", 30*i, 3+(i+q)%9), a))
			}
			in.Figures = append(in.Figures, series, byArea)
			in.Study.Questions = append(in.Study.Questions, study.Question{ID: id, Asks: lang.FrEn("Question "+id+" ?", "Question "+id+"?"), Figures: []string{series.ID, byArea.ID}, Text: id})
			in.Study.Texts[id] = lang.FrEn(text.String(), text.String())
		}
	})
}

// cpu is what the process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A site of 300 pages in two languages with every data file, compressed
// siblings and archive: at most 5 s on two cores. Then the same once more,
// which finds everything in place.
func BenchmarkSite300(b *testing.B) {
	ed := many(b, 146)
	var rep Report
	var whole, again time.Duration
	var used time.Duration
	for i := 0; b.Loop(); i++ {
		dir := filepath.Join(b.TempDir(), fmt.Sprint(i))
		t, c := time.Now(), cpu()
		var err error
		if rep, err = Write(context.Background(), []protect.Edition{ed}, dir, Options{}); err != nil {
			b.Fatal(err)
		}
		whole, used = whole+time.Since(t), used+cpu()-c
		t = time.Now()
		if _, err := Write(context.Background(), []protect.Edition{ed}, dir, Options{}); err != nil {
			b.Fatal(err)
		}
		again += time.Since(t)
	}
	n := float64(b.N)
	b.ReportMetric(float64(rep.Pages), "pages")
	b.ReportMetric(whole.Seconds()/n, "s/site")
	b.ReportMetric(used.Seconds()/n, "CPU-s/site")
	b.ReportMetric(again.Seconds()/n, "s/again")
	b.ReportMetric(float64(rep.Files), "files")
	b.ReportMetric(float64(rep.Bytes)/1e6, "MB")
	var br, gz, raw, reading int
	for _, w := range rep.Weights {
		if w.Class == "reading" {
			reading++
			br, gz, raw = br+w.Br, gz+w.Gz, raw+w.Raw
		}
	}
	b.ReportMetric(float64(br)/float64(reading), "br/page")
	b.ReportMetric(float64(gz)/float64(reading), "gz/page")
	b.ReportMetric(float64(raw)/float64(reading), "raw/page")
}
