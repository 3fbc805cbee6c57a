"""How many posts a network keeps on top."""

# Any number (core.telegram.org/bots/api, pinChatMessage). Elsewhere a new one lets the former go.
PINS_MANY = frozenset({"telegram"})
