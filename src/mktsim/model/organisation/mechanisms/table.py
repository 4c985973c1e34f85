"""The table of mechanisms: a new one is one file and one line here."""

from __future__ import annotations

from mktsim.model.organisation.mechanisms.agree_production import AgreeProduction
from mktsim.model.organisation.mechanisms.agree_terms import AgreeTerms
from mktsim.model.organisation.mechanisms.allot_funds import AllotFunds
from mktsim.model.organisation.mechanisms.audit_spending import AuditSpending
from mktsim.model.organisation.mechanisms.build_brand import BuildBrand
from mktsim.model.organisation.mechanisms.build_level import BuildLevel
from mktsim.model.organisation.mechanisms.choose_message import ChooseMessage
from mktsim.model.organisation.mechanisms.configure_channels import ConfigureChannels
from mktsim.model.organisation.mechanisms.control_funds import ControlFunds
from mktsim.model.organisation.mechanisms.develop_product import DevelopProduct
from mktsim.model.organisation.mechanisms.evaluate_campaigns import EvaluateCampaigns
from mktsim.model.organisation.mechanisms.evaluate_members import EvaluateMembers
from mktsim.model.organisation.mechanisms.examine_plans import ExaminePlans
from mktsim.model.organisation.mechanisms.forecast import ForecastSales
from mktsim.model.organisation.mechanisms.hold_events import HoldEvents
from mktsim.model.organisation.mechanisms.hold_programme import HoldProgramme
from mktsim.model.organisation.mechanisms.integrate_plans import IntegratePlans
from mktsim.model.organisation.mechanisms.keep_archive import KeepArchive
from mktsim.model.organisation.mechanisms.learn_response import LearnResponse
from mktsim.model.organisation.mechanisms.move_resources import MoveResources
from mktsim.model.organisation.mechanisms.observe import Observe
from mktsim.model.organisation.mechanisms.order_items import OrderItems
from mktsim.model.organisation.mechanisms.order_production import OrderProduction
from mktsim.model.organisation.mechanisms.order_regions import OrderRegions
from mktsim.model.organisation.mechanisms.organise_promotions import OrganisePromotions
from mktsim.model.organisation.mechanisms.plan_advertising import PlanAdvertising
from mktsim.model.organisation.mechanisms.plan_channels import PlanChannels
from mktsim.model.organisation.mechanisms.plan_launch import PlanLaunch
from mktsim.model.organisation.mechanisms.plan_product import PlanProduct
from mktsim.model.organisation.mechanisms.plan_promotions import PlanPromotions
from mktsim.model.organisation.mechanisms.plan_sales import PlanSales
from mktsim.model.organisation.mechanisms.plan_versions import PlanVersions
from mktsim.model.organisation.mechanisms.propose_regions import ProposeRegions
from mktsim.model.organisation.mechanisms.research_life_cycle import ResearchLifeCycle
from mktsim.model.organisation.mechanisms.review_promotions import ReviewPromotions
from mktsim.model.organisation.mechanisms.run_campaigns import RunCampaigns
from mktsim.model.organisation.mechanisms.run_franchise import RunFranchise
from mktsim.model.organisation.mechanisms.run_public_relations import RunPublicRelations
from mktsim.model.organisation.mechanisms.run_tender import RunTender
from mktsim.model.organisation.mechanisms.set_goals import SetGoals
from mktsim.model.organisation.mechanisms.set_price import SetPrice
from mktsim.model.organisation.mechanisms.set_targets import SetTargets
from mktsim.model.organisation.mechanisms.ship_goods import ShipGoods
from mktsim.model.organisation.mechanisms.sign_agency import SignAgency
from mktsim.model.organisation.mechanisms.spread_culture import SpreadCulture
from mktsim.model.organisation.mechanisms.supervise_policy import SupervisePolicy
from mktsim.model.organisation.mechanisms.support_promotions import SupportPromotions
from mktsim.model.organisation.mechanisms.support_regions import SupportRegions
from mktsim.model.organisation.mechanisms.train_channels import TrainChannels
from mktsim.quantities import Part

MECHANISMS: tuple[type[Part], ...] = (
    AgreeProduction,
    AgreeTerms,
    AllotFunds,
    AuditSpending,
    BuildBrand,
    BuildLevel,
    ChooseMessage,
    ConfigureChannels,
    ControlFunds,
    DevelopProduct,
    EvaluateCampaigns,
    EvaluateMembers,
    ExaminePlans,
    ForecastSales,
    HoldEvents,
    HoldProgramme,
    IntegratePlans,
    KeepArchive,
    LearnResponse,
    MoveResources,
    Observe,
    OrderItems,
    OrderProduction,
    OrderRegions,
    OrganisePromotions,
    PlanAdvertising,
    PlanChannels,
    PlanLaunch,
    PlanProduct,
    PlanPromotions,
    PlanSales,
    PlanVersions,
    ProposeRegions,
    ResearchLifeCycle,
    ReviewPromotions,
    RunCampaigns,
    RunFranchise,
    RunPublicRelations,
    RunTender,
    SetGoals,
    SetPrice,
    SetTargets,
    ShipGoods,
    SignAgency,
    SpreadCulture,
    SupervisePolicy,
    SupportPromotions,
    SupportRegions,
    TrainChannels,
)
"""Every mechanism, in the order of their names."""
