package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// texts of SQL in this package: every string that begins like a statement.
func sqlTexts(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	begins := regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b`)
	all := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if s, err := strconv.Unquote(l.Value); err == nil && begins.MatchString(s) {
					all[set.Position(l.Pos()).String()] = s
				}
			}
			return true
		})
	}
	if len(all) < 30 {
		t.Fatalf("found only %d texts", len(all))
	}
	return all
}

// What SQLite has and PostgreSQL, or an engine that shards, has not: a second
// back end runs the same texts.
func TestSQLStaysInTheSharedSubset(t *testing.T) {
	never := regexp.MustCompile(`(?i)\b(OR REPLACE|OR IGNORE|REPLACE INTO|INDEXED BY|GLOB|ROWID|IFNULL|GROUP_CONCAT|JSON_\w+|AUTOINCREMENT|TRIGGER|RECURSIVE|FOR UPDATE|LOCK TABLE|LISTEN|NOTIFY|TEMP|TEMPORARY|OFFSET|SERIAL|DEFERRABLE|GENERATED|INHERITS)\b|==|"`)
	for at, s := range sqlTexts(t) {
		if m := never.FindString(s); m != "" {
			t.Errorf("%s: %s is not in the shared subset:\n%s", at, m, s)
		}
	}
	schema, err := os.ReadFile("schema/sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	// The study leads every key, so that a study can be sent to a shard.
	for _, m := range regexp.MustCompile(`(?:PRIMARY KEY|UNIQUE|ON \w+) \(([^)]*)\)`).FindAllStringSubmatch(string(schema), -1) {
		if !strings.HasPrefix(m[1], "study") {
			t.Errorf("a key that the study does not lead: %s", m[0])
		}
	}
	for _, m := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`).FindAllStringSubmatch(string(schema), -1) {
		if !strings.Contains(m[2], "study ") {
			t.Errorf("table %s has no study", m[1])
		}
	}
	if m := never.FindString(strings.ReplaceAll(regexp.MustCompile(`--.*`).ReplaceAllString(string(schema), ""), "WITHOUT ROWID", "")); m != "" {
		t.Errorf("schema: %s", m)
	}
}
