"""meldcode: the Dutch reporting code for domestic violence and child abuse, step by step."""

__version__ = "0.1.0"
