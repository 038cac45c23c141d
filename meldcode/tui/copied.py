"""The question before dossiers come where a cloud service copies them to other computers."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from meldcode.dossier.home import synced_by
from meldcode.i18n import _
from meldcode.tui.modals import Confirm


async def may_be_copied(app: App[None], folder: Path) -> bool:
    """Whether the dossiers may come here: yes where nothing copies the folder, else as the person says."""
    service = synced_by(folder)
    if not service:
        return True
    answers = [("no", _("Terug")), ("yes", _("Toch hier bewaren"))]
    return await app.push_screen_wait(Confirm(_("Deze map?"), copied_by(service), answers)) == "yes"


def copied_by(service: str) -> str:
    """Which service copies the folder, and what is better."""
    words = _("{service} kopieert deze map naar andere computers. Liever een map die alleen op deze computer staat.")
    return words.format(service=service)
