"""Door 2, machines over HTTP: the record as JSON, and the events behind each of its numbers."""

from services.reporting.api.disclosures import router as router
from services.reporting.api.editions import editions_router as editions_router
