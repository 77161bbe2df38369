"""Files in, frozen and checked Scenario and Plan out; all errors at once, in a planner's words."""

from sim.scenario.advice import advice
from sim.scenario.calls import Call, Calls, ComplaintCall, DeskCall, KeepInTouch, Periodic, Strikes
from sim.scenario.channels import Channel, Redial
from sim.scenario.charged import Appointments, Charged, Contract
from sim.scenario.cover import Cover
from sim.scenario.demand import Dispersion, Profile, Surge
from sim.scenario.desk import Desk, Overflow, Training, VirtualHold
from sim.scenario.disruption import Disruption
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.faults import Fault, Product, RemoteFix, Repeat, Supplier, SupplierShare
from sim.scenario.horizon import Horizon, Period
from sim.scenario.load import check, load_plan, load_scenario
from sim.scenario.matrix import Drive
from sim.scenario.measure import Measure
from sim.scenario.nature import Complaints, Judge, Outcomes, OvertimeFactors, Prices, Travel
from sim.scenario.part import Text
from sim.scenario.penalty import Band, Cap, DateSpan, Exclude, Exit, Penalty
from sim.scenario.people import Leave, OnCall, Team
from sim.scenario.plan import Dispatch, Territory
from sim.scenario.planned import Planned, Workshop
from sim.scenario.problems import Flaw, InputErrors, Problem
from sim.scenario.promise import ByEndOfDay, Case, Commitment, Target
from sim.scenario.resolved import Entry, resolved
from sim.scenario.scenario import Assumption, FaultKind, Plan, Scenario
from sim.scenario.sites import Replay, Site
from sim.scenario.spans import Span, Step
from sim.scenario.spares import PartNeed, SparePart, Swap
from sim.scenario.start import OnHand, OnOrder, OpenTicket, StartState
from sim.scenario.stores import Central, Courier, Lateral, Outlet, StockRule, Supply, SwapRule
from sim.scenario.wholes import companions

__all__ = [
    "ZERO",
    "Appointments",
    "Assumption",
    "Band",
    "ByEndOfDay",
    "Call",
    "Calls",
    "Cap",
    "Case",
    "Central",
    "Channel",
    "Charged",
    "Commitment",
    "ComplaintCall",
    "Complaints",
    "Contract",
    "Courier",
    "Cover",
    "DateSpan",
    "Desk",
    "DeskCall",
    "Dispatch",
    "Dispersion",
    "Disruption",
    "Distribution",
    "Drive",
    "Entry",
    "Exclude",
    "Exit",
    "Fault",
    "FaultKind",
    "Flaw",
    "Horizon",
    "InputErrors",
    "Judge",
    "KeepInTouch",
    "Lateral",
    "Leave",
    "Measure",
    "OnCall",
    "OnHand",
    "OnOrder",
    "OpenTicket",
    "Outcomes",
    "Outlet",
    "Overflow",
    "OvertimeFactors",
    "PartNeed",
    "Penalty",
    "Period",
    "Periodic",
    "Plan",
    "Planned",
    "Prices",
    "Problem",
    "Product",
    "Profile",
    "Redial",
    "RemoteFix",
    "Repeat",
    "Replay",
    "Scenario",
    "Site",
    "Span",
    "SparePart",
    "StartState",
    "Step",
    "StockRule",
    "Strikes",
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
    "Training",
    "Travel",
    "VirtualHold",
    "Workshop",
    "advice",
    "check",
    "companions",
    "load_plan",
    "load_scenario",
    "resolved",
]
