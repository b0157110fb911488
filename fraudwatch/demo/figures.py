"""Figures of the demo: steady from load to load, lively from unit to unit (pure)."""

from random import Random

from .indicators import RECOVERED, SOLVED, USUAL, WITHOUT_ARRESTS

RISING = ("leaflets", "visits", "dissuaded", "intercepted", "losses_avoided", "app_users")
FALLING = ("cases", "losses")
# How a town does compared with an ordinary one.
TEMPER = {"QL02": 1.25, "QL03": 1.0, "QL04": 0.92, "QL05": 0.7, "QL06": 0.55}


def figures(code: str, kind: str, week: int, *, year_before: bool = False) -> dict:
    """What a unit would report in the demo's ``week`` (1 to 5, or of the year before)."""
    dice = Random(f"{code}/{week}/{year_before}")  # noqa: S311 - demo figures
    steady = Random(code).uniform(0.8, 1.25) * TEMPER.get(code, 1)  # noqa: S311
    values: dict = {}
    for name, usual in USUAL[kind].items():
        drift = _drift(name, week, year_before)
        if isinstance(usual, tuple):
            good, base = usual
            share = min(1.0, good / base * (0.93 if year_before else 0.97 + week * 0.008))
            values[name] = {"n": str(round(base * share)), "d": str(base)}
        elif name == "app_users":
            values[name] = str(round(usual * steady * (0.7 if year_before else 0.9 + week * 0.02)))
        else:
            values[name] = str(_amount(name, usual * steady * drift, dice))
    if values.get("cases") == "0":
        values["losses"] = "0"
    elif values.get("losses") == "0":
        values["losses"] = str(1200 * int(values["cases"]))
    if values.get("intercepted") == "0" and values["dissuaded"] == "0":
        values["losses_avoided"] = "0"
    values["staff_victims"] = "0"
    if kind in WITHOUT_ARRESTS:
        values.pop("arrests", None)
    else:
        values.setdefault("arrests", "0" if kind != "town" else str(dice.randint(0, 3)))
        values |= _solved(code, kind, week, int(values["losses"]), year_before=year_before)
    return values


def _solved(code: str, kind: str, week: int, losses: int, *, year_before: bool) -> dict:
    """What the police made good; never more money than was lost that week."""
    dice = Random(f"{code}/{week}/{year_before}/solved")  # noqa: S311 - demo figures
    growth = 0.72 if year_before else 1 + 0.08 * (week - 1)
    usual, temper = USUAL[kind], TEMPER.get(code, 1) * growth
    recovered = _amount("recovered", usual["losses"] * RECOVERED * temper, dice)
    return {
        "solved": str(_amount("solved", usual["cases"] * SOLVED * temper, dice)),
        "recovered": str(min(recovered, losses)),
    }


def _drift(name: str, week: int, year_before: bool) -> float:
    if year_before:
        return 1.35 if name in FALLING else 0.72
    if name in RISING:
        return 1 + 0.05 * (week - 1)
    return 1 - 0.06 * (week - 1) if name in FALLING else 1.0


def _amount(name: str, usual: float, dice: Random) -> int:
    amount = usual * dice.uniform(0.78, 1.22)
    if name in ("losses", "losses_avoided", "recovered"):
        return round(amount / 100) * 100
    if amount < 2:
        whole = int(amount)
        return whole + (dice.random() < amount - whole)
    return round(amount)
