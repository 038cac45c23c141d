"""What somebody who takes part reads or hears, the same on a screen and in lines: the story, the question, the answers.

Sections are pairs of a heading (empty for none) and a text of one or more lines. All comes from a view alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.i18n import _
from meldcode.training.slides import answered_words, bar_line
from meldcode.training.views import Bar, View, asked_words

Section = tuple[str, str]
ANSWERABLE = ("open", "closed")
"""The phases in which the options stand there; after these there are the answers of the group."""


def title_words(view: View) -> str:
    """OEFENING and the case."""
    return _("OEFENING") + " · " + view.title


def options_shown(view: View) -> bool:
    """Whether the options of a question are on the table, to choose from or to read."""
    return view.round >= 0 and view.phase in ANSWERABLE and view.variant is None


def can_answer(view: View) -> bool:
    """Whether an answer would be taken now."""
    return options_shown(view) and view.phase == "open"


def option_words(view: View, option: str) -> str:
    """The text of an option by its id; empty when there is none."""
    return dict(view.options).get(option, "")


def moment(view: View) -> tuple[object, ...]:
    """What the trainer changes and no participant does: another value means that something new stands there."""
    variant = (view.variant.title, bool(view.variant.why)) if view.variant else None
    return (view.phase, len(view.stages), view.round, view.discuss, variant)


# what is on the table


def before_words(view: View) -> list[Section]:
    """What stands above the question, or in its place."""
    found = [] if can_answer(view) else _discuss(view)
    if view.phase == "waiting":
        found.append((_("Welkom"), _("Lees alvast wie u bent en om wie het gaat. De trainer begint zo.")))
        found.append(("", _("U doet mee zonder naam. Niemand ziet wie wat koos.")))
    elif view.phase == "reading" and not (view.variant or view.discuss):
        found.append(("", _("Lees wat er gebeurt. De vraag komt zo.")))
    elif view.phase == "ended":
        found += [(_("De oefening is klaar. Dank u wel."), ending_words())]
    return [*found, *variant_words(view)]


def ending_words() -> str:
    """For after a story that somebody may have lived through."""
    invented = _("Het geval was verzonnen. Misschien denkt u nu aan iemand die u kent, of aan uzelf.")
    return (
        invented + "\n" + _("U kunt altijd overleggen: Veilig Thuis 0800-2000, gratis, dag en nacht. Bij gevaar: 112.")
    )


def variant_words(view: View) -> list[Section]:
    """The "what if" that is on the table, and what follows from it once that is shown."""
    variant = view.variant
    if variant is None:
        return []
    found = [(_("Wat als: {title}").format(title=variant.title), variant.text)]
    if variant.why:
        text = f"{variant.outcome}\n{variant.why}"
        if variant.sources:
            text += "\n" + _("Bron: {sources}").format(sources=variant.sources)
        return [*found, (_("De uitkomst is dan"), text)]
    return [*found, ("", _("Wat zou de norm nu vragen, denkt u?"))]


def question_words(view: View) -> str:
    """The question on the table; empty when there is none."""
    return asked_words(view) if view.round >= 0 and view.variant is None and view.phase != "ended" else ""


def answer_words(view: View, arrived: bool) -> str:
    """Where one's own answer stands, as long as the options are there; empty otherwise."""
    if not options_shown(view):
        return ""
    mine = option_words(view, view.mine)
    if view.phase == "closed":
        answer = _("Uw antwoord: {answer}.").format(answer=mine) if mine else _("U koos geen antwoord.")
        return _("De vraag is gesloten.") + " " + answer
    if not mine:
        return _("Kies uw antwoord. U kunt het veranderen tot de trainer de vraag sluit.")
    if not arrived:
        return _("Uw antwoord wordt verstuurd: {answer}…").format(answer=mine)
    told = _("Uw antwoord is binnen: {answer}.").format(answer=mine)
    return told + " " + _("U kunt het veranderen tot de trainer de vraag sluit.")


def short_words(view: View, arrived: bool) -> str:
    """The same in a few words, for where it always stands in sight; empty when there is nothing to say."""
    if not options_shown(view):
        return ""
    mine = option_words(view, view.mine)
    if not mine:
        return _("Kies uw antwoord") if view.phase == "open" else _("De vraag is gesloten")
    if not arrived:
        return _("Wordt verstuurd: {answer}").format(answer=mine)
    if view.phase == "closed":
        return _("Gesloten; u koos: {answer}").format(answer=mine)
    return _("Binnen: {answer}").format(answer=mine)


def after_words(view: View, wide: int) -> list[Section]:
    """What stands below the question: the answers of the group and the expert's. `wide`: columns of a whole bar; 0
    for numbers alone."""
    if view.variant is not None or view.phase == "ended":
        return []
    found = list(_answers(view, wide)) if view.bars else []
    found += list(_expert(view))
    return [*found, *_discuss(view)] if can_answer(view) else found


def _discuss(view: View) -> list[Section]:
    return [(_("Bespreek samen"), view.discuss)] if view.discuss else []


def _answers(view: View, wide: int) -> Iterator[Section]:
    total = sum(bar.count for bar in view.bars)
    lines = "\n".join(_bar(view, bar, total, wide) for bar in view.bars)
    head = _("Wat de groep koos ({answered})").format(answered=answered_words(view))
    yield _("Wat de groep koos") if wide else head, lines  # on a screen the number stands in sight all the time


def _bar(view: View, bar: Bar, total: int, wide: int) -> str:
    marks = [_("u")] if bar.option == view.mine else []
    marks += [_("de expert")] if bar.expert else []
    name = bar.text + (" (" + ", ".join(marks) + ")" if marks else "")
    if not wide:
        return _("{name}: {count} van {total}").format(name=name, count=bar.count, total=total)
    return f"{name}\n  " + _("{bar} van {total}").format(bar=bar_line(bar, total, wide), total=total)


def _expert(view: View) -> Iterator[Section]:
    expert = view.expert
    if expert is None:
        return
    text = expert.why
    if expert.sources:
        text += "\n" + _("Bron: {sources}").format(sources=expert.sources)
    yield _("De expert koos: {answer}").format(answer=expert.answer), text
    if expert.tempting:
        yield _("Wat verleidt: {answer}").format(answer=expert.tempting), expert.tempting_why
    yield _("De uitkomst op dit moment"), "\n".join([expert.norm, *expert.other])


# the story


def stage_words(view: View, place: int) -> Section:
    """A part of the story; what each fragment turned out to be stands before it, once that may be known."""
    stage = view.stages[place]
    title = f"{stage.title} ({stage.step})" if stage.step else stage.title
    return title, "\n\n".join(fragment_words(kind, text) for kind, text in stage.fragments)


def fragment_words(kind: str, text: str) -> str:
    """What is seen or heard, after what it turned out to be."""
    return f"{kind}. {text}" if kind else text


def about_words(view: View) -> list[Section]:
    """Who one is in this story, where, and with whom."""
    people = "\n".join(f"{who}: {about}" for who, about in view.people)
    found = [(_("Wie u bent"), f"{view.role}\n{view.setting}".strip())]
    return [*found, (_("Om wie het gaat"), people)] if people else found
