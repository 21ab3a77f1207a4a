package ucdp

import "strings"

// Column is a column of GED, in the order in which versions 23.1, 24.1 and
// 25.1 have it; behind them stand the two of a location-year file that GED
// does not have.
type Column uint8

// The 49 columns of GED.
const (
	ID Column = iota
	RelID
	Year
	ActiveYear
	CodeStatus
	TypeOfViolence
	ConflictDsetID
	ConflictNewID
	ConflictName
	DyadDsetID
	DyadNewID
	DyadName
	SideADsetID
	SideANewID
	SideA
	SideBDsetID
	SideBNewID
	SideB
	NumberOfSources
	SourceArticle
	SourceOffice
	SourceDate
	SourceHeadline
	SourceOriginal
	WherePrec
	WhereCoordinates
	WhereDescription
	Adm1
	Adm2
	Latitude
	Longitude
	GeomWKT
	PriogridGID
	Country
	CountryID
	Region
	EventClarity
	DatePrec
	DateStart
	DateEnd
	DeathsA
	DeathsB
	DeathsCivilians
	DeathsUnknown
	Best
	High
	Low
	GwnoA
	GwnoB
	columns // how many GED has
)

// type of a column's cells
type kind uint8

const (
	text  kind = iota
	whole      // a whole number
	real
	day
	flag // 0, 1, TRUE or FALSE
	skip // a column nobody knows
)

var specs = [columns]struct {
	name string
	kind kind
	also string // names in other versions
}{
	ID: {"id", text, ""}, RelID: {"relid", text, ""}, Year: {"year", whole, ""}, ActiveYear: {"active_year", flag, ""},
	CodeStatus: {"code_status", text, ""}, TypeOfViolence: {"type_of_violence", whole, "type_of_vi"},
	ConflictDsetID: {"conflict_dset_id", text, ""}, ConflictNewID: {"conflict_new_id", whole, "conflict_id"}, ConflictName: {"conflict_name", text, ""},
	DyadDsetID: {"dyad_dset_id", text, ""}, DyadNewID: {"dyad_new_id", whole, "dyad_id"}, DyadName: {"dyad_name", text, ""},
	SideADsetID: {"side_a_dset_id", text, ""}, SideANewID: {"side_a_new_id", whole, "side_a_id"}, SideA: {"side_a", text, ""},
	SideBDsetID: {"side_b_dset_id", text, ""}, SideBNewID: {"side_b_new_id", whole, "side_b_id"}, SideB: {"side_b", text, ""},
	NumberOfSources: {"number_of_sources", whole, ""}, SourceArticle: {"source_article", text, ""}, SourceOffice: {"source_office", text, ""},
	SourceDate: {"source_date", text, ""}, SourceHeadline: {"source_headline", text, ""}, SourceOriginal: {"source_original", text, ""},
	WherePrec: {"where_prec", whole, ""}, WhereCoordinates: {"where_coordinates", text, ""}, WhereDescription: {"where_description", text, ""},
	Adm1: {"adm_1", text, "adm1"}, Adm2: {"adm_2", text, "adm2"}, Latitude: {"latitude", real, "lat"}, Longitude: {"longitude", real, "lon long"},
	GeomWKT: {"geom_wkt", text, "geom"}, PriogridGID: {"priogrid_gid", whole, ""}, Country: {"country", text, ""}, CountryID: {"country_id", whole, ""},
	Region: {"region", text, ""}, EventClarity: {"event_clarity", whole, "event_clar"}, DatePrec: {"date_prec", whole, ""},
	DateStart: {"date_start", day, ""}, DateEnd: {"date_end", day, ""}, DeathsA: {"deaths_a", whole, ""}, DeathsB: {"deaths_b", whole, ""},
	DeathsCivilians: {"deaths_civilians", whole, "deaths_civ"}, DeathsUnknown: {"deaths_unknown", whole, "deaths_unk"},
	Best: {"best", whole, "best_est deaths_total"}, High: {"high", whole, "high_est"}, Low: {"low", whole, "low_est"},
	GwnoA: {"gwnoa", text, "gwno_a"}, GwnoB: {"gwnob", text, "gwno_b"},
}

// String is the column's name in version 23.1.
func (c Column) String() string { return specs[c].name }

var byName = func() map[string]Column {
	m := map[string]Column{}
	for c, s := range specs {
		for _, n := range append(strings.Fields(s.also), s.name) {
			m[n] = Column(c)
		}
	}
	return m
}()

// gedNeeds are the columns without which a file is not GED.
var gedNeeds = []Column{ID, TypeOfViolence, SideA, SideB, Latitude, Longitude, DateStart, DateEnd, Best}

// yearNeeds are the columns without which a file is no location-year file.
var yearNeeds = []Column{Longitude, Latitude, Year, Best}

// headName writes a header as the tables have it: "Best_Est" is "best_est".
func headName(s string) string {
	return strings.NewReplacer(" ", "_", "-", "_", ".", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
}
