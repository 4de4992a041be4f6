"""The published method over HTTP, with the packs it rests on."""

from dataclasses import dataclass

from fastapi import APIRouter

from services.risk.store import PublishedMethod
from shared.store.packs import PackHeader


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodPublished:
    """The method in words and the packs it rests on, with editions, licences and credits."""

    method: str
    edition: str
    text: str
    packs: list[PackHeader]


def router(published: PublishedMethod) -> APIRouter:
    """Return the route to the method."""
    routes = APIRouter()

    @routes.get("/method")
    async def read_method() -> MethodPublished:
        """Return the published method and its sources."""
        return MethodPublished(
            method=published.method.source.pack,
            edition=published.method.source.edition,
            text=published.text,
            packs=list(published.packs),
        )

    return routes
