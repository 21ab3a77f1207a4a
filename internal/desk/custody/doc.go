// Package custody knows the ceremony by which a study's custody identity comes to
// exist only nested for its custodians, the drill that proves they can bring it
// back, and the unsealing of what named people said; and what the ledger keeps of
// each, as docs/formats/custody.md fixes it.
//
// It knows no passphrase and no command line, and shows an identity to nobody. The
// function you want is [Keeper.Ceremony]; then [Keeper.Drill] and [Keeper.Unseal]:
//
//	set, folder, err := keeper.Ceremony(ctx, 2, members)
package custody
