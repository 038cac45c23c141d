"""A flow as a picture for authors: one model, drawn as Mermaid, as SVG for paper, or as lines in the terminal."""
