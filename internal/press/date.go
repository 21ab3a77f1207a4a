package press

import "github.com/dires/dires/internal/lang"

// Date writes an ISO date or span as people do, see [lang.Printer.Date].
func Date(p lang.Printer, iso string) string { return p.Date(iso) }
