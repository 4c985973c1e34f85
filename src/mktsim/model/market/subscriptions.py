"""Subscriptions: fees of people who do not look go on; the rest of a subscription is a purchase like any (steps 5, 8).

A subscription runs in terms. At each renewal a share of people looks at what is on offer; the others pay once more
(inertia: Miller, Sahni & Strulov-Shlain 2023). Who began with a deal looks when the full fee is due, and a fee that
rises makes people look. Who looks chooses by his tastes, prices, deals and what he has in mind, and may do without. So
nothing says how many leave: those leave whose taste for the brand is weak, and who stays longest likes it best (Fader &
Hardie 2007, J Interactive Marketing 21(1):76).
"""

from __future__ import annotations

import math
from typing import Any

NOTHING = 1e-300
"""Keeps an empty ratio at zero."""


def fees(s: Any, p: Any, o: Any) -> None:
    """Add to the choices of those who look, in `occasions`, the fees of subscribers who do not."""
    joined, occasions, look = s.joined, s.occasions, s.total
    usual = p.term_rate * p.looking
    for k in range(look.shape[0]):
        look[k] = 1.0
    for r in range(o.newcomers.shape[0]):
        first, last = p.first_class[r], p.first_class[r + 1]
        for c in range(joined.shape[0]):
            for b in range(joined.shape[1]):
                woken = made_look(s, p, (r, b, c))
                subscribed, introduced = s.subscribed[c, b, first:last], s.introduced[c, b, first:last]
                for k in range(subscribed.shape[0]):
                    look[first + k] += woken_share(p, subscribed[k], introduced[k], woken) / usual
        for c in range(joined.shape[0]):
            for b in range(joined.shape[1]):
                woken = made_look(s, p, (r, b, c))
                subscribed, introduced = s.subscribed[c, b, first:last], s.introduced[c, b, first:last]
                for k in range(subscribed.shape[0]):
                    joined[c, b, first + k] = occasions[c, b, first + k] * look[first + k]
                    quiet = p.term_rate * (1.0 - p.looking) * subscribed[k]
                    quiet -= woken_share(p, subscribed[k], introduced[k], woken)
                    occasions[c, b, first + k] = joined[c, b, first + k] + quiet
        for b in range(joined.shape[1]):
            first_fees(s, p, o, (r, b))


def made_look(s: Any, p: Any, where: Any) -> float:
    """Return the share of a brand's subscribers in a channel, of those who would not look, whom a rise makes look."""
    r, b, c = where
    used_to = s.fee[r, b, c]
    if used_to <= 0.0:
        return 0.0
    return 1.0 - math.exp(-p.notice * max(0.0, s.shelf[r, b, c] / used_to - 1.0))


def woken_share(p: Any, subscribed: float, introduced: float, woken: float) -> float:
    """Return the renewals a week at which people look who otherwise would not: deals that end, fees that rise."""
    new = min(introduced, subscribed)
    return float(p.term_rate * (1.0 - p.looking) * (new + woken * (subscribed - new)))


def first_fees(s: Any, p: Any, o: Any, where: Any) -> None:
    """Leave the share of a brand's units in each channel that people pay who did not subscribe to it before."""
    r, b = where
    first, last = p.first_class[r], p.first_class[r + 1]
    newcomers(s, (b, first, last))
    new, people = s.chosen[first:last], p.households[first:last]
    for c in range(s.subscribed.shape[0]):
        joined, occasions = s.joined[c, b, first:last], s.occasions[c, b, first:last]
        own = 0.0
        everybody = 0.0
        for k in range(new.shape[0]):
            own += people[k] * joined[k] * new[k]
            everybody += people[k] * occasions[k]
        o.newcomers[r, b, c] = own / (everybody + NOTHING)


def newcomers(s: Any, where: Any) -> None:
    """Set `chosen` to the share of each class that has no subscription to a brand; `where` = (brand, first, last)."""
    b, first, last = where
    new = s.chosen[first:last]
    for k in range(new.shape[0]):
        new[k] = 1.0
    for c in range(s.subscribed.shape[0]):
        subscribed = s.subscribed[c, b, first:last]
        for k in range(new.shape[0]):
            new[k] = max(0.0, new[k] - subscribed[k])


def subscribers(s: Any, p: Any, o: Any) -> None:
    """Move subscriptions by the week's choices, as far as they were realised."""
    segments = o.expected.shape[1]
    for r in range(o.expected.shape[0]):
        for g in range(segments):
            first, last = p.first_in_cell[r * segments + g], p.first_in_cell[r * segments + g + 1]
            for b in range(s.subscribed.shape[1]):
                newcomers(s, (b, first, last))
                for c in range(s.subscribed.shape[0]):
                    woken = made_look(s, p, (r, b, c))
                    renew(s, p, (c, b, first, last), (o.drawn[r, g, b, c], s.cut_share[r, b, c], woken))
        for b in range(s.subscribed.shape[1]):
            for c in range(s.subscribed.shape[0]):
                known = s.fee[r, b, c]
                s.fee[r, b, c] = known + p.term_rate * (s.shelf[r, b, c] - known) if known > 0.0 else s.shelf[r, b, c]


def renew(s: Any, p: Any, where: Any, how: Any) -> None:
    """Move the subscriptions to a brand in a channel: who looked has left, or joined again, or for the first time."""
    c, b, first, last = where
    served, on_deal, woken = how
    looked = p.term_rate * p.looking
    subscribed, introduced = s.subscribed[c, b, first:last], s.introduced[c, b, first:last]
    joined, new = s.joined[c, b, first:last], s.chosen[first:last]
    for k in range(joined.shape[0]):
        came = served * joined[k]
        went = looked * subscribed[k] + woken_share(p, subscribed[k], introduced[k], woken)
        subscribed[k] = max(0.0, subscribed[k] + came - went)
        introduced[k] += came * on_deal * new[k] - p.term_rate * introduced[k]
