package xlsform

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func nameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }
func nameRune(r rune) bool {
	return nameStart(r) || r == '-' || r == '.' || r >= '0' && r <= '9' || r == '·' || unicode.Is(unicode.Mn, r)
}

// ncname gives the length of the name at the start of s.
func ncname(s string) int {
	for i, r := range s {
		if i == 0 && !nameStart(r) {
			return 0
		}
		if !nameRune(r) {
			return i
		}
	}
	return len(s)
}

// qname gives the length of a name that may have a prefix.
func qname(s string) int {
	n := ncname(s)
	if n > 0 && n < len(s) && s[n] == ':' {
		if m := ncname(s[n+1:]); m > 0 {
			return n + 1 + m
		}
	}
	return n
}

// isName reports whether s can name an XML element.
func isName(s string) bool { return s != "" && utf8.ValidString(s) && qname(s) == len(s) }

// ref is one ${name} in a text.
type ref struct {
	from, to  int // of the whole ${…}
	name      string
	lastSaved bool
}

// refs finds the well-formed references; bad reports one that is not, as
// "${ name }" or "${name" never closed.
func refs(s string) (rs []ref, bad bool) {
	for i := 0; ; {
		j := strings.Index(s[i:], "${")
		if j < 0 {
			return rs, bad
		}
		j += i
		k := strings.IndexByte(s[j:], '}')
		if k < 0 {
			return rs, true
		}
		k += j
		in := s[j+2 : k]
		if in == "" {
			i = k
			continue
		}
		name, saved := strings.CutPrefix(in, "last-saved#")
		if n := ncname(name); n == 0 || n != len(name) {
			bad = true
		} else {
			rs = append(rs, ref{j, k + 1, name, saved})
		}
		i = k + 1
	}
}

func hasRef(s string) bool {
	if !strings.Contains(s, "${") {
		return false
	}
	rs, _ := refs(s)
	return len(rs) > 0
}

// isRef reports whether s is one reference and nothing else.
func isRef(s string) bool {
	rs, bad := refs(s)
	return !bad && len(rs) == 1 && rs[0].from == 0 && rs[0].to == len(s)
}

func hasLastSaved(s string) bool {
	rs, _ := refs(s)
	for _, r := range rs {
		if r.lastSaved {
			return true
		}
	}
	return false
}

// token kinds of an expression, coarse: enough to tell a formula from a text.
type tok struct {
	kind     byte // w space, n number or date, o maths, c comparison, | union, ( ) b bracket, . self, / slash, " literal, , comma, $ ref, f call, p name[ , ] , u scheme, a name, ? other
	from, to int
}

func digitsAt(s string, n int) bool {
	if len(s) < n {
		return false
	}
	for i := 0; i < n; i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func timeAt(s string) int {
	if len(s) >= 8 && digitsAt(s, 2) && s[2] == ':' && digitsAt(s[3:], 2) && s[5] == ':' && digitsAt(s[6:], 2) {
		n := 8
		if n < len(s) && s[n] == 'Z' {
			return n + 1
		}
		if len(s) >= n+6 && (s[n] == '+' || s[n] == '-') && digitsAt(s[n+1:], 2) && s[n+3] == ':' && digitsAt(s[n+4:], 2) {
			return n + 6
		}
		return n
	}
	return 0
}

func dateAt(s string) int {
	i := 0
	if s != "" && s[0] == '-' {
		i = 1
	}
	if len(s) >= i+10 && digitsAt(s[i:], 4) && s[i+4] == '-' && digitsAt(s[i+5:], 2) && s[i+7] == '-' && digitsAt(s[i+8:], 2) {
		return i + 10
	}
	return 0
}

func numberAt(s string) int {
	i := 0
	if s != "" && s[0] == '-' {
		i = 1
	}
	j := i
	for j < len(s) && s[j] >= '0' && s[j] <= '9' {
		j++
	}
	if j == i {
		if j+1 < len(s) && s[j] == '.' && s[j+1] >= '0' && s[j+1] <= '9' {
			for j++; j < len(s) && s[j] >= '0' && s[j] <= '9'; j++ {
			}
			return j
		}
		return 0
	}
	if j < len(s) && s[j] == '.' {
		for j++; j < len(s) && s[j] >= '0' && s[j] <= '9'; j++ {
		}
	}
	return j
}

// scan cuts a text into tokens in the order of precedence of XLSForm's rules.
func scan(s string) []tok {
	var ts []tok
	for i := 0; i < len(s); {
		r := s[i:]
		k, n := byte('?'), 0
		switch {
		case dateAt(r) > 0:
			k, n = 'n', dateAt(r)
			if n < len(r) && r[n] == 'T' {
				if m := timeAt(r[n+1:]); m > 0 {
					n += 1 + m
				}
			}
		case timeAt(r) > 0:
			k, n = 'n', timeAt(r)
		case numberAt(r) > 0:
			k, n = 'n', numberAt(r)
		case strings.IndexByte("*+-", r[0]) >= 0:
			k, n = 'o', 1
		case strings.HasPrefix(r, " mod ") || strings.HasPrefix(r, " div "):
			k, n = 'o', 5
		case strings.HasPrefix(r, "!=") || strings.HasPrefix(r, "<=") || strings.HasPrefix(r, ">="):
			k, n = 'c', 2
		case strings.IndexByte("=<>", r[0]) >= 0:
			k, n = 'c', 1
		case strings.HasPrefix(r, " and "):
			k, n = 'c', 5
		case strings.HasPrefix(r, " or "):
			k, n = 'c', 4
		case strings.IndexByte("|(),/", r[0]) >= 0:
			k, n = r[0], 1
		case strings.IndexByte("[{}", r[0]) >= 0:
			k, n = 'b', 1
		case strings.HasPrefix(r, ".."):
			k, n = '.', 2
		case r[0] == '.':
			k, n = '.', 1
		case r[0] == '"' || r[0] == '\'':
			if j := strings.IndexByte(r[1:], r[0]); j >= 0 {
				k, n = '"', j+2
			}
		case r[0] == ']':
			k, n = ']', 1
		}
		if n == 0 {
			c, w := utf8.DecodeRuneInString(r)
			switch {
			case unicode.IsSpace(c):
				n = w
				for n < len(r) {
					c, w := utf8.DecodeRuneInString(r[n:])
					if !unicode.IsSpace(c) {
						break
					}
					n += w
				}
				k = 'w'
			case strings.HasPrefix(r, "${"):
				in := strings.TrimPrefix(r[2:], "last-saved#")
				m := ncname(in)
				if m > 0 && m < len(in) && in[m] == '}' {
					k, n = '$', len(r)-len(in)+m+1
				} else {
					k, n = '?', 2
				}
			default:
				q := qname(r)
				switch {
				case q > 0 && q < len(r) && r[q] == '(':
					k, n = 'f', q+1
				case q > 0 && q < len(r) && r[q] == '[':
					k, n = 'p', q+1
				case q > 0 && strings.HasPrefix(r[q:], "://"):
					k, n = 'u', q+3
				case q > 0:
					k, n = 'a', q
				default:
					n = w
				}
			}
		}
		ts = append(ts, tok{k, i, i + n})
		i += n
	}
	return ts
}

// dynamic reports whether a default is a formula, to be worked out on the
// phone, rather than a value.
func dynamic(s, typ string) bool {
	if s == "" {
		return false
	}
	hyphen := typ == "date" || typ == "dateTime" || typ == "geopoint" || typ == "geotrace" || typ == "geoshape"
	for _, t := range scan(s) {
		if hyphen && t.kind == 'o' && s[t.from:t.to] == "-" {
			return false
		}
		switch t.kind {
		case 'o', '|', 'p', '$', 'f':
			return true
		}
	}
	return false
}

// instanceSpans finds instance(…)/… expressions in a label: each runs to the
// first space outside a predicate.
func instanceSpans(s string) [][2]int {
	if !strings.Contains(s, "instance(") {
		return nil
	}
	var out []int
	var last tok
	enter, path, pred, any := false, false, false, false
	for _, t := range scan(s) {
		emit := false
		v := s[t.from:t.to]
		lv := ""
		if any {
			lv = s[last.from:last.to]
		}
		switch {
		case !enter && t.kind == 'f' && v == "instance(":
			enter, emit = true, true
			out = append(out, t.from)
		case enter:
			switch {
			case t.kind == '"' && last.kind == 'f' && lv == "instance(":
				emit = true
			case last.kind == '"' && t.kind == ')':
				emit = true
			case t.kind == '/' && (last.kind == ')' || last.kind == ']'):
				emit, path = true, true
			case path:
				if t.kind == 'w' {
					path = false
				} else {
					emit = true
					if t.kind == 'p' {
						path, pred = false, true
					}
				}
			case pred:
				emit = true
				if t.kind == ']' {
					pred = false
				}
			}
		}
		if emit {
			last, any = t, true
		} else if enter {
			enter = false
			out = append(out, last.to)
		}
	}
	if any {
		out = append(out, last.to)
	}
	var spans [][2]int
	for i := 0; i+1 < len(out); i += 2 {
		spans = append(spans, [2]int{out[i], out[i+1]})
	}
	return spans
}
