"""The company: all rooms of the model put together for one world and one plan."""

from __future__ import annotations

from sim.model.absence import absent_days
from sim.model.aftercare import Aftercare
from sim.model.calling import Calling
from sim.model.customers import Customers
from sim.model.deployment import Deployment
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.driving import Driving
from sim.model.environment import Environment
from sim.model.events import Recorder
from sim.model.front_office import FrontOffice
from sim.model.intake import Intake
from sim.model.journey import Journey
from sim.model.on_site import OnSite
from sim.model.outcomes import Outcomes
from sim.model.planned import planned_visits
from sim.model.provision import Provision
from sim.model.quotes import Quotes
from sim.model.relief import Relief
from sim.model.repair_points import RepairPoints
from sim.model.roster import Roster
from sim.model.rota import LocalDays
from sim.model.stores import Stores
from sim.model.traffic import Traffic
from sim.model.trips import Trips
from sim.model.upkeep import Upkeep
from sim.world import World


class Company:
    """Who and what takes part, each knowing those it needs. Built in the order in which work flows back to front."""

    def __init__(self, env: Environment, record: Recorder, world: World, place: Deployment) -> None:
        self.env, self._record, self.world, self.deployment = env, record, world, place
        horizon = world.scenario.horizon
        self.days = LocalDays(world.scenario.timezone, horizon.begin, horizon.stop)
        self._planned = planned_visits(world, place.plan)
        self.draws = Draws.of(world, place, self._planned)
        self._build_field()
        self._build_stores()
        self._build_front()
        self.calling = self._calling()
        self._tell_aftercare()

    def _build_field(self) -> None:
        """Engineers, who sends them, and how they drive."""
        env, record, world, place = self.env, self._record, self.world, self.deployment
        self.traffic = traffic = Traffic(world.scenario, self.days)
        away = absent_days(world, place)
        self.roster = Roster(env, record, place, self.days, world.scenario.horizon.begin, away, traffic.turns)
        self.dispatcher = Dispatcher(env, place, self.roster, traffic)
        self.driving = Driving(env, record, world, place, self.draws, traffic)

    def _build_stores(self) -> None:
        """Parts, and those who work with them: on site and at the repair points."""
        env, record, world, place, draws = self.env, self._record, self.world, self.deployment, self.draws
        self.stores = Stores(env, record, world, place, self.days) if world.scenario.parts else None
        self.provision = None
        if self.stores is not None:
            self.provision = Provision(env, record, world, place, self.stores, self.driving)
        self.trips = Trips(env, record, self.dispatcher, self.roster, self.driving, self.provision)
        self.on_site = OnSite(env, record, world, place, draws, self.roster, self.driving, self.provision)
        if place.plan.dispatch.end_of_shift == "relief":
            self.on_site.relief = Relief(env, place, self.trips)
        self.repair_points = RepairPoints(env, record, place, draws, self.provision)

    def _build_front(self) -> None:
        """Desks, the journey of a ticket through all of it, work without a fault, and where tickets come from."""
        env, record, world, place, draws = self.env, self._record, self.world, self.deployment, self.draws
        self.office = FrontOffice(env, record, world, place)
        self.hotline = self.office.hotline(draws)
        outcomes = Outcomes(record, world, place, draws, self.traffic)
        self.journey = Journey(
            env,
            record,
            world,
            self.hotline,
            self.office.dispatch,
            self.dispatcher,
            self.trips,
            self.on_site,
            self.provision,
            self.repair_points,
            Quotes(env, record, world.scenario, draws, self.office.first_desk),
            outcomes,
            draws,
        )
        self.upkeep = None
        if place.plan.planned:
            people = self.dispatcher, self.trips, self.on_site
            self.upkeep = Upkeep(env, record, world, place, self._planned, *people)
        self.intake = Intake(env, record, world, self.journey, outcomes, self.upkeep, draws)

    def _calling(self) -> Calling | None:
        """The calls the plan makes, by whom; who waits for contact is watched."""
        plan, desks = self.deployment.plan, self.office.callers()
        if not desks:
            return None
        customers = Customers(self.world.scenario)
        if plan.calls.contact is not None:
            self.driving.customers = customers
            sites, env = self.draws.site, self.env
            self.hotline.tell(lambda ticket: customers.met(sites[ticket], env.now))
        return Calling(self.env, self._record, self.world, plan.calls, desks, self.days, customers)

    def _tell_aftercare(self) -> None:
        """Whoever ends a fault tells what follows from it, where anything does."""
        world, fleet = self.world, self.intake.fleet
        follows = world.originals < len(world.tickets) or world.tickets.complain_after.any()
        if self.calling or fleet or follows:
            aftercare = Aftercare(self.env, self._record, world, self.calling, fleet, self.intake.report)
            for told in (self.journey, self.hotline, self.on_site, self.repair_points):
                told.aftercare = aftercare
