"""The seal of a Word file, a ZIP of parts: stored without compression, so that equal parts give equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from meldcode.request.integrity import BLANK, seal, seal_of

CORE = "docProps/core.xml"
MOST_PARTS = 200
LARGEST = 50 * 1024 * 1024
"""Bytes of all parts together: far above any request, far below what fills a memory."""
_KEYWORDS = re.compile(rb"<cp:keywords>.*?</cp:keywords>|<cp:keywords ?/>")


class ChangedError(ValueError):
    """A Word file that is not what was written; `place` is the part that changed, empty for the packaging."""

    def __init__(self, place: str = "") -> None:
        super().__init__(place)
        self.place = place


def seal_package(content: bytes) -> bytes:
    """The same Word file with a seal among its keywords."""
    parts = _parts(content)
    core = _KEYWORDS.sub(b"", parts[CORE])
    blank = core.replace(
        b"</cp:coreProperties>", b"<cp:keywords>" + BLANK.encode() + b"</cp:keywords></cp:coreProperties>"
    )
    sealed = seal_of(seal(_packed({**parts, CORE: blank})))
    return _packed({**parts, CORE: blank.replace(BLANK.encode(), sealed or b"")})


def check_package(content: bytes) -> None:
    """Raises `ChangedError` when one byte is not what was written, or when there is no seal."""
    try:
        parts = _parts(content)
    except ChangedError:
        raise
    except Exception as error:  # one changed byte can make zipfile and zlib raise nearly anything
        raise ChangedError(_named_in(str(error))) from error
    found = seal_of(parts.get(CORE, b""))
    if found is None:
        raise ChangedError(CORE)
    blank = {**parts, CORE: parts[CORE].replace(found, BLANK.encode())}
    if seal_of(seal(_packed(blank))) != found:
        raise ChangedError
    if _packed(parts) != content:
        raise ChangedError


def _named_in(message: str) -> str:
    found = re.search(r"'([\w/.\[\]-]+)'", message)
    return found[1] if found else ""


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        held = package.infolist()
        if len(held) > MOST_PARTS or sum(part.file_size for part in held) > LARGEST:  # a bomb is no Word file of ours
            raise ChangedError
        return {part.filename: package.read(part) for part in held}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # the same date and system everywhere
            entry.create_system = 3
            package.writestr(entry, content)
    return out.getvalue()
