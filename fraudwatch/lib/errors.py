"""What an action says when it will not do what was asked."""


class DomainError(Exception):
    """One translated sentence for the person who asked: what, which value, how to mend it.

    Nothing was changed when this is raised. Views show ``str(error)``.
    """


class StaleVersion(DomainError):
    """Somebody else saved first; ``current`` is the object as it stands now."""

    def __init__(self, sentence: str, current: object = None) -> None:
        super().__init__(sentence)
        self.current = current
