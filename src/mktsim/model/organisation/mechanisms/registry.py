"""Registry of mechanisms: a new one is a class and one line here."""

from __future__ import annotations

from mktsim.model.organisation.mechanisms.advertising.agency import RunTender, SelectMedia
from mktsim.model.organisation.mechanisms.advertising.brand import BuildBrand
from mktsim.model.organisation.mechanisms.advertising.campaigns import RunCampaigns
from mktsim.model.organisation.mechanisms.advertising.creatives import EvaluateCampaigns
from mktsim.model.organisation.mechanisms.advertising.plan import ChooseMessage, PlanAdvertising
from mktsim.model.organisation.mechanisms.advertising.public_relations import HoldEvents, RunPublicRelations
from mktsim.model.organisation.mechanisms.channel.franchise import RunFranchise
from mktsim.model.organisation.mechanisms.channel.members import EvaluateMembers
from mktsim.model.organisation.mechanisms.channel.outlets import ConfigureChannels, TrainChannels
from mktsim.model.organisation.mechanisms.channel.plan import AgreeTerms, PlanChannels
from mktsim.model.organisation.mechanisms.control.counsel import CounselOptions
from mktsim.model.organisation.mechanisms.control.plans_in_step import IntegratePlans
from mktsim.model.organisation.mechanisms.control.supervision import Supervise
from mktsim.model.organisation.mechanisms.knowledge.forecast import ForecastSales
from mktsim.model.organisation.mechanisms.knowledge.observation import KeepArchive, Observe, ResearchLifeCycle
from mktsim.model.organisation.mechanisms.knowledge.rival_file import ClassifyRivals, WatchRivals
from mktsim.model.organisation.mechanisms.people.culture import BuildLevel, SpreadCulture
from mktsim.model.organisation.mechanisms.people.resources import MoveResources
from mktsim.model.organisation.mechanisms.planning.approval import ExaminePlans, SupervisePolicy
from mktsim.model.organisation.mechanisms.planning.budget import AuditSpending
from mktsim.model.organisation.mechanisms.planning.programmes import HoldProgramme
from mktsim.model.organisation.mechanisms.planning.regions import OrderRegions, SupportRegions
from mktsim.model.organisation.mechanisms.planning.targets import SetGoals, SetTargets
from mktsim.model.organisation.mechanisms.pricing.set_price import SetPrice
from mktsim.model.organisation.mechanisms.product.development import DevelopProduct
from mktsim.model.organisation.mechanisms.product.launch import PlanLaunch
from mktsim.model.organisation.mechanisms.product.versions import PlanProduct, PlanVersions
from mktsim.model.organisation.mechanisms.promotion.calendar import PlanPromotions, ProposeRegions
from mktsim.model.organisation.mechanisms.promotion.money import AllotFunds, ControlFunds
from mktsim.model.organisation.mechanisms.promotion.organise import OrganisePromotions
from mktsim.model.organisation.mechanisms.promotion.review import LearnResponse, ReviewPromotions
from mktsim.model.organisation.mechanisms.promotion.support import OrderItems, SupportPromotions
from mktsim.model.organisation.mechanisms.supply.logistics import ShipGoods
from mktsim.model.organisation.mechanisms.supply.production import AgreeProduction, OrderProduction, PlanSales
from mktsim.quantities import Part

MECHANISMS: tuple[type[Part], ...] = (
    AgreeProduction,
    AgreeTerms,
    AllotFunds,
    AuditSpending,
    BuildBrand,
    BuildLevel,
    ChooseMessage,
    ClassifyRivals,
    ConfigureChannels,
    ControlFunds,
    CounselOptions,
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
    SelectMedia,
    SetGoals,
    SetPrice,
    SetTargets,
    ShipGoods,
    SpreadCulture,
    Supervise,
    SupervisePolicy,
    SupportPromotions,
    SupportRegions,
    TrainChannels,
    WatchRivals,
)
"""Every mechanism, in the order of their names."""
