package cli

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Conger's value is that of irrCAC for these data; Light's is worked by hand:
// the pairs' kappas are 1, 0 and 0 over the four units that all three rated.
func TestToolAgreeTakesSeveralCoders(t *testing.T) {
	m, err := agreed(t, fourCoders, "--coders", "c1,c2,c3,c4", "--method", "conger")
	if err != nil || math.Abs(m["value"].(float64)-0.7621) > 5e-5 || m["se"] == nil {
		t.Errorf("conger: %v %v", m, err)
	}
	three := "unit,a,b,c\n1,yes,yes,yes\n2,yes,no,no\n3,no,no,no\n4,no,no,yes\n5,no,,no\n"
	m, err = agreed(t, three, "--method", "light")
	if err != nil || math.Abs(m["value"].(float64)-1.0/3) > 1e-12 || m["units"] != 4.0 || m["se"] != nil || m["observed"] != nil {
		t.Errorf("light: %v %v", m, err)
	}
	for _, c := range []struct{ data, args, code string }{
		{three, "--method light --weights linear", "S354"},
		{"unit,a,b,c\n1,yes,yes,\n2,,no,no\n3,no,,no\n", "--method light", "S403"},
	} {
		if _, err := agreed(t, c.data, strings.Fields(c.args)...); err == nil || !strings.Contains(err.Error(), c.code) {
			t.Errorf("%s: %v, want %s", c.args, err, c.code)
		}
	}
}

// One row of three carries the whole margin of x and the others must give way.
func TestToolEstimateSaysThatWeightsAreNegative(t *testing.T) {
	dir := t.TempDir()
	data, totals := filepath.Join(dir, "d.csv"), filepath.Join(dir, "t.csv")
	for name, text := range map[string]string{data: "y,x\n1,0\n2,1\n3,10\n4,0\n", totals: "variable,level,total\nx,,100\n1,,4\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for total, want := range map[string]bool{"x,,12": false, "x,,60": true} {
		if err := os.WriteFile(totals, []byte("variable,level,total\n1,,4\n"+total+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		c := newToolEstimate(&app{})
		c.SetArgs([]string{data, "mean", "y", "--srs", "--calibrate", totals, "--json"})
		c.SetOut(&out)
		c.SilenceErrors, c.SilenceUsage = true, true
		if err := c.Execute(); err != nil {
			t.Fatalf("%s: %v", total, err)
		}
		if got := strings.Contains(out.String(), "S404"); got != want {
			t.Errorf("%s: S404 said: %v, want %v\n%s", total, got, want, out.String())
		}
	}
}
