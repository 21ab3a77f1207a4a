// Package house holds tests alone: they keep the floors, the doors and the
// papers as they are said to be. Start with TestArrowsPointDown.
package house
