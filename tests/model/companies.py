"""Random little companies: their nature, their plans, their tickets. Each feature is there or not by itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from sim.scenario import InputErrors, Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.model.little import at_km, at_start, part, write
from tests.model.offices_at_random import ANY, TENS, Minutes, aftermath, calls, channels, complaints, desks

from tests.model.offices_at_random import rarely, some, whole  # isort: skip

CALENDARS = """
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  late: {days: daily, hours: "14:00-22:00"}
  night: {days: daily, hours: "20:00-06:00"}
  early: {days: mon-sat, hours: "06:00-11:00"}
"""
SHIFTS = ("works", "late", "night", "early", "always", "office")
SKILLS = {"a": ("skill: gas",), "b": ("skill: water",), "c": ()}
KMS = (0, 3, 10, 10.5, 24, 60)
GRID_KMS = (0, 10, 20, 30)
PARTS = {"pump": "consumable", "lamp": "repairable", "whole": "unit", "spare": "consumable"}


class Nature(NamedTuple):
    """`scenario.yaml`, `commitments.yaml` and the tables beside them."""

    scenario: str
    commitments: str
    parts: tuple[str, ...] = ()
    access: tuple[tuple[str, str], ...] = ()
    matrix: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("phone",)
    known: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    start: tuple[str, ...] = ()


# -- nature -----------------------------------------------------------------------------------------------------------


def needs(draw: st.DrawFn, parts: tuple[str, ...]) -> list[str]:
    """Parts of a fault, known or not."""
    chance, known = whole(draw, "50%", "100%"), whole(draw, "0%", "50%", "100%")
    quantity = whole(draw, "1", "{1: 50%, 2: 30%, 5: 20%}")
    lamp = f", lamp: {{chance: 40%, known: {whole(draw, '0%', '100%')}}}" if draw(st.booleans()) else ""
    pump = f"pump: {{chance: {chance}, known: {known}, quantity: {quantity}}}"
    return [f"parts: {{{pump}{lamp}}}"] if parts and draw(st.booleans()) else []


def _parts(
    draw: st.DrawFn, leads: tuple[str, ...], couriers: tuple[str, ...], times: tuple[str, ...]
) -> tuple[str, ...]:
    """Lamps and whole units may come back; a spare may do for a pump; or there are no parts at all."""
    rows = []
    for name, kind in PARTS.items():
        more = {"substitute": whole(draw, "", "spare")} if name == "pump" else {}
        if kind != "consumable" and draw(st.booleans()):
            more = {
                "repair": whole(draw, *times),
                "return_transit": whole(draw, "0s", *times),
                "scrap": whole(draw, "", "50%"),
                "sent_back": whole(draw, "", "at_request"),
                "return_every": whole(draw, "", "", "1 month", "10h"),
            }
        rows.append(part(name, whole(draw, *leads), whole(draw, *couriers), kind, **more))
    return tuple(whole(draw, rows, rows, ()))


@st.composite
def natures(draw: st.DrawFn) -> Nature:
    """Two weeks of any durations."""
    parts = _parts(draw, ("30h", '"{dist: exponential, mean: 1d}"'), ("", "5h"), ("50min", '"{mean: 9h}"'))
    kinds = ", ".join(_fault(draw, name, parts) for name in ("a", "b", "c"))
    hasty = "patience: 90s, redial: {chance: 60%, after: {dist: exponential, mean: 10min}}"
    ways, ids = channels(draw, (hasty, "patience: {dist: exponential, mean: 20min}", hasty, ""))
    hours = some(draw, "hour_factor: {}", '{"07:00-09:00": 1.5, "22:00-04:00": 0.8}', 1.2)
    speeds = whole(draw, "60", "[{first_km: 5, kmh: 20}, {kmh: 70}]")
    roads = [f"detour: {whole(draw, 1, 1.3)}", f"speeds: {speeds}", f"noise_cv: {whole(draw, 0, 0.4)}", *hours]
    text = f"""
schema: 1
timezone: {whole(draw, "UTC", "Asia/Shanghai", "Europe/Berlin")}
horizon: {{start: 2026-03-25, days: 5, warmup: 2d, runout: 1w}}
severities: [down, major, general]
{ways}
suppliers: {{maker: {{contact: {{handle: 10min}}, reply: {{dist: exponential, mean: 3h}}, supply: 5h, visits: {
        whole(draw, "own", "supplier")
    }}}}}
products: {{press: {{{"swap: {unit: whole, work: 40min}, " if parts else ""}faults: {{{kinds}}}}}}}
travel: {{{", ".join(roads)}}}
satisfaction: {{all_kept: 90%, one_missed: 50%, more_missed: 20%}}
{"".join(complaints(draw, ANY))}
{_agreements(draw, ANY)}
{whole(draw, "", "", "failures: operating")}
{CALENDARS}"""
    arrive, mend = whole(draw, "1h", "6h", "30h"), whole(draw, "3h", "20h")
    commitments = f"""
- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {arrive}, target: 90%}}
- {{id: mend, measure: {{from: reported, to: restored}}, within: {mend}, clock: {whole(draw, "always", "works")},
   covers: {{severity: down}}, pause: supplier, target: 90%}}
"""
    return Nature(text, commitments, parts, _access(draw, KMS), _matrix(draw, KMS), ids, _known(draw, KMS))


def _fault(draw: st.DrawFn, name: str, parts: tuple[str, ...]) -> str:
    lines = [
        f"rate: {whole(draw, '0.02/h', '0.06/h')}",
        f"severity: {whole(draw, 'down', 'major', 'general')}",
        f"talk: {whole(draw, '0s', '{dist: exponential, mean: 6min}', '{dist: exponential, mean: 40min}')}",
        f"diagnose: {whole(draw, '0s', '20min')}",
        f"repair: {whole(draw, '0s', '1h', '{mean: 90min}', '{dist: exponential, mean: 6h}')}",
        f"sign_off: {whole(draw, '0s', '15min')}",
        f"first_fix: {whole(draw, '100%', '60%')}",
        f"remote_fix: {whole(draw, '0%', '{front: 20%, experts: 50%}')}",
        *SKILLS[name],
        *whole(draw, (), (), ("supplier: {id: maker, chance: 50%}",)),
        *some(draw, "crew: {}", "{1: 60%, 2: 40%}", 2),
        *needs(draw, parts),
        *aftermath(draw, ANY),
    ]
    return f"{name}: {{{', '.join(lines)}}}"


def _agreements(draw: st.DrawFn, lengths: Minutes) -> str:
    """Some work is charged, some visits are wanted later."""
    times = f"quote: {whole(draw, *lengths.short)}, confirm: {whole(draw, '0s', *lengths.longer)}"
    shares = f"in_warranty: 30%, refused: {whole(draw, '0%', '40%')}, quoted_after: {whole(draw, 'talk', 'diagnosis')}"
    calendar = whole(draw, "always", "works", "early")
    after = whole(draw, "0s", *lengths.longer)
    wishes = f"appointments: {{share: 50%, after: {after}, calendar: {calendar}}}"
    return "\n".join([*rarely(draw, f"charged: {{{shares}, {times}}}"), *rarely(draw, wishes)])


def _known(draw: st.DrawFn, kms: tuple[float, ...]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Units, and dates of warranty and service, of some sites."""
    days = [("from", "2026-03-26"), ("until", "2026-03-30"), ("warranty_until", "2026-03-27"), ("units", "3")]
    return tuple((f"s{km}", tuple(day for day in days if whole(draw, True, False, False))) for km in kms)


def _access(draw: st.DrawFn, kms: tuple[float, ...]) -> tuple[tuple[str, str], ...]:
    names = [f"s{km}" for km in kms[1:4]]
    return tuple((name, whole(draw, "works", "early", "late")) for name in names) if draw(st.booleans()) else ()


def _matrix(draw: st.DrawFn, kms: tuple[float, ...]) -> tuple[str, ...]:
    near, far = f"s{kms[1]}", f"s{kms[-1]}"
    rows = (f"north,{far},40,70", f"{far},north,45,60", f"{near},{far},31,40", f"south,{near},9,10")
    return rows if draw(st.booleans()) else ()


GRID = """
schema: 1
timezone: UTC
horizon: {{start: 2026-01-26, days: 7, warmup: 0s, runout: 1w}}
severities: [down, major, general]
{ways}
suppliers: {{maker: {{contact: {{handle: 10min}}, reply: 1h, supply: 2h}}}}
products: {{press: {{{swap}faults: {{{faults}}}}}}}
travel: {{detour: 1, speeds: 60, noise_cv: 0{hours}}}
"""


@st.composite
def grid_natures(draw: st.DrawFn) -> Nature:
    """Every duration is a multiple of ten minutes, so that much happens at the same instant."""
    parts = _parts(draw, ("6h", "1d"), ("", "2h"), ("10min", "4h"))
    faults = []
    for name, severity, skill in (
        ("a", "down", "skill: gas"),
        ("b", "major", "skill: water, supplier: {id: maker, chance: 40%}"),
        ("c", "general", "sign_off: 10min"),
    ):
        lines = [
            f"severity: {severity}, talk: {whole(draw, '0s', '20min', '1h')}, {skill}",
            f"diagnose: {whole(draw, '0s', '10min')}, repair: {whole(draw, '0s', '20min', '1h', '5h')}",
            f"first_fix: {whole(draw, '100%', '60%')}, remote_fix: {whole(draw, '0%', '{front: 20%, experts: 50%}')}",
            *some(draw, "crew: {}", "{1: 60%, 2: 40%}", 2),
            *needs(draw, parts),
            *aftermath(draw, TENS),
        ]
        faults.append(f"{name}: {{{', '.join(lines)}}}")
    swap, hours = (
        "swap: {unit: whole, work: 20min}, " if parts else "",
        whole(draw, "", ', hour_factor: {"08:00-10:00": 2}'),
    )
    patience = "patience: {}, redial: {{chance: 60%, after: 10min}}"
    ways, ids = channels(draw, tuple(patience.format(time) for time in ("10min", "20min", "2h", "0s")))
    text = GRID.format(faults=", ".join(faults), ways=ways, swap=swap, hours=hours)
    text += "".join(complaints(draw, TENS)) + "\n" + _agreements(draw, TENS)
    arrive = whole(draw, "30min", "2h", "20h")
    commitments = f"- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {arrive}, target: 90%}}\n"
    warranty = tuple((f"s{km}", (("warranty_until", f"2026-01-{27 + km // 20}"),)) for km in GRID_KMS)
    return Nature(text + CALENDARS, commitments, parts, _access(draw, GRID_KMS), (), ids, warranty, _start(draw, parts))


def _start(draw: st.DrawFn, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Nothing; or some tickets that are open, stock that is less or more than full, and orders under way."""
    rows = []
    for km in GRID_KMS if draw(st.integers(1, 3)) == 1 else ():
        reported = f"2026-01-{draw(st.integers(20, 25))} 1{draw(st.integers(0, 9))}:00"
        stage = whole(draw, "visit", "desk")
        rows.append(at_start("ticket", site_id=f"s{km}", fault=whole(draw, *"abc"), reported=reported, stage=stage))
        store = whole(draw, "north", "south", "central", "van:t0-1")
        about = {"store": store, "part_id": whole(draw, *PARTS), "units": str(draw(st.integers(1, 3)))}
        if parts:
            rows += whole(draw, [], [at_start("stock", **about)])
            rows += whole(draw, [], [at_start("order", due=f"2026-01-2{draw(st.integers(6, 9))} 10:00", **about)])
    keys = {tuple(row.split(",")[i] for i in (0, 5, 6)): row for row in rows if not row.startswith("ticket")}
    return (*(row for row in rows if row.startswith("ticket")), *keys.values())


@st.composite
def grid_tickets(draw: st.DrawFn) -> tuple[tuple[str, str, str], ...]:
    """Up to forty tickets of three days, several at once."""
    times = draw(st.lists(st.integers(0, 3 * 144 - 1), min_size=8, max_size=40))
    kind = st.tuples(st.sampled_from(GRID_KMS), st.sampled_from("abc"))
    found = []
    for time in sorted(times):
        km, fault = draw(kind)
        found.append((f"{26 + time // 144:02d} {time % 144 // 6:02d}:{time % 6}0", f"s{km}", fault))
    return tuple(found)


# -- plans ------------------------------------------------------------------------------------------------------------


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


# -- together ---------------------------------------------------------------------------------------------------------


class Files(NamedTuple):
    """A company as it stands in its files."""

    nature: Nature
    plan: str
    seed: int
    tickets: tuple[tuple[str, str, str], ...] | None = None

    def load(self, turned: bool = False) -> tuple[World, Plan]:
        """`turned`: the sites stand the other way round in their file."""
        sites = [f"s{km}" for km in (GRID_KMS if self.tickets else KMS)]
        with tempfile.TemporaryDirectory() as folder:
            plan = self.plan.replace("rs24, rs60", "rs20, rs30") if self.tickets else self.plan
            order = sites[::-1] if turned else sites
            nature = self.nature
            tables = {"parts": nature.parts, "access": dict(nature.access), "matrix": nature.matrix}
            tables["start"] = nature.start
            tables["known"] = {site: dict(cells) for site, cells in nature.known}
            write(Path(folder), nature.scenario, nature.commitments, order, {"baseline": plan}, self.tickets, **tables)
            try:
                scenario = load_scenario(Path(folder))
                return sample_world(scenario, self.seed, 0), load_plan(scenario)
            except InputErrors as refused:
                errors = {problem.code for problem in refused.problems if problem.is_error}
                assume(errors - {"CREW_TOO_LARGE", "NO_POOL", "NOBODY_ABLE"})
                raise


@st.composite
def companies(draw: st.DrawFn) -> Files:
    """Of any durations, or crowded on a grid of ten minutes."""
    crowded = draw(st.booleans())
    nature = draw(grid_natures() if crowded else natures())
    plan = draw(plans(bool(nature.parts), nature.channels, crowded))
    return Files(nature, plan, draw(st.integers(1, 3)), draw(grid_tickets()) if crowded else None)
