"""A grammar of histories as people keep them, well-formed and broken, drawn from a seed."""

from __future__ import annotations

import datetime as dt

import numpy as np

PERIOD_NAMES = ("date", "week", "Month", "year", "Quarter", "period_end", "t", "WEEK_END_DATE", "x", "KW", "", "time")
NUMBER_NAMES = (
    "sales", "units", "Sales ('000)", "revenue", "competitor_sales", "price", "BASE_PRICE", "unit_price", "promo",
    "display", "display_spend", "tv_S", "facebook_I", "% ACV", "target", "stock", "cumulative_units", "share", "$",
    "Umsatz in T€", "QTY", "sales_ly", "price/kg", "y", "cost", "2019", "2020", "Ünïts", "a" * 300, "日本", "sales=1",
    "p", "q", "d", "feature", "SKU",
)  # fmt: skip
ACCOUNT_NAMES = ("store", "Region", "STORE_NUM", "id", "product", "account")
ODD = ("", "n/a", "x", "-", "1,234", "1.234", "-5", "0", "total", "1e999", "\u00a0", "'")
MARKS = (",", ";", "\t", "|")


class Wild:
    """Draws one history."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def pick(self, items):
        return items[int(self.random.integers(len(items)))]

    def often(self, chance):
        return bool(self.random.uniform() < chance)

    def text(self):
        """Return a whole file as bytes."""
        mark = self.pick(MARKS)
        names, cells = self.columns()
        lines = [names, *map(list, zip(*cells, strict=True))]
        lines = self.damaged(lines)
        text = "\n".join(mark.join(self.quoted(str(cell), mark) for cell in line) for line in lines) + "\n"
        text = self.framed(text)
        raw = text.encode("utf-8")
        return self.corrupted(raw) if self.often(0.1) else raw

    def columns(self):
        rows = int(self.random.integers(0, 60)) if self.often(0.9) else int(self.random.integers(60, 1200))
        names, cells = [self.pick(PERIOD_NAMES)], [self.periods(rows)]
        if self.often(0.3):
            names.append(self.pick(ACCOUNT_NAMES))
            cells.append([f"s{place % 3}" for place in range(rows)])
        for _ in range(int(self.random.integers(0, 7))):
            names.append(self.pick(NUMBER_NAMES))
            cells.append(self.numbers(rows))
        order = self.random.permutation(len(names))
        return [names[place] for place in order], [cells[place] for place in order]

    def periods(self, rows):
        step = self.pick((1, 7, 7, 7, 14, 28, 30, 91, 365, 0, 1826))
        first = dt.date(1950, 1, 1).toordinal() + int(self.random.integers(0, 30_000))
        days = [dt.date.fromordinal(min(first + step * place, 3_000_000)) for place in range(rows)]
        write = self.pick((
            dt.date.isoformat, lambda day: f"{day:%d.%m.%Y}", lambda day: f"{day:%m/%d/%y}", lambda day: f"{day:%b %Y}",
            lambda day: f"{day:%Y%m}", lambda day: f"{day:%Y}",
            lambda day: "{}-W{:02d}".format(*day.isocalendar()[:2]),
            lambda day: str(day.toordinal() - 693_594), lambda day: f"Q{(day.month + 2) // 3} {day.year}",
            lambda day: f"{day.year}{day.isocalendar()[1]:02d}", lambda day: f"FY{day.year}", lambda day: f"{day:%b}",
            lambda day: f"{day.year}/{(day.year + 1) % 100:02d}", lambda day: "", lambda day: "0000-00-00",
            lambda day: "9" * 12, lambda day: "99999999999999999999", lambda day: f"{day.year}-13-45",
        ))  # fmt: skip
        if self.often(0.2):
            return [str(int(self.random.integers(1, 3)) * place + 1) for place in range(rows)]
        return [write(day) for day in days]

    def numbers(self, rows):
        values = np.round(
            np.exp(self.random.normal(4.0, self.pick((0.1, 1.0, 5.0)), rows)), int(self.random.integers(0, 4))
        )
        if self.often(0.1):
            values = np.cumsum(values)
        write = self.pick((
            str, lambda x: f"{x:.2f}", lambda x: f"{x:,.2f}",
            lambda x: f"{x:,.2f}".translate(str.maketrans(",.", ".,")),
            lambda x: f"€ {x:,.0f}", lambda x: f"{x:.0f}%", lambda x: str(int(x) % 2),
            lambda x: ("yes", "no")[int(x) % 2],
            lambda x: f"-{x:.0f}", lambda x: f"({x:.0f})", lambda x: f"{x:.0e}", lambda x: "NA", lambda x: "0",
            lambda x: ("NONE", "A", "B+")[int(x) % 3], lambda x: f"{x / 1e3:.3f}", lambda x: "1e308", lambda x: "inf",
        ))  # fmt: skip
        return [write(float(value)) for value in values]

    def damaged(self, lines):
        """Return lines with cells lost, doubled, exchanged or filled with something else."""
        for _ in range(int(self.random.integers(0, 4)) if self.often(0.6) else 0):
            if len(lines) < 3:
                break
            place = int(self.random.integers(1, len(lines)))
            kind = self.pick(("cell", "row", "twice", "swap", "short", "long"))
            if kind == "cell" and lines[place]:
                spot = int(self.random.integers(len(lines[place])))
                lines[place][spot] = self.pick(
                    ("", "n/a", "x", "-", "1,234", "1.234", "-5", "0", "total", "1e999", "\u00a0", "'")
                )
            elif kind == "row":
                del lines[place]
            elif kind == "twice":
                lines.insert(place, list(lines[place]))
            elif kind == "swap":
                lines[place], lines[-1] = lines[-1], lines[place]
            elif kind == "short":
                lines[place] = lines[place][:-1]
            else:
                lines[place] = [*lines[place], "7"]
        return lines

    def framed(self, text):
        if self.often(0.15):
            text = self.pick(("# remark\n", "Report: sales\n\n", "sep=;\n", "\n\n", "\ufeff", "Title,,\n")) + text
        return text + self.pick(("", "", "", "Total,1,2\n", "source: somebody\n", "\n\n", ",,,\n"))

    def corrupted(self, raw):
        data = bytearray(raw)
        for _ in range(int(self.random.integers(1, 4))):
            if data:
                data[int(self.random.integers(len(data)))] = int(self.random.integers(256))
        return bytes(data[: int(self.random.integers(1, len(data) + 1))]) if self.often(0.3) and data else bytes(data)

    @staticmethod
    def quoted(cell, mark):
        return '"' + cell.replace('"', '""') + '"' if mark in cell else cell

    def options(self):
        """Return what a user may say of the file, often enough nonsense."""
        names = self.pick(
            ((), (), (), ("sales=units",), ("price=price", "promo=none"), ("stock=stock",), ("account=none",))
        )
        return names, self.pick((None, None, "zero", "missing")), self.pick((None, None, "point", "comma"))
