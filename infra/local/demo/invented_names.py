"""Invented names: the length and alphabet of a real one, drawn from a keyed generator.

Every word that could name somebody is drawn anew; legal forms, trade words, digits' places, blanks
and signs stay. Each word is drawn by HMAC of the whole name under a secret that nobody keeps, so
equal letters of two names have nothing to do with each other (it is no substitution cipher).
"""

import hmac
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from infra.local.demo.kept_words import DOTTED_FORMS

_PIECES: Final = re.compile(
    r"(?<!\w)(?:[^\W\d_]{1,2}\. ?)+(?:[^\W\d_]{1,2}(?!\w))?"  # S.A., s. r. o., initials
    r"|[A-Za-z\u00aa-\u024f]+|[\u0370-\u03ff\u1f00-\u1fff]+|[^\W\d_]+|\d|.",
    re.DOTALL,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN_VOWELS: Final = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýąęīőű"
_GREEK_VOWELS: Final = "αεηιουω"
_VOWELS: Final = frozenset(_LATIN_VOWELS + _GREEK_VOWELS)
_MOST_DRAWS: Final = 2_000
_DRAWS_WITH_TRADE_WORDS: Final = 20
_SHORTEST_TELLING_WORD: Final = 4


class NoNewNameError(Exception):
    """No draw gave a name that is new; the alphabet is too small for the word."""


def key_of(name: str) -> str:
    """Return what two spellings of one name share: letters in lower case, single blanks."""
    return " ".join(_lower(name).split())


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptWords:
    """What stays: legal forms always, of the trade words no more than `most_trade_words`."""

    legal_forms: frozenset[str]
    trade_words: frozenset[str]
    most_trade_words: int


class NameInventor:
    """Invents one name per key and role; the same key and role always give the same letters."""

    def __init__(self, secret: bytes, real: Iterable[str], kept: KeptWords) -> None:
        """Read the alphabet and the words that must not come back from the `real` names."""
        names = list(real)
        self._secret = secret
        self._kept = kept
        self._names = {key_of(name) for name in names}
        self._words = {word for name in self._names for word in _WORD.findall(name)}
        self._words |= kept.trade_words | kept.legal_forms
        self._pools = _pools(names)
        self._drawn: dict[str, str] = {}

    def invent(self, name: str, role: str = "") -> str:
        """Return an invented name with the length, signs and capitals of `name`."""
        lower = _lower(name)
        slot = f"{role}\x1f{lower}"
        if slot not in self._drawn:
            self._drawn[slot] = self._draw(lower, slot)
        return "".join(map(_cased_like, name, self._drawn[slot]))

    def _draw(self, lower: str, slot: str) -> str:
        taken = set(self._drawn.values())
        for attempt in range(_MOST_DRAWS):
            source = random.Random(
                hmac.digest(self._secret, f"{slot}\x1f{attempt}".encode(), "sha256")
            )
            trade_words = self._kept.most_trade_words if attempt < _DRAWS_WITH_TRADE_WORDS else 0
            pieces = list(self._pieces(lower, trade_words, source))
            drawn = "".join(new for _, new in pieces)
            if key_of(drawn) in self._names or drawn in taken:
                continue
            if trade_words == 0 or any(old != new and _tells(new) for old, new in pieces):
                return drawn
        raise NoNewNameError(f"no new name of {len(lower)} signs was found")

    def _pieces(
        self, name: str, trade_words: int, source: random.Random
    ) -> Iterator[tuple[str, str]]:
        for piece in _PIECES.findall(name):
            compact = "".join(_WORD.findall(piece))
            legal_forms = self._kept.legal_forms
            if piece in legal_forms or (piece != compact and compact in DOTTED_FORMS | legal_forms):
                yield piece, piece
            elif trade_words and piece in self._kept.trade_words:
                trade_words -= 1
                yield piece, piece
            else:
                yield piece, self._new_word(piece, source)

    def _new_word(self, word: str, source: random.Random) -> str:
        for _ in range(_MOST_DRAWS):
            drawn = self._word(word, source)
            if not _tells(drawn) or drawn not in self._words:
                return drawn
        raise NoNewNameError(f"no new word of {len(word)} letters was found")

    def _word(self, word: str, source: random.Random) -> str:
        """Vowels and consonants take turns, with a pair of the same kind here and there."""
        is_vowel = source.random() < 1 / 4
        was_pair = True
        letters = []
        for sign in word:
            letters.append(self._sign(sign, is_vowel=is_vowel, source=source))
            was_pair = not was_pair and source.random() < 1 / 8
            is_vowel = is_vowel if was_pair else not is_vowel
        return "".join(letters)

    def _sign(self, sign: str, *, is_vowel: bool, source: random.Random) -> str:
        if sign.isdigit():
            return str(source.randrange(10))
        if not sign.isalpha():
            return sign
        pool = self._pools.get(_class(sign, is_vowel=is_vowel))
        pool = pool or self._pools[_class(sign, is_vowel=not is_vowel)]
        return source.choices(list(pool), weights=list(pool.values()))[0]


def secret_signs(secret: bytes, label: str, length: int, alphabet: str) -> str:
    """Return `length` signs of `alphabet` that depend on the secret and the label alone."""
    seed = hmac.digest(secret, label.encode(), "sha512")
    return "".join(random.Random(seed).choices(alphabet, k=length))


def _tells(word: str) -> bool:
    """Say whether a word is long enough to name somebody."""
    return len(word) >= _SHORTEST_TELLING_WORD and word.isalpha()


def _pools(names: Iterable[str]) -> dict[tuple[str, bool], Counter[str]]:
    pools: dict[tuple[str, bool], Counter[str]] = {}
    for sign, count in sorted(Counter("".join(map(_lower, names))).items()):
        if sign.isalpha():
            kind = _class(sign, is_vowel=sign in _VOWELS)
            pools.setdefault(kind, Counter())[sign] = count
    return pools


def _class(letter: str, *, is_vowel: bool) -> tuple[str, bool]:
    if letter.isascii():
        return "ascii", is_vowel
    if letter < "\u0370":
        return "latin", is_vowel
    return ("greek" if letter <= "\u03ff" else "other"), is_vowel


def _lower(text: str) -> str:
    """Lower each sign that has one small letter; the length never changes."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def _cased_like(model: str, letter: str) -> str:
    return letter.upper() if model.isupper() and len(letter.upper()) == 1 else letter
