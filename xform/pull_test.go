package xform

import (
	"bytes"
	"encoding/xml"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

const sample = `<?xml version="1.0" encoding="UTF-8"?>
<data id="report" version="3" xmlns:orx="http://openrosa.org/xforms">
  <orx:meta><orx:instanceID>uuid:0f</orx:instanceID></orx:meta>
  <name>A &amp; B &#233;</name><n/>
  <r><q>1</q></r><r><q> 2 </q></r>
  <note><![CDATA[<b>]]></note><!-- left out -->
</data>`

func TestASubmissionReadsBackTheSame(t *testing.T) {
	x, err := ParseInstance([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if x.FormID() != "report" || x.Version() != "3" || x.ID() != "uuid:0f" || x.Root.Child("name").Text != "A & B é" ||
		x.Root.Kids[4].Kids[0].Text != " 2 " || x.Root.Child("note").Text != "<b>" {
		t.Errorf("%s", x.XML())
	}
	y, err := ParseInstance(x.XML())
	if err != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("%v: %s", err, y.XML())
	}
}

func TestWhatASubmissionIsNotIsRefused(t *testing.T) {
	for _, s := range []string{"", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a b=1/>", `<a b="1" b="2"/>`, "<!DOCTYPE a><a/>",
		"<a>&x;</a>", "<a>&#0;</a>", "<a>\x01</a>", "<a>\xff</a>", "<a>t<b/></a>", "<a><b/>t</a>", "<a b='<'/>", "<1/>", "<a:/>",
		`<?xml version="1.0" encoding="latin1"?><a/>`, "<a/>t", "<a>]]></a>", strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)} {
		if _, err := ParseInstance([]byte(s)); err == nil {
			t.Errorf("%.40q: %v", s, err)
		}
	}
}

// events lists what the standard library sees, text joined.
func events(b []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	var out []string
	text := ""
	flush := func() {
		if text != "" {
			out = append(out, "t"+text)
		}
		text = ""
	}
	depth := 0
	for {
		tk, err := d.RawToken()
		if err == io.EOF {
			flush()
			return out, nil
		}
		if err != nil {
			return out, err
		}
		q := func(n xml.Name) string {
			if n.Space != "" {
				return n.Space + ":" + n.Local
			}
			return n.Local
		}
		switch v := tk.(type) {
		case xml.StartElement:
			flush()
			depth++
			s := "<" + q(v.Name)
			for _, a := range v.Attr {
				s += " " + q(a.Name) + "=" + a.Value
			}
			out = append(out, s)
		case xml.EndElement:
			flush()
			depth--
			out = append(out, ">"+q(v.Name))
		case xml.CharData:
			if depth > 0 {
				text += string(v)
			}
		}
	}
}

func ours(b []byte) ([]string, error) {
	p, err := NewParser(b, DefaultLimits)
	if err != nil {
		return nil, err
	}
	var out []string
	text := ""
	flush := func() {
		if text != "" {
			out = append(out, "t"+text)
		}
		text = ""
	}
	for {
		ev, err := p.Next()
		if err != nil {
			return nil, err
		}
		switch ev {
		case End:
			flush()
			return out, nil
		case Open:
			flush()
			s := "<" + string(p.Name)
			for _, a := range p.Attrs {
				s += " " + string(a.Name) + "=" + string(a.Value)
			}
			out = append(out, s)
		case Close:
			flush()
			out = append(out, ">"+string(p.Name))
		case Text:
			text += string(p.Text)
		}
	}
}

func FuzzAgainstTheStandardLibrary(f *testing.F) {
	for _, s := range []string{sample, "<a>\r\n\r</a>", "<a b='&lt;' c=\"x\"/>", "<é/>", "<a><!-- - --></a>", "<a><?x y?></a>", "<x:a/>",
		"<a>&#x10FFFF;</a>", "\ufeff<a/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ours(b)
		if err != nil {
			return // stricter is allowed; looser is not
		}
		b = bytes.TrimPrefix(b, []byte("\ufeff"))
		want, err := events(b)
		if err != nil {
			t.Fatalf("accepted what encoding/xml refuses: %v", err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q\n%q", got, want)
		}
		if x, err := ParseInstance(b); err == nil {
			if y, err := ParseInstance(x.XML()); err != nil || !reflect.DeepEqual(x, y) {
				t.Fatalf("%v: %q", err, x.XML())
			}
		}
	})
}

// megabyte reports what f allocates: it bounds what f holds at once.
func megabyte(t *testing.T, name string, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	f()
	d := time.Since(begin)
	runtime.ReadMemStats(&after)
	all := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%s: %v, %d MB allocated", name, d.Round(time.Millisecond), all)
	if all > 256 {
		t.Errorf("%s: %d MB allocated", name, all)
	}
}

func TestAMegabyteOfAnythingStaysWithinItsMemory(t *testing.T) {
	for _, s := range []string{strings.Repeat("<a>", 1<<18), "<a>" + strings.Repeat("&amp;", 1<<18) + "</a>",
		"<a " + strings.Repeat("b='' ", 1<<18) + "/>", "<a>" + strings.Repeat("<b/>", 1<<18) + "</a>", "<" + strings.Repeat("é", 1<<19)} {
		megabyte(t, s[:8], func() { ParseInstance([]byte(s)) })
	}
}

// submission is one of ordinary size: 60 answers, two repeats.
func submission() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0"?><data id="report" version="2026112401" xmlns:orx="http://openrosa.org/xforms"><start>2026-11-24T10:00:00.000+00:00</start>`)
	for i := range 60 {
		b.WriteString("<question_" + string(rune('a'+i%26)) + ">a choice and some words of what happened there</question_" + string(rune('a'+i%26)) + ">")
	}
	for range 2 {
		b.WriteString("<who><name>A</name><sex>f</sex><age>34</age></who>")
	}
	b.WriteString("<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>")
	return b.Bytes()
}

func BenchmarkPull(b *testing.B) {
	s := submission()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := NewParser(s, DefaultLimits)
		for err == nil {
			var ev Event
			if ev, err = p.Next(); ev == End {
				break
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInstance(b *testing.B) {
	s := submission()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseInstance(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStandardLibrary(b *testing.B) {
	s := submission()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(s))
		for {
			if _, err := d.Token(); err != nil {
				break
			}
		}
	}
}
