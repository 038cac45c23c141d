"""What the AMHK said about an earlier report is for the dossier: no request, of either kind, holds or tells of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meldcode.flow.model import REQUEST_KINDS, Answers, RequestKind
from meldcode.flow.replay import replay
from meldcode.request import content, preview
from meldcode.request.asks import FEEDBACK
from tests.request.cases import EXAMPLES, FLOWS, TODAY, Case, by_hand, everything, example, flow

FEEDBACK_GIVEN: dict[str, str] = {
    "vt_bericht": "ja",
    "vt_bericht_datum": "2026-03-19",
    "vt_besluit": "onderzoek",
    "vt_wie_verder": "Kanarie wijkteam",
    "vt_afspraken": "Kanarie afspraak",
    "vt_volgend_contact": "2026-04-21",
    "vt_uitkomst": "ja",
    "vt_uitkomst_tekst": "Kanarie uitkomst",
}
kinds = pytest.mark.parametrize("kind", REQUEST_KINDS)


@kinds
@pytest.mark.parametrize("name", FLOWS)
def test_feedback_changes_nothing_in_a_request(name: str, kind: RequestKind) -> None:
    found = flow(name)
    told = everything(found, lambda place: f"Kanarie {place}.")
    silent: Answers = {key: value for key, value in told.items() if key not in FEEDBACK}
    assert told.keys() - silent.keys() == FEEDBACK
    with_it, without = (by_hand(found, answers) for answers in (told, silent))
    with_it = with_it._replace(position=replace(with_it.position, deadlines=without.position.deadlines))
    assert with_it.request(kind) == without.request(kind)  # a date that was answered need not stand in it any more


@kinds
@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.endswith("melding")])
def test_a_second_request_after_an_answer_of_the_amhk_does_not_tell_of_it(name: str, kind: RequestKind) -> None:
    assert FEEDBACK_GIVEN.keys() == FEEDBACK
    found, before, today = example(name)
    after = replay(found, {**before.answers, **FEEDBACK_GIVEN}, today)
    assert {"vt_bericht", "vt_uitkomst_tekst"} <= after.answers.keys()
    assert "vt_volgend_contact" in {due.id for due in after.deadlines}
    request = Case(found, after, today).request(kind)
    shown = content(request).decode() + preview(request)
    questions = [found.items[name].text for name in FEEDBACK]
    for told in ("vt_", "Kanarie", "2026-03-19", "19 maart 2026", "2026-04-21", "21 april 2026", *questions):
        assert told not in shown, told
    assert request.reference == example(name).request(kind).reference


def test_what_the_amhk_said_is_known_to_every_flow() -> None:
    for name in FLOWS:
        assert all(flow(name).question(question) for question in FEEDBACK)
    assert not by_hand(flow("basis"), FEEDBACK_GIVEN)._replace(today=TODAY).request("advice").left_out
