package claim

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"unicode"

	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// odd are strings in which an encoder can go wrong.
var odd = []string{"", "plain", "é", "a\"b", `back\slash`, "<b>&", "line\nfeed\ttab\r", "\x00\x1f\x7f", "\u2028\u2029", "bad\xffutf", "\xed\xa0\x80", "日本", "😀", "\ufffd"}

// fill puts random values into everything v holds, in every combination of
// there and not there.
func fill(v reflect.Value, r *rand.Rand) {
	switch {
	case v.Type() == reflect.TypeFor[when.Precision]():
		v.SetUint(r.Uint64N(8))
		return
	case v.Type() == reflect.TypeFor[place.Precision]():
		v.SetUint(r.Uint64N(8))
		return
	case v.Type() == reflect.TypeFor[when.Day]():
		v.SetInt(r.Int64N(3000000) - 719528) // from year 0 to beyond 9999
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), r)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(4) {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(k, r)
			fill(e, r)
			v.SetMapIndex(k, e)
		}
	case reflect.String:
		s := odd[r.IntN(len(odd))]
		if r.IntN(3) == 0 {
			s += string(rune(r.IntN(unicode.MaxRune)))
		}
		v.SetString(s)
	case reflect.Int:
		v.SetInt(r.Int64N(2000)*(r.Int64N(3)-1)*r.Int64N(2) + r.Int64N(2)*1e15)
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat([]float64{0, 1e-7, -1e-6, 12.25, -179.99999, 1e21, 1e20, r.NormFloat64() * 90}[r.IntN(8)])
	default:
		panic("fill: " + v.Type().String())
	}
}

// The hand-written encoder gives what encoding/json gives, for every field
// there is: whoever adds one to Said, Incident or DeathsOver adds it to
// encode.go.
func TestEncodeIsEncodingJSON(t *testing.T) {
	if !byHand {
		t.Errorf("a struct has other fields than encode.go writes: write them, then set shapes to %#x", shapeNow)
	}
	r := rand.New(rand.NewPCG(7, 7))
	bodies := reflect.TypeFor[Claim]()
	for n := range 20000 {
		var c Claim
		fill(reflect.ValueOf(&c.Said).Elem(), r)
		c.Key = Key{"s" + odd[r.IntN(len(odd))], "i" + odd[r.IntN(len(odd))]}
		c.Kind = Kinds[n%len(Kinds)]
		for i := range bodies.NumField() {
			if tag := bodies.Field(i).Tag.Get("json"); tag == string(c.Kind)+",omitempty" {
				f := reflect.ValueOf(&c).Elem().Field(i)
				f.Set(reflect.New(f.Type().Elem()))
				fill(f.Elem(), r)
			}
		}
		if c.Kind == KindVerbatim {
			c.Said.Verbatim += "x"
		}
		want, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(c)
		if err != nil || string(got) != string(want) {
			t.Fatalf("%v\n got %s\nwant %s", err, got, want)
		}
		checkDecode(t, got)
	}
}

// checkDecode compares reading by hand with encoding/json.
func checkDecode(t *testing.T, b []byte) (byHand bool) {
	t.Helper()
	var c, want Claim
	r := reader{b: b}
	r.claim(&c)
	if r.bad {
		return false
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatalf("encoding/json refuses %s: %v", b, err)
	}
	if !reflect.DeepEqual(c, want) {
		t.Fatalf("%s\n got %+v\nwant %+v", b, c, want)
	}
	return true
}

// Most incidents are read by hand, and reading gives back what was written.
func TestIncidentsAreReadByHand(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	hand := 0
	const n = 2000
	for i := range n {
		c := Claim{Key: Key{"s", "i"}, Kind: KindIncident, Incident: &Incident{}}
		fill(reflect.ValueOf(c.Incident).Elem(), r)
		if i%2 == 0 {
			c = Claim{Key: c.Key, Kind: KindDeaths, Deaths: &DeathsOver{When: c.Incident.When, Where: c.Incident.Where, Deaths: c.Incident.Deaths}}
		} else {
			c.Incident.Arms = nil
		}
		b, err := Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		if checkDecode(t, b) {
			hand++
		}
	}
	if hand < n*3/4 { // dates before the year 0 and after 9999, and tiny numbers, are not
		t.Fatalf("only %d of %d", hand, n)
	}
}

func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 9))
	for _, k := range Kinds {
		c := Claim{Key: Key{"s", "i"}, Kind: k, Said: Said{Verbatim: "x", Theme: []string{"a", "b"}, Cleared: true}}
		v := reflect.ValueOf(&c).Elem()
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") == string(k)+",omitempty" {
				v.Field(i).Set(reflect.New(v.Field(i).Type().Elem()))
				fill(v.Field(i).Elem(), r)
			}
		}
		b, err := json.Marshal(c)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checkDecode(t, b)
		var own Decoder
		var a Account
		if err := own.Account(b, &a); err == nil {
			if c, err := Decode(b); err == nil && !reflect.DeepEqual(*c.Incident, a.Incident) {
				t.Fatalf("%s: an account %+v of %+v", b, a.Incident, c.Incident)
			}
		}
		if c, err := Decode(b); err == nil {
			if _, err := Encode(c); err != nil {
				t.Fatal("read, but cannot be written:", err)
			}
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	one := 1
	d := when.Date(2019, 5, 1)
	c := Claim{Key: Key{"orvanie-events", "17"}, Kind: KindIncident, Said: Said{Speaker: Speaker{Class: "data-set", Name: "FICTION"}, Consent: PublicRecord},
		Incident: &Incident{When: when.On(d), Where: place.Where{Precision: place.Near, Name: "Haut-Bassin", Admin1: "Haut-Bassin"},
			Actors: []Actor{{Role: "side-a", Name: "Government of Orvanie"}, {Role: "side-b", Name: "Front of the Hills"}},
			Deaths: Deaths{Low: &one, Best: &one, High: &one, Side: map[string]int{"a": 0, "b": 1, "civilians": 0, "unknown": 0}}}}
	for _, how := range []struct {
		name string
		fn   func(Claim) ([]byte, error)
	}{{"by-hand", Encode}, {"encoding-json", func(c Claim) ([]byte, error) { return json.Marshal(c) }}} {
		b.Run(how.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := how.fn(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleEncode() {
	b, err := Encode(Claim{Key: Key{"needs", "1"}, Kind: KindNeed, Need: &Need{Function: "mediation", Area: "haut-bassin"}})
	fmt.Println(len(b) > 0, err)
	// Output: true <nil>
}
