"""risk: judges, per right, how severe and how likely a breach is at a supplier, and plans action.

Decides   known, assumed or unknown per right of LkSG section 2; origins; what contradicts;
          by when a plan has to be delivered, and whether it was
Reads     supplier-updated, audit-completed, grievance-filed, grievance-updated
Writes    risk-assessed, action-plan-changed (full states, if they differ), action-plan-due
Tables    risk_profiles, risk_verdicts, evidence_audits, evidence_cases, contradictions,
          contradiction_decisions, origin_history, action_plans, plan_history
Packs     method_v1 and the data it names; deadlines_v1
Clocks    plan-due-soon, plan-due, plan-overdue
HTTP      /suppliers/{supplier_id}/risk, /contradictions, /plans, /method, /deadlines
"""
