package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/answer"
)

// FICTION: Orvanie is no country.
const theXForm = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:dires="urn:dires:form"><h:head><h:title>FICTION</h:title><model>
<instance><data id="door" version="1"><monitor/><name/><safe/><withdrawal/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/monitor" type="string" dires:level="severe"/><bind nodeset="/data/name" type="string" dires:level="severe"/>
<bind nodeset="/data/safe" type="string" dires:level="desk"/><bind nodeset="/data/withdrawal" type="string" dires:level="severe"/></model></h:head>
<h:body><input ref="/data/monitor"/><input ref="/data/name"/><input ref="/data/safe"/></h:body></h:html>`

const sent = `<data id="door" version="1"><monitor>AB12</monitor><name>Name</name><safe>no</safe><withdrawal>7f3a</withdrawal><meta><instanceID>uuid:1</instanceID></meta></data>`

var door = fstest.MapFS{"door.xml": {Data: []byte(theXForm)}}

func about() answer.About {
	return answer.About{ID: "people", Form: "door", Row: answer.Row{Interviewer: "monitor"}}
}

func ExampleInterviews() {
	inbox := fstest.MapFS{"a.xml": {Data: []byte(sent)}}
	all, found, err := Interviews(door, inbox, []answer.About{about()}, []byte("secret of the study"))
	fmt.Println(all[0].ID, len(found), err)
	e, err := all[0].Entry("people", "inbox", Keep{Secret: []byte("secret of the study")})
	fmt.Println(e.Answers.Given, e.Says(), err)
	ps, err := e.Pieces()
	for _, p := range ps {
		fmt.Println(p.Name, p.Seal)
	}
	fmt.Println(err)
	// Output:
	// uuid:1 0 <nil>
	// [{monitor [] 5etfzmgfpyon65uw} {safe [] no}] 1 <nil>
	// desk desk
	// answers desk
	// severe severe
	// <nil>
}

// What could identify who answered is in the severe part and in no other.
func TestOnlyTheSeverePartSaysWhoAnswered(t *testing.T) {
	all, _, err := Interviews(door, fstest.MapFS{"a.xml": {Data: []byte(sent)}}, []answer.About{about()}, []byte("s"))
	if err != nil || len(all) != 1 {
		t.Fatal(err)
	}
	e, err := all[0].Entry("people", "inbox", Keep{Secret: []byte("s")})
	if err != nil {
		t.Fatal(err)
	}
	ps, err := e.Pieces()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		for _, who := range []string{"AB12", "Name", "7f3a"} {
			if p.Name != "severe" && bytes.Contains(p.Data, []byte(who)) {
				t.Errorf("%s stands in %s: %s", who, p.Name, p.Data)
			}
		}
	}
}

// An answer, a field that becomes severe, and the study's secret change the
// revision; the folder's name does not.
func TestARevisionIsOfWhatIsKept(t *testing.T) {
	rev := func(theXForm, sent, file string, a answer.About) string {
		all, _, err := Interviews(fstest.MapFS{"door.xml": {Data: []byte(theXForm)}}, fstest.MapFS{file: {Data: []byte(sent)}}, []answer.About{a}, []byte("s"))
		if err != nil || len(all) != 1 {
			t.Fatal(err, len(all))
		}
		e, err := all[0].Entry("people", "inbox", Keep{Secret: []byte("s")})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(e.Told.Rev)
	}
	base := rev(theXForm, sent, "a.xml", about())
	if rev(theXForm, sent, "b/c.xml", about()) != base {
		t.Error("another name of the file is another revision")
	}
	alone := about()
	alone.Row.Interviewer = ""
	for what, r := range map[string]string{
		"another answer":            rev(theXForm, strings.Replace(sent, ">no<", ">yes<", 1), "a.xml", about()),
		"a field that was cleared":  rev(strings.Replace(theXForm, `nodeset="/data/name" type="string" dires:level="severe"`, `nodeset="/data/name" type="string" dires:level="desk"`, 1), sent, "a.xml", about()),
		"no column of interviewers": rev(theXForm, sent, "a.xml", alone),
	} {
		if r == base {
			t.Errorf("%s is no other revision", what)
		}
	}
}

// The same submissions of another form are none of a survey's.
func TestOtherFormsArePassedOver(t *testing.T) {
	a := about()
	a.Form = "other"
	all, found, err := Interviews(door, fstest.MapFS{"a.xml": {Data: []byte(sent)}}, []answer.About{a}, []byte("s"))
	if err != nil || len(all) != 0 || len(found) != 0 {
		t.Error(all, found, err)
	}
}
