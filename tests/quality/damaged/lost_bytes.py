"""Damage to the bytes of a file, wherever it falls: bits that flip, stretches blanked or exchanged."""

from __future__ import annotations

from random import Random

from tests.quality.damaged.tools import Made, unmoved

_BITS, _BLANK, _STRETCH = 3, 500, 2_000


def flipped_bits(data: bytes, chance: Random, other: bytes) -> Made:
    """Three bits, anywhere in the file, are others."""
    content = bytearray(data)
    for _ in range(_BITS):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content), unmoved


def blanked(data: bytes, chance: Random, other: bytes) -> Made:
    """A stretch of the file is zeros, as a bad sector leaves it."""
    start = chance.randrange(len(data) - _BLANK)
    return data[:start] + bytes(_BLANK) + data[start + _BLANK :], unmoved


def exchanged(data: bytes, chance: Random, other: bytes) -> Made:
    """Two stretches of the file have changed places."""
    first = chance.randrange(len(data) // 2 - _STRETCH)
    second = chance.randrange(len(data) // 2, len(data) - _STRETCH)
    content = bytearray(data)
    content[first : first + _STRETCH] = data[second : second + _STRETCH]
    content[second : second + _STRETCH] = data[first : first + _STRETCH]
    return bytes(content), unmoved
