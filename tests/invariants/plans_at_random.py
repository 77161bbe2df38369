"""Random plans of little companies: outlets and their stores, teams, rounds of visits, the rules they work by."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.invariants.offices_at_random import ANY, TENS, calls, desks, some, whole
from tests.stories.little import at_km

SHIFTS = ("works", "late", "night", "early", "always", "office")
PARTS = {"pump": "consumable", "lamp": "repairable", "whole": "unit", "spare": "consumable"}


@st.composite
def plans(draw: st.DrawFn, parts: bool, ids: tuple[str, ...], crowded: bool) -> str:
    """Desks, two outlets with or without stock and benches, up to four teams, the rules they work by, and calls."""
    lengths = TENS if crowded else ANY
    office = desks(draw, ids, lengths)
    north, south = (at_km(km, ", ".join(_store(draw, parts))) for km in (0, 20))
    lines = [office, *calls(draw, bool(office), lengths), f"outlets: {{north: {north}, south: {south}}}"]
    lines += _supply(draw) if parts else []
    teams = draw(st.integers(1, 4))
    lines += ["teams:", *(_team(draw, f"t{number}", parts) for number in range(teams))]
    lines += _planned(draw, teams, crowded)
    if draw(st.booleans()):
        second = whole(draw, "[south, north]", "[south]")
        lines.append(f"territories: {{one: {{sites: [s0, s10], outlets: [north, south]}}, "
                     f"two: {{regions: [rs24, rs60], outlets: {second}}}}}")  # fmt: skip
    rules = [
        f"rule: {whole(draw, 'order_of_arrival', 'ready', 'severity', 'due_date')}",
        f"backup: {whole(draw, 'at_once', 'when_late')}",
        f"end_of_shift: {whole(draw, 'finish', 'next_day', 'handover', 'relief')}",
        f"missing_part: {whole(draw, 'wait', 'return')}",
        *some(draw, "overnight: {}", "true"),
        *some(draw, "after_job: {}", "return"),
        *some(draw, "reserve: {{{}}}", "down: 1", "down: 1, major: 1"),
        *some(draw, "due: {{arrive: {}}}", "20min", "50min"),
    ]
    return "\n".join([*lines, f"dispatch: {{{', '.join(rules)}}}"])


def _planned(draw: st.DrawFn, teams: int, crowded: bool) -> list[str]:
    """One or two rounds of visits, or none. Recorded tickets cannot be prevented."""
    entries = []
    for name in ("upkeep", "check") if draw(st.integers(1, 3)) == 1 else ():
        rank = whole(draw, "after_tickets", "as_tickets")
        entry = [f"every: {whole(draw, '1d', '2d', '60h')}, window: {whole(draw, '1d', '20h', '8h')}, rank: {rank}"]
        entry.append(f"work: {whole(draw, '0s', '20min', '1h', '5h')}, crew: {whole(draw, 1, 1, 2)}")
        entry += some(draw, "teams: [t0, {}]", f"t{teams - 1}") if teams > 1 else []
        entry += some(draw, "skill: {}", "gas")
        entry += some(draw, "kind: inspection, share_of_sites: {}", "50%")
        entry += [] if crowded else some(draw, "lowers_failures: {}", "40%")
        entries.append(f"  {name}: {{{', '.join(entry)}}}")
    return ["planned:", *entries[: draw(st.integers(1, 2))]] if entries else []


def _rule(draw: st.DrawFn) -> str:
    return str(whole(draw, "0", "1", "2", "{s: 1, S: 3}", "{s: 0, Q: 2}"))


def _stock(draw: st.DrawFn, *names: str) -> str:
    return "{" + ", ".join(f"{name}: {_rule(draw)}" for name in names if draw(st.booleans())) + "}"


def _store(draw: st.DrawFn, parts: bool) -> list[str]:
    benches = some(draw, "benches: {}", "1", "1, bench_calendar: early", "2, bench_calendar: always")
    if not parts:
        return benches
    hours = [*benches, *some(draw, "store_hours: {}", "works", "early"), *some(draw, "issue: {}", "10min", "1h")]
    return [f"stock: {_stock(draw, *PARTS)}", *hours]


def _supply(draw: st.DrawFn) -> list[str]:
    """A central store or none; a pool, a courier or none; the list of places in some order; exchange of units."""
    lines, sources, ways = [], ["van", "outlet"], [f"outlet_to_van: {whole(draw, '0s', '2h', '1d')}"]
    if draw(st.booleans()):
        hours = [*some(draw, "store_hours: {}", "works"), *some(draw, "issue: {}", "30min")]
        lines.append(f"central: {{{', '.join([f'stock: {_stock(draw, *PARTS)}', *hours])}}}")
        ways.append(f"central_to_outlet: {whole(draw, '0s', '6h')}")
        sources.append("central")
    if draw(st.booleans()):
        ways.append(f"lateral: {{between: [south, north], lead: {whole(draw, '0s', '3h')}}}")
        sources.append("lateral")
    if draw(st.booleans()):
        ways.append(f"courier: {whole(draw, '1h', '8h')}")
        sources.append("courier")
    if draw(st.booleans()):
        listed = draw(st.permutations(sources))[: draw(st.integers(1, len(sources)))]
        ways.append(f"sourcing: [{', '.join(listed)}]")
    lines.append(f"supply: {{{', '.join(ways)}}}")
    return [
        *lines,
        *some(draw, "workshop: {{benches: {}}}", "1", "1, calendar: early", "2, calendar: always"),
        *some(draw, "swap: {}", "first", "{when_not_restored_within: 2h}", "{when_not_restored_within: 20h}"),
    ]


def _team(draw: st.DrawFn, name: str, parts: bool) -> str:
    engineers = whole(draw, 1, 2, 2, 3, "unlimited")
    lines = [
        f"outlet: {whole(draw, 'north', 'south')}",
        f"engineers: {engineers}",
        f"shift: {whole(draw, *SHIFTS)}",
        f"overtime: {whole(draw, '0h', '30min', '2h')}",
        *whole(draw, (), ("skills: [gas]",), ("skills: {water: 1.25}",), ("skills: {gas: 0.9, water: 1.5}",)),
        *whole(draw, (), (), ("employer: contracted, at_most: 3/month",)),
    ]
    if engineers != "unlimited":
        lines += _absence(draw)
        lines += [f"van: {_stock(draw, *PARTS)}"] if parts and draw(st.booleans()) else []
        lines += _on_call(draw, engineers) if draw(st.booleans()) else []
    return f"  {name}: {{{', '.join(lines)}}}"


def _absence(draw: st.DrawFn) -> list[str]:
    leave = "leave: [{{from: 2026-0{}, to: 2026-04-01}}]"
    return [*some(draw, "shrinkage: {}", "20%"), *some(draw, leave, "1-27", "3-26", "3-30")]


def _on_call(draw: st.DrawFn, engineers: int) -> list[str]:
    number = draw(st.integers(1, engineers))
    rules = [
        f"mobilise: {whole(draw, '0s', '30min')}",
        f"rest: {whole(draw, '0s', '8h', '11h')}",
        f"wake: {whole(draw, 'if_due', 'always', '[down, major]')}",
    ]
    return [f"on_call: {{engineers: {number}, {', '.join(rules)}}}"]
