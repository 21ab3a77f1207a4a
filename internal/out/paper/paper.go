// Package paper writes a report as people hand it round: a document for word
// processors (DOCX) and a page that is ready to print, from one list of
// blocks.
//
// It knows headings, paragraphs, tables, pictures and how both formats write
// them. It does not know what is said: every word is handed to it. The
// functions you want are [Paper.DOCX] and [Paper.HTML].
package paper

// Paper is a document.
type Paper struct {
	Lang     string // BCP 47
	RTL      bool
	Title    string
	Subject  string
	Authors  string
	Date     string // ISO; the only time that reaches the bytes
	Mark     string // stands in red before header and footer: "FICTION"
	Header   string
	Footer   string
	Page     string // the word before a page number
	Contents string // heading of the table of contents
	Blocks   []Block
}

// Kind tells blocks apart.
type Kind uint8

// The kinds of block.
const (
	Para     Kind = iota
	Title         // of the document
	Subtitle      //
	Band          // a framed line: the nature of the study
	Heading       // Level 1 to 3; ID is its anchor
	Lead          // a paragraph to be seen first
	Quote         // words of somebody
	Item          // of a list
	Step          // of a numbered list
	Caption       // of the picture or table that follows; ID is its anchor
	Note          // small print
	Picture       //
	Grid          // a table
	Contents      // the table of contents
	Break         // a new page
)

// Block is one piece of a paper.
type Block struct {
	Kind  Kind
	Level int
	ID    string
	Runs  []Run
	Pic   *Pic
	Table *Table
	First bool // of a numbered list: it begins anew
	Keep  bool // on one page with what follows
	Last  bool // room is left after it
}

// Run is text of one dress.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Code   bool
	Soft   bool   // quieter
	Mark   bool   // FICTION
	Lang   string // "" is the paper's
	Link   string // an address
	To     string // an anchor in this paper
}

// Pic is a drawing: SVG for the page, an enhanced metafile for the document.
type Pic struct {
	SVG  string
	EMF  []byte
	W, H float64 // CSS pixels
	Alt  string
}

// Table is a table whose first row is its head. First columns are labels where
// Numbers is true: the others are set to the right.
type Table struct {
	Head    []string
	Rows    [][]Cell
	Widths  []float64 // shares of the width; nil is even
	Numbers bool
	Alt     string
}

// Cell is a cell of a table.
type Cell struct {
	Runs []Run
	Head bool // a label of its row
	Span int  // columns it takes; 0 is one
}

// T is a cell or paragraph of plain text.
func T(s string) []Run { return []Run{{Text: s}} }

// Text is a cell of plain text.
func Text(s string) Cell { return Cell{Runs: T(s)} }

// plain joins the text of runs.
func plain(rs []Run) string {
	s := ""
	for _, r := range rs {
		s += r.Text
	}
	return s
}
