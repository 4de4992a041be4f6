"""The demo's editions: frozen, fetched, compared; and what a reader can check of one alone."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import httpx

from infra.local.errors import StackError

DISCLOSURE: Final = "lksg-10-1"
_ANSWER_SECONDS: Final = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A frozen edition as reporting names it, and the bytes that its address gives."""

    number: int
    sha256: str
    href: str
    content: bytes

    @property
    def is_whole(self) -> bool:
        """Say whether the bytes are those whose hash was published."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256

    @property
    def document(self) -> dict[str, Any]:
        """Return what it says."""
        document: dict[str, Any] = json.loads(self.content)
        return document


class Reporting:
    """The doors of reporting."""

    def __init__(self, address: str) -> None:
        self._client = httpx.AsyncClient(base_url=address, timeout=_ANSWER_SECONDS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def record(self, **parameters: str) -> dict[str, Any]:
        """Return the living record."""
        document: dict[str, Any] = (
            await self._get(f"/disclosures/{DISCLOSURE}", parameters)
        ).json()
        return document

    async def freeze(self) -> Edition:
        """Freeze an edition of the record and fetch it."""
        answer = await self._client.post("/editions", json={"disclosure": DISCLOSURE})
        made = _good(answer).json()
        content = (await self._get(made["href"])).content
        return Edition(
            number=made["number"], sha256=made["sha256"], href=made["href"], content=content
        )

    async def page(self, edition: Edition) -> bytes:
        """Return an edition as a page."""
        path = f"/editions/{DISCLOSURE}/{edition.number}.html"
        return (await self._get(path, {"copy": "yes"})).content

    async def difference(self, first: Edition, second: Edition) -> dict[str, Any]:
        """Return what differs between two editions, and the events that explain it."""
        path = f"/editions/{DISCLOSURE}/{first.number}/difference/{second.number}"
        document: dict[str, Any] = (await self._get(path)).json()
        return document

    async def _get(self, path: str, parameters: Mapping[str, str] | None = None) -> httpx.Response:
        return _good(await self._client.get(path, params=parameters))


def _good(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise StackError(f"Reporting answered {answer.status_code} to {answer.request.url.path}.")
    return answer
