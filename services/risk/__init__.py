"""risk: judges, per right, how severe and how likely a breach is at a supplier, and why.

Decides   known, assumed or unknown per right of LkSG section 2; severity, likelihood, priority
Reads     supplier-updated
Writes    risk-assessed (full state, only when the verdict differs)
Tables    risk_profiles (one a supplier), risk_verdicts (one a content)
Packs     method_v1, wgi_2019, dol_goods_2022, countries_v1
Clocks    none
HTTP      GET /suppliers/{supplier_id}/risk, GET /method
"""
