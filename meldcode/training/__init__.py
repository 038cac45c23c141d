"""Practice: cases that unfold, alone or with a group. Opens no real dossier; everything it makes says OEFENING."""
