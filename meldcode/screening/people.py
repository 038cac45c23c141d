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
_MOST_BETWEEN = 4
"""Words such as "van der" before one surname."""
_CALL_FOR_NAME = frozenset(("titles", "formal", "relations", "named", "of_somebody"))
_OF_SOMEBODY = frozenset(("relations", "of_somebody"))
"""Behind these "van" tells mostly whose: "de moeder van Sem", "juf van Sem"."""
_DEFINITE = frozenset(("de", "het", "die", "dat", "t"))
_FIRM = frozenset(
    {("van", "der"), ("van", "den"), ("op", "den"), ("uit", "den"), ("in", "t"), ("van", "t"), ("op", "t")}
)
"""With these before it an ordinary word is a surname."""
_ALSO_PLACES = frozenset(("in", "op", "aan", "uit", "bij", "onder", "over", "voor", "tot"))
"""Words before a surname that stand before a place far more often."""
_CALLS = frozenset({"noemt", "noemde", "noemen"})
_HERSELF = frozenset({"zich", "zichzelf", "hem", "haar"})
_HEET = frozenset({"heet", "heette", "heten"})


def people(reading: Reading) -> Iterator[Found]:
    """What follows a title, a word for a person or a word such as "genaamd"; the title itself is no part of it."""
    for at in range(1, len(reading)):
        if not reading.near(at):
            continue
        before = _before(reading, at - 1)
        end = _run(reading, at, before) if before else at
        if end > at:
            sure = "named" in before or any(_sure(reading, place) for place in range(at, end))
            yield Found(reading.words[at].start, reading.words[end - 1].end, "name", certain=sure)


def _sure(reading: Reading, at: int) -> bool:
    return reading.capital[at] or reading.look(at).name or reading.is_any(at, "between")


def _before(reading: Reading, at: int) -> frozenset[str]:
    """The parts that the word plays of those before which a name may be expected."""
    roles = reading.look(at).roles & _CALL_FOR_NAME
    folded, earlier = reading.folded(at), reading.folded(at - 1)
    if folded in _HEET:
        return roles | {"relations"}
    if folded in _HERSELF and earlier in _CALLS:
        return roles | {"named"}
    if folded == "ene":
        return frozenset() if earlier in _DEFINITE else roles | {"ene"}  # "de ene keer"
    return roles


def _run(reading: Reading, at: int, before: frozenset[str]) -> int:
    """The place behind the last word of the name that begins here; `at` itself when none does."""
    if "relations" in before and reading.initial(at) and reading.behind(at) != ".":
        return at  # "kind A" stands for somebody already
    place = at
    while _initial(reading, place) and (place == at or reading.near(place)):
        place += 1
    if place > at and not reading.near(place):
        main = place
    else:
        main = _surname(reading, place, before)
        if main == place and _name(reading, place, before):
            main = place + 1
    if main == place:
        pointed = place > at and reading.behind(place - 1) == "."
        return place if pointed and ("titles" in before or place > at + 1) else at  # "juf M.", but not "kind A."
    while main < min(len(reading), at + _LONGEST) and reading.near(main):
        further = surname_from(reading, main)
        if further == main and "formal" in before and _of_twente(reading, main):
            further = main + 2
        if further == main and not goes_on(reading, main):
            break
        main = max(further, main + 1)
    return main


def _of_twente(reading: Reading, at: int) -> bool:
    """The second half of a surname as they are in Twente: "Leferink op Reinink"."""
    return reading.folded(at) in ("op", "te") and reading.near(at + 1) and reading.capital[at + 1]


def _initial(reading: Reading, at: int) -> bool:
    """One letter with a point, or a capital without one."""
    if not 0 <= at < len(reading) or len(reading.folded(at)) != 1 or not reading.folded(at).isalpha():
        return False
    return reading.initial(at) or reading.behind(at) == "."


def _noun(folded: str) -> bool:
    """Whether a word that is not used often is a noun and no form of a verb: then it can only be a name here."""
    verb = {f"{folded[:-1]}en", f"{folded[:-1]}{folded[-2:-1]}en"} if folded.endswith("t") else {f"{folded}n"}
    if folded.endswith(("de", "te", "den", "ten", "end", "ig", "lijk")) or any(form in lists.words() for form in verb):
        return False
    small = any(f"{folded}{ending}" in lists.words() for ending in ("je", "tje", "pje"))
    return f"{folded}e" not in lists.words() and (small or f"{folded}en" not in lists.words())


def _name(reading: Reading, at: int, before: frozenset[str]) -> bool:
    """Whether the word is a name behind a word that plays these parts."""
    word, folded = reading.look(at), reading.folded(at)
    if not folded.isalpha() or len(folded) < 2 or _CALL_FOR_NAME & word.roles:
        return False
    empty = "pronouns" in word.roles
    if reading.capital[at]:
        return not (word.left or (empty and not word.first))
    if empty or word.left:
        return False
    if word.name or not word.ordinary or "named" in before or (word.first and word.rank > _COMMON):
        return True
    if "ene" in before and word.rank > _COMMON_NOUN:
        return True
    if "formal" not in before or "says" in word.roles:
        return False
    surname = word.last and word.rank > _COMMON_SURNAME
    return surname or not word.listed or (word.rank > _COMMON_NOUN and _noun(folded))


def _surname(reading: Reading, at: int, before: frozenset[str]) -> int:
    """The place behind a surname that begins with such words as "van der"; `at` when there is none.

    `before` tells what stands before it; nothing when that is a first name.
    """
    main = at
    while main - at < _MOST_BETWEEN and reading.is_any(main, "between") and (main == at or reading.near(main)):
        main += 1
    if main == at or not reading.near(main) or not reading.folded(main).isalpha():
        return at
    word = reading.look(main)
    if word.left or reading.left[main]:
        return at
    phrase = tuple(reading.folded(place) for place in range(at, main + 1))
    if _CALL_FOR_NAME & word.roles and not word.last:
        return at  # "De Leerkracht"
    if phrase in lists.joined_surnames():
        return main + 1
    firm = phrase[:2] in _FIRM
    if phrase[0] in _ALSO_PLACES and not firm:
        return at  # "Sem in Hengelo"
    if _OF_SOMEBODY & before and phrase[:-1] == ("van",) and not (word.last or reading.capital[at]):
        return at  # "de moeder van Sem"
    if reading.capital[main] or word.name or not word.ordinary:
        return main + 1
    linked = firm or any(reading.is_any(place, "linked") for place in range(at, main))
    titled = "formal" in before and word.last and word.rank > _COMMON_SURNAME
    return main + 1 if titled or (linked and "pronouns" not in word.roles) else at


def goes_on(reading: Reading, at: int) -> bool:
    """Whether the word goes on with the name that stands right before it."""
    word = reading.look(at)
    if _initial(reading, at):
        return reading.behind(at) == "."
    if not reading.folded(at).isalpha() or {"relations", "pronouns"} & word.roles or word.left:
        return False
    if reading.capital[at]:
        return not reading.begins[at]
    if reading.hyphen(at):
        return not word.listed or word.first or word.last
    return word.name or (word.last and word.rank > _COMMON and "says" not in word.roles)


def surname_from(reading: Reading, at: int) -> int:
    """The place behind a surname with such words as "van der" that begins here, right after a first name."""
    return _surname(reading, at, frozenset())
