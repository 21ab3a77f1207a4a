package xlsform

import "strings"

// The kinds of element in a form's tree.
const (
	isSurvey = iota
	isGroup
	isRepeat
	isQuestion
	isFile // csv-external, xml-external
	isEntity
	isAttr
	isEntityLabel
)

// element is a question or section on its way from the sheet to the XForm.
type element struct {
	is          int
	typ, name   string
	label, hint value
	guidance    value
	bind        *dict
	control     *dict
	instance    *dict
	media       *dict
	params      *dict
	kids        []*element
	parent      *element

	def      string
	dynamic  bool
	trigger  []string
	filter   string
	query    string
	itemset  string
	list     string // list_name
	actions  []action
	bodyless bool
	value    string // of an attribute
	tags     []*element
	row      int
	counts   bool   // made by the form for the count of a repeat
	path     string // cached
}

type action struct{ name, event, value, quality string }

const (
	firstLoad    = "odk-instance-first-load"
	instanceLoad = "odk-instance-load"
	newRepeat    = "odk-new-repeat"
	valueChanged = "xforms-value-changed"
)

func (e *element) add(k *element) {
	k.parent = e
	e.kids = append(e.kids, k)
}

func (e *element) xpath() string {
	if e.path == "" {
		p := ""
		if e.parent != nil {
			p = e.parent.xpath()
		}
		n := e.name
		if e.is == isAttr {
			n = "@" + n
		}
		e.path = p + "/" + n
	}
	return e.path
}

// below is the path of e under an ancestor: "/g/q".
func (e *element) below(a *element) string { return strings.TrimPrefix(e.xpath(), a.xpath()) }

func (e *element) section() bool {
	return e.is == isSurvey || e.is == isGroup || e.is == isRepeat || e.is == isEntity
}

// walk visits e and what is below it in document order.
func (e *element) walk(f func(*element)) {
	f(e)
	for _, k := range e.kids {
		k.walk(f)
	}
}

// repeatOf is the nearest repeat above e.
func (e *element) repeatOf() *element {
	for p := e.parent; p != nil; p = p.parent {
		if p.is == isRepeat {
			return p
		}
	}
	return nil
}

// common finds the lowest ancestor of both of the wanted kinds, and the steps
// up to it from e; nil if there is none.
func (e *element) common(o *element, repeatOnly bool) (*element, int) {
	steps := 0
	for a := e.parent; a != nil; a = a.parent {
		steps++
		if a.is != isRepeat && (repeatOnly || a.is != isGroup || a.typ != "group") {
			continue
		}
		for b := o.parent; b != nil; b = b.parent {
			if a == b {
				return a, steps
			}
		}
	}
	return nil, 0
}

// needsItext reports whether the label stands in the itext of the form.
func (e *element) needsItext() bool { return e.label.d != nil || e.media != nil && len(e.media.k) > 0 }

// column is where the author wrote a formula: that of the count of a repeat
// stands in a question the form itself made.
func (e *element) column(bind string) string {
	if e.counts && bind == "calculate" {
		return "control/jr:count"
	}
	return "bind/" + bind
}
