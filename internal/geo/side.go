package geo

import (
	"math"
	"math/big"
)

// sure is how far rounding can move the determinant below, relative to the
// sum of its terms (Shewchuk 1997, "Adaptive Precision Floating-Point
// Arithmetic", ccwerrboundA).
const sure = (3 + 16*0x1p-53) * 0x1p-53

// side is positive where p lies to the left of the line from a to b, negative
// to its right and 0 on it: exactly, for any finite coordinates.
func side(a, b, p Point) int {
	// The conversions keep a processor from fusing the products into d.
	l := float64((b.Lon - a.Lon) * (p.Lat - a.Lat))
	r := float64((b.Lat - a.Lat) * (p.Lon - a.Lon))
	d := l - r
	if e := sure * (math.Abs(l) + math.Abs(r)); d > e {
		return 1
	} else if d < -e {
		return -1
	}
	return sideExact(a, b, p)
}

func sideExact(a, b, p Point) int {
	if a == b || a == p || b == p {
		return 0
	}
	f := func(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }
	sub := func(x, y float64) *big.Rat { return new(big.Rat).Sub(f(x), f(y)) }
	for _, x := range []float64{a.Lon, a.Lat, b.Lon, b.Lat, p.Lon, p.Lat} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return 0
		}
	}
	l := new(big.Rat).Mul(sub(b.Lon, a.Lon), sub(p.Lat, a.Lat))
	r := new(big.Rat).Mul(sub(b.Lat, a.Lat), sub(p.Lon, a.Lon))
	return l.Cmp(r)
}
