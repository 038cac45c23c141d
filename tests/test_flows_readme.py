"""`flows/README.md` and the worked school beside it stay true: every example loads and every command is run."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode import cli
from meldcode.check.findings import looked_at
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_flow, read_layers
from meldcode.flow.model import PROTOCOL_PARTS, Flow
from meldcode.flow.reader import Map

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "flows" / "README.md"
SCHOOL = ROOT / "flows" / "voorbeelden" / "school"
OWN = "mijn_school.yaml"
MAKES = "new-flow"
"""The one verb that makes the file which all others find in place."""


class Block(NamedTuple):
    """A fenced block of the page, and what the comment above it calls it."""

    mark: str
    language: str
    text: str


def blocks(language: str, mark: str | None = None) -> list[Block]:
    """The blocks in one language; with a mark only those below such a comment, which may stand a paragraph before."""
    found = re.findall(r"(?:<!-- ([\w.]+) -->\n)?```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    every = [Block(*one) for one in found]
    return [one for one in every if one.language == language and mark in (None, one.mark)]


EXAMPLES = [one.text for one in blocks("yaml") if not one.mark and not one.text.startswith("#")]
FIRST = EXAMPLES[0]
COMMANDS = [line for one in blocks("sh") for line in one.text.splitlines() if line.strip()]
HEAD = "".join(FIRST.splitlines(keepends=True)[:5])


def whole(example: str) -> str:
    """An example as a file: the first five lines of the first one above it, as the page tells people to do."""
    return example if example.startswith("flow:") else HEAD + example


def loaded(folder: Path, example: str) -> Flow:
    path = folder / OWN
    path.write_text(whole(example), "utf-8")
    return load_flow(path)


class Done(NamedTuple):
    """How a call of the program ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *words: str) -> Done:
    """The program in this folder and in this process, with a data folder of its own and nobody at the keys."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(err):
        here.chdir(folder)
        here.setenv("MELDCODE_HOME", str(folder / "gegevens"))
        here.setattr(sys, "stdin", io.StringIO())
        here.setattr("meldcode.harden.harden", lambda: None)  # this process stays as it is
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words))
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def test_the_first_example_is_whole_and_the_others_go_below_its_first_five_lines() -> None:
    assert FIRST.startswith("flow: mijn_school\nextends: onderwijs\n")
    assert HEAD.splitlines()[-1].startswith("version:")
    assert len(EXAMPLES) > 8


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_loads_and_changes_what_it_names(example: str, tmp_path: Path) -> None:
    flow, base = loaded(tmp_path, example), load_flow("onderwijs")
    assert flow.id == "mijn_school"
    assert (flow.items, flow.alerts, flow.outcomes, flow.contacts, flow.organisation, flow.protocol, flow.steps) != (
        *(base.items, base.alerts, base.outcomes, base.contacts, base.organisation, base.protocol, base.steps),
    )


def test_the_finding_on_the_page_is_what_check_says(tmp_path: Path) -> None:
    (wrong,), (said,) = blocks("yaml", "fout"), blocks("text", "bevinding")
    with pytest.raises(FlowError):
        loaded(tmp_path, wrong.text)
    done = run(tmp_path, "check", OWN)
    assert done.returncode == 1
    assert done.stdout == said.text


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_check_finds_nothing_wrong_in_any_example(example: str, tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(whole(example), "utf-8")
    assert [one.what for one in looked_at(str(tmp_path / OWN))[0] if one.severity == "error"] == []


def test_every_condition_of_the_table_can_be_written(tmp_path: Path) -> None:
    conditions = re.findall(r"^\| `(\{.*?\})` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(conditions) > 4
    note = "      - {{note: linde_{}, text: Kop, help: Tekst., source: goede_praktijk, when: {}}}\n"
    notes = "".join(note.format(number, condition) for number, condition in enumerate(conditions))
    flow = loaded(tmp_path, f"steps:\n  - step: beslissen\n    items:\n{notes}")
    assert all(flow.items[f"linde_{number}"].when for number in range(len(conditions)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    assert words[0] == "meldcode", command
    if words[1] != MAKES:
        (tmp_path / OWN).write_text(FIRST, "utf-8")
    (answers,) = blocks("yaml", "antwoorden.yaml")
    (tmp_path / answers.mark).write_text(answers.text, "utf-8")
    done = run(tmp_path, *words[1:])
    assert done.returncode == 0, (command, done.stderr)
    for name in re.findall(r"--out (\S+)", command):
        assert (tmp_path / name).stat().st_size, name
    if words[1] == MAKES:
        assert load_flow(tmp_path / OWN).id == "mijn_school"


def test_check_holds_the_scenario_on_the_page_to_what_it_expects(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(FIRST, "utf-8")
    (scenario,) = blocks("yaml", "twijfel.yaml")
    place = tmp_path / "mijn_school.scenarios" / scenario.mark
    place.parent.mkdir()
    place.write_text(scenario.text, "utf-8")
    assert run(tmp_path, "check", OWN).returncode == 0
    place.write_text(scenario.text.replace("outcome: melden", "outcome: hulp"), "utf-8")
    done = run(tmp_path, "check", OWN)
    assert (done.returncode, "[C001]" in done.stdout) == (1, True)


def test_a_new_flow_begins_with_the_schema_line_of_the_page_and_has_that_schema(tmp_path: Path) -> None:
    (line,) = [one.text.strip() for one in blocks("yaml") if one.text.startswith("#")]
    assert run(tmp_path, "new-flow", "mijn_school", "--extends", "onderwijs", "--title", "T").returncode == 0
    assert (tmp_path / OWN).read_text("utf-8").splitlines()[0] == line
    assert (tmp_path / line.partition("$schema=")[2]).is_file()


def test_what_the_page_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE.read_text("utf-8"))
    assert links
    assert all((PAGE.parent / link).exists() for link in links)
    for path in (ROOT / "flows").glob("*.yaml"):
        assert f"`{path.stem}`" in PAGE.read_text("utf-8"), path.name


# the worked school


def layer(name: str) -> Map:
    """The file of the school as it is written."""
    return next(read_layers(SCHOOL / name)).root


def test_the_school_says_that_it_is_invented_and_names_everything_an_overlay_can_say() -> None:
    text = (SCHOOL / "de_linde.yaml").read_text("utf-8")
    assert "verzonnen" in "\n".join(text.splitlines()[:4])
    assert (SCHOOL / text.splitlines()[0].partition("$schema=")[2]).resolve().is_file()
    told = {"sources", "organisation", "contacts", "lists", "steps", "alerts", "outcomes", "deadlines", "keeping"}
    assert told | {"directory", "protocol", "accept", "translations"} <= layer("de_linde.yaml").keys()
    for word in ("who:", "reach:", "require:", "optional:", "also:", "may_hide:", "options: hoe_vaak", "after:"):
        assert word in text, word


def test_the_school_keeps_all_and_adds_its_own() -> None:
    flow, base = load_flow(SCHOOL / "de_linde.yaml"), load_flow("onderwijs")
    assert set(flow.protocol) == set(PROTOCOL_PARTS)
    assert flow.organisation is not None
    assert flow.organisation.role(flow.organisation.decides)
    assert all(step.who for step in flow.steps)
    own = set(flow.items) - set(base.items)
    assert own
    assert all(name.startswith("linde_") for name in own)
    assert flow.items["gesprek_kind"].require["advice"] is True
    assert next(one for one in flow.outcomes if one.id == "overleg_amhk").when != next(
        one.when for one in base.outcomes if one.id == "overleg_amhk"
    )
    assert {option.id for option in flow.items["linde_ziek"].options} == {"niet", "soms", "vaak", "onbekend"}


@pytest.mark.parametrize("name", sorted(path.name for path in SCHOOL.glob("*.yaml")))
def test_check_finds_nothing_in_the_school_and_what_it_leaves_has_a_reason(name: str, tmp_path: Path) -> None:
    shutil.copytree(SCHOOL, tmp_path / "school")
    done = run(tmp_path / "school", "check", name)
    first, *proved = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert "alles in orde" in first
    assert len(proved) > 5  # what was proved


def test_a_location_hides_what_the_school_lets_it_hide_and_the_warning_stays() -> None:
    flow, school = load_flow(SCHOOL / "de_linde_noord.yaml"), load_flow(SCHOOL / "de_linde.yaml")
    assert set(school.items) - set(flow.items) <= {"linde_opvang"}
    assert [alert.id for alert in flow.alerts] == [alert.id for alert in school.alerts]
