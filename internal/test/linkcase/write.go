package linkcase

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// Header are the columns of docs/formats/records.md.
var Header = []string{"record_id", "source", "date_start", "date_end", "date_prec", "latitude", "longitude", "place_prec", "place", "admin1", "admin2", "country",
	"type", "type_l1", "type_l2", "type_l3", "type_l4", "actor_a", "actor_b", "deaths_low", "deaths_best", "deaths_high", "notes", "upstream_source"}

// Write writes the records of one source.
func Write(w io.Writer, rows []records.Row) error {
	c := csv.NewWriter(w)
	_ = c.Write(Header) // Flush reports
	for _, r := range rows {
		l := make([]string, 4) // fine to broad
		for k := range l {
			if n := 4 - k; n <= len(r.Codes) {
				l[k] = r.Codes[n-1]
			}
		}
		for k := 2; k >= 0; k-- {
			if l[k] == "" {
				l[k] = l[k+1] + "0"
			}
		}
		num := func(p *int) string {
			if p == nil {
				return ""
			}
			return strconv.Itoa(*p)
		}
		dp := 1 + slices.Index([]when.Precision{when.Exact, when.Days, when.Week, when.Month, when.Year}, r.When.Precision)
		pp := 1 + slices.Index([]place.Precision{place.Exact, place.Near, place.Second, place.First, place.Route, place.Country}, r.Where.Precision)
		_ = c.Write([]string{r.Key.ID, r.Key.Source, r.When.From.String(), r.When.To.String(), strconv.Itoa(dp),
			strconv.FormatFloat(r.Where.Point.Lat, 'f', 4, 64), strconv.FormatFloat(r.Where.Point.Lon, 'f', 4, 64), strconv.Itoa(pp),
			r.Where.Name, r.Where.Admin1, r.Where.Admin2, r.Where.Country, r.Type, l[0], l[1], l[2], l[3], r.ActorA, r.ActorB,
			num(r.Deaths.Low), num(r.Deaths.Best), num(r.Deaths.High), r.Notes, strings.Join(r.Outlets, "; ")})
	}
	c.Flush()
	return c.Error()
}
