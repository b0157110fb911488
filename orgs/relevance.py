"""Whether a message is still worth sending: each kind of notice may have its answer (registry).

The app that owns a kind registers a function in ``apps.ready``; what nobody registered is
always worth sending.
"""

from collections.abc import Callable

_answers: dict[str, Callable[[str], bool]] = {}


def register(kind: str, is_wanted: Callable[[str], bool]) -> None:
    """Let ``is_wanted(about)`` decide for notices of ``kind``."""
    _answers[kind] = is_wanted


def is_wanted(notice: object) -> bool:
    """Whether the notice still has to go out over its channels."""
    answer = _answers.get(notice.kind)
    return answer is None or answer(notice.about)
