package xlsform

import "github.com/dires/dires/xform/finding"

// mostFound bounds the findings of one form: nobody reads more.
const mostFound = 2000

// bad adds a finding.
func (c *conv) bad(code finding.Code, at finding.At, args ...any) {
	if len(c.found) < mostFound {
		c.found.Add(code, at, args...)
	}
}
