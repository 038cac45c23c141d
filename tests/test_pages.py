"""The pages for people stay true: what they show comes from the program, and what they tell to type can be typed.

After a change of a screen or a text, one command writes the kept screens and all pages anew (read the difference):

    python -m pytest tests/ui/test_screens.py tests/test_pages.py --update-screens
"""

from __future__ import annotations

import asyncio
import io
import re
import shlex
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from meldcode import cli
from meldcode.check.memory import default_folder
from meldcode.dossier.home import find_home
from meldcode.dossier.opening import unlock
from meldcode.dossier.trouble import StoreError
from meldcode.flow.loader import load_flow
from meldcode.flow.trust import accept
from meldcode.plain.lines import COMMANDS
from meldcode.preferences import LANGUAGE, Preferences
from meldcode.training.reading import find_case, heads, read_case
from meldcode.training.store import PracticeStore
from meldcode.training_verbs import MOST as PEOPLE
from meldcode.tui.actions import ACTIONS, shown_key
from meldcode.verbs import group
from tests.pages import DOCS, OWN, PAGES, README, ROOT, blocks, file_of, made, put
from tests.training.test_handout import figures_for
from tests.ui.kept_helper import CASE, Time, a_store, with_dossier

WITH_PICTURES = (README, DOCS / "vijf-minuten.md", DOCS / "training.md")
TRAINING, PRIVACY = DOCS / "training.md", DOCS / "privacy.md"
EVERYWHERE = {"ENTER", "TAB", "^C"}
"""Keys that no table of ours holds: those of every terminal."""
LETTERS = set(COMMANDS) | {"-", "+"}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", WITH_PICTURES, ids=named)
def test_what_a_page_shows_is_what_the_program_shows(page: Path, tmp_path: Path, update_screens: bool) -> None:
    found = asyncio.run(made(page, tmp_path, update_screens))
    assert found
    if update_screens:
        put(page, found)
    for one in blocks(page):
        if (one.kind, one.name) in found:
            assert one.text == found[one.kind, one.name], f"{one.kind}: {one.name}"


def test_no_other_page_has_such_blocks() -> None:
    for page in set(PAGES) - set(WITH_PICTURES):
        assert not {one.kind for one in blocks(page)} & {"screen", "transcript", "why"}, page


# commands


def ran(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command of the program prints, called in this process; it must end well."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    out, err = capsys.readouterr()
    assert not ended.value.code, (words, err)
    return out


@pytest.fixture
def beginner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, nobody at the keys, and a process that stays as it is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr("meldcode.harden.harden", lambda: None)
    for stays in ("serving.serve", "leading.lead", "joining.join", "practising.practise", "recording.record"):
        monkeypatch.setattr(f"meldcode.{stays}", lambda *_given: 0)  # it would stay; what it is given was read
    for folder in ("voorbeelden", "oefeningen"):
        shutil.copytree(ROOT / "flows" / folder, tmp_path / "flows" / folder)
    return tmp_path


@pytest.mark.parametrize("page", [README, *OWN], ids=named)
def test_commands_of_a_page_work_one_after_another(
    page: Path, beginner: Path, capsys: pytest.CaptureFixture[str], update_screens: bool
) -> None:
    printed: dict[tuple[str, str], str] = {}
    if page == TRAINING:  # an afternoon that was led, of which a handout can be made
        a_session()
    for one in blocks(page):
        if one.kind == "file":
            (beginner / one.name).write_text(one.text, "utf-8")
        for command in one.text.splitlines() if one.language == "sh" else ():
            if command.startswith("python3 -m venv"):  # makes the program itself: `.ci/run` runs both
                continue
            words = shlex.split(command.removeprefix(".venv/bin/"))
            assert words[0] == "meldcode", command
            printed["output", command] = ran(words[1:], capsys)
    assert printed or page == PRIVACY
    if update_screens:
        put(page, printed)
    for one in blocks(page):
        if one.kind == "output":
            assert one.text == printed["output", one.name], one.name


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_verb_and_option_that_a_page_names_exists(page: Path) -> None:
    program, text = group(), page.read_text("utf-8")
    for command in re.findall(r"`(?:\.venv/bin/)?meldcode ([a-z][^`\n]*)`", text):
        words = [word for word in command.replace("|", " ").split() if word != "…"]
        verb = program.commands.get(words[0])
        assert verb is not None, command
        sub = getattr(verb, "commands", {}).get(words[1]) if len(words) > 1 else None
        options = {name for part in (sub or verb).params for name in part.opts}
        given = {word.rstrip("`,.") for word in words if word.startswith("--")} - {"--help", "--lang"}
        assert given <= options, command


# keys


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_key_that_a_page_names_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    known = {shown_key(key) for action in ACTIONS.values() for key in action.keys} | EVERYWHERE
    told = set(re.findall(r"\bF\d{1,2}\b", text))
    told |= {f"^{letter.upper()}" for letter in re.findall(r"\b[Cc]trl\+(\w)", text)}
    told |= {key.upper() for key in re.findall(r"\*\*(Esc|Enter|Tab|\?)\*\*", text)}
    assert told <= known


@pytest.mark.parametrize("page", OWN, ids=named)
def test_a_key_in_a_table_has_the_name_that_the_screen_gives_it(page: Path) -> None:
    rows = re.findall(r"^\| \*\*(F\d{1,2}|\?)\*\*[^|]* \| (\w+)", page.read_text("utf-8"), re.MULTILINE)
    labels: dict[str, set[str]] = {}
    for action in ACTIONS.values():
        labels.setdefault(shown_key(action.key), set()).add(action.label)
    for key, label in rows:
        assert label in labels[key], (key, label)


@pytest.mark.parametrize("page", OWN, ids=named)
def test_every_letter_of_the_line_mode_that_a_page_names_exists(page: Path) -> None:
    assert set(re.findall(r"(?<!`)`([^`\w]|\w)`(?!`)", page.read_text("utf-8"))) <= LETTERS


def test_the_page_of_five_minutes_names_the_three_keys_and_the_numbers() -> None:
    text = (DOCS / "vijf-minuten.md").read_text("utf-8")
    for name in ("explain", "everything", "hide"):
        for key in ACTIONS[name].keys:
            assert shown_key(key).replace("^", "Ctrl+") in text, key
    assert "112" in text.partition("\n## ")[0]
    assert "0800-2000" in text.partition("\n## ")[0]


# the trainer


def test_a_first_file_of_an_organisation_is_made_for_the_base_of_now() -> None:
    own = file_of(DOCS / "eigen-meldcode.md", "mijn_school.yaml")
    assert f'extends_version: "{load_flow("onderwijs").version}"' in own


def a_session() -> None:
    """The figures of an afternoon, in the store of practice."""
    case, flow = read_case(find_case("leeg_trommeltje"))
    about = {"oefening": True, "flow": flow.id, "flow_version": flow.version}
    PracticeStore(find_home().folder.parent).add_session({**figures_for(case, ja=3, nee=1), **about})


def test_the_page_of_the_trainer_names_every_case_with_its_flow() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", TRAINING.read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {head.id: head.flow for head in heads()}


def test_what_an_exercise_writes_says_so(beginner: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (command,) = [line for one in blocks(TRAINING) for line in one.text.splitlines() if line.startswith("meldcode run")]
    ran(shlex.split(command)[1:], capsys)
    files = [*(beginner / "oefening").iterdir()]
    assert len(files) == 4
    assert all(path.name.startswith("oefening-") for path in files)
    for path in files:
        with pytest.raises(SystemExit) as ended:
            cli.main(["verify", str(path)])
        assert ended.value.code, path
    assert f"Er kunnen {PEOPLE} mensen meedoen" in " ".join(TRAINING.read_text("utf-8").split())


# privacy


def test_the_table_names_every_file_that_there_can_be_and_none_tells_of_a_case(tmp_path: Path) -> None:
    time, home = Time(), find_home()
    data = home.folder.parent
    data.mkdir(parents=True)
    a_store(data, time)
    with_dossier(home, time)
    with pytest.raises(StoreError):
        unlock(home, "niet de goede woorden", clock=time)
    Preferences(data).set(LANGUAGE, "nl")
    own = data / "flows" / "mijn_school.yaml"
    own.parent.mkdir()
    own.write_text(file_of(DOCS / "eigen-meldcode.md", own.name), "utf-8")
    accept(load_flow(own), data, date(2026, 3, 2))
    a_session()
    PracticeStore(data).set_progress({"leeg_trommeltje": {"stage": 1}})
    PracticeStore(data).set_running({"practice": True})
    there = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    folders = ("flows/", "oefenen/sessies/")
    there = {next((one for one in folders if name.startswith(one)), name) for name in there}
    there |= {f"{default_folder().name}/"}
    rows = re.findall(r"^\| `([\w./-]+)` \|", PRIVACY.read_text("utf-8"), re.MULTILINE)
    assert there == set(rows)
    for path in data.rglob("*"):
        assert not path.is_file() or CASE.encode() not in path.read_bytes(), path


def test_a_try_and_an_exercise_leave_nothing_on_disk(beginner: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(beginner.rglob("*"))
    ran(["open", "onderwijs", "--answers", "flows/oefeningen/na_de_gymles.yaml"], capsys)
    assert set(beginner.rglob("*")) == before
    assert not find_home().folder.parent.exists()


def test_the_model_has_the_seventeen_parts_and_says_what_is_left_to_fill_in() -> None:
    text = PRIVACY.read_text("utf-8")
    parts = [int(number) for number in re.findall(r"^### (\d+)\. ", text, re.MULTILINE)]
    assert parts == list(range(1, 18))
    assert "geen juridisch advies" in text
    assert text.count("*In te vullen") >= 8


def test_what_is_said_to_be_law_names_a_source_of_the_flows() -> None:
    text = PRIVACY.read_text("utf-8")
    known = {
        source.title
        for name in ("onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
        for source in load_flow(name).sources.values()
    }
    told = re.findall(r"bron: «(.+?)»", text)
    assert told
    assert set(told) <= known
    for line in text.splitlines():
        if re.search(r"\bartikel \d", line):
            assert "bron: «" in line or "*In te vullen" in line, line


# links and files


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), link
    for path in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", OWN, ids=named)
def test_a_page_is_read_in_ten_minutes(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(text.split()) < 2400, "at 240 words a minute"
    assert named(page) in README.read_text("utf-8")
