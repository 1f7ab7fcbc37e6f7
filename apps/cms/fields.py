"""The body of a page: a stream of blocks, open to what the apps offer."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks are gathered when first needed.

    The sockets are filled only after all models are loaded. Migrations see a plain JSON column,
    so a new block of any app makes no migration, and a data migration may write bodies as lists.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__([], **kwargs)

    @cached_property
    def stream_block(self) -> StreamBlock:
        """Return the block definition: prose first, then live parts by app."""
        from apps.cms.live import live_blocks
        from apps.cms.prose import prose_blocks

        block = StreamBlock([*prose_blocks(), *live_blocks()])
        block.set_meta_options(self.block_opts)
        return block

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the column without its blocks."""
        name, _path, args, kwargs = models.Field.deconstruct(self)
        return name, "django.db.models.JSONField", list(args), kwargs
