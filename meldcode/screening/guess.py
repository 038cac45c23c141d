"""Every other word that could be a name: unknown ones, those with a capital, names in small letters.

A question too many costs a key; a name that is passed over leaves the house. So what is not known to be ordinary is
asked about. Names that are ordinary words too are judged by what stands around them.
"""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.screening import lists
from meldcode.screening.institutions import HEADS
from meldcode.screening.marks import Kind
from meldcode.screening.patterns import Found
from meldcode.screening.people import goes_on, surname_from
from meldcode.screening.reading import Reading

_RARE_NAME = 2_500
"""A first name that is a rarer word than this is taken for the name at the beginning of a sentence."""
_LISTED_BESIDE = 1_000
_SELDOM = 5_000
"""A word that is rarer than this and stands where a first name would is asked about."""
_SHORT = 4
_LONGEST = 8
_NUMBERED = frozenset(("groep", "klas", "covid", "week", "stap", "fase"))
_QUOTES = frozenset("'\"‘’“”„`")
_BEFORE = frozenset(
    ("van", "de", "den", "der", "het", "t", "la", "le", "al", "el", "da", "do", "dos", "san", "santa", "ait", "abu")
)
"""With a capital these are part of the name behind them: "De Vries", "Het Kompas"; "In" and "Voor" are not."""

_ARTICLES = frozenset(("de", "het", "t"))
_DESCRIBES = frozenset(("de", "het", "een", "zijn", "haar", "mijn", "die", "dat", "onze", "hun"))
_WHERE = frozenset(("in", "op", "aan", "van", "naar", "langs", "bij", "tegenover", "achter", "uit"))
"""Before "de Windroos" and the like these tell that it is a place: then the article is part of it."""
_NO_SUBJECTS = frozenset(("ben", "wil"))
"""Verbs that no other verb follows: "Wil heeft gezegd" speaks of a Wil."""
_FIRM = frozenset({("van", "der"), ("van", "den")})


def guesses(reading: Reading) -> Iterator[Found]:
    """Runs of words that could be a name or a place, uncertain all of them; what is left alone breaks a run."""
    place = 0
    while place < len(reading):
        initials = _initials(reading, place)
        if initials:
            yield Found(reading.words[place].start, reading.words[initials - 1].end, "name", certain=False)
            place = initials
            continue
        if reading.left[place] or not _name(reading, place):
            place += 1
            continue
        start, end = place, _end(reading, place)
        start = _start(reading, place)
        yield Found(reading.words[start].start, _stop(reading, end), _kind(reading, place, end), certain=False)
        place = end


def _initials(reading: Reading, at: int) -> int:
    """The place behind two or more capitals with a point behind each: "M.S."; 0 when there are none here."""
    if len(reading.folded(at)) != 1:
        return 0
    end = at
    while _pointed(reading, end) and (end == at or _touch(reading, end)):
        end += 1
    if end - at < 2 or not reading.initial(at):
        return 0
    joined = "".join(reading.folded(place) for place in range(at, end))
    alone = not reading.near(end) or not reading.capital[end] or reading.look(end).ordinary
    return end if alone and joined not in lists.leave_words() and joined not in lists.everyday() else 0


def _pointed(reading: Reading, at: int) -> bool:
    """An initial with a point behind it; also the small letters of "S.d.W."."""
    letter = reading.initial(at) or reading.folded(at) in ("d", "v", "t")
    return letter and reading.behind(at) == "."


def _touch(reading: Reading, at: int) -> bool:
    return reading.words[at].start - reading.words[at - 1].end == 1


def _name(reading: Reading, at: int) -> bool:
    """Whether the word could be a name where it stands."""
    folded = reading.folded(at)
    if len(folded) < 2 or folded.isdigit():
        return False
    if not folded.isalpha():
        return _with_digits(folded)
    word = reading.look(at)
    if word.left and not (_short_name(reading, at) or (reading.capital[at] and _called_so(reading, at))):
        return False
    if reading.shouting or not reading.words[at].text[0].isupper():
        named = word.name and not (word.listed and reading.folded(at + 1).isdigit())  # "max 3 keer"
        return named or not word.ordinary or _by_company(reading, at) or _place(reading, at)
    if not reading.capital[at]:  # an ordinary word, all in capitals
        return word.first and "pronouns" not in word.roles and word.rank > _RARE_NAME
    if word.name or not word.ordinary:
        return True
    if not reading.begins[at]:
        return not (_role(reading, at) or _small_word(reading, at)) or _behind_particles(reading, at)
    rare = word.first and word.rank > _RARE_NAME
    return (
        rare
        or _called_so(reading, at)
        or _nickname(reading, at)
        or _by_company(reading, at)
        or _titled_name(reading, at)
    )


def _called_so(reading: Reading, at: int) -> bool:
    """An ordinary word that begins a sentence and is a first name there: "Pip de Vries was erbij", "Keet zegt dat"."""
    word = reading.look(at)
    if word.rank < _SELDOM or _role(reading, at) or _small_word(reading, at) or not reading.near(at + 1):
        return False
    if len(reading.folded(at)) <= _SHORT and reading.is_any(at + 1, "says"):
        return True
    last = surname_from(reading, at + 1)
    return last > at + 1 and reading.capital[last - 1]


def _behind_particles(reading: Reading, at: int) -> bool:
    """A word that says nothing by itself, as a surname: "met Van der Meer"."""
    first = at
    while first and at - first < _LONGEST and reading.near(first) and reading.is_any(first - 1, "between"):
        first -= 1
    return first < at and (reading.capital[first] or (reading.folded(first), reading.folded(first + 1)) in _FIRM)


def _short_name(reading: Reading, at: int) -> bool:
    """A short form that is left alone in capitals or small letters, but has one capital here: "Ed", "Mo"."""
    text = reading.words[at].text
    short = len(text) < 3 or (len(text) == 3 and reading.look(at).first)
    placed = not reading.begins[at] or reading.is_any(at + 1, "says")
    return short and text[1:].islower() and reading.capital[at] and placed


def _nickname(reading: Reading, at: int) -> bool:
    """Whether the word stands alone in quotation marks, or with one more: "Prins", 'Kleine Ali'."""
    token = reading.words[at]
    if reading.text[max(0, token.start - 1) : token.start] not in _QUOTES or reading.is_any(at, "pronouns"):
        return False
    closing = token.end
    if reading.near(at + 1) and reading.capital[at + 1]:
        closing = reading.words[at + 1].end
    speech = reading.text[closing + 1 : closing + 2] == ","  # "'Nee', zei hij"
    return reading.text[closing : closing + 1] in _QUOTES and token.start > 0 and not (speech or _role(reading, at))


def _role(reading: Reading, at: int) -> bool:
    return reading.is_any(at, "relations") or reading.is_any(at, "titles")


def _small_word(reading: Reading, at: int) -> bool:
    """A word without meaning or a head of a name, in capitals for some other reason: "De", "U", "School"."""
    if HEADS & reading.look(at).roles:
        return True
    return reading.is_any(at, "pronouns") and not (reading.look(at).first and not reading.is_any(at, "between"))


def _with_digits(folded: str) -> bool:
    """Whether letters and figures together look like a name that somebody chose: "jayden10", "fit4life"."""
    letters = folded.rstrip("0123456789")
    return folded[0].isalpha() and sum(sign.isalpha() for sign in folded) > 3 and letters not in _NUMBERED


def _by_company(reading: Reading, at: int) -> bool:
    """Whether an ordinary word that is a name as well is one here, by its neighbours."""
    word, after = reading.look(at), at + 1
    if (reading.folded(at - 2), reading.folded(at - 1)) == ("v", "d") and reading.near(at):
        return True
    if not (word.first or word.last) or _role(reading, at):
        return False
    if reading.folded(after).isdigit():
        return word.first and _with_age(reading, at)
    tells = reading.begins[at] and reading.is_any(after, "says")
    if reading.is_any(at, "pronouns"):
        surname = reading.begins[at] and reading.near(after) and surname_from(reading, after) > after
        return word.first and (surname or (tells and reading.folded(at) in _NO_SUBJECTS))
    if not word.first:
        return tells and word.rank > _LISTED_BESIDE
    if reading.near(after) and (reading.look(after).name or surname_from(reading, after) > after):
        return not reading.is_any(after, "place_first")
    if tells and (reading.capital[at] or word.rank > _LISTED_BESIDE):
        return True
    pair = reading.folded(after) == "en" and reading.look(at + 2).name
    pair = pair or (reading.folded(at - 1) == "en" and reading.look(at - 2).name)
    return pair and word.rank > _LISTED_BESIDE


def _with_age(reading: Reading, at: int) -> bool:
    """Whether an age stands behind the word: "Storm (8)"."""
    end = reading.words[at].end
    return reading.text[end : end + 2] == " (" and reading.text[end + 2 : end + 3].isdigit()


def _titled_name(reading: Reading, at: int) -> bool:
    """A sentence that begins with "Van den Berg" or "El Amrani"."""
    return (
        reading.is_any(at, "between")
        and surname_from(reading, at) > at
        and any(reading.capital[place] for place in range(at + 1, surname_from(reading, at)))
    )


def _place(reading: Reading, at: int) -> bool:
    """A place that is an ordinary word, behind a word such as "in" without an article."""
    return reading.is_any(at, "place_cued") and reading.is_any(at - 1, "settlements") and reading.near(at)


def _end(reading: Reading, at: int) -> int:
    """The place behind the last word of the name."""
    end = at + 1
    while end < min(len(reading), at + _LONGEST) and reading.near(end) and not reading.left[end]:
        further = surname_from(reading, end)
        if further > end:
            end = further
        elif _continues(reading, at, end):
            end += 1
        else:
            break
    return end


def _continues(reading: Reading, at: int, end: int) -> bool:
    if reading.hyphen(end) or goes_on(reading, end) or _area(reading, at, end):
        return True
    return _name(reading, end) and not reading.begins[end]


def _area(reading: Reading, at: int, end: int) -> bool:
    """Whether the word is the part of town behind its name: "Almere Binnen", "rotterdam zuid"."""
    if not reading.is_any(end, "areas") or reading.look(at).first:
        return False
    return reading.capital[end] or ((reading.folded(at),) in lists.places() and not reading.is_any(end, "pronouns"))


def _start(reading: Reading, at: int) -> int:
    """Where the name begins: initials, and words such as "van der" that belong to it."""
    start = at
    while start and reading.near(start) and at - start < _LONGEST:
        before = start - 1
        linked = reading.is_any(before, "linked") or (reading.folded(before) in _BEFORE and reading.capital[before])
        if (
            linked
            and reading.begins[before]
            and start == at
            and (reading.look(at).first or reading.folded(before) == "al")
        ):
            break  # "Van Sem weet ik", "Al haar vrienden": no part of the name
        if (reading.initial(before) and reading.folded(before) != "u") or linked or _nick(reading, before):
            start = before
        elif start == at and (reading.folded(before - 1), reading.folded(before)) in _FIRM:
            start = before - 1
        else:
            break
    located = reading.near(start) and reading.folded(start - 1) in _ARTICLES and _located(reading, start - 1)
    person = reading.look(at).first or reading.look(at).last
    return start - 1 if located and not person and start == at else start


def _located(reading: Reading, at: int) -> bool:
    """Whether a place may follow: behind "op", "naar" and the like, or behind an opening bracket or a colon."""
    before = reading.words[at].start
    return reading.folded(at - 1) in _WHERE or reading.text[max(0, before - 2) : before].strip() in ("(", ":")


def _nick(reading: Reading, at: int) -> bool:
    """Whether the word is part of what somebody is called: "Kleine Ali"; behind an article it only describes."""
    described = reading.near(at) and reading.folded(at - 1) in _DESCRIBES
    return reading.is_any(at, "nicknames") and (reading.capital[at] or not described)


def _stop(reading: Reading, end: int) -> int:
    """Behind the last word, and the point of an initial that is the last one: "Mohamed A."."""
    stop = reading.words[end - 1].end
    return stop + 1 if reading.initial(end - 1) and reading.text[stop : stop + 1] == "." else stop


def _kind(reading: Reading, at: int, end: int) -> Kind:
    phrase = tuple(reading.folded(place) for place in range(at, end))
    if (phrase in lists.places() and not reading.look(at).first) or reading.is_any(at, "place_cued"):
        return "place"
    return "name" if reading.capital[at] or reading.look(at).name else "word"
