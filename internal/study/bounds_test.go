package study

import (
	"strings"
	"testing"
)

func TestSettingsThatWouldTearTheDecoderDownAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"x = " + strings.Repeat("[", 64):                                             "",
		"x = " + strings.Repeat("[", 65):                                             "C659",
		"x = " + strings.Repeat("{a=", 65):                                           "C659",
		"x = \"" + strings.Repeat("[", 900) + "\"\n":                                 "",
		"x = '''\n" + strings.Repeat("[", 900) + "'''\n":                             "",
		"# " + strings.Repeat("[", 900) + "\nx = 1\n":                                "",
		strings.Repeat("a.", 65) + "a = 1\n":                                         "C659",
		"x = " + strings.Repeat("[]\ny = ", 900) + "[]\n":                            "",
		strings.Repeat("x", 1<<20+1):                                                 "C658",
		strings.Repeat("#\n", 50_001):                                                "C658",
		"t = \"Une phrase... avec. des. points. " + strings.Repeat(".", 70) + "\"\n": "",
	} {
		f, ok := Bounded("study.toml", []byte(text))
		if string(f.Code) != want || ok != (want == "") {
			t.Errorf("%.40q: %v %v, want %q", text, f.Code, ok, want)
		}
	}
}
