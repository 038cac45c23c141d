"""Taking up work from the store, with a word to the person where something is the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meldcode.desk import versions
from meldcode.desk.work import resume
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.tui.modals import Confirm
from meldcode.tui.newer import MOVE, AskNewer
from meldcode.tui.unlock import said

if TYPE_CHECKING:
    from textual.app import App

    from meldcode.dossier.vault import Vault
    from meldcode.interview import Interview


async def taken_up(app: App[None], vault: Vault, code: str) -> Interview | None:
    """The dossier, with the flow the person chooses for it. None when it cannot be opened; that was said."""
    try:
        interview = resume(vault, code)
        newer = None if getattr(interview.store, "read_only", False) else versions.newer(interview)
        if newer is not None and await app.push_screen_wait(AskNewer(newer)) == MOVE:
            interview = versions.adopt(interview, newer)
    except MeldcodeError as error:
        await tell(app, error)
        return None
    return interview


async def say_trouble(app: App[None], vault: Vault) -> None:
    """What the check at unlocking found; the person may go on with what there is, where that is safe."""
    text = f"{vault.trouble[:1].upper()}{vault.trouble[1:]}.\n{vault.trouble_hint}"
    answers = [("read", _("Alleen lezen"))]
    if vault.can_accept:
        answers.append(("accept", _("Verder met wat er is")))
    if await app.push_screen_wait(Confirm(_("Er is iets met de dossiers"), text, answers)) == "accept":
        try:
            vault.accept()
        except MeldcodeError as error:
            await tell(app, error)


async def tell(app: App[None], error: MeldcodeError, more: str = "") -> None:
    """What went wrong, and what to do."""
    text = "\n".join(part for part in (said(error), more) if part)
    await app.push_screen_wait(Confirm(_("Dit lukte niet"), text, [("on", _("Verder"))]))
