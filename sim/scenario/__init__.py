"""Files in, frozen and checked Scenario and Plan out; all errors at once, in a planner's words."""

from sim.scenario.advice import advice
from sim.scenario.demand import Dispersion, Profile, Surge
from sim.scenario.desk import Desk
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.faults import Fault, Product, RemoteFix, Supplier, SupplierShare
from sim.scenario.horizon import Horizon, Period
from sim.scenario.load import check, load_plan, load_scenario
from sim.scenario.matrix import Drive
from sim.scenario.nature import Channel, Judge, Outcomes, OvertimeFactors, Prices, Redial, Travel
from sim.scenario.part import Text
from sim.scenario.people import Leave, OnCall, Team
from sim.scenario.plan import Dispatch, Territory
from sim.scenario.problems import Flaw, InputErrors, Problem
from sim.scenario.promise import ByEndOfDay, Case, Commitment, Cover, Measure, Penalty, Target
from sim.scenario.resolved import Entry, resolved
from sim.scenario.scenario import Assumption, FaultKind, Plan, Scenario
from sim.scenario.sites import Replay, Site
from sim.scenario.spares import PartNeed, SparePart, Swap
from sim.scenario.stores import Central, Courier, Lateral, Outlet, StockRule, Supply, SwapRule

__all__ = [
    "ZERO",
    "Assumption",
    "ByEndOfDay",
    "Case",
    "Central",
    "Channel",
    "Commitment",
    "Courier",
    "Cover",
    "Desk",
    "Dispatch",
    "Dispersion",
    "Distribution",
    "Drive",
    "Entry",
    "Fault",
    "FaultKind",
    "Flaw",
    "Horizon",
    "InputErrors",
    "Judge",
    "Lateral",
    "Leave",
    "Measure",
    "OnCall",
    "Outcomes",
    "Outlet",
    "OvertimeFactors",
    "PartNeed",
    "Penalty",
    "Period",
    "Plan",
    "Prices",
    "Problem",
    "Product",
    "Profile",
    "Redial",
    "RemoteFix",
    "Replay",
    "Scenario",
    "Site",
    "SparePart",
    "StockRule",
    "Supplier",
    "SupplierShare",
    "Supply",
    "Surge",
    "Swap",
    "SwapRule",
    "Target",
    "Team",
    "Territory",
    "Text",
    "Travel",
    "advice",
    "check",
    "load_plan",
    "load_scenario",
    "resolved",
]
