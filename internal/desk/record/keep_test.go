package record

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
)

// What may stand in the clear of a claim that was told in confidence.
type class string

const (
	kept   class = "kept"   // codes, dates, places, whom it accuses
	ours   class = "ours"   // kept where the study lists the id; a code otherwise
	coded  class = "coded"  // a code under the study's secret
	shape  class = "shaped" // kept where it is written as the code it should be
	spoken class = "words"  // kept where cleared or said in public
	quoted class = "quoted" // kept where cleared
	never  class = "sealed" // never kept
)

// classes names every field of a claim that holds text. Whoever adds one says here
// what may be known of it.
var classes = map[string]class{
	"Key.Source": kept, "Key.ID": kept, "Kind": kept,
	"Said.Speaker.Class": kept, "Said.Speaker.Name": never, "Said.Speaker.Org": ours, "Said.Speaker.Subject": coded, "Said.Speaker.Monitor": coded,
	"Said.Speaker.Area": kept, "Said.Speaker.Relation": never, "Said.Speaker.Sex": shape, "Said.Speaker.AgeBand": shape, "Said.Speaker.SpeaksFor": never,
	"Said.Speaker.Mandated": never, "Said.Speaker.Interest": never,
	"Said.Reporter": ours, "Said.Forum": spoken, "Said.Lang": shape, "Said.Verbatim": quoted, "Said.Translation[]": quoted, "Said.Translator": never,
	"Said.Theme[]": kept, "Said.Document": spoken, "Said.Confidence": shape, "Said.Consent": kept,
	"Said.Gloss[evidence][]": spoken, "Said.Gloss[note][]": never, "Said.Gloss[speaker][]": never, "Said.Gloss[whatever comes][]": never,
	"Incident.Where.Name": kept, "Incident.Where.Admin1": kept, "Incident.Where.Admin2": kept, "Incident.Where.Country": kept,
	"Incident.Type": kept, "Incident.Actors[].Role": kept, "Incident.Actors[].Name": kept, "Incident.Actors[].ID": kept, "Incident.Actors[].Certainty": kept,
	"Incident.Deaths.Side{}": kept, "Incident.Arms[].Series": kept, "Incident.Arms[].Kind": kept, "Incident.Notes": never, "Incident.Chain[]": ours, "Incident.Part": kept,
	"Naming.Subject.Kind": kept, "Naming.Subject.ID": kept, "Naming.Term": kept, "Naming.Label": kept,
	"Response.Subject.Kind": kept, "Response.Subject.ID": kept, "Response.Response": kept, "Response.By": spoken, "Response.Label": kept,
	"Coping.Subject.Kind": kept, "Coping.Subject.ID": kept, "Coping.Coping": kept, "Coping.By": spoken,
	"Coping.Where.Name": kept, "Coping.Where.Admin1": kept, "Coping.Where.Admin2": kept, "Coping.Where.Country": kept,
	"Involvement.Measure": kept, "Involvement.Stage": kept, "Involvement.Evidence": spoken, "Involvement.Orgs[]": spoken, "Involvement.Breadth.Said": spoken,
	"Effect.Measure": kept, "Effect.Cause": spoken, "Effect.Effect": spoken, "Effect.Direction": kept, "Effect.Mechanism": spoken, "Effect.Rival": spoken,
	"Effect.For[].Kind": kept, "Effect.For[].Evidence": spoken, "Effect.For[].Passed": kept, "Effect.For[].Gloss[]": spoken,
	"Effect.Against[].Kind": kept, "Effect.Against[].Evidence": spoken, "Effect.Against[].Passed": kept, "Effect.Against[].Gloss[]": spoken,
	"Recommendation.Addressee": kept, "Recommendation.Text": spoken, "Recommendation.Triad": kept, "Recommendation.Measures[]": kept,
	"Recommendation.FollowUp[].State": kept, "Recommendation.FollowUp[].Document": spoken,
	"Commitment.By": spoken, "Commitment.Text": spoken, "Commitment.Measure": kept, "Commitment.Answers": kept, "Commitment.State": kept,
	"Commitment.History[].State": kept, "Commitment.History[].Document": spoken,
	"Capacity.Org": ours, "Capacity.Function": kept, "Capacity.Area": kept, "Capacity.Languages[]": kept, "Capacity.Evidence": spoken, "Capacity.Triad": kept,
	"Need.Function": kept, "Need.Area": kept, "Need.Severity": spoken,
	"Deaths.Where.Name": kept, "Deaths.Where.Admin1": kept, "Deaths.Where.Admin2": kept, "Deaths.Where.Country": kept, "Deaths.Deaths.Side{}": kept,
}

// sow writes a text of its own into every field that can hold one, and says
// which stands where.
func sow(v reflect.Value, path string, at map[string]string) {
	mark := func(p string) string {
		at[p] = fmt.Sprintf("CANARY%03d", len(at))
		return at[p]
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(mark(path))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		sow(v.Elem(), path, at)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && path+f.Name != "Origin" {
				sow(v.Field(i), strings.TrimPrefix(path+"."+f.Name, "."), at)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		sow(v.Index(0), path+"[]", at)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		switch {
		case v.Type().Elem() == reflect.TypeFor[lang.Text]():
			for _, key := range []string{"evidence", "note", "speaker", "whatever comes"} {
				v.SetMapIndex(reflect.ValueOf(key), reflect.ValueOf(lang.Text{"en": mark(path + "[" + key + "][]")}))
			}
		case v.Type().Elem().Kind() == reflect.String:
			v.SetMapIndex(reflect.ValueOf("en").Convert(v.Type().Key()), reflect.ValueOf(mark(path+"[]")).Convert(v.Type().Elem()))
		default:
			v.SetMapIndex(reflect.ValueOf(mark(path+"{}")).Convert(v.Type().Key()), reflect.Zero(v.Type().Elem()))
		}
	}
}

// sown is a claim of a kind, full of canaries.
func sown(k claim.Kind) (claim.Claim, map[string]string) {
	c, at := claim.Claim{}, map[string]string{}
	v := reflect.ValueOf(&c).Elem()
	body := strings.ToUpper(string(k[:1])) + string(k[1:])
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Name != "Origin" && (f.Type.Kind() != reflect.Pointer || f.Name == body) {
			sow(v.Field(i), f.Name, at)
		}
	}
	delete(at, "Kind")
	c.Kind = k
	return c, at
}

func TestEveryFieldOfAClaimIsClassified(t *testing.T) {
	seen := map[string]bool{"Kind": true}
	for _, k := range claim.Kinds {
		for _, x := range []struct {
			cleared bool
			consent claim.Consent
		}{{false, claim.ConsentPublic}, {false, claim.PublicRecord}, {true, claim.ConsentQuote}} {
			c, at := sown(k)
			delete(at, "Said.Consent")
			c.Said.Consent, c.Said.Cleared = x.consent, x.cleared
			b, err := claim.Encode(Keep{Secret: []byte("s"), Known: func(string) bool { return false }}.Divide(c))
			if err != nil {
				t.Fatal(k, err)
			}
			for path, canary := range at {
				seen[path] = true
				is, ok := classes[path]
				if !ok {
					t.Errorf("nobody said what may be known of %s", path)
				}
				want := is == kept || is == spoken && (x.cleared || x.consent == claim.PublicRecord) || is == quoted && x.cleared ||
					path == "Capacity.Org" && c.Capacity.ListedOK
				if got := strings.Contains(string(b), canary); got != want {
					t.Errorf("%s of a %s (%+v): in the clear %v, want %v (%s)", path, k, x, got, want, is)
				}
			}
		}
	}
	for path := range classes {
		if !seen[path] && path != "Said.Consent" {
			t.Errorf("no claim has %s any more", path)
		}
	}
}

// What is left out is in the severe part whole, and in no other.
func TestWhatTheDeskDoesNotKeepIsSealedWhole(t *testing.T) {
	for _, k := range claim.Kinds {
		c, at := sown(k)
		c.Said.Consent = claim.ConsentInternal
		delete(at, "Said.Consent")
		e, err := Report{ID: "1", Claims: []claim.Claim{c}}.Entry("s", "f", Keep{Secret: []byte("s")})
		if err != nil {
			t.Fatal(err)
		}
		ps, err := e.Pieces()
		if err != nil || len(ps) != 2 {
			t.Fatal(k, len(ps), err)
		}
		for path, canary := range at {
			if !strings.Contains(string(ps[1].Data), canary) {
				t.Errorf("%s of a %s is lost", path, k)
			}
			if slices.Contains([]class{never, coded, quoted, spoken, ours, shape}, classes[path]) && strings.Contains(string(ps[0].Data), canary) {
				t.Errorf("%s of a %s stands in the desk part", path, k)
			}
		}
	}
}

// An id that the study lists is no name of anybody: it stays.
func TestIdsThatTheStudyListsStay(t *testing.T) {
	k := Keep{Secret: []byte("s"), Known: func(id string) bool { return id == "o025" }}
	c := claim.Claim{Kind: claim.KindNaming, Naming: &claim.Naming{}, Said: claim.Said{Reporter: "o025", Lang: "qaa", Confidence: "presse, à vérifier",
		Speaker: claim.Speaker{Org: "o026", Sex: "f", AgeBand: "60+"}}}
	got := k.Divide(c).Said
	if got.Reporter != "o025" || got.Speaker.Org == "o026" || got.Speaker.Org == "" || got.Speaker.Sex != "f" || got.Speaker.AgeBand != "60+" || got.Lang != "qaa" ||
		got.Confidence != "to check" {
		t.Errorf("%+v", got)
	}
	// Of an organisation that is not listed, who spoke for it and who reported it are still one.
	c.Said.Reporter = "o026"
	if got := k.Divide(c).Said; got.Reporter != got.Speaker.Org {
		t.Errorf("one organisation became two: %+v", got)
	}
}
