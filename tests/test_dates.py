"""Dates are read in the precision known: a year is not its first of January."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import dates


def test_a_year_spans_its_twelve_months():
    known = dates.parse("1992")
    assert (known.earliest, known.latest) == (date(1992, 1, 1), date(1992, 12, 31))
    assert known.precision == "year"


def test_a_month_ends_on_its_last_day():
    assert dates.parse("1992-02").latest == date(1992, 2, 29)


def test_the_statement_of_2020_took_effect_on_the_ninth_in_utc():
    known = dates.parse("2020-11-10T00:00+03:00")
    assert known.utc == datetime(2020, 11, 9, 21, tzinfo=UTC)


def test_digits_of_other_scripts_are_no_date():
    with pytest.raises(ValueError, match="no ISO 8601 date"):
        dates.parse("١٩٩٢")


def test_a_clock_without_zone_names_no_instant():
    assert dates.parse("1994-05-12T00:01").utc is None


@pytest.mark.parametrize(
    "text",
    ["", "92", "1992-13", "1992-02-30", "1992-2-3", "8 May 1992", "1992-05-08T25:00+03:00",
     "1992-05-08T10:61", "1992/05/08", " 1992", "1992-05-08T10:00+15:00"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_reason(text):
    with pytest.raises(ValueError, match=r"no ISO 8601 date|does not exist|no clock uses"):
        dates.parse(text)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_day_is_read_as_itself(day):
    known = dates.parse(day.isoformat())
    assert known.earliest == known.latest == day


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("1992", None, "1992"),
        ("1992-05", None, "May 1992"),
        ("1992-05-08", "1992-05-08", "8 May 1992"),
        ("2022-09-13", "2022-09-14", "13–14 September 2022"),
        ("2020-09-27", "2020-11-09", "27 September – 9 November 2020"),
        ("1993-12", "1994-02", "December 1993 – February 1994"),
        ("1992-01", "1992-02", "January–February 1992"),
        ("2020-11-10T00:00+03:00", None, "10 November 2020, 00:00 UTC+3"),
    ],
)
def test_dates_read_as_a_reader_says_them(start, end, shown):
    assert dates.spoken_span(start, end) == shown
