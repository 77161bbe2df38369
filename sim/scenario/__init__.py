"""Files in, frozen and checked Scenario and Plan out; all errors at once, in a planner's words."""

from sim.scenario.advice import advice
from sim.scenario.demand import Dispersion, Profile, Surge
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.faults import Fault, Product, RemoteFix, Supplier, SupplierShare
from sim.scenario.horizon import Horizon, Period
from sim.scenario.load import check, load_plan, load_scenario
from sim.scenario.nature import Channel, Judge, Outcomes, Prices, Redial, Travel
from sim.scenario.part import Text
from sim.scenario.plan import Desk, Dispatch, OnCall, Outlet, Team, Territory
from sim.scenario.problems import Flaw, InputErrors, Problem
from sim.scenario.promise import ByEndOfDay, Case, Commitment, Cover, Measure, Penalty, Target
from sim.scenario.resolved import Entry, resolved
from sim.scenario.scenario import Assumption, FaultKind, Plan, Replay, Scenario, Site

__all__ = [
    "ZERO",
    "Assumption",
    "ByEndOfDay",
    "Case",
    "Channel",
    "Commitment",
    "Cover",
    "Desk",
    "Dispatch",
    "Dispersion",
    "Distribution",
    "Entry",
    "Fault",
    "FaultKind",
    "Flaw",
    "Horizon",
    "InputErrors",
    "Judge",
    "Measure",
    "OnCall",
    "Outcomes",
    "Outlet",
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
    "Supplier",
    "SupplierShare",
    "Surge",
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
