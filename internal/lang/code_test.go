package lang

import "testing"

// Who codes in French types French: the label means its code.
func TestALabelMeansItsCode(t *testing.T) {
	rungs := []string{"none", "informed", "consulted", "involved", "collaborated", "decides"}
	for s, want := range map[string]string{"consulted": "consulted", "Consultée": "consulted", "consultés": "consulted", "CONSULTÉ": "consulted", "aucune": "none",
		"Aucun": "none", "décide": "decides", "partenaires": "collaborated", "informe": "informed", "": "", "consult": "", "non": ""} {
		if got, ok := Code("rung", s, rungs); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", s, got, ok, want)
		}
	}
	if got, ok := Code("stage", "Mise à l'agenda", []string{"agenda", "decision"}); !ok || got != "agenda" {
		t.Error(got, ok)
	}
}
