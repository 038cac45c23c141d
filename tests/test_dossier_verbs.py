"""`meldcode dossier …`: what goes to which stream, what is asked, exit codes; and the passphrase at a real terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from meldcode import cli, dossier_verbs, harden
from meldcode.dossier.home import HOME_VARIABLE, Home
from meldcode.dossier.opening import create, unlock
from meldcode.errors import Exit
from tests.plain.helper import (
    CANARY,
    PASSPHRASE,
    RECOVERY,
    Person,
    Typed,
    answers,
    begin,
    clock,
    codes,
    kinds,
    look,
    said,
)

GIVEN = [
    ("acuut_gevaar", "ja"),
    ("besluit_melden", "ja"),
    ("melding_datum", "2026-02-10"),
    ("signalen", [{"feit": CANARY}]),
]


class Ended(NamedTuple):
    """How a call ended; `person` knows what was said and asked on standard error."""

    code: int
    out: str
    err: str
    person: Person

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Ended]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A data folder of its own, and a process that is not hardened: it is pytest's."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setattr(harden, "harden", lambda: None)
    monkeypatch.setattr(dossier_verbs, "clock", clock)


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "data" / "dossiers")


@pytest.fixture
def home(empty: Home) -> Home:
    create(empty, PASSPHRASE, RECOVERY, clock=clock, who="leerkracht").close()
    return empty


@pytest.fixture
def dossier(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls `meldcode dossier` with what is typed at its prompts; all of it must have been asked for."""

    def call(*arguments: str | Path, types: list[Typed] | None = None) -> Ended:
        person = Person(*([PASSPHRASE] if types is None else types))
        monkeypatch.setattr(dossier_verbs, "speech", lambda: person.lines)
        with pytest.raises(SystemExit) as stopped:
            cli.main(["dossier", *(str(argument) for argument in arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "\x1b" not in out + err + person.text
        assert PASSPHRASE not in out + err + person.text
        found = Ended(int(stopped.value.code or 0), out, err, person)
        if found.code > 1:  # 1 is an answer: not so
            assert [line.split(": ")[:2] for line in err.splitlines()] == [["meldcode", "error"], ["meldcode", "hint"]]
        else:
            assert not person.script, person.script
        return found

    return call


@pytest.fixture
def code(home: Home) -> str:
    """A dossier in which a report was made and nothing was heard since."""
    return begin(home, ["zaak 1"], GIVEN)["zaak 1"]


# looking


def test_the_list_is_data(dossier: Call, code: str, home: Home) -> None:
    begin(home, ["met\ttab"])
    rows = [line.split("\t") for line in dossier("list").out.splitlines()]
    assert {len(row) for row in rows} == {6}
    by_code = {row[0]: row for row in rows}
    assert by_code[code][1:4] == ["zaak 1", "2026-03-02T09:00:00", "open"]
    assert by_code[code][5] == "2026-02-17"
    assert {row[1] for row in rows} == {"zaak 1", "met tab"}


def test_the_list_as_json(dossier: Call, code: str) -> None:
    [row] = dossier("list", "--json").json
    assert (row["code"], row["flow"], row["state"], row["next_due"]) == (code, "onderwijs", "open", "2026-02-17")
    assert row["terms"][0]["date"] == "2026-02-17"


def test_a_dossier_is_shown_with_its_position_and_answers(dossier: Call, code: str) -> None:
    found = dossier("show", code.lower())
    assert f"{code} · zaak 1 · open" in found.out
    assert "Uitkomst: De norm vraagt een melding bij Veilig Thuis" in found.out
    assert CANARY in found.out
    shown = dossier("show", code, "--json").json
    assert shown["position"]["outcome"] == "melden"
    assert shown["answers"]["signalen"] == [{"feit": CANARY}]


def test_history_due_and_key(dossier: Call, code: str) -> None:
    assert "leerkracht · begonnen met de vragenlijst onderwijs" in dossier("history", code).out
    assert "de opslag is gemaakt" in dossier("history").out
    assert dossier("history", "--mark", "1-0000000000000000").code == 1
    rows = [line.split("\t") for line in dossier("due").out.splitlines()]
    assert rows[0][:4] == ["2026-02-17", "late", code, "zaak 1"]
    assert dossier("due", "--json").json[0]["what_now"]
    assert re.fullmatch("age1[0-9a-z]{58}\n", dossier("key").out)


def test_the_calendar_is_written_without_names(dossier: Call, code: str, tmp_path: Path) -> None:
    found = dossier("calendar", "--out", tmp_path / "uit")
    assert (found.code, found.out) == (0, "")
    [path] = (tmp_path / "uit").iterdir()
    assert "zaak 1" not in path.read_text("utf-8")
    assert code in path.read_text("utf-8")


# working


def test_closing_reopening_and_destroying(dossier: Call, code: str, home: Home) -> None:
    assert dossier("close", code, types=[PASSPHRASE, "afgerond", "2-6-2026", "zo is het beleid"]).code == 0
    assert dossier("list").out.split("\t")[3:] == ["closed", dossier("list").out.split("\t")[4], "2026-06-02\n"]
    assert dossier("reopen", code, types=[PASSPHRASE, "nieuwe zorg"]).code == 0
    assert kinds(home, "zaak 1")[-3:] == ["closed", "retained", "reopened"]
    wrong = dossier("purge", code, types=[PASSPHRASE, "klaar", "zaak 1"])
    assert (wrong.code, list(codes(home))) == (Exit.BAD_USE, ["zaak 1"])
    assert dossier("purge", code, types=[PASSPHRASE, "klaar", code]).code == 0
    assert codes(home) == {}


@pytest.mark.parametrize("stop", [["q"], ["b"], []], ids=["q", "b", "no more lines"])
def test_stopping_at_a_prompt_changes_nothing(dossier: Call, code: str, home: Home, stop: list[Typed]) -> None:
    found = dossier("purge", code, types=[PASSPHRASE, *stop])
    assert found.code == Exit.BAD_USE
    assert "Er is niets veranderd." in found.err
    assert list(codes(home)) == ["zaak 1"]


# out of the store and into it


def test_export_and_handover_and_receive(dossier: Call, code: str, home: Home, tmp_path: Path) -> None:
    found = dossier("export", code, "--out", tmp_path / "uit")
    assert (found.out, found.person.text.count("geschreven: ")) == ("", 2)
    assert json.loads((tmp_path / "uit" / code / "dossier.json").read_text("utf-8"))["code"] == code
    key = dossier("key").out.strip()
    assert dossier("handover", code, "--to", key, "--out", tmp_path).code == 0
    again = dossier("handover", code, "--to", key, "--out", tmp_path)
    assert "er staat al iets" in again.err
    assert dossier("handover", code, "--to", "age1fout", "--out", tmp_path / "x").code == Exit.BAD_USE
    new = dossier("receive", tmp_path / f"{code}.overdracht.age").out.strip()
    assert new != code
    assert dossier("receive", tmp_path / "weg.age").code == Exit.BAD_USE
    vault = look(home)
    assert {entry.code for entry in vault.list()} == {code, new}
    vault.close()


def test_a_backup_comes_back_where_nothing_is_left(dossier: Call, code: str, home: Home, tmp_path: Path) -> None:
    target = tmp_path / "kopie"
    assert dossier("backup", target).code == 0
    assert dossier("backup", target).code == Exit.BAD_USE, "never over another file"
    home.key.unlink()
    assert "sleutelbestand is weg" in dossier("list").err
    wrong = dossier("restore", target, types=["een heel andere wachtwoordzin"])
    assert wrong.code == Exit.BAD_USE
    found = dossier("restore", target)
    assert "De reservekopie staat terug." in found.person.text
    assert "Wat er stond, is bewaard in: " in found.person.text
    assert dossier("list").out.startswith(code)


def test_a_backup_comes_back_on_a_new_computer(
    dossier: Call, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dossier("backup", tmp_path / "kopie")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "nieuw"))
    assert dossier("list", types=[]).code == Exit.BAD_USE
    assert dossier("restore", tmp_path / "kopie", types=[RECOVERY]).code == 0
    assert dossier("list").out.startswith(code)


def test_keys_can_be_changed(dossier: Call, code: str, home: Home) -> None:
    new = "een veel langere andere zin"
    assert dossier("passphrase", types=[PASSPHRASE, "2", new, new]).code == 0
    found = dossier("recovery", types=[new, said("Uw herstelcode: ")])
    recovery = next(line for line in found.person.shown if line.startswith("Uw herstelcode: "))
    assert found.out == "", "the code is for the person, not for a file"
    assert dossier("rekey", types=[new]).code == 0
    for secret in (new, recovery.removeprefix("Uw herstelcode: ")):
        unlock(home, secret, clock=clock).close()


# bad use and bad files


def test_without_dossiers_nothing_is_asked(dossier: Call, empty: Home) -> None:
    found = dossier("list", types=["niet gevraagd"])
    assert (found.code, found.person.asked) == (Exit.BAD_USE, [])
    assert not empty.folder.exists()


def test_a_wrong_passphrase_and_an_unknown_code_are_one_line_and_a_hint(dossier: Call, code: str) -> None:
    found = dossier("list", types=["een heel andere wachtwoordzin"])
    assert (found.code, found.out) == (Exit.BAD_USE, "")
    assert "hiermee gaan de dossiers niet open" in found.err
    for verb in ("show", "history", "close", "reopen", "purge"):
        assert "er is geen dossier met deze code" in dossier(verb, "QQQQQ").err


def test_a_second_program_is_told(dossier: Call, code: str, home: Home) -> None:
    vault = look(home)
    assert "een ander programma heeft de dossiers open" in dossier("list").err
    vault.close()


@pytest.mark.parametrize(
    "arguments", [["lijst"], ["show"], ["export", "X"], ["handover", "X", "--out", "y"], ["list", "--wachtwoord", "x"]]
)
def test_bad_use_is_one_line_and_a_hint(dossier: Call, arguments: list[str]) -> None:
    assert dossier(*arguments, types=[]).code == Exit.BAD_USE


def test_no_verb_takes_a_secret_a_name_or_a_reason() -> None:
    group = dossier_verbs.dossier_group(lambda function: function)
    assert set(group.commands) == set(dossier_verbs.HELP)
    taken = {param.name for command in group.commands.values() for param in command.params}
    assert taken == {"code", "file", "out", "to", "as_json", "mark"}


@pytest.mark.parametrize("verb", ["", *dossier_verbs.HELP])
@pytest.mark.parametrize(("lang", "word"), [("nl", "Gebruik"), ("en", "Usage")])
def test_every_verb_explains_itself(dossier: Call, verb: str, lang: str, word: str) -> None:
    found = dossier(*([verb] if verb else []), "--lang", lang, "--help", types=[])
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(word)


def test_an_older_state_is_told_read_and_accepted(dossier: Call, code: str, home: Home, tmp_path: Path) -> None:
    old = home.db.read_bytes()
    begin(home, ["zaak 2"])
    home.db.write_bytes(old)
    found = dossier("list")
    assert (found.code, found.out.split("\t")[0]) == (0, code)
    assert "Dit is een oudere stand" in found.person.text
    assert "Uitkomst: " in dossier("show", code).out
    assert dossier("export", code, "--out", tmp_path / "uit").code == 0
    assert dossier("close", code, types=[PASSPHRASE, "klaar", ""]).code == Exit.BAD_USE
    assert dossier("accept", types=[PASSPHRASE, "2"]).code == Exit.BAD_USE
    assert dossier("accept", types=[PASSPHRASE, "1"]).code == 0
    assert "De dossiers zijn in orde." in dossier("accept").person.text
    assert answers(home, "zaak 1")["acuut_gevaar"] == "ja"


@pytest.mark.parametrize("at", [0, 100, 5000])
def test_a_damaged_file_is_no_traceback(dossier: Call, code: str, home: Home, at: int) -> None:
    data = bytearray(home.db.read_bytes())
    data[at] ^= 1
    home.db.write_bytes(data)
    found = dossier("list")
    assert found.code in {Exit.DONE, Exit.BAD_USE}
    assert "dossier restore" in found.err + found.person.text
