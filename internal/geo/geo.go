// Package geo knows points, distances and areas on the earth. It knows no
// names: those are place's.
package geo

import "math"

// Point is a place on the earth in degrees, WGS 84.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Valid reports whether the point is on the globe and finite.
func (p Point) Valid() bool {
	return p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90
}

// EarthM is the mean radius of the earth in metres (IUGG R1).
const EarthM = 6371008.8

// DistM is the great-circle distance in metres (haversine on a sphere; within
// 0.6 % of the ellipsoid).
func DistM(a, b Point) float64 {
	const rad = math.Pi / 180
	sLat := math.Sin((b.Lat - a.Lat) * rad / 2)
	sLon := math.Sin((b.Lon - a.Lon) * rad / 2)
	h := sLat*sLat + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*sLon*sLon
	return 2 * EarthM * math.Asin(math.Sqrt(min(1, h)))
}

// Box is a rectangle in degrees. The zero Box holds nothing but its corner.
type Box struct{ Min, Max Point }

// Holds reports whether p lies in the box, its edge included.
func (b Box) Holds(p Point) bool {
	return p.Lon >= b.Min.Lon && p.Lon <= b.Max.Lon && p.Lat >= b.Min.Lat && p.Lat <= b.Max.Lat
}
