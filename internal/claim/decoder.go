package claim

import (
	"fmt"

	"github.com/dires/dires/internal/geo"
)

// Account is what a claim says of an incident, without who said it and in
// which words.
type Account struct {
	Key      Key
	Origin   Origin
	Incident Incident
}

// Decoder decodes claims one after the other. What recurs from one to the next
// (sources, places, actors, types) is held once and what is small is held
// together, so that a million of them weigh less than a million that [Decode]
// gives. The zero value is ready; it serves one goroutine.
type Decoder struct {
	words   map[string]string
	numbers []int
	points  []geo.Point
	actors  []Actor
}

const (
	sharedWords  = 1 << 18 // a source that never repeats itself fills the table no further
	heldTogether = 512
)

// Decode is the function [Decode], with what recurs held once.
func (s *Decoder) Decode(b []byte) (Claim, error) { return decode(b, s) }

// Account reads the account of an encoded incident into a, all but the origin,
// which is not content. It fails where [Decode] does, but for what was said,
// which it passes over; and for a claim that is no incident.
func (s *Decoder) Account(b []byte, a *Account) error {
	r := reader{b: b, bad: !byHand, shared: s}
	a.Incident = Incident{}
	r.key(&a.Key)
	r.word(`,"kind":"incident","said":`)
	r.silent = true
	r.said(&Said{})
	r.silent = false
	r.word(`,"incident":`)
	r.incident(&a.Incident)
	r.word(`}`)
	if !r.bad && r.i == len(b) && a.Key.Source != "" && a.Key.ID != "" {
		return nil
	}
	c, err := Decode(b)
	if err != nil {
		return err
	}
	if c.Incident == nil {
		return fmt.Errorf("decode account of %s: a claim of kind %q", c.Key, c.Kind)
	}
	a.Key, a.Incident = c.Key, *c.Incident
	return nil
}

// word gives the one copy of a word.
func (s *Decoder) word(b []byte) string {
	if w, ok := s.words[string(b)]; ok {
		return w
	}
	if s.words == nil {
		s.words = map[string]string{}
	}
	w := string(b)
	if len(s.words) < sharedWords {
		s.words[w] = w
	}
	return w
}

func (s *Decoder) number(n int) *int {
	if len(s.numbers) == cap(s.numbers) {
		s.numbers = make([]int, 0, heldTogether)
	}
	s.numbers = append(s.numbers, n)
	return &s.numbers[len(s.numbers)-1]
}

func (s *Decoder) point() *geo.Point {
	if len(s.points) == cap(s.points) {
		s.points = make([]geo.Point, 0, heldTogether)
	}
	s.points = append(s.points, geo.Point{})
	return &s.points[len(s.points)-1]
}

// room is where the actors of the next account may stand.
func (s *Decoder) room() []Actor {
	n := len(s.actors)
	if cap(s.actors)-n < 8 {
		s.actors, n = make([]Actor, 0, heldTogether), 0
	}
	return s.actors[n:n]
}

// keep closes the room behind the actors of an account.
func (s *Decoder) keep(as []Actor) []Actor {
	if n := len(s.actors); len(as) <= cap(s.actors)-n {
		s.actors = s.actors[:n+len(as)]
	}
	return as[:len(as):len(as)]
}
