package address_test

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/address"
)

func ExamplePrintable() {
	fmt.Println(address.Printable(" https://example.org/a?b=c#d "))
	fmt.Println(address.Printable("javascript:alert(1)"))
	// Output:
	// https://example.org/a?b=c#d true
	//  false
}

func TestWhatMayBePrintedAsALink(t *testing.T) {
	for _, s := range []string{"https://example.org", "HTTP://example.org/é", "mailto:coalition@example.org", "#reply", "page.html", "fr/page.html", "a/../b.html", "?q=1"} {
		if _, ok := address.Printable(s); !ok {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:x", "\u0001javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
		`\\host\share`, "//host/share", `/\host`, "/etc/passwd", "https:///x", "http:example.org", "https://user:word@example.org", "../../private/keys/server.key", "..", "a/../../b", "a/.git/config",
		"ftp://example.org", "smb://host/x", "ms-word:ofe|u|x", "search-ms:x", "mailto:", "tel:123", "blob:x", "https://exam\u202eple.org", "http://[::1", "\u200bjavascript:x"} {
		if got, ok := address.Printable(s); ok {
			t.Errorf("%q is printed as %q", s, got)
		}
	}
}
