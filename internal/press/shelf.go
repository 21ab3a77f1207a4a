package press

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/source"
)

// shelved is a study as the catalogue lists it.
type shelved struct {
	newest   manifest
	recalled bool   // all its releases are
	folder   string // to which its title leads: "latest", or in an archive the release
}

// compareReleases orders releases by date, then by the number after it:
// 2026-11-24, 2026-11-24.2, 2026-11-24.10.
func compareReleases(a, b manifest) int {
	n := func(id string) int {
		_, x, _ := strings.Cut(id, ".")
		i, _ := strconv.Atoi(x)
		return i
	}
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(n(a.Release), n(b.Release)), cmp.Compare(a.Release, b.Release))
}

// shelf reads the manifests of all releases below dir, by study, newest
// first.
func shelf(dir string) (map[string][]manifest, error) {
	all := map[string][]manifest{}
	studies, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read public folder: %w", err)
	}
	for _, s := range studies {
		if !s.IsDir() || strings.HasPrefix(s.Name(), ".") {
			continue
		}
		rs, err := os.ReadDir(filepath.Join(dir, s.Name()))
		if err != nil {
			return nil, fmt.Errorf("read public folder: %w", err)
		}
		for _, r := range rs {
			if !r.IsDir() || r.Name() == "latest" || strings.HasPrefix(r.Name(), ".") {
				continue
			}
			m, ok, err := readManifest(filepath.Join(dir, s.Name(), r.Name()))
			if err != nil {
				return nil, err
			}
			if ok {
				all[s.Name()] = append(all[s.Name()], m)
			}
		}
		slices.SortFunc(all[s.Name()], func(a, b manifest) int { return compareReleases(b, a) })
	}
	return all, nil
}

// plain starts a page that belongs to no release: the catalogue, a list of
// releases, a notice. up leads from the page to the public folder.
func plain(t lang.Tag, path, up, title string, other map[lang.Tag]string) *page {
	g := &page{p: lang.For(t), path: path, title: title, class: "index", other: other}
	h := &page{p: g.p}
	h.raw(`<header><div class="in bar"><a href="`, up, string(t), `/index.html"><b>Dires</b></a>`, switchTo(g), "</div></header>\n")
	g.top = h.b.String()
	g.foot = ""
	return g
}

func (g *page) file() file { return file{path: g.path, data: g.bytes(), class: g.class} }

// catalogue lists all studies in a language: real ones first, fiction apart.
func catalogue(t lang.Tag, studies []shelved) file {
	p := lang.For(t)
	other := map[lang.Tag]string{}
	for _, l := range lang.Complete {
		other[l] = "../" + string(l) + "/index.html"
	}
	g := plain(t, string(t)+"/index.html", "../", p.Say("press.catalogue-title"), other)
	g.desc = p.Say("press.catalogue-lead")
	g.raw("<h1>", g.say("press.catalogue-title"), "</h1>\n")
	g.el(`p class="lede"`, p.Say("press.catalogue-lead"))
	if len(studies) == 0 {
		g.el("p", p.Say("press.catalogue-none"))
	}
	for _, part := range []struct {
		key     string
		fiction bool
	}{{"press.catalogue-real", false}, {"press.catalogue-fict", true}} {
		first := true
		for _, s := range studies {
			m := s.newest
			if (m.Nature == string(source.Fictional)) != part.fiction {
				continue
			}
			if first {
				g.raw("<h2>", g.say(part.key), "</h2>\n")
				first = false
			}
			dir := "../" + out.Slug(m.Study) + "/"
			g.raw(`<section class="card"><h3>`)
			if s.recalled {
				g.raw(g.inline(m.Title))
			} else {
				g.raw(`<a href="`, dir, s.folder, "/", string(t), `/index.html">`, g.inline(m.Title), "</a>")
			}
			g.raw("</h3>\n")
			nature := cmp.Or(m.Nature, "real")
			g.raw(`<p class="soft"><b>`, g.say("press.nature-"+nature), "</b> · ", g.inline(m.Country), "</p>\n")
			g.text("p", m.Summary)
			g.raw(`<p class="soft">`)
			if s.recalled {
				g.raw(g.say("press.all-recalled"))
			} else {
				g.raw(g.say("press.latest", m.Release, Date(p, m.Date)))
			}
			g.raw(` · <a href="`, dir, releasesName(t), `">`, g.say("press.all-releases"), "</a></p></section>\n")
		}
	}
	return g.file()
}

func releasesName(t lang.Tag) string {
	if t == lang.French {
		return "releases.html"
	}
	return "releases." + string(t) + ".html"
}

// releases lists the releases of a study, newest first, with what changed and
// what was recalled. A copy is the list inside an archive.
func releases(t lang.Tag, ms []manifest, base string, isCopy bool) file {
	p := lang.For(t)
	other := map[lang.Tag]string{}
	for _, l := range lang.Complete {
		other[l] = releasesName(l)
	}
	m := ms[0]
	name, _ := m.Title.In(t)
	fiction := m.Nature == string(source.Fictional)
	title := p.Say("press.releases-title") + " · " + name
	if fiction && !strings.HasPrefix(name, "FICTION") {
		title = "FICTION · " + title
	}
	g := plain(t, out.Slug(m.Study)+"/"+releasesName(t), "../", title, other)
	g.noindex = m.Noindex
	g.raw("<h1>")
	if fiction && !strings.HasPrefix(name, "FICTION") {
		g.raw(`<span class="fic">FICTION</span> `)
	}
	g.raw(g.inline(m.Title), ` <small class="sub">`, g.say("press.releases-title"), "</small></h1>\n")
	g.el(`p class="lede"`, p.Say("press.releases-lead"))
	if isCopy {
		g.el("p", p.Say("press.releases-copy", m.Release))
		if base != "" {
			list := strings.TrimSuffix(base, out.Slug(m.Release)+"/") + releasesName(t)
			g.el("p", p.Say("press.releases-at", list))
		}
	}
	latest := false
	for i, m := range ms {
		folder := out.Slug(m.Release)
		g.raw(`<section class="card" id="`, folder, `">`)
		if x := m.Recalled; x != nil {
			g.raw(`<h2 class="flag">`, g.say("press.recalled", m.Release, Date(p, x.On)), "</h2>\n")
			g.el("p", p.Say("press.recalled-lead"))
			if len(x.Why) > 0 {
				g.raw("<p><b>", g.say("press.recalled-why"), "</b> ", g.inline(x.Why), "</p>\n")
			}
			g.raw("</section>\n")
			continue
		}
		g.raw(`<h2><a href="`, folder, "/", string(t), `/index.html">`, g.esc(upper(p.Say("press.release-of", m.Release, Date(p, m.Date)))), "</a>")
		if !latest {
			latest = true
			if !isCopy {
				g.raw(` <small>(`, g.say("press.is-latest"), ")</small>")
			}
		}
		g.raw("</h2>\n")
		switch {
		case len(m.Changes) > 0:
			g.raw("<p><b>", g.say("press.changed"), "</b></p><ul>")
			for _, c := range m.Changes {
				g.raw("<li>", g.esc(c), "</li>")
			}
			g.raw("</ul>\n")
		case i == len(ms)-1 && !isCopy:
			g.el("p", p.Say("press.first"))
		}
		g.raw(`<p class="soft">`, g.say("press.pin-edition"), g.esc(p.Say("press.colon")), "<code>", m.Edition, "</code></p></section>\n")
	}
	return g.file()
}

// notice is the page that stands in place of a recalled release.
func notice(t lang.Tag, m manifest) file {
	p := lang.For(t)
	other := map[lang.Tag]string{}
	for _, l := range lang.Complete {
		other[l] = "../" + string(l) + "/index.html"
	}
	title := p.Say("press.recalled", m.Release, Date(p, m.Recalled.On))
	if m.Nature == string(source.Fictional) {
		title = "FICTION · " + title
	}
	g := plain(t, string(t)+"/index.html", "../../../", title, other)
	g.noindex = true
	g.raw(`<h1 class="flag">`, g.say("press.recalled", m.Release, Date(p, m.Recalled.On)), "</h1>\n")
	g.text("p", m.Title)
	g.el("p", p.Say("press.recalled-lead"))
	if len(m.Recalled.Why) > 0 {
		g.raw("<p><b>", g.say("press.recalled-why"), "</b> ", g.inline(m.Recalled.Why), "</p>\n")
	}
	g.raw(`<p><a href="../../`, releasesName(t), `">`, g.say("press.all-releases"), "</a></p>\n")
	return g.file()
}

// start is the page at the top, for hosts that do not look at the reader's
// language and for archives.
func start() file {
	g := plain(lang.French, "index.html", "", "Dires", map[lang.Tag]string{lang.English: "en/index.html"})
	g.raw("<h1>Dires</h1>\n")
	for _, t := range lang.Complete {
		p := lang.For(t)
		x := &page{p: p}
		names, _ := lang.Lookup("press.language-name")
		g.raw(`<p class="lede" lang="`, string(t), `"><a href="`, string(t), `/index.html" hreflang="`, string(t), `">`, names[t], x.say("press.colon"), x.say("press.catalogue-title"), "</a></p>\n")
	}
	return g.file()
}

// arrange renews what stands around the releases: latest/, the lists, the
// catalogue. It writes only what is not so already. Fresh holds the files of
// releases laid out just now.
func arrange(ctx context.Context, dir string, fresh map[string][]packed) error {
	all, err := shelf(dir)
	if err != nil {
		return err
	}
	var studies []shelved
	for _, s := range slices.Sorted(maps.Keys(all)) {
		ms := all[s]
		if len(ms) == 0 {
			continue
		}
		x := shelved{newest: ms[0], recalled: true, folder: "latest"}
		for _, m := range ms {
			if m.Recalled == nil {
				x = shelved{newest: m, folder: "latest"}
				break
			}
		}
		if err := latest(filepath.Join(dir, s), x.newest, fresh[s+"/"+out.Slug(x.newest.Release)]); err != nil {
			return err
		}
		studies = append(studies, x)
		for _, t := range lang.Complete {
			if err := around(ctx, dir, releases(t, ms, "", false)); err != nil {
				return err
			}
		}
	}
	for _, t := range lang.Complete {
		if err := around(ctx, dir, catalogue(t, studies)); err != nil {
			return err
		}
	}
	if err := replace(filepath.Join(dir, "robots.txt"), robots(studies)); err != nil {
		return err
	}
	return around(ctx, dir, start())
}

// robots asks search engines to stay away from studies that must not be
// indexed: pages say so themselves, data files and documents cannot.
func robots(studies []shelved) []byte {
	b := []byte("User-agent: *\n")
	for _, s := range studies {
		if s.newest.Noindex {
			b = append(b, "Disallow: /"+out.Slug(s.newest.Study)+"/\n"...)
		}
	}
	return append(b, "Allow: /\n"...)
}

// around writes one page outside the releases, with its siblings.
func around(ctx context.Context, dir string, f file) error {
	ps, err := pack(ctx, []file{f}, nil)
	if err != nil {
		return err
	}
	p := filepath.Join(dir, filepath.FromSlash(f.path))
	for _, x := range []struct {
		end string
		b   []byte
	}{{"", ps[0].data}, {".br", ps[0].br}, {".gz", ps[0].gz}} {
		if err := replace(p+x.end, x.b); err != nil {
			return err
		}
	}
	return nil
}

// latest makes study/latest the copy of a release: a copy, since not every
// machine knows links.
func latest(study string, m manifest, fresh []packed) error {
	from, to := filepath.Join(study, out.Slug(m.Release)), filepath.Join(study, "latest")
	want, err := os.ReadFile(filepath.Join(from, "manifest.json"))
	if err != nil {
		return fmt.Errorf("renew latest: %w", err)
	}
	if have, err := os.ReadFile(filepath.Join(to, "manifest.json")); err == nil && string(have) == string(want) && m.verify(to) == nil {
		return nil
	}
	if fresh != nil {
		_, _, err := lay(to, fresh)
		return err
	}
	tmp := filepath.Join(study, ".printing-latest")
	if err := os.RemoveAll(tmp); err != nil {
		return fmt.Errorf("renew latest: %w", err)
	}
	if err := os.CopyFS(tmp, os.DirFS(from)); err != nil {
		return fmt.Errorf("renew latest: %w", err)
	}
	return swap(tmp, to)
}

func byPath(ps []packed) {
	slices.SortFunc(ps, func(a, b packed) int { return cmp.Compare(a.path, b.path) })
}
