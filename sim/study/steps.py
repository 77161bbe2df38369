"""One more of something in a plan, as the `--set` text that makes it so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.scenario.desk import DAY, write_seats
from sim.scenario.grammar import write_hours

if TYPE_CHECKING:
    from sim.scenario import Plan, StockRule
    from sim.scenario.desk import Desk, Shift

VAN = "van:"
CENTRAL = "central"


def one_more_engineer(plan: Plan, team: str) -> str | None:
    """`teams.xian.engineers=4`; None for a team that never runs out."""
    size = plan.teams[team].engineers
    return None if size is None else f"teams.{team}.engineers={size + 1}"


def one_more_on_call(plan: Plan, team: str) -> str | None:
    """`teams.xian.on_call.engineers=2`; None where nobody is left who could be."""
    people = plan.teams[team]
    called = people.on_call.engineers if people.on_call else 0
    if people.engineers is None or called >= people.engineers:
        return None
    return f"teams.{team}.on_call.engineers={called + 1}" if people.on_call else f"teams.{team}.on_call=1"


def one_more_seat(desk: Desk, name: str, chosen: Shift) -> str:
    """`desks.front.seats={08:00-20:00: 4, 20:00-08:00: 1}`: one more in one of its shifts, or in hours without."""
    start, end, count = chosen
    others = [shift for shift in desk.shifts if shift != chosen]
    return f"desks.{name}.seats={write_seats(tuple(sorted([*others, (start, end, count + 1)])))}"


def shift_text(shift: Shift) -> str:
    """'08:00-20:00', or '' for a seat at all hours."""
    return "" if shift[:2] == (0, DAY) else write_hours(shift[:2])


def more_lines(desk: Desk, name: str) -> str | None:
    """A quarter more lines, one at least; None where they are not counted."""
    return None if desk.trunks is None else f"desks.{name}.trunks={desk.trunks + max(1, desk.trunks // 4)}"


def one_more_bench(plan: Plan, outlet: str) -> str:
    """`outlets.mianyang.benches=2`."""
    return f"outlets.{outlet}.benches={plan.outlets[outlet].benches + 1}"


def one_more_unit(plan: Plan, store: str, part: str) -> str | None:
    """`outlets.beijing.stock.pump=4`: a level up by one, or the point at which an order is placed; None without a rule.

    A store is an outlet, `central` or `van:TEAM`.
    """
    owner, path = kept_in(plan, store)
    rule = owner.get(part)
    if rule is None:
        return None
    if rule.level is not None:
        return f"{path}.{part}={rule.level + 1}"
    return f"{path}.{part}.s={rule.s + 1}" if rule.S is None or rule.s + 1 < rule.S else None


def kept_in(plan: Plan, store: str) -> tuple[Mapping[str, StockRule], str]:
    """The rules of a store and where the plan writes them."""
    if store.startswith(VAN):
        team = store.removeprefix(VAN)
        return plan.teams[team].van, f"teams.{team}.van"
    if store in plan.outlets:
        return plan.outlets[store].stock, f"outlets.{store}.stock"
    return plan.central.stock if plan.central else {}, f"{CENTRAL}.stock"
