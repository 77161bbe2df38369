"""The one sentinel for an instant that does not come."""

NEVER = 1 << 62
