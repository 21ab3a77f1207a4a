package odk

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/xform"
)

const forms = "../../../demo/studies/orvanie/forms/"

func orvanie(t testing.TB) ([]*xform.Form, Mapping) {
	var fs []*xform.Form
	for _, n := range []string{"report.xml", "inquiry.xml"} {
		b, err := os.ReadFile(forms + n)
		if err != nil {
			t.Fatal(err)
		}
		f, err := xform.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		fs = append(fs, f)
	}
	b, err := os.Open(forms + "mapping.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	m, _, err := ReadMapping("mapping.csv", b)
	if err != nil {
		t.Fatal(err)
	}
	return fs, m
}

const report = `<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="orvanie-report" version="2026112401"><today>2026-03-10</today><monitor>AB12</monitor>
<when><when_known>day</when_known><day>2026-03-04</day><on>2026-03-04</on></when><where><area>north</area><district>alba</district></where>
<what><act>robbery threat</act><deaths_known>yes</deaths_known><deaths_low>0</deaths_low><deaths_high>2</deaths_high></what>
<names><namer>resident</namer><word>coupeurs de route</word></names><names><namer>central-authority</namer><word>terrorisme</word></names>
<after><response>police mediation</response><coping>stayed_in</coping></after>
<source><known>witness</known><sources>2</sources><release>d90</release></source><meta><instanceID>uuid:a</instanceID></meta></data>`

const inquiry = `<data id="orvanie-inquiry" version="2026112401"><today>2026-03-10</today><consent><agrees>yes</agrees><use>public</use></consent>
<org><monitor>AB12</monitor><area>river</area></org><measures>m1 m2</measures>
<each><code>m1</code><measure>m1</measure><asked>yes</asked><rung>r2</rung><stage>design review</stage><evidence>letter</evidence></each>
<each><code>m2</code><measure>m2</measure><asked>no</asked></each>
<stories><story_code>s2</story_code><story>s2</story><call>enlèvement</call><done>mediation</done><own>talked paid</own></stories>
<offer><offers>mediation</offers><offers_shown>declared</offers_shown><needs>invited</needs></offer><meta><instanceID>uuid:b</instanceID></meta></data>`

func TestAnswersBecomeTheClaimsTheMappingSays(t *testing.T) {
	fs, m := orvanie(t)
	dir := fstest.MapFS{
		"a/a.xml": {Data: []byte(report)}, "a/photo.jpg": {Data: []byte("x")}, "b.xml": {Data: []byte(inquiry)},
		"c/copy.xml": {Data: []byte(report)}, "d.xml": {Data: []byte("<other id='x'/>")}, "e.xml": {Data: []byte("<data")},
		"f.xml": {Data: []byte(strings.ReplaceAll(inquiry, "<agrees>yes", "<agrees>no")[:len(inquiry)-1-len("</data>")-len("</meta>")-len("uuid:b</instanceID>")] + "uuid:c</instanceID></meta></data>")},
	}
	subs, found, err := Read(dir, fs, m, "own")
	if err != nil {
		t.Fatal(err)
	}
	if n := found.Count(); n["F598"] != 1 || n["F594"] != 1 || n["F606"] != 1 || len(found) != 3 {
		t.Errorf("%v", found)
	}
	var got []string
	for _, s := range subs {
		for _, c := range s.Claims {
			b, err := claim.Encode(c)
			if err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprint(c.Key, " ", c.Kind)
			switch c.Kind {
			case claim.KindIncident:
				line += fmt.Sprint(" ", c.Incident.When, " ", c.Incident.Type, " ", *c.Incident.Deaths.Low, "–", *c.Incident.Deaths.High, " ", c.Incident.Where.Admin1, " until ", c.Said.After)
			case claim.KindNaming:
				line += " " + string(c.Said.Speaker.Class) + " " + c.Naming.Term + " of " + c.Naming.Subject.ID
			case claim.KindInvolvement:
				line += fmt.Sprint(" ", c.Involvement.Measure, " ", c.Involvement.Stage, " ", c.Involvement.Claimed)
			case claim.KindCoping:
				line += " " + c.Coping.Coping
			case claim.KindResponse:
				line += " " + c.Response.Response
			}
			got = append(got, line)
			if len(b) == 0 {
				t.Error("empty")
			}
		}
	}
	want := `own/uuid:a/incident incident 2026-03-04 robbery threat 0–2 north until 2026-06-08
own/uuid:a/naming/1 naming resident coupeurs de route of own/uuid:a/incident
own/uuid:a/naming/2 naming central-authority terrorisme of own/uuid:a/incident
own/uuid:a/response/1 response police
own/uuid:a/response/2 response mediation
own/uuid:a/coping/1 coping stayed_in
own/uuid:b/asked/1 involvement m1 formulation 2
own/uuid:b/asked/2 involvement m1 evaluation 2
own/uuid:b/not-asked/1 involvement m2 any 0
own/uuid:b/call/1 naming civil-society enlèvement of s2
own/uuid:b/done/1 response mediation
own/uuid:b/own/1 coping talked
own/uuid:b/own/2 coping paid
own/uuid:b/offer/1 capacity`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestAnEditReplacesAndAConflictIsKept(t *testing.T) {
	fs, m := orvanie(t)
	edit := strings.Replace(strings.Replace(report, "uuid:a</instanceID>", "uuid:a2</instanceID><deprecatedID>uuid:a</deprecatedID>", 1), "AB12", "AB13", 1)
	other := strings.Replace(inquiry, "enlèvement", "vol", 1)
	subs, _, err := Read(fstest.MapFS{"1.xml": {Data: []byte(report)}, "2.xml": {Data: []byte(edit)}, "3.xml": {Data: []byte(inquiry)}, "4.xml": {Data: []byte(other)}}, fs, m, "own")
	if err != nil || len(subs) != 3 || subs[0].ID != "uuid:a2" || !strings.HasPrefix(subs[2].Claims[0].Key.ID, "uuid:b~2/") {
		t.Errorf("%v: %d", err, len(subs))
	}
	if r := subs[0].Replaces; len(r) != 1 || r[0] != "uuid:a" || subs[1].Key != "uuid:b" || subs[2].Key != "uuid:b~2" {
		t.Errorf("%v %s %s", r, subs[1].Key, subs[2].Key)
	}
	// An edit of an edit takes the place of both, wherever the first is kept.
	third := strings.Replace(strings.Replace(edit, "uuid:a2<", "uuid:a3<", 1), "uuid:a</deprecatedID>", "uuid:a2</deprecatedID>", 1)
	subs, _, err = Read(fstest.MapFS{"2.xml": {Data: []byte(edit)}, "3.xml": {Data: []byte(third)}}, fs, m, "own")
	if err != nil || len(subs) != 1 || strings.Join(subs[0].Replaces, " ") != "uuid:a2 uuid:a" {
		t.Errorf("%v %v", err, subs)
	}
}

func TestAMappingThatMissesTheFormIsSaidAtOnce(t *testing.T) {
	fs, _ := orvanie(t)
	m, _, err := ReadMapping("m.csv", strings.NewReader("form,claim,kind,each,target,from,value,map\norvanie-report,x,incident,,incident.type,akt,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, found, _ := Read(fstest.MapFS{"a.xml": {Data: []byte(report)}}, fs, m, "own")
	if len(found) != 1 || found[0].Code != "F597" || found[0].Args[1] != "act" || found[0].At.Row != 2 {
		t.Errorf("%v", found)
	}
	if _, _, err := ReadMapping("m.csv", strings.NewReader("a,b\n")); err == nil {
		t.Error("no columns and no error")
	}
}

func FuzzRead(f *testing.F) {
	fs, m := orvanie(f)
	f.Add([]byte(report))
	f.Add([]byte(inquiry))
	f.Fuzz(func(t *testing.T, b []byte) {
		subs, _, err := Read(fstest.MapFS{"x.xml": {Data: b}}, fs, m, "own")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range subs {
			for _, c := range s.Claims {
				if err := c.Valid(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// The study of Orvanie as it stands in the repository: its forms folder, and
// the submissions in its inbox.
func TestTheInboxOfOrvanieBecomesClaims(t *testing.T) {
	k, found, err := Open(os.DirFS(forms), func(file string, _ []byte) ([]byte, diag.List, error) {
		b, err := os.ReadFile(forms + strings.TrimSuffix(file, ".xlsx") + ".xml") // xlsform is a neighbour; its own test holds the two equal
		return b, nil, err
	})
	if err != nil || len(found) > 0 || len(k.Forms) != 2 {
		t.Fatal(err, found, len(k.Forms))
	}
	inbox := os.DirFS("../../../demo/studies/orvanie/inbox")
	cs, found, err := k.Claims(inbox, "own-reports")
	if err != nil || len(found) != 1 || found[0].Code != "F606" || found[0].At.File != "fiction-inquiry-04.xml" {
		t.Fatal(err, found)
	}
	n := map[claim.Kind]int{}
	for _, c := range cs {
		n[c.Kind]++
		if !strings.HasPrefix(c.Origin.File, "fiction-") {
			t.Errorf("%s comes from %s", c.Key, c.Origin.File)
		}
	}
	if n[claim.KindIncident] != 6 || n[claim.KindNaming] != 13 || n[claim.KindInvolvement] != 6 || n[claim.KindCapacity] != 5 {
		t.Errorf("%v", n)
	}
	names, _ := fs.Glob(inbox, "*.xml")
	for _, p := range names {
		if b, _ := fs.ReadFile(inbox, p); !strings.Contains(string(b), "<!-- FICTION") {
			t.Errorf("%s does not say that it is fiction", p)
		}
	}
}

func TestAFolderWithoutFormOrMappingIsRefused(t *testing.T) {
	same := func(_ string, b []byte) ([]byte, diag.List, error) { return b, nil, nil }
	x, _ := os.ReadFile(forms + "report.xml")
	for code, dir := range map[string]fstest.MapFS{
		"F600": {"mapping.csv": {Data: []byte("a")}},
		"F601": {"report.xml": {Data: x}},
	} {
		_, _, err := Open(dir, same)
		if e, ok := fault.Public(err); !ok || e.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	_, found, _ := Open(fstest.MapFS{"a.xml": {Data: []byte("<x/>")}}, same)
	if len(found) != 1 || found[0].Code != "F592" || found[0].At.File != "a.xml" {
		t.Errorf("%v", found)
	}
}
