package out

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

var looked = figure.Trace{Looked: []string{"gazette"}}

func dimension(id string, keys ...string) figure.Dim {
	d := figure.Dim{ID: id, Label: lang.FrEn(id, id), Keys: keys}
	for _, k := range keys {
		d.Labels = append(d.Labels, lang.FrEn("fr "+k, "en "+k))
	}
	return d
}

func years(from, to int) (ks []string) {
	for y := from; y <= to; y++ {
		ks = append(ks, strconv.Itoa(y))
	}
	return ks
}

func series(from, to int) figure.Figure {
	f := figure.Figure{ID: "x.series", Shape: figure.Series, Unit: "unit.incidents", Nature: source.Fictional, Dims: []figure.Dim{dimension("period", years(from, to)...)}}
	for i, k := range f.Dims[0].Keys {
		f.Cells = append(f.Cells, figure.Between(float64(i), float64(i+1), float64(i+3), figure.Contributors{}, looked, k))
	}
	return f
}

// one figure of each shape that is drawn.
func drawn() []figure.Figure {
	areas := dimension("area", "N", "S")
	mapped := figure.Figure{ID: "x.map", Shape: figure.Map, Unit: "unit.incidents", Dims: []figure.Dim{areas},
		Cells: []figure.Cell{figure.Count(4, figure.Contributors{}, looked, "N"), figure.Absent(figure.Withheld, looked, "S")}}
	matrix := figure.Figure{ID: "x.matrix", Shape: figure.Matrix, Unit: "unit.incidents", Dims: []figure.Dim{areas, dimension("period", "2019", "2020")}}
	strip := figure.Figure{ID: "x.strip", Shape: figure.Strip, Unit: "unit.rung", Dims: []figure.Dim{dimension("measure", "a", "b"), dimension("stage", "agenda", "decision")}}
	for _, a := range []int{0, 1} {
		for _, b := range []int{0, 1} {
			matrix.Cells = append(matrix.Cells, figure.Count(a+2*b, figure.Contributors{}, looked, matrix.Dims[0].Keys[a], matrix.Dims[1].Keys[b]))
			if a == b {
				strip.Cells = append(strip.Cells, figure.Graded(a+2, nil, figure.Contributors{}, looked, strip.Dims[0].Keys[a], strip.Dims[1].Keys[b]))
			} else {
				strip.Cells = append(strip.Cells, figure.Absent(figure.NotAsked, looked, strip.Dims[0].Keys[a], strip.Dims[1].Keys[b]))
			}
		}
	}
	timeline := figure.Figure{ID: "x.time", Shape: figure.Timeline, Dims: []figure.Dim{dimension("measure", "a")},
		Cells: []figure.Cell{figure.Quote([]figure.Saying{{Term: "start", On: "2019-05"}, {Term: "end", On: "2021"}}, figure.Contributors{}, looked, "a")}}
	estimate := figure.Figure{ID: "x.est", Shape: figure.Estimate, Unit: "unit.share", Dims: []figure.Dim{areas},
		Cells: []figure.Cell{figure.Est(.4, .3, .5, .95, 200, figure.Contributors{}, looked, "N"), figure.Absent(figure.TooFew, looked, "S")}}
	bars := figure.Figure{ID: "x.bars", Shape: figure.Table, Unit: "unit.incidents", Dims: []figure.Dim{areas},
		Cells: []figure.Cell{figure.Share(3, 7, figure.Contributors{}, looked, "N"), figure.Absent(figure.Withheld, looked, "S")}}
	return []figure.Figure{series(2015, 2020), mapped, matrix, strip, timeline, estimate, bars}
}

func square(x float64) [][]geo.Point {
	return [][]geo.Point{{{Lon: x, Lat: -10}, {Lon: x + 1, Lat: -10}, {Lon: x + 1, Lat: -9}, {Lon: x, Lat: -9}}}
}

func frame(t lang.Tag, width float64) Frame {
	return Frame{Printer: lang.For(t), ID: "x", Title: "Un titre", Desc: "Une description", Mark: "FICTION", Width: width,
		Areas: []Area{{"N", "Nord", 1, square(-30)}, {"S", "Sud", 1, square(-29)}}}
}

func ExampleDraw() {
	ch, ok := Draw(series(2019, 2020), Frame{Printer: lang.For("en"), ID: "a", Title: "Incidents by year", Desc: "Chart over time."})
	fmt.Println(ok, ch.Shown, ch.Bounds, len(ch.SVG) < 2000)
	// Output: true 2 true true
}

func ExampleCSV() {
	var b bytes.Buffer
	if err := CSV(&b, series(2019, 2020), Plain); err != nil {
		panic(err)
	}
	fmt.Print(strings.ReplaceAll(b.String(), "\r\n", "\n"))
	// Output:
	// period,period_fr,period_en,value,low,high,spread,level,n,of,unit,why,note,sources,nature
	// 2019,fr 2019,en 2019,1,0,3,bounds,,0,,unit.incidents,,,gazette,FICTION
	// 2020,fr 2020,en 2020,2,1,4,bounds,,0,,unit.incidents,,,gazette,FICTION
}

// A chart is well-formed, says in words what it is, carries its mark, keeps to
// its frame, and comes out the same each time.
func TestEveryShapeIsDrawnWhole(t *testing.T) {
	number := regexp.MustCompile(`<text x="([-\d.]+)" y="([-\d.]+)"`)
	for _, f := range drawn() {
		for _, width := range []float64{340, 704} {
			ch, ok := Draw(f, frame("fr", width))
			if !ok || ch.Shown == 0 || ch.W != width || ch.H <= 0 {
				t.Errorf("%s at %g: %v %+v", f.ID, width, ok, ch)
				continue
			}
			d := xml.NewDecoder(strings.NewReader(ch.SVG))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.ID, err)
				}
			}
			for _, want := range []string{`role="img"`, `aria-labelledby="xt"`, `<title id="xt">FICTION · Un titre</title>`, `<desc id="xd">Une description</desc>`, `>FICTION</text>`} {
				if !strings.Contains(ch.SVG, want) {
					t.Errorf("%s: no %s", f.ID, want)
				}
			}
			if strings.Contains(ch.SVG, "style=") || strings.Contains(ch.SVG, "NaN") || strings.Contains(ch.SVG, "Inf") {
				t.Errorf("%s: a style, or what is no number", f.ID)
			}
			for _, m := range number.FindAllStringSubmatch(ch.SVG, -1) {
				x, _ := strconv.ParseFloat(m[1], 64)
				y, _ := strconv.ParseFloat(m[2], 64)
				if x < 0 || x > ch.W || y < 0 || y > ch.H {
					t.Errorf("%s at %g: text at %s", f.ID, width, m[0])
				}
			}
			again, _ := Draw(f, frame("fr", width))
			if again.SVG != ch.SVG {
				t.Errorf("%s: two drawings differ", f.ID)
			}
		}
	}
}

func TestALongSeriesBecomesALineWithItsBand(t *testing.T) {
	ch, ok := Draw(series(1950, 2020), frame("en", 704))
	if !ok || !strings.Contains(ch.SVG, `class="v"`) || !strings.Contains(ch.SVG, `class="l"`) || ch.Shown != 71 {
		t.Error(ok, ch.Shown)
	}
}

func TestCirclesStandOnTheirOutline(t *testing.T) {
	f := figure.Figure{ID: "x.places", Shape: figure.Map, Unit: "unit.incidents", Dims: []figure.Dim{dimension("place", "a", "b")},
		Cells: []figure.Cell{figure.Count(9, figure.Contributors{}, looked, "a").On(figure.Point{Lon: -29.5, Lat: -9.5}), figure.Count(1, figure.Contributors{}, looked, "b")}}
	ch, ok := Draw(f, frame("en", 420))
	if !ok || ch.Shown != 1 || ch.Left != 1 || len(ch.Beside) != 1 || !strings.Contains(ch.SVG, "<circle") || !strings.Contains(ch.SVG, `class="m"`) {
		t.Error(ok, ch.Shown, ch.Left, ch.Beside)
	}
}

func TestFromTheRightTheAxisStandsOnTheRight(t *testing.T) {
	f := drawn()[6]
	left, _ := Draw(f, frame("fr", 704))
	fr := frame("fr", 704)
	fr.Printer = lang.Printer{Tag: "ar"}
	right, ok := Draw(f, fr)
	if !ok || !strings.Contains(right.SVG, `direction="rtl"`) || strings.Contains(left.SVG, `direction="rtl"`) {
		t.Error("not laid out from the right")
	}
}

// A chart that travels alone has its title, its foot and a white page.
func TestAChartAloneSaysWhereItIsFrom(t *testing.T) {
	fr := frame("fr", 704)
	fr.Alone, fr.Foot = true, []string{"Source : Gazette.", "FICTION."}
	ch, _ := Draw(drawn()[0], fr)
	for _, want := range []string{">Un titre</text>", ">Source : Gazette.</text>", `fill="#fff"`, ` width="`, "font-family=\"system-ui"} {
		if !strings.Contains(ch.SVG, want) {
			t.Errorf("no %s", want)
		}
	}
}

// Whatever the shape, each row has as many fields as there are columns, in
// both dialects.
func TestTablesAreRectangular(t *testing.T) {
	f := figure.Figure{ID: "x.said", Shape: figure.Sayings, Unit: "unit.namings", Nature: source.Real, Dims: []figure.Dim{dimension("case", "1"), dimension("class", "media", "resident")},
		Cells: []figure.Cell{figure.Quote([]figure.Saying{{Class: "media", Term: "=cmd()", Verbatim: "a;b,\"c\"\nd", Lang: "fr"}}, figure.Contributors{}, looked, "1", "media"),
			figure.Absent(figure.NotSaid, looked, "1", "resident")}}
	for _, f := range append(drawn(), f) {
		for _, d := range []Dialect{Plain, French} {
			var b bytes.Buffer
			if err := CSV(&b, f, d); err != nil {
				t.Fatal(err)
			}
			s := b.String()
			if d.BOM != strings.HasPrefix(s, "\ufeff") {
				t.Error("the byte-order mark")
			}
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s, "\ufeff")))
			r.Comma = rune(d.Sep)
			rows, err := r.ReadAll() // refuses rows of unequal length
			if err != nil || len(rows) < 2 || len(rows[0]) != len(Columns(f)) {
				t.Errorf("%s: %v", f.ID, err)
			}
		}
	}
}

// The table for French Excel is the other one, column by column, in French; the
// other one has codes and does not change.
func TestTheFrenchTableSpeaksFrench(t *testing.T) {
	f := series(2019, 2020)
	f.Cells[0] = f.Cells[0].With("note.deaths-not-given", 2, 9)
	f.Cells[1] = figure.Absent(figure.Withheld, figure.Trace{}, f.Cells[1].At()...).With("rule.people")
	read := func(d Dialect) [][]string {
		var b bytes.Buffer
		if err := CSV(&b, f, d); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
		r.Comma = rune(d.Sep)
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	en, fr := read(Plain), read(French)
	for i, c := range Columns(f) {
		if en[0][i] != c.Name {
			t.Errorf("the column %s is called %s", c.Name, en[0][i])
		}
		if strings.Contains("value low high spread level unit why note nature", c.Name) && fr[0][i] == c.Name {
			t.Errorf("the column %s has no French name", c.Name)
		}
		for _, row := range fr[1:] {
			if k := row[i]; strings.HasPrefix(k, "unit.") || strings.HasPrefix(k, "note.") || strings.HasPrefix(k, "rule.") || k == "withheld" || k == "bounds" {
				t.Errorf("%s: the code %s", fr[0][i], k)
			}
		}
	}
	if len(en) != len(fr) {
		t.Error(len(en), len(fr))
	}
}

// Text a spreadsheet would run is made harmless; numbers stay numbers, with a
// comma for French.
func TestFormulasAreText(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@x", "\tx", "\rx"} {
		var b bytes.Buffer
		tb := newTable(&b, Plain)
		tb.text(s)
		tb.number(-1.5)
		tb.end()
		tb.w.Flush()
		r, err := csv.NewReader(&b).Read()
		if err != nil || r[0] != "'"+s || r[1] != "-1.5" {
			t.Errorf("%q: %q %v", s, r, err)
		}
	}
	var b bytes.Buffer
	tb := newTable(&b, French)
	tb.number(1234.5)
	tb.end()
	tb.w.Flush()
	if b.String() != "\ufeff1234,5\r\n" {
		t.Errorf("%q", b.String())
	}
}

func TestTheTraceEndsWhereItIsCut(t *testing.T) {
	c := claim.Claim{Key: claim.Key{Source: "gazette", ID: "g1"}, Origin: claim.Origin{File: "g.csv", Row: 7}}
	f := figure.Figure{Nature: source.Real, Dims: []figure.Dim{dimension("area", "N", "S")},
		Cells: []figure.Cell{figure.Count(1, figure.Contributors{}, figure.TraceOf(nil, c), "N"), figure.Count(2, figure.Contributors{}, looked, "S")}}
	var b bytes.Buffer
	if err := TraceCSV(&b, f); err != nil {
		t.Fatal(err)
	}
	if want := "area,source,statement,file,row,nature\r\nN,gazette,g1,g.csv,7,real\r\nS,gazette,,,,real\r\n"; b.String() != want {
		t.Errorf("%q", b.String())
	}
}

func ExampleValue() {
	en, fr := lang.For("en"), lang.For("fr")
	fmt.Println(Value(en, "unit.incidents", figure.Count(1234, figure.Contributors{}, looked)))
	fmt.Println(Value(en, "unit.share", figure.Est(.4256, .3, .5, .95, 9, figure.Contributors{}, looked)))
	fmt.Println(Value(fr, "unit.cases", figure.Share(3, 12, figure.Contributors{}, looked)))
	fmt.Println(Value(en, "unit.measures", figure.Fraction(2, 5, 9, figure.Contributors{}, looked)))
	fmt.Println(Value(en, "", figure.Absent(figure.Withheld, looked)))
	// Output:
	// 1,234
	// 42.6%
	// 3 sur 12
	// at least 2 and at most 5 of 9
	// withheld to protect people
}

func ExampleSlug() {
	fmt.Println(Slug("Incidents à Ménaka (2019)"), Slug("CON.txt"), Slug("ɲɛ"))
	// Output: incidents-a-menaka-2019 x-con.txt nye
}

func citation() Citation {
	return Citation{Key: "orvanie-2026", Authors: []string{"Coalition & amis {Orvanie}", "Relais 100 %"}, Title: `Les "dires" de l'Orvanie`, Year: "2026", Date: "2026-11-24",
		Version: "2026-11-24", URL: "https://dires.example/a_b", Publisher: "Dires", Note: "FICTION\nrien de réel", Lang: "fr"}
}

func ExampleRIS() {
	fmt.Print(strings.ReplaceAll(RIS(citation()), "\r\n", "\n"))
	// Output:
	// TY  - DATA
	// AU  - Coalition & amis {Orvanie}
	// AU  - Relais 100 %
	// TI  - Les "dires" de l'Orvanie
	// PY  - 2026
	// DA  - 2026/11/24
	// ET  - 2026-11-24
	// PB  - Dires
	// UR  - https://dires.example/a_b
	// N1  - FICTION rien de réel
	// LA  - fr
	// ER  -
}

func TestCitationsEscapeWhatTheirFormatReads(t *testing.T) {
	b := BibTeX(citation())
	for _, want := range []string{`author = {{Coalition \& amis \{Orvanie\}} and {Relais 100 \%}}`, "url = {https://dires.example/a_b}"} {
		if !strings.Contains(b, want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	c := CFF(citation())
	if !strings.Contains(c, `title: "Les \"dires\" de l'Orvanie"`) || !strings.Contains(c, `abstract: "FICTION rien de réel"`) || !strings.HasPrefix(c, "cff-version: 1.2.0\n") {
		t.Error(c)
	}
}

func pack() Package {
	return Package{Name: "Orvanie 2026", Title: "FICTION", Version: "2026-11-24", Created: "2026-11-24", Nature: "FICTION", Authors: []string{"Coalition"}, Tag: "en",
		Sources:   []PackSource{{Title: "Gazette", Path: "https://g.example"}},
		Resources: []Resource{{Name: "x.series", Path: "x.csv", Title: "T", Bytes: 3, Hash: "ab", Columns: Columns(series(2019, 2020)), Licence: "CC BY 4.0", LicenceURL: "https://c.example"}}}
}

func TestADataPackageNamesEveryColumn(t *testing.T) {
	var b bytes.Buffer
	if err := DataPackage(&b, pack()); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Schema    string `json:"$schema"`
		Name      string
		Created   time.Time
		Resources []struct {
			Name, Path, Type, Hash string
			Bytes                  int
			Licenses               []map[string]string
			Schema                 struct{ Fields []struct{ Name, Type string } }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	r := d.Resources[0]
	if d.Name != "orvanie-2026" || d.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" || r.Hash != "sha256:ab" || r.Type != "table" ||
		len(r.Schema.Fields) != len(Columns(series(2019, 2020))) || r.Licenses[0]["path"] != "https://c.example" {
		t.Errorf("%+v", d)
	}
	b.Reset()
	if err := JSONLD(&b, pack()); err != nil || !strings.Contains(b.String(), `"@type": "Dataset"`) || !json.Valid(b.Bytes()) {
		t.Error(err, b.String())
	}
}

// An archive is the same bytes in any order and time zone; what is compressed
// already is taken over as it is.
func TestArchivesAreTheSameBytes(t *testing.T) {
	long := strings.Repeat("des mots et encore des mots ", 400)
	var gz bytes.Buffer
	w, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	w.Write([]byte(long))
	w.Close()
	files := []File{{Name: "b/é.txt", Data: []byte("b")}, {Name: "a.html", Data: []byte(long), Gzip: gz.Bytes()}, {Name: "c", Data: []byte(long), Gzip: []byte("not gzip at all, but long enough")}}
	var one, two bytes.Buffer
	if err := Zip(&one, "2026-11-24", files); err != nil {
		t.Fatal(err)
	}
	old := time.Local
	time.Local = time.FixedZone("far", -11*3600)
	defer func() { time.Local = old }()
	files[0], files[2] = files[2], files[0]
	if err := Zip(&two, "2026-11-24", files); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two archives differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r) // checks the sum
		if err != nil || (f.Name != "b/é.txt" && string(b) != long) {
			t.Errorf("%s: %v", f.Name, err)
		}
		if y, m, d := f.Modified.Date(); y != 2026 || m != 11 || d != 24 {
			t.Errorf("%s: %v", f.Name, f.Modified)
		}
	}
}

func TestAFigureAsJSONCarriesItsNature(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, Wrapped{Study: "orvanie", Release: "r", Figure: series(2019, 2019)}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"nature": "FICTION"`) || !json.Valid(b.Bytes()) {
		t.Error(b.String())
	}
}

func TestBreaksAreRoundAndRise(t *testing.T) {
	for _, vs := range [][]float64{{0, 0}, {3}, {3, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 300}, {.1, .2, .35, .5, .9, .95}} {
		bs := breaks(vs)
		for i := range bs {
			if i > 0 && bs[i] <= bs[i-1] || bs[i] <= 0 {
				t.Errorf("%v: %v", vs, bs)
			}
		}
		if len(bs) > 4 {
			t.Errorf("%v: %d classes", vs, len(bs)+1)
		}
	}
}

func TestLinesAreBrokenWithinTheirWidth(t *testing.T) {
	for _, s := range []string{"Politique nationale de prévention", "implementation", "a", "", "mise en œuvre de la stratégie intégrée pour la sécurisation"} {
		for _, w := range []float64{40, 60, 90, 200} {
			for _, l := range wrap(s, 12, w, 3) {
				if wide(l, 12) > w+1 && len([]rune(l)) > 4 {
					t.Errorf("%q in %g: %q", s, w, l)
				}
			}
		}
	}
}

func TestLongWordsBreakAtSyllables(t *testing.T) {
	for word, want := range map[string]string{
		"formulation": "formula-tion", "évaluation": "évalua-tion", "implementation": "implementa-tion",
		"monitoring": "monito-ring", "responsable": "respon-sable", "organisation": "organisa-tion",
	} {
		width := wide(word, 12) * 0.93 // all but the end of it
		if got := strings.Join(hyphened([]string{word}, 12, width), ""); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}
