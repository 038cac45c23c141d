"""What the doctor asks of a computer, in one place, so that a test can be any computer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_WAIT = 5
"""Seconds that a program of the system has to answer."""


@dataclass(frozen=True)
class Machine:
    """`read` and `run` give None for what is not there, may not be read or fails."""

    platform: str
    """As `sys.platform`: `linux`, `darwin`, `win32`."""
    environ: Mapping[str, str]
    size: tuple[int, int] | None
    """Columns and lines; None without a terminal."""
    encoding: str
    """Of standard output."""
    now: datetime
    """With its time zone."""
    read: Callable[[str], str | None]
    """The text of a file of the system."""
    names: Callable[[str], list[str]]
    """The names in a folder of the system; empty when there is none."""
    run: Callable[[list[str]], str | None]
    """What a program of the system says."""
    free: Callable[[Path], int | None]
    """Bytes left where this folder is."""
    core_limit: Callable[[], int | None]
    """The largest core dump in bytes once the program protects itself; None when the system does not say."""
    version: Callable[[str], str | None]
    """Of an installed package; None when it is not there."""
    wanted: list[str]
    """What the program asks for, as its package says: `rich==15.0.0`, `python-sat<2,>=1.8; extra == 'authors'`."""


def this_machine() -> Machine:
    """The computer that we are on."""
    from importlib.metadata import PackageNotFoundError, requires, version

    def version_of(name: str) -> str | None:
        with suppress(PackageNotFoundError):
            return version(name)
        return None

    wanted: list[str] = []
    with suppress(PackageNotFoundError):
        wanted = requires("meldcode") or []
    return Machine(
        platform=sys.platform,
        environ=os.environ,
        size=_size(),
        encoding=getattr(sys.stdout, "encoding", None) or "",
        now=datetime.now().astimezone(),
        read=_read,
        names=_names,
        run=_run,
        free=_free,
        core_limit=_core_limit,
        version=version_of,
        wanted=wanted,
    )


def _size() -> tuple[int, int] | None:
    for stream in (sys.__stdout__, sys.__stdin__, sys.__stderr__):
        with suppress(OSError, ValueError, AttributeError):
            if stream is not None and stream.isatty():
                return tuple(os.get_terminal_size(stream.fileno()))  # type: ignore[return-value]  # it has two
    return None


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(1_000_000)
    except OSError:
        return None


def _names(path: str) -> list[str]:
    try:
        return sorted(os.listdir(path))
    except OSError:
        return []


def _run(command: list[str]) -> str | None:
    import subprocess

    program = shutil.which(command[0])
    if program is None:
        return None
    with suppress(OSError, subprocess.SubprocessError):
        ended = subprocess.run(  # noqa: S603  fixed words, no shell
            [program, *command[1:]], capture_output=True, text=True, errors="replace", timeout=_WAIT, check=True
        )
        return ended.stdout
    return None


def _free(path: Path) -> int | None:
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return None


def _core_limit() -> int | None:
    from meldcode.harden import harden

    harden()
    try:
        import resource
    except ImportError:
        return None
    return resource.getrlimit(resource.RLIMIT_CORE)[0]
