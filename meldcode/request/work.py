"""What front ends do with a request of one interview: build it, review its texts, read it over, keep a call."""

from __future__ import annotations

from collections.abc import Mapping

from meldcode.flow.model import Entry, RequestKind
from meldcode.i18n import language
from meldcode.interview import Error, Interview
from meldcode.request.build import build
from meldcode.request.quality import Doubt, doubts
from meldcode.request.review import Review, review
from meldcode.request.shape import Request

MISSING_TOO = frozenset({"no_strength"})
"""Doubts about a question without any answer: where a request needs it, the list of what is missing says so already."""

ASKED, CONSULTATIONS = "overleg_amhk", "consulten"


def request_of(interview: Interview, kind: RequestKind) -> Request:
    """The request as it would be written now, in the language that is spoken now."""
    decided = interview.decided() if kind == "advice" else None
    position, today, head = interview.position(), interview.today, interview.store.head
    return build(
        interview.flow,
        position,
        kind,
        today,
        language(),
        head,
        decided,
        practice=interview.practice,
        memo=interview.scratch,
        every=interview.given(),
    )


def review_of(interview: Interview) -> Review:
    """The texts that an advice may take along, with what was decided about them."""
    flow, position, today = interview.flow, interview.position(), interview.today
    return review(flow, position, today, interview.decided(), interview.scratch, interview.given())


def doubts_of(interview: Interview, kind: RequestKind) -> tuple[list[Doubt], list[tuple[Doubt, str]]]:
    """The questions of a reader that are still open, and those that were left, each with the reason.

    What is still missing is asked for as that, and not a second time here.
    """
    decided, needed = interview.decided(), interview.missing(kind)
    every = doubts(interview.flow, interview.position(), kind, interview.today)
    found = [one for one in every if not (one.id in MISSING_TOO and one.question in needed)]
    left = [(one, decided["doubt", one.key][1]) for one in found if ("doubt", one.key) in decided]
    return [one for one in found if ("doubt", one.key) not in decided], left


def call_entry(interview: Interview) -> Entry:
    """A call with the AMHK as an entry of step 2, as far as it is known when it begins: day, time and with whom."""
    now = interview.clock()
    fields = {field.id for field in interview.flow.items[CONSULTATIONS].fields}
    known = {"datum": interview.today.isoformat(), "tijd": f"{now:%H:%M}", "soort": "veilig_thuis"}
    return {name: value for name, value in known.items() if name in fields}


def keep_call(interview: Interview, entry: Entry, again: bool = False) -> Error | None:
    """Keep the call with the earlier consultations, and that advice was asked. Gives why not, when it was refused.

    `again`: in the place of the last one, which was this call as far as it was written then.
    """
    page = interview.answer(ASKED, "ja")  # first: it makes the consultations count
    if page.error is None:
        earlier = interview.value(CONSULTATIONS)
        entries = [one for one in earlier if isinstance(one, Mapping)] if isinstance(earlier, tuple) else []
        page = interview.answer(CONSULTATIONS, [*(entries[:-1] if again else entries), entry])
    return page.error
