"""The rooms of the house: who may lean on whom, and how large a file may grow."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "meldcode"
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "locales" / "extract.py", ROOT / "hatch_build.py"]

FOUNDATION = {
    "crash",
    "errors",
    "files",
    "harden",
    "i18n",
    "preferences",
    "resources",
    "text",
    "typesetting",
    "word_file",
}
"""What every room may use; these lean on each other and on no room."""
ARROWS = {
    "flow": set(),
    "dossier": set(),
    "screening": set(),
    "words": {"flow"},  # what front ends say alike; between the rooms and the screens
    "check": {"request", "training"},  # which answers an advice takes, and where a sentence ends; practice cases
    "interview": {"flow", "dossier"},
    "search": {"interview", "words"},  # finds in what front ends show
    "request": {"interview", "dossier", "screening"},
    "desk": {"interview", "words"},
    "tui": {"interview", "request", "words", "desk", "search", "training"},
    "plain": {"interview", "request", "words", "desk", "search", "training"},
    "training": {"interview", "request", "words"},
    "cli": {"tui", "plain", "training", "check", "desk"},
    "__main__": {"cli"},
}
"""Room to the rooms whose arrows point at it, as drawn; a room may use what lies up the arrows, near or far."""
DOORWAY = {
    "verbs": "cli",
    "dossier_verbs": "cli",
    "author_verbs": "cli",
    "running": "cli",
    "start": "cli",
    "launch": "cli",
    "system_verbs": "cli",
    "doctor": "cli",
    "serving": "cli",
    "pages": "cli",
    "hosting": "cli",
    "leading": "cli",
    "joining": "cli",
    "practising": "cli",
    "training_verbs": "cli",
    "recording": "cli",
    "completion": "cli",
}
"""`cli.py` is split so that each verb waits only for what it needs: together these are one room."""
TERMINAL = {"textual": {"tui"}, "rich": {"tui", "plain"}, "click": {"cli"}}
"""Who may import what draws on a terminal or reads its command line; nobody else."""

MAX_LINES = 400
MAX_FUNCTION = 60
REASON = "Long because"
"""A file or function may be longer when its docstring says so, in a sentence that starts with these words."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return DOORWAY.get(room, room)


def imports(path: Path) -> Iterator[str]:
    """Full names of everything the file imports, lazily or for types alone as well."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def rooms_used(path: Path) -> set[str]:
    names = [name.split(".") for name in imports(path)]
    used = {parts[1] for parts in names if parts[0] == "meldcode" and len(parts) > 1 and parts[1] != "__version__"}
    return {DOORWAY.get(room, room) for room in used}


def upstream(room: str) -> set[str]:
    near = ARROWS[room]
    return near.union(*(upstream(other) for other in near))


def allowed(room: str) -> set[str]:
    if room == "__init__":
        return set()
    if room in FOUNDATION:
        return FOUNDATION
    return FOUNDATION | {room} | upstream(room)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_arrows_of_the_house(path: Path) -> None:
    room = room_of(path)
    assert room in FOUNDATION | ARROWS.keys() | {"__init__"}, f"the house has no room {room}"
    assert not rooms_used(path) - allowed(room)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_front_ends_know_the_terminal(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)}
    assert not {library for library in outside & TERMINAL.keys() if room_of(path) not in TERMINAL[library]}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_and_no_function_grows_out_of_hand(path: Path) -> None:
    tree = parsed(path)
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MAX_LINES or REASON in (ast.get_docstring(tree) or ""), f"{name_of(path)}: {lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION or REASON in (ast.get_docstring(node) or ""), f"{node.name}: {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


EXAMPLE = str(ROOT / "flows" / "voorbeelden" / "onderwijs-melding.yaml")
LOADED = """
import json, sys
from meldcode.cli import main
sys.argv[0] = "meldcode"
try:
    main()
except SystemExit as ended:
    code = ended.code or 0
else:
    code = 0
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], {"textual", "rich", "yaml", "jsonschema", "typst"}),
        (["flows"], {"textual", "typst"}),
        (["run", "onderwijs", "--answers", EXAMPLE], {"textual", "typst"}),
    ],
    ids=["--help", "flows", "run"],
)
def test_a_verb_without_a_screen_loads_no_screen(arguments: list[str], heavy: set[str]) -> None:
    ended = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False)
    code, loaded = json.loads(ended.stderr.splitlines()[-1])
    assert code == 0, ended.stderr
    assert not heavy & set(loaded)
