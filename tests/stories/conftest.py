"""Every log that a story makes goes past the auditor."""

from tests.stories.audited import audited as audited
