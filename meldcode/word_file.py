"""What each Word file of ours needs beyond what the library offers: the same bytes each time, and nothing left over."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

_SUPERFLUOUS = ("thumbnail", "customXml", "stylesWithEffects")
"""Parts of the library's empty document that say nothing: a picture of it, a bibliography, styles for Word 2007."""


def child(
    parent: BaseOxmlElement, tag: str, before: BaseOxmlElement | str | None = None, **attributes: str
) -> BaseOxmlElement:
    """A new element with `w:` attributes, at the end or before another; Word wants its elements in their own order."""
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qualified(f"w:{name}"), value)
    other = parent.find(qualified(before)) if isinstance(before, str) else before
    if other is None:
        parent.append(element)
    else:
        other.addprevious(element)
    return element


def qualified(tag: str) -> str:
    """A tag (`w:tblLook`) as the library looks for it."""
    from docx.oxml.ns import qn

    return qn(tag)


def remove_superfluous(word: Word) -> None:
    """Take out of a new document what the library puts in it and nobody reads."""
    package = word.part.package
    for owner in (package.rels, word.part.rels):
        for key in [key for key, found in owner.items() if found.reltype.endswith(_SUPERFLUOUS)]:
            del owner[key]


def packed(word: Word, day: date) -> bytes:
    """The document as a file, in which every part has the same date."""
    made, whole = BytesIO(), BytesIO()
    word.save(made)
    with ZipFile(made) as source, ZipFile(whole, "w") as target:
        for name in source.namelist():
            part = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0  # the same on every machine
            target.writestr(part, source.read(name))
    return whole.getvalue()
