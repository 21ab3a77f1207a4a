// Command mutants changes one comparison or constant of a package at a time and
// runs its tests: a change that no test notices is a rule that no test holds.
//
//	go run ./internal/test/mutants -each 60 -seed 1 ./internal/protect ./internal/involve
//
// A mutant is killed by the tests of its own package or, where these pass, by the
// golden files of the whole site. The source is never touched: each mutant is
// given to the compiler as an overlay. It ends with 1 when fewer than -floor of
// the mutants are killed.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A mutant replaces the bytes from..to of a file by new.
type mutant struct {
	file     string
	at       token.Position
	from, to int
	new      string
}

// golden are the tests that compare whole pages with files in the repository.
var golden = []string{"test", "-count=1", "-run", "WholeSite|Golden", "./internal/press"}

var swaps = map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "=="}

func main() {
	each := flag.Int("each", 40, "mutants tried in each package; 0 for all")
	seed := flag.Uint64("seed", 1, "seed of the draw")
	floor := flag.Float64("floor", 0.9, "least share that must be killed")
	flag.Parse()
	all, dead := 0, 0
	for _, dir := range flag.Args() {
		ms, err := find(dir)
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutants:", err)
			os.Exit(2)
		}
		rand.New(rand.NewPCG(*seed, 0)).Shuffle(len(ms), func(i, j int) { ms[i], ms[j] = ms[j], ms[i] })
		if *each > 0 {
			ms = ms[:min(*each, len(ms))]
		}
		killed, tried := 0, 0
		for _, m := range ms {
			by, err := m.killed(dir)
			if err != nil {
				fmt.Fprintln(os.Stderr, "mutants:", err)
				os.Exit(2)
			}
			if by == "compiler" { // what does not compile tells nothing
				continue
			}
			if tried++; by != "" {
				killed++
			} else {
				fmt.Printf("LIVED %s:%d:%d  %s\n", m.file, m.at.Line, m.at.Column, m.describe())
			}
		}
		fmt.Printf("%s: %d of %d killed\n", dir, killed, tried)
		all, dead = all+tried, dead+killed
	}
	fmt.Printf("all: %d of %d killed (%.0f %%)\n", dead, all, 100*float64(dead)/float64(max(all, 1)))
	if float64(dead) < *floor*float64(all) {
		os.Exit(1)
	}
}

// find lists the comparisons and constants of the package in dir.
func find(dir string) (out []mutant, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no Go files in %s (%v)", dir, err)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fs := token.NewFileSet()
		f, err := parser.ParseFile(fs, name, nil, 0)
		if err != nil {
			return nil, err
		}
		add := func(pos token.Pos, old, repl string) {
			p := fs.Position(pos)
			out = append(out, mutant{name, p, p.Offset, p.Offset + len(old), repl})
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.ImportSpec, *ast.Field: // a path or a tag is no constant of a rule
				return false
			case *ast.BinaryExpr:
				if r, ok := swaps[x.Op]; ok && !isNil(x.X) && !isNil(x.Y) {
					add(x.OpPos, x.Op.String(), r)
				}
			case *ast.BasicLit:
				if i, err := strconv.Atoi(x.Value); x.Kind == token.INT && err == nil {
					add(x.Pos(), x.Value, strconv.Itoa(i+1))
				} else if g, err := strconv.ParseFloat(x.Value, 64); x.Kind == token.FLOAT && err == nil {
					add(x.Pos(), x.Value, strconv.FormatFloat(g*1.1, 'g', -1, 64))
				}
			}
			return true
		})
	}
	return out, nil
}

// isNil reports whether a comparison is with nil: the error paths are no rules.
func isNil(e ast.Expr) bool { id, ok := e.(*ast.Ident); return ok && id.Name == "nil" }

// killed says which tests noticed the mutant: "own", "golden", "compiler" (which
// refuses it), "time"; "" for none.
func (m mutant) killed(dir string) (by string, err error) {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	changed := slices.Concat(src[:m.from], []byte(m.new), src[m.to:])
	abs, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{abs: filepath.Join(tmp, "x.go")}})
	if err != nil {
		return "", err
	}
	for name, b := range map[string][]byte{"x.go": changed, "overlay.json": overlay} {
		if err := os.WriteFile(filepath.Join(tmp, name), b, 0o600); err != nil {
			return "", err
		}
	}
	over := "-overlay=" + filepath.Join(tmp, "overlay.json")
	for _, try := range []struct {
		by   string
		args []string
	}{{"own", []string{"test", "-count=1", "./" + filepath.ToSlash(filepath.Clean(dir))}}, {"golden", golden}} {
		if out, ok := run(slices.Insert(slices.Clone(try.args), 1, over)); !ok {
			if bytes.Contains(out, []byte("[build failed]")) {
				return "compiler", nil
			}
			return try.by, nil
		}
	}
	return "", nil
}

// run runs go with a limit of time: a mutant may never end.
func run(args []string) (out []byte, ok bool) {
	c := exec.Command("go", args...)
	c.WaitDelay = time.Second
	t := time.AfterFunc(4*time.Minute, func() { _ = c.Process.Kill() })
	defer t.Stop()
	out, err := c.CombinedOutput()
	return out, err == nil
}

func (m mutant) describe() string {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return err.Error()
	}
	line := bytes.Split(src, []byte("\n"))[m.at.Line-1]
	return fmt.Sprintf("%s → %s in: %s", src[m.from:m.to], m.new, bytes.TrimSpace(line))
}
