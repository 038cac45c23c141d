"""What leaves the store, sealed with age: a backup of everything, and one dossier for a colleague."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pyrage

from meldcode.dossier.chain import HeadFile, Mark
from meldcode.dossier.entries import Record, standing_of
from meldcode.dossier.events import (
    Adopted,
    Begun,
    Erased,
    Event,
    HandedOver,
    Named,
    Noted,
    Opened,
    Received,
    Set,
    Standing,
    from_values,
    to_json,
)
from meldcode.dossier.home import Home, prepare
from meldcode.dossier.keys import BACKUP_HEAD, parse_keys, public_key, seal, unseal, write_keys
from meldcode.dossier.opening import (
    copy_name,
    finish_swap,
    not_made,
    open_with,
    own_folder,
    refuse_busy,
    swap_in,
)
from meldcode.dossier.trouble import DamagedError, NotSavedError, StoreError, newer, not_noted
from meldcode.dossier.vault import Layers, Vault
from meldcode.files import not_there, write_all
from meldcode.i18n import _
from meldcode.text import clean

Clock = Callable[[], datetime]
_FORMAT = 1
_HANDOVER = "meldcode-handover"


def backup(vault: Vault, target: Path) -> None:
    """Write a sealed copy of the whole store, which the passphrase or the recovery code of today opens."""
    if target.parent.resolve() == vault.home.folder.resolve():
        raise StoreError(_("in deze map staan de dossiers zelf"), _("Kies een andere map. Er is niets overschreven."))
    copy = copy_name(Home(target.parent) if vault.read_only else vault.home)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        vault.copy_to(copy)
        database = copy.read_bytes()
    except OSError as error:
        raise StoreError(
            _("de reservekopie kan niet gemaakt worden"),
            _("Er is niets veranderd. Kijk of er plaats is op de schijf en of u in die map mag schrijven."),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)
    keys = {**asdict(vault.keys), "seals": asdict(vault.keys.seals)}
    head = json.dumps({"format": _FORMAT, "keys": keys, "head": [vault.mark.seq, vault.mark.hash.hex()]}).encode()
    sealed = seal(BACKUP_HEAD, vault.keys.seals, len(head).to_bytes(8, "big") + head + database)
    write_all(target.parent, {target.name: sealed})
    if not vault.read_only:
        try:
            vault.note("backup")
        except NotSavedError:
            raise not_noted() from None


def restore(home: Home, source: Path, secret: str, *, clock: Clock) -> tuple[Vault, Path | None]:
    """Put a backup in the store's place and open it. What was there is kept aside; its path comes back too."""
    try:
        data = source.read_bytes()
    except OSError:
        raise StoreError(
            _("de reservekopie kan niet gelezen worden"), _("Kijk of de naam van het bestand klopt.")
        ) from None
    content = unseal(BACKUP_HEAD, data, secret)
    size = int.from_bytes(content[:8], "big")
    try:
        told = json.loads(content[8 : 8 + size])
        if told["format"] > _FORMAT:
            raise newer()
        keys = parse_keys(json.dumps(told["keys"]).encode())
        mark = Mark(int(told["head"][0]), bytes.fromhex(told["head"][1]))
    except (ValueError, KeyError, TypeError, IndexError):
        raise _damaged() from None
    finish_swap(home)
    refuse_busy(home)
    prepare(home)
    fresh = Home(home.folder.with_name(f"dossiers.new-{secrets.token_hex(8)}"))
    try:
        with own_folder(fresh):
            write_all(fresh.folder, {fresh.db.name: content[8 + size :]})
            write_keys(fresh.key, keys)
            head = HeadFile(fresh.head, bytes.fromhex(keys.store))
            head.write(mark)
            head.close()
            with contextlib.closing(open_with(fresh, keys, clock)) as trial:
                if trial.trouble:
                    raise _damaged()
                trial.note("restored")  # before it takes the place: when this cannot be kept, nothing has changed
            refuse_busy(home)
            old = swap_in(fresh, home, f"dossiers.old-{clock():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
    except OSError as error:
        raise not_made() from error
    return open_with(home, keys, clock), old


def hand_over_to(vault: Vault, code: str, to: str, folder: Path) -> Path:
    """Write one dossier for a colleague in a file named by its code, and note that it left.

    Raises `MeldcodeError` when the file is there already, or when it was written and could not be noted.
    """
    code = vault.entry(code).code
    name = f"{code}.overdracht.age"
    not_there(folder / name)
    sealed = hand_over(vault, code, to)
    (path,) = write_all(folder, {name: sealed})
    if not vault.read_only:  # after the file: the history must not say that something left which did not
        event = HandedOver(vault.clock(), public_key(to), hashlib.sha256(sealed).hexdigest())
        try:
            vault.append(code, event, None)
        except NotSavedError:
            raise not_noted() from None
    return path


def hand_over(vault: Vault, code: str, to: str) -> bytes:
    """One dossier with its history and flow, sealed for a colleague's public key."""
    entry = vault.entry(code)
    recipient = public_key(to)
    records = list(vault.records(entry.code))
    digests = {record.event.digest for record in records if isinstance(record.event, Begun | Adopted)}
    told = {
        "what": _HANDOVER,
        "format": _FORMAT,
        "label": entry.label,
        "sender": vault.who,
        "head": vault.head,
        "place": vault.place(entry.code),
        "standing": asdict(Standing(entry.step, entry.outcome, entry.terms)),
        "events": _told(records),
        "flows": {digest: _told_layers(vault.flow(digest)) for digest in sorted(digests)},
    }
    content = json.dumps(told, ensure_ascii=False).encode()
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))


def receive(vault: Vault, sealed: bytes) -> str:
    """Take in a dossier that a colleague sealed for this store. Gives its code here. All of it, or nothing.

    The same file is not taken in twice.
    """
    try:
        content = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(vault.keys.receive)])
    except pyrage.DecryptError:
        raise StoreError(
            _("dit bestand is niet voor u verzegeld, of het is beschadigd"),
            _("Geef uw collega uw openbare sleutel en vraag om een nieuw bestand."),
        ) from None
    try:
        told = json.loads(content)
        if told["what"] != _HANDOVER:
            raise ValueError
        if int(told["format"]) > _FORMAT:
            raise newer()
        label, sender, head, place = (clean(str(told[name])) for name in ("label", "sender", "head", "place"))
        events = _events(told["events"])
        flows = {clean(digest): _layers(layers) for digest, layers in told["flows"].items()}
        standing = standing_of(cleaned(told["standing"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise StoreError(_("in dit bestand zit geen dossier"), _("Vraag uw collega om een nieuw bestand.")) from None
    who = vault.who
    events.append((Named(vault.clock(), label), who, None))
    content_hash = hashlib.sha256(sealed).hexdigest()
    here = (one for one in vault.received() if isinstance(one.event, Received) and one.event.content == content_hash)
    known = next((one.code for one in here), "")
    if known:
        hint = _("Het staat in uw lijst, met code {code}.").format(code=known)
        raise StoreError(_("dit dossier hebt u al ontvangen"), hint)
    events.append((Received(vault.clock(), sender, head, content_hash), who, standing))
    for digest, layers in flows.items():
        vault.keep_flow(digest, layers, sure=False)  # nobody may put another text under the digest of our own flows
    code = vault.new_code()
    vault.append_all(code, events)
    vault.go(code, place)
    return code


def _events(told: list[dict[str, object]]) -> list[tuple[Event, str, Standing | None]]:
    """The events with who did them. That the sender opened the dossier to read it stays with the sender."""
    events: list[tuple[Event, str, Standing | None]] = []
    for values in told:
        values = dict(cleaned(values))  # type: ignore[call-overload]  # `cleaned` keeps the shape
        who = str(values.pop("who", ""))
        event = from_values(values)
        if isinstance(event, Erased | Noted | Set):  # no part of a dossier; an end would stop the store
            raise ValueError
        if not isinstance(event, Opened):
            events.append((event, who, None))
    return events


def cleaned(value: object) -> object:
    """Texts from outside without control characters, however deep they lie."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(str(name)): cleaned(one) for name, one in value.items()}
    return value


def _damaged() -> DamagedError:
    return DamagedError(_("deze reservekopie is beschadigd"), _("Er is niets veranderd. Neem een andere kopie."))


def _told(records: Iterable[Record]) -> list[dict[str, object]]:
    """Events with who did them; what was destroyed is not there to give."""
    return [{"who": record.who, **json.loads(to_json(record.event))} for record in records if record.event is not None]


def _told_layers(layers: Layers) -> list[list[str]]:
    return [[name, base64.b64encode(data).decode()] for name, data in layers]


def _layers(told: list[list[str]]) -> Layers:
    return tuple((clean(name), base64.b64decode(data, validate=True)) for name, data in told)
