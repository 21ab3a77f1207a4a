package protect

import "strings"

// RowsOut is who stood in the files of rows of a survey that are out.
type RowsOut struct {
	Survey, Source string
	Secret         []byte // under which people have their codes
	Stood          []RowsKept
}

// beside finds the surveys of which a file of rows is out whose people are not
// those of the figures now: whoever tabulates the file and subtracts is left with
// what fewer people than the threshold told. Their figures keep their numbers.
func (g *gate) beside() (surveys []string) {
	for _, r := range g.in.Rows {
		now := Printed{Figures: g.in.Figures}.OfSurvey(r.Secret, r.Source, r.Survey).Who
		if len(now) == 0 {
			continue
		}
		moved := map[string]int{} // who went, by what their rows showed; and who came
		showed := map[string]string{}
		for _, s := range r.Stood {
			for who, what := range s.Who {
				showed[who] += s.Release + " " + what + "\x00"
			}
		}
		for who, what := range showed {
			if now[who] == "" {
				moved[what]++
			}
		}
		for who := range now {
			if showed[who] == "" {
				moved["came"]++
			}
		}
		for _, n := range moved {
			if n < g.threshold() {
				surveys = append(surveys, r.Survey)
				break
			}
		}
	}
	return surveys
}

// ofSurvey reports a figure of one of some surveys.
func ofSurvey(id string, surveys []string) bool {
	for _, s := range surveys {
		if strings.HasPrefix(id, "perception."+s+"-") {
			return true
		}
	}
	return false
}
