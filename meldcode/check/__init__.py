"""What authors of flows need. Never runs in a professional's interview."""
