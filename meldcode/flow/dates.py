"""Counting on from a date: working days skip weekends and Dutch public holidays."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def add(start: date, amount: int, unit: str) -> date:
    """`start` plus `amount` working_days, days, weeks, months or years; the last day of a shorter month."""
    if unit == "working_days":
        return _working_days(start, amount)
    if unit in {"months", "years"}:
        months = start.month - 1 + amount * (12 if unit == "years" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    return start + timedelta(weeks=amount) if unit == "weeks" else start + timedelta(days=amount)


def _working_days(start: date, amount: int) -> date:
    from holidays import country_holidays  # slow to import, so only when such a deadline holds

    free = country_holidays("NL")
    day = start
    while amount > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            amount -= 1
    return day
