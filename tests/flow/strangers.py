"""Flows of an invented organisation in a data folder, for the tests of who may use them."""

from __future__ import annotations

from pathlib import Path

TITLE = "De Regenboog, een verzonnen school"
SCHOOL = f"""
flow: school
extends: onderwijs
title: {TITLE}
version: "1"
sources:
  eigen: {{title: Onze meldcode, year: 2026, by: De Regenboog}}
contacts:
  - {{contact: directeur, name: Directeur, number: 030-0000000, source: eigen}}
steps:
  - step: overleg
    items:
      - {{ask: overleg_collega, text: "Heeft u met juf Anna, onze aandachtsfunctionaris, overlegd?"}}
"""
BROKEN = "flow: kapot\n  steps: ["
SAME_NAME = """
flow: onderwijs
title: Niet de echte
version: "1"
sources: {eigen: {title: Onze meldcode}}
steps:
  - {step: een, title: Een, source: eigen, items: [{ask: een, kind: yesno, text: Een?, source: eigen}]}
outcomes: [{outcome: open, title: Open, text: Nog open., source: eigen}]
"""


def put(folder: Path, text: str = SCHOOL, name: str = "school.yaml") -> Path:
    """Puts an own flow in this data folder."""
    path = folder / "flows" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def changed(folder: Path) -> Path:
    """The organisation changes its flow."""
    return put(folder, SCHOOL.replace("030-0000000", "030-1111111"))
