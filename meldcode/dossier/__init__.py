"""What happened in a dossier: events, and the store that keeps them. Knows no question's text."""
