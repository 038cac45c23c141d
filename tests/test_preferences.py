"""What a person chose for the program itself is kept, small and private, and is never worth an error."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from meldcode.errors import MeldcodeError
from meldcode.preferences import FILE, LANGUAGE, THEME, Preferences


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
