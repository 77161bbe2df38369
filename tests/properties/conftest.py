"""A scenario folder to put junk into."""

from tests.rooms.scenario.folders import folder as folder
