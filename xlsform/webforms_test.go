package xlsform

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/dires/dires/internal/test/need"
	"github.com/dires/dires/xform"
)

// webforms builds the host page of e2e/webforms, unless it stands already.
func webforms(t *testing.T) string {
	const dir = "../e2e/webforms"
	dist := filepath.Join(dir, "dist")
	if _, err := os.Stat(filepath.Join(dist, "index.html")); err == nil {
		return dist
	}
	npm := need.Program(t, "npm")
	for _, args := range [][]string{{"ci", "--no-audit", "--no-fund"}, {"run", "build"}} {
		c := exec.Command(npm, args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			need.Missing(t, "needs @getodk/web-forms from npm: "+string(out[:min(len(out), 300)]))
		}
	}
	return dist
}

// fillPage answers what stands open on the page and can be answered by a
// click; it gives the places of fields that need the keyboard.
const fillPage = `(() => {
  const seen = e => e.offsetParent !== null;
  let clicks = 0;
  window.done ||= new Set();
  for (const q of document.querySelectorAll('.question-container')) {
    if (!seen(q)) continue;
    const radios = [...q.querySelectorAll('input[type=radio]')];
    if (radios.length && !radios.some(r => r.checked)) { radios[0].click(); clicks++; }
    const boxes = [...q.querySelectorAll('input[type=checkbox]')];
    if (boxes.length && !boxes.some(b => b.checked)) { boxes[0].click(); clicks++; if (boxes[1]) boxes[1].click(); }
  }
  const keys = [];
  let n = 0;
  for (const i of document.querySelectorAll('.question-container input:not([type=radio]):not([type=checkbox]):not([type=file]), .question-container textarea')) {
    if (!seen(i) || i.readOnly || i.disabled || i.value !== '' || done.has(i.id)) continue;
    if (!i.id) i.id = 'k' + (window.kn = (window.kn || 0) + 1);
    done.add(i.id);
    const q = i.closest('.question-container');
    const number = !!i.closest('.p-inputnumber') || i.inputMode === 'numeric' || i.getAttribute('role') === 'spinbutton';
    const date = !!i.closest('.p-datepicker') || i.getAttribute('role') === 'combobox';
    keys.push({ id: i.id, kind: number ? 'number' : date ? 'date' : 'text', label: q.innerText });
  }
  return JSON.stringify({ clicks, keys });
})()`

func TestTheTwoFormsFillAndSubmitInWebForms(t *testing.T) {
	if os.Getenv("DIRES_LONG") != "1" {
		t.Skip("long: set DIRES_LONG=1")
	}
	chromium := need.Program(t, "chromium", "chromium-browser", "google-chrome")
	dist := webforms(t)
	var mu sync.Mutex
	got := map[string][]byte{}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(dist)))
	mux.HandleFunc("/form/{name}", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, templates+filepath.Base(r.PathValue("name"))+".xml")
	})
	mux.HandleFunc("POST /submission/{name}", func(w http.ResponseWriter, r *http.Request) {
		f, _, err := r.FormFile("xml_submission_file")
		if err == nil {
			b, _ := io.ReadAll(f)
			mu.Lock()
			got[r.PathValue("name")] = b
			mu.Unlock()
		}
		w.WriteHeader(http.StatusCreated)
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.WindowSize(1000, 3000), chromedp.Flag("lang", "fr"))...)
	defer cancel()
	for _, name := range []string{"report", "inquiry"} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := chromedp.NewContext(alloc)
			defer cancel()
			ctx, stop := context.WithTimeout(ctx, 90*time.Second)
			defer stop()
			if _, err := chromedp.Run(ctx, chromedp.Navigate(srv.URL+"/?form="+name)); err != nil {
				t.Fatal(err)
			}
			for range 100 {
				if n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll('.question-container').length`)); err != nil || n > 0 {
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
			for quiet := 0; quiet < 2; {
				time.Sleep(250 * time.Millisecond)
				said, err := chromedp.Run(ctx, chromedp.Evaluate[string](fillPage))
				if err != nil {
					t.Fatal(err)
				}
				var now struct {
					Clicks int
					Keys   []struct{ ID, Kind, Label string }
				}
				if err := json.Unmarshal([]byte(said), &now); err != nil {
					t.Fatal(err)
				}
				quiet++
				if now.Clicks+len(now.Keys) > 0 {
					quiet = 0
				}
				for _, k := range now.Keys {
					v := "Un mot"
					switch {
					case k.Kind == "number":
						v = "3"
					case strings.Contains(strings.ToLower(k.Label), "code"):
						v = "AB12"
					case k.Kind == "date":
						v = "03/04/2026"
					}
					if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf("document.getElementById(%q)?.focus(), true", k.ID))); err != nil {
						t.Fatal(err)
					}
					for _, s := range []string{v, "\t"} {
						if _, err := chromedp.Run(ctx, chromedp.KeyEvent(s)); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			click := `[...document.querySelectorAll('button')].filter(b => /send|submit|envoyer/i.test(b.innerText)).at(-1)?.click(), true`
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](click)); err != nil {
				t.Fatal(err)
			}
			for range 20 {
				mu.Lock()
				ok := got[name] != nil
				mu.Unlock()
				if ok {
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
			mu.Lock()
			b := got[name]
			mu.Unlock()
			if b == nil {
				text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
				if d := os.Getenv("SHOT"); d != "" {
					shot, _ := chromedp.Run(ctx, chromedp.FullScreenshot(60))
					_ = os.WriteFile(filepath.Join(d, name+".jpg"), shot, 0o666)
				}
				t.Fatalf("nothing was submitted; the page says:\n%s", text)
			}
			x, err := xform.ParseInstance(b)
			if err != nil {
				t.Fatal(err)
			}
			xml, _ := os.ReadFile(templates + name + ".xml")
			f, _ := xform.Read(xml)
			as, found := f.Answers(x)
			n := 0
			for _, a := range as {
				if !a.Value.Empty() {
					n++
				}
			}
			if len(found) > 0 || n < 10 || x.FormID() != "orvanie-"+name {
				t.Errorf("%d answers, %v\n%s", n, found, b)
			}
			t.Logf("%s: %d answers sent", name, n)
		})
	}
}
