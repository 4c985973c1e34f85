"""What the mechanisms of the marketing planners do, each shown on its row of the catalogue."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "support"))

from mechanism_office import furnished, work

from mktsim.inputs.cell import IDEAL
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.conflicts import clash
from mktsim.model.organisation.mechanisms.creatives import (
    LONGEST_DAYS,
    MADE_FOR,
    MOST_MOVED,
    Creative,
    Verdict,
    creative_in_use,
    message_fit,
    mix_after_verdict,
)
from mktsim.model.organisation.mechanisms.evaluate_members import member_review
from mktsim.model.organisation.mechanisms.execution import MEDIUM_SHARE, creative_luck
from mktsim.model.organisation.mechanisms.plans import IntegratedPlan, PriceList, Targets
from mktsim.model.organisation.mechanisms.programmes import Programme
from mktsim.model.organisation.mechanisms.propose_regions import proposed
from mktsim.model.organisation.mechanisms.sign_agency import fee_factor
from mktsim.model.organisation.mechanisms.standing import produce
from mktsim.model.organisation.mechanisms.versions import Development, VersionDate, spread_word
from mktsim.model.seen import Message
from mktsim.model.world import Estimate, Stage
from mktsim.study.question.library import catalogue

CATALOGUE = catalogue()


def finished(office, name, quality=0.7, on=0.0):
    """Do the work of a row that the office has, and return its draft."""
    duty = next(d for d in CATALOGUE if d.id == name)
    if on > office.now:
        office._env.run(until=on)
    done = work(duty, quality)
    draft = duty.mechanism.draft(office, done)
    duty.mechanism.apply(office, done, draft)
    return draft


def row(name):
    return next(d for d in CATALOGUE if d.id == name)


def test_the_better_the_tender_the_smaller_the_error_of_its_estimates():
    poor, good = (finished(furnished(row("advertising_planner.3")), "advertising_planner.3", q) for q in (0.3, 0.9))
    assert good.bids[0].se < poor.bids[0].se
    assert [bid.estimate for bid in good.bids] == sorted((bid.estimate for bid in good.bids), reverse=True)
    exact = finished(furnished(row("advertising_planner.3"), execution=IDEAL), "advertising_planner.3")
    assert all(bid.estimate == pytest.approx(bid.quality) and bid.se == 0.0 for bid in exact.bids)


def test_the_agency_signed_brings_its_own_quality_and_fee():
    office = furnished(row("marketing.12"))
    finished(office, "marketing.12")
    assert office.levels.level(Level.AGENCY) == pytest.approx(0.8)
    assert fee_factor(office, "communications") == pytest.approx(1.1)
    stays = furnished(row("marketing.12"))
    assert finished(stays, "marketing.12", on=100.0) is None  # bids no longer hold
    assert fee_factor(stays, "communications") == 1.0


def test_creative_work_stays_until_it_is_judged_weak_or_old():
    office = furnished(row("marketing.13"), row("advertising_planner.7"))
    campaign = work(row("marketing.13"))
    held = creative_in_use(office, campaign)
    assert held.strength == 0.8
    office._inbox.items["communications", "campaign_verdict"] = Verdict(-1.0, 0.5, replace=True)
    assert creative_in_use(office, campaign) == held  # about other work
    office._inbox.items["communications", "campaign_verdict"] = Verdict(held.day, 0.8, replace=True)
    assert creative_in_use(office, campaign) != held
    office._inbox.items.pop(("communications", "campaign_verdict"))
    office._env.run(until=LONGEST_DAYS + 1.0)
    assert creative_in_use(office, campaign).day == office.now


def test_an_evaluation_without_error_finds_the_strength_and_asks_for_new_work_when_it_is_weak():
    exact = finished(furnished(row("advertising_planner.7"), execution=IDEAL), "advertising_planner.7")
    assert exact.strength == 0.8
    assert exact.replace


def test_a_message_fits_best_the_awareness_that_it_is_made_for():
    office = furnished()
    for aware, best in ((0.1, Message.INFORM), (0.5, Message.PERSUADE), (0.9, Message.REMIND)):
        office._instruments.truth_of = lambda _topic, aware=aware: aware
        fits = {message: message_fit(office, message) for message in MADE_FOR}
        assert max(fits, key=fits.get) is best
        assert all(0.0 <= fit <= 1.0 for fit in fits.values())


def test_poor_development_takes_longer_and_costs_more():
    ready, spent = {}, {}
    for quality in (0.3, 0.9):
        office = furnished(row("product_planner.2"))
        ready[quality] = finished(office, "product_planner.2", quality).ready
        spent[quality] = -office.ledger.cash
    assert ready[0.3] > ready[0.9]
    assert spent[0.3] > spent[0.9] > 0.0


def test_development_waits_for_its_date_and_for_the_version_under_way():
    office = furnished(row("product_planner.2"))
    office._inbox.items["product_marketing", "version_date"] = VersionDate(1000.0, 700.0)
    assert finished(office, "product_planner.2") is None
    assert finished(office, "product_planner.2", on=560.0) is not None
    assert finished(office, "product_planner.2", on=570.0) is None


def test_consumers_learn_of_features_faster_with_a_positioning():
    known = {}
    for reach in (0.0, 1.0):
        office = furnished()
        office._inbox.items["product_marketing", "development"] = Development(-9.0, -1.0, -300.0, 0.0, 0.1, 1.0)
        office._inbox.items["market_development", "positioning"] = Programme(900.0, reach)
        for _ in range(20):
            spread_word(office)
        known[reach] = float(office.levers.in_force(Lever.QUALITY)[0])
    assert 0.0 < known[0.0] < known[1.0] < 0.1


def test_the_offer_plan_catches_what_the_integrated_plan_missed():
    office = furnished()
    assert clash(office, "communications", 0.0) == 0.0  # no new price list near
    office._inbox.items["communications", "price_list"] = PriceList(5.0, (10.0, 10.0))
    assert clash(office, "communications", 0.0) == 1.0
    office._inbox.items["communications", "integrated_plan"] = IntegratedPlan(90.0, 0.8)
    office._inbox.items["communications", "offer_plan"] = Programme(90.0, 0.5)
    assert clash(office, "communications", 0.0) == pytest.approx(0.1)


def test_only_a_region_that_is_behind_gets_a_promotion_of_its_own():
    office = furnished(row("promotion_planner.5"))
    for shares, regions in (((0.75, 0.25), ()), ((0.9, 0.1), (0,)), ((0.6, 0.4), (1,))):
        office._inbox.items["communications", "targets"] = Targets(2024, (400.0,) * 4, shares, (0.7, 0.3))
        finished(office, "promotion_planner.5")
        events = proposed(office, "communications")
        assert tuple(region for planned in events for region in planned.event.regions) == regions


def test_training_meets_more_of_those_who_need_it_the_better_members_are_known():
    mechanism = row("part.sales_support").mechanism
    unknown = mechanism.aimed(furnished(), "sales_support", 0)
    known = furnished(row("business_planner.5"))
    finished(known, "business_planner.5")
    assert unknown == pytest.approx(1.0 - mechanism.unaimed_loss)
    assert unknown < mechanism.aimed(known, "sales_support", 0) < 1.0


def test_production_orders_less_when_nobody_controls_what_is_on_the_books():
    ordered = {}
    for reach in (0.0, 1.0):
        office = furnished()
        office._inbox.items["production", "stock_control"] = Programme(90.0, reach)
        produce(office)
        ordered[reach] = office.desk.asked[-1][-1]
    assert 0.0 < ordered[0.0] < ordered[1.0]


TOLD_APART = Creative(0.0, 1.2, (1.3, 0.7))


def test_money_moves_to_the_medium_in_which_the_work_in_use_is_thought_stronger():
    office = furnished(row("marketing.13"), row("advertising_planner.7"), execution=IDEAL)
    even = (0.5, 0.5)
    assert mix_after_verdict(office, "communications", even) == even
    office._inbox.items["communications", "creative_work"] = TOLD_APART
    assert mix_after_verdict(office, "communications", even) == even  # nobody has looked yet
    verdict = finished(office, "advertising_planner.7")
    assert verdict.by_medium == TOLD_APART.by_medium
    assert not verdict.replace
    moved = mix_after_verdict(office, "communications", even)
    assert moved[0] > 0.5 > moved[1]
    assert sum(moved) == pytest.approx(1.0)
    assert moved[1] / moved[0] == pytest.approx((1.0 - MOST_MOVED) / (1.0 + MOST_MOVED))
    assert finished(office, "marketing.13").mix == moved
    assert mix_after_verdict(office, "communications", (1.0, 0.0)) == (1.0, 0.0)


def test_work_judged_weak_moves_no_money_between_media():
    office = furnished(row("marketing.13"))
    office._inbox.items["communications", "creative_work"] = TOLD_APART
    office._inbox.items["communications", "campaign_verdict"] = Verdict(0.0, 0.5, replace=True, by_medium=(1.3, 0.7))
    assert mix_after_verdict(office, "communications", (0.5, 0.5)) == (0.5, 0.5)
    office._inbox.items["communications", "campaign_verdict"] = Verdict(-1.0, 1.2, replace=False, by_medium=(1.3, 0.7))
    assert mix_after_verdict(office, "communications", (0.5, 0.5)) == (0.5, 0.5)  # about other work


def test_new_creative_work_is_as_strong_on_average_in_every_medium_and_silent_where_luck_is(monkeypatch):
    office = furnished(row("marketing.13"))
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
        office = furnished(row("marketing.13"))
        office._env.run(until=day + 1.0)
        office._inbox.items["communications", "creative_work"] = Creative(-400.0, 0.8, number=2)
        made.append(creative_in_use(office, work(row("marketing.13"))))
    assert made[0].number == made[1].number == 3
    assert (made[0].strength, made[0].by_medium) == (made[1].strength, made[1].by_medium)
    assert made[0].day != made[1].day
    assert creative_luck(office, 4) != creative_luck(office, 3)


class TestEvaluationOfMembers:
    def office(self, stage, units=(400.0, 1.0), skills=(0.2, 0.8)):
        office = furnished(row("business_planner.5"), row("business_planner.1"), row("part.sales_support"))
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
        return office

    def test_a_mature_channel_that_costs_more_than_it_brings_is_dropped_and_the_other_backed(self):
        office = self.office(Stage.MATURITY)
        review = finished(office, "business_planner.5").review
        assert review.calls[1] == review.training[1] == 0.0
        assert 1.0 < review.calls[0] <= 2.0
        calls = finished(office, "business_planner.1").calls
        assert all(by_channel[1] == 0.0 < by_channel[0] for by_channel in calls)

    def test_nobody_is_dropped_while_the_market_is_being_built(self):
        for stage in (Stage.INTRODUCTION, Stage.GROWTH):
            assert finished(self.office(stage), "business_planner.5").review.calls == (1.0, 1.0)

    def test_calls_stay_as_the_policy_says_where_every_channel_pays(self):
        review = finished(self.office(Stage.MATURITY, units=(400.0, 200.0)), "business_planner.5").review
        assert review.calls == (1.0, 1.0)

    def test_training_goes_where_skill_is_missing_and_costs_as_much(self):
        review = finished(self.office(Stage.MATURITY, units=(400.0, 200.0)), "business_planner.5").review
        assert review.training[0] > 1.0 > review.training[1]
        assert sum(review.training) == pytest.approx(2.0)  # both channels have as many outlets and days

    def test_a_review_holds_for_its_time_only(self):
        office = self.office(Stage.MATURITY)
        finished(office, "business_planner.5")
        assert member_review(office, "sales_support") is not None
        office._env.run(until=151.0)
        assert member_review(office, "sales_support") is None

    def test_dropped_own_outlets_open_no_more(self):
        office = self.office(Stage.MATURITY)
        before = finished(office, "planning_duty.5")
        review = finished(office, "business_planner.5").review
        office._inbox.items["planning", "member_review"] = review  # as the post will bring it
        after = finished(office, "planning_duty.5")
        assert sum(r[1] for r in before) > 0.0 == sum(r[1] for r in after)


def test_targets_of_regions_lie_between_what_they_sell_and_what_their_households_could_buy():
    office = furnished(row("marketing.01"))
    held = {"sales.region.0": 100.0, "sales.region.1": 100.0}
    believe = office.believe
    office.believe = lambda agent, topic: (
        Estimate(held[topic], 0.0, 0.0, 0.0) if topic in held else believe(agent, topic)
    )
    assert finished(office, "marketing.01").targets.by_region == pytest.approx((0.625, 0.375))
