"""Reference cases with known answers, run through the engine that users run."""
