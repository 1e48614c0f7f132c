"""An index packed, unpacked elsewhere and asked."""
