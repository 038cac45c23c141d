"""The examples beside the published schema are what the program writes. They are invented, like the answers files."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.flow.answers import check_answers, check_screening, read_answers
from meldcode.flow.loader import load_flow
from meldcode.flow.replay import replay
from meldcode.request import build, content, validate
from meldcode.request.review import PLACES, decided_in
from meldcode.request.verify import check
from meldcode.resources import flows_folder

FOLDER = Path(__file__).parent.parent.parent / "docs" / "examples"
PUBLISHED = {"advice": "onderwijs-advies", "report": "onderwijs-melding"}


def made(kind: str) -> bytes:
    file = read_answers(flows_folder() / "voorbeelden" / f"{PUBLISHED[kind]}.yaml")
    flow = load_flow(file.flow)
    assert file.today is not None
    position, screening = replay(flow, check_answers(file, flow), file.today), check_screening(file, PLACES)
    decided = decided_in(screening, flow, position, file.today)[0] if screening else None
    wanted = "advice" if kind == "advice" else "report"
    return content(build(flow, position, wanted, file.today, decided=decided))  # type: ignore[arg-type]  # one of two


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_published_example_is_what_is_written(kind: str, update_screens: bool) -> None:
    path = FOLDER / f"{kind}.json"
    if update_screens:
        path.write_bytes(made(kind))
    assert path.read_bytes() == made(kind), "run it once with --update-screens, and read the difference"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_published_example_follows_the_schema_and_its_seal(path: Path) -> None:
    import json

    validate(json.loads(path.read_text("utf-8")))
    assert check(path.read_bytes()).good
