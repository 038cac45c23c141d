"""What practice keeps: apart from dossiers, for one user, whole or not at all, and saying that it is practice."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from meldcode.errors import MeldcodeError
from meldcode.training.figures import figures_of
from meldcode.training.handout import write_guide, write_handout
from meldcode.training.record import new_case
from meldcode.training.session import Session
from meldcode.training.store import PracticeStore


def figures(session: Session) -> dict[str, Any]:
    session.release()
    session.ask(0)
    return figures_of(session)


def test_nothing_is_made_before_something_is_kept(tmp_path: Path) -> None:
    store = PracticeStore(tmp_path / "data")
    assert (store.sessions(), store.running(), store.progress(), store.unreadable) == ([], None, {}, 0)
    store.set_running(None)
    store.set_progress({})
    assert list(tmp_path.iterdir()) == []


def test_a_session_is_kept_under_a_name_that_says_practice(session: Session, tmp_path: Path) -> None:
    store = PracticeStore(tmp_path)
    kept = figures(session)
    paths = [store.add_session(kept), store.add_session(kept)]
    day = session.began.date().isoformat()
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == [f"oefenen/sessies/oefening-{day}-klein_geval-{number}.json" for number in (1, 2)]
    assert json.loads(paths[0].read_text("utf-8"))["practice"] is True
    assert store.sessions() == [kept, kept]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_only_this_user_can_look_in_it_even_when_the_folder_was_open(session: Session, tmp_path: Path) -> None:
    (tmp_path / "oefenen").mkdir(mode=0o755)
    path = PracticeStore(tmp_path).add_session(figures(session))
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "oefenen", path.parent, path)]
    assert modes == [0o700, 0o700, 0o600]


def test_a_case_with_a_strange_id_stays_in_the_folder(session: Session, tmp_path: Path) -> None:
    path = PracticeStore(tmp_path).add_session({**figures(session), "case": "../../x", "date": "/etc/passwd"})
    assert path.parent == tmp_path / "oefenen" / "sessies"
    assert path.name.startswith("oefening-")


def test_what_cannot_be_read_is_told_and_the_rest_is_there(session: Session, tmp_path: Path) -> None:
    store = PracticeStore(tmp_path)
    path = store.add_session(figures(session))
    for number, text in enumerate(["", "{", "[]", "9" * 9000, "[" * 100_000, '{"practice": true}', "\x00"]):
        path.with_name(f"oefening-stuk-{number}.json").write_text(text, "utf-8")
    path.with_name(".oefening-half.json").write_text("{", "utf-8")
    assert len(store.sessions()) == 1
    assert store.unreadable == 7


def test_sessions_come_in_the_order_of_time(session: Session, tmp_path: Path) -> None:
    store = PracticeStore(tmp_path)
    kept = figures(session)
    for day in ("2026-05-01", "2026-03-01", "2026-04-01"):
        store.add_session({**kept, "date": day, "case": f"x{day[6]}"})
    assert [one["date"] for one in store.sessions()] == ["2026-03-01", "2026-04-01", "2026-05-01"]


def test_figures_that_are_none_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the figures"):
        PracticeStore(tmp_path).add_session({"practice": True, "rounds": "veel"})
    assert list(tmp_path.iterdir()) == []


def test_a_running_session_is_kept_until_it_is_over(session: Session, tmp_path: Path) -> None:
    store = PracticeStore(tmp_path)
    store.set_running(session.kept())
    assert PracticeStore(tmp_path).running() == session.kept()
    store.set_running(None)
    assert store.running() is None


def test_progress_is_kept_and_can_be_forgotten(tmp_path: Path) -> None:
    store = PracticeStore(tmp_path)
    store.set_progress({"klein_geval": {"0.acuut_gevaar": "nee"}})
    assert store.progress() == {"klein_geval": {"0.acuut_gevaar": "nee"}}
    (file,) = (tmp_path / "oefenen").iterdir()
    assert file.name.startswith("oefening-")
    assert json.loads(file.read_text("utf-8"))["practice"] is True
    store.set_progress({})
    assert list((tmp_path / "oefenen").iterdir()) == []


@pytest.mark.parametrize("content", [{"a": object()}, {"a": float("nan")}, {"a": "\ud800"}])
def test_what_is_no_json_is_not_kept_and_the_old_stays(tmp_path: Path, content: dict[str, Any]) -> None:
    store = PracticeStore(tmp_path)
    store.set_progress({"a": "ja"})
    with pytest.raises(ValueError):  # noqa: PT011  # each says something else
        store.set_progress(content)
    assert store.progress() == {"a": "ja"}


def test_a_folder_that_is_a_file_gets_a_sentence(session: Session, tmp_path: Path) -> None:
    (tmp_path / "oefenen").write_text("x", "utf-8")
    store = PracticeStore(tmp_path)
    assert (store.sessions(), store.running(), store.progress()) == ([], None, {})
    store.set_running(None)
    with pytest.raises(MeldcodeError, match="is geen map"):
        store.add_session(figures(session))


@pytest.mark.skipif(os.name != "posix", reason="Windows makes links for few")
@pytest.mark.parametrize("inside", ["", "diep"])
def test_no_byte_of_practice_goes_among_the_dossiers(session: Session, tmp_path: Path, inside: str) -> None:
    dossiers = tmp_path / "dossiers"
    (dossiers / inside).mkdir(parents=True, exist_ok=True)
    before = sorted(dossiers.rglob("*"))
    (tmp_path / "oefenen").symlink_to(dossiers / inside)
    store = PracticeStore(tmp_path)
    for act in (
        lambda: store.add_session(figures(session)),
        lambda: store.set_running(session.kept()),
        lambda: store.set_progress({"a": "ja"}),
    ):
        with pytest.raises(MeldcodeError, match="leidt naar uw dossiers"):
            act()
    assert sorted(dossiers.rglob("*")) == before


@pytest.mark.parametrize("inside", ["dossiers", "dossiers/diep"])
def test_what_a_trainer_writes_does_not_go_among_the_dossiers_either(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path))
    folder = tmp_path / inside
    folder.mkdir(parents=True)
    for write in (
        lambda: write_handout(figures(session), session.case, session.flow, folder),
        lambda: write_guide(session.case, session.flow, folder),
        lambda: new_case(folder / "mijn_geval.yaml", "onderwijs", None),
    ):
        with pytest.raises(MeldcodeError, match="komt niets van een oefening"):
            write()
    assert list(folder.iterdir()) == []
