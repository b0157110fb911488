"""The shapes of cells on paper, as lines in a square from -1 to 1 (pure)."""

from math import cos, pi, sin

Point = tuple[float, float]


def _arc(radius: float, start: float, end: float, wide: float = 1) -> list[Point]:
    """Points along a circle, angles in turns from the top."""
    steps = 14
    angles = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(wide * radius * sin(angle), -radius * cos(angle)) for angle in angles]


ROUND = _arc(0.9, 0, 1)
SHAPES: dict[str, list[list[Point]]] = {
    "check": [[(-0.8, 0), (-0.25, 0.6), (0.8, -0.6)]],
    "x": [[(-0.6, -0.6), (0.6, 0.6)], [(-0.6, 0.6), (0.6, -0.6)]],
    "clock": [ROUND, [(0, -0.5), (0, 0), (0.35, 0.3)]],
    "alert-triangle": [
        [(0, -0.85), (0.95, 0.8), (-0.95, 0.8), (0, -0.85)], [(0, -0.25), (0, 0.2)],
        [(0, 0.5), (0, 0.52)],
    ],
    "arrow-back-up": [
        [(-0.25, -0.75), (-0.8, -0.2), (-0.25, 0.35)],
        [(-0.8, -0.2), (0.35, -0.2), (0.8, 0.25), (0.35, 0.7), (0, 0.7)],
    ],
    "dots": [[(at, 0), (at + 0.02, 0)] for at in (-0.6, 0, 0.6)],
    "pencil": [[(-0.8, 0.8), (-0.7, 0.3), (0.4, -0.8), (0.8, -0.4), (-0.3, 0.7), (-0.8, 0.8)]],
    "point": [_arc(0.32, 0, 1)],
    "minus": [[(-0.6, 0), (0.6, 0)]],
    "number-0": [_arc(0.75, 0, 1, wide=0.6)],
    "progress": [_arc(0.75, 0, 0.75)],
    "circle-check": [ROUND, [(-0.4, 0), (-0.1, 0.3), (0.4, -0.3)]],
    "help-circle": [
        ROUND, [(-0.3, -0.3), (0, -0.5), (0.3, -0.25), (0, 0.1)], [(0, 0.45), (0, 0.47)],
    ],
}  # fmt: skip
