package claim

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// An account is the claim without what was said, whatever the claim holds.
func TestAccountsAreWhatDecodeReads(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	var s Decoder
	var a Account
	for i := range 2000 {
		c := Claim{Key: Key{"s", fmt.Sprint(i)}, Kind: KindIncident, Incident: &Incident{}}
		fill(reflect.ValueOf(c.Incident).Elem(), r)
		if i%3 > 0 {
			c.Incident.Arms = nil
		}
		if i%4 == 0 {
			fill(reflect.ValueOf(&c.Said).Elem(), r)
		}
		b, err := Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Account(b, &a); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Decode(b); err != nil || !reflect.DeepEqual(c, want) {
			t.Fatalf("%s\n got %+v %v\nwant %+v", b, c, err, want)
		}
		if a.Key != want.Key || !reflect.DeepEqual(a.Incident, *want.Incident) {
			t.Fatalf("%s\n got %+v\nwant %+v", b, a.Incident, *want.Incident)
		}
	}
}

// What an earlier account holds, a later one does not change.
func TestAccountsStand(t *testing.T) {
	n := 3
	b, err := Encode(Claim{Key: Key{"s", "1"}, Kind: KindIncident, Incident: &Incident{Type: "clash", Actors: []Actor{{Role: "side-a", Name: "A"}, {Role: "side-b", Name: "B"}}, Deaths: Deaths{Best: &n}, Chain: []string{"radio"}}})
	if err != nil {
		t.Fatal(err)
	}
	var s Decoder
	var as [2000]Account
	for i := range as {
		if err := s.Account(b, &as[i]); err != nil {
			t.Fatal(err)
		}
		*as[i].Incident.Deaths.Best, as[i].Incident.Actors[1].Name = i, fmt.Sprint(i)
	}
	for i, a := range as {
		if x := a.Incident; *x.Deaths.Best != i || x.Actors[0].Name != "A" || x.Actors[1].Name != fmt.Sprint(i) || !slices.Equal(x.Chain, []string{"radio"}) {
			t.Fatal(i, a)
		}
	}
}

func TestAnAccountOfNoIncidentIsRefused(t *testing.T) {
	b, err := Encode(Claim{Key: Key{"needs", "1"}, Kind: KindNeed, Need: &Need{Function: "mediation", Area: "haut-bassin"}})
	if err != nil {
		t.Fatal(err)
	}
	var s Decoder
	var a Account
	for _, b := range [][]byte{b, b[:len(b)/2], nil, []byte("null")} {
		if s.Account(b, &a) == nil {
			t.Errorf("%q is read", b)
		}
	}
}

func ExampleDecoder() {
	b, _ := Encode(Claim{Key: Key{"radio", "17"}, Kind: KindIncident, Said: Said{Verbatim: "…"}, Incident: &Incident{Type: "clash"}})
	var s Decoder
	var a Account
	err := s.Account(b, &a)
	fmt.Println(a.Key, a.Incident.Type, err)
	// Output: radio/17 clash <nil>
}
