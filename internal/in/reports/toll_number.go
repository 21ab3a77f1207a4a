package reports

// num is a number in digits or words, and the token behind it.
type num struct {
	value, next int
	ok          bool
}

// number reads the number that stands at token i.
func (p *parser) number(i int) num {
	n := p.plain(i)
	if !n.ok {
		if i < len(p.ts) && p.ts[i].kind == word && p.ts[i].text == "half" {
			return num{6, i + 1, true}
		}
		if i < len(p.ts) && p.ts[i].kind == word && p.ts[i].text == "dozen" {
			return num{12, i + 1, true}
		}
		return n
	}
	if n.next < len(p.ts) && p.ts[n.next].kind == word { // "deux dizaines", "two dozen", "3 mille"
		w := p.ts[n.next].text
		switch {
		case roughly[w] > 0 || len(w) > 1 && roughly[w[:len(w)-1]] > 0 && w[len(w)-1] == 's':
			k := roughly[w]
			if k == 0 {
				k = roughly[w[:len(w)-1]]
			}
			n.value, n.next = n.value*k, n.next+1
		case ones[w] >= 100 && p.ts[i].kind == number:
			n.value, n.next = n.value*ones[w], n.next+1
		case ones[w] > 0 && w != "un" && w != "une" && w != "one":
			n.ok = false // two numbers that make none together
		}
		if n.next < len(p.ts) && p.ts[n.next].kind == number {
			n.ok = false
		}
	} else if n.next < len(p.ts) && p.ts[n.next].kind == number {
		n.ok = false
	}
	n.ok = n.ok && n.value >= 0 && n.value <= mostPeople
	return n
}

// plain is a number without "dizaine" behind it.
func (p *parser) plain(i int) num {
	if i >= len(p.ts) {
		return num{}
	}
	if p.ts[i].kind == number {
		return num{p.ts[i].n, i + 1, true}
	}
	if p.ts[i].kind != word || ones[p.ts[i].text] == 0 {
		return num{}
	}
	if w := p.ts[i].text; (w == "un" || w == "une") && i+1 < len(p.ts) && (headings[p.ts[i+1].text] || plainly[p.ts[i+1].text] && p.ts[i+1].text != "a" && p.ts[i+1].text != "seul") {
		return num{}
	}
	total, cur, n := 0, 0, 0
	for j := i; j < len(p.ts); {
		k := j
		if n > 0 && p.ts[k].kind == tight || n > 0 && p.ts[k].kind == word && p.joined(k, cur) {
			k++
		}
		if k >= len(p.ts) || p.ts[k].kind != word {
			break
		}
		v := ones[p.ts[k].text]
		next, thousands, ok := compose(cur, v, n == 0, p.ts[k].text)
		if v == 0 || !ok {
			break
		}
		if thousands {
			total, cur = total+max(cur, 1)*1000, 0
		} else {
			cur = next
		}
		n++
		j = k + 1
		i = j
	}
	return num{total + cur, i, n > 0}
}

// joined reports whether "et" or "and" at k stands within a number: "vingt et
// un", "hundred and five".
func (p *parser) joined(k, cur int) bool {
	if k+1 >= len(p.ts) || p.ts[k+1].kind != word {
		return false
	}
	w, v := p.ts[k].text, ones[p.ts[k+1].text]
	switch w {
	case "et":
		return (v == 1 || v == 11) && cur%100 >= 20 && cur%10 == 0 && cur%100 <= 70
	case "and":
		return v > 0 && v < 100 && cur >= 100 && cur%100 == 0 && p.ts[k-1].text == "hundred"
	}
	return false
}

// compose puts one more word to a number below a thousand.
func compose(cur, v int, first bool, w string) (next int, thousands, ok bool) {
	rest := cur % 100
	switch {
	case first && v < 1000:
		return v, false, true
	case v == 1000:
		return 0, true, true
	case v == 100:
		return cur * 100, false, cur > 1 && cur < 10 || cur == 1
	case v == 20 && rest == 4 && (w == "vingt" || w == "vingts"):
		return cur - 4 + 80, false, true
	case v >= 20:
		return cur + v, false, rest == 0
	case v >= 10:
		return cur + v, false, rest == 0 || rest == 60 || rest == 80
	default:
		return cur + v, false, rest == 0 || rest >= 20 && cur%10 == 0 || v >= 7 && (rest == 10 || rest == 70 || rest == 90)
	}
}
