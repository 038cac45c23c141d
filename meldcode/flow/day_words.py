"""A day as a person says it: "gisteren", "vorige week di", "3 weken geleden", "3 mei"; in Dutch and English.

Both languages are always understood, whatever the screen speaks. Only what can mean one day is taken: half a guess in
a record of facts is worse than asking again.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Literal

from meldcode.flow.dates import add

Direction = Literal["back", "ahead", "either", "typing"]
"""Where a day lies that is said without a year or a week: behind us (facts), before us (a review), or not known. With
`typing` it may not be all yet: "3-5-20" may become 3-5-2026."""

MAX_LENGTH = 60
_NEAR = {
    **dict.fromkeys(["vandaag", "today", "vanochtend", "vanmorgen", "vanmiddag", "vanavond"], 0),
    **dict.fromkeys(["this morning", "this afternoon", "this evening", "tonight"], 0),
    **dict.fromkeys(["gisteren", "gister", "yesterday"], -1),
    **dict.fromkeys(["gisterochtend", "gistermorgen", "gistermiddag", "gisteravond"], -1),
    **dict.fromkeys(["eergisteren", "day before yesterday"], -2),
    **dict.fromkeys(["morgen", "tomorrow"], 1),
    **dict.fromkeys(["morgenochtend", "morgenmiddag", "morgenavond"], 1),
    **dict.fromkeys(["overmorgen", "day after tomorrow"], 2),
}
"""Days away from today. "Vannacht" and "last night" are not here: before or after midnight are two days."""
_WEEKDAYS = (
    ("ma", "maandag", "mon", "monday"),
    ("di", "dinsdag", "tue", "tues", "tuesday"),
    ("wo", "woensdag", "wed", "weds", "wednesday"),
    ("do", "donderdag", "thu", "thur", "thurs", "thursday"),
    ("vr", "vrij", "vrijdag", "fri", "friday"),
    ("za", "zaterdag", "sat", "saturday"),
    ("zo", "zondag", "sun", "sunday"),
)
_MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "febr", "februari", "february"),
    ("mrt", "maart", "mar", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_COUNTS = (
    ("een", "one", "a", "an"),
    ("twee", "two"),
    ("drie", "three"),
    ("vier", "four"),
    ("vijf", "five"),
    ("zes", "six"),
    ("zeven", "seven"),
    ("acht", "eight"),
    ("negen", "nine"),
    ("tien", "ten"),
    ("elf", "eleven"),
    ("twaalf", "twelve"),
)
_UNITS = {
    **dict.fromkeys(["dag", "dagen", "day", "days"], "days"),
    **dict.fromkeys(["week", "weken", "weeks"], "weeks"),
    **dict.fromkeys(["maand", "maanden", "month", "months"], "months"),
}
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_COUNT = {name: number for number, names in enumerate(_COUNTS, 1) for name in names}
_WEEK = {
    **dict.fromkeys(["vorige", "verleden", "last", "previous"], -1),
    **dict.fromkeys(["deze", "this"], 0),
    **dict.fromkeys(["volgende", "next"], 1),
}
_LATEST = {"afgelopen", "laatste", "past", "jl"}
_COMING = {"komende", "aanstaande", "coming", "as"}
_NEAR_YEARS = 5
"""After a month a figure that is so near to the year of now may be a year."""
_SMALL = {"op", "on", "de", "the", "van"}
_PART = re.compile(r"(?<=dag|day|ren) ?(?:ochtend|morgen|middag|avond|morning|afternoon|evening)\Z")
"""After dinsdag, tuesday and gisteren; a night belongs to two days."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FULL = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_SHORT = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})")  # no dot: 9.10 is a time
_ORDINAL = re.compile(r"([0-9]{1,2})(?:e|de|ste|st|nd|rd|th)?")


def day_in(text: str, today: date, direction: Direction = "back") -> date | None:
    """The one day that is meant, or None when it is not understood or could be another day as well.

    `direction` decides for a weekday or a day and month on their own: the latest one up to today (`back`), the first
    one after today (`ahead`), or nothing at all (`either`, `typing`). Two figures for a year are this century; for
    `back` the one before when it would lie in a later year than this one; for `typing` they are no year yet.
    """
    line = _folded(text)
    try:
        return _read(line, today, direction) if line else None
    except (ValueError, OverflowError):  # 30 February; a day outside all calendars
        return None


def _folded(text: str) -> str:
    """Without case, accents, small words and marks; numeric dates stay in one piece. Empty when it is too long."""
    if len(text) > MAX_LENGTH:
        return ""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"(?<=\d)\s*([-/.])\s*(?=\d)", r"\1", plain)
    plain = re.sub(r"\b(a|j)\.(s|l)\.?(?= |\Z)", r"\1\2", plain)  # a.s. and jl.
    plain = re.sub(r"[,'’]|\.(?!\d)", " ", plain)
    plain = re.sub(r"(?<=\d[a-z]{2}) of (?=[a-z])", " ", plain)  # 3rd of May; the Dutch "of" is a choice of two days
    return " ".join(word for word in plain.split() if word not in _SMALL)


def _read(line: str, today: date, direction: Direction) -> date | None:
    line = _PART.sub("", line)
    if line in _NEAR:
        return today + timedelta(days=_NEAR[line])
    match line.split():
        case [count, unit, "geleden" | "ago"]:
            return _away(today, count, unit, -1)
        case ["over" | "in", count, unit]:
            return _away(today, count, unit, 1)
        case [which, "week", name] | [name, which, "week"] if which in _WEEK and name in _WEEKDAY:
            return today + timedelta(days=_WEEKDAY[name] - today.weekday(), weeks=_WEEK[which])
        case [which, name] if name in _WEEKDAY:
            return _which(which, _WEEKDAY[name], today)
        case [name, "jl" | "as" as which] if name in _WEEKDAY:
            return _which(which, _WEEKDAY[name], today)
        case [name] if name in _WEEKDAY:
            latest = today - timedelta(days=(today.weekday() - _WEEKDAY[name]) % 7)
            return {"back": latest, "ahead": latest + timedelta(weeks=1)}.get(direction)
        case [name, *rest] if name in _WEEKDAY:  # said with its date: only when the two agree
            day = _calendar(rest, today, direction)
            return day if day is not None and day.weekday() == _WEEKDAY[name] else None
        case rest:
            return _calendar(rest, today, direction)


def _away(today: date, count: str, unit: str, way: int) -> date | None:
    number = int(count) if re.fullmatch(r"[0-9]{1,3}", count) else _COUNT.get(count)
    return add(today, way * number, _UNITS[unit]) if number is not None and unit in _UNITS else None


def _which(which: str, weekday: int, today: date) -> date | None:
    """The latest or coming one; "vorige" and "volgende" only where the nearest is also the one of that week."""
    latest = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if which in _LATEST:
        return latest
    if which in _COMING:
        return coming
    week = _WEEK.get(which, 0)
    there = today + timedelta(days=weekday - today.weekday(), weeks=week)
    return there if there == {-1: latest, 1: coming}.get(week) else None


def _calendar(words: list[str], today: date, direction: Direction) -> date | None:
    """A date in figures, or with the name of its month: "3 mei", "3 mei 26", "May 3rd 2026"."""
    if words and words[-1] in {"jl", "as"}:
        words, direction = words[:-1], "back" if words[-1] == "jl" else "ahead"
    match words:
        case [figures]:
            if iso := _ISO.fullmatch(figures):
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if full := _FULL.fullmatch(figures):
                return _with_year(int(full[1]), int(full[2]), full[3], today, direction)
            short = _SHORT.fullmatch(figures)
            return _without_year(int(short[1]), int(short[2]), today, direction) if short else None
        case [one, other, *year] if number := _ORDINAL.fullmatch(other if one in _MONTH else one):
            month = _MONTH.get(one) or _MONTH.get(other)
            if month and not year:
                figure = int(number[1])
                if other.isdigit() and abs(today.year % 100 - figure) < _NEAR_YEARS:
                    return None  # "juni 25" may be a month of that year
                return _without_year(figure, month, today, direction)
            if month and len(year) == 1 and re.fullmatch(r"[0-9]{4}|[0-9]{2}", year[0]):
                return _with_year(int(number[1]), month, year[0], today, direction)
    return None


def _with_year(day: int, month: int, year: str, today: date, direction: Direction) -> date | None:
    number = int(year)
    if len(year) == 2:
        if direction == "typing":
            return None
        number += today.year // 100 * 100
        if number > today.year and direction == "back":
            number -= 100
        elif number > today.year + 1 and direction == "either":
            return None
    return date(number, month, day)


def _without_year(day: int, month: int, today: date, direction: Direction) -> date | None:
    if direction in {"either", "typing"}:
        return None
    passed = (month, day) <= (today.month, today.day)
    if direction == "back":
        return date(today.year if passed else today.year - 1, month, day)
    return date(today.year + 1 if passed else today.year, month, day)
