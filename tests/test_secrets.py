"""What a person typed is found nowhere: no file, process list, memory after locking, terminal, core or crash."""

from __future__ import annotations

import base64
import os
import re
import select
import shutil
import signal
import sys
from pathlib import Path

import pytest

from meldcode.errors import Exit

if sys.platform == "win32":
    pytest.skip("processes and pseudo-terminals of POSIX", allow_module_level=True)

from tests.leaks import (
    F6,
    F8,
    F12,
    FACT,
    NAME,
    PASSPHRASE,
    PATIENCE,
    STOP,
    STOPPED,
    TYPED,
    Place,
    Prepared,
    Screens,
    Session,
    prepare,
    seen_in,
    seen_in_files,
    seen_in_memory,
    session,
)
from tests.test_architecture import MODULES, imports, name_of

LOCKED = "Vergrendeld"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """One store for all tests; each works in a copy."""
    return prepare(tmp_path_factory.mktemp("winkel"))


@pytest.fixture
def place(prepared: Prepared, tmp_path: Path) -> Place:
    """Folders of its own, with the store in them."""
    found = Place.below(tmp_path)
    shutil.copytree(prepared.home.folder, found.data / "dossiers")
    return found


@pytest.fixture
def screens(tmp_path_factory: pytest.TempPathFactory) -> Screens:
    """A terminal to show what was told."""
    return Screens(tmp_path_factory.mktemp("tmux"))


def fill_in(app: Session) -> None:
    """From the text field at which the store opens to an open form, with something typed in both."""
    app.type(TYPED)
    app.until(TYPED)
    app.type(F6)
    app.until("rode map")
    app.type("\x1b[B\r")
    app.until("Nog nodig")
    app.type("+")
    app.until("Annuleren")
    app.type(FACT)
    app.until(FACT)


SPELLED = [
    NAME.encode("utf-16-le"),
    NAME.encode("utf-32-le"),
    NAME.encode().hex().encode(),
    *(base64.b64encode(b"x" * shift + NAME.encode() + b"y") for shift in range(3)),
    NAME.upper().encode(),
]


@pytest.mark.parametrize("data", SPELLED, ids=repr)
def test_the_search_finds_a_name_however_spelled(tmp_path: Path, data: bytes) -> None:
    assert seen_in(b"..." + data, {"name": NAME})
    (tmp_path / "file").write_bytes(b"..." + data)
    assert seen_in_files([tmp_path], {"name": NAME})


def test_the_search_finds_a_key_and_the_name_of_a_file(tmp_path: Path) -> None:
    raw = bytes(range(32))
    for data in (raw, raw.hex().encode(), raw.hex().upper().encode(), base64.urlsafe_b64encode(raw)):
        assert seen_in(data, {"key": raw.hex()}), data
    (tmp_path / NAME).mkdir()
    assert seen_in_files([tmp_path], {"name": NAME})


# one session, from opening to stopping


def test_a_session_leaves_nothing_in_a_file_or_a_process_list(place: Place, prepared: Prepared) -> None:
    secrets = prepared.secrets()
    with session(place) as app:
        app.unlock(NAME)
        fill_in(app)
        assert not seen_in_files(place.all(), secrets)
        assert not seen_in_process_list(app, secrets)
        app.type(F12)
        app.until(LOCKED)
        assert not seen_in_files(place.all(), secrets)
        app.unlock(FACT)
        assert not seen_in_process_list(app, secrets)
        app.type(STOP)
        assert app.end() == Exit.DONE
    assert not seen_in_files(place.all(), secrets)
    assert sorted(path.name for folder in place.all() for path in folder.rglob("*")) == [
        "dossiers",
        "dossiers.db",
        "dossiers.head",
        "dossiers.key",
    ]


def seen_in_process_list(app: Session, secrets: dict[str, str]) -> set[str]:
    """Which secrets another user may see of the processes, or whoever reads their environment."""
    found, looked = set(), 0
    for pid in app.processes():
        for name in ("cmdline", "environ", "comm"):
            path = Path(f"/proc/{pid}/{name}")
            if not os.access(path, os.R_OK):
                continue
            looked += 1
            found |= {f"{name}: {what}" for what in seen_in(path.read_bytes(), secrets)}
    if not looked:
        pytest.skip("this system has no /proc with processes")
    return found


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="/proc of Linux")
def test_locking_forgets_everything_and_the_parent_never_knew(place: Place, prepared: Prepared) -> None:
    secrets = prepared.secrets()
    with session(place) as app:
        app.unlock(NAME)
        fill_in(app)
        parent, before = app.process.pid, app.app()
        known = {what.partition(" ")[0] for what in seen_in_memory(before, secrets)}
        assert {"name", "typed", "fact", "key"} <= known, "else this test would notice nothing"
        assert not seen_in_memory(parent, secrets)
        app.type(F12)
        app.until(LOCKED)
        after = app.app()
        assert after != before
        assert not seen_in_memory(after, secrets)
        assert not seen_in_memory(parent, secrets)


@pytest.mark.parametrize("alternate", [True, False], ids=["two screens", "one screen"])
def test_a_locked_and_a_left_program_show_nothing_to_scroll_back_to(
    place: Place, screens: Screens, alternate: bool
) -> None:
    with session(place) as app:
        app.unlock(NAME)
        fill_in(app)
        assert FACT in screens.after(app.told, alternate), "else this test would notice nothing"
        app.type(F12)
        app.until(LOCKED)
        assert_nothing_shown(screens.after(app.told, alternate))
        app.unlock(FACT)
        app.type(STOP)
        assert app.end() == Exit.DONE
    shown = screens.after(app.told, alternate)
    assert_nothing_shown(shown)
    assert ("EERSTE REGEL" in shown) is alternate, "what the shell showed before stays, where it can"


def assert_nothing_shown(shown: str) -> None:
    assert not [word for word in (NAME, TYPED, FACT, PASSPHRASE, "groene map", "rode map") if word in shown], shown


# however it ends


SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGABRT, signal.SIGINT]


@pytest.mark.heavy
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_leaves_nothing_on_any_screen_and_no_core(
    place: Place, prepared: Prepared, screens: Screens, number: signal.Signals
) -> None:
    with session(place) as app:
        app.unlock(NAME)
        app.type(TYPED)
        app.until(TYPED)
        drawn = app.told
        os.kill(app.app(), number)
        code = app.end()
    assert code == (Exit.DONE if number == signal.SIGINT else 128 + number)
    for alternate in (True, False):
        assert NAME in screens.after(drawn, alternate), "else this test would notice nothing"
        shown = screens.after(app.told, alternate)
        assert_nothing_shown(shown)
        assert (STOPPED in shown) is (code != Exit.DONE)
    said = app.told[app.told.rindex(b"\x1b[?1049l") :]
    assert not seen_in(said, prepared.secrets())
    assert not list(place.work.iterdir()), "no core"
    assert not seen_in_files(place.all(), prepared.secrets())


def test_who_kills_the_parent_ends_all_and_leaves_the_screen_of_before(place: Place, screens: Screens) -> None:
    """On a terminal with two screens, that is: nobody is left to wipe the only one."""
    with session(place) as app:
        app.unlock(NAME)
        watch = os.pidfd_open(app.app())
        app.process.kill()
        app.end()
        assert select.select([watch], [], [], PATIENCE)[0], "the app goes when its parent is gone"
        os.close(watch)
        assert not app.processes()
    assert_nothing_shown(screens.after(app.told))


TEXTUAL = {
    name: "{work}/" + name.lower()
    for name in ("TEXTUAL_LOG", "TEXTUAL_SCREENSHOT_LOCATION", "TEXTUAL_SCREENSHOT_FILENAME", "TEXTUAL_DRIVER")
} | {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_ANIMATIONS": "full",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
    "TEXTUAL_DEVTOOLS_PORT": "1",
    "TEXTUAL_DIM_FACTOR": "0.5",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ESCAPE_DELAY": "5000",
    "TEXTUAL_FILTERS": "dim",
    "TEXTUAL_FPS": "1",
    "TEXTUAL_PRESS": "ctrl+q",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_SLOW_THRESHOLD": "0",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_SPEEDUPS": "0",
    "TEXTUAL_THEME": "geen",
    "TEXTUAL_TYPE_CHECKS": "1",
}
"""All that Textual listens to, each set to what would do most harm."""


def test_whatever_textual_is_told_it_writes_nothing(place: Place, prepared: Prepared) -> None:
    told = {name: value.format(work=place.work) for name, value in TEXTUAL.items()}
    with session(place, more=told) as app:
        app.unlock(NAME)
        app.type(TYPED)
        app.until(TYPED)
        app.type(STOP)
        assert app.end() == Exit.DONE
    assert not list(place.work.iterdir())
    assert not seen_in_files(place.all(), prepared.secrets())
    assert b"Traceback" not in app.told


def test_all_that_textual_listens_to_is_tried() -> None:
    """A new version may listen to more; what it listens to begins with its name, and `cli.main` drops all of that."""
    import textual

    heard = set()
    for path in Path(textual.__file__).parent.rglob("*.py"):
        heard |= set(re.findall(r"""["'](TEXTUAL\w*)["']""", path.read_text("utf-8")))
    assert heard
    assert heard <= TEXTUAL.keys()


# crashes

CRASH = """
from meldcode.cli import main
from meldcode.{module} import {kind}
real = {kind}.{name}
class Drawn(Exception):
    def __rich__(self):
        return str(self)
def broken(self, *given):
    if {when}:
        geheim = {secret!r}
        raise {error}(geheim) from ValueError(geheim, given)
    return real(self, *given)
{kind}.{name} = broken
main([])
"""
MOVES = "given[0] and self.place(given[0]) != given[1]"
CRASHES = {
    "at saving": ("dossier.vault", "Vault", "append_all", f"{TYPED!r} in repr(given)", "RuntimeError", TYPED + "\t"),
    "at keeping the place": ("dossier.vault", "Vault", "go", MOVES, "RuntimeError", F8),
    "at drawing": ("tui.controls", "Line", "render_line", f"{TYPED!r} in self.value", "RuntimeError", TYPED),
    "an error that draws itself": ("tui.controls", "Line", "render_line", f"{TYPED!r} in self.value", "Drawn", TYPED),
    "at hiding": ("tui.hidden", "Hidden", "compose", "True", "RuntimeError", F12),
}
"""Where it goes wrong (module, class, function), when, with what, and the keys that lead to it."""


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES.keys())
def test_a_crash_says_a_place_and_no_case(
    place: Place, prepared: Prepared, tmp_path: Path, screens: Screens, crash: tuple[str, ...]
) -> None:
    module, kind, name, when, error, keys = crash
    script = tmp_path / "crash.py"
    script.write_text(
        CRASH.format(module=module, kind=kind, name=name, when=when, error=error, secret=NAME + TYPED), "utf-8"
    )
    with session(place, str(script)) as app:
        app.unlock(NAME)
        app.type(keys)
        assert app.end() == Exit.CRASHED
    for alternate in (True, False):
        shown = screens.after(app.told, alternate)
        assert_nothing_shown(shown)
        assert f"{error} crash.py:" in shown
        assert "NOTE" not in shown, "what Textual says to makers of programs"
    assert not seen_in(app.told[app.told.rindex(b"\x1b[?1049l") :], prepared.secrets())
    assert not seen_in_files(place.all(), prepared.secrets())


# no network

NETWORK = {"socket", "ssl", "http", "urllib.request", "socketserver", "ftplib", "smtplib", "imaplib", "requests"}
NETWORK |= {"httpx", "aiohttp", "urllib3", "xmlrpc", "webbrowser", "telnetlib", "poplib", "nntplib"}


LEADS = {
    "meldcode.serving": {"system_verbs.py"},
    "meldcode.hosting": {"leading.py"},
    "meldcode.leading": {"training_verbs.py", "joining.py"},
    "meldcode.joining": {"training_verbs.py"},
    "meldcode.training.remote": {"joining.py"},
    "meldcode.pages": {"serving.py", "hosting.py", "joining.py"},
}
"""What listens, or goes to somebody who listens, when a person asks for that: only its verb leads to it."""
SERVES = {"serving.py", "hosting.py", "pages.py", "remote.py"}
"""Those of them that know the network themselves. None of them knows a dossier: see `test_architecture.py`."""


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in SERVES], ids=name_of)
def test_nothing_of_ours_knows_the_network(path: Path) -> None:
    used = set(imports(path))
    assert not [name for name in used if any(name == one or name.startswith(f"{one}.") for one in NETWORK)]


@pytest.mark.parametrize(("listens", "wanted"), LEADS.items(), ids=LEADS)
def test_only_its_verb_leads_to_what_listens(listens: str, wanted: set[str]) -> None:
    led = {path.name for path in MODULES if any(f"{one}.".startswith(f"{listens}.") for one in imports(path))}
    assert led == wanted


@pytest.fixture
def strace() -> str:
    """The program that sees what is asked of the system."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace, which sees each socket, is not here")
    return found


@pytest.mark.heavy
def test_a_whole_session_asks_for_no_network_and_writes_only_the_store(
    place: Place, tmp_path: Path, strace: str
) -> None:
    log = tmp_path / "calls"
    calls = "trace=socket,connect,sendto,execve,openat,open,creat,rename,link,symlink,mkdir"
    with session(place, before=(strace, "-D", "-f", "-s", "200", "-o", str(log), "-e", calls)) as app:
        app.unlock(NAME)
        fill_in(app)
        app.type(F12)
        app.unlock(FACT)
        app.type(STOP)
        assert app.end() == Exit.DONE
    made = log.read_text("utf-8", "replace")
    assert "dossiers.db" in made, "else this test would notice nothing"
    assert not re.findall(r"AF_INET6?|AF_NETLINK|AF_PACKET", made)
    written = {
        found[1]
        for line in made.splitlines()
        if (found := re.search(r'"([^"]*)".*O_(?:WRONLY|RDWR|CREAT)', line)) and "= -1" not in line
    }
    outside = {path for path in written if not path.startswith((str(place.data), "/dev/"))}
    assert not outside
    assert made.count("execve(") == len(re.findall(r"execve\(\S*python", made)), "no other program was started"
