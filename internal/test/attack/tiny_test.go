package attack

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/demo"
)

// tiny makes random small studies: the folder of Orvanie with other people in
// it, few of them, who tell little. FICTION, all of it.
type tiny struct {
	r        *rand.Rand
	files    fstest.MapFS
	people   []person
	monitors []string
	orgs     []string
	years    []int
	areas    []string
	reports  [][]string
	gazette  [][]string
	asked    [][]string
	used     map[string]int // ids given, by table
}

// person is somebody who tells the study something.
type person struct{ id, class, area, sex, age, monitor, org string }

var (
	reportHead  = strings.Fields("id date area place precision act actor_a deaths_low deaths_best deaths_high arms names responses coping heard monitor informant org consent reported_on language told")
	gazetteHead = strings.Fields("id date area place precision lat lon act actor_a deaths_low deaths_best deaths_high names document")
	towns       = map[string][]string{"north": {"Alba", "Terre-Sèche"}, "river": {"Gué", "Deux-Ponts"}, "hills": {"Haute-Pierre", "Val"}, "coast": {"Port-Neuf"}}
	words       = []string{"gens de la nuit", "terrorisme", "banditisme", "trafic", "rébellion"}
)

// left are files of Orvanie that small studies do without.
var left = []string{"people.toml", "trial.toml", "phones.toml", "neighbours.toml", "countries.geojson", "record.toml", "interviews.toml"}

// few draws a number from least to most; small ones more often.
func (s *tiny) few(least, most int) int {
	return least + int(float64(most-least+1)*s.r.Float64()*s.r.Float64())
}

func some[T any](r *rand.Rand, least int, xs ...T) []T {
	xs = slices.Clone(xs)
	r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
	return xs[:least+r.IntN(len(xs)-least+1)]
}

func newTiny(seed uint64) *tiny {
	r := rand.New(rand.NewPCG(seed, 7))
	s := &tiny{r: r, files: fstest.MapFS{}, used: map[string]int{}}
	s.areas, s.years = some(r, 1, "north", "river", "hills", "coast"), some(r, 1, 2020, 2021, 2022, 2023)
	for i := range 1 + r.IntN(12) {
		s.monitors = append(s.monitors, fmt.Sprintf("M%03d", i))
	}
	for i := range 1 + r.IntN(12) {
		s.orgs = append(s.orgs, fmt.Sprintf("o%03d", i+1))
	}
	for i := range 3 + r.IntN(38) {
		s.people = append(s.people, person{fmt.Sprintf("p%03d", i), pick(r, []string{"resident", "resident", "civil-society", "customary", "displaced"}), pick(r, s.areas),
			pick(r, []string{"f", "m"}), pick(r, []string{"18-29", "30-44", "60+"}), pick(r, s.monitors), pick(r, s.orgs)})
	}
	return s
}

// folder writes the files of the study.
func (s *tiny) folder(t *testing.T) fstest.MapFS {
	root, err := fs.Sub(demo.Studies, "studies/"+id)
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"places", "terms", "sources"} {
		names, err := fs.Glob(root, dir+"/*")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if !slices.Contains(left, path.Base(n)) {
				s.copy(t, root, n, nil)
			}
		}
	}
	s.copy(t, root, "study.toml", func(b []byte) []byte {
		b = hurried(b)
		b = regexp.MustCompile(`(?m)^(text = .*|noindex.*)\n`).ReplaceAll(b, nil)
		b = regexp.MustCompile(`"perception\.people[^"]*",? ?`).ReplaceAll(b, nil)
		b = regexp.MustCompile(`(?s)\[\[registered\]\].*?\n\n`).ReplaceAll(b, nil)
		return regexp.MustCompile(`(?s)\[\[questions\]\]\nid = "(association|follows|measures)".*?\]\n\n`).ReplaceAll(b, nil)
	})
	s.copy(t, root, "sources/record.toml", func(b []byte) []byte {
		return regexp.MustCompile(`files = .*`).ReplaceAll(b, []byte(`files = ["register/namings-record.csv"]`))
	})
	s.copy(t, root, "sources/interviews.toml", func(b []byte) []byte {
		return bytes.Replace(b, []byte(`, "register/verbatims.csv"`), nil, 1)
	})
	for _, n := range []string{"register/namings-record.csv", "survey/inquiry.toml", "survey/inquiry-quota.csv"} {
		s.copy(t, root, n, nil)
	}
	for range s.few(4, 70) {
		s.report()
	}
	s.toGazette(s.few(1, 25))
	s.inquire(s.few(5, 70))
	s.orgsTable()
	s.statements("register/namings-interviews.csv", "term label doubted directness language", s.few(5, 120), func() []string {
		w := pick(s.r, [][2]string{{"terrorisme", "terrorism"}, {"banditisme", "banditry"}, {"tamar", "people-of-night"}, {"rébellion", "rebellion"}})
		return []string{w[0], w[1], "no", pick(s.r, []string{"direct", "direct", "direct", "reported"}), "fr"}
	})
	s.statements("register/responses.csv", "response label directness language", s.few(3, 60), func() []string {
		return []string{pick(s.r, []string{"none", "military", "police", "mediation"}), pick(s.r, []string{"terrorism", "banditry"}), "direct", "fr"}
	})
	s.statements("register/coping.csv", "coping directness language", s.few(3, 60), func() []string {
		return []string{pick(s.r, []string{"stayed_in", "left", "paid", "talked"}), "direct", "fr"}
	})
	s.statements("register/needs.csv", "function severity", s.few(3, 60), func() []string {
		return []string{pick(s.r, []string{"victim-support", "mediation", "early-warning", "services"}), pick(s.r, []string{"low", "middle"})}
	})
	s.statements("register/capacities.csv", "org function languages documented triad listed language", s.few(2, 40), func() []string {
		return []string{pick(s.r, s.orgs), pick(s.r, []string{"awareness", "mediation", "victim-support"}), "fr", pick(s.r, []string{"yes", "no"}), "management", "public", "fr"}
	})
	s.write()
	return s.files
}

func (s *tiny) copy(t *testing.T, root fs.FS, name string, change func([]byte) []byte) {
	b, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		b = change(b)
	}
	s.files[name] = &fstest.MapFile{Data: b, Mode: 0o644}
}

func (s *tiny) put(name string, head []string, rows [][]string) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(append([]string{"fiction"}, head...))
	for _, r := range rows {
		_ = w.Write(append([]string{"FICTION"}, r...))
	}
	w.Flush()
	s.files[name] = &fstest.MapFile{Data: b.Bytes(), Mode: 0o644}
}

// write writes what grows from one edition to the next.
func (s *tiny) write() {
	s.put("data/reports.csv", reportHead, s.reports)
	s.put("data/gazette.csv", gazetteHead, s.gazette)
	s.put("survey/inquiry-answers.csv", inquiryHead, s.asked)
}

func (s *tiny) day() string {
	return fmt.Sprintf("%d-%02d-%02d", pick(s.r, s.years), 1+s.r.IntN(12), 1+s.r.IntN(28))
}

// report is one more report by somebody.
func (s *tiny) report() {
	p := pick(s.r, s.people)
	area := p.area
	if s.r.IntN(3) == 0 {
		area = pick(s.r, s.areas)
	}
	dead := max(0, s.r.IntN(7)-3)
	if s.r.IntN(12) == 0 {
		dead = 5 + s.r.IntN(40)
	}
	var names []string
	for range s.r.IntN(3) {
		names = append(names, pick(s.r, []string{"resident", "central-authority", "local-authority"})+": "+pick(s.r, words))
	}
	s.used["r"]++
	s.reports = append(s.reports, []string{fmt.Sprintf("r%03d", s.used["r"]), s.day(), area, pick(s.r, towns[area]), "second",
		pick(s.r, []string{"robbery", "robbery", "kidnapping", "attack", "clash_groups"}), pick(s.r, []string{"Front de la Dune (fiction)", "hommes armés non identifiés"}),
		strconv.Itoa(dead), strconv.Itoa(dead), strconv.Itoa(dead + s.r.IntN(3)), pick(s.r, []string{"", "", "incident:rifle"}), strings.Join(names, " | "),
		pick(s.r, []string{"", "military", "police", "none"}), pick(s.r, []string{"", "left", "paid", "stayed_in"}), pick(s.r, []string{"witness", "direct", "hearsay"}),
		p.monitor, p.id, p.org, "public", "2024-02-01", "fr", "FICTION : le marché a fermé plus tôt."})
}

// forget takes somebody out who withdrew.
func (s *tiny) forget(who string) {
	s.people = slices.DeleteFunc(s.people, func(p person) bool { return p.id == who })
	s.reports = slices.DeleteFunc(s.reports, func(r []string) bool { return r[16] == who })
}

// toGazette prints n more rows in the public source, one of them at times about
// what somebody reported.
func (s *tiny) toGazette(n int) {
	for range n {
		area := pick(s.r, s.areas)
		day, town, act := s.day(), pick(s.r, towns[area]), pick(s.r, []string{"robbery", "attack", "seizure"})
		if len(s.reports) > 0 && s.r.IntN(3) == 0 {
			r := pick(s.r, s.reports)
			day, area, town, act = r[1], r[2], r[3], r[5]
		}
		dead := max(0, s.r.IntN(6)-3)
		s.gazette = append(s.gazette, []string{fmt.Sprintf("g%03d", len(s.gazette)+1), day, area, town, "near", "", "", act, "hommes armés non identifiés",
			strconv.Itoa(dead), strconv.Itoa(dead), strconv.Itoa(dead + s.r.IntN(2)), "media: terrorisme", "Gazette d'Orvanie (fiction)"})
	}
}

var inquiryHead = strings.Fields("id org_id status kind area women_led youth_led monitor on use m1_heard m1_asked m1_rung m1_stage m1_heeded m2_heard m2_asked m2_heeded s4_words offers offers_shown needs")

// inquire asks n more organisations.
func (s *tiny) inquire(n int) {
	for range n {
		i := len(s.asked) + 1
		status := pick(s.r, []string{"answered", "answered", "answered", "answered", "refused", "not-reached"})
		row := []string{fmt.Sprintf("q%03d", i), fmt.Sprintf("x%03d", i), status, pick(s.r, []string{"association", "association", "women", "union"}), pick(s.r, s.areas), "no", "no",
			pick(s.r, s.monitors), "2024-03-07", "public"}
		if status == "answered" {
			row = append(row, "yes", pick(s.r, []string{"yes", "no"}), "r1", "doing", "no", pick(s.r, []string{"yes", "no"}), pick(s.r, []string{"yes", "no"}),
				pick(s.r, []string{"yes", "partly", "no", "unknown"}), strings.Join(some(s.r, 1, "banditry", "terrorism", "feud"), " "), "", "", pick(s.r, []string{"money", "invited", "training"}))
		} else {
			row = append(row, make([]string, len(inquiryHead)-len(row))...)
		}
		s.asked = append(s.asked, row)
	}
}

func (s *tiny) orgsTable() {
	var rows [][]string
	for i, o := range s.orgs {
		rows = append(rows, []string{o, fmt.Sprintf("Association %d (fiction)", i), pick(s.r, []string{"association", "women", "rights"}), "no", "no", pick(s.r, s.areas), "public", "yes"})
	}
	s.put("register/organisations.csv", strings.Fields("id name kind women_led youth_led regions listed asked"), rows)
}

// statements fills a register with what people said of some cases.
func (s *tiny) statements(name, own string, n int, say func() []string) {
	head := append(strings.Fields("id subject_type subject class subject_id monitor reporter area sex age_band stated_on consent cleared"), strings.Fields(own)...)
	var rows [][]string
	cases := some(s.r, 1, "c1", "c2", "c3")
	for i := range n {
		p := pick(s.r, s.people)
		rows = append(rows, append([]string{fmt.Sprintf("%c%03d", path.Base(name)[0], i+1), "case", pick(s.r, cases), p.class, p.id, p.monitor, p.org, p.area, p.sex, p.age, "2024-01-10",
			pick(s.r, []string{"public", "public", "public", "quote"}), "no"}, say()...))
	}
	s.put(name, head, rows)
}

func pick[T any](r *rand.Rand, xs []T) T { return xs[r.IntN(len(xs))] }
