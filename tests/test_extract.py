"""Catalogues hold exactly what the code and the flows say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

FLOW = """
flow: proef
title: Titel van de proef
version: "1"
sources:
  title: {title: Een bron, note: Oude tekst, url: "https://voorbeeld.invalid"}
contacts:
  - {contact: iemand, name: Iemand, number: "112", text: Dag en nacht}
steps:
  - step: een
    title: Stap een
    items:
      - ask: keuze
        kind: one
        when: {text: ja}
        require: {report: {name: nee}}
        text: Wat kiest u?
        help: |
          Twee regels
          uitleg.
        options:
          help: Hulp
          text: {text: Tekst, help: Uitleg bij de keuze}
        fields:
          - {field: veld, kind: text, text: Een veld}
      - note: geen_tekst
        text: Kop
alerts:
  - {alert: bel, when: {keuze: help}, text: Bel nu, do: Bel dan., also: {text: x}}
deadlines:
  - {deadline: late, from: official, days: 1, unless: {late: ja}, text: Kijk na, late: Doe het alsnog}
keeping: {official: Het dossier, text: Twee jaar}
"""
SAID = [
    "Titel van de proef",
    "Een bron",
    "Oude tekst",
    "Iemand",
    "Dag en nacht",
    "Stap een",
    "Wat kiest u?",
    "Twee regels\nuitleg.",
    "Hulp",
    "Tekst",
    "Uitleg bij de keuze",
    "Een veld",
    "Kop",
    "Bel nu",
    "Bel dan.",
    "Kijk na",
    "Doe het alsnog",
    "Het dossier",
    "Twee jaar",
]
CODE = """
from meldcode.i18n import N_, _, ngettext
LATER = N_("Later")
print(_("Een tekst "
        "in twee delen"), ngettext("{n} dag", "{n} dagen", 2), _(LATER))
"""


@pytest.fixture
def extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at a small project of one module and one flow."""
    script = Path(__file__).resolve().parent.parent / "locales" / "extract.py"
    spec = importlib.util.spec_from_file_location("extract", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for folder in ("meldcode", "flows", "locales"):
        (tmp_path / folder).mkdir()
    (tmp_path / "locales" / "en" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "flows" / "proef.yaml").write_text(FLOW, "utf-8")
    (tmp_path / "meldcode" / "een.py").write_text(CODE, "utf-8")
    return module


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def ids(catalogue: Catalog) -> list[object]:
    return [message.id for message in catalogue if message.id]


def test_every_text_of_a_flow_is_found_and_no_id(extract: ModuleType) -> None:
    assert ids(extract.template("flows")) == SAID


def test_every_text_of_the_code_is_found(extract: ModuleType) -> None:
    assert ids(extract.template("meldcode")) == ["Later", "Een tekst in twee delen", ("{n} dag", "{n} dagen")]


def test_dutch_fills_itself_and_english_waits(extract: ModuleType) -> None:
    extract.update()
    found = extract.check()
    assert len(found) == len(SAID) + 3
    assert all(line.startswith("locales/en/") and "untranslated" in line for line in found)


def test_updating_twice_changes_nothing(extract: ModuleType, tmp_path: Path) -> None:
    extract.update()
    once = {path: path.read_bytes() for path in tmp_path.rglob("locales/**/*.po*")}
    extract.update()
    assert {path: path.read_bytes() for path in once} == once
    assert len(once) == 9  # a template and two languages for each of three domains
    assert not any(b"-Date" in content for content in once.values())


def test_a_translation_is_kept_until_its_text_changes(extract: ModuleType, tmp_path: Path) -> None:
    extract.update()
    english = tmp_path / "locales" / "en" / "LC_MESSAGES" / "flows.po"
    edit(english, 'msgid "Bel nu"\nmsgstr ""', 'msgid "Bel nu"\nmsgstr "Call now"')
    extract.update()
    assert extract._read(english, "en").get("Bel nu").string == "Call now"
    edit(tmp_path / "flows" / "proef.yaml", "text: Bel nu", "text: Bel direct")
    extract.update()
    assert extract._read(english, "en").get("Bel nu") is None
    assert extract._read(english, "en").get("Bel direct").string == ""


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ('msgid "Kop"', 'msgid "Kop, anders"', "missing: 'Kop'"),
        ('msgid "Kop"', 'msgid "Kop, anders"', "stale: 'Kop, anders'"),
        ('msgid "Kop"', '#, fuzzy\nmsgid "Kop"', "fuzzy: 'Kop'"),
        ('msgstr "Kop"', 'msgstr ""', "untranslated: 'Kop'"),
        ('msgstr "Kop"', 'msgstr "Kop {naam}"', "other placeholders: 'Kop'"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_named(
    extract: ModuleType, tmp_path: Path, before: str, after: str, finding: str
) -> None:
    extract.update()
    edit(tmp_path / "locales" / "nl" / "LC_MESSAGES" / "flows.po", before, after)
    assert f"locales/nl/LC_MESSAGES/flows.po: {finding}" in extract.check()


def test_a_template_that_lags_behind_is_named(extract: ModuleType, tmp_path: Path) -> None:
    extract.update()
    edit(tmp_path / "flows" / "proef.yaml", "text: Kop", "text: Andere kop")
    assert any(line.startswith("locales/flows.pot: not up to date") for line in extract.check())
