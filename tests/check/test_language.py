"""Where the checks of content and language must speak, and where they must be silent. All texts invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from meldcode import resources
from meldcode.check.findings import looked_at
from tests.flow.forms import SMALL

Codes = Callable[..., list[str]]


def said_of(path: Path) -> list[str]:
    """The codes found on content and language; a flow as small as these lacks most of the law's minimum."""
    return [one.code for one in looked_at(str(path))[0] if one.code[0] not in "LPC"]


@pytest.fixture
def codes(tmp_path: Path) -> Codes:
    """The codes found in an overlay on the small flow whose first step holds these items."""

    tmp_path.joinpath("klein.yaml").write_text(SMALL, "utf-8")

    def found(*items: str, top: str = "") -> list[str]:
        lines = "".join(f"      - {item}\n" for item in items)
        steps = f"steps:\n  - step: een\n    items:\n{lines}" if items else ""
        path = tmp_path / "eigen.yaml"
        path.write_text(f'flow: eigen\nextends: klein\ntitle: Verzonnen\nversion: "1"\n{top}{steps}', "utf-8")
        return said_of(path)

    return found


def question(text: str, kind: str = "yesno", name: str = "nieuw") -> str:
    """A new question."""
    return f'{{ask: {name}, kind: {kind}, text: "{text}", why: Verzonnen., source: wet}}'


def entries(name: str, field: str, text: str) -> str:
    """A new question for a list, with one field in words."""
    fields = f'[{{field: {field}, kind: text, text: "{text}"}}]'
    return f"{{ask: {name}, kind: entries, text: Verzonnen, why: Verzonnen., source: wet, fields: {fields}}}"


@pytest.mark.parametrize(
    "text",
    [
        "Heeft u hierover met een collega en met de leiding gesproken?",
        "Is er hulp voor het kind en de ouders?",
        "Kan het kind zwemmen of fietsen?",
        "Is het kind gezond?",
        "Zijn er geweld en verdriet in huis?",
        "Weet u niet zeker of er gevaar is?",
        "Kent u de naam van het instrument?",
    ],
)
def test_an_ordinary_question_is_left_alone(codes: Codes, text: str) -> None:
    assert codes(question(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Is het kind veilig en krijgt het hulp?",
        "Heeft u dit besproken en opgeschreven?",
        "Is er gevaar? Voor wie dan?",
        "Kan het kind thuis blijven en/of is er een ander adres?",
    ],
)
def test_two_questions_in_one_are_found(codes: Codes, text: str) -> None:
    assert codes(question(text)) == ["B004"]


def test_an_open_question_may_have_two_parts(codes: Codes) -> None:
    assert codes(question("Wat zag u? En wat hoorde u?", kind="text")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bent u het eens met de school?",
        "Is dit natuurlijk gevaarlijk?",
        "Het kind is veilig, nietwaar?",
        "Moet u niet melden?",
    ],
)
def test_a_question_that_steers_is_found(codes: Codes, text: str) -> None:
    assert codes(question(text)) == ["B003"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kies dit indien het nodig is.", ["B002"]),
        ("De casus (het geval) staat in uw dossier.", []),
        ("Problematiek betekent hier: wat er speelt.", []),
        ("Er staat «indien nodig» in de code.", []),
        (" ".join(["woord"] * 26) + ".", ["B001"]),
        (" ".join(["woord"] * 25) + ". Nog een zin.", []),
    ],
)
def test_hard_words_and_long_sentences_are_found_unless_explained(codes: Codes, text: str, found: list[str]) -> None:
    assert codes(f'{{ask: gevaar, help: "{text}"}}') == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is er nu geen direct gevaar?", ["Q006"]),
        ("Is iedereen op dit moment veilig?", ["Q006"]),
        ("Is iemand op dit moment niet veilig?", []),
        ("Is er nu gevaar, niet alleen thuis?", []),
        ("Is er gevaar voor een leerling?", []),
    ],
)
def test_a_shared_question_that_is_turned_around_is_found(codes: Codes, text: str, found: list[str]) -> None:
    assert codes(f'{{ask: gevaar, text: "{text}"}}') == found


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (question("Wat speelt er? Schrijf ook het adres op.", "text", "situatie"), ["Q002"]),
        (question("Wat speelt er? Schrijf het adres niet op.", "text", "situatie"), []),
        (question("Uw naam en uw e-mailadres", "text", "eigen_naam"), []),
        (entries("personen", "naam", "Voornaam en achternaam"), []),
        (entries("signalen", "feit", "Wat zag u, en wat is de voornaam"), ["Q002"]),
        (entries("signalen", "over", "De naam van wie het ging"), []),
        (question("Welk huisnummer is het?", "number"), ["Q002"]),
        (question("Op welk adres was dit?", "text"), []),
    ],
)
def test_identity_is_found_only_where_an_advice_takes_the_answer(codes: Codes, item: str, found: list[str]) -> None:
    assert codes(item) == found


@pytest.mark.parametrize(("lang", "found"), [("nl", ["B002", "B004"]), ("en", [])])
def test_a_flow_in_another_language_is_not_held_to_dutch(tmp_path: Path, lang: str, found: list[str]) -> None:
    path = tmp_path / "eigen.yaml"
    path.write_text(
        f"""
flow: eigen
language: {lang}
title: Indien
version: "1"
sources: {{wet: {{title: Een wet}}}}
steps:
  - step: een
    title: Een
    source: wet
    items:
      - {{ask: a, kind: yesno, text: Is dit zo? En dat?, why: Verzonnen., source: wet}}
outcomes:
  - {{outcome: open, title: Open, text: Open., source: wet}}
""",
        "utf-8",
    )
    assert said_of(path) == found


def test_a_text_without_a_letter_needs_no_translation(codes: Codes) -> None:
    assert codes("{note: nieuw, text: '112', source: wet}", top="translations: {en: {Verzonnen: Invented}}\n") == []


def test_a_text_that_the_shipped_catalogue_knows_needs_no_translation_of_its_own(codes: Codes) -> None:
    known = "Is er op dit moment direct gevaar voor iemand?"
    top = "translations: {en: {Verzonnen: Invented}}\n"
    assert codes(f"{{note: nieuw, text: {known}, source: wet}}", top=top) == []
    assert codes("{note: nieuw, text: Niemand vertaalde dit, source: wet}", top=top) == ["T001"]


def test_a_shipped_flow_must_have_its_texts_in_the_shipped_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = resources.flows_folder().joinpath("basis.yaml").read_text("utf-8")
    tmp_path.joinpath("basis.yaml").write_text(
        data.replace("title: Meldcode huiselijk geweld", "title: Niet vertaald", 1)
    )
    assert looked_at(str(tmp_path / "basis.yaml"))[0] == []
    monkeypatch.setattr(resources, "flows_folder", lambda: tmp_path)
    found = looked_at(str(tmp_path / "basis.yaml"))[0]
    assert [(one.code, one.mark.line, one.mark.column, one.subject) for one in found] == [("T001", 16, 1, "basis")]


def test_a_finding_of_the_base_is_not_told_again_for_what_builds_on_it(tmp_path: Path) -> None:
    base = resources.flows_folder().joinpath("basis.yaml").read_text("utf-8")
    own = base.replace("flow: basis", "flow: eigen_basis").replace("profession: base", "profession: other")
    long = " ".join(["woord"] * 30)
    tmp_path.joinpath("eigen_basis.yaml").write_text(
        own.replace("  Deze vragenlijst loopt", f"  {long}. U loopt", 1), "utf-8"
    )
    over = tmp_path / "over.yaml"
    over.write_text('flow: over\nextends: eigen_basis\ntitle: Verzonnen\nversion: "1"\n', "utf-8")
    assert [one.code for one in looked_at(str(tmp_path / "eigen_basis.yaml"))[0]] == ["B001"]
    assert looked_at(str(over))[0] == []
