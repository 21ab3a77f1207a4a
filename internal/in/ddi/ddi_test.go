package ddi

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// FICTION: Orvanie and its survey are invented.
const orvanie = `<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:2_5" xmlns:xhtml="http://www.w3.org/1999/xhtml" version="2.5" xml:lang="fr">
 <docDscr><citation><titlStmt><titl>Le fichier, pas l'enquête</titl></titlStmt></citation></docDscr>
 <stdyDscr>
  <citation>
   <titlStmt><titl>FICTION. Enquête d'Orvanie</titl><parTitl xml:lang="en">FICTION. Survey of Orvanie</parTitl></titlStmt>
   <rspStmt><AuthEnty>Bureau inventé</AuthEnty></rspStmt>
   <prodStmt><producer>Coalition inventée</producer><producer>Bureau inventé</producer><fundAg>Fondation inventée</fundAg></prodStmt>
  </citation>
  <stdyInfo><sumDscr>
   <collDate date="2024-06-08" event="end"/><collDate date="2024-04-29" event="start"/>
   <universe clusion="I">adultes d'Orvanie</universe><universe clusion="I" xml:lang="en">adults of Orvanie</universe>
   <universe clusion="E"><xhtml:p>camps,</xhtml:p> <xhtml:p>casernes</xhtml:p></universe>
  </sumDscr></stdyInfo>
  <method>
   <dataColl><sampProc><![CDATA[112 zones tirées dans 8 strates]]></sampProc><sampleFrame><sampleFrameName>zones de 2018</sampleFrameName></sampleFrame>
    <collMode>Face-to-face [f2f]</collMode><weight>inverse de la chance</weight></dataColl>
   <anlyInfo><respRate>93 %</respRate></anlyInfo>
  </method>
  <dataAccs><useStmt><citReq>Coalition inventée, 2024</citReq></useStmt></dataAccs>
 </stdyDscr>
 <fileDscr ID="F1"><fileTxt><fileName>a.sav</fileName></fileTxt></fileDscr>
 <dataDscr>
  <varGrp ID="G1"><labl>un groupe</labl></varGrp>
  <var ID="V1" name="poids" wgt="wgt" intrvl="contin"><labl>Poids</labl><varFormat type="numeric"/></var>
  <var ID="V2" name="nuit"><labl>Sécurité la nuit</labl>
   <qstn><preQTxt>Parlons de la nuit.</preQTxt><qstnLit>Vous sentez-vous en sécurité ?</qstnLit><qstnLit xml:lang="en">Do you feel safe?</qstnLit></qstn>
   <invalrng><item VALUE="97"/></invalrng><universe>tous</universe>
   <sumStat type="vald">1945</sumStat>
   <catgry><catValu>1</catValu><labl>oui</labl><labl xml:lang="en">yes</labl><catStat type="freq">12</catStat></catgry>
   <catgry><catValu>2</catValu><labl>non</labl></catgry>
   <catgry missing="Y"><catValu>98</catValu><labl>Ne sait pas</labl></catgry>
   <catgry missing="Y"><catValu>99</catValu><labl>Refus</labl></catgry>
   <varFormat type="numeric" schema="other"/></var>
  <var ID="V3" name="nuit"><labl>deux fois</labl></var>
  <var name="dit"><varFormat type="character"/></var>
 </dataDscr>
</codeBook>`

func ExampleRead() {
	b, found, err := Read("orvanie.xml", strings.NewReader(orvanie))
	fmt.Println(b.Title["en"], "|", b.People["fr"], "|", b.Exclusions["fr"], "|", b.Chosen["fr"])
	fmt.Println(b.Frame["fr"], b.Mode, b.Dates, b.Producers, b.Funders)
	for _, v := range b.Vars {
		fmt.Println(v.Name, v.Label["fr"], v.Asks["en"], len(v.Options), v.Missing, v.Weight, v.Text)
	}
	fmt.Println(found, err)
	// Output:
	// FICTION. Survey of Orvanie | adultes d'Orvanie | camps, casernes | 112 zones tirées dans 8 strates
	// zones de 2018 face-to-face 2024-04-29/2024-06-08 [Coalition inventée Bureau inventé] [Fondation inventée]
	// poids Poids  0 [] true false
	// nuit Sécurité la nuit Do you feel safe? 4 [98 99 97] false false
	// dit   0 [] false true
	// [orvanie.xml: nuit: warning N233 nuit] <nil>
}

// A survey takes from its codebook what it does not say itself.
func TestACodebookFillsASurvey(t *testing.T) {
	b, _, err := Read("orvanie.xml", strings.NewReader(orvanie))
	if err != nil {
		t.Fatal(err)
	}
	a := answer.About{Questions: []answer.Question{{ID: "nuit", Column: "nuit"}}}
	a.Fill(b)
	q := a.Questions[0]
	if q.Asks["en"] != "Do you feel safe?" || len(q.Answers) != 2 || q.Answers[0].Label["en"] != "yes" || a.Mode != "face-to-face" || a.DatesRaw != "2024-04-29/2024-06-08" {
		t.Error(q, a.Mode, a.DatesRaw)
	}
	if d := cmp.Diff(map[string]string{"97": "blank", "98": "dont-know", "99": "refused"}, a.Missing); d != "" {
		t.Error(d)
	}
}

// Older files, other encodings, files that say no language.
func TestOlderCodebooks(t *testing.T) {
	s := `<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE codeBook SYSTEM "http://www.icpsr.umich.edu/DDI/Version1-2-2.dtd">
<codeBook><stdyDscr><citation><titlStmt><titl>Enqu` + "\xea" + `te</titl></titlStmt></citation>
<stdyInfo><sumDscr><collDate event="single" date="2019-03">mars 2019</collDate><geogCover>partout</geogCover></sumDscr></stdyInfo>
<method><dataColl><collMode>par pigeon</collMode></dataColl></method></stdyDscr></codeBook>`
	b, found, err := Read("old.xml", strings.NewReader(s))
	if err != nil || b.Title["fr"] != "Enquête" || b.Title["en"] != "Enquête" || b.Dates != "2019-03" || b.Frame["fr"] != "partout" || b.Mode != "" {
		t.Fatal(b, err)
	}
	if len(found) != 2 || found[0].Code != "N232" || found[1].Code != "N234" {
		t.Error(found)
	}
}

func TestHowPeopleWereAsked(t *testing.T) {
	for in, want := range map[string]string{"Face-to-face [f2f]": "face-to-face", "Computer Assisted Telephone Interview (CATI)": "phone", "Entretien en face à face": "face-to-face",
		"Self-administered questionnaire: Web-based": "web", "Mail Questionnaire": "paper", "Mixed mode": "mixed", "SMS": "message", "pigeon": ""} {
		if got := modeOf(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestWhatIsNoCodebookIsRefused(t *testing.T) {
	deep := `<codeBook><stdyDscr>` + strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200) + `</stdyDscr></codeBook>`
	for name, s := range map[string]string{"empty": "", "text": "a;b\n1;2", "other XML": "<html/>", "cut off": orvanie[:len(orvanie)-200], "deep": deep,
		"entity": `<!DOCTYPE x [<!ENTITY a "aaaa">]><codeBook><stdyDscr>&a;</stdyDscr></codeBook>`, "encoding": `<?xml version="1.0" encoding="EBCDIC"?><codeBook/>`} {
		_, _, err := Read(name, strings.NewReader(s))
		var e *fault.Error
		if !errors.As(err, &e) || e.Code != "N230" || strings.HasPrefix(lang.For("fr").Say(e.Code), "⟨") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(orvanie)
	f.Fuzz(func(t *testing.T, s string) {
		b, _, err := Read("fuzz", strings.NewReader(s))
		var e *fault.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatal(err)
		}
		a := answer.About{}
		a.Fill(b)
	})
}
