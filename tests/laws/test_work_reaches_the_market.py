"""Work reaches the market by doing: every place where its quality, a level or a cover is read is known, with its way.

Work reaches the market by doing: every place that reads its quality, a level or a cover is known, with its way.
way it takes; a product of such a figure with demand, margin, profit, goodwill or product utility fails unless `FACTORS`
says why it is none.
"""

from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from mktsim.model.organisation import mechanisms

ROOT = Path(mechanisms.__path__[0])
COVERS = {"executed_share", "executed_by_region", "executed_by", "reach_of"}
"""Functions that return how completely work is done."""
WANTED = ("utility", "goodwill", "build_per_week", "margin", "profit", "demand")
"""Words of what no figure of work may multiply."""


class Way(StrEnum):
    """What work changes on its way to the market."""

    INFORMATION = "the error of an estimate"
    COVERAGE = "outlets, regions, members or insertions in which a plan is carried out"
    TIMING = "the day on which it comes, or until which it holds"
    MONEY = "what is paid, or bought for the money"
    ATTRIBUTION = "whose people take a contact to be"
    CONTROL = "what is found and put right"
    SKILL = "what members' sellers recommend, paid and trained for, beside rivals'"
    RECORD = "the record alone"
    PRODUCT = "features: still a factor on utility"


INFORMATION, COVERAGE, TIMING, MONEY, ATTRIBUTION, CONTROL, SKILL, RECORD, PRODUCT = Way
WAYS = {
    "advertising/agency.py:RunTender.draft": INFORMATION,  # error of the test of an agency
    "advertising/agency.py:SelectMedia.apply": MONEY,  # the agency signed sets what media cost
    "advertising/brand.py:BuildBrand.apply": ATTRIBUTION,  # image that nobody takes for the brand's builds nothing
    "advertising/brand.py:BuildBrand.draft": COVERAGE,  # regions without it are not paid for either
    "advertising/campaigns.py:RunCampaigns.brief_fit": COVERAGE,  # contacts with whom the product is not for
    "advertising/campaigns.py:RunCampaigns.draft": COVERAGE,  # insertions that run, and are run again
    "advertising/campaigns.py:RunCampaigns.efficiency": MONEY,  # rebates of the agency; of that, what is attributed
    "advertising/campaigns.py:_run": ATTRIBUTION,  # contacts that go to the leading rival
    "advertising/creatives.py:EvaluateCampaigns.draft": INFORMATION,
    "advertising/public_relations.py:HoldEvents.draft": COVERAGE,  # people who come
    "advertising/public_relations.py:RunPublicRelations.draft": COVERAGE,
    "channel/franchise.py:RunFranchise.draft": COVERAGE,  # outlets opened and inspected
    "channel/members.py:EvaluateMembers.draft": INFORMATION,
    "channel/outlets.py:ConfigureChannels.draft": COVERAGE,  # calls planned
    "channel/outlets.py:TrainChannels.draft": COVERAGE,  # members reached, and paid for
    "channel/plan.py:AgreeTerms._paid": MONEY,
    "channel/plan.py:push": SKILL,
    "control/counsel.py:CounselOptions.draft": INFORMATION,
    "control/plans_in_step.py:IntegratePlans.draft": TIMING,
    "control/supervision.py:Supervise.draft": CONTROL,
    "execution.py:executed_by": COVERAGE,  # the definition of all that follows
    "execution.py:executed_by_region": COVERAGE,
    "execution.py:executed_share": COVERAGE,
    "knowledge/forecast.py:ForecastSales.draft": INFORMATION,
    "knowledge/observation.py:KeepArchive.draft": INFORMATION,
    "knowledge/observation.py:Observe.draft": INFORMATION,
    "knowledge/rival_file.py:WatchRivals._noticed": INFORMATION,
    "people/culture.py:BuildLevel.draft": CONTROL,  # levels act on work, not on the market
    "people/culture.py:SpreadCulture.draft": CONTROL,
    "people/resources.py:MoveResources.draft": TIMING,
    "planning/approval.py:SupervisePolicy.draft": TIMING,
    "planning/budget.py:AuditSpending.apply": INFORMATION,
    "planning/budget.py:AuditSpending.draft": CONTROL,
    "planning/programmes.py:HoldProgramme.draft": COVERAGE,
    "planning/regions.py:OrderRegions.draft": TIMING,
    "planning/regions.py:SupportRegions.draft": COVERAGE,
    "pricing/set_price.py:clash": COVERAGE,  # outlets that are ready for a list and a promotion at once
    "product/development.py:DevelopProduct.days": TIMING,
    "product/development.py:DevelopProduct.draft": PRODUCT,
    "product/launch.py:PlanLaunch.draft": COVERAGE,  # stock offered to members reached
    "product/versions.py:PlanProduct.draft": PRODUCT,
    "product/versions.py:PlanVersions.draft": TIMING,
    "product/versions.py:spread_word": INFORMATION,  # how soon consumers learn of features
    "promotion/money.py:AllotFunds.draft": COVERAGE,
    "promotion/organise.py:OrganisePromotions._book": COVERAGE,
    "promotion/review.py:LearnResponse.draft": INFORMATION,
    "promotion/review.py:ReviewPromotions.draft": INFORMATION,
    "promotion/support.py:OrderItems.apply": TIMING,
    "promotion/support.py:SupportPromotions.draft": COVERAGE,  # stock asked of members reached
    "routine/record_kpis.py:note_levels": RECORD,
    "routine/weekly.py:produce": INFORMATION,  # what the books say is there and is not
    "supply/logistics.py:ShipGoods.draft": TIMING,
}
"""Every function that reads a figure of work, with the way that it takes."""
FACTORS = {
    "advertising/brand.py:BuildBrand.apply": "goodwill is bought by contacts; what is not attributed buys none",
    "product/development.py:DevelopProduct.draft": "known fault: a cover times planned utility",
    "product/versions.py:PlanProduct.draft": "known fault: quality times planned utility",
}
"""Functions in which such a figure multiplies something wanted, each with why; a new one is a fault."""


def figure(node):
    """Tell whether a node reads the quality of work, a level of the organisation or a cover."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in COVERS
        case ast.Call(func=ast.Attribute(attr="level" | "skill", value=ast.Attribute(attr="levels"))):
            return True
        case ast.Attribute(attr="quality", value=ast.Name(id="work")):
            return True
    return False


def functions(tree, prefix=()):
    """Yield (qualified name, node) of functions, outer ones only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield ".".join((*prefix, node.name)), node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, (*prefix, node.name))


def names_of(target):
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def tainted(function):
    """Return the local names whose value comes of a figure of work."""
    known = set()
    for _ in range(3):  # values go through two names at most before they are used
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=targets, value=value) if is_of_work(value, known):
                    known |= set().union(*map(names_of, targets))
                case ast.comprehension(target=target, iter=source) if is_of_work(source, known):
                    known |= names_of(target)
    return known


def is_of_work(expression, known):
    return any(figure(node) or (isinstance(node, ast.Name) and node.id in known) for node in ast.walk(expression))


def says(expression):
    return any(word in ast.unparse(expression) for word in WANTED)


def multiplies(function):
    """Tell whether a figure of work multiplies something wanted, or a product with it is called by such a name."""
    known = tainted(function)
    for node in ast.walk(function):
        match node:
            case ast.BinOp(op=ast.Mult(), left=left, right=right):
                one, two = is_of_work(left, known), is_of_work(right, known)
                if (one and says(right)) or (two and says(left)):
                    return True
            case ast.Assign(targets=[target], value=ast.BinOp(op=ast.Mult()) as product):
                if says(target) and is_of_work(product, known):
                    return True
    return False


@pytest.fixture(scope="module")
def read():
    """Functions of all mechanisms by module and name."""
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))
    }
    return {f"{module}:{name}": node for module, tree in trees.items() for name, node in functions(tree)}


def test_every_place_where_work_is_read_has_a_way_to_the_market(read):
    found = {name for name, node in read.items() if any(map(figure, ast.walk(node)))}
    assert found - WAYS.keys() == set(), "say in WAYS which way these take"
    assert WAYS.keys() - found == set(), "these are gone"


def test_no_figure_of_work_multiplies_what_is_wanted(read):
    found = {name for name, node in read.items() if multiplies(node)}
    assert found - FACTORS.keys() == set(), "a factor on demand, margin, profit, goodwill or utility"
    assert FACTORS.keys() - found == set(), "these are gone"


def test_what_is_still_a_factor_is_called_so():
    assert {name for name, way in WAYS.items() if way is PRODUCT} == {n for n, why in FACTORS.items() if "fault" in why}


@pytest.mark.parametrize(
    "body",
    [
        "utility = plan.step * executed_share(office, work)",
        "share = executed_share(office, work)\n    return plan.utility * share",
        "known = office.levels.level('identity')\n    rate = 2.0 * known\n    return self.margin * rate",
        "demand = base.units * (1.0 + work.quality)",
    ],
)
def test_a_factor_is_found_wherever_it_is_hidden(body):
    (function,) = ast.parse(f"def draft(office, work):\n    {body}").body
    assert multiplies(function)


def test_information_time_and_cover_are_no_factors():
    (function,) = ast.parse(
        "def draft(office, work):\n"
        "    se = 0.3 / math.sqrt(work.quality)\n"
        "    demand = office.believe('forecast.units').value\n"
        "    return demand + se * noise, [share * outlets for share in executed_by_region(office, work)]"
    ).body
    assert not multiplies(function)
