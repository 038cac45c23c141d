"""The recipe for one file without Python, and what the program does otherwise in it. `.ci/build` makes the file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import meldcode
from meldcode.launch import program

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / ".ci" / "meldcode.spec"
PACKAGE = Path(meldcode.__file__).parent


def followed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the recipe asks of PyInstaller, which is not here: names of its parts to what they were given."""
    asked: dict[str, Any] = {}
    hooks = ModuleType("PyInstaller.utils.hooks")

    def files(name: str) -> list[tuple[str, str]]:
        found = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
        return (
            [(str(path), str(path.parent.relative_to(PACKAGE.parent))) for path in found] if name == "meldcode" else []
        )

    hooks.collect_data_files = files  # type: ignore[attr-defined]  # a module made here
    hooks.collect_submodules = lambda name: [f"{name}.*"]  # type: ignore[attr-defined]  # the same
    hooks.copy_metadata = lambda name, recursive=False: [(f"{name}.dist-info", name)]  # type: ignore[attr-defined]  # the same
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)

    def analysis(scripts: list[str], **more: Any) -> SimpleNamespace:
        asked.update(more, scripts=scripts)
        found = [(target, source, "DATA") for source, target in more["datas"]]
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=found)

    def one_file(*_parts: object, **more: Any) -> None:
        asked["file"] = more

    monkeypatch.setattr(os, "listdir", lambda _path: ["nl", "en"])  # the catalogues of an installed program
    names: dict[str, Any] = {"Analysis": analysis, "PYZ": lambda pure: pure, "EXE": one_file}
    exec(compile(RECIPE.read_text("utf-8"), str(RECIPE), "exec"), names)  # noqa: S102  our own file
    return asked | {"wanted": names["wanted"]}


def test_every_file_that_the_program_reads_goes_into_the_single_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = followed(monkeypatch)
    sources = {Path(source) for source, _target in asked["datas"]}
    data = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    assert data <= sources
    assert {"meldcode.*", "textual.widgets.*", "pysat.*", "holidays.countries.netherlands"} <= set(
        asked["hiddenimports"]
    )
    assert asked["scripts"] == [str(PACKAGE / "__main__.py")]
    assert asked["file"]["console"] is True
    assert asked["file"]["upx"] is False


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("babel/locale-data/nl.dat", True),
        ("babel/locale-data/en_GB.dat", True),
        ("babel/locale-data/root.dat", True),
        ("babel/locale-data/ja.dat", False),
        ("babel/global.dat", True),
        ("stdnum/imsi.dat", False),
        ("holidays/locale/nl/LC_MESSAGES/NL.mo", True),
        ("holidays/locale/uk/LC_MESSAGES/NL.mo", False),
        ("meldcode/_data/flows/onderwijs.yaml", True),
        ("meldcode/request/request.typ", True),
    ],
)
def test_what_is_of_no_use_here_is_left_out(monkeypatch: pytest.MonkeyPatch, name: str, kept: bool) -> None:
    assert followed(monkeypatch)["wanted"]((name, "", "DATA")) is kept


def test_the_recipe_names_no_system() -> None:
    words = RECIPE.read_text("utf-8")
    assert not [one for one in ("sys.platform", "os.name", ".so", ".dll", ".dylib", "/usr") if one in words]


def test_a_single_file_starts_itself_without_a_module_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program() == [sys.executable, "-m", "meldcode"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program() == [sys.executable]
