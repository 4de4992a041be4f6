"""Door 3, people over HTTP: forms without account, script or cookie, in several languages."""

from services.grievance.pages.routes import router as router
