"""What a person chose for the program itself is kept, small and private, and is never worth an error."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from meldcode import cli, i18n
from meldcode.errors import MeldcodeError
from meldcode.preferences import FILE, LANGUAGE, THEME, Preferences
from meldcode.start import chosen_language


def test_what_was_chosen_is_there_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    Preferences(folder).set(LANGUAGE, "en")
    Preferences(folder).set(THEME, "meldcode-dark")
    Preferences(folder).set(LANGUAGE, "nl")
    assert (Preferences(folder).get(LANGUAGE), Preferences(folder).get(THEME)) == ("nl", "meldcode-dark")
    Preferences(folder).set(THEME, "")
    assert (folder / FILE).read_text("utf-8") == "language=nl\n"


def test_nothing_was_chosen_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert Preferences(tmp_path / "none").get(LANGUAGE) == ""
    assert Preferences(Path("a\0b")).get(LANGUAGE) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    Preferences(tmp_path / "data").set(LANGUAGE, "en")
    assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"\xff\xfe\0", b"language", b"language=../../etc\n", b"=en", b"x" * 10_000, b""])
def test_what_was_not_written_here_counts_as_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert Preferences(tmp_path).get(LANGUAGE) == ""
    Preferences(tmp_path).set(LANGUAGE, "en")
    assert Preferences(tmp_path).get(LANGUAGE) == "en"


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MeldcodeError("vol", "")

    monkeypatch.setattr("meldcode.files.write_all", full)
    Preferences(tmp_path).set(LANGUAGE, "en")
    assert Preferences(tmp_path).get(LANGUAGE) == ""


@pytest.mark.parametrize(("name", "value"), [("language", "Sem de Wit"), ("language", "e\nn"), ("a=b", "en")])
def test_nothing_but_a_short_word_can_be_kept(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ValueError, match="short word"):
        Preferences(tmp_path).set(name, value)
    assert list(tmp_path.iterdir()) == []


def test_reading_it_imports_nothing() -> None:
    code = "import sys; from meldcode.preferences import *; Preferences('.').get('language'); "
    code += "sys.exit('pathlib' in sys.modules)"
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


# the language that was chosen, at the next start


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        cli.main(list(arguments))
    return "".join(capsys.readouterr())


@pytest.fixture
def chosen_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path))
    Preferences(tmp_path).set(LANGUAGE, "en")


@pytest.mark.usefixtures("chosen_english")
def test_what_speaks_with_a_person_speaks_the_language_that_was_chosen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []

    def start(plain: bool) -> int:
        spoken.append(i18n.language())
        return 0

    monkeypatch.setattr("meldcode.start.start", start)
    for arguments in ([], ["--plain"], ["--lang", "nl"], ["--lang=nl", "--plain"]):
        said(capsys, *arguments)
    assert spoken == ["en", "en", "nl", "nl"]
    assert "questionnaire" in said(capsys, "open", "--help")


@pytest.mark.usefixtures("chosen_english")
def test_what_a_script_may_call_does_not_depend_on_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Meldcode in het onderwijs" in said(capsys, "flows")
    assert "Gebruik" in said(capsys, "--help")


def test_a_language_that_is_gone_is_dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path))
    Preferences(tmp_path).set(LANGUAGE, "xx")
    assert chosen_language() == ""
    monkeypatch.setenv("MELDCODE_HOME", "~niemand-van-die-naam")
    assert chosen_language() == ""
