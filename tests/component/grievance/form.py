"""The form as a browser without script sees and sends it."""

import html
from html.parser import HTMLParser

import httpx

from tests.component.grievance.counter import TOKEN, Counter


class Page(HTMLParser):
    """What stands on a page: its tags, the text a person reads, its language."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [given for tag, given in self.tags if tag in names]


async def opened(counter: Counter, language: str = "es") -> str:
    """Open the form and return its token."""
    page = await counter.client.get(f"/file?lang={language}")
    assert page.status_code == 200
    (token,) = TOKEN.findall(page.text)
    return html.unescape(token)


async def send(counter: Counter, token: str, text: str, **said: str | list[str]) -> httpx.Response:
    fields = {"token": token, "text": text, **said}
    return await counter.client.post("/file?lang=es", data=fields)


async def shown(counter: Counter, receipt: str, language: str = "es") -> httpx.Response:
    return await counter.client.post(f"/case?lang={language}", data={"receipt": receipt})
