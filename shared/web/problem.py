"""Errors over HTTP as RFC 9457 problem documents that never echo input."""

from collections.abc import Mapping

from fastapi.responses import JSONResponse


def problem(
    status: int, reason: str, detail: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return a problem answer: `reason` is a stable code for machines, `detail` for people."""
    document = {"type": "about:blank", "status": status, "reason": reason, "detail": detail}
    return JSONResponse(document, status, headers=headers, media_type="application/problem+json")
