"""Taking part in a session from one's own meldcode: the address and the code of the trainer, then a screen or lines.

Nothing is kept on this computer, and no dossier is opened or read.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from datetime import datetime

from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.plain.joining import Joining
from meldcode.plain.lines import Back, Left, Lines
from meldcode.training.remote import RemoteLink, Ticket, enter, read_address
from meldcode.training.session import Refused

SMALLEST = (40, 20)
"""Columns and lines."""
_SIGNALLED = 128
"""An app that ended by a signal gives this and the signal's number."""


def join(address: str, code: str, plain: bool) -> int:
    """Take part in the session at this address; an empty code is asked. Gives the exit code.

    Raises `MeldcodeError` for an address that is none, nobody there, a code that is not good, no place.
    """
    from meldcode.harden import harden
    from meldcode.pages import need_parts
    from meldcode.start import has_screen

    need_parts()
    place = read_address(address)
    if plain or not has_screen():
        harden()
        return _life(place, code, True)
    size = shutil.get_terminal_size()
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        message = _("dit venster is te klein: {columns}x{lines}").format(columns=size.columns, lines=size.lines)
        hint = _("Maak het ten minste {columns}x{lines}, of gebruik `{instead}`.")
        raise MeldcodeError(message, hint.format(columns=SMALLEST[0], lines=SMALLEST[1], instead="--plain"))
    from meldcode import launch

    return launch.run(lambda _locked: _life(place, code, False))


def _life(address: str, code: str, plain: bool) -> int:
    """In the process that takes part."""
    from meldcode.plain.unlock import terminal_lines

    lines = terminal_lines()
    try:
        code, ticket = let_in(lines, address, code, datetime.now)
    except (Left, Back):
        lines.say(_("Gestopt."))
        return Exit.DONE
    link = RemoteLink(address, code, ticket, datetime.now)
    if plain:
        listen(lines, link)
        return Exit.DONE
    result = asyncio.run(_look(link))
    if result > _SIGNALLED:  # it was asked to end and did so with care; from outside it looks as if it were killed
        signal.signal(result - _SIGNALLED, signal.SIG_DFL)
        os.kill(os.getpid(), result - _SIGNALLED)
    return Exit.CRASHED if result else Exit.DONE


def let_in(lines: Lines, address: str, code: str, clock: Clock) -> tuple[str, Ticket]:
    """Give the code; one that is asked is asked again when it is refused. Gives the code that was good as well.

    Raises `MeldcodeError` when nobody is there or a code that was given is refused, `Left` or `Back` by the person.
    """
    asked = not code.strip()
    refused: Refused | None = None
    while True:
        if asked:
            try:
                code = lines.ask(_("Code van de trainer"), _("De code staat op het scherm van de trainer."))
            except Left:
                if refused is None:
                    raise
                raise _ended_with(refused) from None
        if not code.strip():
            continue
        try:
            return code, asyncio.run(enter(address, code, clock))
        except Refused as error:
            if not asked:
                raise _ended_with(error) from None
            refused = error
            lines.say(error.message)


def _ended_with(refused: Refused) -> MeldcodeError:
    """What the other side said, as errors of this program are said: the reason, then what to do."""
    reason, _stop, hint = refused.message.partition(". ")
    return MeldcodeError(reason[:1].lower() + reason[1:].rstrip("."), hint)


async def _begin(link: RemoteLink) -> None:
    try:
        await link.start()
    except Refused as error:
        raise _ended_with(error) from None


async def _look(link: RemoteLink) -> int:
    from meldcode.tui.training.participant import ParticipantApp

    await _begin(link)
    try:
        app = ParticipantApp(link, own=True)
        await app.run_async()
    finally:
        await link.stop()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def listen(lines: Lines, link: RemoteLink) -> None:
    """Take part in lines. The connection has a thread of its own while this one waits for a line."""
    from meldcode.leading import Elsewhere

    with Elsewhere() as elsewhere:
        elsewhere.run(_begin(link))
        joining = Joining(lines, link, elsewhere.call)
        ticking = elsewhere.call(lambda: asyncio.create_task(_tick(joining)))
        try:
            with suppress(KeyboardInterrupt):
                joining.run()
        finally:
            elsewhere.call(ticking.cancel)
            elsewhere.run(link.stop())


async def _tick(joining: Joining) -> None:
    while True:
        await asyncio.sleep(1)
        joining.tick()
