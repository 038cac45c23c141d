"""What a trainer's console says, the same on a screen and in lines: where it is, what the group sees, what nobody else.

Sections are pairs of a heading (empty for none) and a text of one or more lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meldcode.i18n import _, ngettext, story, tr
from meldcode.training.compare import option_text, question_text, source_names
from meldcode.training.handout import kind_words
from meldcode.training.slides import answered_words, bar_line, there_words

if TYPE_CHECKING:
    from meldcode.training.case import Weighing
    from meldcode.training.session import Session
    from meldcode.training.trainer import Trainer
    from meldcode.training.views import Bar, View

Section = tuple[str, str]
_BESIDE, _BAR = 18, 16
"""Columns: of names that have their bar beside them, and of a bar that everybody chose."""
_FEW = 4
"""Answers; with fewer it can often be guessed whose they are."""
_SHORT, _SOON = 10, 30
"""Minutes; from here on the time left is worth a warning, and worth a word."""


def title_words(trainer: Trainer) -> str:
    """OEFENING and the case."""
    return _("OEFENING") + " · " + story(trainer.session.case.title)


def where_words(trainer: Trainer) -> str:
    """Where in the case: the part, and the step of the flow it belongs to."""
    session = trainer.session
    if session.phase == "ended":
        return _("De bijeenkomst is afgesloten")
    if session.stage < 0:
        count = len(session.case.stages)
        return ngettext("Nog niet begonnen; {count} deel", "Nog niet begonnen; {count} delen", count).format(
            count=count
        )
    stage = session.case.stages[session.stage]
    step = next((tr(one.title) for one in session.flow.steps if one.id == stage.step), "")
    said = _("Deel {place} van {count}: {title}").format(
        place=session.stage + 1, count=len(session.case.stages), title=story(stage.title)
    )
    return f"{said} ({step})" if step else said


def until(trainer: Trainer) -> datetime:
    """When the session stops by itself."""
    return trainer.session.began + timedelta(hours=trainer.session.hours)


def left_words(ends: datetime, now: datetime) -> str:
    """How long until the session stops by itself."""
    minutes = max(0, int((ends - now).total_seconds()) // 60)
    if minutes < _SHORT:
        return ngettext(
            "Let op: stopt vanzelf over {count} minuut", "Let op: stopt vanzelf over {count} minuten", minutes
        ).format(count=minutes)
    return _("stopt vanzelf over {hours} u {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def timer_words(view: View, now: datetime) -> str:
    """The clock that the trainer set; empty when there is none."""
    if not view.ends:
        return ""
    seconds = (datetime.fromisoformat(view.ends) - now).total_seconds()
    if seconds < 1:
        return _("De tijd is om")
    return _("klok {minutes}:{seconds}").format(minutes=int(seconds) // 60, seconds=f"{int(seconds) % 60:02}")


def status_words(trainer: Trainer, now: datetime) -> str:
    """People, place, clock and the time that is left, on one line; the last before the beginning and near the end."""
    view, ends = trainer.view, until(trainer)
    parts = [there_words(view), where_words(trainer)]
    if view.ends:
        parts.append(timer_words(view, now))
    if view.phase == "waiting" or (view.phase != "ended" and ends - now < timedelta(minutes=_SOON)):
        parts.append(left_words(ends, now))
    return " · ".join(parts)


def kept_words(trainer: Trainer) -> str:
    """What was kept of a session that is over."""
    if trainer.session.rounds:
        return _("De aantallen van deze bijeenkomst zijn bewaard, zonder namen.")
    return _("Er is niet gestemd. Er is niets bewaard.")


def short_status(trainer: Trainer, now: datetime) -> str:
    """Only what changes from moment to moment: to be heard before each line."""
    view, ends = trainer.view, until(trainer)
    parts = [there_words(view)]
    if view.phase == "open":
        parts.append(answered_words(view))
    if view.ends:
        parts.append(timer_words(view, now))
    if view.phase != "ended" and ends - now < timedelta(minutes=_SHORT):
        parts.append(left_words(ends, now))
    return " · ".join(parts)


# what the group sees


def group_sections(trainer: Trainer, drawn: bool = True) -> list[Section]:
    """What the group sees now; `drawn`: the answers as bars, else only numbers."""
    return [*_wall(trainer), *_group(trainer.view, drawn, turn_words(trainer))]


def turn_words(trainer: Trainer) -> str:
    """Which vote on the same question this is; empty for the first."""
    session = trainer.session
    turn = session.rounds[session.round].turn if session.round >= 0 else 1
    return _("Stemming {number}").format(number=turn) if turn > 1 else ""


def _wall(trainer: Trainer) -> Iterator[Section]:
    """What hangs on the wall, where that is not what everybody has on their own screen."""
    projection = trainer.projection
    if not projection.watched or trainer.ended:
        return
    _slide, place, count = projection.page(trainer.view)
    if projection.join:
        yield "", _("Op het grote scherm: adres en code. C haalt ze weg.")
    elif count > 1:
        yield "", _("Op het grote scherm: bladzijde {place} van {count}").format(place=place + 1, count=count) + "."


def _group(view: View, drawn: bool, turn: str) -> Iterator[Section]:
    if view.phase == "waiting":
        yield "", _("De groep ziet de titel, uw rol en de mensen in het geval. Er is nog geen deel losgelaten.")
        return
    if view.phase == "ended":
        yield "", _("De groep ziet dat de oefening klaar is, en wie zij kan bellen.")
        return
    if view.discuss:
        yield _("Gespreksvraag"), view.discuss
    if view.variant:
        yield _("Wat als: {title}").format(title=view.variant.title), view.variant.text
        if view.variant.why:
            yield _("De uitkomst is dan: {outcome}").format(outcome=view.variant.outcome), view.variant.why
        return
    if view.phase != "reading" and view.round >= 0:
        yield from _question(view, drawn, turn)
    elif view.stages:  # with a question on the table the trainer knows what was told
        stage = view.stages[-1]
        lines = [f"- {text} [{kind}]" if kind else f"- {text}" for kind, text in stage.fragments]
        yield stage.title, "\n".join(lines)


def _question(view: View, drawn: bool, turn: str) -> Iterator[Section]:
    said = {
        "open": _("De vraag staat open: {answered}"),
        "closed": _("De vraag is gesloten: {answered}"),
    }.get(view.phase, _("De groep ziet de antwoorden: {answered}"))
    if view.bars:
        options = "\n".join(bars_lines(view.bars, drawn))
    else:
        options = "\n".join(f"{place}. {text}" for place, (_id, text) in enumerate(view.options, 1))
    about = said.format(answered=answered_words(view))
    yield f"{turn}. {about}" if turn else about, f"{view.question}\n{options}"
    if view.expert is not None:
        text = view.expert.why
        if view.expert.sources:
            text += "\n" + _("Bron: {sources}").format(sources=view.expert.sources)
        yield _("De expert koos: {answer}").format(answer=view.expert.answer), text
        if view.expert.tempting:
            yield _("Wat verleidt: {answer}").format(answer=view.expert.tempting), view.expert.tempting_why
        yield _("De uitkomst op dit moment"), "\n".join([view.expert.norm, *view.expert.other])


def bars_lines(bars: tuple[Bar, ...], drawn: bool, expert: bool = False) -> Iterator[str]:
    """The answers with their numbers; with `expert` the expert's is marked."""
    total = sum(bar.count for bar in bars)
    names = [bar.text + (" (" + _("de expert") + ")" if expert and bar.expert else "") for bar in bars]
    wide = max(map(len, names), default=0)
    for bar, name in zip(bars, names, strict=True):
        if not drawn:
            yield f"{name}: {bar.count}"
        elif wide <= _BESIDE:
            yield f"{name:<{wide}} {bar_line(bar, total, _BAR)}"
        else:
            yield name
            yield f"  {bar_line(bar, total, _BAR)}"


# for the trainer alone


def own_sections(trainer: Trainer, drawn: bool = True) -> list[Section]:
    """What only the trainer should see: the answers once closed, the expert's, what tempts, and questions to put."""
    return list(_own(trainer, drawn))


def _own(trainer: Trainer, drawn: bool) -> Iterator[Section]:
    session = trainer.session
    if session.phase == "waiting" and drawn:
        yield (
            "",
            _(
                "Hier komt straks wat alleen voor u is, zoals de uitleg van de expert. Kijkt de groep mee op dit"
                " scherm? Druk dan op P: dan ziet u alleen wat de groep mag zien."
            ),
        )
        return
    if session.phase in ("waiting", "ended"):
        return
    if session.variant >= 0:
        if not session.variant_revealed:
            yield _("De uitleg bij deze variant"), story(session.case.variants[session.variant].why)
    else:
        if session.phase == "closed":  # not while it is open: a bar that grows as somebody types tells who it was
            bars = session.bars(session.round)
            yield _("Wat de groep koos"), "\n".join(bars_lines(bars, drawn, True))
            if 0 < len(session.rounds[session.round].answers) < _FEW:
                yield "", _("Let op: weinig antwoorden. In zo'n kleine groep is soms te raden wie wat koos.")
        yield from _earlier(session)
        weighing = trainer.weighing()
        if weighing is not None:
            yield from _weighing(trainer, weighing)
        yield from _kinds(trainer)
    prompts = [("* " if text.strip() == session.prompt else "- ") + story(text) for text in trainer.prompts()]
    if prompts:
        yield _("Om te bespreken (G zet er een op het scherm)"), "\n".join(prompts)


def _earlier(session: Session) -> Iterator[Section]:
    """The votes before this one on the same question, to talk about what changed."""
    if session.round < 0 or session.phase == "reading":
        return
    now = session.rounds[session.round]
    for number, one in enumerate(session.rounds[: session.round]):
        if (one.stage, one.place) == (now.stage, now.place) and one.answers:
            counts = " · ".join(f"{bar.text} {bar.count}" for bar in session.bars(number))
            yield _("Stemming {number}").format(number=one.turn), counts


def _weighing(trainer: Trainer, weighing: Weighing) -> Iterator[Section]:
    case, flow = trainer.session.case, trainer.session.flow
    item = flow.items[weighing.ask]
    if trainer.session.phase in ("reading", "revealed"):
        yield _("De volgende vraag"), question_text(flow, weighing)
    text = story(weighing.why)
    if sources := source_names(case, flow, weighing.sources):
        text += "\n" + _("Bron: {sources}").format(sources=sources)
    yield _("De expert koos: {answer}").format(answer=option_text(item, weighing.answer)), text
    if weighing.tempting is not None:
        answer = option_text(item, weighing.tempting.answer)
        yield _("Wat verleidt: {answer}").format(answer=answer), story(weighing.tempting.why)


def _kinds(trainer: Trainer) -> Iterator[Section]:
    """What each fragment turns out to be, as long as the group does not see it."""
    session, view = trainer.session, trainer.view
    if not view.stages or any(kind for kind, _text in view.stages[-1].fragments):
        return
    fragments = session.case.stages[session.stage].fragments
    words = [f"{place}. {kind_words(one.kind)}" for place, one in enumerate(fragments, 1)]
    yield _("Wat de stukken zijn, op volgorde"), " · ".join(words)
