"""The call sheet: an advice on one page, to have at hand while calling, in the order in which the AMHK asks.

Most advice is a telephone call. The sheet is made from a finished advice alone, whose data and words hold only what may
be said, so it can hold no more. Below is room to write during the call; that becomes a consultation in step 2.
Source of the order: what the AMHK asks in an advice conversation (weektegenkindermishandeling.nl, what to expect).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meldcode.i18n import _, ngettext, speaking
from meldcode.request import asks
from meldcode.request.reader import not_yet
from meldcode.request.shape import NONE, Fields, Json, Points, Request, Section, Table
from meldcode.typesetting import REGIONS, typeset

TEMPLATE = Path(__file__).parent / "sheet.typ"
MOST = 12
"""More facts than these never fit on the page."""
FEWEST = 3
"""Before fewer facts than these are shown, other pieces are shortened too."""
LARGEST = 4000
"""More letters than these never fit on the page: not worth an attempt."""
PERSONS = (12, 6)
"""To how many persons the list is shortened, step by step."""
FACTS = 3
"""The place of the facts among the pieces."""
OWN_MEANS = ("hulp_afspraken", "hulp_toelichting", "veiligheid_volgen")
"""The texts that say what the professional does or can do."""
_SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to tell: everything in the first variant, the least in the last, for when room is short."""

    title: str
    variants: tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet holds. `writing` are the labels of what is written by hand; `choices` go with the last."""

    title: str
    practice: str
    call: Piece
    reminder: str
    pieces: tuple[Piece, ...]
    writing_title: str
    writing: Lines
    choices: Lines
    footer: str


def call_sheet(request: Request) -> Sheet:
    """The sheet of an advice, in its own language. Raises ValueError for a report: that would hold names."""
    if request.kind != "advice":
        raise ValueError("a call sheet is made from an advice")
    with speaking(request.language):
        return Sheet(
            title=_("Belblad: advies vragen aan Veilig Thuis"),
            practice=request.document.practice,
            call=_call(request),
            reminder=_("Noem geen namen, adressen of geboortedata. Zeg «kind A» of «ouder B»."),
            pieces=(
                _who(request),
                _plain(_("Direct gevaar nu?"), [_value(request, "acuut_gevaar") or not_yet()]),
                _persons(request),
                _facts(request),
                _steps(request),
                _weighings(request),
                _question(request),
                _means(request),
            ),
            writing_title=_("Schrijf tijdens het gesprek op (geen namen)"),
            writing=(
                _("Functie van de adviseur"),
                _("Dag en tijd"),
                _("Advies, in eigen woorden"),
                _("Afspraken"),
                _("Zou Veilig Thuis een melding registreren?"),
            ),
            choices=(_("ja"), _("nee"), _("nog niet duidelijk")),
            footer=request.document.footer,
        )


def sheet_text(request: Request) -> str:
    """The sheet as plain text, with everything: a screen has room."""
    sheet = call_sheet(request)
    title = sheet.title.upper()
    lines = [f"{sheet.practice} · {title}" if sheet.practice else title, "", *sheet.call.variants[0], sheet.reminder]
    for piece in sheet.pieces:
        lines += ["", piece.title]
        lines += [f"- {line}".replace("\n", "\n  ") for line in piece.variants[0]]
    lines += ["", sheet.writing_title, *(f"{label}:" for label in sheet.writing[:-1])]
    lines.append(f"{sheet.writing[-1]} {' / '.join(sheet.choices)}")
    return "\n".join(lines) + "\n"


def sheet_pdf(request: Request, keywords: tuple[str, ...] = ()) -> bytes:
    """The sheet as a PDF of one A4 page (PDF/A-3a and PDF/UA-1), shortened as far as that needs.

    The same request gives the same bytes; `keywords` stand in the metadata. Raises ValueError for a report, and
    MeldcodeError when no PDF can be made.
    """
    sheet = call_sheet(request)
    call = request.data.get("call")
    name = f"{sheet.title} ({request.reference})"
    content: Json = {
        "lang": request.language,
        "region": REGIONS.get(request.language, "NL"),
        "danger": isinstance(call, Mapping) and call.get("acute_danger") is True,
        "name": f"{sheet.practice}: {name}" if sheet.practice else name,
        "keywords": keywords,
        "title": sheet.title,
        "practice": sheet.practice,
        "reminder": sheet.reminder,
        "pieces": [{"title": one.title, "variants": one.variants} for one in (sheet.call, *sheet.pieces)],
        "plan": _plan(sheet),
        "writing-title": sheet.writing_title,
        "writing": sheet.writing,
        "choices": sheet.choices,
        "footer": sheet.footer,
    }
    return typeset(TEMPLATE, content, request.made_on)


def _plan(sheet: Sheet) -> list[list[int]]:
    """Which variant of each piece to try, attempt after attempt, until the page holds it.

    Facts give way first, down to a few; then whatever is longest, step by step, before anything is left out; the last
    facts go last.
    """
    pieces = (sheet.call, *sheet.pieces)
    facts = 1 + FACTS
    last = [len(piece.variants) - 1 for piece in pieces]
    longest = sorted(range(len(pieces)), key=lambda place: -_length(pieces[place].variants[0]))
    others = [place for place in longest if place != facts]
    now = [0] * len(pieces)
    found = [tuple(now)]
    for place, until in (
        (facts, last[facts] - FEWEST),
        *((place, last[place] - 1) for place in others),
        *((place, last[place]) for place in others),
        (facts, last[facts]),
    ):
        while now[place] < until:
            now[place] += 1
            found.append(tuple(now))
    small = [one for one in found[:-1] if sum(map(_length, _chosen(pieces, one))) <= LARGEST]
    return [list(one) for one in (*small, found[-1])]


def _chosen(pieces: Sequence[Piece], attempt: Sequence[int]) -> list[Lines]:
    return [piece.variants[place] for piece, place in zip(pieces, attempt, strict=True)]


def _length(lines: Lines) -> int:
    return sum(map(len, lines))


def _plain(title: str, lines: Sequence[str]) -> Piece:
    """A piece that is told whole, or not on this page."""
    return Piece(title, (tuple(line for line in lines if line), (_elsewhere(),)))


def _elsewhere() -> str:
    return _("Zie de adviesvraag.")


def _call(request: Request) -> Piece:
    """Whom to call, and what the exchange asks first: where the person lives."""
    first, second, *_rest = request.document.call
    places = request.data.get("municipalities")
    names = ", ".join(str(place) for place in places) if isinstance(places, Sequence) else ""
    home = _("Noem de woonplaats van de persoon om wie het gaat.")
    if names:
        home = _("Noem de woonplaats van de persoon om wie het gaat: {places}.").format(places=names)
    call = request.data.get("call")
    held = call.get("regions") if isinstance(call, Mapping) else None
    regions = [_region(one) for one in held if isinstance(one, Mapping)] if isinstance(held, Sequence) else []
    return Piece(_("Bellen"), ((first, second, home, *regions), (first, second, home)))


def _region(region: Mapping[str, Json]) -> str:
    """The region to be connected with, its own line if it has one, and whether it is certain."""
    said = [_("Regio: {region}").format(region=region.get("name"))]
    if region.get("own_line"):
        said.append(_("lijn voor professionals: {number}").format(number=region["own_line"]))
    uncertain = _("Deze regio is niet zeker.") if region.get("certainty") == "check" else ""
    return f"{'; '.join(said)}. {uncertain}".strip()


def _who(request: Request) -> Piece:
    """Function, sector, and when to be reached."""
    reachable = _value(request, "eigen_bereikbaar")
    parts = [
        _value(request, "eigen_functie") or _("Functie: {answer}").format(answer=not_yet()),
        _values_of(request, _("Sector")),
        f"{_label('eigen_bereikbaar')}: {reachable}" if reachable else "",
    ]
    return _plain(_("Wie ik ben"), ["; ".join(part for part in parts if part)])


def _persons(request: Request) -> Piece:
    """Roles, letters and ages; how it is with other children; what it is about."""
    found = [point for block in _blocks(request, _("Personen")) if isinstance(block, Points) for point in block.points]
    who = _labelled(request, "betrokkene", "andere_kinderen")
    about = _labelled(request, "vorm", "aard")
    counts = [len(found), *(count for count in PERSONS if count < len(found))]
    variants = [(_some(found, count), who, about) for count in counts]
    variants.append((_some(found, counts[-1]), who, _("Vorm en aard: zie de adviesvraag.") if about else ""))
    filled = (tuple(line for line in lines if line) for lines in variants)
    return Piece(_("Om wie het gaat"), tuple(dict.fromkeys((*filled, (_elsewhere(),)))))


def _some(found: Sequence[str], count: int) -> str:
    """The first of the persons on one line, and how many more there are."""
    if not found:
        return not_yet()
    said = "; ".join(found[:count])
    more = len(found) - count
    if not more:
        return said
    words = ngettext(
        "en nog {count} persoon: zie de adviesvraag", "en nog {count} personen: zie de adviesvraag", more
    ).format(count=more)
    return f"{said}; {words}" if said else words


def _facts(request: Request) -> Piece:
    """The facts, newest first, with how long ago and the source; the text where the advice holds it."""
    tables = [block for block in _blocks(request, _("Feiten")) if isinstance(block, Table)]
    rows = _newest_first(request, tables[0].rows) if tables else []
    title = _("Wat ik weet over de onveiligheid van alle betrokkenen")
    if not rows:
        return Piece(title, ((not_yet(),),))
    whole = [_fact(row, with_text="\n" in row[0]) for row in rows]
    bare = [_fact(row, with_text=False) for row in rows]
    most, few = min(len(rows), MOST), min(len(rows), FEWEST)
    texts = range(most, few, -1)  # the oldest lose their text first; then there are fewer; then the newest lose it too
    variants = [_cut([*whole[:count], *bare[count:]], most) for count in texts]
    for told in range(few, -1, -1):
        variants += [_cut([*whole[:told], *bare[told:]], count) for count in range(most, few - 1, -1)]
    variants += [_cut(bare, count) for count in range(few - 1, -1, -1)]
    return Piece(title, tuple(dict.fromkeys((tuple(whole), *variants))))


def _newest_first(request: Request, rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of the facts by how long ago they were; what has no day comes last."""
    held = request.data.get("facts")
    ages = [_days(one) for one in held] if isinstance(held, Sequence) else []
    paired = list(rows)
    if len(ages) != len(paired):
        return paired
    order = sorted(range(len(paired)), key=lambda place: ages[place])
    return [paired[place] for place in order]


def _days(fact: Json) -> int:
    """About how many days ago a fact was."""
    ago = fact.get("ago") if isinstance(fact, Mapping) else None
    if not isinstance(ago, Mapping):
        return 10**6
    count = ago.get("count")
    return _SPANS.get(str(ago.get("unit")), 0) * (count if isinstance(count, int) else 0)


def _fact(row: tuple[str, ...], *, with_text: bool) -> str:
    """A fact on one line: "ongeveer 3 weken geleden, zelf gezien: wat er gebeurde"."""
    if "\n" not in row[0]:
        return ", ".join(row[:2])  # an advice without texts: two columns, when and source
    origin = row[0].replace("\n", ", ")
    return f"{origin}: {row[1]}" if with_text and row[1] != NONE else origin


def _cut(lines: Sequence[str], count: int) -> Lines:
    """The first lines, and how many facts are left."""
    more = len(lines) - count
    if not more:
        return tuple(lines)
    if count:
        words = ngettext("en nog {count} feit: zie de adviesvraag", "en nog {count} feiten: zie de adviesvraag", more)
    else:
        words = ngettext("{count} feit: zie de adviesvraag", "{count} feiten: zie de adviesvraag", more)
    return (*lines[:count], words.format(count=more))


def _steps(request: Request) -> Piece:
    return _plain(_("Wat ik deed"), ["; ".join(f"{title}: {state}" for title, state in request.document.steps)])


def _weighings(request: Request) -> Piece:
    """The two questions of the norm first, then the other weighings that have an answer."""
    outcome = dict(_fields(request, _("Wat de norm vraagt en wat besloten is"))).get(_("Uitkomst"), not_yet())
    safety = [
        words.format(answer=answer)
        for name, words in (
            ("hulp_mogelijk", _("passende hulp mogelijk: {answer}")),
            ("hulp_aanvaard", _("hulp aangenomen: {answer}")),
            ("hulp_werkt", _("hulp maakt het veilig: {answer}")),
        )
        if (answer := _value(request, name))
    ]
    others = [
        words.format(answer=answer)
        for name, words in (
            ("vermoeden", _("vermoeden blijft: {answer}")),
            ("acuut_onveilig", _("acuut onveilig: {answer}")),
            ("structureel_onveilig", _("structureel onveilig: {answer}")),
        )
        if (answer := _value(request, name))
    ]
    two = (
        _("Moet ik melden? Het afwegingskader zegt nu: {outcome}").format(outcome=outcome),
        _("Kan ik zorgen voor veiligheid, nu en blijvend? {answers}").format(answers="; ".join(safety) or not_yet()),
    )
    rest = (_("Weging tot nu toe: {answers}").format(answers="; ".join(others)),) if others else ()
    return Piece(_("Wat ik nu weeg"), tuple(dict.fromkeys(((*two, *rest), two, (_elsewhere(),)))))


def _question(request: Request) -> Piece:
    wishes = request.data.get("wishes")
    own = wishes.get("advice_question") if isinstance(wishes, Mapping) else None
    topics = _value(request, "advies_onderwerp")
    lines = [own if isinstance(own, str) else "", topics]
    short = [topics or _elsewhere()]
    found = tuple(line for line in lines if line) or (not_yet(),)
    return Piece(_("Mijn vraag"), tuple(dict.fromkeys((found, tuple(short), (_elsewhere(),)))))


def _means(request: Request) -> Piece:
    """What the professional can do, in the words that the advice holds; else as the weighing of help says."""
    held = request.data.get("texts")
    texts = [
        str(one["text"])
        for name in OWN_MEANS
        for one in (held if isinstance(held, Sequence) else ())
        if isinstance(one, Mapping) and one.get("question") == name
    ]
    possible = _value(request, "hulp_mogelijk")
    lines = texts or [_("passende hulp mogelijk: {answer}").format(answer=possible) if possible else not_yet()]
    return _plain(_("Wat ik zelf kan doen"), lines)


def _labelled(request: Request, *questions: str) -> str:
    """Several answers with their labels, on one line."""
    return "; ".join(f"{_label(name)}: {value}" for name in questions if (value := _value(request, name)))


def _value(request: Request, question: str) -> str:
    """What the advice says to a question, in words; empty when it says nothing."""
    return _values_of(request, _label(question))


def _values_of(request: Request, label: str) -> str:
    rows = (row for section in request.document.sections for row in _rows(section))
    return next((value for name, value in rows if name == label), "")


def _label(question: str) -> str:
    """Under which label a question stands in every request."""
    return next(_(ask.label) for group in asks.PLACES.values() for ask in group if ask.question == question)


def _fields(request: Request, title: str) -> tuple[tuple[str, str], ...]:
    return tuple(row for section in request.document.sections if section.title == title for row in _rows(section))


def _rows(section: Section) -> Iterator[tuple[str, str]]:
    return (row for block in section.blocks if isinstance(block, Fields) for row in block.rows)


def _blocks(request: Request, title: str) -> tuple[object, ...]:
    return tuple(block for one in request.document.sections if one.title == title for block in one.blocks)
