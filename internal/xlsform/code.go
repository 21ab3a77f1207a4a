package xlsform

import "github.com/dires/dires/internal/diag"

func kindOf(s diag.Severity, args int, codes ...diag.Code) (ks []diag.Kind) {
	for _, c := range codes {
		ks = append(ks, diag.Kind{Code: c, Severity: s, Args: args})
	}
	return ks
}

func register(groups ...[]diag.Kind) bool {
	for _, g := range groups {
		diag.Codes(g...)
	}
	return true
}

var _ = register(
	kindOf(diag.Error, 0, "F506", "F508", "F515", "F518", "F524", "F525", "F526", "F527", "F530", "F533", "F534", "F535",
		"F536", "F540", "F541", "F547", "F557", "F558", "F559", "F562", "F564", "F567", "F568", "F583", "F593"),
	kindOf(diag.Error, 1, "F500", "F503", "F505", "F509", "F511", "F513", "F514", "F516", "F519", "F521", "F523",
		"F529", "F537", "F538", "F542", "F543", "F544", "F548", "F549", "F550", "F551", "F552", "F554", "F555", "F556",
		"F560", "F561", "F563", "F565", "F566", "F569", "F570", "F571", "F572", "F573", "F574", "F584", "F599"),
	kindOf(diag.Error, 2, "F502", "F510", "F517", "F522", "F528", "F531", "F539", "F546"),
	kindOf(diag.Error, 3, "F532"),
	kindOf(diag.Warning, 0, "F507", "F520", "F545", "F576", "F578", "F580", "F582"),
	kindOf(diag.Warning, 1, "F504", "F512", "F575", "F577", "F579", "F581"),
	kindOf(diag.Warning, 2, "F501"),
	kindOf(diag.Note, 0, "F590"),
	kindOf(diag.Note, 1, "F591"),
	kindOf(diag.Note, 2, "F553"),
)

// bad adds a finding.
func (c *conv) bad(code diag.Code, at diag.At, args ...any) {
	if len(c.found) < 2000 { // nobody reads more
		c.found.Add(code, at, args...)
	}
}
