package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

func figures(id string) (figure.Figure, bool) {
	if id != "profile.deaths-by-year" {
		return figure.Figure{}, false
	}
	t := figure.Trace{Looked: []string{"s"}}
	return figure.Figure{ID: id, Unit: "unit.deaths", Dims: []figure.Dim{{ID: "period", Keys: []string{"2021", "2022"}, Labels: []lang.Text{nil, nil}}},
		Cells: []figure.Cell{figure.Between(900, 1234, 1500, figure.Contributors{}, t, "2021"), figure.Absent(figure.Withheld, t, "2022")}}, true
}

func ExampleFill() {
	md := `In 2021, {{fig "profile.deaths-by-year" "2021"}} deaths; in 2022: {{fig "profile.deaths-by-year" "2022"}}.`
	s, found := Fill("en", "text/en/report.md", md, figures)
	fmt.Println(s, len(found))
	// Output: In 2021, 1,234 deaths; in 2022: withheld to protect people. 0
}

func TestANumberThatNoFigureBacksIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"Some 350 people, and 4.5 million.":                                   "350 4.5",
		"Two thirds (66 %).":                                                  "66",
		"In 2012 and between 2018 and 2022.":                                  "",
		"On 21 March 2012, le 1er août 2015, du 3 avril, March 4, 2012-03-21": "",
		"La loi n° 2015-005 et le décret n° 06-439/P-RM; Act No. 12":          "",
		"The G5 Sahel and the region's R3.":                                   "",
		"1. a list\n2. of two":                                                "",
		"`code 12` and [a link](http://x/12) and https://x/34":                "",
		"{{fig \"a\" \"12\"}} of them":                                        "",
		"12 organisations, 4 villages":                                        "12 4",
		"Le 12, puis 40 personnes le 3 mai.":                                  "12 40",
	} {
		if got := strings.Join(Numbers(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCheckNamesFileAndLine(t *testing.T) {
	l := Check(map[string]lang.Text{"report": {"fr": "Un texte.\n\nAvec 12 morts.", "en": "{{fig \"profile.deaths-by-year\" \"2019\"}} {{show \"nothing\"}} {{oops}}"}}, figures)
	var got []string
	for _, f := range l {
		got = append(got, string(f.Code)+" "+f.At.String())
	}
	want := []string{"P501 text/en/report.md:1", "P500 text/en/report.md:1", "P503 text/en/report.md:1", "P502 text/fr/report.md:3"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestScanNeedsNoFigure(t *testing.T) {
	l := Scan(map[string]lang.Text{"report": {"fr": "{{fig \"a\" \"12\"}} et {{show \"b\"}}\n12 morts {{figg \"a\"}}"}})
	if len(l) != 2 || l[0].Code != "P502" || l[0].At.Row != 2 || l[1].Code != "P503" {
		t.Errorf("%v", l)
	}
}

// A picture, and a link that is none of the web's, keep their words and nothing else;
// each is said. Links of the web stay.
func TestWhatATextMustNotFetchIsSaid(t *testing.T) {
	md := "FICTION ![a picture](http://evil.example/pixel.png) [one](javascript:alert(1)) [two](file:///etc/passwd) [three](vbscript:x) ![key](../../private/keys/server.key) [good](https://good.example/)"
	html, found := Set("en", "text/en/context.md", md, figures, nil)
	n := 0
	for _, f := range found {
		if f.Code == "P508" && f.At.File == "text/en/context.md" {
			n++
		}
	}
	if n != 5 {
		t.Errorf("P508 is said %d times: %v", n, found)
	}
	for _, bad := range []string{"evil.example", "javascript", "file:", "vbscript", "server.key", "<img"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s is printed: %s", bad, html)
		}
	}
	for _, kept := range []string{"one", "two", "three", "a picture", `href="https://good.example/"`} {
		if !strings.Contains(html, kept) {
			t.Errorf("%s is not printed: %s", kept, html)
		}
	}
}
