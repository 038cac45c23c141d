"""What a person who walks a case alone reads: the same words for every front end. No verdict, no score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from meldcode.flow.model import Flow, Position
from meldcode.flow.replay import replay
from meldcode.i18n import _, date_text, ngettext, story, tr
from meldcode.training.case import Case, Variant, Weighing
from meldcode.training.compare import Difference, option_text, position_at, question_text, source_names, varied
from meldcode.training.handout import kind_words, outcome_title
from meldcode.training.walk import Walk, Way, begun, finished_day
from meldcode.words import answer_text

Sections = list[tuple[str, str]]
"""Heading (empty for none) and text of each part; lines and empty lines between paragraphs are in the text."""


def about_kept() -> str:
    """What stays on this computer, and what does not."""
    return _(
        "Alles wat u hier doet, is een oefening. Op deze computer blijft staan: welk geval, waar u was, en welke"
        " antwoorden u koos. Wat u zelf typt, blijft niet bewaard. Namen ook niet."
    )


def progress_words(kept: Mapping[str, Any]) -> str:
    """How far a case was walked, for in a list; empty when it was not."""
    day = finished_day(kept)
    parts = [_("gedaan op {day}").format(day=date_text(date.fromisoformat(day)))] if day else []
    if begun(kept):
        parts.append(_("u bent bezig"))
    return ", ".join(parts)


def opening(walk: Walk) -> Sections:
    """Who the learner is, where, and with whom."""
    case, flow = walk.case, walk.flow
    people = "\n".join(f"{one.who}: {story(one.about)}" for one in case.people)
    found = [(_("Wie u bent"), f"{story(case.role)}\n{story(case.setting)}"), (_("Om wie het gaat"), people)]
    if case.flow_version != flow.version:
        older = _(
            "Dit geval is gemaakt voor versie {then} van de vragenlijst. U loopt het in versie {now}. Een vraag kan nu"
            " anders staan dan in de uitleg van de expert."
        )
        found.append((_("Een andere versie"), older.format(then=case.flow_version, now=flow.version)))
    return found


def stage_title(walk: Walk, place: int) -> str:
    """Which moment this is, and how many there are."""
    title = story(walk.case.stages[place].title)
    return _("Moment {n} van {all}: {title}").format(n=place + 1, all=len(walk.case.stages), title=title)


def fragments(walk: Walk, place: int) -> str:
    """What the learner sees and hears at a moment; what each turned out to be only once it was compared."""
    told = place < walk.place or walk.compared
    parts = []
    for one in walk.case.stages[place].fragments:
        parts.append(f"{kind_words(one.kind)}. {story(one.text)}" if told else story(one.text))
    return "\n\n".join(parts)


def earlier(walk: Walk) -> Sections:
    """The moments before this one, the last one first."""
    return [(stage_title(walk, place), fragments(walk, place)) for place in reversed(range(walk.place))]


def weigh_words(walk: Walk, weighing: Weighing) -> str:
    """How a weighing stands, for behind its question."""
    answer = option_text(walk.flow.items[weighing.ask], walk.answer(weighing))
    return {
        "weighed": _("uw antwoord: {answer}").format(answer=answer),
        "earlier": _("eerder: {answer}. Blijft dat zo?").format(answer=answer),
        "open": _("nog te wegen"),
        "waits": _("komt na een andere vraag"),
        "apart": _("niet op uw weg"),
    }[walk.state(weighing)]


def progress_left(walk: Walk) -> str:
    """What there is to do at this moment, as a heading above the list of weighings."""
    if walk.ended:
        return _("U hebt dit geval gedaan")
    if walk.compared:
        return _("U hebt dit moment vergeleken")
    return _("Alles van dit moment is gewogen") if walk.ready() else _("Wat u nu weegt")


def standing(walk: Walk) -> str:
    """One line for below the questions: which moment it is and what is left of it, not what a request still lacks."""
    if walk.ended:
        return _("U hebt dit geval gedaan · F6: de terugblik")
    place = _("Moment {n} van {all}").format(n=walk.place + 1, all=len(walk.case.stages))
    if walk.compared:
        return place + " · " + _("vergeleken · F6: verder met het verhaal")
    if walk.ready():
        return place + " · " + _("alles gewogen")
    left = sum(walk.state(one) not in {"weighed", "apart"} for one in walk.stage.weighings)
    return place + " · " + _("nog te wegen: {n} · andere vragen mogen open blijven").format(n=left)


def of_this_moment(weighing: Weighing) -> str:
    """What a question of the record asks at this moment; empty when the case has no words of its own for it."""
    return _("In dit geval: {question}").format(question=story(weighing.text)) if weighing.text else ""


def still_to_weigh(walk: Walk, weighing: Weighing) -> str:
    """Which weighing comes next."""
    return _("Nog te wegen: {question}").format(question=question_text(walk.flow, weighing))


def with_own() -> str:
    """For the way on of who weighed otherwise than the expert."""
    return _("met uw eigen antwoorden")


def with_the_experts() -> str:
    """The other way on."""
    return _("Verder met de antwoorden van de expert")


def what_adopting_does() -> str:
    """Said below it."""
    return _("Uw dossier past dan bij het verhaal. Wat u zelf woog, leest u in de terugblik.")


def compare_words(walk: Walk) -> str:
    """What the way to the comparison is called now."""
    if walk.ended:
        return _("Terugblik op het hele geval")
    if walk.compared:
        return _("Nog eens: wat de expert woog")
    return _("Vergelijk met de expert") if walk.ready() else _("Nu al vergelijken met de expert")


def too_soon(walk: Walk) -> str:
    """What to know before comparing while something is still to be weighed."""
    left = sum(walk.state(one) not in {"weighed", "apart"} for one in walk.stage.weighings)
    told = ngettext(
        "{n} weging van dit moment is nog open.", "{n} wegingen van dit moment zijn nog open.", left
    ).format(n=left)
    return told + " " + _("Na het vergelijken telt wat er dan staat. Eerst zelf wegen leert meer.")


def same_again() -> str:
    """For a question that was answered before and is weighed anew."""
    return _("U antwoordde dit al eerder. Blijft het zo? Kies hetzelfde dan nog een keer. Of kies nu anders.")


def before_that(walk: Walk, weighing: Weighing) -> str:
    """For a question that is asked before a weighing can be."""
    return _("Eerst deze vraag. Daarna komt: {question}").format(question=question_text(walk.flow, weighing))


def detour(walk: Walk, weighing: Weighing, way: Way) -> Sections:
    """Why a weighing is not asked on this person's path, and why that is no trouble."""
    asked = question_text(walk.flow, weighing)
    answers = [
        f"- {tr(item.text)} {answer_text(item, walk.interview.value(item.id))}"
        for item in (walk.flow.items[name] for name in way.because)
    ]
    parts = [_("Met uw antwoorden stelt de vragenlijst deze vraag niet.")]
    if answers:
        parts.append(_("Dat komt door:") + "\n" + "\n".join(answers))
    parts.append(_("Voor wat de norm bij uw antwoorden vraagt, telt deze vraag daarom niet mee. U kunt gewoon verder."))
    return [(asked, "\n".join(parts)), ("", _aside())]


def _aside() -> str:
    return _("Hoe de expert deze vraag woog, leest u bij het vergelijken.")


def compared(walk: Walk, place: int) -> Sections:
    """A moment beside the expert: each weighing, what the fragments were, what the norm asks, what to think about."""
    case, flow, stage = walk.case, walk.flow, walk.case.stages[place]
    found: Sections = []
    for number, weighing in enumerate(stage.weighings, 1):
        found.append((f"{number}. {question_text(flow, weighing)}", "\n".join(_weighed(walk, place, weighing))))
    told = "\n\n".join(f"{kind_words(one.kind)}. {story(one.text)}" for one in stage.fragments)
    found.append((_("Wat de gebeurtenissen bleken"), told))
    expert = position_at(case, flow, place)
    own = position_at(case, flow, place, {ask: option for (at, ask), option in walk.given.items() if at == place})
    norm = [_("Met de antwoorden van de expert: «{outcome}».").format(outcome=outcome_title(flow, expert.outcome))]
    if expert.outcome == flow.outcomes[-1].id and place < len(case.stages) - 1:
        norm.append(_("Dat hoort zo: er volgen nog momenten."))
    if own.outcome != expert.outcome:
        other = _("Met uw antwoorden van dit moment, en verder die van de expert: «{outcome}».")
        norm.append(other.format(outcome=outcome_title(flow, own.outcome)))
    found.append((_("Wat de norm op dit moment vraagt"), "\n".join(norm)))
    if stage.discuss:
        found.append((_("Om over na te denken"), _list(stage.discuss)))
    return found


def _weighed(walk: Walk, place: int, weighing: Weighing) -> Iterator[str]:
    item = walk.flow.items[weighing.ask]
    given = walk.given.get((place, weighing.ask), "")
    if given == weighing.answer:
        yield _("U en de expert: {answer}").format(answer=option_text(item, given))
    else:
        mine = option_text(item, given) if given else _not_weighed(walk, place, weighing)
        yield _("U: {answer}").format(answer=mine)
        yield _("De expert: {answer}").format(answer=option_text(item, weighing.answer))
    yield ""
    yield story(weighing.why)
    yield _("Bron: {source}").format(source=source_names(walk.case, walk.flow, weighing.sources))
    if weighing.tempting is not None:
        yield ""
        words = _("Wat «{answer}» verleidelijk maakt: {why}")
        answer = option_text(item, weighing.tempting.answer)
        yield words.format(answer=answer, why=story(weighing.tempting.why))


def _not_weighed(walk: Walk, place: int, weighing: Weighing) -> str:
    if place == walk.place and not walk.interview.counts(weighing.ask):
        return _("niet gesteld op uw weg")
    return _("niet gewogen")


def look_back(walk: Walk) -> Sections:
    """Where the learner weighed otherwise than the expert, and what that would have meant."""
    found: Sections = [(_("Waar u en de expert anders wogen"), _counted(walk))]
    for one in walk.differences():
        title = f"{story(walk.case.stages[one.stage].title)}: {question_text(walk.flow, one.weighing)}"
        found.append((title, "\n".join(difference_lines(walk, one))))
    if skipped := walk.skipped():
        lines = (f"- {question_text(walk.flow, weighing)}" for _place, weighing in skipped)
        found.append((_("Wat u niet woog"), "\n".join(lines)))
    end = outcome_title(walk.flow, replay(walk.flow, walk.case.answers, walk.case.today).outcome)
    found.append(
        (_("Waar het geval op uitkomt"), _("Met het hele dossier van de expert: «{outcome}».").format(outcome=end))
    )
    if walk.case.discuss:
        found.append((_("Om over na te denken"), _list(walk.case.discuss)))
    found.append(
        (
            _("Tot slot"),
            _("De norm vraagt; de professional beslist. In het echt weegt u nooit alleen: overleg hoort erbij."),
        )
    )
    return found


def _counted(walk: Walk) -> str:
    other = len(walk.differences())
    if not walk.given:
        return _("U woog niets, dus er is niets om te vergelijken.")
    if not other:
        return _("Nergens: elke weging die u deed, deed de expert net zo. De redenering kan wel anders zijn geweest.")
    return ngettext(
        "Bij {n} weging. Hieronder leest u wat het had betekend.",
        "Bij {n} wegingen. Hieronder leest u wat het had betekend.",
        other,
    ).format(n=other)


def difference_lines(walk: Walk, one: Difference) -> Iterator[str]:
    """Both answers, and what else the norm would have asked."""
    flow, item = walk.flow, walk.flow.items[one.weighing.ask]
    both = _("U: {own}. De expert: {expert}.")
    yield both.format(own=option_text(item, one.given), expert=option_text(item, one.weighing.answer))
    if not one.matters:
        same = _("De uitkomst is op dat moment in beide gevallen: «{outcome}».")
        yield same.format(outcome=outcome_title(flow, one.expert.outcome))
        yield _("Waarom de expert het zo woog: {why}").format(why=story(one.weighing.why))  # it may matter all the same
        return
    if one.own.outcome != one.expert.outcome:
        words = _("Met uw antwoord is de uitkomst: «{own}». Met dat van de expert: «{expert}».")
        yield words.format(own=outcome_title(flow, one.own.outcome), expert=outcome_title(flow, one.expert.outcome))
    else:
        yield _("De uitkomst blijft «{outcome}».").format(outcome=outcome_title(flow, one.expert.outcome))
    yield from _other_norms(flow, one.own, one.expert)
    yield from _other_alerts(flow, one.own, one.expert)


def _other_norms(flow: Flow, own: Position, expert: Position) -> Iterator[str]:
    for norm in flow.norms:
        if (norm.id in own.norms) is (norm.id in expert.norms):
            continue
        words = (
            _("Met uw antwoord geldt ook: {norm}.")
            if norm.id in own.norms
            else _("Met uw antwoord geldt niet: {norm}.")
        )
        yield words.format(norm=tr(norm.title).rstrip("."))


def _other_alerts(flow: Flow, own: Position, expert: Position) -> Iterator[str]:
    for alert in flow.alerts:
        if (alert.id in own.alerts) is (alert.id in expert.alerts):
            continue
        words = (
            _("Met uw antwoord komt er deze waarschuwing: {alert}.")
            if alert.id in own.alerts
            else _("Met uw antwoord blijft deze waarschuwing weg: {alert}.")
        )
        yield words.format(alert=tr(alert.text).rstrip("."))


def variant_sections(walk: Walk, variant: Variant) -> Sections:
    """What the norm asks in a variant, and why."""
    case: Case = walk.case
    position = replay(walk.flow, varied(case, walk.flow, variant), case.today)
    why = story(variant.why)
    source = _("Bron: {source}").format(source=source_names(case, walk.flow, variant.sources))
    title = outcome_title(walk.flow, position.outcome)
    return [(_("De uitkomst is dan"), f"«{title}»."), (_("Waarom"), f"{why}\n{source}")]


def leaving() -> str:
    """What stays and what does not when the person goes away from a case that is not finished."""
    return _("Waar u was en welke antwoorden u koos, blijft staan. Wat u zelf typte, is dan weg.")


def taken_up(walk: Walk) -> str:
    """For who comes back."""
    words = _("U gaat verder waar u was, met de antwoorden die u koos. Wat u toen zelf typte, is niet bewaard.")
    return words if walk.place or walk.given or walk.touched else ""


def renewed() -> str:
    """For who had begun with an earlier version of a case."""
    return _("Dit geval is veranderd sinds u eraan begon. U begint daarom opnieuw.")


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {story(text)}" for text in texts)
