"""Is the model that an index was made with the one that is here? Asked before anything is unpacked.

A name from a stranger's file is compared, never loaded: it could be that of any model on the network.
"""

from __future__ import annotations

from indexer.encoders.export import default_folder, is_export, read_facts
from indexer.encoders.load import BASE_NAMES, OWN_NAME, load_encoder, own_folder
from indexer.errors import ModelUnavailable
from indexer.store.format import Manifest
from indexer.terminal import shortened


def check_encoder(manifest: Manifest, model: str | None) -> None:
    """Raises ModelUnavailable unless this program has the index's encoder, with the same weights.

    model: what `load_encoder` takes, typed by the user; None for an index of Pinpoint's own encoder or its
    base.
    """
    name = shortened(manifest.encoder_name)
    wanted = (manifest.encoder_name, manifest.encoder_revision, manifest.dimension)
    if model is not None:
        encoder = load_encoder(model)
        here = (encoder.name, encoder.revision, encoder.dimension)
    elif manifest.encoder_name == OWN_NAME or (
        manifest.encoder_name in BASE_NAMES and is_export(default_folder())
    ):
        facts = read_facts(own_folder() if manifest.encoder_name == OWN_NAME else default_folder())
        here = (facts.name, facts.revision, facts.dimension)
    elif manifest.encoder_name.startswith(_OWN_STEM):
        raise ModelUnavailable(
            f"the index was made with {name}, and this version of Pinpoint has {OWN_NAME}",
            "ask for one that was made with the version that you have, or update",
        )
    else:
        raise ModelUnavailable(
            f"the index was made with the model {name}, which is not part of Pinpoint",
            "if you have that model, name it with --model",
        )
    if here != wanted:
        raise ModelUnavailable(
            f"the index was made with {name} of other weights than {shortened(here[0])} here",
            "ask for one that was made with the version of Pinpoint that you have, or update",
        )


_OWN_STEM = OWN_NAME.rstrip("0123456789")
