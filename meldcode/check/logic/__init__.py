"""A flow as Boolean logic: what holds for all answers at once, by a solver and never by trying them out."""
