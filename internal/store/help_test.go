package store_test

import "os"

func tempDir() (string, func()) {
	dir, err := os.MkdirTemp("", "dires-store-")
	if err != nil {
		panic(err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }
}
