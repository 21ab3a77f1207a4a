package out

import (
	"slices"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

// marks gives each reason for which there is no value the sign that charts draw.
// None has a height or a tint: a missing value never looks like a value.
var marks = map[figure.Why]string{
	figure.Unknown: "?", figure.NotSaid: "?", figure.NotAsked: "·", figure.NoStage: "–", figure.Withheld: "▬", figure.Licence: "▬",
	figure.Embargoed: "▭", figure.TooFew: "<", figure.NotEstimable: "~",
}

// order is that in which a key lists them.
var order = []figure.Why{figure.Unknown, figure.NotSaid, figure.NotAsked, figure.NoStage, figure.TooFew, figure.NotEstimable,
	figure.Embargoed, figure.Withheld, figure.Licence}

// absent draws the sign of a reason, centred at x on the baseline y: a bar where
// something is withheld, outlined where it is under embargo; a frame around "?"; a
// hairline under a sign for what there is nothing of.
func (c *canvas) absent(ch *Chart, why figure.Why, x, y float64) {
	switch why {
	case figure.Withheld, figure.Licence:
		c.rect("x", x-9, y-8, 18, 7)
	case figure.Embargoed:
		c.rect("y", x-9, y-8, 18, 7)
	case figure.Unknown, figure.NotSaid:
		c.rect("y", x-8, y-13, 16, 17)
		c.text("t", x, y, middle, marks[why])
	case figure.TooFew, figure.NotEstimable:
		c.text("t", x, y, middle, marks[why])
	default:
		c.line("g", xy{x - 9, y + 4}, xy{x + 9, y + 4})
		c.text("ts", x, y, middle, marks[why])
	}
	ch.lacks(why)
}

// lacks notes a reason for which a cell of the chart has no value.
func (ch *Chart) lacks(why figure.Why) {
	if !slices.Contains(ch.Absent, why) {
		ch.Absent = append(ch.Absent, why)
	}
}

// Key words the signs that a chart draws, "" where each cell has a value:
// "Sans valeur : · non recueilli ; ▬ non publié".
func (ch Chart) Key(p lang.Printer) string {
	var words []string
	for _, w := range order {
		if slices.Contains(ch.Absent, w) {
			words = append(words, p.Say("mark."+string(w)))
		}
	}
	if len(words) == 0 {
		return ""
	}
	key := "press.marks"
	if ch.Hatched {
		key = "press.marks-map"
	}
	return p.Say(key, joined(p, words))
}

func joined(p lang.Printer, words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += p.Say("press.semi")
		}
		s += w
	}
	return s
}
