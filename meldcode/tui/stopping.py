"""What is asked before the program stops: only when something would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meldcode.i18n import _
from meldcode.tui.entries import EntryForm
from meldcode.tui.modals import Confirm

if TYPE_CHECKING:
    from textual.app import App

    from meldcode.tui.interview_screen import InterviewScreen

STAY, KEEP, REQUEST, STOP = "stay", "keep", "request", "go"


async def how_to_stop(app: App[None], asking: InterviewScreen | None, kept: bool) -> str:
    """`STOP` when nothing is lost or the person says so, else what they want instead."""
    return await _out_of_the_store(app, asking) if kept else await _out_of_memory(app, asking)


async def _out_of_the_store(app: App[None], asking: InterviewScreen | None) -> str:
    if asking is None or asking.hand_in():
        return STOP
    text = _("Wat op deze bladzijde bij een rode regel staat, is niet bewaard. Al het andere wel.")
    answers = [(STAY, _("Verder werken")), (STOP, _("Toch stoppen"))]
    return await app.push_screen_wait(Confirm(_("Stoppen?"), text, answers))


async def _out_of_memory(app: App[None], asking: InterviewScreen | None) -> str:
    if asking is not None and not asking.commit():
        return STAY
    form = any(isinstance(one, EntryForm) and one.changed for one in app.screen_stack)
    if not form and (asking is None or not asking.interview.unsaved()):
        return STOP
    text = _("Uw antwoorden staan alleen in het geheugen. Na het stoppen zijn ze weg.")
    text += "\n" + _("In een adviesvraag staan alleen de teksten die u hebt nagekeken.")
    answers = [(STAY, _("Verder werken")), (KEEP, _("Bewaren")), (STOP, _("Stoppen zonder bewaren"))]
    if asking is not None and (asking.interview.practice or not asking.interview.may_keep):
        # an exercise never comes among dossiers, and a page of a browser has none
        del answers[1]
    if app.screen is asking:
        answers.insert(len(answers) - 1, (REQUEST, _("Aanvraag maken")))
    return await app.push_screen_wait(Confirm(_("Stoppen?"), text, answers))
