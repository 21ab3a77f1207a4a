package xpath

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func ExampleParse() {
	x, _ := Parse("if(${age} >= 18 and selected(../consent, 'yes'), 'adult', '')")
	for _, c := range x.Calls {
		fmt.Println(c.Name, c.Args)
	}
	fmt.Println(x.Refs[0].Name, x.Paths[0])
	_, err := Parse("${age} >= (18")
	fmt.Println(err)
	// Output:
	// if 3
	// selected 2
	// age ../consent
	// parse formula: unexpected "{age} >= (18" at 13
}

func TestWhatPhonesAcceptIsAccepted(t *testing.T) {
	for _, s := range []string{
		". >= 0 and . <= 120", "-1", "- - 2 * 3", "a div b", "div div mod", "../../a[position() = 2]/b", "/data/a/@id",
		"instance('l')/root/item[name = current()/../x and y != \"\"]/label", "count(/data/r[a > 1])", "concat('a', ., \"b\")",
		"*", "a/*", "2 * 3", "not(true())", "(1 + 2) * 3", "jr:choice-name(${a}, '${a}')", "a | b", "text()", "a/text()",
		"${last-saved#x}", "regex(., '^\\d+$')", "child::a/b", "number(.)>.5", "a-b", "a - b", "/data", ".", "..",
		"indexed-repeat(${n}, ${r}, 1)", "pulldata('f', 'a', 'b', ${c})", "é1 + 1", "orx:meta/orx:x",
	} {
		if _, err := Parse(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestWhatPhonesRefuseIsRefused(t *testing.T) {
	for _, s := range []string{
		"", "1 +", "(1", "1)", "a b", "if(1,2", "'abc", "${a", "${ a }", "= 1", "a == b", "a && b", "selected(${a} 'x')", "a[1", "1 = = 2",
		"a <> b", "//a", "f(,)", "a/", "@", "${a} ${b}", "x > > 1", "not true()", "“a”",
	} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q was accepted", s)
		} else if e := (*SyntaxError)(nil); !errors.As(err, &e) || e.Pos > len(s) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestArgumentsAreCounted(t *testing.T) {
	for _, c := range []struct {
		f  string
		n  int
		ok bool
	}{{"if", 3, true}, {"if", 2, false}, {"concat", 9, true}, {"round", 2, true}, {"indexed-repeat", 4, false}, {"today", 0, true}} {
		if ok, _ := Takes(c.f, c.n); ok != c.ok {
			t.Errorf("%s with %d: %v", c.f, c.n, ok)
		}
	}
}

func TestDeepNestingIsRefusedNotFatal(t *testing.T) {
	for _, s := range []string{strings.Repeat("(", 1<<20), strings.Repeat("a[", 1<<19), strings.Repeat("f(", 1<<19), strings.Repeat("-", 1<<20) + "1"} {
		begin := time.Now()
		Parse(s)
		if d := time.Since(begin); d > time.Second {
			t.Errorf("%.3s…: %v", s, d)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"if(${a} = 1, 'x', ../b)", "a[b[c]]/@d | e::f", "'", "${", "- -1 div mod"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := Parse(s)
		if err == nil && x == nil {
			t.Fatal("neither formula nor error")
		}
	})
}

func TestAMegabyteOfFormulaStaysWithinItsMemory(t *testing.T) {
	for _, s := range []string{strings.Repeat("(", 1<<20), strings.Repeat("a+", 1<<19) + "a", strings.Repeat("not(", 1<<18), strings.Repeat("/a", 1<<19),
		strings.Repeat("a[", 1<<19), strings.Repeat("-", 1<<20) + "1", "'" + strings.Repeat("é", 1<<19), "f(" + strings.Repeat("1,", 1<<19) + "1)"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Parse(s)
		runtime.ReadMemStats(&after)
		if all := (after.TotalAlloc - before.TotalAlloc) >> 20; all > 256 {
			t.Errorf("%.8s…: %d MB allocated", s, all)
		}
	}
}
