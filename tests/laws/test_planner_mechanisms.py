"""What the mechanisms of the marketing planners do, each shown on its row of the catalogue."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "support"))

from mechanism_office import furnished, opened, work

from mktsim.inputs.cell import IDEAL
from mktsim.inputs.rules import Message, Stage
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.advertising.agency import fee_factor
from mktsim.model.organisation.mechanisms.advertising.creatives import (
    CREATIVE,
    LONGEST_DAYS,
    MADE_FOR,
    MOST_MOVED,
    VERDICT,
    Creative,
    Verdict,
    creative_in_use,
    message_fit,
    mix_after_verdict,
)
from mktsim.model.organisation.mechanisms.channel.members import MEMBER_REVIEW, member_review
from mktsim.model.organisation.mechanisms.execution import MEDIUM_SHARE, creative_luck
from mktsim.model.organisation.mechanisms.planning.integration import INTEGRATED_PLAN, IntegratedPlan
from mktsim.model.organisation.mechanisms.planning.programmes import OFFER_PLAN, POSITIONING, STOCK_CONTROL, Programme
from mktsim.model.organisation.mechanisms.planning.targets import TARGETS, Targets
from mktsim.model.organisation.mechanisms.pricing.set_price import PRICE_LIST, PriceList, clash
from mktsim.model.organisation.mechanisms.product.versions import (
    DEVELOPMENT,
    VERSION_DATE,
    Development,
    VersionDate,
    spread_word,
)
from mktsim.model.organisation.mechanisms.promotion.calendar import proposed
from mktsim.model.organisation.mechanisms.routine.weekly import produce
from mktsim.model.world import Estimate
from mktsim.study.question.library import catalogue

CATALOGUE = catalogue()


def finished(bench, name, quality=0.7, on=0.0):
    """Do the work of a row that the organisation has, and return its draft."""
    if on > bench.office.now:
        bench.go_to(on)
    return bench.do(row(name), quality)


def row(name):
    return next(d for d in CATALOGUE if d.id == name)


def test_the_better_the_tender_the_smaller_the_error_of_its_estimates():
    poor, good = (finished(furnished(row("advertising_planner.3")), "advertising_planner.3", q) for q in (0.3, 0.9))
    assert good.bids[0].se < poor.bids[0].se
    assert [bid.estimate for bid in good.bids] == sorted((bid.estimate for bid in good.bids), reverse=True)
    exact = finished(furnished(row("advertising_planner.3"), execution=IDEAL), "advertising_planner.3")
    assert all(bid.estimate == pytest.approx(bid.quality) and bid.se == 0.0 for bid in exact.bids)


def test_the_agency_signed_brings_its_own_quality_and_fee():
    bench, office = opened(row("marketing.12"))
    finished(bench, "marketing.12")
    assert office.levels.level(Level.AGENCY) == pytest.approx(0.8)
    assert fee_factor(office, "communications") == pytest.approx(1.1)
    stays = furnished(row("marketing.12"))
    assert finished(stays, "marketing.12", on=100.0).contract is None  # bids no longer hold
    assert fee_factor(stays.office, "communications") == 1.0


def test_creative_work_stays_until_it_is_judged_weak_or_old():
    bench, office = opened(row("marketing.13"), row("advertising_planner.7"))
    campaign = work(row("marketing.13"))
    held = creative_in_use(office, campaign)
    assert held.strength == 0.8
    bench.give("communications", VERDICT, Verdict(-1.0, 0.5, replace=True))
    assert creative_in_use(office, campaign) == held  # about other work
    bench.give("communications", VERDICT, Verdict(held.day, 0.8, replace=True))
    assert creative_in_use(office, campaign) != held
    bench.take("communications", VERDICT)
    bench.go_to(LONGEST_DAYS + 1.0)
    assert creative_in_use(office, campaign).day == office.now


def test_an_evaluation_without_error_finds_the_strength_and_asks_for_new_work_when_it_is_weak():
    exact = finished(furnished(row("advertising_planner.7"), execution=IDEAL), "advertising_planner.7")
    assert exact.strength == 0.8
    assert exact.replace


def test_a_message_fits_best_the_awareness_that_it_is_made_for():
    bench, office = opened()
    for aware, best in ((0.1, Message.INFORM), (0.5, Message.PERSUADE), (0.9, Message.REMIND)):
        bench.engine.context.instruments.truth_of = lambda _topic, aware=aware: aware
        fits = {message: message_fit(office, message) for message in MADE_FOR}
        assert max(fits, key=fits.get) is best
        assert all(0.0 <= fit <= 1.0 for fit in fits.values())


def test_poor_development_takes_longer_and_costs_more():
    ready, spent = {}, {}
    for quality in (0.3, 0.9):
        bench, office = opened(row("product_planner.2"))
        ready[quality] = finished(bench, "product_planner.2", quality).ready
        spent[quality] = -office.ledger.cash
    assert ready[0.3] > ready[0.9]
    assert spent[0.3] > spent[0.9] > 0.0


def test_development_waits_for_its_date_and_for_the_version_under_way():
    bench = furnished(row("product_planner.2"))
    bench.give("product_marketing", VERSION_DATE, VersionDate(1000.0, 700.0))
    assert finished(bench, "product_planner.2") is None
    assert finished(bench, "product_planner.2", on=560.0) is not None
    assert finished(bench, "product_planner.2", on=570.0) is None


def test_consumers_learn_of_features_faster_with_a_positioning():
    known = {}
    for reach in (0.0, 1.0):
        bench, office = opened(row("product_planner.2"), row("part.market_development"))
        bench.give("product_marketing", DEVELOPMENT, Development(-9.0, -1.0, -300.0, 0.0, 0.1, 1.0))
        bench.give("market_development", POSITIONING, Programme(900.0, reach))
        for _ in range(20):
            spread_word(office)
        known[reach] = float(office.levers.in_force(Lever.QUALITY)[0])
    assert 0.0 < known[0.0] < known[1.0] < 0.1


def test_the_offer_plan_catches_what_the_integrated_plan_missed():
    bench, office = opened()
    assert clash(office, "communications", 0.0) == 0.0  # no new price list near
    bench.give("communications", PRICE_LIST, PriceList(5.0, (10.0, 10.0)))
    assert clash(office, "communications", 0.0) == 1.0
    bench.give("communications", INTEGRATED_PLAN, IntegratedPlan(90.0, 0.8))
    bench.give("communications", OFFER_PLAN, Programme(90.0, 0.5))
    assert clash(office, "communications", 0.0) == pytest.approx(0.1)


def test_a_list_is_put_off_that_would_meet_a_promotion_of_the_integrated_plan():
    pricing = row("marketing.08").mechanism
    bench, office = opened(row("marketing.08"))
    task = work(row("marketing.08"))
    plan = IntegratedPlan(900.0, 1.0, (20.0, 60.0))
    assert pricing._clear(office, task, 14.0) == 14.0
    bench.give("market_development", INTEGRATED_PLAN, plan)
    assert pricing._clear(office, task, 14.0) == 41.0
    assert pricing._clear(office, task, 42.0) == 42.0
    bench.give("market_development", INTEGRATED_PLAN, replace(plan, reach=0.0))
    assert pricing._clear(office, task, 14.0) == 14.0


def test_only_a_region_that_is_behind_gets_a_promotion_of_its_own():
    bench, office = opened(row("promotion_planner.5"))
    for shares, regions in (((0.75, 0.25), ()), ((0.9, 0.1), (0,)), ((0.6, 0.4), (1,))):
        bench.give("communications", TARGETS, Targets(2024, (400.0,) * 4, shares, (0.7, 0.3)))
        finished(bench, "promotion_planner.5")
        events = proposed(office, "communications")
        assert tuple(region for planned in events for region in planned.event.regions) == regions


def test_training_meets_more_of_those_who_need_it_the_better_members_are_known():
    mechanism = row("part.sales_support").mechanism
    unknown = mechanism.aimed(furnished().office, "sales_support", 0)
    known = furnished(row("business_planner.5"))
    finished(known, "business_planner.5")
    assert unknown == pytest.approx(1.0 - mechanism.unaimed_loss)
    assert unknown < mechanism.aimed(known.office, "sales_support", 0) < 1.0


def test_production_orders_less_when_nobody_controls_what_is_on_the_books():
    ordered = {}
    for reach in (0.0, 1.0):
        bench, office = opened(row("business_planner.6"))
        bench.give("production", STOCK_CONTROL, Programme(90.0, reach))
        produce(office)
        ordered[reach] = office.desk.asked[-1][-1]
    assert 0.0 < ordered[0.0] < ordered[1.0]


TOLD_APART = Creative(0.0, 1.2, (1.3, 0.7))


def test_money_moves_to_the_medium_in_which_the_work_in_use_is_thought_stronger():
    bench, office = opened(row("marketing.13"), row("advertising_planner.7"), execution=IDEAL)
    even = (0.5, 0.5)
    assert mix_after_verdict(office, "communications", even) == even
    bench.give("communications", CREATIVE, TOLD_APART)
    assert mix_after_verdict(office, "communications", even) == even  # nobody has looked yet
    verdict = finished(bench, "advertising_planner.7")
    assert verdict.by_medium == TOLD_APART.by_medium
    assert not verdict.replace
    moved = mix_after_verdict(office, "communications", even)
    assert moved[0] > 0.5 > moved[1]
    assert sum(moved) == pytest.approx(1.0)
    assert moved[1] / moved[0] == pytest.approx((1.0 - MOST_MOVED) / (1.0 + MOST_MOVED))
    assert finished(bench, "marketing.13").mix == moved
    assert mix_after_verdict(office, "communications", (1.0, 0.0)) == (1.0, 0.0)


def test_work_judged_weak_moves_no_money_between_media():
    bench, office = opened(row("marketing.13"))
    bench.give("communications", CREATIVE, TOLD_APART)
    bench.give("communications", VERDICT, Verdict(0.0, 0.5, replace=True, by_medium=(1.3, 0.7)))
    assert mix_after_verdict(office, "communications", (0.5, 0.5)) == (0.5, 0.5)
    bench.give("communications", VERDICT, Verdict(-1.0, 1.2, replace=False, by_medium=(1.3, 0.7)))
    assert mix_after_verdict(office, "communications", (0.5, 0.5)) == (0.5, 0.5)  # about other work


def test_new_creative_work_is_as_strong_on_average_in_every_medium_and_silent_where_luck_is(monkeypatch):
    office = furnished(row("marketing.13")).office
    drawn = [creative_luck(office, number) for number in range(300)]
    spread = office.scenario.market.luck.campaign_sd
    overall, strengths = np.array([one for one, _ in drawn]), np.array([apart for _, apart in drawn])
    sd = MEDIUM_SHARE * spread
    assert overall.mean() == pytest.approx(1.0, abs=4.0 * spread / 300**0.5)
    assert np.log(overall).std() == pytest.approx(spread, rel=0.2)
    assert strengths.mean(axis=0) == pytest.approx([1.0, 1.0], abs=4.0 * sd / 300**0.5)
    assert np.log(strengths).std(axis=0) == pytest.approx([sd, sd], rel=0.2)
    assert abs(np.corrcoef(strengths.T)[0, 1]) < 0.2
    monkeypatch.setattr(office.luck, "silent", True)  # luck is shared by offices of one address
    assert creative_luck(office, 300)[1] == ()


def test_the_next_creative_work_is_the_same_whenever_it_is_made():
    """An arm that replaces weak work earlier than another meets the same new work, only earlier."""
    made = []
    for day in (0.0, 70.0):
        bench, office = opened(row("marketing.13"))
        bench.go_to(day + 1.0)
        bench.give("communications", CREATIVE, Creative(-400.0, 0.8, number=2))
        made.append(creative_in_use(office, work(row("marketing.13"))))
    assert made[0].number == made[1].number == 3
    assert (made[0].strength, made[0].by_medium) == (made[1].strength, made[1].by_medium)
    assert made[0].day != made[1].day
    assert creative_luck(office, 4) != creative_luck(office, 3)


class TestEvaluationOfMembers:
    def bench(self, stage, units=(400.0, 1.0), skills=(0.2, 0.8)):
        bench, office = opened(row("business_planner.5"), row("business_planner.1"), row("part.sales_support"))
        held = {"sales.channel.0": units[0], "sales.channel.1": units[1], "cost.unit": 4.0}
        held |= {f"distribution.channel.{c}": 0.8 for c in (0, 1)}
        believe = office.believe
        office.believe = lambda agent, topic: (
            Estimate(held[topic], 0.0, 0.0, 0.0) if topic in held else believe(agent, topic)
        )
        observed = office.observe
        office.observe = lambda done, instrument, topic, accuracy=1.0: (
            Estimate(skills[int(topic[-1])], 0.05, 0.0, 0.0)
            if topic.startswith("channel.skill")
            else observed(done, instrument, topic, accuracy)
        )
        office.stage = lambda _agent: tuple(float(s == stage) for s in Stage)
        return bench

    def test_a_mature_channel_that_costs_more_than_it_brings_is_dropped_and_the_other_backed(self):
        bench = self.bench(Stage.MATURITY)
        review = finished(bench, "business_planner.5").review
        assert review.calls[1] == review.training[1] == 0.0
        assert 1.0 < review.calls[0] <= 2.0
        calls = finished(bench, "business_planner.1").calls
        assert all(by_channel[1] == 0.0 < by_channel[0] for by_channel in calls)

    def test_nobody_is_dropped_while_the_market_is_being_built(self):
        for stage in (Stage.INTRODUCTION, Stage.GROWTH):
            assert finished(self.bench(stage), "business_planner.5").review.calls == (1.0, 1.0)

    def test_calls_stay_as_the_policy_says_where_every_channel_pays(self):
        review = finished(self.bench(Stage.MATURITY, units=(400.0, 200.0)), "business_planner.5").review
        assert review.calls == (1.0, 1.0)

    def test_training_goes_where_skill_is_missing_and_costs_as_much(self):
        review = finished(self.bench(Stage.MATURITY, units=(400.0, 200.0)), "business_planner.5").review
        assert review.training[0] > 1.0 > review.training[1]
        assert sum(review.training) == pytest.approx(2.0)  # both channels have as many outlets and days

    def test_a_review_holds_for_its_time_only(self):
        bench = self.bench(Stage.MATURITY)
        finished(bench, "business_planner.5")
        assert member_review(bench.office, "sales_support") is not None
        bench.go_to(151.0)
        assert member_review(bench.office, "sales_support") is None

    def test_dropped_own_outlets_open_no_more(self):
        bench = self.bench(Stage.MATURITY)
        before = finished(bench, "planning_duty.5")
        review = finished(bench, "business_planner.5").review
        bench.give("planning", MEMBER_REVIEW, review)  # as the post will bring it
        after = finished(bench, "planning_duty.5")
        assert sum(r[1] for r in before) > 0.0 == sum(r[1] for r in after)


def test_targets_of_regions_lie_between_what_they_sell_and_what_their_households_could_buy():
    bench, office = opened(row("marketing.01"))
    held = {"sales.region.0": 100.0, "sales.region.1": 100.0}
    believe = office.believe
    office.believe = lambda agent, topic: (
        Estimate(held[topic], 0.0, 0.0, 0.0) if topic in held else believe(agent, topic)
    )
    assert finished(bench, "marketing.01").targets.by_region == pytest.approx((0.625, 0.375))
