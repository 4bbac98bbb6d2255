"""Digests: names for things that are the same again whenever the thing is."""

from hashlib import sha256
from uuid import UUID, uuid5

import msgspec

_DIGEST_LENGTH = 16
_NAMESPACE = UUID("6f3a1c52-8d0e-4b7a-9c41-5e2d7a90b3f8")


def id_of(*parts: object) -> str:
    """Return an id in the form of a UUID, made from ``parts`` alone."""
    return str(uuid5(_NAMESPACE, msgspec.json.encode(parts, order="deterministic").decode()))


def digest(value: object) -> str:
    """Return a short name of ``value``, which JSON must be able to say; mappings in any order."""
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:_DIGEST_LENGTH]
