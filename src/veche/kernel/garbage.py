"""What a server keeps in memory for good, and how soon it looks for what nobody needs any more."""

import gc

from veche.kernel.pages import give_back

# Python waits for garbage a quarter as large as everything it keeps: 20 MB for Django with all its rooms. What has been
# imported is set aside, and what is left of a page is looked for each ten thousand objects. (After 3,536 pages: 172 MB,
# not 187.)
YOUNG, MIDDLE, OLD = 2_000, 5, 5


def settle() -> None:
    """To be called once, when everything is imported and before the first thread, request or task."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    give_back()
