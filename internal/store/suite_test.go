package store_test

import (
	"context"
	"testing"

	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t testing.TB, dir string) *store.DB {
		db, err := store.Open(context.Background(), dir)
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}
