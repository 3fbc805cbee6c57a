"""A canvas for the demo's drawings, and the city's colours."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
# Drawn at double size and halved: smooth edges without a drawing library.
SCALE = 2

type Colour = tuple[int, int, int]
type Box = tuple[float, float, float, float]

DAY: tuple[Colour, Colour] = ((190, 219, 232), (240, 244, 240))
EVENING: tuple[Colour, Colour] = ((44, 62, 92), (214, 150, 120))
COLD: tuple[Colour, Colour] = ((204, 217, 226), (246, 247, 247))
INDOORS: tuple[Colour, Colour] = ((236, 226, 206), (222, 208, 184))
SNOW, GRASS, ASPHALT, SAND, WATER, FLOOR = (
    (246, 248, 250),
    (138, 170, 112),
    (112, 116, 120),
    (226, 206, 160),
    (92, 138, 164),
    (176, 132, 96),
)
RED, AMBER, TEAL, BLUE, CREAM, BROWN, DARK, WHITE = (
    (188, 66, 54),
    (226, 152, 48),
    (22, 110, 100),
    (66, 108, 164),
    (238, 222, 190),
    (128, 92, 64),
    (48, 52, 56),
    (255, 255, 255),
)


class Canvas:
    """Coordinates are fractions of the picture: 0–1 from the left and from the top."""

    def __init__(self, sky: tuple[Colour, Colour], seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- the place of a snowflake is no secret
        size = (WIDTH * SCALE, HEIGHT * SCALE)
        mask = Image.linear_gradient("L").resize(size)
        self.image = Image.composite(Image.new("RGB", size, sky[1]), Image.new("RGB", size, sky[0]), mask)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, at: Box, colour: Colour, *, round_: float = 0.0) -> None:
        self.pen.rounded_rectangle(self._px(at), radius=round_ * HEIGHT * SCALE, fill=colour)

    def oval(self, at: Box, colour: Colour) -> None:
        self.pen.ellipse(self._px(at), fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self.pen.polygon([(x * WIDTH * SCALE, y * HEIGHT * SCALE) for x, y in points], fill=colour)

    def ground(self, top: float, colour: Colour) -> None:
        self.box((0, top, 1, 1), colour)

    def house(self, at: Box, wall: Colour, *, rows: int = 4, columns: int = 4, lit: bool = False) -> None:
        left, top, right, bottom = at
        self.box(at, wall)
        wide, high = (right - left) / columns, (bottom - top) / rows
        for row in range(rows):
            for column in range(columns):
                x, y = left + wide * (column + 0.25), top + high * (row + 0.25)
                glass = AMBER if lit and self.random.random() < 0.5 else (96, 122, 140)
                self.box((x, y, x + wide * 0.5, y + high * 0.55), glass)

    def tree(self, x: float, foot: float, high: float, colour: Colour) -> None:
        self.box((x - 0.006, foot - high * 0.4, x + 0.006, foot), BROWN)
        self.oval((x - high * 0.28, foot - high, x + high * 0.28, foot - high * 0.25), colour)

    def lamp(self, x: float, foot: float) -> None:
        self.box((x - 0.004, foot - 0.42, x + 0.004, foot), DARK)
        self.oval((x - 0.02, foot - 0.45, x + 0.02, foot - 0.39), (252, 226, 150))

    def person(self, x: float, foot: float, coat: Colour, *, high: float = 0.2) -> None:
        self.box((x - 0.022, foot - high * 0.72, x + 0.022, foot), coat, round_=0.02)
        self.oval((x - 0.018, foot - high, x + 0.018, foot - high * 0.74), (226, 186, 154))

    def flakes(self, count: int = 220) -> None:
        for _ in range(count):
            x, y, r = self.random.random(), self.random.random(), self.random.uniform(0.002, 0.005)
            self.oval((x, y, x + r, y + r * 1.5), WHITE)

    def jpeg(self) -> bytes:
        out = BytesIO()
        self.image.reduce(SCALE).save(out, "JPEG", quality=84)
        return out.getvalue()

    def _px(self, at: Box) -> tuple[float, float, float, float]:
        left, top, right, bottom = at
        return (left * WIDTH * SCALE, top * HEIGHT * SCALE, right * WIDTH * SCALE, bottom * HEIGHT * SCALE)
