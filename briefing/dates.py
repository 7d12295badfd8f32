"""ISO 8601 dates in the precision known: a year is not its first of January."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

_SHAPE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d{2})"
    r"(?:-(?P<day>\d{2})"
    r"(?:T(?P<clock>\d{2}:\d{2})(?P<offset>Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class ReducedDate:
    """A date of year, month, day or minute precision.

    Attributes
    ----------
    text : str
        The date as it stands in the record.
    earliest, latest : datetime.date
        First and last day that it can mean.
    precision : {'year', 'month', 'day', 'minute'}
        How much of it is known.
    clock : str or None
        Hour and minute, local to `offset`.
    offset : datetime.timedelta or None
        Offset from UTC, if the source or the text gives one.
    """

    text: str
    earliest: date
    latest: date
    precision: str
    clock: str | None = None
    offset: timedelta | None = None

    @property
    def utc(self) -> datetime | None:
        """The instant in UTC, or None where clock or offset are not known."""
        if self.clock is None or self.offset is None:
            return None
        hour, minute = map(int, self.clock.split(":"))
        local = datetime.combine(self.earliest, datetime.min.time(), timezone(self.offset))
        return local.replace(hour=hour, minute=minute).astimezone(UTC)


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> ReducedDate:
    """Read a reduced ISO 8601 date.

    Parameters
    ----------
    text : str
        ``1992``, ``1992-05``, ``1992-05-08`` or ``2020-11-10T00:00+03:00``.

    Returns
    -------
    ReducedDate

    Raises
    ------
    ValueError
        If the text has another shape or names a day that does not exist.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is no ISO 8601 date: write YYYY, YYYY-MM, YYYY-MM-DD "
            "or YYYY-MM-DDThh:mm+hh:mm"
        )
    year = int(match["year"])
    if match["month"] is None:
        return ReducedDate(text, _day(text, year, 1, 1), _day(text, year, 12, 31), "year")
    month = int(match["month"])
    if match["day"] is None:
        first = _day(text, year, month, 1)
        return ReducedDate(
            text, first, first.replace(day=calendar.monthrange(year, month)[1]), "month"
        )
    day = _day(text, year, month, int(match["day"]))
    if match["clock"] is None:
        return ReducedDate(text, day, day, "day")
    return ReducedDate(text, day, day, "minute", _clock(text, match["clock"]), _offset(match))


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} names a day that does not exist ({error})") from None


def _clock(text: str, clock: str) -> str:
    hour, minute = map(int, clock.split(":"))
    if hour > 23 or minute > 59:
        raise ValueError(
            f"{text!r} names a time that does not exist: hours end at 23, minutes at 59"
        )
    return clock


def _offset(match: re.Match[str]) -> timedelta | None:
    offset = match["offset"]
    if offset is None:
        return None
    if offset == "Z":
        return timedelta(0)
    hours, minutes = map(int, offset[1:].split(":"))
    if hours > 14 or minutes > 59:
        raise ValueError(f"{match[0]!r} has the offset {offset}, which no clock uses")
    return (1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes)


def spoken(text: str) -> str:
    """A reduced date as a reader says it: ``1992``, ``May 1992``, ``8 May 1992``.

    Parameters
    ----------
    text : str
        A reduced ISO 8601 date.

    Returns
    -------
    str
        With time and offset from UTC where they are known.
    """
    known = parse(text)
    if known.precision == "year":
        return f"{known.earliest.year:04d}"
    month = f"{calendar.month_name[known.earliest.month]} {known.earliest.year}"
    if known.precision == "month":
        return month
    day = f"{known.earliest.day} {month}"
    if known.clock is None:
        return day
    return f"{day}, {known.clock}{_spoken_offset(known.offset)}"


def _spoken_offset(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return " UTC"
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    hours, rest = divmod(abs(minutes), 60)
    return f" UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def spoken_span(start: str, end: str | None) -> str:
    """A span as a reader says it: ``13-14 September 2022`` with an en dash.

    Parameters
    ----------
    start : str
        Reduced ISO 8601 date of the beginning.
    end : str or None
        Reduced ISO 8601 date of the end.

    Returns
    -------
    str
    """
    if not end or end == start:
        return spoken(start)
    first, last = parse(start), parse(end)
    if first.precision == last.precision == "day":
        one, two = first.earliest, last.earliest
        if (one.year, one.month) == (two.year, two.month):
            return f"{one.day}–{spoken(end)}"
        if one.year == two.year:
            return f"{one.day} {calendar.month_name[one.month]} – {spoken(end)}"
    if first.precision == last.precision == "month" and start[:4] == end[:4]:
        return f"{calendar.month_name[first.earliest.month]}–{spoken(end)}"
    return f"{spoken(start)} – {spoken(end)}"
