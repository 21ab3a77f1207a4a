package lang

// Words of the ledger and the store (L100–L199).
var _ = add(map[string]Text{
	"L101": FrEn("Le registre {0}/{1} a changé entre-temps : il comptait {2} entrées, il en compte {3}. Relisez, puis recommencez.",
		"The ledger {0}/{1} changed meanwhile: it had {2} entries, it has {3}. Read again, then try again."),
	"L102": FrEn("Cette personne s'est retirée : ses paroles ont été détruites et rien ne peut lui être ajouté.",
		"This person has withdrawn: what they said was destroyed, and nothing can be added to it."),
	"L103": FrEn("Le registre {0}/{1} n'a pas d'entrée {2}, ou pas cette partie. Vérifiez le numéro.",
		"The ledger {0}/{1} has no entry {2}, or not that part. Check the number."),
	"L104": FrEn("Un autre programme écrit depuis longtemps dans cet espace de travail. Attendez qu'il finisse, puis recommencez.",
		"Another program has been writing to this workplace for long. Wait until it ends, then try again."),
	"L105": FrEn("Un programme plus récent a écrit ce dossier (version {0} ; celui-ci connaît {1}). Utilisez le programme récent.",
		"A newer program wrote this folder (version {0}; this one knows {1}). Use the newer program."),
	"L106": FrEn("Le fichier {0} manque dans private/blobs. Remettez-le depuis une sauvegarde, puis lancez `dires verify`.",
		"The file {0} is missing from private/blobs. Put it back from a backup, then run `dires verify`."),
	"L107": FrEn("Le disque a refusé une écriture : plus rien n'est accusé reçu. Vérifiez le disque, puis redémarrez.",
		"The disk refused a write: nothing more is acknowledged. Check the disk, then restart."),
	"L108": FrEn("Le fichier de clés {0} manque ou est abîmé. Remettez private/keys depuis sa sauvegarde.",
		"The key file {0} is missing or damaged. Put private/keys back from its backup."),
})
