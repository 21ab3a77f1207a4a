package attack

import (
	"html"
	"regexp"
	"strings"
)

var (
	htmlTable = regexp.MustCompile(`(?s)<table.*?</table>`)
	caption   = regexp.MustCompile(`(?s)<caption>(.*?)</caption>|aria-label="([^"]*)"`)
	htmlRow   = regexp.MustCompile(`(?s)<tr[ >].*?</tr>`)
	htmlCell  = regexp.MustCompile(`(?s)<t([hd])([^>]*)>(.*?)</t[hd]>`)
	mark      = regexp.MustCompile(`<[^>]*>`)
	style     = regexp.MustCompile(`(?s)<(style|script)[ >].*?</(style|script)>`)
)

// plain is text as a reader sees it: no marks, one kind of space and quote.
func plain(s string) string {
	s = html.UnescapeString(mark.ReplaceAllString(s, ""))
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'", "\u00ad", "", "\n", " ").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

var (
	docTable = regexp.MustCompile(`(?s)<w:tbl>.*?</w:tbl>`)
	docRow   = regexp.MustCompile(`(?s)<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>`)
	docCell  = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	docPara  = regexp.MustCompile(`(?s)<w:p>.*?</w:p>|<w:p .*?</w:p>`)
	docText  = regexp.MustCompile(`<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>`)
)

func docPlain(s string) string {
	var b strings.Builder
	for _, m := range docText.FindAllStringSubmatch(s, -1) {
		b.WriteString(m[1])
		if m[2] != "" {
			b.WriteByte(' ')
		}
	}
	return plain(b.String())
}

var digit = regexp.MustCompile(`\d`)
