"""What shows by its form alone: numbers of telephone, account, person and car, postcodes, addresses on the web.

Every pattern is linear: what repeats is bounded, so that a pasted book costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from meldcode.screening import lists
from meldcode.screening.letters import fold_word
from meldcode.screening.marks import Kind


class Found(NamedTuple):
    """A piece of the text and what it is."""

    start: int
    end: int
    kind: Kind
    certain: bool = True


_WEB: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"), "email"),
    (re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{2,2000}", re.IGNORECASE), "url"),
    (
        re.compile(
            r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}(?:nl|com|org|eu|be|frl)\b(?:/[^\s<>\"']{0,2000})?", re.IGNORECASE
        ),
        "url",
    ),
    (re.compile(r"(?<![\w@.\]])@[\w.]{2,40}"), "url"),
)
_USERNAME = re.compile(r"(?<![\w@])(?=[^\W_]*_)(?=\w*[^\W\d_]{2})[^\W_]\w{2,40}")
_PHONE = re.compile(
    r"(?<![\w+.,])(?!\(?(?:0800|090[069]))(?:\+|00|\(?0)\d{0,3}\)?(?:[ \u00a0./()-]{0,3}\d){6,13}(?!\w)"
)
_PUBLIC = ("0800", "0900", "0906", "0909")
_HELPLINE_DIGITS = 11
"""Numbers that many people call, and how long these are at most."""
_DUTCH_DIGITS = 10
_IBAN = re.compile(r"(?<![A-Za-z])[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}(?!\w)")
_POSTCODE = re.compile(r"(?<![\w.,])[1-9]\d{3}[ \u00a0]?[A-Za-z]{2}(?![\w'’-])")
_NO_POSTCODE = frozenset(("SA", "SD", "SS"))
_PLATE = re.compile(
    r"(?<![\w-])(?=(?P<plate>"
    r"[a-z]{2}S\d\dS\d\d|\d\dS\d\dS[a-z]{2}|\d\dS[a-z]{2}S\d\d|[a-z]{2}S\d\dS[a-z]{2}|[a-z]{2}S[a-z]{2}S\d\d"
    r"|\d\dS[a-z]{2}S[a-z]{2}|\d\dS[a-z]{3}S\d|\dS[a-z]{3}S\d\d|[a-z]{2}S\d{3}S[a-z]|[a-z]S\d{3}S[a-z]{2}"
    r"|[a-z]{3}S\d\dS[a-z]|[a-z]S\d\dS[a-z]{3}|\dS[a-z]{2}S\d{3}|\d{3}S[a-z]{2}S\d"
    r"|\dS[a-z]{3}S\d{3}"  # Belgian
    r")(?![\w-]))".replace("S", r"[- ]?"),
    re.IGNORECASE,
)
"""All fourteen series of the Dutch register of vehicles, with hyphens, spaces or neither.

Looked ahead for, so that "in de 12" does not hide the plate that begins with 12."""
_PLATE_TOLD = re.compile(
    r"\b[Kk]enteken(?:nummer)?(?:[ ](?:is|was|van|auto|de)){0,3}[: ]{1,2}"
    r"(?P<plate>[A-Za-z0-9]{1,8}(?:[ -](?=[A-Z0-9]|[a-z]{0,3}\d)[A-Za-z0-9]{1,5}){0,2})(?!\w)"
)
"""Whatever its form, because it may be a foreign one."""
_BSN = re.compile(r"(?<![\w.,-])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d\d\2\d{3})(?![\w-]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,30}(?:[.,/-]\d{1,30}){0,6}(?:[ ]\d{2,30}){0,6}(?!\w)")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[.:]\d\d(?:-(?:[01]?\d|2[0-4])[.:]\d\d)?")
_PRESSURE = re.compile(r"\d{2,3}/\d{2,3}|\d+,\d+")
_LONG_NUMBER = 4
_AMOUNT_BEFORE = re.compile(r"[€$£±~<>≥≤]\s?$")
_NEXT_WORD = re.compile(r"\s?(%|°|€|[^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[.:]?\s{0,2}$")
_WITH_LETTERS = re.compile(
    r"(?<![\w-])(?=[A-Za-z-]{0,12}\d)(?=[\d-]{0,12}[A-Za-z])[A-Za-z\d]{1,20}(?:-[A-Za-z\d]{1,20}){0,4}(?![\w-])"
)
_AT_HOME = re.compile(r"\d{1,8}(?:\s?[a-zA-Z]\b|-\d{1,4})?")


def patterns(text: str) -> Iterator[Found]:
    """All of them; where two fit the same place both come."""
    for form, kind in _WEB:
        for match in form.finditer(text):
            yield Found(match.start(), match.start() + len(match[0].rstrip(".,;:!?)-")), kind)
    for match in _USERNAME.finditer(text):
        yield Found(match.start(), match.end(), "url", certain=False)
    if any(sign.isdigit() for sign in text):
        mixed = text != text.upper()  # in a text of capitals only, a capital says nothing
        yield from _phones(text)
        yield from _accounts(text)
        yield from _persons(text)
        yield from _postcodes(text, mixed)
        yield from _plates(text, mixed)
        yield from _numbers(text)


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        digits = [at for at in range(match.start(), match.end()) if text[at].isdigit()]
        number = "".join(text[at] for at in digits)
        if match[0].startswith(("+", "00")):
            bare = number.lstrip("0")
            most = len(number) - len(bare) + (12 if bare.startswith("310") else 11 if bare.startswith("31") else 15)
            if len(digits) > 8:
                yield Found(match.start(), digits[:most][-1] + 1, "phone")
        elif len(digits) >= _DUTCH_DIGITS and not _digit(text, digits[_DUTCH_DIGITS - 1] + 1):
            yield Found(match.start(), digits[_DUTCH_DIGITS - 1] + 1, "phone")
        elif len(digits) > _DUTCH_DIGITS:
            yield Found(match.start(), match.end(), "number", certain=False)


def _digit(text: str, at: int) -> bool:
    return text[at : at + 1].isdigit()


def _accounts(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        from stdnum import iban  # only for what looks like one: the library takes a while to load

        ends = [at for at in range(match.start() + 15, match.end() + 1) if at == match.end() or not text[at].isalnum()]
        good = [end for end in ends if iban.is_valid(text[match.start() : end])]
        if good:
            yield Found(match.start(), good[-1], "iban")
        elif match[0][:2].upper() == "NL":
            yield Found(match.start(), ends[0], "iban", certain=False)


def _persons(text: str) -> Iterator[Found]:
    for match in _BSN.finditer(text):
        from stdnum.nl import bsn  # as above

        right = bsn.is_valid(re.sub(r"\D", "", match[0]))
        yield Found(match.start(), match.end(), "bsn" if right else "number", certain=right)


def _postcodes(text: str, mixed: bool) -> Iterator[Found]:
    for match in _POSTCODE.finditer(text):
        letters = match[0][-2:]
        by_case = mixed and letters.isupper() and letters not in _NO_POSTCODE
        if by_case or letters.lower() not in lists.vocabulary("two_letters"):
            yield Found(match.start(), match.end(), "postcode")


def _plates(text: str, mixed: bool) -> Iterator[Found]:
    for match in _PLATE.finditer(text):
        plate = match["plate"]
        letters = "".join(sign for sign in plate if sign.isalpha())
        changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(plate) if "-" not in (a, b))
        by_case = mixed and letters.isupper()
        formed = " " not in plate and ("-" in plate or changes > 1)
        by_form = formed and letters.lower() not in lists.vocabulary("two_letters")
        if (by_case or by_form) and letters.lower() not in lists.leave_words():  # "5-mei-17"
            yield Found(match.start("plate"), match.end("plate"), "plate")
    for match in _PLATE_TOLD.finditer(text):
        if any(sign.isdigit() for sign in match["plate"]):
            yield Found(match.start("plate"), match.end("plate"), "plate")


def _numbers(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        number = match[0]
        runs = re.findall(r"\d+", number)
        long = max(map(len, runs)) >= _LONG_NUMBER or (len(runs) > 2 and sum(map(len, runs)) > 5)
        helpline = number.startswith(_PUBLIC) and sum(map(len, runs)) <= _HELPLINE_DIGITS
        other = helpline or _TIME.fullmatch(number) or _PRESSURE.fullmatch(number)
        if long and not (other or _amount(text, match)):
            year = len(number) == 4 and number[:2] in ("19", "20")
            yield Found(match.start(), match.end(), "date" if year else "number", certain=False)
    for match in _WITH_LETTERS.finditer(text):
        if sum(sign.isdigit() for sign in match[0]) >= _LONG_NUMBER:
            yield Found(match.start(), match.end(), "number", certain=False)
    for match in _AT_HOME.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 25), match.start())
        if before and fold_word(before[1]) in lists.vocabulary("homes"):
            yield Found(match.start(), match.end(), "number", certain=False)


def _amount(text: str, match: re.Match[str]) -> bool:
    """Whether the number counts something: "1500 euro", "RR 1200"."""
    behind = _NEXT_WORD.match(text, match.end())
    before = _WORD_BEFORE.search(text, max(0, match.start() - 25), match.start())
    return bool(
        _AMOUNT_BEFORE.search(text, max(0, match.start() - 2), match.start())
        or (behind and (fold_word(behind[1]) or "%") in lists.vocabulary("units") | {"%"})
        or (before and fold_word(before[1]) in lists.vocabulary("body"))
    )
