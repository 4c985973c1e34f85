"""Histories: what is read, what is refused, and how clearly."""

from __future__ import annotations

import pytest

import mktsim.evidence.history.choices as choices_module
import mktsim.evidence.history.panel as panel_module
from mktsim.errors import InputError
from mktsim.evidence.history.choices import read_choices
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.kind import HistoryKind, kind_of
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series
from mktsim.evidence.history.spans import Span

YEARS = "year,sales\n2001,5\n2002,6\n2003,7\n2004,8\n"


def problem(read, path):
    with pytest.raises(InputError) as raised:
        read(path)
    assert all(one.file == str(path) for one in raised.value.problems)
    return raised.value.problems[0]


def test_a_plain_series_is_read_and_says_which_columns_it_took(file):
    series = read_series(file("fiscal_year,units_million,adverts\n2001,5,1\n2002,6,1\n2003,7.5,1\n2004,8,1\n"))
    assert series.sales.tolist() == [5, 6, 7.5, 8]
    assert (series.unit_multiple, series.span, series.label(3)) == (1e6, Span.YEAR, "2004")
    assert any("'fiscal_year'" in note for note in series.notes)
    assert any("'units_million'" in note for note in series.notes)
    assert any("adverts" in note for note in series.notes)


@pytest.mark.parametrize(
    ("first", "second", "span", "shown"),
    [
        ("2001Q4", "2002Q1", Span.QUARTER, "2002Q1"),
        ("2001-12", "2002-01", Span.MONTH, "2002-01"),
        ("2001-12-31", "2002-01-31", Span.MONTH, "2002-01"),
        ("2001-12-03", "2001-12-10", Span.WEEK, "week of 2001-12-10"),
        ("2001-W01", "2001-W02", Span.WEEK, "week of 2001-01-08"),
        ("2001", "2002", Span.YEAR, "2002"),
    ],
)
def test_periods_are_told_by_how_they_are_written(file, first, second, span, shown):
    later = {
        Span.QUARTER: ["2002Q2", "2002Q3"],
        Span.MONTH: [first.replace("2001-12", "2002-02").replace("-31", "-28"), first.replace("2001-12", "2002-03")],
        Span.YEAR: ["2003", "2004"],
        Span.WEEK: ["2001-W03", "2001-W04"] if "W" in first else ["2001-12-17", "2001-12-24"],
    }[span]
    rows = "\n".join(f"{period},{place + 1}" for place, period in enumerate([first, second, *later]))
    series = read_series(file(f"period,sales\n{rows}\n"))
    assert series.span is span
    assert series.label(1) == shown


def test_numbered_months_make_a_monthly_series(file):
    assert read_series(file("month,sales\n1,5\n2,6\n3,7\n4,8\n")).per_year == 12


def test_years_and_months_in_two_columns_are_one_period(file):
    rows = "\n".join(f"{2001 + place // 12},{place % 12 + 1},{place + 5}" for place in range(10, 16))
    series = read_series(file(f"year,month,sales\n{rows}\n"))
    assert (series.span, series.label(0), series.label(2)) == (Span.MONTH, "2001-11", "2002-01")
    assert problem(read_series, file(f"year,month,sales\n{rows}\n".replace("2002,1,", "2002,13,"))).column == 1


def test_rows_out_of_order_are_sorted_and_it_is_said(file):
    series = read_series(file("year,sales\n2003,7\n2001,5\n2002,6\n2004,8\n"))
    assert series.sales.tolist() == [5, 6, 7, 8]
    assert any("sorted" in note for note in series.notes)


def test_periods_before_the_first_sale_are_left_out_and_it_is_said(file):
    series = read_series(file("year,sales\n2000,0\n" + YEARS.partition("\n")[2]))
    assert (series.first, series.sales[0]) == (2001, 5)
    assert any("before the first sale" in note for note in series.notes)


def test_semicolons_tabs_blanks_and_a_byte_order_mark_are_no_obstacle(file):
    for text in (
        YEARS.replace(",", ";"),
        YEARS.replace(",", "\t"),
        "\ufeff" + YEARS,
        YEARS.replace(",", " , ") + "\n\n",
    ):
        assert read_series(file(text)).sales.tolist() == [5, 6, 7, 8]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 0, 0, "is empty"),
        ("year,sales\n", 1, 0, "has 0 periods"),
        ("year,sales\n2001,5\n", 1, 0, "has 1 period"),
        ("2001,5\n2002,6\n", 1, 0, "must name the columns"),
        ("year,year\n2001,5\n", 1, 2, "two columns"),
        (YEARS.replace("2003,7\n", ""), 4, 1, "period 2003 is missing after line 3"),
        (YEARS.replace("2003", "2002"), 4, 1, "2002 occurs twice, first in line 3"),
        (YEARS.replace(",7", ",-7"), 4, 2, "negative"),
        (YEARS.replace(",7", ",seven"), 4, 2, "'seven' is not a number"),
        (YEARS.replace(",7", ","), 4, 2, "is empty"),
        (YEARS.replace(",7", ",7e99"), 4, 2, "larger than"),
        (YEARS.replace(",7", ",nan"), 4, 2, "not a finite number"),
        (YEARS.replace(",7", ',"1,234"'), 4, 2, "comma"),
        (YEARS.replace("2003", "2003-13"), 4, 1, "is no period"),
        (YEARS.replace("2003", "2003-01-01"), 4, 1, "several ways"),
        (YEARS.replace(",7", ",7,7"), 4, 0, "has 3 cells where the header has 2"),
        ("year,sales\n2001,0\n2002,0\n2003,0\n2004,0\n", 1, 2, "0 in every period"),
        ("date,sales\n2001-01-01,5\n2001-01-02,5\n2001-01-03,5\n2001-01-04,5\n", 0, 1, "neither a week"),
        ("a,b,c\n1,2,3\n", 1, 0, "no column names a period"),
        (b"year,sales\n2001,5\n2002,\xff\n", 3, 6, "not UTF-8"),
        (YEARS.encode("utf-16"), 1, 0, "UTF-16"),
        (b"year,sales\n2001,5\x00\n", 2, 7, "zero byte"),
        ("year,sales\n2001," + "5" * 300_000, 2, 0, "bytes"),
    ],
)
def test_malformed_series_are_refused_with_their_place(file, text, line, column, words):
    found = problem(read_series, file(text))
    assert (found.line, found.column) == (line, column)
    assert words in found.message


def test_all_that_is_wrong_is_told_at_once(file):
    with pytest.raises(InputError) as raised:
        read_series(file(YEARS.replace(",6", ",x").replace(",7", ",-7")))
    assert [one.line for one in raised.value.problems] == [3, 4]


def test_a_file_without_end_is_refused_as_it_is_read(file):
    """Ten million rows cost no more than the thousand that are read."""
    rows = b"".join(b"%d,5\n" % number for number in range(1, 20_000))
    found = problem(read_series, file(b"week,sales\n" + rows))
    assert (found.line, found.message[:23]) == (1042, "has more than 1,040 per")


def test_missing_files_and_folders_are_told(file, tmp_path):
    assert problem(read_series, tmp_path / "none.csv").message == "no such file"
    assert "directory" in problem(read_series, tmp_path).message


def test_a_column_that_is_not_there_is_told_with_those_that_are(file):
    found = problem(lambda path: read_series(path, "units"), file(YEARS))
    assert found.choices == ("year", "sales")


def test_parquet_needs_its_library_and_reads_like_a_table_with_it(file, tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="Parquet is optional: pyarrow is not installed")
    from pyarrow.parquet import write_table

    path = tmp_path / "history.parquet"
    write_table(pyarrow.table({"year": [2001, 2002, 2003, 2004], "sales": [5.0, 6.0, 7.0, 8.0]}), path)
    assert read_series(path).sales.tolist() == [5, 6, 7, 8]
    assert "no Parquet file" in problem(read_series, file("year,sales\n", "other.parquet")).message


PANEL = "store,week,sales,price,disp\n" + "".join(
    f"s{k % 3},{k // 3},{10 + k},{1 + k % 4},0.{k % 2}\n" for k in range(30)
)
CHOICES = "hid,choice,price.a,price.b,feat.a,feat.b\n" + "".join(
    f"{k // 8},{'ab'[k % 2]},{1 + k % 3},{2 - k % 2},{k % 2},0\n" for k in range(40)
)


def test_kinds_are_told_by_their_columns(file):
    assert kind_of(file(PANEL))[0] is HistoryKind.PANEL
    assert kind_of(file(CHOICES))[0] is HistoryKind.CHOICES
    assert kind_of(file(YEARS))[0] is HistoryKind.SERIES


def test_a_panel_is_read(file):
    panel = read_panel(file(PANEL))
    assert panel.accounts == ("s0", "s1", "s2")
    assert panel.sales[:3].tolist() == [10, 11, 12]
    assert panel.driver(Role.DISPLAY) is not None
    assert panel.driver(Role.ADVERTISING) is None


def test_malformed_panels_are_refused(file, monkeypatch):
    assert "above 0" in problem(read_panel, file(PANEL.replace("10,1,", "10,0,"))).message
    assert "found none for: sales" in problem(read_panel, file(PANEL.replace("sales", "what"))).message
    monkeypatch.setattr(panel_module, "MOST_ROWS", 20)
    assert problem(read_panel, file(PANEL)).line == 22


def test_choices_are_read_and_choices_without_a_price_are_left_out(file):
    choices = read_choices(file(CHOICES))
    assert choices.brands == ("a", "b")
    assert choices.price.shape == (40, 2)
    assert [role for role, _ in choices.deals] == [Role.FEATURE]
    fewer = read_choices(file(CHOICES.replace("0,a,1,2,0,0", "0,a,0,2,0,0", 1)))
    assert fewer.chosen.size == 39
    assert any("left out" in note for note in fewer.notes)


def test_malformed_choices_are_refused(file, monkeypatch):
    found = problem(read_choices, file(CHOICES.replace("0,a,1,2", "0,c,1,2", 1)))
    assert (found.line, found.column) == (2, 2)
    assert "a, b" in found.message
    assert "none for b" in problem(read_choices, file(CHOICES.replace("feat.b", "other"))).message
    monkeypatch.setattr(choices_module, "MOST_CHOICES", 20)
    assert problem(read_choices, file(CHOICES)).line == 22


def _panel(weeks, account="s{account}"):
    rows = [
        f"{account.format(account=place % 3)},{week},{5 + place % 7},{1 + place % 4}"
        for place, week in enumerate(weeks)
    ]
    return "store,week,units,price\n" + "\n".join(rows) + "\n"


def test_a_panel_knows_its_periods(file):
    panel = read_panel(file(_panel([place // 3 for place in range(30)])))
    assert panel.period is not None
    assert panel.period.tolist() == [place // 3 for place in range(30)]


def test_an_account_with_a_period_twice_is_refused(file):
    with pytest.raises(InputError, match="'s0' has the same period more than once"):
        read_panel(file(_panel([place // 6 for place in range(36)])))


@pytest.mark.parametrize("weeks", [[f"interval {place}" for place in range(30)], ["2001Q1", *range(29)], [2001] * 30])
def test_a_panel_whose_periods_cannot_be_read_is_read_without_them(file, weeks):
    panel = read_panel(file(_panel(weeks)))
    assert panel.period is None
    assert any("is not used" in note for note in panel.notes)
