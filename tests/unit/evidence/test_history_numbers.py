"""Numbers as people write them: one convention for a file, stocks and cumulated figures, returns, scales."""

from __future__ import annotations

import pytest

from mktsim.errors import InputError
from mktsim.evidence.history.asked import Asked, asked_columns
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.numbers import Decimal, Tally, number
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        ("1234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("1,234", 1234.0, 1.234),
        ("1.234.567", None, 1234567.0),
        ("1 234,5", None, 1234.5),
        ("1'234.5", 1234.5, None),
        ("€1,234.50", 1234.5, None),
        ("1.234,50 €", None, 1234.5),
        ("USD 12", 12.0, 12.0),
        ("12 %", 12.0, 12.0),
        ("(1,234)", -1234.0, -1.234),
        ("-5", -5.0, -5.0),
        ("5-", -5.0, -5.0),
        ("-$5", -5.0, -5.0),
        ("1.2M", 1.2e6, None),
        ("3k", 3000.0, 3000.0),
        ("12,34,567", 1234567.0, None),
        ("0,123", None, 0.123),
        ("1e3", 1000.0, 1000.0),
        ("1_000", None, None),
        ("nan", None, None),
        ("twelve", None, None),
        ("", None, None),
        ("-", None, None),
    ],
)
def test_cells_are_numbers_in_a_convention(cell, point, comma):
    assert number(cell, Decimal.POINT) == (None if point is None else pytest.approx(point))
    assert number(cell, Decimal.COMMA) == (None if comma is None else pytest.approx(comma))


@pytest.mark.parametrize(
    ("cells", "semicolons", "found"),
    [
        (["1", "2"], False, Decimal.POINT),
        (["1.5", "1,234"], False, Decimal.POINT),
        (["1,5", "1.234"], True, Decimal.COMMA),
        (["1,234"], False, None),
        (["1,234", "999", "2,345", "3,100"], False, Decimal.POINT),
        (["1,234", "9999", "2,345", "3,100"], False, None),
        (["1.234", "9999"], False, Decimal.POINT),
        (["1.234", "2.345", "3.100", "999"], True, Decimal.COMMA),
        (["1.234", "9999"], True, None),
        (["1.5", "2.5", "3,5"], False, Decimal.POINT),
    ],
)
def test_a_file_has_one_convention_or_it_is_asked_for(cells, semicolons, found):
    tally = Tally()
    for line, cell in enumerate(cells):
        tally.add(line, [(0, cell)])
    assert tally.convention(semicolons) is found


def test_a_convention_that_stays_open_is_asked_for_with_its_place(file):
    path = file('year,sales\n2001,5\n2002,"1,234"\n2003,7\n2004,8\n')
    with pytest.raises(InputError) as raised:
        read_series(path)
    assert (raised.value.problems[0].line, raised.value.problems[0].column) == (3, 2)
    assert "--numbers comma or point" in raised.value.problems[0].message
    assert read_series(path, asked=Asked(decimal=Decimal.POINT)).sales[1] == 1234
    assert read_series(path, asked=Asked(decimal=Decimal.COMMA)).sales[1] == 1.234


@pytest.mark.parametrize(
    ("name", "multiple"),
    [
        ("sales_thousand", 1e3),
        ("Sales ('000)", 1e3),
        ("Units (000)", 1e3),
        ("sales in thousands", 1e3),
        ("Umsatz in T€", 1e3),
        ("revenue ($M)", 1e6),
        ("sales_mio", 1e6),
        ("units", 1.0),
        ("sales_m2", 1.0),
    ],
)
def test_scale_words_are_multiplied_and_noted(file, name, multiple):
    series = read_series(file(f"year;{name}\n2001;5\n2002;7\n2003;6\n2004;8\n"))
    assert series.unit_multiple == multiple
    assert any("stands for" in note for note in series.notes) == (multiple != 1.0)


def test_few_returns_beyond_sales_count_as_nothing(file):
    rows = "".join(f"{week},{-3 if week == 9 else 100 + week % 4}\n" for week in range(1, 30))
    series = read_series(file(f"week,sales\n{rows}"))
    assert series.sales[8] == 0.0
    assert any("returns exceed sales" in note for note in series.notes)
    with pytest.raises(InputError, match="-90 is negative"):
        read_series(file(f"week,sales\n{rows}".replace(",-3", ",-90")))


def test_returns_in_a_panel_leave_rows_out(file):
    rows = "".join(
        f"{shop},{week},{-2 if (shop, week) == ('a', 5) else 20 + (7 * week) % 9},{1 + 0.1 * (week % 4):.1f}\n"
        for shop in "ab"
        for week in range(20)
    )
    panel = read_panel(file(f"shop,week,units,price\n{rows}"))
    assert panel.sales.size == 39
    assert any("returns exceed sales: 1" in note for note in panel.notes)


def test_stocks_and_cumulated_figures_are_read_as_their_changes_where_asked(file):
    flows = [4, 9, 16, 25, 21, 14, 9, 5, 3, 2, 1, 1]
    total = [sum(flows[: k + 1]) for k in range(len(flows))]
    path = file("month,cumulative_units\n" + "".join(f"2020-{k + 1:02d},{one}\n" for k, one in enumerate(total)))
    with pytest.raises(InputError, match="--columns cumulated=cumulative_units"):
        read_series(path)
    assert read_series(path, asked=Asked(asked_columns(["cumulated=cumulative_units"]))).sales.tolist() == flows
    stock = file("month,subscribers\n" + "".join(f"2020-{k + 1:02d},{500 + one}\n" for k, one in enumerate(total)))
    with pytest.raises(InputError, match="--columns stock=subscribers"):
        read_series(stock)
    assert read_series(stock, asked=Asked(asked_columns(["stock=subscribers"]))).sales.tolist() == flows[1:]
    assert read_series(stock, "subscribers").sales[0] == 504


def test_sums_since_the_beginning_of_the_year_begin_again(file):
    flows = [4, 9, 16, 25, 21, 14, 9, 5, 3, 2, 1, 1, 6, 7, 8]
    total = [sum(flows[12 * (k // 12) : k + 1]) for k in range(len(flows))]
    rows = "".join(f"{2020 + k // 12}-{k % 12 + 1:02d},{one}\n" for k, one in enumerate(total))
    series = read_series(file(f"month,ytd_units\n{rows}"), asked=Asked(asked_columns(["cumulated=ytd_units"])))
    assert series.sales.tolist() == flows


def test_a_long_series_that_never_falls_is_asked_about(file):
    flows = [1 + (k * k) % 17 for k in range(40)]
    total = [sum(flows[: k + 1]) for k in range(40)]
    path = file("week,units\n" + "".join(f"{k + 1},{one}\n" for k, one in enumerate(total)))
    with pytest.raises(InputError, match="never falls in 40 periods"):
        read_series(path)
    assert read_series(path, "units").sales[-1] == total[-1]


def test_flags_codes_percent_and_shares_are_deals(file):
    def panel(column, cells):
        rows = "".join(f"a,{k},{20 + (7 * k) % 9},{1 + 0.1 * (k % 4):.1f},{cells[k % len(cells)]}\n" for k in range(20))
        return read_panel(file(f"shop,week,units,price,{column}\n{rows}")).driver(Role.DISPLAY)

    assert set(panel("display", ["yes", "no"])) == {0.0, 1.0}
    assert set(panel("display", ["x", ""])) == {0.0, 1.0}
    assert set(panel("display", ["0", "1", "2"])) == {0.0, 1.0}
    assert panel("display %", ["40", "0"]) == pytest.approx([0.4, 0.0] * 10)
    assert panel("display", ["0.4", "0"]) == pytest.approx([0.4, 0.0] * 10)
    assert panel("display", ["4000", "100"]) is None


def test_text_above_and_below_a_table_is_left_out(file):
    text = "Category: all\nsource: x\n\nWeek,sales\n1,5\n2,6\n3,7\n4,8\nTotal,26\nfigures are provisional\n"
    series = read_series(file(text))
    assert series.sales.tolist() == [5, 6, 7, 8]
    assert any("3 lines above" in note for note in series.notes)
    assert any("rows of totals" in note for note in series.notes)
    assert any("below the table" in note for note in series.notes)
    assert read_series(file("sep=;\nyear;sales\n2001;5\n2002;6\n2003;7\n2004;8\n")).sales.size == 4
    assert read_series(file("# exported\n# by hand\nyear|sales\n2001|5\n2002|6\n2003|7\n2004|8\n")).sales.size == 4


def test_columns_are_named_by_role(file):
    path = file(
        "wk,a,b,c\n" + "".join(f"{k},{20 + (7 * k) % 9},{1 + 0.1 * (k % 4):.1f},{k % 2}\n" for k in range(1, 25))
    )
    asked = Asked(asked_columns(["sales=a,price=b", "promo=c", "week=wk"]))
    panel = read_panel(path, asked=asked)
    assert [role for role, _ in panel.drivers] == [Role.PRICE, Role.FEATURE]
    assert sum("you named it" in note for note in panel.notes) == 4
    with pytest.raises(InputError, match="no column is called 'd'") as raised:
        read_panel(path, asked=Asked(asked_columns(["sales=d"])))
    assert raised.value.problems[0].choices == ("wk", "a", "b", "c")
    with pytest.raises(InputError, match="named for two roles"):
        read_panel(path, asked=Asked(asked_columns(["sales=a,price=a"])))


def test_roles_that_do_not_exist_are_told_with_what_was_meant():
    with pytest.raises(InputError, match="did you mean 'price'"):
        asked_columns(["prise=b"])
    with pytest.raises(InputError, match="names no column"):
        asked_columns(["sales="])
    with pytest.raises(InputError, match="given twice"):
        asked_columns(["sales=a", "units=b"])
    assert asked_columns(["sales=net, of tax,media=tv+radio"])[1] == (Role.ADVERTISING, ("tv", "radio"))
