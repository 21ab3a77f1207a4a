package seal

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"
)

// MostCustodians is how many custodians an identity is nested for: of seven, any
// three are 35 files.
const MostCustodians = 7

// maxNested is more than any nested file is long; a longer one is none.
const maxNested = 1 << 20

// Nested is an identity that one set of custodians opens together.
type Nested struct {
	Who  []int  // their numbers, from 1, in the order in which they open
	File []byte // an age file in an age file … in an age file
}

// Nest seals c once for each set of need custodians: age(r1, age(r2, … c)). Each
// set opens its file, one custodian after the other; fewer open nothing. The
// innermost plaintext is the identity as the age tool reads it.
func Nest(c Custodian, need int, to []Recipient) (all []Nested, err error) {
	if len(to) > MostCustodians || need < 1 || need > len(to) {
		return nil, fmt.Errorf("nest custody: %d of %d custodians", need, len(to))
	}
	for _, who := range subsets(len(to), need) {
		b := []byte(c.id.String() + "\n")
		for _, i := range slices.Backward(who) {
			if b, err = encrypt(b, to[i-1].to); err != nil {
				return nil, fmt.Errorf("nest custody: %w", err)
			}
		}
		all = append(all, Nested{who, b})
	}
	return all, nil
}

// subsets lists the sets of k of the numbers 1 … n, in order.
func subsets(n, k int) (all [][]int) {
	if k == 0 {
		return [][]int{nil}
	}
	for last := k; last <= n; last++ {
		for _, s := range subsets(last-1, k-1) {
			all = append(all, append(s, last))
		}
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// OpenLayer opens the outermost layer of a nested file that is sealed for c,
// or gives [ErrOpen].
func (c Custodian) OpenLayer(file []byte) (Secret[[]byte], error) {
	b, err := decrypt(file, maxNested, c.id)
	return Hide(b), err
}

// Unnest opens a nested file with the identities of its custodians, in the order
// of [Nested].Who, or gives [ErrOpen].
func Unnest(file []byte, by ...Custodian) (Custodian, error) {
	inner := Hide(file)
	for _, c := range by {
		var err error
		if inner, err = c.OpenLayer(inner.Reveal()); err != nil {
			return Custodian{}, err
		}
	}
	c, err := ParseIdentity(inner)
	if err != nil {
		return Custodian{}, ErrOpen
	}
	return c, nil
}

// ParseIdentity reads what is innermost in a nested file.
func ParseIdentity(plain Secret[[]byte]) (Custodian, error) {
	return ParseCustodian(Hide(string(bytes.TrimSpace(plain.Reveal()))))
}

func encrypt(plain []byte, to age.Recipient) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err != nil {
		return nil, err
	}
	if _, err = w.Write(plain); err == nil {
		err = w.Close()
	}
	return b.Bytes(), err
}

// decrypt opens an age file of at most limit bytes, or gives [ErrOpen]: never
// what age says, which might quote.
func decrypt(file []byte, limit int64, with age.Identity) ([]byte, error) {
	if int64(len(file)) > limit {
		return nil, ErrOpen
	}
	r, err := age.Decrypt(bytes.NewReader(file), with)
	if err != nil {
		return nil, ErrOpen
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, ErrOpen
	}
	return b, nil
}
