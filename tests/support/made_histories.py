"""Histories made from known truths, headed as marketing-mix, scanner, panel, shop and web files are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

FIRST = dt.date(2021, 1, 4)
ELASTICITY = -2.5


@dataclass(frozen=True)
class Form:
    """How a kind of file is headed, and which column is what in it."""

    name: str
    columns: str
    """``heading=content`` for each column, parted by ``|``; contents are the keys of a `Truth`."""
    roles: dict[str, str]
    """Columns by the value of their role; several are joined by ``+``."""
    asked: str = ""
    """Word of the question that is asked instead, where the file leaves a choice."""
    weeks: int = 60
    accounts: int = 1
    products: int = 1
    delimiter: str = ","

    @property
    def headings(self):
        return [one.rpartition("=")[0] for one in self.columns.split("|")]

    @property
    def contents(self):
        return [one.rpartition("=")[2] for one in self.columns.split("|")]

    def text(self, seed=1):
        """Return the file as text."""
        cells = [list(map(str, self.headings))]
        rows = Truth(self, seed).rows()
        cells += [[row[content] for content in self.contents] for row in rows]
        return "\n".join(self.delimiter.join(map(quoted(self.delimiter), line)) for line in cells) + "\n"


def quoted(delimiter):
    return lambda cell: f'"{cell}"' if delimiter in cell or '"' in cell else cell


class Truth:
    """A brand with known response, told in columns of all kinds."""

    def __init__(self, form, seed):
        self.form = form
        self.random = np.random.default_rng(seed)

    def rows(self):
        """Return rows of cells by content, account by account."""
        found = []
        for account in range(self.form.accounts):
            for product in range(self.form.products):
                found += self.account(account, product)
        return found

    def account(self, account, product):
        random, weeks = self.random, self.form.weeks
        base = 2.0 + 0.1 * np.floor(np.arange(weeks) / 26) + 0.2 * product
        promo = random.uniform(size=weeks) < 0.25
        price = np.round(np.where(promo, 0.8 * base, base) * np.exp(random.normal(0, 0.01, weeks)), 2)
        display = promo & (random.uniform(size=weeks) < 0.5)
        media = np.round(random.gamma(2.0, 900.0, weeks) * (random.uniform(size=weeks) < 0.7))
        level = 400 * (1 + account) * np.exp(0.2 * np.sin(2 * np.pi * np.arange(weeks) / 52))
        units = random.poisson(level * (price / 2.0) ** ELASTICITY * np.where(display, 1.6, 1.0))
        told = {"units": units, "price": price, "base": base, "promo": promo, "display": display, "media": media}
        return [
            self.row(account, product, week, {name: column[: week + 1] for name, column in told.items()})
            for week in range(weeks)
        ]

    def row(self, account, product, week, t):
        day = FIRST + dt.timedelta(weeks=week)
        random = self.random
        units, price, media = int(t["units"][-1]), float(t["price"][-1]), float(t["media"][-1])
        base, promo, display = float(t["base"][-1]), int(t["promo"][-1]), int(t["display"][-1])
        revenue = units * price
        noise = float(np.exp(random.normal(0.0, 0.2)))
        month = week % 12 + 1
        return {
            "date": day.isoformat(),
            "end": (day + dt.timedelta(days=6)).isoformat(),
            "dmy": day.strftime("%d.%m.%Y"),
            "mdy": day.strftime("%m/%d/%Y"),
            "week": str(1 + week),
            "iri": str(1520 + week),
            "yyyyww": "{}{:02d}".format(*day.isocalendar()[:2]),
            "year": str(day.isocalendar()[0]),
            "weekno": str(day.isocalendar()[1]),
            "tsibble": f"{2010 + week // 12} {dt.date(2000, month, 1):%b}",
            "month": f"{2010 + week // 12}-{month:02d}",
            "monthday": f"{2010 + week // 12}-{month:02d}-01",
            "quarter": f"Q{week % 4 + 1}",
            "quarter_year": f"FY{2000 + week // 4}",
            "yearly": str(1950 + week),
            "fiveyearly": str(1700 + 5 * week),
            "range": f"{day.isoformat()} - {(day + dt.timedelta(days=6)).isoformat()}",
            "weekending": f"Week ending {(day + dt.timedelta(days=5)).strftime('%m/%d/%y')}",
            "store": f"S{account + 1}",
            "storenum": str(101 + account),
            "region": ("North", "South", "East", "West")[account % 4],
            "upc": str(4900000000 + product),
            "product": ("Plain 500g", "Fruit 500g")[product % 2],
            "constant": "Total US",
            "one": "1",
            "zero": "0",
            "units": str(units),
            "units_k": f"{units / 1000:.3f}",
            "units_comma": f"{100 * units:,}",
            "sold": str(int(units * 0.9)),
            "revenue": f"{revenue:.2f}",
            "revenue_eu": f"{revenue:,.2f}".translate(str.maketrans(",.", ".,")),
            "revenue_eur": f"€ {revenue:,.2f}",
            "revenue_k": f"{revenue / 1000:.4f}",
            "gross": f"{revenue * 1.1:.2f}",
            "minus": f"-{revenue * 0.05 * noise:.2f}",
            "price": f"{price:.2f}",
            "price_eu": f"{price:.2f}".replace(".", ","),
            "base": f"{base:.2f}",
            "cost": f"{base * 0.6:.2f}",
            "profit": f"{revenue * 0.3:.2f}",
            "fuel": f"{3.0 + 0.002 * week:.3f}",
            "rival_price": f"{2.2 * noise:.2f}",
            "rival_units": str(int(500 * noise)),
            "category": str(int(5000 + 2 * units)),
            "plan": str(int(500 + week)),
            "last_year": str(int(units * 0.9 * noise)),
            "lagged": str(int(t["units"][-2])) if week else "0",
            "stock": str(int(5000 * noise)),
            "cumulated": str(int(np.sum(t["units"]))),
            "share": f"{0.2 * noise:.3f}",
            "percent": f"{20 * noise:.1f}",
            "acv": f"{min(99.0, 80 * noise**0.2):.1f}",
            "promo": str(promo),
            "yes": "yes" if promo else "",
            "feature_code": ("NONE", "A", "B")[promo * (1 + week % 2)],
            "display": str(display),
            "display_code": str(2 * display),
            "media": f"{media:.0f}",
            "media2": f"{media * noise / 2 + 100 * (week % 3):.0f}",
            "media_total": f"{float(f'{media:.0f}') + float(f'{media * noise / 2 + 100 * (week % 3):.0f}'):.0f}",
            "exposure": f"{media * 1000 * noise:.0f}",
            "visits": str(int(20 * units * noise)),
            "temperature": f"{15 + 10 * np.sin(week / 8):.1f}",
            "holiday": str(int(week % 26 == 0)),
            "text": "na",
            "growth": f"{noise - 1:.3f}",
        }
