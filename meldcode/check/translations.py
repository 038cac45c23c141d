"""Whether each text of a flow file has its English, and whether each English text still has its Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from meldcode import resources
from meldcode.check.authored import Authored
from meldcode.check.catalogue import finding
from meldcode.check.texts import Said, said
from meldcode.flow.findings import Finding
from meldcode.flow.reader import Map
from meldcode.i18n import DEFAULT, _, codes, shipped_text
from meldcode.text import shortened

_LIKE = 0.6
"""From this likeness on a translation is taken to be of an older version of a text."""
_SHOWN = 60
"""Signs of a text that are told."""
_COMPARED = 300
"""Signs of a text that are compared: enough to know it by, and quick."""


def translation_findings(file: Authored) -> Iterator[Finding]:
    """For each language that this file translates itself into, or (when it ships) that the program speaks."""
    own = file.root.get("translations")
    given = own if isinstance(own, Map) else Map(file.root.mark)
    ships = file.path.resolve().parent == resources.flows_folder().resolve()
    for lang in [lang for lang in codes() if lang != DEFAULT]:
        texts = given.get(lang)
        if isinstance(texts, Map) or ships:
            remedy = _("Zet hem bij `translations:`, onder `{lang}:`.").format(lang=lang)
            if ships:
                remedy = _("Vertaal hem in `locales/`, na `python locales/extract.py`.")
            yield from _in_language(file, lang, texts if isinstance(texts, Map) else Map(given.mark), remedy)


def _in_language(file: Authored, lang: str, texts: Map, how: str) -> Iterator[Finding]:
    translated = {key.strip() for key, text in texts.items() if str(text or "").strip()}
    everywhere = {one.text for layer in file.layers for one in said(layer.root)}
    missing = {
        one.text: one
        for one in reversed(file.texts)
        if one.text not in translated and not _is_plain(one) and not shipped_text(one.text, lang)
    }
    for key in texts:
        if key.strip() in everywhere:
            continue
        near = _nearest(key.strip(), missing)
        old = missing.pop(near, None)
        what = _("deze vertaling is van een tekst die in dit bestand niet (meer) staat")
        remedy = _("Zet de tekst van nu ervoor en kijk de vertaling na, of haal haar weg.")
        subject = old.subject if old else str(file.root.get("flow", ""))
        yield finding("T002", texts.at(key), what, subject=subject, remedy=remedy, near=near)
    for one in missing.values():
        what = _("«{text}» heeft geen vertaling ({lang})").format(text=shortened(one.text, _SHOWN), lang=lang)
        yield finding("T001", one.mark, what, subject=one.subject, remedy=how)


def _is_plain(one: Said) -> bool:
    """Whether a text has nothing to translate: no letter in it."""
    return not any(sign.isalpha() for sign in one.text)


def _nearest(key: str, texts: dict[str, Said]) -> str:
    """The text that an old one most looks like; empty when none does."""
    best, found, match = _LIKE, "", SequenceMatcher(autojunk=False)
    match.set_seq2(key[:_COMPARED])
    for text in texts:
        match.set_seq1(text[:_COMPARED])
        if match.real_quick_ratio() >= best and match.quick_ratio() >= best and (ratio := match.ratio()) >= best:
            best, found = ratio, text
    return found
