"""Wrong passphrases slow the next try down, and nothing that happens to the count keeps the rightful person out."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.dossier import tries
from meldcode.dossier.tries import LONGEST, right, wait, wrong
from meldcode.errors import MeldcodeError

NOON = datetime(2026, 3, 2, 12)
FAR = "2999-01-01T00:00:00"


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dossiers.tries"


def wrong_times(path: Path, times: int, now: datetime = NOON) -> None:
    for _ in range(times):
        wrong(path, now)


def refuse(*_: object) -> None:
    raise MeldcodeError("er mag niet geschreven worden")


def test_the_first_try_is_at_once_and_leaves_nothing_behind(path: Path) -> None:
    assert wait(path, NOON) == 0
    assert not path.exists()


def test_each_wrong_try_makes_the_next_one_slower_up_to_five_minutes(path: Path) -> None:
    told = []
    for _ in range(14):
        told.append(wrong(path, NOON))
        assert wait(path, NOON) == told[-1]
    assert told == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def test_the_wait_runs_down_and_ends(path: Path) -> None:
    wrong_times(path, 5)
    assert [wait(path, after(seconds)) for seconds in (0, 1, 7, 7.5, 8, 9, 10**9)] == [8, 7, 1, 1, 0, 0, 0]


def test_the_count_stays_after_the_wait_is_over(path: Path) -> None:
    wrong_times(path, 5)
    assert wrong(path, after(3600)) == 16


def test_the_right_passphrase_forgets_all(path: Path) -> None:
    wrong_times(path, 9)
    right(path)
    assert not path.exists()
    assert wrong(path, NOON) == 0
    right(path)
    right(path)


def test_the_file_is_small_and_for_the_owner_only(path: Path) -> None:
    wrong_times(path, 3)
    assert json.loads(path.read_bytes()) == {"count": 3, "last": "2026-03-02T12:00:00"}
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_very_many_wrong_tries_are_counted_no_further(path: Path) -> None:
    path.write_text(json.dumps({"count": 1000, "last": NOON.isoformat()}))
    assert wrong(path, NOON) == LONGEST
    assert wait(path, NOON) == LONGEST
    assert json.loads(path.read_bytes())["count"] == 1000


# --- the clock -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=4000)])
def test_a_clock_turned_back_costs_one_wait_and_no_more(path: Path, back: timedelta) -> None:
    wrong_times(path, 5)
    now = NOON - back
    assert wait(path, now) == 8
    assert wait(path, now + timedelta(seconds=3)) == 5
    assert wait(path, now + timedelta(seconds=8)) == 0
    assert wrong(path, now + timedelta(seconds=8)) == 16


def test_a_time_far_ahead_that_cannot_be_mended_is_no_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(json.dumps({"count": 12, "last": FAR}))
    monkeypatch.setattr(tries, "write_all", refuse)
    assert wait(path, NOON) == 0


def test_a_clock_with_a_time_zone_works_as_well(path: Path) -> None:
    zone = timezone(timedelta(hours=1))
    wrong_times(path, 4, NOON.replace(tzinfo=zone))
    assert wait(path, after(1).replace(tzinfo=zone)) == 3
    assert wait(path, after(1)) == 3


@given(
    count=st.integers(1, 1000),
    shift=st.timedeltas(timedelta(days=-9000), timedelta(days=9000)),
)
def test_who_waits_as_long_as_told_may_try(
    tmp_path_factory: pytest.TempPathFactory, count: int, shift: timedelta
) -> None:
    path = tmp_path_factory.mktemp("tries") / "dossiers.tries"
    path.write_text(json.dumps({"count": count, "last": NOON.isoformat()}))
    now = NOON + shift
    told = wait(path, now)
    assert 0 <= told <= LONGEST
    assert wait(path, now + timedelta(seconds=told)) == 0


# --- a file that is not as it was written --------------------------------------------------------------------------

BAD = {
    "empty": b"",
    "no JSON": b"\x00\xff\xfe",
    "half": b'{"count": 9, "last": "2026-03-0',
    "a list": b"[9]",
    "null": b"null",
    "nested": b"[" * 256,
    "no time": b'{"count": 9}',
    "no count": b'{"last": "2026-03-02T12:00:00"}',
    "a time that is none": b'{"count": 9, "last": "gisteren"}',
    "a time in seconds": b'{"count": 9, "last": 1772449200}',
    "a count in words": b'{"count": "9", "last": "2026-03-02T12:00:00"}',
    "a broken count": b'{"count": 9.5, "last": "2026-03-02T12:00:00"}',
    "true": b'{"count": true, "last": "2026-03-02T12:00:00"}',
    "infinite": b'{"count": Infinity, "last": "2026-03-02T12:00:00"}',
    "below zero": b'{"count": -9, "last": "2026-03-02T12:00:00"}',
    "zero": b'{"count": 0, "last": "2026-03-02T12:00:00"}',
    "a count too high": b'{"count": 999999999999, "last": "2026-03-02T12:00:00"}',
    "huge": b'{"count": 9, "last": "2026-03-02T12:00:00"}' + b" " * 10_000_000,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_damaged_file_is_no_wait_and_the_count_begins_anew(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert wait(path, NOON) == 0
    assert wrong(path, NOON) == 0
    assert json.loads(path.read_bytes())["count"] == 1


@given(content=st.binary(max_size=300))
def test_no_content_is_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "willekeurig.tries"
    path.write_bytes(content)
    assert 0 <= wait(path, NOON) <= LONGEST


def test_a_time_zone_in_the_file_is_no_error(path: Path) -> None:
    path.write_text('{"count": 4, "last": "2026-03-02T12:00:00+01:00"}')
    assert wait(path, after(1)) == 3


# --- a folder that cannot be used ----------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_to_is_no_error_and_no_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "write_all", refuse)
    assert [wrong(path, NOON) for _ in range(5)] == [0] * 5
    assert wait(path, NOON) == 0


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere, whatever the mode of a folder says"
)
def test_a_read_only_folder_is_no_error(path: Path) -> None:
    wrong_times(path, 4)
    path.parent.chmod(0o500)
    try:
        assert wrong(path, NOON) == wait(path, NOON) == 4
        right(path)
    finally:
        path.parent.chmod(0o700)


def test_a_file_or_a_folder_in_the_way_is_no_error(path: Path) -> None:
    path.mkdir()
    assert wait(path, NOON) == 0
    assert wrong(path, NOON) == 0
    right(path)
    path.rmdir()
    path.touch()
    below = path / "dossiers.tries"
    assert wait(below, NOON) == 0
    assert wrong(below, NOON) == 0
    right(below)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_under_the_name_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    assert wait(path, NOON) == 0
