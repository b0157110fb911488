"""What reading a plan costs: processor time for one of 4,000 characters, and how it grows.

``python bench/plan_import.py [TEXT…]`` reads the given texts, or the invented plans of the tests;
no database. The ratios tell whether ten times the text takes ten times as long (and little more).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from budgets import told

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PLANS = ROOT / "campaigns" / "tests" / "plans"
SIZE, ROUNDS = 4_000, 7


def measure(paths: list[Path]) -> None:
    """Seconds a plan, and the cost of ten and fifty times its length."""
    from campaigns.plan_import.reader import read_plan

    text = "\n".join(path.read_text("utf-8") for path in paths)
    text *= 50 * SIZE // len(text) + 1
    read_plan(text[:SIZE])  # lexicon and tables are loaded once a process
    one = _least(lambda: read_plan(text[:SIZE]))
    ten = _least(lambda: read_plan(text[: 10 * SIZE]), rounds=3)
    fifty = _least(lambda: read_plan(text[: 50 * SIZE]), rounds=1)
    print(told("a plan of 4,000 characters, processor seconds", one, 0.1))
    print(told("ten times the text to one", ten / one, 15))
    print(told("fifty times the text to one", fifty / one, 75))


def _least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    spent = []
    for _ in range(rounds):
        used = time.process_time()
        work()
        spent.append(time.process_time() - used)
    return min(spent)


if __name__ == "__main__":
    measure([Path(name) for name in sys.argv[1:]] or sorted(PLANS.glob("*.txt")))
