// Package source knows who says something, how what they say may be used, and
// how it must be protected. It does not know what was said.
package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Class is the class of a speaker: one list everywhere.
type Class string

const (
	CentralAuthority Class = "central-authority"
	LocalAuthority   Class = "local-authority"
	Forces           Class = "forces" // armed and security forces
	CivilSociety     Class = "civil-society"
	Customary        Class = "customary" // customary or religious leader
	Resident         Class = "resident"
	Displaced        Class = "displaced" // displaced or diaspora
	ArmedGroup       Class = "armed-group"
	Media            Class = "media"
	International    Class = "international" // international organisation
	Researcher       Class = "researcher"
	DataSet          Class = "data-set"
)

// Classes lists every class in the order of tables and columns.
var Classes = []Class{CentralAuthority, LocalAuthority, Forces, CivilSociety, Customary, Resident,
	Displaced, ArmedGroup, Media, International, Researcher, DataSet}

// ParseClass accepts the codes of [Classes] only.
func ParseClass(s string) (Class, error) {
	if c := Class(strings.TrimSpace(s)); slices.Contains(Classes, c) {
		return c, nil
	}
	return "", fmt.Errorf("parse speaker class: none of the twelve is called that")
}

// Level is how much of a source may leave the study.
type Level uint8

const (
	None       Level = iota // nothing
	Aggregates              // figures over several of its rows
	Derived                 // single rows in a worked form: events, links
	Rows                    // its rows as they are
)

var levels = [...]string{"none", "aggregates", "derived", "rows"}

func (l Level) String() string { return levels[l] }

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads none, aggregates, derived or rows.
func (l *Level) UnmarshalText(b []byte) error {
	i := slices.Index(levels[:], string(b))
	if i < 0 {
		return fmt.Errorf("parse licence level: %q is none of %s", b, strings.Join(levels[:], ", "))
	}
	*l = Level(i)
	return nil
}

// Licence says how a source may be used. The zero Licence lets nothing out.
type Licence struct {
	Level       Level  `json:"level" toml:"level"`
	Name        string `json:"name,omitempty" toml:"name"` // "CC BY 4.0"
	URL         string `json:"url,omitempty" toml:"url"`
	Attribution string `json:"attribution,omitempty" toml:"attribution"` // the words to print
	ShareAlike  bool   `json:"share_alike,omitempty" toml:"share_alike"` // what is derived keeps this licence
}

// Source is one who says something: a data set, a newspaper, a coalition's
// own reports.
type Source struct {
	ID         string            `json:"id" toml:"id"` // "ucdp-ged"
	Name       lang.Text         `json:"name" toml:"name"`
	Class      Class             `json:"class" toml:"class"` // of the speaker where a row names none
	Reader     string            `json:"reader" toml:"reader"`
	File       string            `json:"-" toml:"-"`                       // the file that says all this, in the study's folder
	Files      []string          `json:"-" toml:"files"`                   // below the study folder: what import reads when no file is named
	Options    map[string]string `json:"-" toml:"options"`                 // of the reader: level, vintage, property names
	Version    string            `json:"version,omitempty" toml:"version"` // "23.1"
	Accessed   string            `json:"accessed,omitempty" toml:"accessed"`
	URL        string            `json:"url,omitempty" toml:"url"`
	Citation   string            `json:"citation,omitempty" toml:"citation"`
	Licence    Licence           `json:"licence" toml:"licence"`
	CannotSee  lang.Text         `json:"cannot_see" toml:"cannot_see"` // its blind spots, printed beside its figures
	Protection Protection        `json:"protection" toml:"protection"`
}

// Protection is what a source needs beyond its licence.
type Protection struct {
	OwnReports bool `json:"own_reports,omitempty" toml:"own_reports"` // region × quarter, 90 days
	Public     bool `json:"public,omitempty" toml:"public"`           // its rows are public already
}

// AccessedOn parses Accessed; unknown when it is empty or no date.
func (s Source) AccessedOn() when.Span { x, _ := when.Parse(s.Accessed); return x }

// Combine gives the licence of something made from all of ls: the lowest
// level, every attribution, share-alike if any asks for it. Two different
// share-alike licences cannot be combined: ok is false.
func Combine(ls ...Licence) (c Licence, ok bool) {
	if len(ls) == 0 {
		return Licence{}, true
	}
	ls = slices.Clone(ls)
	slices.SortFunc(ls, func(a, b Licence) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Attribution, b.Attribution))
	})
	c, ok = Licence{Level: Rows}, true
	var names, says []string
	for _, l := range ls {
		c.Level = min(c.Level, l.Level)
		if l.Name != "" && !slices.Contains(names, l.Name) {
			names = append(names, l.Name)
		}
		if l.Attribution != "" && !slices.Contains(says, l.Attribution) {
			says = append(says, l.Attribution)
		}
		if l.ShareAlike {
			if c.ShareAlike && c.Name != l.Name {
				ok = false
			}
			c.ShareAlike, c.Name, c.URL = true, l.Name, l.URL
		}
	}
	if !c.ShareAlike {
		c.Name = strings.Join(names, "; ")
		if len(names) == 1 {
			c.URL = ls[0].URL
		}
	}
	c.Attribution = strings.Join(says, "; ")
	return c, ok
}
