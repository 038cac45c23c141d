"""Names of persons by what stands around them: "juf Anja", "mw. van den Berg", "zusje roos", "ene Sjonnie"."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.screening import lists
from meldcode.screening.patterns import Found
from meldcode.screening.reading import Reading

_LONGEST = 8
"""Words in the longest name."""
_COMMON = 1_500
"""A first name that is an ordinary word among so many of the most frequent ones is taken for the word."""
_COMMON_SURNAME = 300
_COMMON_NOUN = 8_000
_CALLS = frozenset({"noemt", "noemde", "noemen"})
_HERSELF = frozenset({"zich", "zichzelf", "hem", "haar"})
_HEET = frozenset({"heet", "heette", "heten"})


def people(reading: Reading) -> Iterator[Found]:
    """What follows a title, a word for a person or a word such as "genaamd"; the title itself is no part of it."""
    for at in range(1, len(reading)):
        before = at - 1
        if not reading.near(at):
            continue
        title, formal = reading.is_any(before, "titles"), reading.is_any(before, "formal")
        named = reading.is_any(before, "named") and not (
            reading.folded(before) == "ene" and reading.folded(before - 1) == "de"
        )
        related = reading.is_any(before, "relations") or reading.folded(before) in _HEET
        named = named or (reading.folded(before) in _HERSELF and reading.folded(before - 1) in _CALLS)
        if title or formal or named or related:
            end = _run(reading, at, title=title, formal=formal, named=named)
            if end > at:
                sure = title or formal or named or any(reading.capital[place] for place in range(at, end))
                yield Found(reading.words[at].start, name_end(reading, end - 1), "name", certain=sure)


def name_end(reading: Reading, last: int) -> int:
    """Where the name ends of which this is the last word: a letter with a point behind it belongs to it ("Sem B.")."""
    return reading.words[last].end


def _run(reading: Reading, at: int, *, title: bool, formal: bool, named: bool) -> int:
    """The place behind the last word of the name that begins here; `at` itself when none does."""
    place = at
    while _initial(reading, place) and (place == at or reading.near(place)):
        place += 1
    main = _surname(reading, place, formal=formal) if place == at or reading.near(place) else place
    if main == place:
        if not (place < len(reading) and (place == at or reading.near(place)) and _name(reading, place, formal, named)):
            pointed = place > at and reading.text[reading.words[place - 1].end :][:1] == "."
            return place if pointed and (title or place > at + 1) else at  # "juf M.", but not "kind A."
        main = place + 1
    while main < min(len(reading), at + _LONGEST) and reading.near(main):
        further = _surname(reading, main, formal=False)
        if further == main and not goes_on(reading, main):
            break
        main = max(further, main + 1)
    return main


def _initial(reading: Reading, at: int) -> bool:
    """One letter with a point, or a capital without one."""
    if not 0 <= at < len(reading) or len(reading.folded(at)) != 1 or not reading.folded(at).isalpha():
        return False
    return reading.initial(at) or reading.text[reading.words[at].end :][:1] == "."


def _noun(folded: str) -> bool:
    """Whether a word that is not used often is no form of a verb and no adjective: then it can only be a name here."""
    forms = {f"{folded}e", f"{folded}en", f"{folded[:-1]}en", f"{folded[:-1]}d", f"{folded}t"}
    return not folded.endswith(("de", "te", "den", "ten", "end", "ig", "lijk")) and not any(
        form in lists.words() for form in forms
    )


def _name(reading: Reading, at: int, formal: bool, named: bool) -> bool:
    word, folded = reading.look(at), reading.folded(at)
    if not folded.isalpha() or len(folded) < 2 or reading.is_any(at, "relations") or reading.is_any(at, "titles"):
        return False
    if reading.capital[at]:
        return not (word.left or ("pronouns" in word.roles and not word.first))
    if "pronouns" in word.roles or word.left:
        return False
    if word.name or not word.ordinary or named or (word.first and word.rank > _COMMON):
        return True
    if not formal or "says" in word.roles:
        return False
    return not word.listed or (word.last and word.rank > _COMMON_SURNAME) or (word.rank > _COMMON_NOUN and _noun(folded))


def _surname(reading: Reading, at: int, *, formal: bool) -> int:
    """The place behind a surname that begins with such words as "van der"; `at` when there is none."""
    main = at
    while main - at < 4 and reading.is_any(main, "between") and (main == at or reading.near(main)):
        main += 1
    if main == at or main >= len(reading) or not reading.near(main) or not reading.folded(main).isalpha():
        return at
    word, folded = reading.look(main), reading.folded(main)
    if reading.capital[main]:
        likely = not (word.left or reading.left[main])
    else:
        phrase = tuple(reading.folded(place) for place in range(at, main + 1))
        linked = any(reading.is_any(place, "linked") for place in range(at, main)) or phrase[:2] in _FIRM
        likely = (
            phrase in lists.joined_surnames()
            or word.name
            or not (word.ordinary or word.left)
            or (linked and "pronouns" not in word.roles)
            or (formal and word.last and word.rank > _COMMON_SURNAME)
        )
    return main + 1 if likely else at


_FIRM = frozenset(
    {("van", "der"), ("van", "den"), ("op", "den"), ("uit", "den"), ("in", "t"), ("van", "t"), ("op", "t")}
)
"""With these before it an ordinary word is a surname."""


def goes_on(reading: Reading, at: int) -> bool:
    """Whether the word goes on with the name that stands right before it."""
    word, folded = reading.look(at), reading.folded(at)
    if _initial(reading, at):
        return reading.text[reading.words[at].end :][:1] == "."
    if not folded.isalpha() or reading.is_any(at, "relations"):
        return False
    if reading.capital[at]:
        return not word.left and (not reading.begins[at]) and "pronouns" not in word.roles
    if "pronouns" in word.roles or word.left:
        return False
    if reading.hyphen(at):
        return not word.ordinary or word.first or word.last
    return word.name or (word.last and word.rank > _COMMON and "says" not in word.roles)


def surname_from(reading: Reading, at: int) -> int:
    """The place behind a surname with such words as "van der" that begins here, right after a first name."""
    return _surname(reading, at, formal=False)
