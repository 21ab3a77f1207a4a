package lang

import "testing"

func TestTextsThatWereDecodedTwice(t *testing.T) {
	for s, want := range map[string]bool{"TimbÃ©dra": true, "Ã‰change de tirs": true, "lâ€™eau": true, "Timb\uFFFDdra": true, "12Â°": true,
		"Timbédra": false, "SÃO TOMÉ": false, "Âge": false, "€ 5": false, "": false} {
		if DecodedTwice(s) != want {
			t.Error(s)
		}
	}
}
