package survey

import (
	"math"
	"strings"
	"testing"
)

// Tails and quantiles as R 4.2 has them; gonum alone is wrong in several.
func TestTailsAreThoseOfR(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"tQuantile(0.6, 1)", tQuantile(0.6, 1), 0.32491969623290634},
		{"tQuantile(0.975, 1)", tQuantile(0.975, 1), 12.706204736174694},
		{"tQuantile(0.9995, 1)", tQuantile(0.9995, 1), 636.6192487687897},
		{"tQuantile(0.6, 2)", tQuantile(0.6, 2), 0.28867513459481314},
		{"tQuantile(0.975, 2)", tQuantile(0.975, 2), 4.3026527297494619},
		{"tQuantile(0.9995, 2)", tQuantile(0.9995, 2), 31.599054576445365},
		{"tQuantile(0.6, 3)", tQuantile(0.6, 3), 0.27667066233268983},
		{"tQuantile(0.975, 3)", tQuantile(0.975, 3), 3.1824463052837078},
		{"tQuantile(0.9995, 3)", tQuantile(0.9995, 3), 12.923978636687961},
		{"tQuantile(0.6, 4.5)", tQuantile(0.6, 4.5), 0.2687518355421753},
		{"tQuantile(0.975, 4.5)", tQuantile(0.975, 4.5), 2.6589123472044025},
		{"tQuantile(0.9995, 4.5)", tQuantile(0.9995, 4.5), 7.5807404993727561},
		{"tQuantile(0.6, 10)", tQuantile(0.6, 10), 0.26018482949208016},
		{"tQuantile(0.975, 10)", tQuantile(0.975, 10), 2.2281388519862739},
		{"tQuantile(0.9995, 10)", tQuantile(0.9995, 10), 4.5868938587027079},
		{"tQuantile(0.6, 70)", tQuantile(0.6, 70), 0.2543121425039464},
		{"tQuantile(0.975, 70)", tQuantile(0.975, 70), 1.9944371117711861},
		{"tQuantile(0.9995, 70)", tQuantile(0.9995, 70), 3.4350145214208498},
		{"tQuantile(0.6, 999)", tQuantile(0.6, 999), 0.25341458333036732},
		{"tQuantile(0.975, 999)", tQuantile(0.975, 999), 1.9623414611334493},
		{"tQuantile(0.9995, 999)", tQuantile(0.9995, 999), 3.3002924403987666},
		{"tQuantile(0.6, 1000)", tQuantile(0.6, 1000), 0.25341451583949876},
		{"tQuantile(0.975, 1000)", tQuantile(0.975, 1000), 1.9623390808264076},
		{"tQuantile(0.9995, 1000)", tQuantile(0.9995, 1000), 3.3002826484239436},
		{"tQuantile(0.6, 1001)", tQuantile(0.6, 1001), 0.25341444848349826},
		{"tQuantile(0.975, 1001)", tQuantile(0.975, 1001), 1.9623367052808791},
		{"tQuantile(0.9995, 1001)", tQuantile(0.9995, 1001), 3.3002728760660398},
		{"tQuantile(0.6, 5000)", tQuantile(0.6, 5000), 0.25336058396923167},
		{"tQuantile(0.975, 5000)", tQuantile(0.975, 5000), 1.9604385517065075},
		{"tQuantile(0.9995, 5000)", tQuantile(0.9995, 5000), 3.2924737233708821},
		{"tQuantile(0.6, 1e6)", tQuantile(0.6, 1e6), 0.25334717053784167},
		{"tQuantile(0.975, 1e6)", tQuantile(0.975, 1e6), 1.9599663568141066},
		{"tQuantile(0.9995, 1e6)", tQuantile(0.9995, 1e6), 3.2905364612487213},
		{"tQuantile(0.6, inf)", tQuantile(0.6, inf), 0.25334710313579978},
		{"tQuantile(0.975, inf)", tQuantile(0.975, inf), 1.9599639845400536},
		{"tQuantile(0.9995, inf)", tQuantile(0.9995, inf), 3.2905267314919255},
		{"tTwoSided(0.1, 3)", tTwoSided(0.1, 3), 0.92665234880080583},
		{"tTwoSided(2, 70)", tTwoSided(2, 70), 0.049381610801980468},
		{"tTwoSided(9, 1e6)", tTwoSided(9, 1e6), 2.2609730334928361e-19},
		{"tTwoSided(40, 12)", tTwoSided(40, 12), 3.8512295807720369e-14},
		{"tTwoSided(9, inf)", tTwoSided(9, inf), 2.2571768119076816e-19},
		{"tTwoSided(1e-9, 5)", tTwoSided(1e-9, 5), 0.99999999924078664},
		{"tTwoSided(0.999, 1e5)", tTwoSided(0.999, 1e5), 0.31779710856292726},
		{"fUpper(0.5, 3, 70)", fUpper(0.5, 3, 70), 0.68350005325364926},
		{"fUpper(4, 2.3, 1e6)", fUpper(4, 2.3, 1e6), 0.013925883959759135},
		{"fUpper(60, 2, 70)", fUpper(60, 2, 70), 6.6382769478999359e-16},
		{"fUpper(300, 5, 1000)", fUpper(300, 5, 1000), 4.2124460188620241e-196},
		{"fUpper(3, 4, inf)", fUpper(3, 4, inf), 0.017351265236664512},
		{"fUpper(1e-5, 2, 9)", fUpper(1e-5, 2, 9), 0.99999000006111083},
		{"chi2Upper(0.1, 1)", chi2Upper(0.1, 1), 0.75182963404584935},
		{"chi2Upper(30, 4)", chi2Upper(30, 4), 4.8944371280292126e-06},
		{"chi2Upper(700, 3)", chi2Upper(700, 3), 2.0991308534204087e-151},
		{"chi2Upper(5, 2.7)", chi2Upper(5, 2.7), 0.14170328028453891},
		{"normalUpper(0.3)", normalUpper(0.3), 0.38208857781104733},
		{"normalUpper(5)", normalUpper(5), 2.8665157187919391e-07},
		{"normalUpper(9)", normalUpper(9), 1.1285884059538408e-19},
		{"normalUpper(20)", normalUpper(20), 2.7536241186062337e-89},
		{"normalQuantile(0.5001)", normalQuantile(0.5001), 0.00025066283008800752},
		{"normalQuantile(0.975)", normalQuantile(0.975), 1.9599639845400536},
		{"normalQuantile(0.9999999)", normalQuantile(0.9999999), 5.1993375822906618},
		{"normalQuantile(1e-12)", normalQuantile(1e-12), -7.0344838253011321},
		{"betaQuantile(0.025, 3, 9)", betaQuantile(0.025, 3, 9), 0.060217734172906622},
		{"betaQuantile(0.975, 3.3, 900)", betaQuantile(0.975, 3.3, 900), 0.008504373620894734},
		{"betaQuantile(0.025, 1, 1e6)", betaQuantile(0.025, 1, 1e6), 2.5317807663794191e-08},
		{"betaQuantile(0.975, 5e5, 5e5)", betaQuantile(0.975, 5e5, 5e5), 0.50097998129612531},
		{"betaQuantile(0.025, 0.4, 7.7)", betaQuantile(0.025, 0.4, 7.7), 9.8967827758074652e-06},
		{"betaQuantile(0.975, 1e-3, 4)", betaQuantile(0.975, 1e-3, 4), 1.616979603603655e-12},
		{"betaQuantile(0.025, 29.6, 0.4)", betaQuantile(0.025, 29.6, 0.4), 0.92688955096924042},
		{"betaQuantile(0.025, 2e4, 1e6)", betaQuantile(0.025, 2e4, 1e6), 0.019339668115794812},
	} {
		tol := 1e-11
		if strings.Contains(c.what, "1e5)") && strings.HasPrefix(c.what, "tTwo") || strings.Contains(c.what, "1e6)") && !strings.Contains(c.what, "Quantile") {
			tol = 1e-9 // the incomplete beta function at a million degrees of freedom
		}
		if math.Abs(c.got-c.want) > tol*math.Abs(c.want) {
			t.Errorf("%s: %.17g, R has %.17g (relative %.1e)", c.what, c.got, c.want, math.Abs(c.got-c.want)/math.Abs(c.want))
		}
	}
}
