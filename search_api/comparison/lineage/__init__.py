"""What became of a finding or recommendation in the authority's other inspections?"""
