"""Dossiers taken from the store, worked on with a flow and put back: between the rooms and the front ends."""
