"""Faults planted in the model: people, desks, roads and stores that do not keep to the rules."""

from tests.planted.fault import Fault

PEOPLE = (
    Fault(
        "shift-end",
        "sim/model/teams.py",
        "if position < 0 or now >= self.ends[position]:",
        "if position < 0 or now > self.ends[position]:",
        "a shift lasts one instant too long: whoever is done at 17:00 sharp gets another visit",
    ),
    Fault(
        "overtime-cap",
        "sim/model/hours.py",
        "allowed = max(0, min(seconds, team.last_end(now) + team.overtime - now))",
        "allowed = seconds",
        "overtime without an end",
    ),
    Fault(
        "break",
        "sim/model/hours.py",
        "done = team.calendar.add(now, seconds)",
        "done = now + seconds",
        "the lunch break is worked through",
    ),
    Fault(
        "sent-twice",
        "sim/model/roster.py",
        "        pool.remove(worker)\n        worker.at_work",
        "        worker.at_work",
        "an engineer who was sent stays in the pool and is sent again",
    ),
    Fault(
        "skill",
        "sim/model/dispatch.py",
        "if team.spec.engineers != 0 and knows(team.spec, skill)]",
        "if team.spec.engineers != 0]",
        "skills are not looked at",
    ),
    Fault(
        "priority",
        "sim/model/dispatch.py",
        '"severity": lambda visit: visit.ticket.severity,',
        '"severity": lambda visit: -visit.ticket.severity,',
        "severity the wrong way round: what is down waits for what is general",
    ),
    Fault(
        "woken-for-nothing",
        "sim/model/teams.py",
        "    return visit.latest_departure < next_duty\n",
        "    return True\n",
        "who is on call is woken for what could wait until the morning",
    ),
    Fault(
        "rest",
        "sim/model/roster.py",
        "worker.rests_until = self.env.now + worker.team.rest",
        "worker.rests_until = self.env.now",
        "no rest after a night's work",
    ),
    Fault(
        "first-fix-once",
        "sim/model/on_site.py",
        "draws.sign_off[i], self.world.first_fix(i, number), ticket.missing)",
        "draws.sign_off[i], draws.u_first_fix[i], ticket.missing)",
        "whether a repair holds is drawn once: a second visit fails as the first did, for ever",
    ),
)
DESKS = (
    Fault(
        "later-caller",
        "sim/model/desks.py",
        "(is_deferred, severity, since, ticket, purpose, attempt, turn)",
        "(is_deferred, severity, -since, ticket, purpose, attempt, turn)",
        "a seat that becomes free goes to the caller who came last",
        ("stories", "exact"),
    ),
    Fault(
        "patience-tie",
        "sim/model/desks.py",
        "            self._impatient.append(turn)\n            self.env.unsettled = True",
        "            turn.succeed(None)",
        "whose patience ends when a seat becomes free has gone",
    ),
    Fault(
        "redial",
        "sim/judge/tickets.py",
        'dated["reported"] = _reported(world, rows, size)',
        'last = _last(_asked(rows[Event.QUEUED]), "at", size, 0)\n'
        '    dated["reported"] = np.maximum(_reported(world, rows, size), last)',
        "who calls again is judged from his last call, not from his first",
        ("rooms/judge", "invariants/judging"),
    ),
)
ROADS = (
    Fault(
        "noise-home",
        "sim/model/driving.py",
        "if true := self._true(seconds[start], visit):",
        "if true := seconds[start]:",
        "the way back takes the expected time, whatever the luck of the road",
    ),
    Fault(
        "rush-hour",
        "sim/model/driving.py",
        "factor *= self._traffic.at(self.env.now, visit.ticket.site)",
        "factor *= 1.0",
        "the factor of the hour is looked up and forgotten",
    ),
    Fault(
        "detour",
        "sim/model/roads.py",
        "road = np.floor(direct * travel.detour + 0.5)",
        "road = np.floor(direct + 0.5)",
        "roads as straight as the crow flies",
    ),
)
STORES = (
    Fault(
        "lost-part",
        "sim/model/shelves.py",
        "        self.note(GIVEN_BACK, ticket, 0, stock, units)\n        self._put(stock, units)",
        "        self.note(GIVEN_BACK, ticket, 0, stock, units)",
        "a part that is given back is written down and never lies on the shelf again",
    ),
    Fault(
        "early-restock",
        "sim/model/shelves.py",
        "self.env.after(times.seconds(stock.orders), partial(self.receive, stock, units))",
        "self.env.after(times.seconds(stock.orders) // 2, partial(self.receive, stock, units))",
        "orders come in half the time",
        ("stories", "exact"),
    ),
    Fault(
        "backorder",
        "sim/model/shelves.py",
        "taken = stock.draw(units)\n        stock.position -= units",
        "taken = stock.draw(units)\n        stock.position -= taken",
        "what somebody waits for is not ordered",
        ("stories", "exact"),
    ),
    Fault(
        "queue-jumper",
        "sim/model/shelves.py",
        "stock.waiting.append(Demand(ticket, units - taken, handed))",
        "stock.waiting.appendleft(Demand(ticket, units - taken, handed))",
        "a part that comes in goes to who asked last",
    ),
    Fault(
        "scrap",
        "sim/model/workshop.py",
        "            env.unsettled = True\n            return\n",
        "            env.unsettled = True\n            self._shelves.receive(unit.home, 1)\n            return\n",
        "what was scrapped lies on the shelf as well",
    ),
    Fault(
        "sourcing",
        "sim/model/sourcing.py",
        "for word in plan.supply.sourcing:",
        "for word in sorted(plan.supply.sourcing):",
        "stores are asked by the alphabet, not by the plan",
    ),
)
IN_MODEL = (*PEOPLE, *DESKS, *ROADS, *STORES)
