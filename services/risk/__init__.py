"""Risk: judges, per right, how likely and how severe a breach is at a supplier.

in:      supplier-updated
out:     risk-assessed (full state, only when the verdict differs)
tables:  risk_profiles (per supplier), risk_verdicts (by content)
clocks:  none
packs:   method_v1 on wgi_2019, dol_goods_2022, countries_v1
"""
