package seal

// Cheap is a work factor for tests alone: real key files take more than a second
// each.
const Cheap = 10

// LockCheaply is Lock with the work of [Cheap].
func (c Custodian) LockCheaply(name string, passphrase Secret[string]) ([]byte, error) {
	return c.lock(name, passphrase, Cheap)
}

// UnlockCheaply refuses what asks for more work than [Cheap].
func UnlockCheaply(file []byte, passphrase Secret[string]) (Custodian, string, error) {
	return unlock(file, passphrase, Cheap)
}
