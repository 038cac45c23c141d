"""The line mode: everything line by line, for screen readers, Braille and bare terminals."""
