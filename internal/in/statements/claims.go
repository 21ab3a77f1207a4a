package statements

import (
	"cmp"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/sheet"
)

var subjectKinds = []string{"event", "case", "actor", "measure", "area", "vignette"}

func (r *row) subject() claim.Subject {
	k := r.code("subject_type", subjectKinds, "A417", map[string]string{"cas": "case", "acteur": "actor", "mesure": "measure", "evenement": "event", "zone": "area", "vignette-fictive": "vignette"})
	s := claim.Subject{Kind: cmp.Or(k, "case"), ID: r.need("subject")}
	if s.Kind == "measure" {
		r.measure("subject", false)
	}
	return s
}

// statement makes the claim of a row. ok is false where a finding of severity
// error says why not.
func (r *row) statement(k claim.Kind) (c claim.Claim, ok bool) {
	c = claim.Claim{Key: r.key(k), Kind: k, Said: r.said()}
	c.Said.Gloss = r.glosses(k)
	if c.Said.Reporter == "" && c.Said.Speaker.Class == "media" {
		c.Said.Reporter = c.Said.Speaker.Name
	}
	layouts[k].read(r, &c)
	return c, !r.bad
}

func (r *row) readNaming(c *claim.Claim) {
	c.Naming = &claim.Naming{Subject: r.subject(), Term: r.need("term"), Label: r.get("label"), Doubted: r.yes("doubted")}
	if c.Said.Verbatim == "" {
		c.Said.Verbatim = c.Naming.Term
	}
}

func (r *row) readResponse(c *claim.Claim) {
	c.Response = &claim.Response{Subject: r.subject(), Response: r.need("response"), By: r.get("by"), When: r.Span("when"), Label: r.get("label")}
}

func (r *row) readCoping(c *claim.Claim) {
	c.Coping = &claim.Coping{Subject: r.subject(), Coping: r.need("coping"), By: r.get("by"), When: r.Span("when"),
		Where: place.Where{Name: r.get("where"), Admin1: r.get("admin1")}}
}

func (r *row) readEffect(c *claim.Claim) {
	c.Effect = &claim.Effect{Measure: r.measure("measure", true), Cause: r.get("cause"), Effect: r.need("effect"), Direction: r.get("direction"),
		Mechanism: r.get("mechanism"), For: r.tests("for"), Against: r.tests("against"), Rival: r.get("rival")}
	if c.Effect.Rival == "" {
		r.add("A415", "rival")
	}
}

func (r *row) readRecommendation(c *claim.Claim) {
	c.Recommendation = &claim.Recommendation{Addressee: r.need("addressee"), Text: r.need("text"), Triad: r.triad(), FollowUp: r.steps("history")}
	c.Recommendation.Measures = r.List("measures")
}

func (r *row) readCommitment(c *claim.Claim) {
	c.Commitment = &claim.Commitment{By: r.need("by"), Text: r.need("text"), Measure: r.measure("measure", false), Answers: r.get("answers"),
		Due: r.Span("due"), State: cmp.Or(r.code("state", states, "A410", stateAliases), "unknown"), History: r.steps("history")}
	if d := c.Commitment.Due; d.Known() && c.Said.On.Known() && d.To < c.Said.On.From {
		r.add("A406", "due", c.Said.On.String(), d.String())
	}
}

func (r *row) readCapacity(c *claim.Claim) {
	c.Capacity = &claim.Capacity{Org: r.need("org"), Function: r.need("function"), Area: r.get("where"), Languages: r.List("languages"),
		Documented: r.yes("documented"), Evidence: r.get("evidence"), Triad: r.triad()}
	switch fold(r.get("listed")) {
	case "yes", "oui", "public", "publique", "coalition":
		c.Capacity.ListedOK = true
	default:
		r.add("A407", "listed")
	}
}

func (r *row) readNeed(c *claim.Claim) {
	c.Need = &claim.Need{Function: r.need("function"), Area: r.get("where"), Severity: r.get("severity"), When: r.Span("when")}
}

func (r *row) readVerbatim(*claim.Claim) { r.need("verbatim") }

func (r *row) readInvolvement(c *claim.Claim) {
	stage, err := register.ParseStage(r.get("stage"))
	if err != nil {
		r.add("A402", "stage", r.get("stage"), hint(fold(r.get("stage")), register.Stages))
	}
	c.Involvement = &claim.Involvement{Measure: r.measure("measure", true), Stage: stage, Claimed: r.rung("rung_claimed"), Supported: r.rung("rung_supported"),
		Evidence: r.get("evidence"), Orgs: r.List("who"),
		Breadth: claim.Breadth{Organisations: r.Int("organisations_n"), Regions: r.Int("regions_n"), WomenLed: r.Int("women_n"),
			YouthLed: r.Int("youth_n"), Said: r.get("breadth")},
		Prevented: r.yes("prevented"), Declined: r.yes("declined"), Token: r.yes("token")}
}

var states = []string{"announced", "under-way", "kept", "partly-kept", "not-kept", "unknown", "open", "answered", "accepted", "rejected"}

var stateAliases = map[string]string{"annonce": "announced", "en-cours": "under-way", "tenu": "kept", "tenu-en-partie": "partly-kept",
	"non-tenu": "not-kept", "broken": "not-kept", "inconnu": "unknown", "sans-suite": "open", "reponse-recue": "answered", "acceptee": "accepted", "refusee": "rejected"}

func (r *row) triad() string {
	return r.code("triad", []string{"management", "prevention", "mobilisation"}, "A411",
		map[string]string{"gestion": "management", "mobilization": "mobilisation", "full-mobilisation": "mobilisation"})
}

// tests reads "hoop:yes: what was found | smoking-gun:no: …". In a column of
// one language, "evidence_for_fr", the evidence stands in the same order,
// without kind and outcome.
func (r *row) tests(c string) []claim.Test {
	ts := r.plainTests(c)
	for _, t := range lang.Complete {
		words := strings.Split(r.get(c+"_"+string(t)), "|")
		if len(words) != len(ts) {
			continue
		}
		for i, w := range words {
			if w = strings.TrimSpace(w); w == "" {
				continue
			}
			if ts[i].Gloss == nil {
				ts[i].Gloss = lang.Text{}
			}
			ts[i].Gloss[t] = w
		}
	}
	for i, x := range ts {
		if len(x.Gloss) == 1 {
			for _, t := range lang.Complete {
				if x.Gloss[t] == "" {
					ts[i].Gloss[t] = x.Evidence
				}
			}
		}
	}
	return ts
}

func (r *row) plainTests(c string) []claim.Test {
	var ts []claim.Test
	for _, x := range strings.Split(r.get(c), "|") {
		if x = strings.TrimSpace(x); x == "" {
			continue
		}
		p := strings.SplitN(x, ":", 3)
		if len(p) != 3 || !oneOf(p[0], "hoop", "smoking-gun", "straw-in-the-wind", "doubly-decisive") || !oneOf(p[1], "yes", "no", "open") {
			r.add("A414", c, "hoop:yes: … | smoking-gun:no: …")
			continue
		}
		ts = append(ts, claim.Test{Kind: strings.TrimSpace(p[0]), Passed: strings.TrimSpace(p[1]), Evidence: strings.TrimSpace(p[2])})
	}
	return ts
}

func oneOf(s string, of ...string) bool {
	for _, o := range of {
		if strings.TrimSpace(s) == o {
			return true
		}
	}
	return false
}

// steps reads "2020-05: under-way: document | 2021: kept".
func (r *row) steps(c string) []claim.Step {
	var ss []claim.Step
	for _, x := range strings.Split(r.get(c), "|") {
		if x = strings.TrimSpace(x); x == "" {
			continue
		}
		p := strings.SplitN(x, ":", 3)
		on, err := sheet.ParseSpan(strings.TrimSpace(p[0]))
		if err != nil || len(p) < 2 || !oneOf(p[1], states...) {
			r.add("A414", c, "2020-05: under-way: …")
			continue
		}
		s := claim.Step{On: on, State: strings.TrimSpace(p[1])}
		if len(p) == 3 {
			s.Document = strings.TrimSpace(p[2])
		}
		if n := len(ss); n > 0 && s.On.To < ss[n-1].On.From {
			r.add("A406", c, ss[n-1].On.String(), s.On.String())
		}
		ss = append(ss, s)
	}
	return ss
}
