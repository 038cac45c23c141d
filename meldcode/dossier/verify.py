"""What is looked at when the store opens: does every event still hang on the one before, and is none missing?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from meldcode.dossier.chain import HeadFile, Mark, commitment, genesis, link
from meldcode.dossier.database import Cell, Database, damaged
from meldcode.dossier.trouble import StoreError
from meldcode.i18n import _, ngettext

_ALL = """SELECT ev.seq, at, kind, code, held, hash, salt, body FROM ev LEFT JOIN payload ON payload.seq = ev.seq
          ORDER BY ev.seq"""
_BYTES = {bytes, type(None)}


@dataclass(slots=True)
class Verified:
    """What the check found. `trouble` is empty, or one sentence; `hint` says what is safe and what to do."""

    end: Mark
    seqs: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Per dossier the numbers of its events, in order; the empty code is the store itself."""
    erased: set[str] = field(default_factory=set)
    trouble: str = ""
    hint: str = ""
    can_accept: bool = False
    """The chain is good, so the person may go on with what there is."""


def verify(database: Database, head: HeadFile) -> Verified:
    """Walk the whole chain, and lay its end beside the mark outside the file. Raises nothing for what it finds."""
    before = genesis(head.store)
    found = Verified(Mark(0, before))
    mark = head.read()
    at_mark = before if mark is not None and mark.seq == 0 else b""
    holes: list[tuple[int, str]] = []
    full: dict[str, int] = defaultdict(int)
    good, back = True, False
    try:
        for row in database.each(_ALL):
            seq, at, kind, code, held, hashed, salt, body = _typed(row)
            before = link(before, seq, at, kind, code, held)
            good &= seq == found.end.seq + 1 and before == hashed and (not body or commitment(salt, body) == held)
            found.end = Mark(seq, before)
            found.seqs[code].append(seq)
            if mark is not None and seq == mark.seq:
                at_mark = before
            full[code] += bool(body)
            if not body:
                holes.append((seq, code))
            elif code in found.erased:
                back = True  # nothing comes after the end of a dossier
            if kind == "erased":
                found.erased.add(code)
    except StoreError:
        return _broken(found)  # what was read so far may still be of use
    torn = any(code not in found.erased or seq >= found.seqs[code][-1] for seq, code in holes)
    back |= any(full[code] > 1 for code in found.erased)  # an older page in its place: destroyed content is there again
    if not good or back or torn or _left_over(database) or not database.whole():
        return _broken(found)
    return _beside_the_mark(found, mark, at_mark)


def _typed(row: tuple[Cell, ...]) -> tuple[int, str, str, str, bytes, bytes, bytes, bytes]:
    """A row as STRICT tables hold it; content that was destroyed is empty. Raises `DamagedError` for another row."""
    if tuple(map(type, row[:6])) != (int, str, str, str, bytes, bytes) or not {*map(type, row[6:])} <= _BYTES:
        raise damaged()  # the page of another table was put in the place of one of ours
    seq, at, kind, code, held, hashed, salt, body = row
    return seq, at, kind, code, held, hashed, salt or b"", body or b""  # type: ignore[return-value]  # as just seen


def _left_over(database: Database) -> bool:
    """Whether there is content of no event: an older page put in its place."""
    return bool(database.rows("SELECT 1 FROM payload WHERE seq NOT IN (SELECT seq FROM ev) LIMIT 1"))


def _broken(found: Verified) -> Verified:
    found.trouble = _("de dossiers zijn beschadigd of door iets anders veranderd")
    found.hint = _(
        "U kunt lezen en exporteren wat nog te lezen is; er wordt niets overschreven. Zet een reservekopie terug met"
        " `meldcode dossier restore`."
    )
    return found


def _beside_the_mark(found: Verified, mark: Mark | None, at_mark: bytes) -> Verified:
    hint = _(
        "U kunt alles lezen. Zet het nieuwste bestand terug, of ga verder met wat er nu is; er wordt niets overschreven"
        " voor u kiest."
    )
    unmarked = mark is None or (mark.seq == 0 and found.end.seq > 1)  # anybody can make the mark of an empty store
    if unmarked and found.end.seq:
        found.trouble = _("het bestand dat zegt tot waar u was, is weg of beschadigd: misschien ontbreekt het laatste")
    elif mark is not None and mark.seq > found.end.seq:
        count = mark.seq - found.end.seq
        found.trouble = ngettext(
            "dit is een oudere stand: de laatste {count} handeling ontbreekt",
            "dit is een oudere stand: de laatste {count} handelingen ontbreken",
            count,
        ).format(count=count)
    elif mark is not None and at_mark != mark.hash:
        found.trouble = _("dit is een andere stand dan u het laatst gebruikte")
    else:
        return found
    found.hint, found.can_accept = hint, True
    return found
