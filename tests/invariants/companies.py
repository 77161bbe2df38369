"""Random little companies: their nature, their plans, their tickets. Each feature is there or not by itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from sim.scenario import InputErrors, Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.invariants.offices_at_random import ANY, TENS, Minutes, aftermath, channels, complaints, rarely, some, whole
from tests.invariants.plans_at_random import PARTS, plans
from tests.stories.little import at_start, part, write

CALENDARS = """
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  late: {days: daily, hours: "14:00-22:00"}
  night: {days: daily, hours: "20:00-06:00"}
  early: {days: mon-sat, hours: "06:00-11:00"}
"""
SKILLS = {"a": ("skill: gas",), "b": ("skill: water",), "c": ()}
KMS = (0, 3, 10, 10.5, 24, 60)
GRID_KMS = (0, 10, 20, 30)


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
    slow = "{from: 2026-03-27, to: 2026-03-29, slower: x2.5}"
    roads = [f"detour: {whole(draw, 1, 1.3)}", f"speeds: {speeds}", f"noise_cv: {whole(draw, 0, 0.4)}", *hours]
    roads += whole(draw, [], [f"disruptions: [{slow}]"], [f"disruptions: [{slow}, {slow[:-1]}, regions: rs10}}]"])
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
