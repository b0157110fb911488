"""Servers on loopback that speak as the real ones do: their formats, limits and errors."""

from .mail import FakeMailServer
from .platforms import FakePlatform

__all__ = ["FakeMailServer", "FakePlatform"]
