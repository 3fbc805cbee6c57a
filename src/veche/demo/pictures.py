"""Flat drawings for the demo's publications, made at seeding, so that no real photo is needed."""

from collections.abc import Callable

from veche.demo.canvas import (
    AMBER,
    ASPHALT,
    BLUE,
    BROWN,
    COLD,
    CREAM,
    DARK,
    DAY,
    EVENING,
    FLOOR,
    GRASS,
    HEIGHT,
    INDOORS,
    RED,
    SAND,
    SCALE,
    SNOW,
    TEAL,
    WATER,
    WHITE,
    WIDTH,
    Canvas,
    Colour,
)


def draw(scene: str, seed: int) -> bytes:
    """A JPEG of 960 × 640 pixels; the same scene and seed give the same picture."""
    sky, paint = SCENES[scene]
    canvas = Canvas(sky, seed)
    paint(canvas)
    return canvas.jpeg()


def _bus(c: Canvas) -> None:
    c.house((0.08, 0.12, 0.5, 0.66), CREAM, rows=5, columns=6)
    c.ground(0.66, ASPHALT)
    c.box((0.22, 0.4, 0.86, 0.78), AMBER, round_=0.03)
    for number in range(5):
        c.box((0.26 + number * 0.11, 0.46, 0.345 + number * 0.11, 0.6), (206, 226, 236), round_=0.01)
    for x in (0.32, 0.7):
        c.oval((x, 0.72, x + 0.07, 0.83), DARK)
    _sign(c, 0.93, "7")


def _sign(c: Canvas, x: float, word: str = "") -> None:
    c.box((x - 0.004, 0.4, x + 0.004, 0.8), DARK)
    c.box((x - 0.035, 0.32, x + 0.035, 0.42), BLUE, round_=0.01)
    c.pen.text((x * WIDTH * SCALE, 0.37 * HEIGHT * SCALE), word, fill=WHITE, anchor="mm", font_size=36 * SCALE)


def _road(c: Canvas) -> None:
    c.house((0.6, 0.2, 0.94, 0.5), CREAM, rows=3, columns=5)
    c.ground(0.5, GRASS)
    c.shape([(0.38, 0.5), (0.62, 0.5), (1.05, 1), (-0.05, 1)], ASPHALT)
    for number in range(4):
        top = 0.54 + number * 0.13
        c.shape([(0.492, top), (0.508, top), (0.515, top + 0.08), (0.485, top + 0.08)], WHITE)
    for x in (0.2, 0.29):
        c.person(x, 0.86, AMBER, high=0.3)
    c.shape([(0.82, 0.62), (0.9, 0.8), (0.74, 0.8)], RED)
    c.shape([(0.82, 0.67), (0.872, 0.78), (0.768, 0.78)], WHITE)


def _school(c: Canvas) -> None:
    c.box((0.06, 0.1, 0.62, 0.5), (58, 92, 76), round_=0.01)
    c.ground(0.72, FLOOR)
    for x in (0.12, 0.42, 0.72):
        c.box((x, 0.62, x + 0.2, 0.67), (196, 150, 104), round_=0.01)
        c.box((x + 0.02, 0.67, x + 0.03, 0.84), DARK)
        c.box((x + 0.17, 0.67, x + 0.18, 0.84), DARK)
        c.oval((x + 0.07, 0.57, x + 0.13, 0.63), WHITE)
    c.box((0.7, 0.12, 0.94, 0.46), (200, 224, 236))
    c.box((0.815, 0.12, 0.825, 0.46), WHITE)


def _yard(c: Canvas) -> None:
    c.house((0.02, 0.1, 0.44, 0.6), CREAM, rows=5, columns=5)
    c.house((0.62, 0.16, 0.98, 0.6), (214, 196, 178), rows=4, columns=4)
    c.ground(0.6, GRASS)
    c.shape([(0.44, 0.6), (0.56, 0.6), (0.8, 1), (0.2, 1)], (206, 200, 190))
    c.lamp(0.62, 0.84)
    c.box((0.7, 0.76, 0.9, 0.79), BROWN)
    for x in (0.12, 0.3):
        c.shape([(x, 0.55), (x + 0.012, 0.55), (x + 0.05, 0.86), (x + 0.03, 0.86)], RED)
    c.box((0.12, 0.54, 0.32, 0.56), RED)
    c.box((0.19, 0.7, 0.25, 0.72), BLUE)


def _clinic(c: Canvas) -> None:
    c.ground(0.74, (200, 214, 214))
    c.box((0.06, 0.18, 0.26, 0.8), (150, 196, 190), round_=0.02)
    c.person(0.42, 0.86, WHITE, high=0.52)
    c.box((0.6, 0.56, 0.88, 0.62), TEAL, round_=0.02)
    c.box((0.63, 0.62, 0.65, 0.86), DARK)
    c.box((0.83, 0.62, 0.85, 0.86), DARK)
    c.box((0.73, 0.16, 0.77, 0.36), RED)
    c.box((0.68, 0.24, 0.82, 0.29), RED)


def _library(c: Canvas) -> None:
    c.ground(0.78, FLOOR)
    for shelf in range(4):
        top = 0.1 + shelf * 0.15
        x = 0.05
        while x < 0.92:
            wide = c.random.uniform(0.012, 0.03)
            c.box((x, top, x + wide, top + 0.12), c.random.choice((RED, TEAL, BLUE, AMBER, BROWN, CREAM)))
            x += wide + 0.004
        c.box((0.04, top + 0.12, 0.96, top + 0.135), BROWN)
    c.box((0.3, 0.74, 0.8, 0.78), (150, 104, 66))
    c.oval((0.5, 0.62, 0.6, 0.7), TEAL)
    c.box((0.545, 0.68, 0.555, 0.75), DARK)


def _market(c: Canvas) -> None:
    c.ground(0.7, (206, 198, 188))
    for number, x in enumerate((0.06, 0.38, 0.7)):
        for stripe in range(6):
            left = x + stripe * 0.04
            c.shape(
                [(left, 0.24), (left + 0.04, 0.24), (left + 0.05, 0.36), (left - 0.01, 0.36)],
                (RED if stripe % 2 else WHITE) if number != 1 else (TEAL if stripe % 2 else WHITE),
            )
        c.box((x, 0.58, x + 0.24, 0.72), BROWN)
        for item in range(5):
            left = x + 0.015 + item * 0.045
            c.oval((left, 0.51, left + 0.035, 0.59), c.random.choice((AMBER, RED, GRASS, (236, 196, 92))))
    c.person(0.34, 0.9, BLUE, high=0.34)
    c.person(0.66, 0.92, RED, high=0.36)


def _street(c: Canvas) -> None:
    c.house((0.06, 0.16, 0.46, 0.56), (214, 196, 178), rows=4, columns=6)
    c.ground(0.56, ASPHALT)
    for number in range(7):
        c.box((0.1 + number * 0.12, 0.66, 0.17 + number * 0.12, 0.94), WHITE)
    c.box((0.845, 0.3, 0.855, 0.8), DARK)
    c.box((0.81, 0.14, 0.89, 0.38), DARK, round_=0.02)
    c.oval((0.825, 0.16, 0.875, 0.235), (90, 44, 40))
    c.oval((0.825, 0.28, 0.875, 0.355), (84, 196, 110))


def _sport(c: Canvas) -> None:
    c.ground(0.62, (206, 172, 86))
    c.box((0.1, 0.7, 0.9, 0.94), (66, 122, 168), round_=0.01)
    c.box((0.16, 0.74, 0.84, 0.9), (92, 150, 192), round_=0.01)
    c.person(0.44, 0.86, BLUE, high=0.34)
    c.person(0.56, 0.86, BLUE, high=0.34)
    for x in (0.08, 0.4, 0.72):
        c.box((x, 0.12, x + 0.2, 0.4), (206, 226, 236))


def _music(c: Canvas) -> None:
    c.ground(0.72, (120, 78, 52))
    c.shape([(0, 0), (0.14, 0), (0.06, 0.72), (0, 0.72)], (142, 40, 44))
    c.shape([(1, 0), (0.86, 0), (0.94, 0.72), (1, 0.72)], (142, 40, 44))
    c.shape([(0.3, 0.3), (0.7, 0.42), (0.7, 0.52), (0.3, 0.52)], DARK)
    c.box((0.3, 0.5, 0.72, 0.56), DARK)
    c.box((0.32, 0.55, 0.6, 0.575), WHITE)
    for x in (0.34, 0.66):
        c.box((x, 0.56, x + 0.015, 0.78), DARK)
    c.person(0.8, 0.82, TEAL, high=0.32)


def _park(c: Canvas) -> None:
    c.ground(0.58, GRASS)
    c.shape([(0.46, 0.58), (0.54, 0.58), (0.84, 1), (0.16, 1)], (218, 204, 176))
    for x, high in ((0.1, 0.6), (0.26, 0.46), (0.36, 0.34), (0.64, 0.34), (0.74, 0.46), (0.9, 0.62)):
        c.tree(x, 0.7, high, (104, 146, 92))
    for x, top in ((0.24, 0.84), (0.68, 0.84)):
        c.box((x, top, x + 0.12, top + 0.025), BROWN)
        c.box((x, top - 0.07, x + 0.12, top - 0.05), BROWN)


def _kindergarten(c: Canvas) -> None:
    c.ground(0.66, GRASS)
    c.house((0.2, 0.3, 0.8, 0.68), (244, 222, 160), rows=2, columns=7)
    c.shape([(0.16, 0.3), (0.84, 0.3), (0.74, 0.16), (0.26, 0.16)], BLUE)
    c.shape([(0.3, 0.82), (0.6, 0.82), (0.64, 0.92), (0.26, 0.92)], SAND)
    for x, colour in ((0.72, RED), (0.78, AMBER), (0.84, TEAL)):
        c.oval((x, 0.44, x + 0.045, 0.52), colour)


def _football(c: Canvas) -> None:
    c.ground(0.42, GRASS)
    for number in range(4):
        c.shape(
            [(number * 0.28, 0.42), (number * 0.28 + 0.14, 0.42), (number * 0.34 + 0.1, 1), (number * 0.34 - 0.1, 1)],
            (126, 160, 102),
        )
    c.box((0.32, 0.26, 0.68, 0.28), WHITE)
    c.box((0.32, 0.26, 0.33, 0.54), WHITE)
    c.box((0.67, 0.26, 0.68, 0.54), WHITE)
    c.oval((0.56, 0.7, 0.64, 0.82), WHITE)
    c.oval((0.585, 0.735, 0.615, 0.785), DARK)


def _hall(c: Canvas) -> None:
    c.ground(0.74, (196, 190, 180))
    c.box((0.14, 0.3, 0.86, 0.74), CREAM)
    c.shape([(0.1, 0.3), (0.9, 0.3), (0.5, 0.12)], (222, 204, 168))
    for number in range(7):
        left = 0.18 + number * 0.1
        c.box((left, 0.32, left + 0.035, 0.72), WHITE)
    c.box((0.498, 0.02, 0.502, 0.14), DARK)
    for number, colour in enumerate((WHITE, BLUE, RED)):
        c.box((0.502, 0.02 + number * 0.022, 0.57, 0.042 + number * 0.022), colour)
    for x in (0.3, 0.44, 0.58, 0.7):
        c.oval((x, 0.82, x + 0.06, 0.9), c.random.choice((RED, AMBER)))


def _stop(c: Canvas) -> None:
    c.house((0.02, 0.14, 0.3, 0.6), CREAM, rows=5, columns=4)
    c.ground(0.66, ASPHALT)
    c.box((0.36, 0.3, 0.8, 0.34), TEAL, round_=0.01)
    c.box((0.38, 0.34, 0.39, 0.76), DARK)
    c.box((0.77, 0.34, 0.78, 0.76), DARK)
    c.box((0.44, 0.6, 0.72, 0.63), BROWN)
    _sign(c, 0.87)
    c.person(0.5, 0.76, RED, high=0.3)


def _snow(c: Canvas) -> None:
    c.house((0.04, 0.16, 0.4, 0.6), (206, 190, 176), rows=5, columns=5)
    c.ground(0.6, SNOW)
    c.shape([(0.2, 0.7), (1, 0.62), (1, 0.94), (0.1, 0.98)], (168, 174, 178))
    c.box((0.4, 0.46, 0.72, 0.68), AMBER, round_=0.02)
    c.box((0.56, 0.34, 0.7, 0.5), (190, 214, 226), round_=0.01)
    c.shape([(0.28, 0.6), (0.36, 0.54), (0.38, 0.76), (0.26, 0.76)], DARK)
    for x in (0.45, 0.64):
        c.oval((x, 0.64, x + 0.08, 0.76), DARK)
    c.oval((0.02, 0.66, 0.3, 0.9), WHITE)
    c.flakes()


def _rink(c: Canvas) -> None:
    c.house((0.0, 0.2, 0.3, 0.56), (84, 84, 104), rows=4, columns=5, lit=True)
    c.house((0.7, 0.26, 1.0, 0.56), (78, 80, 100), rows=3, columns=5, lit=True)
    c.ground(0.56, (190, 212, 228))
    for number in range(24):
        x = 0.04 + number * 0.04
        y = 0.3 + 0.05 * (1 if number % 4 in (1, 2) else 0)
        c.oval((x, y, x + 0.012, y + 0.018), (252, 220, 130))
    c.person(0.42, 0.8, RED, high=0.32)
    c.person(0.56, 0.86, TEAL, high=0.36)
    c.oval((0.2, 0.86, 0.8, 0.94), (206, 224, 236))
    c.flakes(90)


def _hill(c: Canvas) -> None:
    c.ground(0.78, SNOW)
    c.shape([(0.1, 0.8), (0.34, 0.26), (0.48, 0.26), (0.94, 0.84)], (224, 236, 246))
    c.shape([(0.4, 0.28), (0.48, 0.26), (0.94, 0.84), (0.82, 0.84)], (198, 218, 236))
    c.person(0.68, 0.66, RED, high=0.16)
    for x in (0.06, 0.92):
        c.shape([(x, 0.34), (x + 0.05, 0.74), (x - 0.05, 0.74)], (66, 110, 92))
    c.flakes(160)


def _leaves(c: Canvas) -> None:
    c.ground(0.62, (170, 156, 96))
    c.tree(0.2, 0.74, 0.66, (214, 152, 60))
    c.tree(0.84, 0.7, 0.5, (200, 118, 54))
    for x in (0.4, 0.5, 0.6):
        c.oval((x, 0.6, x + 0.1, 0.84), DARK)
        c.oval((x + 0.02, 0.57, x + 0.08, 0.64), AMBER)
    for _ in range(120):
        x, y = c.random.random(), c.random.uniform(0.62, 1)
        c.oval((x, y, x + 0.012, y + 0.012), c.random.choice((AMBER, (200, 118, 54), (190, 160, 70))))


def _trees(c: Canvas) -> None:
    c.ground(0.64, GRASS)
    c.box((0, 0.82, 1, 1), (196, 190, 182))
    for number in range(7):
        c.tree(0.09 + number * 0.14, 0.82, 0.34, (120, 158, 96))
    c.person(0.3, 0.92, BLUE, high=0.26)
    c.person(0.62, 0.94, AMBER, high=0.26)


def _river(c: Canvas) -> None:
    c.ground(0.5, WATER)
    for _ in range(14):
        x, y = c.random.random(), c.random.uniform(0.54, 0.82)
        c.box((x, y, x + 0.12, y + 0.008), (150, 186, 204))
    c.shape([(0, 0.8), (1, 0.88), (1, 1), (0, 1)], SAND)
    for x in (0.08, 0.2, 0.9):
        c.tree(x, 0.54, 0.3, (98, 134, 96))
    c.oval((0.6, 0.62, 0.64, 0.68), RED)


def _advert(c: Canvas) -> None:
    c.box((0.08, 0.14, 0.92, 0.86), RED, round_=0.04)
    c.box((0.12, 0.2, 0.88, 0.62), CREAM, round_=0.02)
    for x, colour in ((0.2, AMBER), (0.42, TEAL), (0.64, AMBER)):
        c.box((x, 0.26, x + 0.17, 0.56), WHITE, round_=0.02)
        c.oval((x + 0.035, 0.31, x + 0.135, 0.51), colour)
    c.box((0.34, 0.69, 0.66, 0.79), AMBER, round_=0.03)


SCENES: dict[str, tuple[tuple[Colour, Colour], Callable[[Canvas], None]]] = {
    "bus": (DAY, _bus),
    "road": (DAY, _road),
    "school": (INDOORS, _school),
    "yard": (DAY, _yard),
    "clinic": (((228, 238, 238), (212, 226, 226)), _clinic),
    "library": (INDOORS, _library),
    "market": (DAY, _market),
    "street": (DAY, _street),
    "sport": (INDOORS, _sport),
    "music": (((92, 54, 44), (190, 128, 84)), _music),
    "park": (DAY, _park),
    "kindergarten": (DAY, _kindergarten),
    "football": (DAY, _football),
    "hall": (DAY, _hall),
    "stop": (DAY, _stop),
    "snow": (COLD, _snow),
    "rink": (EVENING, _rink),
    "hill": (COLD, _hill),
    "leaves": (DAY, _leaves),
    "trees": (DAY, _trees),
    "river": (DAY, _river),
    "advert": (EVENING, _advert),
}

# What is on a picture, as the library calls it.
TITLES = {
    "bus": "Автобус на маршруте",
    "road": "Ремонт дороги",
    "school": "Класс в школе",
    "yard": "Двор с площадкой",
    "clinic": "Кабинет в поликлинике",
    "library": "Читальный зал",
    "market": "Ярмарка",
    "street": "Улица днём",
    "sport": "Спортивный зал",
    "music": "Рояль на сцене",
    "park": "Парк",
    "kindergarten": "Детский сад",
    "football": "Футбольное поле",
    "hall": "Здание администрации",
    "stop": "Остановка",
    "snow": "Снегоуборщик",
    "rink": "Каток вечером",
    "hill": "Ледяная горка",
    "leaves": "Уборка листьев",
    "trees": "Посадка деревьев",
    "river": "Набережная",
    "advert": "Рекламный щит",
}
