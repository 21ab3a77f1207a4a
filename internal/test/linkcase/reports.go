package linkcase

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/place"
)

// WriteReports writes the records of one source as the plain list that
// docs/formats/reports.md describes, for a study to import.
func WriteReports(w io.Writer, rows []records.Row) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"id", "date", "latitude", "longitude", "place", "admin1", "admin2", "what", "perpetrator", "target", "deaths_low", "deaths", "deaths_high", "type", "who"}) // Flush reports
	num := func(p *int) string {
		if p == nil {
			return ""
		}
		return strconv.Itoa(*p)
	}
	for _, r := range rows {
		lat, lon := "", ""
		if r.Where.Precision <= place.Near {
			lat, lon = strconv.FormatFloat(r.Where.Point.Lat, 'f', 4, 64), strconv.FormatFloat(r.Where.Point.Lon, 'f', 4, 64)
		}
		what, who := r.Notes, ""
		if what == "" {
			what = r.Type
		}
		if len(r.Outlets) > 0 {
			who = r.Outlets[0]
		}
		_ = c.Write([]string{r.Key.ID, r.When.From.String(), lat, lon,
			r.Where.Name, r.Where.Admin1, r.Where.Admin2, what, r.ActorA, r.ActorB,
			num(r.Deaths.Low), num(r.Deaths.Best), num(r.Deaths.High), r.Type, who})
	}
	c.Flush()
	return c.Error()
}
