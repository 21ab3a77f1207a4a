package claim

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

func ExampleClaim() {
	on, _ := when.Parse("2019-03")
	c := Claim{
		Key:    Key{"orvanie-press", "17"},
		Kind:   KindNaming,
		Said:   Said{Speaker: Speaker{Class: source.LocalAuthority}, On: on, Lang: "fr", Verbatim: "ce sont des coupeurs de route"},
		Naming: &Naming{Subject: Subject{"case", "c3"}, Term: "coupeurs de route", Label: "banditry"},
	}
	b, err := Encode(c)
	d, _ := Decode(b)
	fmt.Println(d.Key, d.Naming.Term, err)
	// Output: orvanie-press/17 coupeurs de route <nil>
}

func TestABodyOfAnotherKindIsRefused(t *testing.T) {
	for _, c := range []Claim{
		{Kind: KindIncident, Incident: &Incident{}},
		{Key: Key{"s", "1"}, Kind: KindIncident},
		{Key: Key{"s", "1"}, Kind: KindIncident, Naming: &Naming{}},
		{Key: Key{"s", "1"}, Kind: KindIncident, Incident: &Incident{}, Need: &Need{}},
		{Key: Key{"s", "1"}, Kind: KindVerbatim},
	} {
		if _, err := Encode(c); err == nil {
			t.Errorf("%+v was accepted", c)
		}
	}
}

func TestRevisionIsContentAndNotOrigin(t *testing.T) {
	c := Claim{Key: Key{"s", "1"}, Kind: KindNeed, Need: &Need{Function: "mediation"}}
	a, _ := Encode(c)
	c.Origin = Origin{Entry: 9, Row: 4}
	b, _ := Encode(c)
	if RevOf(a, nil) != RevOf(b, nil) {
		t.Error("the origin changed the revision")
	}
	if RevOf(a, nil) == RevOf(a, []byte("secret")) {
		t.Error("the secret changes nothing")
	}
	c.Need.Area = "x"
	d, _ := Encode(c)
	if RevOf(a, nil) == RevOf(d, nil) {
		t.Error("content changed, the revision did not")
	}
}
