"""Stories of the road and of suppliers."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.model.little import plan_of, story, team, trajectory

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
