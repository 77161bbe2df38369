"""What the keys of `scenario.yaml` mean."""

from collections.abc import Callable

from sim.wording import _

NATURE: dict[str, Callable[[], dict[str, str]]] = {
    "ScenarioFile": lambda: {
        "": _("What happens whatever is promised and planned."),
        "schema": _("The version of this format."),
        "name": _("What reports call the scenario; else the name of its folder."),
        "timezone": _("IANA name of the zone in which all times are written, such as `Asia/Shanghai`."),
        "country": _("Whose holidays, overtime factors and office hours hold, such as `CN`."),
        "currency": _("Of all amounts, as it is shown."),
        "horizon": _("What is judged, and what is simulated before and after it."),
        "judge": _("How sure a verdict must be."),
        "severities": _("How grave a fault can be, most severe first."),
        "failures": _(
            "`calendar`: at a rate, whether or not the unit runs; `operating`: a unit that is down does not age. The "
            "latter does not go with `profile`, `region_day_cv`, replay.csv or tickets in start.csv."
        ),
        "calendars": _("Opening hours that shifts, clocks, channels, stores and sites name."),
        "channels": _("Ways in which customers report."),
        "dispersion": _("How much days and sites differ beyond mere chance."),
        "profile": _("How rates move through the day, the year and the years."),
        "products": _("What is installed, and how it fails."),
        "suppliers": _("Makers of components who are asked, or come themselves."),
        "travel": _("How long the way takes."),
        "satisfaction": _("Share of customers who are satisfied. Needed for `share_of: satisfied`."),
        "complaints": _("Share of customers who complain. Needed for `share_of: complained`."),
        "contracts": _("Fees, by the contract that sites.csv names; then every contract named there must be here."),
        "charged": _("Work that customers pay for after a quote; left out, nobody pays."),
        "appointments": _("Customers who do not want the first visit at once; left out, everybody does."),
        "prices": _("What things cost. What has no price is named in the result, not counted as 0."),
    },
    "HorizonSpec": lambda: {
        "": _("Judged time is from `start` on, as long as one of `months`, `weeks`, `days`, `hours` says."),
        "start": _("The first judged instant."),
        "months": _("Length in calendar months."),
        "weeks": _("Length in weeks of 168 h."),
        "days": _("Length in days of 24 h."),
        "hours": _("Length in hours."),
        "warmup": _(
            "Simulated before, so that the judged time does not begin with empty queues. With start.csv: `0s`."
        ),
        "runout": _("Simulated afterwards, so that late tickets end; at least the longest limit."),
    },
    "Judge": lambda: {
        "": _("How sure one wants to be; a commitment may carry its own."),
        "confidence": _("Of the bounds of the kept-probability."),
        "assurance": _("Chance of meeting the target that makes a promise hold."),
    },
    "CalendarEntry": lambda: {
        "": _(
            "Open on `days` at `hours`. Two need no entry: `always`, and `office` (mon-fri 09:00-17:00, with the "
            "holidays of `country`)."
        ),
        "days": _("Weekdays, such as `mon-fri`, `[sat, sun]`, `daily`."),
        "hours": _("Windows such as `08:30-12:00`; one past midnight belongs to the day on which it opens."),
        "holidays": _("Closed on the public holidays of this country, open on its make-up workdays."),
        "timezone": _("Another zone than the scenario's."),
        "all_of": _("Other calendars that must be open too."),
    },
    "Channel": lambda: {
        "": _("One way in which customers report. Without any entry there is one channel, `phone`."),
        "share": _("Share of tickets that come this way; with one channel it need not be written."),
        "answer": _("`live`: the customer waits on the line; `deferred`: a message lies in the queue."),
        "calendar": _("When it is open; left out, always."),
        "closed": _(
            "What becomes of a call while it is closed or nobody is on duty: a `message`, a busy signal (`reject`), or "
            "whoever is `on_call` is called."
        ),
        "patience": _("How long a caller waits; left out, for ever."),
        "redial": _("Callers who gave up or were refused and call again; left out, nobody."),
    },
    "Redial": lambda: {
        "chance": _("Share of them."),
        "after": _("How much later."),
    },
    "Dispersion": lambda: {
        "": _("Coefficients of variation; 0 is chance alone."),
        "region_day_cv": _("How much one day of a region differs from another, for all faults together."),
        "site_cv": _("How much sites differ, for good, though their rates are written alike."),
    },
    "Profile": lambda: {
        "": _("`hours` and `months` are weights, scaled to mean 1; `step` and `values` are factors of the rate."),
        "hours": _("24 weights for every day, or two lists:"),
        "step": _("Length of one of the `values`."),
        "values": _("Factors; the first begins at `horizon.start`, the list repeats."),
        "months": _("12 weights, January first."),
        "growth_per_year": _("Change of the rates a year, counted from `horizon.start`."),
        "surges": _("Times of more, or less, than usual."),
    },
    "DayHours": lambda: {
        "weekday": _("24 weights from midnight on, Monday to Friday."),
        "weekend": _("24 weights, Saturday and Sunday; left out, as on weekdays."),
    },
    "Surge": lambda: {
        "from": _("First day."),
        "to": _("Last day, included."),
        "factor": _("So much times the usual rate."),
        "regions": _("Only there; left out, everywhere."),
    },
    "Product": lambda: {
        "": _("Something that is installed at sites."),
        "unit": _("The part (of kind unit) that a whole one is."),
        "swap": _("A whole unit may be exchanged in place of a repair, if the plan says `swap`."),
        "faults": _("The ways in which it fails."),
    },
    "Swap": lambda: {
        "unit": _("The part of kind unit that is put in."),
        "work": _("How long the exchange takes."),
    },
    "Fault": lambda: {
        "": _("One kind of fault: how often, how grave, how much work. A rate is not needed with replay.csv."),
        "rate_per_unit_year": _("Times a year and unit."),
        "rate": _("The same as a rate, such as `0.5/d`, per unit too."),
        "severity": _("One of `severities`."),
        "skill": _("What an engineer must know; left out, nothing in particular."),
        "remote_fix": _("Shares that advice on the phone fixes."),
        "first_fix": _("Share of visits after which it works for good; else a second try follows."),
        "crew": _("Engineers who must be there together."),
        "talk": _("Call or message at the desk."),
        "diagnose": _("On site, or on a bench, before the repair; a second try needs it again."),
        "repair": _("Work on site, or on a bench."),
        "sign_off": _("Until the customer has signed, after it works."),
        "parts": _("Parts it may need, each by its own chance."),
        "supplier": _("Share of its tickets that need a supplier."),
        "carry_in": _("Share that is brought to a repair point, where the territory has one (`benches`)."),
        "bring": _("How long bringing it takes."),
        "take_back": _("How long fetching it takes, before it is closed."),
        "repeat": _("Share of repaired ones that come back."),
    },
    "RemoteFix": lambda: {
        "front": _("By a front desk."),
        "experts": _("In all, once experts have talked too; left out, no more than the front."),
    },
    "PartNeed": lambda: {
        "chance": _("How often it is needed."),
        "known": _("Share of these that the phone tells of, so that it is reserved before the visit."),
        "quantity": _("How many."),
    },
    "SupplierShare": lambda: {
        "id": _("Of the supplier."),
        "chance": _("Share of tickets."),
    },
    "Repeat": lambda: {
        "chance": _("Share of restored tickets."),
        "after": _("How long after the repair."),
    },
    "Supplier": lambda: {
        "": _("Whoever makes a component: he is written to, answers, and sends the part or comes himself."),
        "contact": _("The desk's letter to him."),
        "reply": _("Until he answers."),
        "supply": _("From his answer until his part is there."),
        "visits": _("`own`: our people go; `supplier`: he does, and the ticket is handed on."),
        "pays_back": _("Share of parts and visit cost that he refunds."),
    },
    "Contact": lambda: {
        "handle": _("Work of the letter."),
        "desk": _("Who writes it; left out, whoever takes the calls."),
    },
    "Travel": lambda: {
        "": _("The way between outlets and sites. travel_matrix.csv overrides it where it knows better."),
        "detour": _("Road over straight line."),
        "speeds": _("Stretches of the way one after the other; the last one is the rest."),
        "hour_factor": _('By the hour of departure it takes so much longer, such as `{"07:00-09:00": 1.4}`.'),
        "disruptions": _("Times in which the roads of some regions, or all, are slower."),
        "noise_cv": _("How much single drives differ from what is expected."),
        "distance": _("`plane`: places have `x_km` and `y_km` in place of degrees."),
        "radius": _("What a radius in a promise is: the straight line or the road."),
    },
    "Disruption": lambda: {
        "": _("Drives that begin in this time, for sites of these regions, take longer; their kilometres stay."),
        "from": _("First day."),
        "to": _("Last day, included."),
        "slower": _("So many times the usual time."),
        "regions": _("Only for sites there; left out, everywhere."),
    },
    "SpeedBand": lambda: {
        "first_km": _("Length of the stretch; left out of the last."),
        "kmh": _("Speed."),
    },
    "Outcomes": lambda: {
        "": _("By how many time commitments were missed for the customer; a bare share holds for all."),
        "all_kept": _("None missed."),
        "one_missed": _("One missed."),
        "more_missed": _("Two or more missed."),
    },
    "Complaints": lambda: {
        "": _("By how many time commitments were missed for the customer; a bare share holds for all."),
        "all_kept": _("None missed."),
        "one_missed": _("One missed."),
        "more_missed": _("Two or more missed."),
        "after": _("How long after the ticket is closed."),
        "decision": _("How long the decision on an escalated complaint takes."),
    },
    "Contract": lambda: {
        "": _("What a contract brings."),
        "fee_per_year": _("Fee; needed where a penalty asks a share of it."),
        "years": _("How long it runs."),
    },
    "Charged": lambda: {
        "": _("A quote is written by the desk, the customer confirms or refuses; meanwhile `confirmation` pauses."),
        "in_warranty": _("Share of tickets that are charged though in warranty (damage by the customer)."),
        "out_of_warranty": _("Share that is charged afterwards (`warranty_until` in sites.csv)."),
        "quoted_after": _("After the `talk`, or only when the `diagnosis` is done; then a return visit repairs."),
        "quote": _("Desk work."),
        "confirm": _("How long the customer takes."),
        "refused": _("Share that declines; the ticket is closed."),
        "work_per_hour": _("Charged for each engineer and hour worked."),
        "parts_markup": _("Put on the cost of parts."),
    },
    "Appointments": lambda: {
        "": _("The first visit waits for a time that suits the customer."),
        "share": _("Share of customers."),
        "after": _("At least so long after the decision that a visit is needed."),
        "calendar": _("At the next opening of this calendar."),
    },
    "Prices": lambda: {
        "": _("Pay and monthly costs stand in the plan."),
        "per_km": _("Driving."),
        "per_night": _("A night away."),
        "holding_per_year": _("Holding stock, as a share of its worth."),
        "courier": _("A shipment by courier."),
        "overtime": _("Pay of an hour outside the shift, in hours of pay; in China 1.5, 2 and 3, else unknown."),
    },
    "OvertimeFactors": lambda: {
        "workday": _("On a workday."),
        "rest_day": _("On a day of rest."),
        "holiday": _("On a public holiday."),
    },
}
