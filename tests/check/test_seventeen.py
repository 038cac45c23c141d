"""The seventeen mistakes on which other tools for forms were compared, each planted in a small form of our own.

Every form holds one mistake; `>>>` stands before each place where it must be told, and is taken out. All invented.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode.check.findings import looked_at


class Planted(NamedTuple):
    """A form with one mistake, and the codes that tell it, in the order of their places."""

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


def held(item: str) -> str:
    """The same question, with the mark before its `when`: where a condition of several parts is told."""
    return item.replace("when:", ">>>when:")


def chain(count: int, end: str) -> list[str]:
    """Questions that each wait for the one before, all on danger; the last, with its own condition, is the mistake."""
    names = [f"keten_{number}" for number in range(count - 1)]
    before = ["gevaar", *names]
    return [*(ask(name, f"{{{before[place]}: ja}}") for place, name in enumerate(names)), held(ask("laatste", end))]


WHO = (
    "{ask: wie, kind: entries, text: Wie?, why: Verzonnen., source: wet, fields: ["
    "{field: rol, kind: one, text: Rol, options: {k: Kind, o: Ouder}}, {field: jaren, kind: number, text: Jaren}]}"
)

SOLVER = (
    Planted("a=yes and a=no", "L001", form(ask("hulp", "{>>>all: [{gevaar: ja}, {gevaar: nee}]}"))),
    Planted(
        "n>10 and n<5",
        "L002",
        form(ask("aantal", kind="number"), held(ask("hulp", "{aantal: {at_least: 11, below: 5}}"))),
    ),
    Planted(
        "contradiction across two questions",
        "L003",
        form(ask("hulp", "{gevaar: ja}"), held(ask("later", "{hulp: ja, gevaar: nee}"))),
    ),
    Planted("the same, over five questions", "L003", form(*chain(5, "{keten_3: ja, gevaar: nee}"))),
    Planted(
        "dead question, and one that depends on it",
        "L001 L004",
        form(ask("dood", "{>>>all: [{gevaar: ja}, {gevaar: nee}]}"), ask("erna", "{>>>dood: ja}")),
    ),
    Planted(
        "condition that is always true",
        "L005",
        form(ask("hulp", "{>>>any: [{gevaar: {answered: true}}, {gevaar: {answered: false}}]}")),
    ),
)
"""What a solver must find; the place is the condition or question that is meant."""

NUMBER, DAY, KIND = ask("aantal", kind="number"), ask("dag", kind="date"), ask("soort", kind="one")

VARIANTS = (
    # a condition against itself
    Planted("two answers to one question", "L001", form(KIND, held(ask("hulp", "{soort: a, all: [{soort: b}]}")))),
    Planted("yes and not yes", "L001", form(held(ask("hulp", "{gevaar: ja, not: {gevaar: ja}}")))),
    Planted("not answered, and no", "L001",
            form(ask("hulp", "{>>>all: [{gevaar: {answered: false}}, {gevaar: nee}]}"))),
    Planted("deep inside", "L001",
            form(KIND, ask("hulp", "{any: [{soort: a}, {>>>all: [{gevaar: ja}, {gevaar: nee}]}]}"))),
    # bounds
    Planted("below and at least the same", "L002",
            form(NUMBER, ask("hulp", "{>>>all: [{aantal: {below: 5}}, {aantal: {at_least: 5}}]}"))),
    Planted("a number below nothing", "L002", form(NUMBER, ask("hulp", "{aantal: {>>>below: 0}}"))),
    Planted("days ago that cannot be", "L002",
            form(DAY, ask("hulp", "{dag: {>>>days_ago: {at_least: 10, below: 5}}}"))),
    Planted("long ago and just now", "L002",
            form(DAY, held(ask("hulp", "{dag: {before: 2001-01-01, days_ago: {below: 9}}}")))),
    Planted("more than three and fewer than two", "L002",
            form(WHO, ask("hulp", "{wie: {>>>count: {at_least: 4, below: 2}}}"))),
    Planted("two kinds of one person", "L001", form(WHO, ask("hulp", "{wie: {>>>some: {rol: k, all: [{rol: o}]}}}"))),
    # over more questions
    Planted("over two, by a note between", "L003",
            form(ask("a_", "{gevaar: [ja, onbekend]}"), held(ask("b_", "{a_: nee, gevaar: nee}")))),
    Planted("over two, by unless", "L003",
            form(ask("a_", "{gevaar: ja}"),
                 held(ask("b_", "{a_: ja}")).replace(">>>when: {a_: ja}", "when: {>>>a_: ja}, unless: {gevaar: ja}"))),
    Planted("over four", "L003", form(*chain(4, "{keten_2: [ja, nee], gevaar: onbekend}"))),
    Planted("over six", "L003", form(*chain(6, "{keten_4: {answered: true}, gevaar: nee}"))),
    # in the wake of a dead one
    Planted("two that hang on a dead one", "L001 L004 L004",
            form(ask("dood", "{>>>all: [{gevaar: ja}, {gevaar: nee}]}"), ask("b_", "{>>>dood: nee}"),
                 ask("c_", "{>>>b_: ja}"))),
    Planted("hangs on what never comes", "L003 L004",
            form(ask("a_", "{gevaar: ja}"), held(ask("b_", "{a_: ja, gevaar: nee}")),
                 ask("c_", "{b_: {>>>answered: true}}"))),
    # always true
    Planted("each answer there is", "L005", form(KIND, ask("hulp", "{>>>soort: [a, b]}"))),
    Planted("from nothing upwards", "L005", form(NUMBER, ask("hulp", "{aantal: {>>>at_least: 0}}"))),
    Planted("yes or not yes", "L005", form(KIND, ask("hulp", "{>>>any: [{soort: a}, {not: {soort: a}}]}"))),
    # circles
    Planted("a circle of one, by unless", "M004",
            form(ask("hulp").replace("source: wet", "source: wet, unless: {>>>hulp: ja}"))),
    Planted("a circle of three", "M004",
            form(ask("a_", "{c_: ja}"), ask("b_", "{>>>a_: ja}"), ask("c_", "{b_: ja}"))),
    # looking ahead
    Planted("ahead through a norm", "M005",
            form(ask("hulp", "{>>>norm: n}"),
                 ask("later"), end="norms: [{norm: n, given: {later: ja}, title: N, text: N., source: wet}]\n")),
    Planted("ahead in unless", "M005",
            form(ask("hulp").replace("source: wet", "source: wet, unless: {>>>later: ja}"), ask("later"))),
    # another kind of answer
    Planted("a date below a number", "M008", form(DAY, ask("hulp", "{dag: {>>>below: 5}}"))),
    Planted("yes or no counted", "M008", form(ask("hulp", "{gevaar: {>>>count: {at_least: 1}}}"))),
    # nobody uses it
    Planted("a list under another name", "Q004", form(KIND, top="lists:\n  >>>soorten: {a: Soort A, b: Soort B}\n")),
    Planted("answers of what never comes", "L001",
            form(ask("soort", "{>>>all: [{gevaar: ja}, {gevaar: nee}]}", kind="one"))),
)  # fmt: skip
"""The same mistakes in other clothes."""


def places(text: str) -> list[tuple[int, int]]:
    """Line and column of each mark in a form, from 1."""
    found: list[tuple[int, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        pieces = line.split(">>>")
        found += [(number, len("".join(pieces[:count])) + 1) for count in range(1, len(pieces))]
    return found


def told(tmp_path: Path, planted: Planted) -> list[tuple[str, int, int]]:
    path = tmp_path / "fout.yaml"
    path.write_text(planted.form.replace(">>>", ""), "utf-8")
    return [(one.code, one.mark.line, one.mark.column) for one in looked_at(str(path))[0]]


def wanted(planted: Planted) -> list[tuple[str, int, int]]:
    return [(code, *place) for code, place in zip(planted.code.split(), places(planted.form), strict=True)]


@pytest.mark.parametrize("planted", [*FOUND, *SOLVER, *VARIANTS], ids=lambda planted: planted.defect)
def test_a_planted_defect_is_found_at_its_place_and_nothing_else(tmp_path: Path, planted: Planted) -> None:
    if ">>>" in planted.form:
        assert told(tmp_path, planted) == wanted(planted)
    else:  # where the YAML itself breaks, the parser says where it noticed
        assert [code for code, _line, _column in told(tmp_path, planted)] == [planted.code]


POSSIBLE = (
    form(KIND, ask("hulp", "{any: [{soort: a}, {soort: b, gevaar: ja}]}")),
    form(ask("vormen", kind="one").replace("kind: one", "kind: many"), ask("hulp", "{vormen: a, all: [{vormen: b}]}")),
    form(NUMBER, ask("hulp", "{aantal: {at_least: 5, below: 6}}")),
    form(DAY, ask("hulp", "{dag: {before: 2026-01-01, days_ago: {below: 400}}}")),
    form(WHO, ask("hulp", "{wie: {some: {rol: k, jaren: {below: 4}}, count: {at_least: 2}}, gevaar: nee}")),
    form(*chain(6, "{keten_4: ja, gevaar: ja}")).replace(">>>", ""),
    form(ask("a_", "{gevaar: ja}"), ask("b_", "{a_: {answered: false}, gevaar: nee}")),
    form(ask("hulp", "{gevaar: [ja, nee]}"), ask("later", "{not: {hulp: onbekend}}")),
)
"""Forms that look like one with a mistake."""


@pytest.mark.parametrize("text", [form(ask("hulp", "{gevaar: ja}")), *POSSIBLE], ids=range(9))
def test_a_form_without_a_defect_has_none(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, Planted("", "", text)) == []


TOGETHER = Planted(
    "all at once, but for the syntax error and the doubled key: these are told before the rest is read",
    "",
    form(
        ask("hulp"),
        ask("aantal", kind="number"),
        ask("soort", kind="one"),
        ask("c01", "{>>M002>gevar: ja}"),
        ask("c02", "{>>M003>soort: c}"),
        ask("c03", "{c04: {answered: true}}"),
        ask("c04", "{c03: {>>M004>answered: true}}"),
        ask("c05", "{>>M004>c05: ja}"),
        ask("c06", "{>>M005>c99: ja}"),
        ask("c07", "{>>M008>aantal: veel}"),
        ">>M001>" + ask("hulp"),
        ask("c08", "{>>L001>all: [{gevaar: ja}, {gevaar: nee}]}"),
        ask("c09", "{aantal: {at_least: 11, below: 5}}").replace("when:", ">>L002>when:"),
        ask("c10", "{gevaar: ja}"),
        ask("c11", "{c10: ja, gevaar: nee}").replace("when:", ">>L003>when:"),
        ask("c12", "{c10: ja}"),
        ask("c13", "{c12: ja}"),
        ask("c14", "{c13: ja, gevaar: nee}").replace("when:", ">>L003>when:"),
        ask("c15", "{>>L004>c08: ja}"),
        ask("c16", "{>>L005>any: [{gevaar: {answered: true}}, {gevaar: {answered: false}}]}"),
        ask("c99").replace("text: Vraag c99?", ">>T001>text: Een vraag die niemand vertaalde?"),
        top="lists:\n  >>Q004>kleuren: {rood: Rood, blauw: Blauw}\n",
    ),
)


def test_all_at_once_are_found_and_nothing_else(tmp_path: Path) -> None:
    names = [f"c{number:02}" for number in range(1, 17)]
    words = ["Verzonnen", "Verzonnen.", "Een wet", "Een", "Klaar", "Klaar.", "Nog open.", "Is er gevaar?", "Soort B"]
    words += [f"Vraag {name}?" for name in ("hulp", "aantal", "soort", *names)]
    lines = "".join(f'    "{word}": "{number}"\n' for number, word in enumerate([*words, "Soort A", "Rood", "Blauw"]))
    text = TOGETHER.form + "translations:\n  en:\n" + lines
    marks = re.compile(r">>([A-Z]\d{3})>")
    found = [
        (mark[1], number, len(marks.sub("", line[: mark.start()])) + 1)
        for number, line in enumerate(text.split("\n"), 1)
        for mark in marks.finditer(line)
    ]
    assert len(found) == 15
    assert told(tmp_path, Planted("", "", marks.sub("", text))) == found


def test_all_seventeen_are_here() -> None:
    assert len({planted.defect for planted in (*FOUND, *SOLVER)}) == 17
