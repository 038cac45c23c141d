"""Days in a text in every form that is usual in Dutch notes: "2017-05-03", "3-5-'17", "wo 3 mei", "drie mei"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = (
    *(("januari", "jan"), ("februari", "febuari", "febr", "feb"), ("maart", "mrt"), ("april", "apr"), ("mei",)),
    *(("juni", "jun"), ("juli", "jul"), ("augustus", "agustus", "aug"), ("september", "sept", "sep")),
    *(("oktober", "october", "okt", "oct"), ("november", "nov"), ("december", "dec")),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_TENS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_CARDINALS = (
    *_TENS,
    *("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"),
    *("twintig", *(f"{unit}entwintig" for unit in _TENS), "dertig", "eenendertig"),
)
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende")
_SPELLED = {word: day for day, word in enumerate(_CARDINALS, 1)} | {word: day for day, word in enumerate(_ORDINALS, 1)}
_SPELLED |= {
    f"{word}{'de' if day < 20 else 'ste'}": day for word, day in list(_SPELLED.items()) if day > 9 and word[-1] in "nfg"
}

_WEEKDAY = (
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|morgen|middag|avond|nacht)?|ma|di|wo|do|vr|za|zo)"
)
_LEAD = re.compile(rf"(?:\b(on|op|d\.?d\.?)\s+)?(?:\bde\s+)?(?:\b{_WEEKDAY}\b[.,]?\s+)?(?:\bde\s+)?$", re.IGNORECASE)
"""What belongs to a day that follows: "op woensdag de"."""
_CUE = re.compile(
    rf"(?:\b(?:op|sinds|vanaf|tot|van|per|geb\.?|geboren|d\.?d\.?|{_WEEKDAY})[.,:]?\s+(?:de\s+)?)$", re.IGNORECASE
)
"""Before "3/5": then it is a day and no half of something."""
_LEAD_ROOM = 40

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})\b(?:\.(?=(?-i:\s*[a-z0-9',])))?"
_YEAR = r"(?P<year>(?:19|20)\d\d(?!\d)|['’`]\d\d(?!\d))"
_NO_DIGIT = r"(?<![\w.,/-])"
_TO = r"(?:\d{1,2}e?\s?(?:-|–|/|\+|t/m|tot|en|of)\s?)?"
_CERTAIN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])",
        rf"{_NO_DIGIT}{_TO}(?P<day>\d{{1,2}})(?:e|de|ste)?\s?-?{_MONTH}(?:,?\s?-?{_YEAR})?",
        rf"{_NO_DIGIT}(?P<day>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<number>\d{{1,2}})\s?(?P=sep)\s?"
        r"(?P<year>(?:19|20)\d\d|['’`]?\d\d)(?![\d/-]|[.,]\d)",
        rf"\b(?P<word>[a-zë]{{3,20}})\s{_MONTH}(?:\s{_YEAR})?",
    )
)
_BARE = re.compile(rf"{_NO_DIGIT}(?P<day>\d{{1,2}})[-/](?P<number>\d{{1,2}})(?![\w/-]|[.,]\d)")
_BARE_AMOUNT = re.compile(
    r"\s*(?:jaar|jr|keer|x|uur|min|minuten|dagen|weken|maanden|kinderen|leerlingen|procent|%|deel)\b"
)
_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH}\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


NEAR = timedelta(days=60)
"""So far ahead a day without a year is taken for one that is still to come."""


class Day(NamedTuple):
    """A day that a text names, with the day of the week before it; `with_on` also counts the word "op"."""

    start: int
    end: int
    with_on: int
    year: int | None
    month: int
    day: int | None
    certain: bool
    """False for what is only likely a day ("13-11"), and for a month with its year."""

    def when(self, today: date | None) -> date | None:
        """The date; without a year the last such day, or the next when that is near: an appointment, not a memory of
        almost a year ago. None when it cannot be told."""
        if self.day is None:
            return None
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if today is None:
            return None
        tried = (_date(today.year - back, self.month, self.day) for back in range(-1, 9))  # 29 February
        return next((day for day in tried if day is not None and day - today <= NEAR), None)


def days(text: str) -> Iterator[Day]:
    """Every day in the text; where two forms fit the same place both come."""
    lower = text.lower()
    named = any(names[0][:3] in lower or names[-1] in lower for names in _MONTHS)
    if not named and not any(sign.isdigit() for sign in text):
        return
    for form in _CERTAIN:
        for match in form.finditer(text):
            yield from _read(text, match, certain=True)
    for match in _BARE.finditer(text):
        cued = _CUE.search(text, max(0, match.start() - _LEAD_ROOM), match.start()) is not None
        likely = int(match["day"]) > 12 or "0" in (match["day"][0], match["number"][0])
        if match[0] != "24/7" and (cued or likely) and not _BARE_AMOUNT.match(text, match.end()):
            yield from _read(text, match, certain=cued)
    for match in _MONTH_AND_YEAR.finditer(text):
        yield Day(match.start(), match.end(), match.start(), int(match["year"]), _number(match), None, False)


def _read(text: str, match: re.Match[str], *, certain: bool) -> Iterator[Day]:
    parts = match.groupdict()
    word = parts.get("word")
    day = _SPELLED.get(word.lower().replace("ë", "e"), 0) if word else int(parts["day"])
    month = _number(match)
    if not (1 <= month <= 12 and 1 <= day <= 31) or word in ("een", "Een"):  # "een mei" is any May
        return
    lead = _LEAD.search(text, max(0, match.start() - _LEAD_ROOM), match.start())
    start = with_on = match.start()
    if lead is not None:
        with_on = lead.start()
        start = lead.end(1) if lead[1] else lead.start()
        start += len(text[start : match.start()]) - len(text[start : match.start()].lstrip())
    yield Day(start, match.end(), with_on, _year(parts.get("year")), month, day, certain)


def _number(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return int(parts["number"]) if parts.get("number") else _MONTH_NUMBER[parts["month"].lower()]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text.lstrip("'’`"))
    return year if year > 99 else year + (2000 if year < 60 else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
