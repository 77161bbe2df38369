"""Stories of the road and of suppliers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from sim.world import World
from tests.stories.little import plan_of, story, team, trajectory

AROUND = plan_of(team(shift="always"))
LEG = (Event.DEPARTED, Event.ARRIVED)


def test_speed_bands_hold_for_the_stretches_of_the_road_one_after_the_other(tmp_path: Path) -> None:
    """Roads are a fifth longer. 10 km: 12 km at 30 km/h. 50 km: 60 km, 30 of them at 30 km/h and 30 at 60 km/h."""
    travel = "{detour: 1.2, speeds: [{first_km: 30, kmh: 30}, {kmh: 60}], noise_cv: 0}"
    tickets = [("05 09:00", "s10", "f"), ("06 09:00", "s60", "f")]
    found = story(tmp_path, tickets, "f: {}", AROUND, travel=travel)
    assert found.lines(*LEG) == trajectory("""
    05 09:00 0 DEPARTED 1 crew-1 12000m
    05 09:24 0 ARRIVED 1 crew-1
    06 09:00 1 DEPARTED 1 crew-1 60000m
    06 10:30 1 ARRIVED 1 crew-1
    """)


def test_noise_belongs_to_ticket_visit_and_leg_whoever_drives(tmp_path: Path) -> None:
    """Two plans, the same roads: a leg that takes longer takes longer under both; a second leg has luck of its own."""
    travel = "{detour: 1, speeds: 60, noise_cv: 0.5}"
    tickets = [(f"{day:02d} 15:00", "s100", "f", None, None, "2h") for day in (5, 6, 7, 8)]
    legs = []
    for name, engineers in (("one", 1), ("two", 4)):
        plan = plan_of(team(engineers=engineers, more="overtime: 3h"), dispatch="end_of_shift: finish")
        found = story(tmp_path / name, tickets, "f: {}", plan, travel=travel)
        log = found.log.of(*LEG)
        first = {}
        for at, ticket, n, event in zip(log.at, log.ticket, log.n, log.event, strict=True):
            first.setdefault((ticket, n), []).append((event, at))
        legs.append([rows[1][1] - rows[0][1] for rows in first.values()])
        assert len(set(legs[-1])) == len(tickets)
    assert legs[0] == legs[1]


def test_the_way_back_has_luck_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There it takes as long as expected, and home half as long again: the next visit begins when he is back."""
    monkeypatch.setattr(World, "travel_factor", lambda _world, _key, _visit, leg: {1: 1.0, 2: 1.5}[leg])
    travel = "{detour: 1, speeds: 60, noise_cv: 0.5}"
    tickets = [("05 09:00", "s20", "f", None, None, "10min"), ("05 09:01", "s10", "f", None, None, "10min")]
    plan = plan_of(team(shift="always"), dispatch="after_job: return")
    found = story(tmp_path, tickets, "f: {}", plan, travel=travel, luck={"noise": [1.0, 1.0]})
    assert found.lines(*LEG, Event.HOMEWARD, Event.BACK) == trajectory("""
    05 09:00 0 DEPARTED 1 crew-1 20000m
    05 09:20 0 ARRIVED 1 crew-1
    05 09:30 - HOMEWARD 1 crew-1 20000m
    05 10:00 - BACK 0 crew-1
    05 10:00 1 DEPARTED 1 crew-1 10000m
    05 10:10 1 ARRIVED 1 crew-1
    05 10:20 - HOMEWARD 1 crew-1 10000m
    05 10:35 - BACK 0 crew-1
    """)


def test_every_replication_of_a_road_without_noise_takes_as_long_as_expected(tmp_path: Path) -> None:
    tickets = [("05 09:00", f"s{km}", "f") for km in (7, 13, 29)]
    found = story(tmp_path, tickets, "f: {}", plan_of(team(engineers=3, shift="always")))
    legs = found.log.of(Event.ARRIVED)
    assert dict(zip(legs.ticket.tolist(), (legs.at - legs.at.min() + 420).tolist(), strict=True)) == {
        ticket: [780, 1740, 420][ticket] for ticket in range(3)  # tickets by site id: s13, s29, s7
    }  # fmt: skip


OWN = "suppliers: {maker: {contact: {handle: 20min}, reply: 6h, supply: 1d}}"
THEIRS = "suppliers: {maker: {contact: {handle: 20min}, reply: 6h, visits: supplier}}"
MADE = "f: {supplier: maker, talk: 5min, repair: 1h}, o: {talk: 5min, remote_fix: 100%}"
ONE_SEAT = plan_of(team(shift="always"), desks="front: {seats: 1, takes: phone}")


def test_a_component_of_a_supplier_who_sends_the_part(tmp_path: Path) -> None:
    """The letter waits behind the call that comes when the talk ends."""
    tickets = [("05 09:00", "s10", "f"), ("05 09:05", "s10", "o")]
    found = story(tmp_path, tickets, MADE, ONE_SEAT, extra=OWN)
    assert found.lines() == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 QUEUED 1 front CONTACT
    05 09:05 1 QUEUED 1 front CALL
    05 09:05 1 STARTED 1 front CALL
    05 09:10 1 ENDED 1 front CALL
    05 09:10 1 REMOTE_FIXED 1 front
    05 09:10 1 REPLIED 0 -
    05 09:10 1 RESTORED 0 -
    05 09:10 1 CLOSED 0 -
    05 09:10 0 STARTED 1 front CONTACT
    05 09:30 0 ENDED 1 front CONTACT
    05 09:30 0 SUPPLIER_CONTACTED 0 -
    05 15:30 0 REPLIED 0 -             # his answer is what the customer is told
    06 15:30 0 PARTS_READY 0 -
    06 15:30 0 READY 1 -
    06 15:30 0 DISPATCHED 1 crew-1
    06 15:30 0 DEPARTED 1 crew-1 10000m
    06 15:40 0 ARRIVED 1 crew-1
    06 15:40 0 DIAGNOSED 1 crew-1
    06 16:40 0 RESTORED 1 crew-1
    06 16:40 0 LEFT 1 crew-1 1
    06 16:40 0 CLOSED 0 -
    """)


def test_a_supplier_who_visits_takes_the_ticket_out_of_our_hands(tmp_path: Path) -> None:
    found = story(tmp_path, [("05 09:00", "s10", "f")], MADE, ONE_SEAT, extra=THEIRS)
    assert found.lines() == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 QUEUED 1 front CONTACT
    05 09:05 0 STARTED 1 front CONTACT
    05 09:25 0 ENDED 1 front CONTACT
    05 09:25 0 SUPPLIER_CONTACTED 0 -
    05 15:25 0 REPLIED 0 -
    05 15:25 0 HANDED_ON 0 -
    """)


def test_only_the_given_share_needs_the_supplier(tmp_path: Path) -> None:
    """One latent uniform: below 30 % the component is his."""
    tickets = [("05 09:00", "s0", "f"), ("05 12:00", "s0", "f")]
    faults = "f: {supplier: {id: maker, chance: 30%}}"
    found = story(tmp_path, tickets, faults, AROUND, extra=THEIRS, luck={"u_supplier": [0.29, 0.3]})
    assert found.lines(Event.HANDED_ON, Event.LEFT) == trajectory("""
    05 12:00 1 LEFT 1 crew-1 1
    05 15:20 0 HANDED_ON 0 -           # without desks the letter takes its 20 min all the same
    """)


def test_a_named_desk_writes_to_the_supplier_in_its_hours(tmp_path: Path) -> None:
    plan = plan_of(
        team(shift="always"), desks="front: {seats: 1, takes: phone}, office-desk: {seats: 1, calendar: works}"
    )
    extra = "suppliers: {maker: {contact: {handle: 20min, desk: office-desk}, reply: 6h, visits: supplier}}"
    found = story(tmp_path, [("05 20:00", "s10", "f")], MADE, plan, extra=extra)
    assert found.lines()[2:] == trajectory("""
    05 20:05 0 ENDED 1 front CALL
    05 20:05 0 QUEUED 1 office-desk CONTACT
    06 08:00 0 STARTED 1 office-desk CONTACT
    06 08:20 0 ENDED 1 office-desk CONTACT
    06 08:20 0 SUPPLIER_CONTACTED 0 -
    06 14:20 0 REPLIED 0 -
    06 14:20 0 HANDED_ON 0 -
    """)


def test_without_desks_a_letter_of_a_named_desk_is_written_at_once(tmp_path: Path) -> None:
    extra = "suppliers: {maker: {contact: {handle: 20min, desk: front}, reply: 6h, visits: supplier}}"
    found = story(tmp_path, [("05 20:00", "s10", "f")], MADE, AROUND, extra=extra)
    assert found.lines()[2:] == trajectory("""
    05 20:05 0 ENDED 1 - CALL
    05 20:05 0 QUEUED 1 - CONTACT
    05 20:05 0 STARTED 1 - CONTACT
    05 20:25 0 ENDED 1 - CONTACT
    05 20:25 0 SUPPLIER_CONTACTED 0 -
    06 02:25 0 REPLIED 0 -
    06 02:25 0 HANDED_ON 0 -
    """)


def test_satisfaction_follows_the_promises_broken(tmp_path: Path) -> None:
    """One latent uniform against the share for none or one broken promise."""
    tickets = [("05 09:00", "s0", "f"), ("05 12:00", "s90", "f"), ("06 09:00", "s90", "f")]
    commitments = "- {id: arrive, measure: {from: reported, to: arrived}, within: 1h, target: 90%}\n"
    extra = (
        "satisfaction: {all_kept: 90%, one_missed: 50%, more_missed: 10%}\n"
        "complaints: {all_kept: 0%, one_missed: 20%, more_missed: 50%}"
    )
    luck = {"u_satisfied": [0.6, 0.6, 0.4], "u_complained": [0.1, 0.1, 0.3]}
    found = story(tmp_path, tickets, "f: {}", AROUND, commitments, extra=extra, luck=luck)
    # the second arrives after 90 min; the third finds the engineer there
    assert found.lines(Event.SATISFIED, Event.COMPLAINED) == trajectory("""
    05 09:00 0 SATISFIED 0 - 1
    05 13:30 1 SATISFIED 0 - 0
    05 13:30 1 COMPLAINED 0 -
    06 09:00 2 SATISFIED 0 - 1
    """)


RUSH = '{detour: 1, speeds: 60, noise_cv: 0, hour_factor: {"07:00-09:00": 2, "22:00-02:00": 0.5}}'


def test_a_drive_takes_longer_by_the_hour_in_which_it_begins(tmp_path: Path) -> None:
    """All the way, also the part of it after nine; by local time (Shanghai)."""
    times = ("05 06:59", "05 07:00", "05 08:59", "05 09:00", "05 23:00", "06 01:59", "06 02:00")
    tickets = [(time, "s20", "f", None, None, "0s") for time in times]
    plan = plan_of(team(engineers="unlimited", shift="always"))
    found = story(tmp_path, tickets, "f: {}", plan, travel=RUSH, zone="Asia/Shanghai")
    assert [line[:8] for line in found.lines(Event.ARRIVED)] == [
        "05 07:19", "05 07:40", "05 09:20", "05 09:39", "05 23:10", "06 02:09", "06 02:20"
    ]  # fmt: skip


def test_each_leg_has_the_factor_of_its_own_departure(tmp_path: Path) -> None:
    """Called at 06:20 he sets out at 06:50: ten minutes to the outlet, and at 07:00 twice one to the site."""
    on_call = team("a", 10, shift="works", more="on_call: {engineers: 1, mobilise: 30min, wake: always, rest: 0s}")
    plan = plan_of(on_call, team("store", 0, engineers=0, outlet="stock: {pump: 1}"),
                   more="territories: {all: {sites: [s1], outlets: [store, a]}}")  # fmt: skip
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
    tickets = [("05 06:20", "s1", "f", None, None, "10min")]
    found = story(tmp_path, tickets, faults, plan, travel=RUSH, parts=["pump,consumable,2d,"])
    assert found.lines(*LEG, Event.COLLECTED) == trajectory("""
    05 06:50 0 DEPARTED 1 a-1 10000m
    05 07:00 0 COLLECTED 1 a-1
    05 07:00 0 DEPARTED 1 a-1 1000m
    05 07:02 0 ARRIVED 1 a-1
    """)


def test_the_dispatcher_expects_the_rush_and_looks_again_when_it_is_over(tmp_path: Path) -> None:
    """40 km in twice the time: at 15:30 he would be there after his shift, which ends at 16:30; at 15:45 before."""
    travel = RUSH.replace("07:00-09:00", "15:00-15:45")
    calendars = 'short: {days: mon-fri, hours: "08:00-16:30"}'
    plan = plan_of(team(shift="short"), dispatch="end_of_shift: next_day")
    tickets = [("05 15:30", "s40", "f", None, None, "5min")]
    found = story(tmp_path, tickets, "f: {}", plan, travel=travel, calendars=calendars)
    assert found.lines(*LEG)[:2] == trajectory("""
    05 15:45 0 DEPARTED 1 crew-1 40000m
    05 16:25 0 ARRIVED 1 crew-1
    """)


SNOW = (
    "{detour: 1, speeds: 60, noise_cv: 0, disruptions: [{from: 2026-01-06, to: 2026-01-07, regions: rs20, slower: x2}, "
    "{from: 2026-01-07, to: 2026-01-07, slower: 1.5}]}"
)


def test_a_disruption_slows_drives_for_its_regions_on_its_dates(tmp_path: Path) -> None:
    """20 km: twice 20 minutes on the 6th, three times on the 7th; elsewhere once and a half on the 7th alone.

    From the first instant of the first date to the last of the last one, local time, by when the drive begins.
    """
    times = ("05 23:59", "06 00:00", "06 23:50", "07 09:00", "07 23:59", "08 00:00")
    tickets = [(time, site, "f", None, None, "0s") for time in times for site in ("s20", "s40")]
    plan = plan_of(team(engineers="unlimited", shift="always"))
    found = story(tmp_path, tickets, "f: {}", plan, travel=SNOW, zone="Asia/Shanghai")
    arrived = {line.split()[2]: line[:8] for line in found.lines(Event.ARRIVED)}
    assert [arrived[str(number)] for number in range(0, 12, 2)] == [
        "06 00:19", "06 00:40", "07 00:30", "07 10:00", "08 00:59", "08 00:20"
    ]  # fmt: skip
    assert [arrived[str(number)] for number in range(1, 12, 2)] == [
        "06 00:39", "06 00:40", "07 00:30", "07 10:00", "08 00:59", "08 00:40"
    ]  # fmt: skip


def test_by_way_of_an_outlet_and_back_the_roads_are_those_of_the_site(tmp_path: Path) -> None:
    """10 km to the outlet, 20 to the site and 30 home: all twice, wherever the road itself lies."""
    store, more = team("store", 0, engineers=0, outlet="stock: {pump: 1}"), "{sites: s20, outlets: [store, a]}"
    alone = team("a", 10, shift="always")
    plan = plan_of(alone, store, dispatch="after_job: return", more=f"territories: {{all: {more}}}")
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
    tickets = [("06 09:00", "s20", "f", None, None, "10min")]
    found = story(tmp_path, tickets, faults, plan, travel=SNOW, parts=["pump,consumable,2d,"])
    assert found.lines(*LEG, Event.COLLECTED, Event.HOMEWARD, Event.BACK) == trajectory("""
    06 09:00 0 DEPARTED 1 a-1 10000m
    06 09:20 0 COLLECTED 1 a-1
    06 09:20 0 DEPARTED 1 a-1 20000m
    06 10:00 0 ARRIVED 1 a-1
    06 10:10 - HOMEWARD 1 a-1 10000m
    06 10:30 - BACK 0 a-1
    """)


def test_the_dispatcher_knows_that_the_road_is_bad_and_leaves_earlier(tmp_path: Path) -> None:
    """Within 1 d: due on the 6th at 09:00 he has to leave 40 minutes before; due on the 8th 20 minutes before.

    At 16:00 on the 6th he would arrive after his shift, which ends at 16:30; at midnight no duty has begun.
    """
    calendars = 'short: {days: mon-fri, hours: "08:00-16:30"}'
    plan = plan_of(team(shift="short"), dispatch="rule: due_date, end_of_shift: next_day")
    tickets = [(time, "s20", "f", None, None, "5min") for time in ("05 09:00", "06 16:00", "07 09:00")]
    found = story(tmp_path, tickets, "f: {}", plan, travel=SNOW, calendars=calendars)
    assert found.lines(Event.READY) == trajectory("""
    05 09:00 0 READY 1 - leave 06 08:20
    06 16:00 1 READY 1 - leave 07 15:00
    07 09:00 2 READY 1 - leave 08 08:40
    """)
    assert [line[:10] for line in found.lines(Event.ARRIVED)] == ["05 09:20 0", "07 09:00 1", "07 09:05 2"]


def test_a_road_that_is_clear_again_is_looked_at_again(tmp_path: Path) -> None:
    """On call around midnight for 90 km that take three hours on the 7th: by 02:00 he is there only from 00:00 on."""
    calendars = 'night: {days: daily, hours: "14:00-02:00"}'
    plan = plan_of(team(shift="night"), dispatch="end_of_shift: next_day")
    tickets = [("07 23:30", "s90", "f", None, None, "5min")]
    travel = SNOW.replace("slower: 1.5", "slower: x2")
    found = story(tmp_path, tickets, "f: {}", plan, travel=travel, calendars=calendars, sites=["s20"])
    assert found.lines(*LEG) == trajectory("""
    08 00:00 0 DEPARTED 1 crew-1 90000m
    08 01:30 0 ARRIVED 1 crew-1
    """)


def test_a_table_of_drives_is_taken_in_place_of_the_formula_each_way_for_itself(tmp_path: Path) -> None:
    """From the outlet to s10 it is 12.5 km in 25 minutes; back, and to other places, as the formula says."""
    tickets = [("05 09:00", "s10", "f", None, None, "10min"), ("05 12:00", "s10", "f", None, None, "10min")]
    plan = plan_of(team(shift="always"), dispatch="after_job: return")
    found = story(tmp_path, tickets, "f: {}", plan, matrix=["crew,s10,12.5,25", "s10,s20,1,1"], sites=["s20"])
    assert found.lines(*LEG, Event.HOMEWARD, Event.BACK)[:4] == trajectory("""
    05 09:00 0 DEPARTED 1 crew-1 12500m
    05 09:25 0 ARRIVED 1 crew-1
    05 09:35 - HOMEWARD 1 crew-1 10000m
    05 09:45 - BACK 0 crew-1
    """)


def test_the_table_decides_who_is_nearest(tmp_path: Path) -> None:
    """b is 5 km away, but a ferry takes an hour; a needs 20 min. And the hour of departure makes it longer still."""
    plan = plan_of(team("a", 0, shift="always"), team("b", 25, shift="always"))
    travel = RUSH.replace("07:00-09:00", "09:00-10:00")
    for name, matrix, arrives in (("road", [], "05 09:10 b-1"), ("ferry", ["b,s20,9,60"], "05 09:40 a-1")):
        found = story(tmp_path / name, [("05 09:00", "s20", "f")], "f: {}", plan, matrix=matrix, travel=travel)
        (line,) = found.lines(Event.ARRIVED)
        assert f"{line[:8]} {line.split()[-1]}" == arrives


def test_on_a_plane_distances_are_straight_lines(tmp_path: Path) -> None:
    """3 km east and 4 km north of the outlet: 5 km, and a fifth more by road."""
    plan = plan_of(team(shift="always")).replace("lat: 50.000000000000, lon: 10.0", "x_km: 0, y_km: 0")
    travel = "{distance: plane, detour: 1.2, speeds: 60, noise_cv: 0}"
    tickets = [("05 09:00", "p3-4", "f", None, None, "10min"), ("05 09:01", "p3-16", "f", None, None, "10min")]
    found = story(tmp_path, tickets, "f: {}", plan, travel=travel)
    assert found.lines(*LEG) == trajectory("""
    05 09:00 0 DEPARTED 1 crew-1 6000m
    05 09:06 0 ARRIVED 1 crew-1
    05 09:16 1 DEPARTED 1 crew-1 14400m
    05 09:30:24 1 ARRIVED 1 crew-1
    """)
    assert found.place.radius_m.tolist() == [5000, 16279]
