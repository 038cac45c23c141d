"""Words in the language of the person: Dutch is the msgid, English comes from the catalogues.

Three domains, because they change hands separately: `meldcode` (the program's own words), `flows` (what flows say) and
`cases` (the stories of practice cases).
A catalogue is read at the first text that needs it, so that importing this costs next to nothing.
"""

from __future__ import annotations

import gettext as _gettext
import os
from _thread import _local  # threading itself would cost the start a few milliseconds
from contextlib import contextmanager
from functools import cache
from typing import IO, TYPE_CHECKING

from meldcode import resources
from meldcode.errors import MeldcodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

DEFAULT = "nl"

_DATE_LOCALES = {"en": "en_GB"}
"""Babel's English is American: there 2/3 is a day in February. Here a day goes before its month, as on every form."""

_current = DEFAULT
_here = _local()
"""What `speaking` set in this thread: a file that is being made stays in one language."""
_own: dict[str, dict[str, str]] = {}


def codes() -> tuple[str, ...]:
    """The languages there are, Dutch first: those with a catalogue of the program's own words."""
    try:
        names = sorted(os.listdir(resources.folder("locales")))
    except OSError:
        names = []
    return (DEFAULT, *(name for name in names if name != DEFAULT and _catalogue_file("meldcode", name)))


def languages() -> dict[str, str]:
    """Code to own name of the languages there are: `{"nl": "Nederlands", "en": "English"}`.

    The name of a language is what its catalogue makes of "Nederlands": a third language is one catalogue, no code.
    """
    own = N_("Nederlands")
    found = {lang: _catalogue("meldcode", lang).gettext(own) for lang in codes()}
    return {lang: name if name != own or lang == DEFAULT else lang for lang, name in found.items()}


def use(lang: str) -> None:
    """Everything said from now on is in this language (one of `codes`)."""
    global _current
    _known(lang)
    _current = lang


def _known(lang: str) -> None:
    if lang != DEFAULT and lang not in codes():
        known = ", ".join(codes())
        raise MeldcodeError(_("onbekende taal"), _("Kies een van deze talen: {known}.").format(known=known))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """What this thread says inside is in this language, whatever the screen speaks or begins to speak meanwhile."""
    before = getattr(_here, "lang", "")
    _known(lang)
    _here.lang = lang
    try:
        yield
    finally:
        _here.lang = before


def language() -> str:
    """The language in use."""
    return getattr(_here, "lang", "") or _current


def _(text: str) -> str:
    """The program's own words; a text that is not in the catalogue stays as it is."""
    return _catalogue("meldcode", language()).gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The program's own words that depend on a number."""
    return _catalogue("meldcode", language()).ngettext(one, many, count)


def tr(text: str) -> str:
    """What a flow says. White space at the ends is no part of the key, so block texts in YAML match too.

    Words that the loader adds itself (yes, no, don't know) are the program's own.
    """
    key = text.strip()
    if not key:
        return text
    found = _catalogue("flows", language()).gettext(key)
    if found != key:
        return found
    own = _(text)
    return own if own != text else _own.get(language(), {}).get(key, text)


def story(text: str) -> str:
    """What a practice case says; words that it shares with a flow come from there."""
    key = text.strip()
    found = _catalogue("cases", language()).gettext(key) if key else key
    return tr(text) if found == key else found


def shipped_text(text: str, lang: str) -> str:
    """What the catalogues that ship say in this language for the text of a flow; empty when they do not hold it."""
    key = text.strip()
    for domain in ("flows", "cases", "meldcode"):
        found = _catalogue(domain, lang).gettext(key)
        if found is not key:  # the very same text comes back only when a catalogue does not know it
            return found
    return ""


def add_texts(texts: Mapping[str, Mapping[str, str]]) -> None:
    """Translations that a flow brings along (language to text to translation); what ships goes before them."""
    for lang, pairs in texts.items():
        _own.setdefault(lang, {}).update(pairs)


def N_(text: str) -> str:
    """Marks a text for the catalogue where it is written; `_` translates it where it is shown."""
    return text


def date_text(day: date, pattern: str = "long") -> str:
    """The day in words: "2 maart 2026"; with another pattern of babel as that says (`d MMM`: "2 mrt")."""
    from babel.dates import format_date

    return str(format_date(day, pattern, locale=_date_locale(language())))


@cache
def _date_locale(lang: str) -> str:
    """How dates are written in a language; Dutch where babel does not know it."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(_DATE_LOCALES.get(lang, lang)))
    except (UnknownLocaleError, ValueError):
        return DEFAULT


@cache
def _catalogue(domain: str, lang: str) -> _gettext.NullTranslations:
    """The catalogue of a domain; an empty one when there is none, so that Dutch always works."""
    path = _catalogue_file(domain, lang)
    if path.endswith(".mo"):
        with open(path, "rb") as source:
            return _gettext.GNUTranslations(source)
    return _gettext.GNUTranslations(compiled(path, lang)) if path else _gettext.NullTranslations()


def _catalogue_file(domain: str, lang: str) -> str:
    """The path of a catalogue: compiled, or its source when that is newer or alone; empty when there is none."""
    base = os.path.join(resources.folder("locales"), lang, "LC_MESSAGES", domain)
    mo, po = f"{base}.mo", f"{base}.po"
    if os.path.isfile(mo) and not (os.path.isfile(po) and os.path.getmtime(po) > os.path.getmtime(mo)):
        return mo
    return po if os.path.isfile(po) else ""


def compiled(po: str | os.PathLike[str], lang: str) -> IO[bytes]:
    """A checkout whose .po was edited: compiled in memory, nothing is written."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with open(po, "rb") as source:
        catalogue = read_po(source, locale=lang)
    target = BytesIO()
    write_mo(target, catalogue)
    target.seek(0)
    return target
