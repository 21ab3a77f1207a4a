package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
)

const fourCoders = `unit,c1,c2,c3,c4,place
1,1,1,,1,A
2,2,2,3,2,A
3,3,3,3,3,A
4,3,3,3,3,B
5,2,2,2,2,B
6,1,2,3,4,B
7,4,4,4,4,C
8,1,1,2,1,C
9,2,2,2,2,C
10,,5,5,5,D
11,,,1,1,D
12,,3,,,D
`

func agreed(t *testing.T, data string, args ...string) (map[string]any, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "labels.csv")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := newToolAgree(&app{})
	c.SetArgs(append([]string{name, "--json"}, args...))
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	if err := c.Execute(); err != nil {
		return nil, err
	}
	var m map[string]any
	if err := json.Unmarshal(out.Bytes(), &m); err != nil {
		t.Fatalf("%v in %s", err, out.Bytes())
	}
	return m, nil
}

func TestToolAgreeGivesPublishedValues(t *testing.T) {
	for _, c := range []struct {
		args string
		want float64
	}{
		{"--metric nominal", 0.743421052631579}, {"--metric ordinal", 0.815387503754881}, {"--metric interval", 0.849107142857143},
		{"--metric ratio", 0.797402774711612}, {"--method gwet", 0.775444068126995}, {"--method bp", 0.772727272727273},
		{"--method fleiss", 0.761169275422411}, {"--method percent", 0.818181818181818}, {"--method gwet --metric interval", 0.914000723551605},
		{"--metric nominal --bootstrap 200 --seed 3 --cluster place", 0.743421052631579},
	} {
		args := strings.Fields(c.args)
		if !strings.Contains(c.args, "--cluster") {
			args = append(args, "--coders", "c1,c2,c3,c4")
		}
		m, err := agreed(t, fourCoders, args...)
		if err != nil {
			t.Fatalf("%s: %v", c.args, err)
		}
		if got := m["value"].(float64); math.Abs(got-c.want) > 1e-14 {
			t.Errorf("%s: %.15g, want %.15g", c.args, got, c.want)
		}
		if b, ok := m["bootstrap"].(map[string]any); ok != strings.Contains(c.args, "bootstrap") || ok && b["drawn"].(float64) != 4 {
			t.Errorf("%s: bootstrap %v", c.args, b)
		}
	}
}

func TestToolAgreeRefusesWithWhatToDo(t *testing.T) {
	for _, c := range []struct{ data, args, code string }{
		{"unit,a,b\n1,x,x\n2,x,x\n", "", "S351"},
		{"unit,a,b\n1,x,\n2,,y\n", "", "S350"},
		{"unit,a,b\n1,x,y\n2,y,y\n", "--metric interval", "S352"},
		{"unit,a,b,c\n1,x,y,x\n2,y,y,y\n", "--method cohen", "S353"},
		{"unit,a,b\n1,x,y\n", "--metric cardinal", "S354"},
		{"unit,a,b\n1,x,y\n", "--cluster place", "S355"},
		{"unit,a,b\n1,x,y\n", "--bootstrap 10", "S356"},
		{"unit,a,b\n1,x,y\n", "--bootstrap 10 --method gwet", "S357"},
		{"unit,a,b,place\n1,x,y,\n", "--bootstrap 10 --cluster place", "S358"},
		{manyRatings(), "--metric interval", "S359"},
		{manyRatings(), "--method gwet", "S359"},
		{manyRatings(), "--method cohen", "S359"},
	} {
		_, err := agreed(t, c.data, strings.Fields(c.args)...)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != c.code {
			t.Errorf("%q %s: %v, want %s", c.data, c.args, err, c.code)
		}
	}
}

func manyRatings() string {
	var b strings.Builder
	b.WriteString("unit,a,b\n")
	for i := range 2100 {
		fmt.Fprintf(&b, "%d,%d.5,%d\n", i, i, i)
	}
	return b.String()
}
