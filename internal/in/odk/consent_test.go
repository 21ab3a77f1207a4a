package odk

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Whoever says no to being recorded is not read, whether the form asks for it as
// such or the mapping makes a refusal of an answer; "no=internal" is none.
func TestASubmissionWithoutConsentIsLeftOut(t *testing.T) {
	fs, m := orvanie(t)
	said := func(agrees, release, mapped string) (refused bool) {
		t.Helper()
		x := strings.Replace(inquiry, "<agrees>yes", "<agrees>"+agrees, 1)
		y := strings.Replace(report, "<release>d90", "<release>"+release, 1)
		own := m
		if mapped != "" {
			rows := "form,claim,kind,each,target,from,value,map\norvanie-report,n,need,,need.function,act,,\norvanie-report,n,,,said.speaker.class,,resident,\n"
			var err error
			if own, _, err = ReadMapping("m.csv", strings.NewReader(rows+"orvanie-report,n,,,said.consent,release,,"+mapped+"\n")); err != nil {
				t.Fatal(err)
			}
		}
		subs, found, err := Read(fstest.MapFS{"x.xml": {Data: []byte(x)}, "y.xml": {Data: []byte(y)}}, fs, own, "own")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range subs {
			refused = refused || s.Refused
			if s.Refused && len(s.Claims) > 0 {
				t.Error("claims of who refused")
			}
		}
		if n := found.Count()["F606"]; n > 0 != refused {
			t.Errorf("%s %s %s: %v", agrees, release, mapped, found)
		}
		return refused
	}
	for _, x := range []struct {
		agrees, release, mapped string
		refused                 bool
	}{
		{"yes", "d90", "", false}, {"no", "d90", "", true}, {"Non", "d90", "", true}, {"0", "d90", "", true},
		{"yes", "no", "d90=public;no=refused", true}, {"yes", "no", "d90=public;no=internal", false}, {"yes", "d90", "d90=no", true},
	} {
		if refused := said(x.agrees, x.release, x.mapped); refused != x.refused {
			t.Errorf("%v: refused %v", x, refused)
		}
	}
}

// An edit that takes consent back takes the place of what it edits.
func TestAnEditThatRefusesTakesTheFirstWithIt(t *testing.T) {
	fs, m := orvanie(t)
	edit := strings.NewReplacer("<agrees>yes", "<agrees>no", "uuid:b</instanceID>", "uuid:b2</instanceID><deprecatedID>uuid:b</deprecatedID>").Replace(inquiry)
	subs, found, err := Read(fstest.MapFS{"1.xml": {Data: []byte(inquiry)}, "2.xml": {Data: []byte(edit)}}, fs, m, "own")
	if err != nil || len(subs) != 1 || !subs[0].Refused || len(subs[0].Claims) > 0 || found.Count()["F606"] != 1 {
		t.Error(err, len(subs), found)
	}
}
