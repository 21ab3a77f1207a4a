package odk

import (
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
)

func TestWhatIsWrongInAMappingIsNamedByRow(t *testing.T) {
	const head = "form,claim,kind,each,target,from,value,map\n"
	for code, text := range map[string]string{
		"F615": "form,claim\n",
		"F616": head + "report,,,,when,date,,\n",
		"F617": head + "report,a,incident,,class,who,,yes\n",
		"F618": head + "report,\"a,incident\n",
	} {
		_, _, err := ReadMapping("mapping.csv", strings.NewReader(text))
		if e, ok := fault.Public(err); !ok || e.Code != code || e.Args[0] != "mapping.csv" {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, _, err := ReadMapping("mapping.csv", strings.NewReader("")); err == nil {
		t.Error("an empty file is no mapping")
	}
}
