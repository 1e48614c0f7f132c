"""What a generation's collections are called and hold, and which index stands over the vectors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pymilvus import DataType, MilvusClient

from indexer.errors import InvalidRequest
from indexer.store.backends.address import Address
from indexer.store.format import is_generation

FORMAT = 1  # of these collections; what they hold of an index has the manifest's version

ROW = "row"
PINPOINT = "pinpoint"
AUTHORITY = "authority"
VECTOR = "vector"
SENTENCES = "sentences"
TERMS = "terms"

FACT_FIELDS = (ROW, "name", "value")
FACT_BYTES = 60_000  # of a VARCHAR's 65,535

MOST_HITS = 16_384  # Milvus gives no more rows for one search or query
MOST_SENTENCES = 4_096  # of a paragraph: the capacity of an array

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_INDEXES = ("FLAT", "HNSW", "DISKANN")
# A flat scan reads every vector: of 384 values, 0.8 GB of 500,000 paragraphs.
_FLAT_UP_TO = 500_000
_LISTED = {"FLAT": {}, "HNSW": {"M": 32, "efConstruction": 400}, "DISKANN": {}}
_LEAST_SEEN = 256


@dataclass(frozen=True, slots=True)
class Layout:
    """name: of the index, which begins the names of all its collections. index: "" to choose by size."""

    name: str
    index: str = ""
    flat_up_to: int = _FLAT_UP_TO
    partitions: int = 16

    @classmethod
    def of(cls, address: Address) -> Layout:
        """As the address asks for it. Raises InvalidRequest."""
        name, options = address.name or "pinpoint", address.options
        if _NAME.fullmatch(name) is None:
            raise InvalidRequest(
                f"{name!r} cannot name an index in Milvus", "use up to 100 letters, digits and underscores"
            )
        index = options.get("index", "").upper()
        if index and index not in _INDEXES:
            raise InvalidRequest(f"{index!r} is no index for vectors", f"choose one of {', '.join(_INDEXES)}")
        return cls(
            name,
            index,
            _number(options, "flat_up_to", _FLAT_UP_TO, 10**9),
            _number(options, "partitions", 16, 1024),
        )

    def collection(self, generation: str) -> str:
        """Name of the collection with the generation's paragraphs, as in "pinpoint_gen_000007_0a1b2c3d"."""
        return f"{self.name}_{generation.replace('-', '_')}"

    def facts(self, generation: str) -> str:
        """Name of the collection that seals it."""
        return self.collection(generation) + "_facts"

    def generation(self, collection: str) -> str | None:
        """The generation that a collection is of; None for one that is not this index's."""
        if not collection.startswith(self.name + "_"):
            return None
        name = collection.removeprefix(self.name + "_").removesuffix("_facts").replace("_", "-")
        return name if is_generation(name) else None

    def index_for(self, paragraphs: int) -> str:
        """FLAT, HNSW or DISKANN."""
        return self.index or ("FLAT" if paragraphs <= self.flat_up_to else "HNSW")


def paragraphs_schema(dimension: int) -> Any:
    """One row for each paragraph. What is only fetched by row stays on disk, mapped."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(ROW, DataType.INT64, is_primary=True)
    schema.add_field(PINPOINT, DataType.VARCHAR, max_length=2_000, mmap_enabled=True)
    schema.add_field(AUTHORITY, DataType.INT64, is_partition_key=True)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field(
        SENTENCES,
        DataType.ARRAY,
        element_type=DataType.VARCHAR,
        max_capacity=MOST_SENTENCES,
        max_length=min(65_535, 3 * dimension + 4),
        mmap_enabled=True,
    )
    schema.add_field(TERMS, DataType.SPARSE_FLOAT_VECTOR)
    return schema


def paragraphs_indexes(kind: str) -> Any:
    """kind: as `Layout.index_for` gives it."""
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(VECTOR, index_type=kind, metric_type="IP", params=_LISTED[kind])
    indexes.add_index(TERMS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return indexes


def facts_schema() -> Any:
    """Names and values in pieces. The vector is there because every collection must have one."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(ROW, DataType.INT64, is_primary=True)
    schema.add_field("name", DataType.VARCHAR, max_length=100)
    schema.add_field("value", DataType.VARCHAR, max_length=65_535)
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
    return schema


def facts_indexes() -> Any:
    """See `facts_schema`."""
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
    return indexes


def search_parameters(kind: str, wanted: int) -> dict[str, Any]:
    """How far an index of this kind looks for so many hits."""
    if kind == "HNSW":
        return {"ef": min(max(2 * wanted, _LEAST_SEEN), 32_768)}
    return {"search_list": min(max(2 * wanted, _LEAST_SEEN), 65_535)} if kind == "DISKANN" else {}


def _number(options: dict[str, str], name: str, usual: int, most: int) -> int:
    given = options.get(name, "")
    if not given:
        return usual
    if not re.fullmatch(r"\d{1,9}", given) or not 0 < int(given) <= most:
        raise InvalidRequest(f"{name} of the address is {given!r}", f"give a number from 1 to {most}")
    return int(given)
