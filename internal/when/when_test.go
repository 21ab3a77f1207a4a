package when

import (
	"fmt"
	"testing"
	"time"
)

func ExampleParse() {
	for _, s := range []string{"2015", "2015-08", "2015-T3", "2015-08-03", "2015-08-01/2015-08-07"} {
		x, _ := Parse(s)
		fmt.Println(x, x.Precision, x.Days())
	}
	// Output:
	// 2015 year 365
	// 2015-08 month 31
	// 2015-Q3 quarter 92
	// 2015-08-03 day 1
	// 2015-08-01/2015-08-07 week 7
}

func TestNonsenseIsNotADate(t *testing.T) {
	for _, s := range []string{"", "15", "2015-13", "2015-02-30", "2015-Q5", "August", "2016/2015", "2015-08-03x"} {
		if x, err := Parse(s); err == nil {
			t.Errorf("%q was read as %v", s, x)
		}
	}
}

func TestSpansSurviveTheirText(t *testing.T) {
	for d := Date(1899, 12, 25); d < Date(1900, 3, 5); d++ {
		for n := Day(0); n < 40; n += 3 {
			s := Span{d, d + n, ByLength(d, d+n)}
			got, err := Parse(s.String())
			if err != nil || got.From != s.From || got.To != s.To {
				t.Fatalf("%v: %v %v", s, got, err)
			}
		}
	}
}

func TestBucketsTileTheCalendar(t *testing.T) {
	for _, g := range []Grain{Yearly, Quarterly, Monthly} {
		b := BucketOf(Date(1999, 1, 1), g)
		for b.Span().To < Date(2005, 1, 1) {
			n := b.Next()
			if n.Span().From != b.Span().To+1 {
				t.Fatalf("a gap after %v", b)
			}
			if !b.Holds(b.Span()) || b.Holds(Span{b.Span().From, n.Span().From, Days}) {
				t.Fatalf("%v does not hold itself, or holds the next", b)
			}
			b = n
		}
	}
}

func TestDayIsTheUTCDay(t *testing.T) {
	if d := Of(time.Date(2020, 2, 29, 23, 0, 0, 0, time.FixedZone("x", -3*3600))); d.String() != "2020-03-01" {
		t.Fatal(d)
	}
}
