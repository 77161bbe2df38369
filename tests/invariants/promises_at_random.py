"""Random promises for any company: every measure, limit, filter, target and penalty, each by itself."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.scenario import Commitment, Contract, Scenario
from sim.scenario.measure import MILESTONES

LIMITS = ("90s", "20min", "3h", "20h", "50h")
AROUND_THE_CLOCK = ("1d", "2d", "3h..1d", "1h..5h")
CALENDARS = ("always", "always", "works", "night", "late", "early")
FLAGS = ("needs_part", "needs_supplier", "needs_visit", "carry_in", "in_warranty", "repeat")
SHARES = ("answered", "remote_fixed", "times_kept")
LASTING = ("first_contact_fixed", "resolved", "first_time_fixed", "repeated")
LIKELY = ("arrived", "restored", "replied", "responded", "closed", "parts_ready", "progress_reported", "diagnosed")
OF_COMPLAINTS = ("complained", "complaint_decided", "complaint_answered", "escalated")
PAIRS = (
    ("restored", "handed_on"),
    ("complaint_answered", "escalated"),
    ("arrived", "received"),
    ("replied", "restored"),
    ("closed", "handed_on"),
    ("arrived", "restored"),
)
STARTS = tuple(one for one in MILESTONES if one != "handed_on")
SEVERITIES = ("down", "major", "general")
REGIONS = ("east", "west")


class Writer:
    """Writes promises for one scenario as `commitments.yaml` would hold them."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.luck = scenario, random.Random(seed)

    def promises(self, count: int) -> tuple[Commitment, ...]:
        return tuple(Commitment.model_validate(self._promise(number)) for number in range(count))

    def _promise(self, number: int) -> dict[str, Any]:
        kind = self._one(*["time"] * 6, *["share"] * 3, "lasting", "contacted", "open", "availability", "figure")
        entry = {"id": f"p{number}-{kind}", "review": self._one("contract", "contract", "month")}
        entry |= getattr(self, f"_{kind}")()
        if kind != "open":
            entry |= self._maybe("per", "contract", "region", "site", "customer")
        entry |= self._target(entry) if kind not in ("open", "figure") else {}
        entry |= self._penalty(entry)
        return entry

    def _one(self, *values: Any) -> Any:
        return self.luck.choice(values)

    def _maybe(self, key: str, *values: Any, of: int = 3) -> dict[str, Any]:
        return {key: self._one(*values)} if self.luck.randrange(of) == 0 else {}

    # -- what is measured ---------------------------------------------------------------------------------------------

    def _time(self) -> dict[str, Any]:
        entry: dict[str, Any] = {"measure": self._milestones(), **self._limits()}
        entry |= {"pause": [one for one in ("confirmation", "access", "supplier") if self.luck.random() < 0.5]}
        entry |= self._maybe("counts", "all") | self._maybe("covers", self._cover())
        if set(_listed(entry["measure"]["to"])) <= {"answered", "responded"} and entry["measure"]["from"] == "reported":
            entry |= self._maybe("of", "call", of=2)
        return {**self._maybe("of", "customer", of=4), **entry}

    def _milestones(self) -> dict[str, Any]:
        """From anything to anything later; what follows a complaint only from a complaint on."""
        if self.luck.random() < 0.15:
            return {"from": "reported", "to": self._one("answered", "responded", ["answered", "responded"])}
        start = self._one("reported", "reported", "reported", "answered", "closed", "complained", *STARTS)
        ends = [*LIKELY, *LIKELY, *(one for one in MILESTONES if one not in OF_COMPLAINTS)]
        if start in OF_COMPLAINTS:
            ends = [*OF_COMPLAINTS]
        if start in ("closed", "followed_up_1"):
            ends = ["called_back", "followed_up_1", "followed_up_2"]
        ends = [one for one in ends if one not in (start, "reported", "complained")]
        pairs = [list(pair) for pair in PAIRS if set(pair) <= set(ends)]
        return {"from": start, "to": self._one(self._one(*ends), self._one(*ends), self._one(*ends, *pairs))}

    def _limits(self) -> dict[str, Any]:
        if self.luck.random() < 0.25:
            count = self._one(1, 2)
            return {"cases": [self._limit() | self._maybe("covers", self._cover(), of=2) for _ in range(count)]}
        return self._limit(has_window=True)

    def _limit(self, has_window: bool = False) -> dict[str, Any]:
        clock = self._one(*CALENDARS)
        free = AROUND_THE_CLOCK if has_window else AROUND_THE_CLOCK[:2]
        within = self._one(*LIMITS, *(free if clock == "always" else ()), "1wd", "2wd")
        day = {"end_of_day": self._one(*CALENDARS), **self._maybe("cutoff", "09:30", "16:00", of=2)}
        given = self._one({"within": within}, {"within": within}, {"by": day}, {"within": within, "by": day})
        return {"clock": clock, **given}

    def _figure(self) -> dict[str, Any]:
        entry = {"measure": self._milestones(), "within": self._one(*LIMITS[1:]), "clock": self._one(*CALENDARS)}
        statistic = {"statistic": self._one("mean", "p90", "max")}
        is_of_calls = set(_listed(entry["measure"]["to"])) <= {"answered", "responded"}
        is_of_calls &= entry["measure"]["from"] == "reported"
        calls = self._maybe("of", "call") if is_of_calls else {}
        return entry | statistic | calls | self._maybe("covers", self._cover())

    def _share(self) -> dict[str, Any]:
        tables = {"satisfied": self.scenario.satisfaction, "complained": self.scenario.complaints}
        share = self._one(*SHARES, *(name for name, table in tables.items() if table is not None))
        channel = self._maybe("open", *self.scenario.channels, of=6)
        return {"measure": {"share_of": share, **channel}} | self._of_share()

    def _lasting(self) -> dict[str, Any]:
        return {"measure": {"share_of": self._one(*LASTING)}, "within": self._one("5h", "2d", "1w")} | self._of_share()

    def _of_share(self) -> dict[str, Any]:
        return self._maybe("of", "customer") | self._maybe("covers", self._cover())

    def _contacted(self) -> dict[str, Any]:
        within = {"within": self._one("10h", "2d", "4d", "1 month")}
        return {"measure": {"share_of": "contacted"}} | within | self._maybe("covers", self._sites())

    def _open(self) -> dict[str, Any]:
        return {"measure": {"open": self._one(*self.scenario.channels)}, "clock": self._one(*CALENDARS)}

    def _availability(self) -> dict[str, Any]:
        entry = {"measure": {"availability": "unit"}, "clock": self._one(*CALENDARS)}
        return entry | self._maybe("covers", self._cover())

    # -- which tickets, and what it costs -----------------------------------------------------------------------------

    def _cover(self, depth: int = 0) -> dict[str, Any]:
        cover: dict[str, Any] = self._sites() | self._maybe("channel", list(self.scenario.channels)[:1], of=6)
        cover |= self._maybe("fault", ["a"], ["b", "c"], of=5) | self._maybe("severity", *SEVERITIES, of=5)
        cover |= self._maybe("radius_km", {"at_most": 10}, {"above": 10}, {"above": 3, "at_most": 24}, of=5)
        cover |= self._maybe("reported_during", *CALENDARS, of=5)
        for flag in FLAGS:
            cover |= self._maybe(flag, True, False, of=8)
        if depth < 1:
            cover |= self._maybe("any", [self._cover(1), self._cover(1)], of=6) | self._maybe(
                "not", self._cover(1), of=6
            )
        return cover or {"severity": ["down"]}

    def _sites(self) -> dict[str, Any]:
        customers = sorted({site.customer for site in self.scenario.sites})
        return {
            **self._maybe("contract", ["std"], of=6),
            **self._maybe("region", ["east"], of=6),
            **self._maybe("customer", customers[:2], of=6),
        }

    def _target(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        if entry["measure"].get("share_of") in ("complained", "repeated"):
            return {"target": self._one({"at_most": "30%"}, {"below": "50%"}, {"below": "0%"})}
        return self._maybe("target", "50%", "80%", "100%", {"at_least": "95%"}, {"at_most": "60%"}, of=1)

    def _penalty(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        is_share = "open" not in entry["measure"] and "statistic" not in entry
        is_timed = "from" in entry["measure"] and is_share
        target = entry.get("target")
        at_least = isinstance(target, str) or (is_share and "at_least" in str(target))
        terms: dict[str, Any] = {"per_miss": 10} | self._maybe("percent_of_fee", "0.15%", "1%")
        terms |= self._maybe("when", "target_missed") | self._maybe("free_misses", 1, 3)
        terms |= self._maybe("per_hour_late", 7, of=2) if is_timed else {}
        terms |= self._maybe("bonus", 50)
        if at_least:
            bands = [{"below": "90%", "amount": 100}, {"below": "60%", "percent_of_fee": "0.35%"}]
            terms |= self._maybe("bands", bands)
        amounts = ({"amount": 60}, {"share_of_fee": "0.5%"}, {"amount": 90, "per": "contract"})
        terms |= self._maybe("cap", *amounts, of=2)
        terms |= self._maybe("exclude", {"dates": ["2026-03-26", {"from": "2026-01-27", "to": "2026-01-28"}]})
        terms |= self._maybe("exclude", {"customer_caused": True}) if is_timed else {}
        is_single = is_timed or ("share_of" in entry["measure"] and entry["measure"]["share_of"] != "contacted")
        ends = {"misses": self._one(1, 3), "in": "contract", **self._maybe("per", "contract", "customer", "site", of=2)}
        right = self._maybe("exit", ends) if is_single and entry.get("of") != "customer" else {}
        return self._maybe("penalty", terms, of=1) | right


def with_promises(scenario: Scenario, seed: int, count: int) -> Scenario:
    """The same scenario with contracts, customers and regions for its sites, and so many promises."""
    sites = tuple(
        replace(
            site,
            contract=(None, "std", "gold")[number % 3],
            customer=f"k{number // 2}",
            region=REGIONS[number % len(REGIONS)],
        )
        for number, site in enumerate(scenario.sites)
    )
    fees = {"std": Contract(fee_per_year=1234.56), "gold": Contract(fee_per_year=9999.99)}
    changed = replace(scenario, sites=sites, contracts=fees, _compiled={})
    return replace(changed, commitments=Writer(changed, seed).promises(count))


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
