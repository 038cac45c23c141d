"""How long ago a day was, too coarse to find the day back: what an advice says in the place of a date."""

from __future__ import annotations

from datetime import date

from meldcode.i18n import _, ngettext


def ago(day: str, today: date) -> tuple[str, int] | None:
    """How long ago a day was, too coarse to find the day back: (`day`, 1) is today or yesterday, (`week`, 0) less than
    a week, else whole weeks, months or years, rounded. None when it is no date or lies ahead."""
    try:
        days = (today - date.fromisoformat(day)).days
    except ValueError:
        return None
    if days < 0:
        return None
    if days < 2:
        return "day", 1
    if days < 7:
        return "week", 0
    if days < 60:
        return "week", round(days / 7)
    if days < 700:
        return "month", round(days / 30.4)
    return "year", round(days / 365.25)


def around(day: date, today: date) -> str:
    """How long ago a day was, or how far ahead it is, as people read it."""
    ahead = (day - today).days
    if ahead <= 0:
        return ago_words(ago(day.isoformat(), today))
    if ahead < 7:
        return _("binnen een week")
    if ahead < 60:
        weeks = round(ahead / 7)
        return ngettext("over ongeveer {count} week", "over ongeveer {count} weken", weeks).format(count=weeks)
    if ahead < 700:
        months = round(ahead / 30.4)
        return ngettext("over ongeveer {count} maand", "over ongeveer {count} maanden", months).format(count=months)
    years = round(ahead / 365.25)
    return ngettext("over ongeveer {count} jaar", "over ongeveer {count} jaar", years).format(count=years)


def ago_words(found: tuple[str, int] | None) -> str:
    """How long ago, as people read it."""
    if found is None:
        return _("dag niet bekend")
    unit, count = found
    if unit == "day":
        return _("vandaag of gisteren")
    if unit == "week" and count == 0:
        return _("minder dan een week geleden")
    words = {
        "week": ngettext("ongeveer {count} week geleden", "ongeveer {count} weken geleden", count),
        "month": ngettext("ongeveer {count} maand geleden", "ongeveer {count} maanden geleden", count),
        "year": ngettext("ongeveer {count} jaar geleden", "ongeveer {count} jaar geleden", count),
    }
    return words[unit].format(count=count)
