package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

const (
	leastPassphrase = 12 // characters of a new passphrase
	tries           = 3  // at a terminal
)

// present reads keys, each with its passphrase, and layers that others opened.
func (a *app) present(ctx context.Context, files []string, phrases string) (by custody.Present, err error) {
	var keys []string
	for _, f := range files {
		if !strings.HasSuffix(f, custody.LayerFile) {
			keys = append(keys, f)
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			return by, err
		}
		by.Layers = append(by.Layers, b)
	}
	by.Keys, err = a.custodians(ctx, keys, phrases)
	return by, err
}

// custodians opens key files, one after the other: each custodian gives the
// passphrase of their own.
func (a *app) custodians(ctx context.Context, files []string, phrases string) (by []seal.Custodian, err error) {
	given, err := readPhrases(phrases, len(files))
	if err != nil {
		return nil, err
	}
	for i, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		b = bytes.TrimPrefix(b, []byte("\ufeff")) // an editor has saved it again
		called := filepath.Base(name)
		if !seal.Locked(b) {
			return nil, fault.New(fault.Invalid, "L150", called)
		}
		for try := 1; ; try++ {
			var phrase seal.Secret[string]
			if phrases != "" {
				phrase = given[i]
			} else if phrase, err = a.passphrase(ctx, a.printer().Say("cli.ask-passphrase", called)); err != nil {
				return nil, err
			}
			c, _, err := seal.Unlock(b, phrase)
			if err == nil {
				by = append(by, c)
				break
			}
			refused := fault.New(fault.Forbidden, "L151", called)
			if phrases != "" || try == tries {
				return nil, refused
			}
			a.complain(refused)
		}
	}
	return by, nil
}

// newPassphrase asks twice for one, or reads it from a file.
func (a *app) newPassphrase(ctx context.Context, key, file string) (phrase seal.Secret[string], err error) {
	if file != "" {
		given, err := readPhrases(file, 1)
		if err != nil {
			return phrase, err
		}
		phrase = given[0]
	} else if phrase, err = a.passphrase(ctx, a.printer().Say("cli.ask-passphrase-new", key)); err != nil {
		return phrase, err
	}
	if utf8.RuneCountInString(phrase.Reveal()) < leastPassphrase {
		return phrase, fault.New(fault.Invalid, "L154", leastPassphrase)
	}
	if file != "" {
		return phrase, nil
	}
	again, err := a.passphrase(ctx, a.printer().Say("cli.ask-passphrase-two"))
	if err == nil && again.Reveal() != phrase.Reveal() {
		err = fault.New(fault.Invalid, "L153")
	}
	return phrase, err
}

// readPhrases reads n passphrases, one a line; no file, none.
func readPhrases(file string, n int) (all []seal.Secret[string], err error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(bytes.TrimPrefix(b, []byte("\ufeff"))) {
		all = append(all, seal.Hide(strings.TrimRight(string(line), "\r\n")))
	}
	if len(all) < n {
		return nil, fault.New(fault.Invalid, "L155", filepath.Base(file))
	}
	return all, nil
}

// passphrase asks for one; a terminal does not show it.
func (a *app) passphrase(ctx context.Context, question string) (phrase seal.Secret[string], err error) {
	if !a.Asks || a.json {
		return phrase, fault.New(fault.Invalid, "L152")
	}
	fmt.Fprint(a.Err, question+" ")
	f, ok := a.In.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		if a.lines == nil {
			a.lines = bufio.NewReader(a.In)
		}
		s, err := a.lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return phrase, err
		}
		return seal.Hide(strings.TrimRight(s, "\r\n")), nil
	}
	was, err := term.GetState(int(f.Fd()))
	if err != nil {
		return phrase, err
	}
	type answer struct {
		b   []byte
		err error
	}
	got := make(chan answer, 1)
	go func() {
		b, err := term.ReadPassword(int(f.Fd()))
		got <- answer{b, err}
	}()
	select {
	case r := <-got:
		fmt.Fprintln(a.Err)
		return seal.Hide(string(r.b)), r.err
	case <-ctx.Done(): // the terminal must show again what is typed
		fmt.Fprintln(a.Err)
		return phrase, errors.Join(ctx.Err(), term.Restore(int(f.Fd()), was))
	}
}
