package store

// Set changes a setting for the processes of tests: a small write-ahead log,
// so that checkpoints are met as well, or one that keeps no promise.
func Set(name, value string, readBack bool) {
	for i, p := range pragma {
		if p.name != name {
			continue
		}
		pragma[i].set = value
		if readBack {
			pragma[i].want = value
		} else {
			pragma[i].want = map[string]string{"OFF": "0", "NORMAL": "1"}[value]
		}
	}
}
