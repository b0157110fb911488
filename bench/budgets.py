"""A measured ratio beside its budget, in one line that a script can read too."""


def told(name: str, measured: float, budget: float) -> str:
    """``name measured budget ok|short``; both are ratios of one run, or seconds."""
    word = "ok" if measured <= budget else "short"
    return f"{name:44} {measured:8.2f} {budget:8.2f} {word}"
