"""The seventeen mistakes on which other tools for forms were compared, each planted in a small form of our own.

Every form holds one mistake; `>>>` stands before the place where it must be told, and is taken out. All invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode.check.findings import findings_of


class Planted(NamedTuple):
    """A form with one mistake, and the code that tells it."""

    defect: str
    code: str
    form: str


HEAD = """\
flow: fout
title: Verzonnen
version: "1"
sources: {wet: {title: Een wet}}
"""
OUTCOMES = """
outcomes:
  - {outcome: klaar, when: {gevaar: nee}, title: Klaar, text: Klaar., source: wet}
  - {outcome: open, title: Open, text: Nog open., source: wet}
"""


def form(*items: str, top: str = "", end: str = "") -> str:
    """A whole form with these questions behind a first one, `gevaar`."""
    first = "{ask: gevaar, kind: yesno, text: Is er gevaar?, why: Verzonnen., source: wet}"
    lines = "".join(f"      - {item}\n" for item in (first, *items))
    return f"{HEAD}{top}steps:\n  - step: een\n    title: Een\n    source: wet\n    items:\n{lines}{OUTCOMES}{end}"


def ask(name: str, when: str = "", kind: str = "yesno") -> str:
    """A question, as one line of a form."""
    options = ", options: {a: Soort A, b: Soort B}" if kind == "one" else ""
    rest = f", when: {when}" if when else ""
    return f"{{ask: {name}, kind: {kind}, text: Vraag {name}?, why: Verzonnen., source: wet{options}{rest}}}"


FOUND = (
    Planted("unknown question in a condition", "M002", form(ask("hulp", "{>>>gevar: ja}"))),
    Planted("unknown option in a condition", "M003", form(ask("soort", kind="one"), ask("hulp", "{>>>soort: c}"))),
    Planted(
        "two questions that wait for each other",
        "M004",
        form(ask("een_", "{twee_: {answered: true}}"), ask("twee_", "{een_: {>>>answered: true}}")),
    ),
    Planted("question that waits for itself", "M004", form(ask("hulp", "{>>>hulp: ja}"))),
    Planted("depends on a later question", "M005", form(ask("hulp", "{>>>later: ja}"), ask("later"))),
    Planted(
        "number compared with a text", "M008", form(ask("aantal", kind="number"), ask("hulp", "{>>>aantal: veel}"))
    ),
    Planted("syntax error", "Y002", form("{ask: hulp, kind: yesno, text: Hulp?, source: wet", ask("later"))),
    Planted("duplicate question id", "M001", form(ask("hulp"), ">>>" + ask("hulp"))),
    Planted(
        "duplicate option",
        "Y003",
        form(ask("soort", kind="one").replace("{a: Soort A, b: Soort B}", "{a: Soort A, b: Soort B, >>>a: Soort C}")),
    ),
    Planted(
        "missing translation of one label",
        "T001",
        form(
            ask("hulp").replace("text: Vraag hulp?", ">>>text: Een vraag die niemand vertaalde?"),
            end="""
translations:
  en: {Verzonnen: Invented, Verzonnen.: Invented., Een wet: A law, Een: One, Klaar: Done, Klaar.: Done.,
    Nog open.: Still open., Is er gevaar?: Is there danger?}
""",
        ),
    ),
    Planted(
        "unused option list",
        "Q004",
        form(ask("hulp"), top="lists:\n  >>>kleuren: {rood: Rood, blauw: Blauw}\n"),
    ),
)

SOLVER = (
    Planted("a=yes and a=no", "L001", form(ask("hulp", "{>>>all: [{gevaar: ja}, {gevaar: nee}]}"))),
    Planted(
        "n>10 and n<5",
        "L002",
        form(ask("aantal", kind="number"), ask("hulp", "{>>>aantal: {at_least: 11, below: 5}}")),
    ),
    Planted(
        "contradiction across two questions",
        "L003",
        form(ask("hulp", "{gevaar: ja}"), ">>>" + ask("later", "{hulp: ja, gevaar: nee}")),
    ),
    Planted(
        "the same, over five questions",
        "L003",
        form(
            ask("een_", "{gevaar: ja}"),
            ask("twee_", "{een_: ja}"),
            ask("drie_", "{twee_: ja}"),
            ask("vier_", "{drie_: ja}"),
            ">>>" + ask("vijf_", "{vier_: ja, gevaar: nee}"),
        ),
    ),
    Planted(
        "dead question, and one that depends on it",
        "L004",
        form(ask("dood", "{all: [{gevaar: ja}, {gevaar: nee}]}"), ">>>" + ask("erna", "{dood: ja}")),
    ),
    Planted(
        "condition that is always true",
        "L005",
        form(ask("hulp", "{>>>any: [{gevaar: {answered: true}}, {gevaar: {answered: false}}]}")),
    ),
)
"""What a solver must find; the place is the condition or question that is meant."""


def place(text: str) -> tuple[int, int]:
    """Line and column of the mark in a form, from 1."""
    before = text[: text.index(">>>")]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def told(tmp_path: Path, planted: Planted) -> list[tuple[str, int, int]]:
    path = tmp_path / "fout.yaml"
    path.write_text(planted.form.replace(">>>", ""), "utf-8")
    return [(one.code, one.mark.line, one.mark.column) for one in findings_of(str(path))]


@pytest.mark.parametrize("planted", FOUND, ids=lambda planted: planted.defect)
def test_a_planted_defect_is_found_at_its_place_and_nothing_else(tmp_path: Path, planted: Planted) -> None:
    if ">>>" in planted.form:
        assert told(tmp_path, planted) == [(planted.code, *place(planted.form))]
    else:  # where the YAML itself breaks, the parser says where it noticed
        assert [code for code, _line, _column in told(tmp_path, planted)] == [planted.code]


def test_the_form_without_a_defect_has_none(tmp_path: Path) -> None:
    assert told(tmp_path, Planted("", "", form(ask("hulp", "{gevaar: ja}")))) == []


def test_all_seventeen_are_here() -> None:
    assert len({planted.defect for planted in (*FOUND, *SOLVER)}) == 17
