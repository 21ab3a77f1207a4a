package linkage

import (
	"math"
	"math/bits"
)

// perKm is the length of a kilometre in 1e-5 degree of a great circle.
const perKm = 1e5 / (math.Pi * 6371.0088 / 180)

// cosines of latitude in 1/65536, every 0.01 degree from 0 to 90.
var cosines = func() (t [9001]int64) {
	for i := range t {
		t[i] = int64(math.Round(math.Cos(float64(i)/100*math.Pi/180) * 65536))
	}
	return t
}()

// dist2 is the square of the distance of two near points, in (1e-5 degree)²:
// equirectangular in integers, so that every machine agrees.
func dist2(a, b *rec) int64 {
	y := int64(a.lat) - int64(b.lat)
	x := abs(int64(a.lon) - int64(b.lon)) // a shift of what is below 0 rounds the other way
	if x > 180e5 {
		x = 360e5 - x
	}
	mid := abs(int64(a.lat)+int64(b.lat)) / 2000
	x = x * cosines[mid] >> 16
	return x*x + y*y
}

// bands2 are the squares of bands.
var bands2 = func() (t [len(bands)]int64) {
	for i, km := range bands {
		t[i] = int64(km * perKm * km * perKm)
	}
	return t
}()

func (m *Model) band(a, b *rec) int {
	d := dist2(a, b)
	for k, l := range bands2 {
		if d <= l {
			return k
		}
	}
	return len(bands2)
}

// cell is a run of packed records in one cell, by day.
type cell struct {
	row, col int32
	lo, hi   int32
}

// grid cuts the earth into rows of one step and each row into columns at least
// one step wide.
func (m *Model) columns(row int32) int32 {
	top := max(abs(row*m.step-90e5), abs((row+1)*m.step-90e5))
	c := math.Cos(math.Min(89.9, float64(top)/1e5) * math.Pi / 180)
	return max(1, int32(360e5*c/float64(m.step)))
}

func col(lon int32, n int32) int32 {
	return min(int32((int64(lon)+180e5)*int64(n)/360e5), n-1)
}

func clip(x int32) uint16 {
	if x < 0 {
		return none
	}
	return uint16(min(x, none-1))
}

// pack sorts the records by cell and day and packs them.
func (m *Model) pack() {
	r, n := &m.r, m.r.Len()
	km := m.win.Km
	m.reach[0] = int64(km * perKm * km * perKm)
	near := max(km, 25)
	m.reach[1] = int64(near * perKm * near * perKm)
	wide := km
	for _, p := range r.PlacePrec {
		if p == PlaceNear {
			wide = near
			break
		}
	}
	m.step = int32(math.Ceil(wide * perKm))
	rows := make([]int32, 180e5/m.step+2) // columns of each row
	// Keys: cell, day; what has no precise point comes last, by day.
	keys := make([]uint64, n)
	idx := make([]uint32, n)
	if n == 0 {
		return
	}
	var maxCol int32
	loDay, hiDay := m.day0, m.day0
	loRow, hiRow := int32(math.MaxInt32), int32(0)
	for i := range n {
		loDay, hiDay = min(loDay, r.Day[i]), max(hiDay, r.Day[i])
		if p := r.PlacePrec[i]; p == PlaceExact || p == PlaceNear {
			row := (r.Lat[i] + 90e5) / m.step
			loRow, hiRow = min(loRow, row), max(hiRow, row)
			if rows[row] == 0 {
				rows[row] = m.columns(row)
				maxCol = max(maxCol, rows[row])
			}
		}
	}
	dayBits := bits.Len32(uint32(hiDay - loDay))
	colBits := bits.Len32(uint32(maxCol))
	for i := range n {
		k := uint64(r.Day[i] - loDay)
		if p := r.PlacePrec[i]; p == PlaceExact || p == PlaceNear {
			row := (r.Lat[i] + 90e5) / m.step
			k |= uint64(col(r.Lon[i], rows[row]))<<dayBits | uint64(row-loRow)<<(dayBits+colBits)
			m.points++
		} else {
			k |= uint64(max(0, hiRow-loRow)+1) << (dayBits + colBits)
		}
		keys[i], idx[i] = k, uint32(i)
	}
	if m.points == 0 {
		loRow, hiRow = 0, 0
	}
	keys, idx = radix(keys, idx, bits.Len32(uint32(max(0, hiRow-loRow)+1))+dayBits+colBits)
	for k := range m.points {
		if c := keys[k] >> dayBits; k == 0 || c != keys[k-1]>>dayBits {
			m.cells = append(m.cells, cell{int32(c>>colBits) + loRow, int32(c & (1<<colBits - 1)), int32(k), int32(k)})
		}
		m.cells[len(m.cells)-1].hi = int32(k + 1)
	}
	// Read the columns in their order and write each record to its place: one
	// leap in memory a record, where reading by place would leap in each column.
	to := make([]uint32, n)
	for k, i := range idx {
		to[i] = uint32(k)
	}
	m.recs = make([]rec, n)
	for i, k := range to {
		x := rec{lat: r.Lat[i], lon: r.Lon[i], d0: r.Day[i], d1: r.End[i], unit: at(r.Unit, i), id: int32(i),
			actA: clip(at(r.ActorA, i)), actB: clip(at(r.ActorB, i)), typ: clip(at(r.Type, i)),
			low: clip(at(r.Low, i)), best: clip(at(r.Best, i)), high: clip(at(r.High, i)),
			src: r.Source[i], pp: r.PlacePrec[i], dp: r.DayPrec[i]}
		if x.best == none && x.low != none {
			x.best = x.low
		}
		if x.low == none {
			x.low = x.best
		}
		if x.high == none {
			x.high = x.best
		}
		m.recs[k] = x
	}
	m.surroundings()
}

// radix sorts keys with their indexes, stable, by the lowest so many bits.
func radix(keys []uint64, idx []uint32, width int) ([]uint64, []uint32) {
	const d = 11
	k2, i2 := make([]uint64, len(keys)), make([]uint32, len(idx))
	for shift := 0; shift < width; shift += d {
		var count [1 << d]uint32
		for _, k := range keys {
			count[k>>shift&(1<<d-1)]++
		}
		if count[keys[0]>>shift&(1<<d-1)] == uint32(len(keys)) {
			continue
		}
		var s uint32
		for i, c := range count {
			count[i] = s
			s += c
		}
		for i, k := range keys {
			b := k >> shift & (1<<d - 1)
			p := count[b]
			count[b]++
			k2[p], i2[p] = k, idx[i]
		}
		keys, k2, idx, i2 = k2, keys, i2, idx
	}
	return keys, idx
}

// surroundings measures how rare the spot (about 5 km) and the surroundings
// (the cells around) of each precise record are.
func (m *Model) surroundings() {
	const spot = 5000 // 0.05 degree
	if m.points == 0 {
		return
	}
	pts := m.recs[:m.points]
	x0, x1, y0, y1 := pts[0].lon, pts[0].lon, pts[0].lat, pts[0].lat
	for i := range pts {
		x0, x1, y0, y1 = min(x0, pts[i].lon), max(x1, pts[i].lon), min(y0, pts[i].lat), max(y1, pts[i].lat)
	}
	wide, high := int64(x1-x0)/spot+3, int64(y1-y0)/spot+3 // with a rim
	key := func(r *rec) int64 { return (int64(r.lat-y0)/spot+1)*wide + int64(r.lon-x0)/spot + 1 }
	if wide*high <= 1<<22 {
		count := make([]int32, wide*high)
		for i := range pts {
			count[key(&pts[i])]++
		}
		for i := range pts {
			k, s := key(&pts[i]), int32(0)
			for dy := -wide; dy <= wide; dy += wide {
				s += count[k+dy-1] + count[k+dy] + count[k+dy+1]
			}
			pts[i].close = uint16(max(0, m.shareOf(s)))
		}
	} else {
		count := make(map[int64]int32, len(m.cells)*4)
		for i := range pts {
			count[key(&pts[i])]++
		}
		around := make(map[int64]uint16, len(count))
		for k := range count {
			s := int32(0)
			for dy := -wide; dy <= wide; dy += wide {
				s += count[k+dy-1] + count[k+dy] + count[k+dy+1]
			}
			around[k] = uint16(max(0, m.shareOf(s)))
		}
		for i := range pts {
			pts[i].close = around[key(&pts[i])]
		}
	}
	sum := make([]int32, len(m.cells))
	for i, c := range m.cells {
		sum[i] += c.hi - c.lo
		m.forward(i, func(j int) {
			sum[i] += m.cells[j].hi - m.cells[j].lo
			sum[j] += c.hi - c.lo
		})
	}
	for i, c := range m.cells {
		w := uint16(max(0, m.shareOf(sum[i])))
		for k := c.lo; k < c.hi; k++ {
			m.recs[k].wide = w
		}
	}
}

// shareOf is the rarity of so many of the precise records.
func (m *Model) shareOf(n int32) int32 {
	if len(m.shares) == 0 {
		m.shares = make([]int32, 4096)
		for i := range m.shares {
			m.shares[i] = rarity(i, m.points)
		}
	}
	if int(n) < len(m.shares) {
		return m.shares[n]
	}
	return rarity(int(n), m.points)
}

// forward calls f with the neighbours of cell i that come later in the order
// of cells, so that each pair of neighbours is met once. Columns wrap at the
// antimeridian.
func (m *Model) forward(i int, f func(j int)) {
	c := m.cells[i]
	n := m.columns(c.row)
	// Same row: the next column, and from column 0 the last one.
	if k := i + 1; k < len(m.cells) && m.cells[k].row == c.row && m.cells[k].col == c.col+1 {
		f(k)
	}
	if c.col == 0 && n > 2 {
		if k, ok := m.find(c.row, n-1); ok {
			f(k)
		}
	}
	// Next row: every column that a step east or west can touch.
	o := m.columns(c.row + 1)
	if o < 5 {
		for k := m.first(c.row+1, 0); k < len(m.cells) && m.cells[k].row == c.row+1; k++ {
			f(k)
		}
		return
	}
	nn, oo, q := int64(n), int64(o), int64(min(n, o))
	lo := (int64(c.col)*q-nn)*oo/(nn*q) - 1
	if int64(c.col)*q >= nn {
		lo++
	}
	hi := ((int64(c.col)+1)*q + nn) * oo / (nn * q)
	if lo < 0 {
		for k := m.first(c.row+1, int32(lo+int64(o))); k < len(m.cells) && m.cells[k].row == c.row+1; k++ {
			f(k)
		}
	}
	for k := m.first(c.row+1, int32(max(lo, 0))); k < len(m.cells) && m.cells[k].row == c.row+1 && int64(m.cells[k].col) <= hi; k++ {
		f(k)
	}
	if hi >= int64(o) {
		for k := m.first(c.row+1, 0); k < len(m.cells) && m.cells[k].row == c.row+1 && int64(m.cells[k].col) <= hi-int64(o); k++ {
			f(k)
		}
	}
}

// first is the index of the first cell at or after (row, col).
func (m *Model) first(row, col int32) int {
	lo, hi := 0, len(m.cells)
	for lo < hi {
		k := (lo + hi) / 2
		if x := m.cells[k]; x.row < row || x.row == row && x.col < col {
			lo = k + 1
		} else {
			hi = k
		}
	}
	return lo
}

func (m *Model) find(row, col int32) (int, bool) {
	k := m.first(row, col)
	return k, k < len(m.cells) && m.cells[k].row == row && m.cells[k].col == col
}
