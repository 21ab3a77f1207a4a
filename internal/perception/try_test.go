package perception

import (
	"os"
	"testing"
	"fmt"

	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

func TestTry(t *testing.T) {
	fsys := os.DirFS("../../demo/studies/orvanie")
	st, _, err := study.Load(fsys)
	if err != nil { t.Fatal(err) }
	set, found, err := answers.Load(fsys, answers.Options{})
	if err != nil { t.Fatal(err) }
	for _, f := range found { t.Error(f, lang.For("en").Say(string(f.Code), toAny(f.Args)...)) }
	for _, f := range Figures(Input{Study: st, Answers: set, Reach: "public", On: 30000}) {
		for _, tag := range lang.Complete { p := lang.For(tag); s, _ := f.Sentence.In(tag); ti, _ := f.Title.In(tag); fmt.Println(f.ID, "|", ti, "|", s); if tag=="en" { for _, c := range f.Cells { k, a := c.Note(); fmt.Println("   ", c.At(), out.Value(p, f.Unit, c), out.Spread(p, f.Unit, c), p.Say(k, toAny(a)...)) } ; ca, _ := f.Caveats[0].In(tag); fmt.Println("   ", ca) } }
	}
}
func toAny(s []string) (a []any) { for _, x := range s { a = append(a, x) }; return a }
