package odk

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/form"
	"github.com/dires/dires/xform"
)

// Name and Version tell a study which reader made its claims.
const (
	Name    = "odk"
	Version = 1
)

// Kit is what a study says about its forms: the forms themselves and the
// mapping from answers to claims.
type Kit struct {
	Forms   []*xform.Form
	Mapping Mapping
}

// Convert gives the XForm of a file, as form.XForm does.
type Convert func(file string, b []byte) ([]byte, diag.List, error)

// Open reads a study's forms folder: its forms (see [Forms]) and mapping.csv.
// A folder without a form or a mapping is an error.
func Open(forms fs.FS, convert Convert) (k Kit, found diag.List, err error) {
	defer fault.Wrap(&err, "open forms")
	if k.Forms, found, err = Forms(forms, convert); err != nil {
		return k, found, err
	}
	if len(k.Forms) == 0 {
		return k, found, fault.New(fault.Invalid, "F600")
	}
	b, err := fs.ReadFile(forms, "mapping.csv")
	if errors.Is(err, fs.ErrNotExist) {
		return k, found, fault.New(fault.Invalid, "F601")
	}
	if err != nil {
		return k, found, err
	}
	var l diag.List
	k.Mapping, l, err = ReadMapping("mapping.csv", bytes.NewReader(b))
	return k, append(found, l...), err
}

// Forms reads each form of a folder once, from its .xlsx, or where there is
// none its .xml. A form that is wrong is a finding and left out; a folder that
// is not there has no forms.
func Forms(forms fs.FS, convert Convert) (all []*xform.Form, found diag.List, err error) {
	list, err := fs.ReadDir(forms, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	files := map[string]string{}
	for _, e := range list {
		ext := path.Ext(e.Name())
		stem := strings.TrimSuffix(e.Name(), ext)
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		if strings.EqualFold(ext, ".xlsx") || strings.EqualFold(ext, ".xml") && files[stem] == "" {
			files[stem] = e.Name()
		}
	}
	var names []string
	for _, n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		b, err := fs.ReadFile(forms, n)
		if err != nil {
			return nil, found, err
		}
		x, fs, err := convert(n, b)
		if err != nil {
			found.Add("F592", diag.At{File: n}, errors.Unwrap(err))
			continue
		}
		found = append(found, fs...)
		if x == nil {
			continue
		}
		f, err := form.Read(x)
		if err != nil {
			found.Add("F592", diag.At{File: n}, err)
			continue
		}
		all = append(all, f)
	}
	return all, found, nil
}

// Claims reads a folder of submissions (see [Read]) and gives the claims they
// make, in the order of their files.
func (k Kit) Claims(inbox fs.FS, source string) ([]claim.Claim, diag.List, error) {
	subs, found, err := Read(inbox, k.Forms, k.Mapping, source)
	var cs []claim.Claim
	for _, s := range subs {
		cs = append(cs, s.Claims...)
	}
	return cs, found, err
}
