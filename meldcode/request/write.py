"""Writes a request as three files with fixed names; nothing of an answer is in a file's name."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.i18n import _
from meldcode.request.pdf import to_pdf
from meldcode.request.shape import Json, Request
from meldcode.request.text import to_text

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

SCHEMA = Path(__file__).parent / "amhk-request.schema.json"
JSON_NAME, PDF_NAME, TEXT_NAME = "request.json", "request.pdf", "request.txt"


def to_json(request: Request) -> bytes:
    """`request.json`, which is also the attachment of the PDF: UTF-8, two spaces, a newline at the end."""
    return (json.dumps(request.data, ensure_ascii=False, indent=2) + "\n").encode()


def write(request: Request, folder: Path) -> list[Path]:
    """Writes JSON, PDF and text to the folder, all or none, and returns their paths in that order.

    An advice is held against its schema first: what has no place there could be identity, and must not leave. A report
    never waits for that: nothing may hold up an acute report.
    """
    data = to_json(request)
    if request.kind == "advice":
        validate(json.loads(data))
    files = {JSON_NAME: data, PDF_NAME: to_pdf(request, data), TEXT_NAME: to_text(request).encode()}
    return write_all(folder, files)


def schema() -> dict[str, Json]:
    """The published schema of `request.json`."""
    found: dict[str, Json] = json.loads(SCHEMA.read_text("utf-8"))
    return found


def validate(data: Json) -> None:
    """Raises MeldcodeError at the first place that does not follow the schema; its text holds no value of the data."""
    from jsonschema.exceptions import best_match

    error = best_match(_validator().iter_errors(data))
    if error is None:
        return
    place = "/".join(str(part) for part in error.absolute_path) or _("het begin")
    rule = str(error.validator)
    raise MeldcodeError(
        _("het verzoek volgt zijn schema niet bij {place} ({rule})").format(place=place, rule=rule),
        _("Maak het verzoek opnieuw uit de antwoorden."),
    )


@cache
def _validator() -> Validator:
    from jsonschema import Draft202012Validator  # slow to import, and only needed to check

    return Draft202012Validator(schema())
