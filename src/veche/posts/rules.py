"""Who may look at the texts and who may write them."""

from veche.staff.rules import is_anybody, is_press, permit

permit("posts.see", is_anybody)
permit("posts.write", is_press)
