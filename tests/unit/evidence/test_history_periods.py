"""Columns of periods in the forms in use: their length, their order, and what is said of them."""

from __future__ import annotations

import datetime as dt

import pytest

from mktsim.errors import InputError
from mktsim.evidence.history.asked import Asked, Gaps
from mktsim.evidence.history.moments import DayOrder
from mktsim.evidence.history.series import read_series
from mktsim.evidence.history.spans import Span

MONTHS = [f"{2002 + k // 12} {dt.date(2000, k % 12 + 1, 1):%b}" for k in range(30)]


def days(first, steps):
    """Return dates as text, from a first one with steps in days."""
    found = [dt.date.fromisoformat(first)]
    for step in steps:
        found.append(found[-1] + dt.timedelta(days=step))
    return [day.isoformat() for day in found]


def series_of(file, periods, name="period", asked=None):
    rows = "\n".join(f'"{period}",{10 + (7 * place) % 5}' for place, period in enumerate(periods))
    return read_series(file(f"{name},sales\n{rows}\n"), asked=asked)


@pytest.mark.parametrize(
    ("name", "periods", "span", "per_year"),
    [
        ("month", MONTHS, Span.MONTH, 12),
        ("Month", ["Jan-02", "Feb-02", "Mar-02", "Apr-02"], Span.MONTH, 12),
        ("month", ["2002M11", "2002M12", "2003M01", "2003M02"], Span.MONTH, 12),
        ("month", ["200211", "200212", "200301", "200302"], Span.MONTH, 12),
        ("time", ["200211", "200212", "200301", "200302"], Span.MONTH, 12),
        ("month", ["11/2002", "12/2002", "01/2003", "02/2003"], Span.MONTH, 12),
        ("month", [f"{dt.date(2000, k, 1):%b}" for k in range(1, 13)] * 2, Span.MONTH, 12),
        ("week", ["202051", "202052", "202053", "202101", "202102"], Span.WEEK, 52),
        ("week", ["202051", "202052", "202101", "202102"], Span.WEEK, 52),
        ("yearweek", ["2020-51", "2020-52", "2020-53", "2021-01"], Span.WEEK, 52),
        ("Woche", ["KW 51/2020", "KW 52/2020", "KW 53/2020", "KW 1/2021"], Span.WEEK, 52),
        ("week", ["W1", "W2", "W3", "W4"], Span.WEEK, 52),
        ("week", [*map(str, range(1, 53)), *map(str, range(1, 53))], Span.WEEK, 52),
        ("week", ["1", "5", "9", "13"], Span.WEEK, 13),
        ("period", [f"2020{k:02d}" for k in range(1, 14)] + ["202101"], Span.WEEK, 13),
        ("period", ["2020-P12", "2020-P13", "2021-P01", "2021-P02"], Span.WEEK, 13),
        ("quarter", ["Q3 2002", "Q4 2002", "Q1 2003", "Q2 2003"], Span.QUARTER, 4),
        ("quarter", ["FY02 Q3", "FY02 Q4", "FY03 Q1", "FY03 Q2"], Span.QUARTER, 4),
        ("quarter", ["3Q02", "4Q02", "1Q03", "2Q03"], Span.QUARTER, 4),
        ("quarter", ["20023", "20024", "20031", "20032"], Span.QUARTER, 4),
        ("half", ["2002H1", "2002H2", "2003H1", "2003H2"], Span.QUARTER, 2),
        ("year", ["FY2001", "FY2002", "FY2003", "FY2004"], Span.YEAR, 1),
        ("season", ["2001/02", "2002/03", "2003/04", "2004/05"], Span.YEAR, 1),
        ("year", ["1950", "1955", "1960", "1965"], Span.YEAR, 0.2),
        ("period", ["1950", "1955", "1960", "1965"], Span.YEAR, 0.2),
        ("t", ["1", "2", "3", "4"], Span.YEAR, 1),
        ("date", days("2020-01-04", [7] * 12), Span.WEEK, 52),
        ("week_ending", days("2020-01-04", [7, 7, 7, 8, 7, 7]), Span.WEEK, 52),
        ("week_ending", days("2020-01-04", [7, 7, 7, 6, 7, 7]), Span.WEEK, 52),
        ("date", days("2020-01-04", [14] * 8), Span.WEEK, 26),
        ("date", days("2020-02-01", [28, 35, 28] * 4), Span.MONTH, 12),
        ("date", days("2020-02-01", [28, 28, 35] * 3 + [28, 35, 35]), Span.MONTH, 12),
        ("date", days("2020-02-01", [28] * 12 + [35] + [28] * 10), Span.WEEK, 13),
        ("date", days("2020-02-01", [91, 91, 98, 91]), Span.QUARTER, 4),
        ("year_end", days("2015-12-27", [371, 364, 364, 364]), Span.YEAR, 1),
        ("date", ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"], Span.MONTH, 12),
        ("date", ["2020-01-31", "2020-03-01", "2020-03-31", "2020-04-30"], Span.MONTH, 12),
        ("date", ["1990-07-01", "1995-07-01", "2000-07-01", "2005-07-01"], Span.YEAR, 0.2),
        ("date", ["13.01.2020", "20.01.2020", "27.01.2020", "03.02.2020"], Span.WEEK, 52),
        ("date", ["01/13/20", "01/20/20", "01/27/20", "02/03/20"], Span.WEEK, 52),
        ("date", ["13-Jan-20", "20-Jan-20", "27-Jan-20", "3-Feb-20"], Span.WEEK, 52),
        ("week", ["2020-01-06 - 2020-01-12", "2020-01-13 - 2020-01-19", "2020-01-20 - 2020-01-26",
                  "2020-01-27 - 2020-02-02"], Span.WEEK, 52),
        ("Time", ["Week ending 01/11/20", "Week ending 01/18/20", "Week ending 01/25/20", "Week ending 02/01/20"],
         Span.WEEK, 52),
        ("date", ["43831", "43862", "43891", "43922"], Span.MONTH, 12),
        ("date", ["1577836800", "1578441600", "1579046400", "1579651200"], Span.WEEK, 52),
        ("date", ["20200106", "20200113", "20200120", "20200127"], Span.WEEK, 52),
        ("date", ["2020-01-06T00:00:00Z", "2020-01-13T00:00:00Z", "2020-01-20T00:00:00Z", "2020-01-27T00:00:00Z"],
         Span.WEEK, 52),
    ],
    ids=lambda value: None if isinstance(value, list) else str(value),
)  # fmt: skip
def test_periods_are_read_in_the_forms_in_use(file, name, periods, span, per_year):
    series = series_of(file, periods, name)
    assert (series.span, series.sales.size) == (span, len(periods))
    assert series.per_year == pytest.approx(per_year)
    assert len(set(series.labels)) == len(periods)


def test_a_date_that_is_two_days_is_asked_for(file):
    with pytest.raises(InputError, match="--dates dmy or --dates mdy"):
        series_of(file, [f"01/{k:02d}/2020" for k in range(1, 8)])
    assert (
        series_of(file, ["01/02/2020", "01/03/2020", "01/04/2020", "01/05/2020"], asked=Asked(dates=DayOrder.DMY)).span
        is Span.MONTH
    )


@pytest.mark.parametrize(
    ("columns", "rows", "span", "label"),
    [
        ("fiscal_year,fiscal_quarter", [("FY2001", f"Q{k}") for k in range(1, 5)], Span.QUARTER, "2001Q1"),
        ("fiscal_year,quarter", [("2001/02", str(k)) for k in range(1, 5)], Span.QUARTER, "2001Q1"),
        ("Year,Week", [("2020", "52"), ("2020", "53"), ("2021", "1"), ("2021", "2")], Span.WEEK, "week of 2020-12-21"),
        ("yr,mth", [("2020", "Nov"), ("2020", "Dec"), ("2021", "Jan"), ("2021", "Feb")], Span.MONTH, "2020-11"),
        ("year,period", [("2020", "12"), ("2020", "13"), ("2021", "1"), ("2021", "2")], Span.WEEK, "2020-P12"),
        ("year,month,day", [("2020", "1", "20"), ("2020", "1", "27"), ("2020", "2", "3"), ("2020", "2", "10")],
         Span.WEEK, "week of 2020-01-20"),
    ],
)  # fmt: skip
def test_year_and_part_of_the_year_may_stand_in_columns_of_their_own(file, columns, rows, span, label):
    text = "\n".join(f"{','.join(row)},{5 + place % 3}" for place, row in enumerate(rows))
    series = read_series(file(f"{columns},sales\n{text}\n"))
    assert (series.span, series.label(0), series.sales.size) == (span, label, len(rows))


def test_days_are_summed_to_weeks(file):
    periods = days("2020-01-06", [1] * 45)
    series = read_series(file("date,orders\n" + "".join(f"{day},2\n" for day in periods)))
    assert series.sales.tolist() == [14.0] * 6
    assert any("summed to weeks" in note for note in series.notes)
    assert any("last 4 days" in note for note in series.notes)
    work = [day for day in periods if dt.date.fromisoformat(day).weekday() < 5]
    assert read_series(file("date,orders\n" + "".join(f"{day},2\n" for day in work))).sales[0] == 10.0
    lines = "".join(f"{day},2\n{day},3\n" for day in periods)
    assert read_series(file(f"order_date,quantity\n{lines}")).sales[0] == 35.0
    holes = "".join(f"{day},2\n" for day in periods if day != "2020-01-15")
    with pytest.raises(InputError, match=r"1 days have no row \(2020-01-15\); say --gaps zero"):
        read_series(file(f"date,orders\n{holes}"))


def test_gaps_are_asked_for_and_then_zero_or_not_known(file):
    periods = ["2001", "2002", "2004", "2005", "2006"]
    with pytest.raises(InputError, match="2003 is missing after line 3; say --gaps zero"):
        series_of(file, periods, "year")
    zero = series_of(file, periods, "year", Asked(gaps=Gaps.ZERO))
    assert zero.sales[2] == 0.0
    unknown = series_of(file, periods, "year", Asked(gaps=Gaps.MISSING))
    assert unknown.observed.tolist() == [True, True, False, True, True, True]
    assert (
        unknown.sales[1] <= unknown.sales[2] <= unknown.sales[3]
        or unknown.sales[3] <= unknown.sales[2] <= unknown.sales[1]
    )


def test_accounts_are_summed_or_read_alone_and_their_gaps_are_told(file):
    rows = [f"{shop},{week},{10 * (1 + (shop == 'b')) + week % 3}" for shop in "ab" for week in range(1, 9)]
    table = "shop,week,units\n" + "\n".join(rows) + "\n"
    series = read_series(file(table))
    assert series.sales[0] == 10 + 1 + 20 + 1
    assert read_series(file(table), asked=Asked(account="b")).sales[0] == 21
    with pytest.raises(InputError, match="no account is called 'c'"):
        read_series(file(table), asked=Asked(account="c"))
    with pytest.raises(InputError, match="period 4 of account 'b' is missing"):
        read_series(file(table.replace("b,4,21\n", "")))
    late = read_series(file(table.replace("b,1,21\n", "")))
    assert any("between 1 and 2 accounts" in note for note in late.notes)
