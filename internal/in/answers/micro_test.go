package answers

import (
	"strings"
	"testing"
)

const rowsMayLeave = `
[[groups]]
id = "sex"
asks = {fr = "sexe", en = "sex"}
answers = [{code = "f", label = {fr = "femmes", en = "women"}}, {code = "m", label = {fr = "hommes", en = "men"}}]

[[questions]]
id = "n"
kind = "number"
asks = {fr = "Combien ?", en = "How many?"}

[[questions]]
id = "free"
column = "gap"
asks = {fr = "Quoi ?", en = "What?"}

[[questions]]
id = "several"
column = "asked2"
kind = "many"
asks = {fr = "Lesquels ?", en = "Which?"}
answers = [{code = "a", label = {fr = "a", en = "a"}}]

[microdata]
identifiers = ["village"]
keys = ["area", "sex"]
sensitive = ["asked"]
columns = ["n", "several"]
cost = {area = 2}
weights = 10

[[microdata.recode]]
of = "n"
top = 3

[[microdata.recode]]
of = "sex"
merge = [{as = "x", codes = ["f", "m"], label = {fr = "x", en = "x"}}]
`

func TestWhatMayLeaveRowByRowIsChecked(t *testing.T) {
	whole := strings.Replace(people, "[row]\n", "[row]\nid = \"rid\"\n", 1) + rowsMayLeave
	csv := `area;village;w;asked;by;n;gap;rid;sex;asked2
n;a;10;yes;FO60;1;g;r1;f;a
n;b;10;no;FO60;2;;r2;m;
s;a;20;dk;EU43;2;;r3;f;a
s;b;20;yes;EU43;3;h;r4;m;a
`
	set, found, err := Load(folder(whole, csv), Options{})
	if err != nil || len(found) > 0 || len(set.WithRows("people")) != 1 || len(set.WithRows("other")) != 0 {
		t.Fatal(found, err)
	}
	if m := set.Samples[0].Microdata; m.L != 2 || m.Rule != "same" || m.K != 0 {
		t.Error("what is left out has its usual value", m.K, m.L, m.Rule)
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"an id that is none", `keys = ["area", "sex"]`, `keys = ["aera", "sex"]`, "microdata.keys: error N260 aera area"},
		{"no keys", `keys = ["area", "sex"]`, `keys = []`, "microdata: error C604"},
		{"a direct identifier", `identifiers = ["village"]`, `identifiers = ["sex"]`, "microdata.keys: error N261 sex"},
		{"who asked", `columns = ["n", "several"]`, `columns = ["by"]`, "microdata.columns: error N260 by"},
		{"a stratum that is no key", `sensitive = ["asked"]`, `sensitive = ["area"]`, "microdata.sensitive: error N261 area"},
		{"free text", `columns = ["n", "several"]`, `columns = ["free"]`, "microdata.columns: error N262 free"},
		{"a number as it is", "top = 3", "", "microdata.columns: error N263 n"},
		{"a key of several answers", `sensitive = ["asked"]`, `sensitive = ["several"]`, "microdata.sensitive: error N264 several"},
		{"organisations", `id = "rid"`, "id = \"rid\"\norganisation = \"area\"", "microdata: error N265"},
		{"rows without an id", `id = "rid"`, "", "microdata: error N268"},
		{"k of one", "weights = 10", "weights = 10\nk = 1", "microdata.k: error C603"},
		{"a rule", "weights = 10", "weights = 10\nrule = \"hope\"", "microdata.rule: error C603"},
		{"l under the weaker rule", "weights = 10", "weights = 10\nrule = \"any\"", "microdata.rule: error C603"},
		{"cost of what is no key", "cost = {area = 2}", "cost = {n = 2}", "microdata.cost: error C603"},
		{"cost of nothing", "cost = {area = 2}", "cost = {area = 0}", "microdata.cost: error C603"},
		{"negative step", "weights = 10", "weights = -1", "microdata.weights: error C603"},
		{"bands of an answer to choose", `merge = [{as = "x", codes = ["f", "m"], label = {fr = "x", en = "x"}}]`, "bands = [1, 2]", "microdata.recode: error N267 sex"},
		{"bands that fall", "top = 3", "bands = [3, 1]", "microdata.recode: error N267 n"},
		{"an answer in two", `codes = ["f", "m"]`, `codes = ["f", "f"]`, "microdata.recode: error N267 sex"},
		{"an answer nobody gives", `codes = ["f", "m"]`, `codes = ["f", "z"]`, "microdata.recode: error N267 sex"},
		{"recoding of what stays", `of = "n"`, `of = "free"`, "microdata.recode: error N260 free"},
		{"a key that is misspelt", "sensitive =", "sensitiv =", "microdata.sensitiv: error C601"},
	} {
		if !strings.Contains(whole, c.from) {
			t.Fatalf("%s: nothing to change", c.name)
		}
		set, found, err := Load(folder(strings.Replace(whole, c.from, c.to, 1), csv), Options{})
		if err != nil {
			t.Fatal(c.name, err)
		}
		hit := false
		for _, f := range found {
			_, says, _ := strings.Cut(f.String(), ": ")
			hit = hit || strings.HasPrefix(says, c.want)
		}
		if !hit || len(set.WithRows("")) > 0 {
			t.Errorf("%s: no %q in %v", c.name, c.want, found)
		}
	}
	keys := `keys = ["area", "sex"` + strings.Repeat(`, "sex"`, 6) + `]`
	if _, found, _ := Load(folder(strings.Replace(whole, `keys = ["area", "sex"]`, keys, 1), csv), Options{}); !strings.Contains(found[0].String(), "N266") {
		t.Error("eight keys and the weight", found)
	}
}
