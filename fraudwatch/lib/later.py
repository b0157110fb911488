"""Libraries that most processes never need: loaded when something of them is first asked for."""

from importlib import import_module


class Later:
    """Stands at the top of a module for the library ``name``: ``redis = Later("redis")``."""

    def __init__(self, name: str) -> None:
        self.__name = name

    def __getattr__(self, part: str) -> object:
        return getattr(import_module(self.__name), part)
