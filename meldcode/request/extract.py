"""All words in the bytes of a written file, metadata and attachments too: what a reader of it could find."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from meldcode.request.shape import Json

_TAG = re.compile(r"<[^>]+>")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)


class Pdf(NamedTuple):
    """What a PDF holds for people and systems."""

    pages: tuple[str, ...]
    """The text of each page, in the order of the content."""
    attachments: Mapping[str, bytes]
    metadata: str


def words_of(name: str, content: bytes) -> str:
    """Every word of a file, by the ending of its name. Raises `ValueError` for a file that cannot be read."""
    if name.endswith(".json"):
        return "\n".join(_leaves(json.loads(content)))
    if name.endswith(".pdf"):
        pdf = read_pdf(content)
        inside = (words_of(inner, data) for inner, data in pdf.attachments.items())
        return "\n".join((*pdf.pages, *pdf.attachments, *inside, pdf.metadata))
    if name.endswith(".docx"):
        return "\n".join(_word_parts(content))
    return content.decode("utf-8")


def read_pdf(content: bytes) -> Pdf:
    """Text, attachments and metadata of a PDF. Raises `ValueError` when it is none, or too damaged to open."""
    import pypdfium2 as pdfium  # a library of some megabytes: only when a PDF is read

    try:
        document = pdfium.PdfDocument(content)
        try:
            pages = tuple(page.get_textpage().get_text_bounded() for page in document)
            held = [document.get_attachment(number) for number in range(document.count_attachments())]
            attachments = {each.get_name(): bytes(each.get_data()) for each in held}
            info = [f"{key}: {value}" for key, value in document.get_metadata_dict().items()]
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise ValueError("no PDF that can be read") from error
    xmp = [_plain(found.decode("utf-8", "replace")) for found in _XMP.findall(content)]
    return Pdf(pages, attachments, "\n".join([*info, *xmp]))


def _word_parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith(("word/document", "word/header", "word/footer", "docProps/")):
                text = package.read(name).decode("utf-8", "replace")
                yield _plain(re.sub(r"</w:p>|<w:br ?/>|<w:tab ?/>", "\n", text))


def header_of(content: bytes) -> str:
    """The words at the head of the pages of a Word file. Raises what the reading of a damaged one raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/header\d*\.xml", name)]
        return "\n".join(_plain(package.read(name).decode("utf-8", "replace")) for name in names)


def _plain(xml: str) -> str:
    return html.unescape(_TAG.sub("", xml))


def _leaves(data: Json) -> Iterator[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield key
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    elif data is not None:
        yield str(data)
