package press

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/dires/dires/internal/test/need"
)

// axe is the accessibility checker's source, as npm installed it.
func axe(t *testing.T) string {
	b, err := os.ReadFile(filepath.Join("..", "..", "e2e", "axe", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		need.Missing(t, "needs axe-core (npm ci in e2e/axe)")
	}
	return string(b)
}

func browser(t *testing.T, opts ...chromedp.ExecAllocatorOption) context.Context {
	chromium := need.Program(t, "chromium", "chromium-browser", "google-chrome")
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), append(append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox), opts...)...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// run asks axe for what breaks WCAG 2.2 AA or good practice.
const run = `(async () => {
  const r = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']});
  return JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')));
})()`

// Every page of the printed site in a real browser: nothing axe objects to, in
// the light and in the dark, on a phone and on a desk, from the left and from
// the right; one request a page; nothing wider than a small screen.
func TestPagesInABrowser(t *testing.T) {
	checker := axe(t)
	ctx := browser(t)
	dir := os.Getenv("DIRES_SITE") // another public folder, for whoever wants to look at one
	if dir == "" {
		dir = t.TempDir()
		write(t, dir, Options{}, orvanie(t, "2026-11-24", nil))
	}
	var asked atomic.Int64
	files := http.FileServer(http.Dir(dir))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked.Add(1); files.ServeHTTP(w, r) }))
	defer srv.Close()
	var paths []string
	for n := range tree(t, dir) {
		if strings.HasSuffix(n, ".html") && !strings.Contains(n, "/latest/") && !strings.Contains(n, "/report/") {
			paths = append(paths, n)
		}
	}
	slices.Sort(paths)
	do := func(a chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	text := func(js string) string {
		t.Helper()
		s, err := chromedp.Run(ctx, chromedp.Evaluate[string](js, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	violations := func(name string) {
		t.Helper()
		var found []string
		if err := json.Unmarshal([]byte(text(run)), &found); err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s", name, f)
		}
	}
	for i, p := range paths {
		before := asked.Load()
		do(chromedp.EmulateViewport(320, 700))
		do(chromedp.Navigate(srv.URL + "/" + p))
		if w := text(`String(document.documentElement.scrollWidth)`); w != "320" {
			t.Errorf("%s: %s px wide on a screen of 320", p, w)
		}
		text(checker + `;document.querySelectorAll('details').forEach(d => d.open = true); ''`)
		violations(p + " at 320 px")
		if n := asked.Load() - before; n > 2 {
			t.Errorf("%s: %d requests", p, n)
		}
		if n := text(`String(performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length)`); n != "0" {
			t.Errorf("%s loads %s resources", p, n)
		}
		if i%4 > 0 { // the other looks share their sheet: a quarter of the pages, every kind among them
			continue
		}
		do(chromedp.EmulateViewport(1280, 900))
		violations(p + " at 1280 px")
		text(`document.documentElement.dir = 'rtl'; ''`)
		violations(p + " from the right")
		do(chromedp.EmulateViewport(320, 700))
		if w := text(`String(document.documentElement.scrollWidth)`); w != "320" {
			t.Errorf("%s: %s px wide from the right", p, w)
		}
	}
	ctx = browser(t, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	for i, p := range paths {
		if i%5 != 0 {
			continue
		}
		do(chromedp.Navigate(srv.URL + "/" + p))
		if dark := text(`String(matchMedia('(prefers-color-scheme: dark)').matches)`); dark != "true" {
			t.Fatal("the browser is not in the dark")
		}
		text(checker + `;document.querySelectorAll('details').forEach(d => d.open = true); ''`)
		violations(p + " in the dark")
	}
	if n := len(paths); n < 20 {
		t.Errorf("%d pages only", n)
	}
	if shots := os.Getenv("DIRES_SHOTS"); shots != "" {
		for _, p := range paths {
			for _, w := range []int64{360, 1200} {
				do(chromedp.EmulateViewport(w, 900))
				do(chromedp.Navigate(srv.URL + "/" + p))
				b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				name := strings.NewReplacer("/", "_", ".html", "").Replace(p)
				if err := os.WriteFile(filepath.Join(shots, fmt.Sprintf("%s-%d.png", name, w)), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
