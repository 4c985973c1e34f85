"""Dates, working time and holidays."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktsim.calendar import Cadence, Calendar, Holiday, every_year, nth_weekday, period_starts, week_of

MONDAY = date(2024, 1, 1)
CHRISTMAS = Holiday("christmas", date(2024, 12, 25), days_before=23, days_after=0, weight=2.0)
CALENDAR = Calendar(MONDAY, (Holiday("new_year", MONDAY), *every_year(CHRISTMAS, range(2023, 2027))))
TIMES = st.floats(-1500.0, 3000.0)


@given(st.integers(-1800, 14000))
def test_days_and_dates_are_inverse(day):
    assert CALENDAR.day_of(CALENDAR.date_of(day)) == day
    assert CALENDAR.date_of(day + 0.999) == CALENDAR.date_of(day)


def test_working_days_are_weekdays_that_are_no_public_holiday():
    week = [CALENDAR.is_working(day) for day in range(7)]
    assert week == [False, True, True, True, True, False, False]
    assert not CALENDAR.is_working(CALENDAR.day_of(date(2023, 12, 25)))
    assert CALENDAR.is_working(CALENDAR.day_of(date(2024, 12, 24)))


def test_a_shopping_holiday_can_leave_staff_at_work():
    tuesday = MONDAY + timedelta(days=1)
    assert Calendar(MONDAY, (Holiday("valentine", tuesday, public=False),)).is_working(1)


def naive_worked(begin, end):
    """Working time by counting days one by one."""
    total = 0.0
    for day in range(-1600, 3400):
        if CALENDAR.is_working(day):
            total += max(0.0, min(end, day + 1) - max(begin, day))
    return total


@given(TIMES, st.floats(0.0, 300.0))
def test_worked_time_counts_days(begin, length):
    gap = CALENDAR.worked(begin + length) - CALENDAR.worked(begin)
    assert gap == pytest.approx(naive_worked(begin, begin + length), abs=1e-6)


@given(TIMES, st.floats(1e-6, 300.0))
def test_added_work_is_done_and_not_a_moment_later(begin, work):
    end = CALENDAR.add_work(begin, work)
    assert end > begin
    assert CALENDAR.worked(end) - CALENDAR.worked(begin) == pytest.approx(work, abs=1e-6)
    assert CALENDAR.is_working(end - min(1e-6, 0.5 * work))


@given(TIMES, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_work_adds_up_and_keeps_order(begin, first, second):
    both = CALENDAR.add_work(begin, first + second)
    one_by_one = CALENDAR.add_work(CALENDAR.add_work(begin, first), second)
    assert CALENDAR.worked(one_by_one) == pytest.approx(CALENDAR.worked(both), abs=1e-6)
    assert both >= CALENDAR.add_work(begin, first)


def test_work_that_fills_friday_ends_at_its_midnight():
    assert CALENDAR.add_work(1.0, 4.0) == 5.0
    assert CALENDAR.add_work(1.0, 4.5) == 7.5
    thirds = 4.0
    for _ in range(3):
        thirds = CALENDAR.add_work(thirds, 1.0 / 3.0)
    assert thirds == pytest.approx(5.0)


def test_no_work_ends_at_once_even_on_a_sunday():
    assert CALENDAR.add_work(6.25, 0.0) == 6.25
    assert CALENDAR.add_work(6.25, 0.25) == 7.25


def test_the_next_working_moment():
    assert CALENDAR.next_working(2.25) == 2.25
    assert CALENDAR.next_working(5.5) == 7.0
    assert CALENDAR.next_working(0.0) == 1.0


def test_days_outside_the_window_are_errors_and_never_wrap():
    small = Calendar(MONDAY, first_day=-7, last_day=14)
    assert small.is_working(-7)
    for time in (-7.5, 14.0):
        with pytest.raises(IndexError, match="outside"):
            small.worked(time)
    assert small.add_work(0.0, 10.0) == 12.0
    with pytest.raises(IndexError, match="leaves"):
        small.add_work(0.0, 11.0)
    with pytest.raises(IndexError, match="no working day"):
        small.next_working(13.0)


def test_impossible_calendars_and_work_are_refused():
    with pytest.raises(ValueError, match="day 0"):
        Calendar(MONDAY, first_day=1)
    for work in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="0 or more"):
            CALENDAR.add_work(0.0, work)
    with pytest.raises(ValueError, match="days_before"):
        Holiday("x", MONDAY, days_before=-1)
    with pytest.raises(ValueError, match="weight"):
        Holiday("x", MONDAY, weight=float("nan"))


def test_weeks_are_half_open():
    assert [week_of(time) for time in (-7.0, -0.01, 0.0, 6.99, 7.0)] == [-1, -1, 0, 0, 1]


def test_a_season_is_shared_out_over_its_weeks():
    weights = CALENDAR.week_weights("christmas", 0, 53)
    first, last = week_of(CALENDAR.day_of(date(2024, 12, 2))), week_of(CALENDAR.day_of(date(2024, 12, 25)))
    assert weights.sum() == pytest.approx(2.0)
    assert np.flatnonzero(weights).tolist() == list(range(first, last + 1))
    np.testing.assert_allclose(weights[first : first + 3], 2.0 * 7 / 24)


@given(st.integers(-90, 150), st.integers(1, 60))
def test_week_weights_do_not_depend_on_the_window(first, weeks):
    whole = CALENDAR.week_weights("christmas", -100, 400)
    assert CALENDAR.week_weights("christmas", first, weeks).tolist() == whole[first + 100 :][:weeks].tolist()


def test_an_unknown_holiday_is_an_error_with_the_choices():
    with pytest.raises(LookupError, match="christmas, new_year"):
        CALENDAR.week_weights("easter", 0, 52)


@pytest.mark.parametrize(("cadence", "count"), [(Cadence.MONTH, 48), (Cadence.QUARTER, 16), (Cadence.YEAR, 4)])
def test_periods_begin_on_real_dates(cadence, count):
    starts = period_starts(CALENDAR, cadence, -366, 1095)
    dates = [CALENDAR.date_of(day) for day in starts]
    assert len(dates) == count
    assert all(when.day == 1 and (when.month - 1) % cadence == 0 for when in dates)


def test_moving_holidays():
    assert nth_weekday(date(1963, 11, 5), 3, 4) == date(1963, 11, 28)
    assert nth_weekday(date(2024, 5, 1), 0, -1) == date(2024, 5, 27)
    assert nth_weekday(date(2024, 2, 1), 3, 5) == date(2024, 2, 29)
    for nth in (0, 6, -6):
        with pytest.raises(ValueError, match="no weekday"):
            nth_weekday(date(2024, 5, 1), 0, nth)


def test_a_calendar_travels_as_what_defines_it():
    sent = pickle.dumps(CALENDAR)
    assert len(sent) < 1000
    back = pickle.loads(sent)  # noqa: S301 - our own bytes
    assert back == CALENDAR
    assert back.add_work(4.5, 1.0) == CALENDAR.add_work(4.5, 1.0)
