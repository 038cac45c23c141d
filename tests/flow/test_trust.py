"""Own flows are listed beside the shipped ones, and used only once a person accepted the text that is there now."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from meldcode import i18n
from meldcode.errors import MeldcodeError
from meldcode.flow import trust
from meldcode.flow.heads import all_heads, heads, named, own_heads, refusal
from meldcode.flow.loader import load_flow, peek_flow
from meldcode.flow.model import Flow
from meldcode.flow.trust import FILE, accept, grouped, sections, ships, stranger
from meldcode.i18n import tr
from meldcode.resources import flows_folder
from tests.flow.strangers import BROKEN, SAME_NAME, SCHOOL, TITLE, changed, put

DAY = date(2026, 3, 2)


def text_of(flow: Flow, folder: Path) -> str:
    found = stranger(flow, folder)
    assert found is not None
    return "\n".join(line for name, lines in sections(found) for line in (name, *lines))


# the list


def test_own_flows_stand_below_the_shipped_ones_and_say_that_they_did_not_ship(tmp_path: Path) -> None:
    path = put(tmp_path)
    found = all_heads(tmp_path)
    assert [head.id for head in found[:-1]] == [head.id for head in heads() if head.profession != "base"]
    assert (found[-1].id, found[-1].title, found[-1].name) == ("school", TITLE, path)
    assert found[-1].mark == "eigen, niet meegeleverd"
    assert not any(head.mark for head in found[:-1])


def test_a_broken_own_flow_hides_no_other_and_says_how_to_look_into_it(tmp_path: Path) -> None:
    path = put(tmp_path, BROKEN, "a-kapot.yaml")
    put(tmp_path, "\x00", "b-niets.yml")
    put(tmp_path)
    broken, nothing, good = own_heads(tmp_path)
    assert (good.id, refusal(good)) == ("school", None)
    assert "klopt niet" in broken.mark
    assert f"meldcode check {path}" in broken.hint
    assert all(isinstance(refusal(head), MeldcodeError) for head in (broken, nothing))


def test_only_files_that_are_flows_are_listed(tmp_path: Path) -> None:
    put(tmp_path, "geen vragenlijst", "leesmij.txt")
    put(tmp_path, SCHOOL, "._school.yaml")
    (tmp_path / "flows" / "map.yaml").mkdir()
    assert own_heads(tmp_path) == []
    assert own_heads(tmp_path / "nergens") == []


def test_the_shipped_flow_keeps_its_name(tmp_path: Path) -> None:
    put(tmp_path, SAME_NAME, "andere.yaml")
    (head,) = own_heads(tmp_path)
    assert "net als een meegeleverde vragenlijst" in head.mark
    assert refusal(head) is not None
    assert named("onderwijs", tmp_path) == "onderwijs"


def test_an_own_flow_is_found_by_its_id_and_anything_else_is_left_as_it_was_typed(tmp_path: Path) -> None:
    path = put(tmp_path)
    assert named("school", tmp_path) == path
    for name in ("huisarts", "bestaat_niet", "./school.yaml", "../school"):
        assert named(name, tmp_path) == name


def test_looking_at_a_flow_does_not_use_its_translations(tmp_path: Path) -> None:
    text = "Een tekst die nergens anders staat"
    path = put(tmp_path, SCHOOL + f'translations: {{en: {{"{text}": A hijacked text}}}}\n')
    i18n.use("en")
    own_heads(tmp_path)
    assert stranger(peek_flow(path), tmp_path) is not None
    assert tr(text) == text
    load_flow(path)
    assert tr(text) == "A hijacked text"


# what is told


@pytest.mark.parametrize("name", [head.id for head in heads()])
def test_nothing_is_asked_of_a_shipped_flow_nor_of_a_copy_of_it(name: str, tmp_path: Path) -> None:
    assert stranger(peek_flow(name), tmp_path) is None
    for file in flows_folder().glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    copy = peek_flow(tmp_path / f"{name}.yaml")
    assert ships(copy)
    assert stranger(copy, tmp_path) is None


def test_a_person_is_told_what_the_flow_is_and_what_it_changes(tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    told = text_of(flow, tmp_path)
    base = load_flow("onderwijs")
    for part in (
        f"Naam: {TITLE}, versie 1",
        "Bestand: school.yaml",
        f"Kenmerk: {grouped(flow.digest[:16])}",
        grouped(flow.digest),
        f"Bouwt op: {base.title}, versie {base.version}, zoals meegeleverd. Kenmerk: {grouped(base.digest[:16])}",
        "3 verschillen",
        "- Nieuw (nummer): Directeur 030-0000000",
        "Nu: «Heeft u met juf Anna, onze aandachtsfunctionaris, overlegd?»",
    ):
        assert part in told, part
    assert grouped("0123456789abcdef") == "0123 4567 89ab cdef"


def test_the_words_are_english_too(tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    dutch = text_of(flow, tmp_path)
    i18n.use("en")
    assert text_of(flow, tmp_path) != dutch


def test_what_lies_between_a_flow_and_what_ships_is_told_with_it(tmp_path: Path) -> None:
    put(tmp_path)
    top = put(tmp_path, 'flow: top\nextends: school\ntitle: Bovenop\nversion: "1"\n', "top.yaml")
    told = text_of(peek_flow(top), tmp_path)
    assert "Bestand: top.yaml, school.yaml" in told
    assert "Directeur 030-0000000" in told, "a file in between hides nothing"


def test_a_flow_with_the_name_of_a_shipped_one_is_held_against_that(tmp_path: Path) -> None:
    told = text_of(peek_flow(put(tmp_path, SAME_NAME, "andere.yaml")), tmp_path)
    assert "Lijkt op: Meldcode in het onderwijs" in told
    assert "Weg (waarschuwing): Bel nu 112" in told


def test_a_flow_that_builds_on_nothing_that_ships_says_what_is_in_it(tmp_path: Path) -> None:
    told = text_of(peek_flow(put(tmp_path, SAME_NAME.replace("flow: onderwijs", "flow: los"), "los.yaml")), tmp_path)
    assert "alles komt uit dit bestand" in told
    assert "1 vraag, 1 uitkomst, 0 nummers." in told


def test_what_a_flow_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    hostile = '"[/]\\x1b]52;c;x\\x07\\u202e"'
    told = text_of(peek_flow(put(tmp_path, SCHOOL.replace(f"title: {TITLE}", f"title: {hostile}"))), tmp_path)
    assert "\x1b" not in told
    assert "\u202e" not in told


# accepting


def test_a_version_is_accepted_once(tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    accept(flow, tmp_path, DAY)
    accept(flow, tmp_path, DAY)
    assert stranger(flow, tmp_path) is None
    kept = json.loads((tmp_path / FILE).read_text("utf-8"))["accepted"]
    assert kept == [{"id": "school", "digest": flow.digest, "date": "2026-03-02", "title": TITLE}]


def test_a_changed_file_is_asked_again_and_says_that_it_changed(tmp_path: Path) -> None:
    accept(peek_flow(put(tmp_path)), tmp_path, DAY)
    other = peek_flow(changed(tmp_path))
    told = text_of(other, tmp_path)
    assert "anders dan de versie die u eerder accepteerde, op 2 maart 2026" in told
    accept(other, tmp_path, DAY)
    assert stranger(other, tmp_path) is None


def test_a_new_version_of_what_ships_is_asked_about_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(peek_flow(put(tmp_path)), tmp_path, DAY)
    newer = tmp_path / "newer"
    newer.mkdir()
    for file in flows_folder().glob("*.yaml"):
        text = file.read_text("utf-8")
        (newer / file.name).write_text(f"{text}# nieuwer\n" if file.stem == "onderwijs" else text, "utf-8")
    monkeypatch.setattr("meldcode.resources.flows_folder", lambda: newer)
    found = stranger(peek_flow(tmp_path / "flows" / "school.yaml"), tmp_path)
    assert found is not None
    assert not found.altered, "it builds on what ships now"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"accepted": 1}',
        b'{"accepted": [{"digest": 1}]}',
        b'{"accepted": [{"id": "school", "digest": 5, "date": "", "title": ""}]}',
        b"[" * 100_000,
        b" " * 1_000_001,
    ],
)
def test_a_damaged_file_means_that_nothing_was_accepted(content: bytes, tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    (tmp_path / FILE).write_bytes(content)
    assert stranger(flow, tmp_path) is not None
    accept(flow, tmp_path, DAY)
    assert stranger(flow, tmp_path) is None


def test_a_file_with_one_bad_row_is_damaged_as_a_whole(tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    accept(flow, tmp_path, DAY)
    data = json.loads((tmp_path / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(json.dumps({"accepted": [*data["accepted"], "?"]}), "utf-8")
    assert stranger(flow, tmp_path) is not None


def test_where_nothing_can_be_kept_it_is_said_and_asked_again(tmp_path: Path) -> None:
    flow = peek_flow(put(tmp_path))
    nowhere = tmp_path / "bestand"
    nowhere.write_text("geen map", "utf-8")
    with pytest.raises(MeldcodeError):
        accept(flow, nowhere, DAY)
    assert stranger(flow, nowhere) is not None


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = peek_flow(put(tmp_path))
    accept(flow, tmp_path, DAY)
    before = (tmp_path / FILE).read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "vol")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MeldcodeError):
        accept(peek_flow(changed(tmp_path)), tmp_path, DAY)
    assert (tmp_path / FILE).read_bytes() == before
    assert trust.stranger(flow, tmp_path) is None
