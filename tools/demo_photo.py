"""Draw the picture on the cover of the demo's newest issue: a cellar whose shelves are empty.

    python tools/demo_photo.py vaknet/reference/demo/cellar.webp

Light is followed from the eye: to what it sees, from there to a lamp, and once round a corner.
Metres; x to the right, y up, z away from the eye. Takes some minutes.
"""

import sys
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter
from tqdm import trange

WIDTH, HEIGHT, RAYS = 1200, 750, 20
EYE = np.array([-0.28, 1.5, 0.0], np.float32)
SIDE, TALL, DEEP = 1.75, 2.75, 13.0
CHALK, GREEN, CONCRETE = (0.82, 0.80, 0.72), (0.06, 0.25, 0.17), (0.34, 0.33, 0.30)
RED, YELLOW, DAY = (0.60, 0.10, 0.03), (0.85, 0.68, 0.30), (3.2, 3.0, 2.5)
LAMPS, LAMP, AROUND, EXPOSURE = (2.6, 6.2, 9.8), 4.6, 0.3, 2.1
LAMP_SEEN = (1.9, 1.85, 1.65)
FAR, NEAR, TINY = np.float32(1e9), np.float32(1e-3), np.float32(1e-7)
chance = np.random.default_rng(8)


@dataclass(frozen=True)
class Box:
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    colour: tuple[float, float, float]
    shines: bool = False


def scene() -> list[Box]:
    """Walls are boxes too. The last folder lies on the right."""
    boxes = [
        Box((-3, -1, -1), (3, 0, DEEP + 1), CONCRETE),
        Box((-3, TALL, -1), (3, TALL + 1, DEEP + 1), CHALK),
        Box((-3, 0, -1), (-SIDE, TALL, DEEP + 1), CHALK),
        Box((SIDE, 0, -1), (3, TALL, DEEP + 1), CHALK),
        Box((-3, 0, DEEP), (3, TALL, DEEP + 1), CHALK),
        Box((-0.5, 0, DEEP - 0.02), (0.5, 2.1, DEEP), DAY, shines=True),
        Box((1.12, 1.13, 3.05), (1.48, 1.17, 3.35), YELLOW),
        Box((1.10, 1.17, 3.02), (1.46, 1.21, 3.33), RED),
        Box((1.13, 1.21, 3.06), (1.47, 1.24, 3.36), CHALK),
    ]
    for z in LAMPS:
        boxes.append(Box((-0.09, TALL - 0.04, z), (0.09, TALL, z + 1.3), LAMP_SEEN, shines=True))
    for side in (-1, 1):
        near, far = sorted((side * 1.0, side * 1.6))
        for y in (0.12, 0.60, 1.09, 1.57, 2.05, 2.42):
            boxes.append(Box((near, y, 1.2), (far, y + 0.035, 12.2), GREEN))
        for z in np.arange(1.2, 12.3, 1.1):
            for x in (side * 1.0, side * 1.56):
                low, high = sorted((x, x + side * 0.045))
                boxes.append(Box((low, 0, float(z)), (high, 2.5, float(z) + 0.045), GREEN))
    return boxes


BOXES = scene()
LOW, HIGH = (np.array([getattr(box, end) for box in BOXES], np.float32) for end in ("low", "high"))
COLOURS = np.array([box.colour for box in BOXES], np.float32)
SHINES = np.array([box.shines for box in BOXES])


def hits(start: np.ndarray, way: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far the first box is, which one, and along which axis it was met."""
    inverse = 1 / np.where(np.abs(way) < TINY, TINY, way)
    best = np.full(way.shape[1], FAR)
    box, axis = np.zeros(best.shape, np.intp), np.zeros(best.shape, np.intp)
    for number, (low, high) in enumerate(zip(LOW, HIGH, strict=True)):
        one, other = (low[:, None] - start) * inverse, (high[:, None] - start) * inverse
        enters = np.minimum(one, other)
        at, leaves = enters.max(axis=0), np.maximum(one, other).min(axis=0)
        met = np.flatnonzero((at > NEAR) & (at < leaves) & (at < best))
        best[met], box[met], axis[met] = at[met], number, enters[:, met].argmax(axis=0)
    return best, box, axis


def from_lamp(point: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Light of one spot of one lamp, where nothing stands between."""
    count = point.shape[1]
    z = np.array(LAMPS)[chance.integers(len(LAMPS), size=count)] + 1.3 * chance.random(count)
    spot = np.stack([chance.uniform(-0.09, 0.09, count), np.full(count, TALL - 0.05), z])
    way = spot.astype(np.float32) - point
    away = np.linalg.norm(way, axis=0)
    way /= away
    falls = np.clip((way * normal).sum(axis=0), 0, 1) * np.clip(way[1] + 0.1, 0, 1)
    first, _box, _axis = hits(point, way)
    return np.where(first > away - 0.02, falls / np.maximum(away, 0.6) ** 2, 0) * LAMP


def scattered(normal: np.ndarray) -> np.ndarray:
    """Any way from a dull face, more often straight than flat."""
    way = chance.normal(size=normal.shape).astype(np.float32)
    way = normal * 1.001 + way / np.linalg.norm(way, axis=0)
    return way / np.linalg.norm(way, axis=0)


def seen(start: np.ndarray, way: np.ndarray, *, corners: int) -> np.ndarray:
    first, box, axis = hits(start, way)
    rows = np.arange(len(first))
    normal = np.zeros_like(way)
    normal[axis, rows] = -np.sign(way[axis, rows])
    point = start + way * first + normal * NEAR
    light = from_lamp(point, normal)
    light = light + (seen(point, scattered(normal), corners=corners - 1) if corners else AROUND)
    own = COLOURS[box].T
    return np.where(SHINES[box], own, own * light)


def ways() -> np.ndarray:
    """From the eye through each point of the picture, each time a little aside."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    right = (x + chance.random(x.shape) - WIDTH * 0.46) / WIDTH * 1.35
    up = (HEIGHT * 0.47 - y - chance.random(y.shape)) / WIDTH * 1.35
    way = np.stack([right, up, np.ones_like(right)]).reshape(3, -1).astype(np.float32)
    return way / np.linalg.norm(way, axis=0)


def draw() -> Image.Image:
    whole = np.zeros((3, HEIGHT * WIDTH), np.float32)
    for _round in trange(RAYS):
        way = ways()
        whole += np.minimum(seen(np.broadcast_to(EYE[:, None], way.shape), way, corners=1), 2)
    light = whole / RAYS * EXPOSURE
    shown = np.clip(light * (1 + light / 9) / (1 + light), 0, 1) ** (1 / 2.2)
    picture = Image.fromarray((shown.T.reshape(HEIGHT, WIDTH, 3) * 255).astype(np.uint8))
    return picture.filter(ImageFilter.MedianFilter(3))


if __name__ == "__main__":
    draw().resize((1600, 1000), Image.Resampling.LANCZOS).save(sys.argv[1], quality=82)
