package desk

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestProf(t *testing.T) {
	root := os.Getenv("PROF_ROOT")
	if root == "" {
		t.Skip()
	}
	d, err := Open(context.Background(), root, Options{Version: "x", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	s := time.Now()
	r, err := d.Reconcile(context.Background(), "orv")
	fmt.Println(r.Claims, r.Events, r.Run.ID(), r.Stands, time.Since(s), err)
	d.Close()
}
