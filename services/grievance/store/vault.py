"""The vault: texts under a key of their case, and that key under two others.

A case's key is wrapped once by a key from the key file, which lies outside the database, and once
by a key that only the receipt gives. A stolen database opens nothing. Every purpose has a key of
its own (HKDF), and every ciphertext is bound to its case, number and kind, so that none can be put
in another's place.
"""

import hashlib
import hmac
import re
import secrets
import stat
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.entry import Entry, EntryKind
from services.grievance.domain.receipt import CHANCE_BITS, Receipt

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
SMALLEST_CLASS: Final = 2_048
CLASS_STEP: Final = 4
"""A ciphertext has one of few lengths: 2, 8, 32, 128 KiB and so on, with its nonce and tag."""

_FORM: Final = b"\x01"
"""First byte of what the vault seals: the form it is in."""

_HEX: Final = re.compile(rb"(?:[0-9a-fA-F]{2}){%d,}" % KEY_BYTES)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFileError(ValueError):
    """The key file cannot be trusted; the sentence says why and never what is in it."""


class SealedError(Exception):
    """A ciphertext that this key, in this place, does not open. Says nothing of what is inside."""


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is inside a ciphertext: the text, and all that is said about it."""

    text: str
    source: str
    on: str | None = None
    label: str = ""
    language: str | None = None


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(_Words).decode


def read_key_file(path: Path) -> bytes:
    """Return the root key; raise KeyFileError unless the file is one only its owner may read."""
    try:
        mode = path.stat().st_mode
        content = path.read_bytes().strip() if stat.S_ISREG(mode) else b""
    except OSError:
        raise KeyFileError("there is no such file that this service could read") from None
    if mode & _OTHERS:
        raise KeyFileError("group or others may read the file; give it mode 0600")
    if not _HEX.fullmatch(content):
        raise KeyFileError(f"the file must hold at least {KEY_BYTES} bytes in hexadecimal")
    return bytes.fromhex(content.decode())


class CaseKey:
    """The opened key of one case. It is never written down."""

    def __init__(self, case_id: CaseId, key: bytes) -> None:
        self._case_id = case_id
        self._key = key

    def seal(self, entry: Entry) -> bytes:
        """Return the ciphertext of a text."""
        inside = _Words(
            text=entry.text,
            source=entry.source,
            on=entry.on,
            label=entry.label,
            language=entry.language,
        )
        return _seal(self._key, _padded(_encode(inside)), self._place(entry.number, entry.kind))

    def open(self, number: int, kind: EntryKind, ciphertext: bytes) -> Entry:
        """Return a text; raise SealedError for one of another case, number or kind."""
        plain = _open(self._key, ciphertext, self._place(number, kind))
        words = _decode(_unpadded(plain))
        return Entry(number=number, kind=kind, **msgspec.structs.asdict(words))

    def _place(self, number: int, kind: EntryKind) -> bytes:
        return b"entry" + self._case_id.bytes + number.to_bytes(4) + kind.value.encode()


class Vault:
    """Makes and opens keys of cases, and the keyed hashes by which cases are found again."""

    def __init__(self, root: bytes) -> None:
        self._wrapping = _derived(root, b"case-key")
        self._lookups = _derived(root, b"receipt-lookup")
        self._seeds = _derived(root, b"receipt-from-form")
        self._origins = _derived(root, b"origin")
        self._tokens = _derived(root, b"form-token")

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Return the vault of a key file; raise KeyFileError."""
        return cls(read_key_file(path))

    def new_key(self, case_id: CaseId) -> tuple[CaseKey, bytes]:
        """Return a new key for a case, and the same wrapped for whoever has the key file."""
        key = secrets.token_bytes(KEY_BYTES)
        return CaseKey(case_id, key), _seal(self._wrapping, key, b"file" + case_id.bytes)

    def case_key(self, case_id: CaseId, wrapped: bytes) -> CaseKey:
        """Return the key of a case by the key file; raise SealedError."""
        return CaseKey(case_id, _open(self._wrapping, wrapped, b"file" + case_id.bytes))

    def wrapped_for(self, receipt: Receipt, case_id: CaseId, wrapped: bytes) -> bytes:
        """Return the key of a case wrapped once more, for whoever has the receipt."""
        key = _open(self._wrapping, wrapped, b"file" + case_id.bytes)
        return _seal(_derived(receipt.secret, b"receipt-key"), key, b"receipt" + case_id.bytes)

    def case_key_by(self, receipt: Receipt, case_id: CaseId, wrapped: bytes) -> CaseKey:
        """Return the key of a case by the receipt alone; raise SealedError."""
        key = _open(_derived(receipt.secret, b"receipt-key"), wrapped, b"receipt" + case_id.bytes)
        return CaseKey(case_id, key)

    def receipt_of(self, seed: bytes) -> Receipt:
        """Return the receipt that a seed stands for: one form sent twice gets one receipt."""
        drawn = _keyed(self._seeds, seed)
        return Receipt(number=int.from_bytes(drawn) >> 8 * len(drawn) - CHANCE_BITS)

    def lookup(self, receipt: Receipt) -> bytes:
        """Return the keyed hash by which the case of a receipt is found."""
        return _keyed(self._lookups, receipt.secret)

    def origin(self, source: str, number: str) -> bytes:
        """Return the keyed hash of an imported case's number at its source."""
        return _keyed(self._origins, f"{source}\x1f{number}".encode())

    def token_mark(self, token: bytes) -> bytes:
        """Return the mark by which a form's token is known to be ours."""
        return _keyed(self._tokens, token)


def _derived(root: bytes, purpose: bytes) -> bytes:
    info = b"sorgfalt/grievance/1/" + purpose
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(root)


def _keyed(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, _FORM + place)


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, sealed[:1] + place)
    except (InvalidTag, ValueError):
        raise SealedError from None


def _padded(plain: bytes) -> bytes:
    """Return the bytes behind their length, filled up to the next class."""
    whole = len(plain).to_bytes(4) + plain
    size = SMALLEST_CLASS
    while size < len(whole):
        size *= CLASS_STEP
    return whole.ljust(size, b"\0")


def _unpadded(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4])]
