"""The rows of tickets.csv."""

from __future__ import annotations

from pathlib import Path

from sim.clock import NEVER
from sim.judge import CAUSES, TIMES, ticket_rows
from sim.model import Event
from tests.rooms.judge.company import MIN, H, at, call, company, visit

FIX = "- {id: fix, measure: {from: reported, to: restored}, within: 4h, target: 90%}\n"
COLUMNS = (
    "replication ticket repeat_of judged site_id customer contract product fault severity channel outlet desk team "
    "engineer attempts refused visits distance_km reported answered responded supplier_contacted replied remote_fixed "
    "quoted confirmed dispatched dispatched_last parts_ready departed arrived received diagnosed restored closed "
    "progress_reported called_back followed_up_1 followed_up_2 complained complaint_decided complaint_answered "
    "escalated handed_on abandoned desk_s dispatch_s off_shift_s engineer_s part_s travel_s repair_s supplier_s "
    "customer_s"
)


def test_a_ticket_as_a_row(tmp_path: Path) -> None:
    rows = [*call(0, "6 09:00", "6 09:02", "6 09:10"), *visit(0, "6 09:10", "6 10:00", "6 11:00", "6 11:30")]
    story = company(tmp_path, FIX, [("6 09:00", "far", "body")], rows)
    table = ticket_rows(story.world, story.plan, story.log)
    assert " ".join(table) == COLUMNS
    row = {name: column.tolist()[0] for name, column in table.items()}
    filled = {name: value for name, value in row.items() if value not in ("", 0, NEVER)}
    assert filled == {
        "ticket": story.world.ticket_id(0), "judged": True, "site_id": "far", "customer": "beta", "product": "coach",
        "fault": "body", "severity": "general", "channel": "phone", "outlet": "depot", "desk": "front", "team": "north",
        "engineer": "north-1", "attempts": 1, "visits": 1, "distance_km": 10.0,
        "reported": at("6 09:00"), "answered": at("6 09:02"), "responded": at("6 09:02"), "dispatched": at("6 10:00"),
        "dispatched_last": at("6 10:00"), "departed": at("6 10:00"), "arrived": at("6 11:00"),
        "diagnosed": at("6 11:00"), "restored": at("6 11:30"), "closed": at("6 11:30"),
        "desk_s": 10 * MIN, "engineer_s": 50 * MIN, "travel_s": H, "repair_s": 30 * MIN,
    }  # fmt: skip


def test_every_ticket_has_a_row_and_its_causes_end_with_it(tmp_path: Path) -> None:
    tickets = [("4 09:00", "near", "body"), ("6 09:00", "near", "gear"), ("6 09:00", "near", "body")]
    rows = [
        *call(0, "4 09:00", "4 09:00", "4 09:10"), ("4 09:10", 0, Event.REMOTE_FIXED), ("4 09:10", 0, Event.RESTORED),
        ("4 09:10", 0, Event.CLOSED),
        ("6 09:00", 1, Event.QUEUED, 1, 0, 0), ("6 09:07", 1, Event.GAVE_UP, 1, 0, 0), ("6 09:07", 1, Event.ABANDONED),
        *call(2, "6 09:00", "6 09:05", "6 09:10"), ("6 09:10", 2, Event.SUPPLIER_CONTACTED),
        ("6 10:10", 2, Event.REPLIED), ("6 10:10", 2, Event.HANDED_ON),
    ]  # fmt: skip
    story = company(tmp_path, FIX, tickets, rows)
    table = ticket_rows(story.world, story.plan, story.log)
    assert table["judged"].tolist() == [False, True, True]
    assert all(table[name].dtype == "int64" for name in TIMES)
    assert table["desk_s"].tolist() == [10 * MIN, 7 * MIN, 10 * MIN]
    assert table["supplier_s"].tolist() == [0, 0, H]
    assert sum(int(table[f"{cause}_s"].sum()) for cause in CAUSES) == 27 * MIN + H
    assert table["desk"].tolist() == ["front"] * 3
    assert table["engineer"].tolist() == [""] * 3
    assert table["abandoned"].tolist() == [NEVER, at("6 09:07"), NEVER]
