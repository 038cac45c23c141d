"""Takes a dossier from the store to work on: a new one, one to go on with, or a try in memory that is to be kept.

A dossier is read with the text of the flow that it was begun with or last went over to, whatever is shipped today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meldcode.dossier.events import Adopted, Begun, Event
from meldcode.dossier.trouble import DamagedError, StoreError
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_layers
from meldcode.flow.model import Flow
from meldcode.i18n import _
from meldcode.interview import Interview

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault


def begin(vault: Vault, flow: Flow, label: str) -> Interview:
    """A new dossier with the professional's own label. Raises `StoreError` when it cannot be kept."""
    return Interview(flow, vault.begin(label, flow.digest, flow.layers), vault.clock)


def resume(vault: Vault, code: str) -> Interview:
    """A dossier at the place where it was left, with the flow that it keeps. Raises `StoreError`; changes nothing."""
    dossier = vault.open(code)
    return Interview(_kept_flow(vault, dossier.events()), dossier, vault.clock)


def keep(vault: Vault, interview: Interview, label: str) -> Interview:
    """A try in memory becomes a dossier: every event, each at its own time, and the same page.

    Raises `StoreError` when it cannot be kept; the try is then as it was.
    """
    dossier = vault.begin(label, interview.flow.digest, interview.flow.layers)
    *earlier, last = interview.store.events()
    dossier.append_all([*((event, None) for event in earlier), (last, interview.standing())])
    dossier.go(interview.page().items[0].id)
    return Interview(interview.flow, dossier, vault.clock)


def _kept_flow(vault: Vault, events: tuple[Event, ...]) -> Flow:
    digest = next((event.digest for event in reversed(events) if isinstance(event, Begun | Adopted)), "")
    if not digest:
        raise StoreError(
            _("met dit dossier is nooit echt begonnen"),
            _("Er staan geen antwoorden in. Wis het en begin opnieuw."),
        )
    safe = _("De antwoorden zijn er nog, en er is niets veranderd. Zet een reservekopie terug of vraag om hulp.")
    try:
        flow = load_layers(vault.flow(digest))
    except FlowError as error:
        raise DamagedError(_("de vragenlijst van dit dossier is niet te lezen"), safe) from error
    if flow.digest != digest:
        raise DamagedError(_("de vragenlijst van dit dossier is niet meer wat er bewaard werd"), safe)
    return flow
