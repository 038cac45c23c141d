"""Writes a request as files with fixed names; nothing of an answer is in a file's name.

Three always (JSON, PDF, text), others when asked. An advice is checked on its finished bytes first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.i18n import _, ngettext, speaking
from meldcode.request.integrity import BLANK, harmless, json_bytes, seal, seal_text, sealed_bundle
from meldcode.request.leaks import leaks
from meldcode.request.pdf import to_pdf
from meldcode.request.shape import Json, Request
from meldcode.request.text import to_text

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

Format = Literal["docx", "fhir", "sheet"]
"""What can be written beside JSON, PDF and text: Word, FHIR R4, and the call sheet of an advice."""
FORMATS: tuple[Format, ...] = ("docx", "fhir", "sheet")

SCHEMA = Path(__file__).parent / "amhk-request.schema.json"
JSON_NAME, PDF_NAME, TEXT_NAME = "request.json", "request.pdf", "request.txt"
NAMES: dict[Format, str] = {"docx": "request.docx", "fhir": "request.fhir.json", "sheet": "call-sheet.pdf"}
SEALED_NAME = "request.pdf.age"
EVERY_NAME = (JSON_NAME, PDF_NAME, TEXT_NAME, *NAMES.values(), SEALED_NAME)
PRACTICE = "oefening-"
"""What the name of every file of an exercise begins with."""


def to_json(request: Request) -> bytes:
    """`request.json`, which is also the attachment of the PDF: UTF-8, two spaces, a newline at the end."""
    return json_bytes(request.data)


def formats_for(kind: str) -> tuple[Format, ...]:
    """What can be written beside the three files: a call sheet comes with an advice only."""
    return FORMATS if kind == "advice" else FORMATS[:2]


def files_of(request: Request, more: Collection[Format] = ()) -> dict[str, bytes]:
    """The finished files by name. Raises MeldcodeError for an advice that may not leave.

    An advice is held against its schema and searched for every known identifier. A report never waits for that: nothing
    may hold up an acute report.
    """
    if request.guard is not None and request.guard.undecided:
        raise undecided(request.guard.undecided)
    data = to_json(request)
    if request.kind == "advice":
        validate(json.loads(data))
    with speaking(request.language):
        files = {
            JSON_NAME: data,
            PDF_NAME: seal(to_pdf(request, data, (BLANK,))),
            TEXT_NAME: seal_text(to_text(request)),
        }
        files |= {NAMES[form]: _made(request, form) for form in formats_for(request.kind) if form in more}
    found = leaks(files, request.guard) if request.guard is not None else ()
    if found:
        said = _("in {file} staat nog iets dat zegt om wie het gaat (hier hoort: {role})")
        raise MeldcodeError(
            said.format(file=found[0].file, role=found[0].stands_for),
            _("Er is niets geschreven. Kijk de teksten na: vervang het, of laat die tekst weg."),
        )
    return {PRACTICE + name: content for name, content in files.items()} if request.document.practice else files


def undecided(count: int) -> MeldcodeError:
    """Why an advice cannot be written yet."""
    return MeldcodeError(
        ngettext("er is nog {count} woord te beoordelen", "er zijn nog {count} woorden te beoordelen", count).format(
            count=count
        ),
        _("Kijk de teksten na, of laat ze weg. Dan kan de adviesvraag geschreven worden."),
    )


def _made(request: Request, form: Format) -> bytes:
    if form == "docx":
        from meldcode.request.package import seal_package
        from meldcode.request.word import to_docx  # loads an XML library: only when Word is asked for

        return seal_package(to_docx(request))
    if form == "sheet":
        from meldcode.request.sheet import sheet_pdf

        return seal(sheet_pdf(request, (BLANK,)))
    from meldcode.request.fhir import to_fhir

    bundle: dict[str, Json] = json.loads(harmless(to_fhir(request, request.flow, request.answers).decode()))
    return sealed_bundle(bundle)


def write(request: Request, folder: Path, more: Collection[Format] = ()) -> list[Path]:
    """Writes the files to the folder, all or none, and returns their paths: JSON, PDF, text, then what was asked."""
    return write_all(folder, files_of(request, more))


def seal_pdf(folder: Path, paths: Collection[Path]) -> tuple[Path, str]:
    """The written PDF, which carries the JSON, once more in a file that opens with a passphrase (age).

    Gives its path and the passphrase, which is kept nowhere. Raises `MeldcodeError` when it cannot be written.
    """
    found = next(path for path in paths if path.name.endswith(PDF_NAME))
    sealed, secret = sealed_pdf({found.name: found.read_bytes()})
    return write_all(folder, sealed)[0], secret


def sealed_pdf(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The same in memory: the sealed file by name, and the passphrase, which is kept nowhere."""
    import pyrage

    from meldcode.dossier.codes import new_passphrase

    name = next(name for name in files if name.endswith(PDF_NAME))
    secret = new_passphrase()
    return {f"{name}.age": pyrage.passphrase.encrypt(files[name], secret)}, secret


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
