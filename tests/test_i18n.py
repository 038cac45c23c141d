"""Dutch is always there; another language can be chosen at any moment."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from meldcode import i18n
from meldcode.errors import MeldcodeError
from meldcode.i18n import N_, _, date_text, language, ngettext, tr

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
PROGRAM = """
msgid "Nog niet bekend"
msgstr "Not known yet"

msgid "{count} vraag"
msgid_plural "{count} vragen"
msgstr[0] "{count} question"
msgstr[1] "{count} questions"
"""
FLOWS = """
msgid ""
"Is er direct gevaar?\\n"
"Bel dan 112."
msgstr "Is there danger? Call 112."
"""


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Small catalogues of our own in the place of the shipped ones; gives the folder of the English ones."""
    english = tmp_path / "en" / "LC_MESSAGES"
    english.mkdir(parents=True)
    (english / "meldcode.po").write_text(HEADER + PROGRAM, "utf-8")
    (english / "flows.po").write_text(HEADER + FLOWS, "utf-8")
    monkeypatch.setattr("meldcode.resources.folder", lambda name: str(tmp_path))
    i18n._catalogue.cache_clear()
    yield english
    i18n._catalogue.cache_clear()


def test_dutch_needs_no_catalogue() -> None:
    assert language() == "nl"
    assert _("Nog niet bekend") == "Nog niet bekend"
    assert ngettext("{count} vraag", "{count} vragen", 2) == "{count} vragen"


def test_a_file_that_is_being_made_stays_in_its_language_and_the_screen_in_its_own() -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    begun, changed = Event(), Event()

    def make() -> list[str]:
        with i18n.speaking("nl"):
            begun.set()
            assert changed.wait(10)
            return [_("Nog niet bekend")]

    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(make)
        assert begun.wait(10)
        i18n.use("en")
        changed.set()
        assert made.result() == ["Nog niet bekend"]
    assert _("Nog niet bekend") == "Not known yet"


def test_the_language_can_change_at_any_moment() -> None:
    said = []
    for lang in ("nl", "en", "nl"):
        i18n.use(lang)
        said.append(_("Nog niet bekend"))
    assert said == ["Nog niet bekend", "Not known yet", "Nog niet bekend"]


def test_english_counts_in_english() -> None:
    i18n.use("en")
    assert [ngettext("{count} vraag", "{count} vragen", count).format(count=count) for count in (0, 1, 2)] == [
        "0 questions",
        "1 question",
        "2 questions",
    ]


def test_a_text_without_translation_stays_as_it_is() -> None:
    i18n.use("en")
    assert _("Onbekende tekst") == "Onbekende tekst"
    assert tr(" Onbekende tekst\n") == " Onbekende tekst\n"


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_never_shows_the_header_of_a_catalogue(text: str) -> None:
    i18n.use("en")
    assert tr(text) == text
    assert _(text) == text


def test_what_flows_say_has_its_own_catalogue() -> None:
    i18n.use("en")
    assert tr("Is er direct gevaar?\nBel dan 112.\n") == "Is there danger? Call 112."
    assert _("Is er direct gevaar?\nBel dan 112.") != "Is there danger? Call 112."


def test_a_marked_text_is_translated_later() -> None:
    marked = N_("Nog niet bekend")
    i18n.use("en")
    assert marked == "Nog niet bekend"
    assert _(marked) == "Not known yet"


def test_an_edited_source_wins_over_an_older_compiled_catalogue(catalogues: Path) -> None:
    po, mo = catalogues / "meldcode.po", catalogues / "meldcode.mo"
    mo.write_bytes(i18n.compiled(po, "en").read())
    po.write_text(po.read_text("utf-8").replace("Not known yet", "Unknown so far"), "utf-8")
    os.utime(mo, (1_000_000, 1_000_000))
    i18n.use("en")
    assert _("Nog niet bekend") == "Unknown so far"


def test_a_compiled_catalogue_needs_no_source(catalogues: Path) -> None:
    po = catalogues / "meldcode.po"
    (catalogues / "meldcode.mo").write_bytes(i18n.compiled(po, "en").read())
    po.unlink()
    i18n.use("en")
    assert _("Nog niet bekend") == "Not known yet"


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    i18n.use("en")
    with pytest.raises(MeldcodeError) as caught:
        i18n.use("../../etc")
    assert "nl, en" in caught.value.hint
    assert language() == "en"


def test_a_date_is_written_in_words_of_the_language(today: date) -> None:
    assert date_text(today) == "2 maart 2026"
    i18n.use("en")
    assert date_text(today) == "2 March 2026"


def test_importing_it_loads_no_babel() -> None:
    code = "import sys, meldcode.i18n; sys.exit('babel' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_text_hides_in_an_f_string_where_extraction_cannot_see_it() -> None:
    hidden = []
    for path in sorted((Path(__file__).parent.parent / "meldcode").rglob("*.py")):
        for text in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)):
            calls = [one for one in ast.walk(text) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            marked = [one for one in calls if getattr(one.func, "id", "") in {"_", "N_", "ngettext"}]
            hidden += [f"{path.name}:{one.lineno}" for one in marked if isinstance(one.args[0], ast.Constant)]
    assert hidden == []


# languages


def test_a_third_language_is_found_by_its_catalogue_and_named_by_it(catalogues: Path) -> None:
    assert i18n.languages() == {"nl": "Nederlands", "en": "en"}, "a catalogue that does not say how it is called"
    for lang, name in (("en", "English"), ("fy", "Frysk")):
        folder = catalogues.parent.parent / lang / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "meldcode.po").write_text(HEADER + f'msgid "Nederlands"\nmsgstr "{name}"\n', "utf-8")
    i18n._catalogue.cache_clear()
    assert i18n.languages() == {"nl": "Nederlands", "en": "English", "fy": "Frysk"}
    i18n.use("fy")
    assert _("Nederlands") == "Frysk"


def test_a_language_that_babel_does_not_know_has_dutch_dates(catalogues: Path, today: date) -> None:
    (catalogues.parent.parent / "zz" / "LC_MESSAGES").mkdir(parents=True)
    shutil.copy(catalogues / "meldcode.po", catalogues.parent.parent / "zz" / "LC_MESSAGES")
    i18n.use("zz")
    assert (date_text(today), _("Nog niet bekend")) == ("2 maart 2026", "Not known yet")


def test_a_folder_without_catalogue_is_no_language(catalogues: Path) -> None:
    (catalogues.parent.parent / "de").mkdir()
    (catalogues.parent.parent / "extract.py").write_text("", "utf-8")
    assert i18n.codes() == ("nl", "en")


def test_dutch_is_there_without_any_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meldcode.resources.folder", lambda name: "/nergens")
    assert i18n.languages() == {"nl": "Nederlands"}


def test_what_an_organisation_brings_along_works_both_ways_without_reading_its_flow_again() -> None:
    i18n.add_texts({"en": {"Bel de zorgcoördinator.": "Call the care coordinator."}})
    said = []
    for lang in ("nl", "en", "nl"):
        i18n.use(lang)
        said.append(tr("Bel de zorgcoördinator."))
    assert said == ["Bel de zorgcoördinator.", "Call the care coordinator.", "Bel de zorgcoördinator."]
