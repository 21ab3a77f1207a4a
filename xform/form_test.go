package xform

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed testdata/report.xml
var report string

func ExampleRead() {
	f, err := Read([]byte(report))
	if err != nil {
		panic(err)
	}
	for _, q := range f.Fields {
		s := q.Label.In("fr")
		fmt.Println(strings.TrimSpace(fmt.Sprint(q.Path, " ", q.Type, " ", q.Level, " ", s)))
	}
	// Output:
	// /data/place text desk Où ?
	// /data/kind select_multiple desk Kind of {place}
	// /data/who repeat desk People
	// /data/who/age integer desk Age
	// /data/spot geopoint severe Spot
	// /data/meta group desk
	// /data/meta/instanceID text desk
}

func TestAnswersHaveTheirTypesAndPlaces(t *testing.T) {
	f, err := Read([]byte(report))
	if err != nil {
		t.Fatal(err)
	}
	x, err := ParseInstance([]byte(`<data id="report" version="1"><place>A</place><kind>theft other</kind><who><age>3</age></who><who><age>x</age></who>
<spot>12.5 -3 0 4.5</spot><new>y</new><meta><instanceID>uuid:1</instanceID></meta></data>`))
	if err != nil {
		t.Fatal(err)
	}
	as, found := f.Answers(x)
	var got []string
	for _, a := range as {
		got = append(got, fmt.Sprint(a.Path, a.Row, a.Value.OK, a.Value.Int, a.Value.Many, a.Value.Points))
	}
	want := "/data/place[] true 0 [] []\n/data/kind[] true 0 [theft other] []\n/data/who[1]/age[1] true 3 [] []\n/data/who[2]/age[2] false 0 [] []\n" +
		"/data/spot[] true 0 [] [12.5 -3 0 4.5]\n/data/meta/instanceID[] true 0 [] []"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	if n := found.Count(); n["F596"] != 1 || n["F595"] != 1 || len(found) != 2 {
		t.Errorf("%v", found)
	}
	for _, x := range found {
		for _, a := range x.Args {
			if a == "x" || a == "y" {
				t.Error("a finding quotes what somebody answered")
			}
		}
	}
}

func TestTablesHaveTheFieldsThatAreAnswered(t *testing.T) {
	f, err := Read([]byte(report))
	if err != nil {
		t.Fatal(err)
	}
	ts := f.Tables()
	if len(ts) != 2 || strings.Join(ts[0].Header(), " ") != "place kind spot meta-instanceID" || ts[1].Header()[0] != "age" {
		t.Errorf("%v", ts)
	}
}

func TestATextIsGivenInTheNearestLanguage(t *testing.T) {
	all := Texts{"fr": "f", "en": "e", "bm": "b"}
	for _, c := range []struct {
		x         Texts
		tag, want string
	}{
		{all, "fr", "f"}, {all, "fr-ML", "f"}, {all, "de", "e"}, {Texts{"fr": "f", "bm": "b"}, "de", "f"},
		{Texts{"wo": "w", "bm": "b"}, "de", "b"}, {Texts{"fr": "", "bm": "b"}, "fr", "b"}, {nil, "fr", ""},
	} {
		if got := c.x.In(c.tag); got != c.want {
			t.Errorf("%v in %s: %q, want %q", c.x, c.tag, got, c.want)
		}
	}
	for name, want := range map[string]string{"Français (fr)": "fr", "English": "en", "français": "fr", "Bamanankan (bm)": "bm", "Wolof": "wolof"} {
		if got := Tag(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestWhatIsNoFormIsRefused(t *testing.T) {
	for _, s := range []string{"", "<a/>", "<html><head/><body/></html>", "<h:html><h:head><model><instance><d/></instance></model></h:head><h:body/></h:html>"} {
		if _, err := Read([]byte(s)); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(report))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Read(b)
		if err == nil {
			x.Tables()
		}
	})
}

func TestAMegabyteOfFormStaysWithinItsMemory(t *testing.T) {
	var binds, controls, selects, items strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&binds, `<bind id="b%d" nodeset="/d/q%d"/>`, i, i)
		fmt.Fprintf(&controls, `<input bind="b%d"><label>Q</label></input>`, i)
		fmt.Fprintf(&selects, `<select1 ref="/d/q%d"><label>Q</label><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>`, i)
		fmt.Fprintf(&items, `<item><name>n%d</name><label>L</label></item>`, i)
	}
	var q strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&q, "<q%d/>", i)
	}
	for _, body := range []string{controls.String(), selects.String(), strings.Repeat("<group>", 190) + strings.Repeat("</group>", 190)} {
		s := `<h:html xmlns:h="h"><h:head><model><instance><d id="x">` + q.String() + `</d></instance><instance id="l"><root>` + items.String() + `</root></instance>` + binds.String() + `</model></h:head><h:body>` + body + `</h:body></h:html>`
		megabyte(t, body[:min(len(body), 20)], func() {
			f, err := Read([]byte(s))
			if err != nil {
				t.Error(err)
				return
			}
			f.Check("a.xml")
			f.Tables()
		})
	}
}

func TestFormulasOfAnXFormAreChecked(t *testing.T) {
	f, _ := Read([]byte(report))
	if found := f.Check("a.xml"); len(found) > 0 {
		t.Errorf("%v", found)
	}
	bad := strings.Replace(report, `constraint=". &lt; 120"`, `constraint=". &lt; " calculate="iff(1,2)" relevant="/data/plase = 1" required="not(1, 2)"`, 1)
	f, _ = Read([]byte(bad))
	n := f.Check("a.xml").Count()
	if n["F585"] != 1 || n["F586"] != 1 || n["F587"] != 1 || n["F588"] != 1 {
		t.Errorf("%v", f.Check("a.xml"))
	}
}
