"""The model: customers, desks, dispatch, engineers and travel, from a world and a plan to an event log."""

from sim.model.deployment import Deployment, deployment
from sim.model.engine import simulate
from sim.model.events import Event, EventLog, Purpose

__all__ = ["Deployment", "Event", "EventLog", "Purpose", "deployment", "simulate"]
