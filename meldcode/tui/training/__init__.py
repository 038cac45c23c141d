"""Screens of practice: alone, in a group, and for who leads one. None of them opens a dossier."""
