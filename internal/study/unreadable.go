package study

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/dires/dires/internal/diag"
)

// What somebody who writes TOML for the first time gets wrong, as the decoder
// says it, with the code that says what to write. The groups of the pattern are
// the arguments after the key.
var slips = []struct {
	says *regexp.Regexp
	code diag.Code
}{
	{regexp.MustCompile(`destination has type string`), "C618"},
	{regexp.MustCompile(`destination has type slice`), "C619"},
	{regexp.MustCompile(`destination has type u?int`), "C622"},
	{regexp.MustCompile(`destination has type float`), "C622"},
	{regexp.MustCompile(`destination has type bool`), "C624"},
	{regexp.MustCompile(`destination has type (?:map|struct)|type mismatch for .*expected (?:map|table)`), "C625"},
	{regexp.MustCompile(`^expected value but found "(.*)" instead`), "C626"},
	{regexp.MustCompile(`^strings cannot contain newlines|^unexpected EOF; expected ['"` + "`" + `]"`), "C627"},
	{regexp.MustCompile(`^Key '.*' (?:has already been defined|was already created)`), "C628"},
	{regexp.MustCompile(`^expected '\.' or '='|expected key separator`), "C629"},
	{regexp.MustCompile(`^expected a comma|^unexpected comma`), "C630"},
	{regexp.MustCompile(`to end table name|end of table array name`), "C631"},
	{regexp.MustCompile(`"(.*)" is none of (.*)$`), "C603"},
}

// where is how the decoder begins a message that carries no position.
var where = regexp.MustCompile(`^toml: line (\d+)(?: \(last key "([^"]*)"\))?: `)

// named is how the decoder names a key in a message.
var named = regexp.MustCompile(`^Key '(.*?)' `)

// Unreadable says why a file is no TOML, or holds a value of the wrong kind:
// err is what the decoder gave.
func Unreadable(file string, err error) diag.Finding {
	at, says := diag.At{File: file}, err.Error()
	if pe, is := errors.AsType[toml.ParseError](err); is {
		at.Row, at.Field, says = pe.Position.Line, pe.LastKey, pe.Message
		if says == "" {
			says = strings.TrimPrefix(pe.Error(), "toml: ")
		}
	} else if m := where.FindStringSubmatch(says); m != nil {
		at.Row, _ = strconv.Atoi(m[1]) // digits only
		at.Field, says = m[2], says[len(m[0]):]
	}
	for _, s := range slips {
		m := s.says.FindStringSubmatch(says)
		if m == nil {
			continue
		}
		if k := named.FindStringSubmatch(says); k != nil {
			at.Field = k[1]
		}
		args := []any{at.Field}
		for _, x := range m[1:] {
			args = append(args, x)
		}
		k, _ := diag.Known(s.code)
		return diag.New(s.code, at, args[:k.Args]...)
	}
	return diag.New("C600", at, says)
}
