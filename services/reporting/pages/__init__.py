"""Door 3, people over HTTP: the record as a page that can be read, printed and saved."""

from services.reporting.pages.bands import share as share
from services.reporting.pages.disclosures import ROWS_SHOWN as ROWS_SHOWN
from services.reporting.pages.disclosures import render_record as render_record
from services.reporting.pages.disclosures import router as router
from services.reporting.pages.editions import editions_router as editions_router
